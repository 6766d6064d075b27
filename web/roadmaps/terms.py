"""Terms of a kept measure as they are shown to be corrected, and read again from what is typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.domain.roadmaps.printed import PrintedTerm
from engine.domain.roadmaps.terms import NO_TERM, Period
from engine.queries.place_days import days_of_place
from web.current import current_bench
from workflows.roadmaps.cells import flat
from workflows.roadmaps.terms import PlaceDays, TermContext, term_phrase
from workflows.roadmaps.timing import Timing

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from engine.domain.roadmaps.content import MeasureContent
    from engine.queries.roadmaps.sheets import RoadmapSheet
    from web.parsing import Form
    from workflows.roadmaps.terms import ReadTerm


def timing_of(sheet: RoadmapSheet, period: Period | None = None) -> Timing:
    """How the terms of a kept roadmap are read; another period may be asked for."""
    card = sheet.card
    own = period or Period(card["period_start"], card["period_end"])
    calendar, quarters = days_of_place(current_bench(), sheet.state.place)
    # Where the days off of the year have not been taken in, the shipped calendar has them.
    days = PlaceDays(calendar if calendar.knows(own.first.year) else None, quarters)
    return Timing(TermContext(own, None, card["signed_on"], days))


def shown_terms(terms: Iterable[PrintedTerm], year: str) -> str:
    """The terms of a column, one a line; what has lost its words says its days."""
    return "\n".join(filter(None, (_shown(one) for one in terms if one.year == year)))


def _shown(one: PrintedTerm) -> str:
    if one.phrase or one.year or one.term == NO_TERM:
        return one.phrase
    return term_phrase(one.term, TermContext(one.period, one.year_kind))


def read_terms(
    form: Form, name: str, content: MeasureContent, year: str, timing: Timing, *, filled: bool
) -> tuple[PrintedTerm, ...]:
    """The terms that a field of a form says; words that are no sure term are refused.

    A line that stands there as before keeps its meaning. A year's cell that is `filled` and says no
    term has the year itself as its term.
    """
    known = {_shown(one): one for one in content.terms if one.year == year}
    lines = list(filter(None, map(flat, form.text(name).splitlines())))
    if not lines:
        if not year or not filled:
            return ()
        return (known[""],) if "" in known else _printed(timing.read_year((), year), year)
    found: list[PrintedTerm] = []
    for line in lines:
        kept = known.get(line)
        read = timing.read_year((line,), year) if year else (timing.read(line),)
        if kept is None and any(one.needs_person or one.term == NO_TERM for one in read):
            form.refuse(name, "unread_term")
        found += [kept] if kept else _printed(read, year)
    return tuple(found)


def _printed(read: Iterable[ReadTerm], year: str) -> tuple[PrintedTerm, ...]:
    return tuple(
        PrintedTerm(one.phrase, one.term, one.context.period, one.context.year_kind, year)
        for one in read
    )


def read_anew(sheet: RoadmapSheet, period: Period) -> dict[UUID, tuple[PrintedTerm, ...]]:
    """The terms of measures as the same words are read in another period, where that is sure."""
    timing = timing_of(sheet, period)
    found = {}
    for one in sheet.measures:
        terms = tuple(_anew(term, timing) for term in one.content.terms)
        if terms != one.content.terms:
            found[one.id] = terms
    return found


def _anew(term: PrintedTerm, timing: Timing) -> PrintedTerm:
    if term.year or term.chosen or not term.phrase:
        return term
    (again,) = _printed((read := timing.read(term.phrase),), "")
    return term if read.needs_person else again
