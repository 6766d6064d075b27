"""A measure under review as its page shows it: beside its rows, with what can be corrected."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask_babel import gettext

from web.roadmaps.answering import texts_of
from web.wording.reviewing import part_title, term_days
from web.wording.roadmaps import warning_sentence
from workflows.roadmaps.review.parts import leader_of, named
from workflows.roadmaps.review.terms import chosen_term, placed_terms
from workflows.roadmaps.terms import term_phrase

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from workflows.roadmaps.measures import Measure
    from workflows.roadmaps.review.reviewing import Review, ReviewedMeasure
    from workflows.roadmaps.terms import ReadTerm


@dataclass(frozen=True, slots=True)
class ShownTerm:
    """A term as printed, as understood, and in days."""

    phrase: str
    meaning: str
    days: str
    year: str
    sure: bool


@dataclass(frozen=True, slots=True)
class ShownText:
    """A text that can be corrected: its field, what it is called, what stands in it."""

    name: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class ShownPerson:
    """Somebody responsible in one line; `leads` is who answers for the measure."""

    title: str
    leads: bool


@dataclass(frozen=True, slots=True)
class ShownMeasure:
    """A measure beside its rows; `above` is the measure that its row may be joined to."""

    one: ReviewedMeasure
    terms: tuple[ShownTerm, ...]
    notes: tuple[str, ...]
    people: tuple[ShownPerson, ...]
    texts: tuple[ShownText, ...]
    above: str

    @property
    def asked_rows(self) -> frozenset[str]:
        """The rows of which it is asked anyway whether they belong here."""
        return frozenset(one.key for one in self.one.questions)


def shown_measure(
    one: ReviewedMeasure, review: Review, answers: Mapping[str, str], *, edited: bool
) -> ShownMeasure:
    """Everything that the page says of a measure; its texts only while they are corrected."""
    measure = one.measure
    leader = leader_of(measure, answers)
    several = len(measure.responsible) > 1
    return ShownMeasure(
        one,
        tuple(_terms(measure, answers)),
        tuple(warning_sentence(note) for note in one.notes),
        tuple(ShownPerson(named(who), several and who is leader) for who in measure.responsible),
        tuple(_texts(measure, review)) if edited else (),
        _above(measure, review),
    )


def _texts(measure: Measure, review: Review) -> Iterator[ShownText]:
    for name, text in texts_of(measure, review.columns):
        yield ShownText(name, part_title(name, review.columns.actors), text)


def _above(measure: Measure, review: Review) -> str:
    """The measure above in the same table, by its number; empty for the first one."""
    before = [one.measure for one in review.measures if one.measure.sequence < measure.sequence]
    if not before or before[-1].table != measure.table:
        return ""
    return before[-1].number.rstrip(". ") or gettext("№ %(place)d", place=before[-1].sequence)


def _terms(measure: Measure, answers: Mapping[str, str]) -> Iterator[ShownTerm]:
    """The terms as they are kept with these answers; one that needs a decision says so."""
    for key, year, read in placed_terms(measure):
        answer = answers.get(key, "")
        chosen = chosen_term(read, answer) if answer else None
        yield _term(chosen or read, year, decided=chosen is not None)


def _term(read: ReadTerm, year: str, *, decided: bool) -> ShownTerm:
    phrase = term_phrase(read.term, read.context)
    days = term_days(read.term, read.context.period)
    if decided:
        days = gettext("%(days)s (уточнено)", days=days)
    return ShownTerm(read.phrase, phrase, days, year, not read.needs_person)
