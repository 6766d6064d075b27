"""Answers of the version before, as far as a corrected document prints the same.

Only what is open is answered, and only where the words that were decided about stand there again:
what differs is asked for.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from workflows.roadmaps.review.answers import FIRST, LAST
from workflows.roadmaps.review.questions import NONE, QuestionKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from workflows.roadmaps.review.questions import Question
    from workflows.roadmaps.review.reviewing import Review

_Words: TypeAlias = tuple[str, ...]
_OF_NAMES = {QuestionKind.SCHOOL: "school.", QuestionKind.PERSON: "person."}
_OF_THE_FILE = {QuestionKind.COLUMNS, QuestionKind.CARD}
"""Questions that only this file can answer; columns are kept for the authority anyway."""


@dataclass(frozen=True, slots=True)
class Settled:
    """What was decided of the version before.

    `names` are its schools and people by the key of their question; `review` with its `answers` is
    the one it was saved from, where there was one.
    """

    names: Mapping[str, str] = field(default_factory=dict)
    review: Review | None = None
    answers: Mapping[str, str] = field(default_factory=dict)


def former_answers(review: Review, settled: Settled) -> dict[str, str]:
    """The answers that hold here too, by the key of the open question."""
    known = _by_words(settled.review) if settled.review else {}
    found: dict[str, str] = {}
    for words, question in _questions(review):
        if not question.open or question.kind in _OF_THE_FILE:
            continue
        if question.kind is QuestionKind.PERIOD:
            found |= _period(settled.answers) if words in known else {}
        elif answer := settled.names.get(question.key) or known.get(words, ""):
            found |= {question.key: answer} if _holds(question, answer) else {}
    return found


def _holds(question: Question, answer: str) -> bool:
    """Whether a name may still be answered so: the directory may know it by now, or no more."""
    if question.kind not in _OF_NAMES:
        return True
    if answer == NONE:
        return question.proposed in ("", NONE)
    return any(one.value == answer for one in question.options)


def _by_words(former: Review) -> dict[_Words, str]:
    """What was answered, by the words it was about; words that got two answers tell nothing."""
    found: dict[_Words, set[str]] = {}
    for words, question in _questions(former):
        if not question.open:
            found.setdefault(words, set()).add(question.answer)
    return {words: answers.pop() for words, answers in found.items() if len(answers) == 1}


def _questions(review: Review) -> Iterator[tuple[_Words, Question]]:
    """Every question with the words that it is about."""
    title = review.roadmap.card.title
    for one in (*review.document, *review.names):
        yield (one.kind, title, one.printed, one.source), one
    for measure in review.measures:
        for one in measure.questions:
            yield (one.kind, measure.measure.shown_title, one.printed, one.source, one.year), one


def _period(answers: Mapping[str, str]) -> dict[str, str]:
    return {key: answers[key] for key in (FIRST, LAST) if key in answers}
