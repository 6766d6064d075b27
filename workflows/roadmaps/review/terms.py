"""Terms that a person must choose a reading of; a reading is named by the words that print it."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from engine.domain.roadmaps.printed import PrintedTerm
from engine.domain.roadmaps.terms import NO_TERM
from workflows.roadmaps.doubts import RoadmapDoubt
from workflows.roadmaps.periods import years_printed
from workflows.roadmaps.review.questions import ALL, NONE, Option, Question, QuestionKind, spot_of
from workflows.roadmaps.terms import ReadTerm, read_term, term_phrase

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from workflows.roadmaps.doubts import RoadmapWarning
    from workflows.roadmaps.measures import Measure

_ASKED = {
    RoadmapDoubt.AMBIGUOUS,
    RoadmapDoubt.IMPOSSIBLE_DATE,
    RoadmapDoubt.STRAY_TOKEN,
    RoadmapDoubt.SUSPECT_YEAR,
    RoadmapDoubt.UNREAD_TERM,
    RoadmapDoubt.YEAR_VS_COLUMN,
}
"""Doubts about a term after which a person must say what is right."""


def placed_terms(measure: Measure) -> list[tuple[str, str, ReadTerm]]:
    """Every term of a measure with the key of its question and the year of its column."""
    spot = spot_of(measure.table, measure.row)
    own = [(f"term.{spot}..{at}", "", read) for at, read in enumerate(measure.terms)]
    yearly = [
        (f"term.{spot}.{one.year}.{at}", one.year, read)
        for one in measure.milestones
        for at, read in enumerate(one.terms)
    ]
    return [*own, *yearly]


def term_questions(
    measure: Measure, doubts: Sequence[RoadmapWarning], answers: Mapping[str, str]
) -> Iterator[Question]:
    """The terms of a measure that must be decided."""
    spot = spot_of(measure.table, measure.row)
    if len(measure.deadlines) > 1 and _said(doubts, "; ".join(measure.deadlines), ""):
        options = [Option(str(at), one) for at, one in enumerate(measure.deadlines)]
        yield Question(
            f"several.{spot}",
            QuestionKind.SEVERAL,
            printed="; ".join(measure.deadlines),
            spot=spot,
            options=(Option(ALL), *options),
            answer=answers.get(f"several.{spot}", ""),
        )
    for key, year, read in placed_terms(measure):
        codes = _said(doubts, read.phrase, year)
        if codes or read.needs_person or key in answers:
            yield _question(key, year, read, codes, spot=spot, answer=answers.get(key, ""))


def _said(doubts: Sequence[RoadmapWarning], phrase: str, year: str) -> tuple[str, ...]:
    """What is doubtful about a phrase and must be decided."""
    return tuple(
        one.code.value
        for one in doubts
        if one.code in _ASKED and one.field("phrase") == phrase and one.field("year") == year
    )


def _question(
    key: str, year: str, read: ReadTerm, codes: tuple[str, ...], *, spot: str, answer: str
) -> Question:
    unread = answer not in ("", NONE) and chosen_term(read, answer) is None
    return Question(
        key,
        QuestionKind.TERM,
        printed=read.phrase,
        spot=spot,
        year=year,
        options=tuple(_options(read, codes, year)),
        answer=answer,
        fault="unread" if unread else "",
        codes=codes,
    )


def _options(read: ReadTerm, codes: Collection[str], year: str) -> Iterator[Option]:
    """The readings in the words that print them, each once."""
    seen: set[str] = set()
    for term in (read.term, *read.candidates):
        phrase = term_phrase(term, read.context) if term != NO_TERM else ""
        if phrase and phrase not in seen:
            seen.add(phrase)
            yield Option(phrase, phrase, waits=term.event is not None and not term.windows)
    for phrase in _other_years(read, codes, year):
        if phrase not in seen:
            seen.add(phrase)
            yield Option(phrase, phrase, near=True)


def _other_years(read: ReadTerm, codes: Collection[str], year: str) -> Iterator[str]:
    """The same phrase in the year its column or its neighbours would have it in."""
    printed = years_printed([read.phrase])
    if RoadmapDoubt.YEAR_VS_COLUMN in codes and year:
        wanted = [int(year[:4])]
    elif RoadmapDoubt.SUSPECT_YEAR in codes and len(printed) == 1:
        wanted = [printed[0] + 1, printed[0] - 1]
    else:
        return
    period = read.context.period
    for one in wanted:
        moved = re.sub(r"20\d\d", str(one), read.phrase)
        again = read_term(moved, read.context)
        end = again.term.end
        if not again.needs_person and end is not None and end in period:
            yield term_phrase(again.term, read.context)


def chosen_term(read: ReadTerm, answer: str) -> ReadTerm | None:
    """The term a person chose or wrote; None where the words are no sure term."""
    if answer == NONE:
        return replace(read, term=NO_TERM, needs_person=False)
    for term in (read.term, *read.candidates):
        if term != NO_TERM and term_phrase(term, read.context) == answer:
            return replace(read, term=term, needs_person=False)
    again = read_term(answer, read.context)
    if again.needs_person or again.term == NO_TERM:
        return None
    return replace(read, term=again.term, needs_person=False)


def printed_terms(measure: Measure, answers: Mapping[str, str]) -> tuple[PrintedTerm, ...]:
    """The terms of a measure as they are kept, with what was chosen."""
    found = []
    for key, year, read in placed_terms(measure):
        answer = answers.get(key, "")
        settled = (chosen_term(read, answer) if answer else None) or read
        context = read.context
        found.append(
            PrintedTerm(
                read.phrase,
                settled.term,
                context.period,
                context.year_kind,
                year,
                chosen=bool(answer),
            )
        )
    return tuple(found)
