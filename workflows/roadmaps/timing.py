"""Terms read in the place they stand in: the document's period, its day, the year of a column."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING

from workflows.roadmaps.periods import years_printed
from workflows.roadmaps.terms import Period, ReadTerm, TermContext, YearKind, read_term
from workflows.roadmaps.vocabulary import year_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from workflows.roadmaps.periods import DocumentPeriod

_NO_YEAR = Period(date(1990, 1, 1), date(1990, 12, 31))


@dataclass(frozen=True, slots=True)
class Timing:
    """What the terms of one document are read by; `guessed` where it prints no period."""

    context: TermContext
    guessed: bool = False
    _known: dict[tuple[str, TermContext], ReadTerm] = field(
        default_factory=dict, compare=False, repr=False
    )
    """What was read before: a document says «в течение года» in every other row."""

    def read(self, phrase: str) -> ReadTerm:
        """A phrase of the deadline column."""
        if self.context.period == _NO_YEAR:
            return replace(read_term("", self.context), phrase=phrase, needs_person=True)
        return self._read(phrase, self.context)

    def read_under(self, phrase: str, sections: Iterable[str]) -> ReadTerm:
        """A phrase of the deadline column in the year that a section over it names, if one does."""
        year = next((found for one in reversed(tuple(sections)) if (found := year_of(one))), "")
        if not year:
            return self.read(phrase)
        period, kind = year_period(year)
        own = self.context.period
        if not self.guessed and not own.first <= period.first <= period.last <= own.last:
            return self.read(phrase)
        return self._read(phrase, replace(self.context, period=period, year_kind=kind))

    def read_year(self, phrases: Iterable[str], year: str) -> tuple[ReadTerm, ...]:
        """The phrases of a year's cell; without any, the year itself is the term."""
        period, kind = year_period(year)
        context = replace(self.context, period=period, year_kind=kind)
        said = tuple(self._read(one, context) for one in phrases)
        if said:
            return said
        return (replace(self._read(_of_year(year), context), phrase=""),)

    def _read(self, phrase: str, context: TermContext) -> ReadTerm:
        found = self._known.get((phrase, context))
        if found is None:
            found = self._known[phrase, context] = read_term(phrase, context)
        return found


def _of_year(year: str) -> str:
    return f"{year} учебный год" if "/" in year else f"{year} год"


def year_period(year: str) -> tuple[Period, YearKind]:
    """The days of a column's year: «2021», or the school year «2021/22»."""
    begin = int(year[:4])
    if "/" in year:
        return Period(date(begin, 9, 1), date(begin + 1, 8, 31)), YearKind.ACADEMIC
    return Period(date(begin, 1, 1), date(begin, 12, 31)), YearKind.CALENDAR


def timing_of(period: DocumentPeriod | None, day: date | None, phrases: Iterable[str]) -> Timing:
    """How the terms of a document are read; without a period the years it names bound it."""
    if period is not None:
        return Timing(TermContext(Period(period.first, period.last), None, day))
    years = years_printed(phrases)
    if years:
        first, last = date(min(years), 1, 1), date(max(years), 12, 31)
        return Timing(TermContext(Period(first, last), None, day), guessed=True)
    if day is not None:
        first, last = date(day.year, 1, 1), date(day.year, 12, 31)
        return Timing(TermContext(Period(first, last), None, day), guessed=True)
    return Timing(TermContext(_NO_YEAR), guessed=True)
