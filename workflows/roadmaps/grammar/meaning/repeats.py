"""Which repeats a printed one may be between two days."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from engine.domain.roadmaps.repeating import MONTHS, OPENINGS
from engine.domain.roadmaps.terms import Repeat, Term, TermKind, Unit, YearKind
from workflows.roadmaps.grammar.meaning.sense import Scope, Sense
from workflows.roadmaps.grammar.values import Doubt
from workflows.roadmaps.grammar.words.items import Item
from workflows.roadmaps.grammar.words.syntax import Every, WeekdayOf

_SCHOOL = frozenset(one for one in Unit if one.value.startswith("school"))
_YEARS = frozenset({Unit.YEAR, Unit.SCHOOL_YEAR})
_LONG = frozenset(MONTHS) - _YEARS
_ASKED = frozenset({Unit.WEEK, Unit.WORKING_DAY})
_MAY, _AUGUST, _DECEMBER = 5, 8, 12


def repeat_sense(every: Every, start: date, end: date, scope: Scope) -> Sense:
    """The terms it may be between two days, the preferred first."""
    repeats, doubts, asks = _repeats(every, start, end, scope)
    terms = tuple(
        Term(TermKind.RECURRING, repeat=one, min_count=every.count or 1) for one in repeats
    )
    return Sense(terms, doubts=doubts, asks=asks)


def nth_in_each_year(every: Every, items: Sequence[Item], sense: Sense) -> Sense:
    """«Ежегодно в последнюю пятницу августа»: another day in every year."""
    days = [one.node for one in items if isinstance(one.node, WeekdayOf)]
    same = {(one.nth, one.weekdays, one.working) for one in days}
    repeat = sense.term.repeat
    if repeat is None or len(days) != len(items) or len(same) > 1 or days[0].working:
        return replace(sense, asks=True, doubts=(*sense.doubts, Doubt.AMBIGUOUS))
    months = tuple(sorted({one.span.last.month for one in days}))
    weekdays, nths = days[0].weekdays, (days[0].nth,)
    if len(weekdays) > 1:
        return replace(sense, asks=True, doubts=(*sense.doubts, Doubt.AMBIGUOUS))
    of_year = replace(
        repeat, unit=Unit.YEAR, months=months, month_days=(), weekdays=weekdays, nths=nths
    )
    term = Term(TermKind.RECURRING, repeat=of_year, min_count=every.count or 1)
    return Sense((term,))


def _repeats(
    every: Every, start: date, end: date, scope: Scope
) -> tuple[list[Repeat], tuple[Doubt, ...], bool]:
    """The repeats it may be, the preferred first; the doubts; whether somebody must choose."""
    units, asks = _units(every, scope)
    if every.unit is Unit.SCHOOL_YEAR and every.count and scope.year_kind is YearKind.CALENDAR:
        # A count per school year in a document of calendar years: which years, a person says.
        units, asks = [Unit.SCHOOL_YEAR, Unit.YEAR], True
    doubts: tuple[Doubt, ...] = ()
    if len(units) > 1 or units[0] in _SCHOOL:
        doubts = (Doubt.NEEDS_CALENDAR,)
    if every.most_interval:
        asks = True
        widths = (every.most_interval, every.interval)
        found = [_repeat(replace(every, interval=one), units[0], start, end) for one in widths]
    elif every.month_days and not every.at_edge and units[0] in _LONG | _YEARS:
        found, unsure = _days_in_long(every, units[0], start, end)
        asks = asks or unsure
    elif every.asks and every.nths:
        every_other = replace(every, nths=(), interval=every.nths[0])
        ways = (every, Unit.MONTH), (every_other, Unit.WEEK)
        found = [_repeat(one, unit, start, end) for one, unit in ways]
        asks = True
    else:
        found = [_repeat(every, unit, start, end) for unit in units]
    # Three quarters make no year: which are meant, only a person can say.
    uneven = units[0] in _LONG and len(MONTHS[units[0]]) % every.interval > 0
    asks = asks or uneven
    doubts = (*doubts, Doubt.APPROXIMATE) if every.opening else doubts
    doubts = (*doubts, Doubt.AMBIGUOUS) if asks else doubts
    return found, doubts, asks


def _units(every: Every, scope: Scope) -> tuple[list[Unit], bool]:
    """Years and half-years are the calendar's or the school's."""
    pair = {
        Unit.YEAR: (Unit.YEAR, Unit.SCHOOL_YEAR),
        Unit.HALF_YEAR: (Unit.HALF_YEAR, Unit.SCHOOL_HALF_YEAR),
    }.get(every.unit)
    plain = every.unit in _LONG | _YEARS and every.unit is not Unit.HALF_YEAR
    if not every.asks or pair is None or every.months:
        return [every.unit], every.asks and (pair is None) and (
            plain or every.unit in _ASKED or every.part is not None
        )
    calendar, school = pair
    kind = scope.kind or _usual_kind(every.unit, scope)
    ordered = [calendar, school] if kind is YearKind.CALENDAR else [school, calendar]
    if scope.kind:
        return ordered[:1], False
    # «Ежегодно» names no day of the year at all; a count in each year does not need one.
    return ordered, every.unit is Unit.YEAR and not every.count


def _usual_kind(unit: Unit, scope: Scope) -> YearKind:
    """Half-years of a one-year roadmap are the school's; a programme of several counts by ours."""
    if unit is Unit.HALF_YEAR and scope.period.first.year == scope.period.last.year:
        return YearKind.ACADEMIC
    return scope.year_kind


def _repeat(every: Every, unit: Unit, start: date, end: date) -> Repeat:
    ends = OPENINGS if every.opening else MONTHS
    months = every.months or ends.get(unit, ())
    if unit is Unit.SCHOOL_YEAR and not every.opening and _MAY <= end.month < _AUGUST:
        months = (end.month,)
    days = every.month_days
    interval = every.interval
    if (
        unit is Unit.MONTH
        and not months
        and interval > 1
        and _DECEMBER % interval == 0
        and not every.weekdays
    ):
        first = (start.month + interval - 2) % interval
        months = tuple(one for one in range(1, 13) if (one - 1) % interval == first)
        days, interval = days or (-1,), 1
    if unit in _LONG and interval > 1 and len(months) % interval == 0:
        months, interval = months[interval - 1 :: interval], 1
    if not days and not every.weekdays and (months or unit is Unit.MONTH):
        days = (-1,)
    return Repeat(
        unit,
        start,
        end,
        interval=interval,
        months=months,
        month_days=days,
        weekdays=every.weekdays,
        nths=every.nths,
        at_edge=every.at_edge,
    )


def _days_in_long(every: Every, unit: Unit, start: date, end: date) -> tuple[list[Repeat], bool]:
    """«Ежеквартально до 10 числа»: of the month after the quarter, or of its last one."""
    last = MONTHS[unit]
    after = tuple(sorted(one % 12 + 1 for one in last))
    choices = [after] if every.following else [every.months] if every.months else [after, last]
    found = [_repeat(replace(every, months=one), unit, start, end) for one in choices]
    return found, len(found) > 1
