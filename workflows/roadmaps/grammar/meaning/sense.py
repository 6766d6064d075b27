"""What a part may mean, and several parts together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import singledispatch

from engine.domain.calendar import WorkingCalendar
from engine.domain.roadmaps.quotas import quarters_set
from engine.domain.roadmaps.terms import Period, Term, TermKind, Window, YearKind
from workflows.calendars import federal_calendar
from workflows.roadmaps.grammar.meaning.placing import (
    Days,
    Placed,
)
from workflows.roadmaps.grammar.values import Doubt
from workflows.roadmaps.grammar.words.syntax import Node

_SEPTEMBER, _MAY, _AUGUST, _DECEMBER = 9, 5, 8, 12


@dataclass(frozen=True, slots=True)
class PlaceDays:
    """The days of the place a document is of.

    Without a calendar working days are the federal ones; `quarters` are those of the school years
    that somebody has set, in their order, and none where nobody has.
    """

    calendar: WorkingCalendar | None = None
    quarters: tuple[tuple[date, date], ...] = ()

    @property
    def working(self) -> WorkingCalendar:
        """The calendar by which working days are counted."""
        return self.calendar or federal_calendar()

    def quarter(self, school_year: int, nth: int) -> tuple[date, date] | None:
        """The nth quarter of the school year that begins in a year, where its days are set."""
        found = quarters_set(school_year, self.quarters)
        return found[nth - 1] if found else None


NO_DAYS = PlaceDays()


@dataclass(frozen=True, slots=True)
class Scope:
    """What a time is looked for in: a period, and the kind of year the document counts by."""

    period: Period
    kind: YearKind | None = None
    document_date: date | None = None
    days: PlaceDays = NO_DAYS

    @property
    def year_kind(self) -> YearKind:
        """The kind of year said, else the one the period has the shape of."""
        if self.kind:
            return self.kind
        starts = self.period.first.month in (_AUGUST, _SEPTEMBER)
        ends = _MAY <= self.period.last.month <= _AUGUST
        return YearKind.ACADEMIC if starts and ends else YearKind.CALENDAR


@dataclass(frozen=True, slots=True)
class Sense:
    """What a part may mean, the preferred first.

    `sure` means that the first may be acted on; the others then need only be told. A part that
    keeps its term though somebody must look at it has `asks`.
    """

    terms: tuple[Term, ...]
    sure: bool = True
    doubts: tuple[Doubt, ...] = ()
    asks: bool = False
    open: bool = False
    """The term itself holds no days; they are in the candidates."""

    @property
    def term(self) -> Term:
        """The preferred meaning."""
        return self.terms[0]


def window_term(kind: TermKind, days: Days | tuple[None, date]) -> Term:
    """A term of one window."""
    return Term(kind, (Window(kind, *days),))


def sense_of(kind: TermKind, placed: Placed, *extra: Doubt) -> Sense:
    """The windows that a time may be."""
    terms = tuple(window_term(kind, days) for days in placed.days)
    return Sense(terms, placed.sure, (*placed.doubts, *extra))


@singledispatch
def resolve(node: Node, scope: Scope) -> Sense:
    """What a part means in its period."""
    raise TypeError(node, scope)


def together(senses: list[Sense]) -> Sense:
    """Several windows as one; what is doubtful in one is doubtful in all."""
    choices = list(dict.fromkeys(_joined(one) for one in _choices(senses)))
    doubts = tuple(dict.fromkeys(one for sense in senses for one in sense.doubts))
    sure = all(one.sure for one in senses)
    return Sense(tuple(choices[:_MOST_CHOICES]), sure, doubts, any(one.asks for one in senses))


_MOST_CHOICES = 8


def _choices(senses: list[Sense]) -> Iterator[list[Term]]:
    """Those that go forward in time, those of one kind or year, then each other by itself.

    «Октябрь, март» of several years is October and the March after it, in whichever of them.
    """
    preferred = [one.term for one in senses]
    many = [one for one in senses if len(one.terms) > 1]
    alike = len(many) > 1 and len({len(one.terms) for one in many}) == 1
    if alike and not any(one.sure for one in many):
        yield from _forward(senses)
    if alike:
        for at in range(len(many[0].terms)):
            yield [one.terms[at] if one in many else one.term for one in senses]
    yield preferred
    for at, sense in enumerate(senses):
        for other in () if alike else sense.terms[1:]:
            yield [*preferred[:at], other, *preferred[at + 1 :]]


def _forward(senses: list[Sense]) -> Iterator[list[Term]]:
    for first in senses[0].terms:
        chosen = [first]
        for sense in senses[1:]:
            later = [one for one in sense.terms if _ends(one) > _ends(chosen[-1])]
            chosen += later[:1]
        if len(chosen) == len(senses):
            yield chosen


def _ends(term: Term) -> date:
    return max((one.end for one in term.windows), default=date.min)


_MONTHLY = frozenset({TermKind.MONTH, TermKind.MONTH_RANGE, TermKind.MONTHS_LIST, TermKind.QUARTER})


def _joined(terms: list[Term]) -> Term:
    windows = tuple(window for term in terms for window in term.windows)
    return replace(terms[0], kind=list_kind(windows) or terms[0].kind, windows=windows)


def list_kind(windows: tuple[Window, ...]) -> TermKind | None:
    """The kind of several windows: that of all, a list of months, or that of the first."""
    kinds = {one.kind for one in windows}
    if len(windows) > 1 and kinds <= _MONTHLY and kinds != {TermKind.QUARTER}:
        return TermKind.MONTHS_LIST
    return windows[0].kind if windows else None
