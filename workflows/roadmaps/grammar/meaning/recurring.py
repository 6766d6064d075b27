"""Repeats with what stands beside them: bounds, months, days, counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise

from engine.domain.calendar import last_of_month
from engine.domain.roadmaps.repeating import MONTHS
from engine.domain.roadmaps.terms import Repeat, Term, TermKind, Unit, Window, YearKind
from workflows.roadmaps.grammar.meaning.lending import is_yearless
from workflows.roadmaps.grammar.meaning.placing import DAY
from workflows.roadmaps.grammar.meaning.resolving import resolve
from workflows.roadmaps.grammar.meaning.sense import Scope, Sense, together
from workflows.roadmaps.grammar.values import Doubt
from workflows.roadmaps.grammar.words import syntax as made
from workflows.roadmaps.grammar.words.phrases import Item
from workflows.roadmaps.grammar.words.syntax import Every, Except

_SCHOOL = frozenset(one for one in Unit if one.value.startswith("school"))
_YEARS = frozenset({Unit.YEAR, Unit.SCHOOL_YEAR})
_LONG = frozenset(MONTHS) - _YEARS
_MAY, _AUGUST, _DECEMBER = 5, 8, 12
_SHORT_FEBRUARY = (2, 28)


def repeated(everies: Sequence[Every], beside: Sequence[Item], scope: Scope) -> Sense:
    """What repeats, between which days; or the several things it may be."""
    every = merged(everies)
    left_out = {
        month for one in beside if isinstance(one.node, Except) for month in one.node.months
    }
    dated = [one for one in beside if not isinstance(one.node, Except)]
    if left_out and every:
        if every.unit is not Unit.MONTH or every.months or len(left_out) == _DECEMBER:
            return replace(_bounded(every, dated, scope), asks=True)
        every = replace(every, months=tuple(one for one in range(1, 13) if one not in left_out))
    if every is None:
        senses = [_bounded(one, dated, scope) for one in everies]
        terms = tuple(term for sense in senses for term in sense.terms)
        return Sense(terms, doubts=(Doubt.AMBIGUOUS,), asks=True)
    yearless = [one for one in dated if is_yearless(one.node)]
    named = every.unit in _LONG and not every.month_days and _named_days(yearless, scope)
    if (every.unit in _YEARS and yearless) or named:
        return _yearly(every, yearless, [one for one in dated if one not in yearless], scope)
    if _is_one_day(every, dated):
        return _day_of_month(every, dated[0], scope)
    if every.unit in _YEARS and dated and not every.months:
        counted = _counted_in_window(every, dated, scope)
        if counted:
            return counted
    return _bounded(every, dated, scope)


def _counted_in_window(every: Every, dated: Sequence[Item], scope: Scope) -> Sense | None:
    """«Не менее пяти в учебном году, сентябрь-декабрь 2020»: a window shorter than the year."""
    whole = together([resolve(one.node, scope) for one in dated])
    start, end = whole.term.start, whole.term.end
    short = start and end and (end - start).days < _SHORTEST_YEAR
    if not (whole.sure and short) or whole.open:
        return None
    terms = tuple(replace(one, min_count=every.count or 1) for one in whole.terms)
    return replace(whole, terms=terms, doubts=(*whole.doubts, Doubt.AMBIGUOUS), asks=True)


_SHORTEST_YEAR, _SHORTEST_QUARTER = 240, 55


def _named_days(items: Sequence[Item], scope: Scope) -> bool:
    """«Раз в полугодие (июнь, декабрь)»: the months say when in each year."""
    windows = [window for one in items for window in resolve(one.node, scope).term.windows]
    points = all(one.kind in (TermKind.MONTH, TermKind.BY_DATE) for one in windows)
    return points and len(windows) > 1


def merged(everies: Sequence[Every]) -> Every | None:
    """Several repeats that are one: «ежемесячно, до 25 числа»; None when they disagree."""
    one = everies[0]
    for other in everies[1:]:
        both = _merged(one, other)
        if both is None:
            return None
        one = both
    return one


def _merged(one: Every, other: Every) -> Every | None:
    if one.unit == other.unit:
        return _filled(one, other)
    if {one.unit, other.unit} == {Unit.DAY, Unit.WORKING_DAY}:
        return one if one.unit is Unit.WORKING_DAY else other
    finer, wider = (one, other) if other.unit in _YEARS else (other, one)
    if wider.unit in _YEARS:
        # «Ежегодно 2 раза в год» counts; «ежегодно, раз в четверть» is each quarter.
        return finer if wider.interval == 1 and not wider.months else None
    day, plain = (one, other) if one.month_days and not one.at_edge else (other, one)
    if day.unit is Unit.MONTH and plain.unit in _LONG and day.month_days and not day.weekdays:
        return replace(plain, month_days=day.month_days, following=day.following)
    return None


def _filled(one: Every, other: Every) -> Every | None:
    """The one with what only the other says."""
    if one.interval != other.interval and 1 not in (one.interval, other.interval):
        return None
    return Every(
        one.unit,
        max(one.interval, other.interval),
        one.most_interval or other.most_interval,
        max(one.count, other.count),
        one.months or other.months,
        one.month_days or other.month_days,
        one.weekdays or other.weekdays,
        one.nth or other.nth,
        at_edge=one.at_edge or other.at_edge,
        following=one.following or other.following,
        asks=one.asks and other.asks,
    )


# Between which days


def _bounded(every: Every, dated: Sequence[Item], scope: Scope) -> Sense:
    start, end, asks = scope.period.first, scope.period.last, False
    doubts: tuple[Doubt, ...] = ()
    if dated:
        whole = together([resolve(one.node, scope) for one in dated])
        if not whole.sure or whole.open or not whole.term.windows:
            return _unsurely_bounded(every, whole, scope)
        windows = sorted(whole.term.windows, key=lambda one: one.end)
        asks = not _adjoin(windows)
        start = min(one.start or start for one in windows)
        end = windows[-1].end
        doubts = whole.doubts
        if every.unit in _LONG and (end - start).days < _SHORTEST_QUARTER:
            # «Конец четверти, конец года» are two times, not a repeat within a month.
            every_time = _repeat_sense(every, scope.period.first, scope.period.last, scope)
            terms = (*every_time.terms, *whole.terms)
            return Sense(terms, doubts=(*doubts, Doubt.AMBIGUOUS), asks=True)
    sense = _repeat_sense(every, start, max(start, end), scope)
    return replace(
        sense,
        doubts=tuple(dict.fromkeys((*doubts, *sense.doubts))),
        asks=sense.asks or asks or start > end,
    )


def _unsurely_bounded(every: Every, whole: Sense, scope: Scope) -> Sense:
    """A repeat for each of the bounds it may have."""
    first, last = scope.period.first, scope.period.last
    ways = [(one.start or first, one.end or last) for one in whole.terms if one.windows]
    ways = [one for one in ways if one[0] <= one[1]] or [(first, last)]
    terms = [_repeat_sense(every, *one, scope).term for one in ways]
    doubts = tuple(dict.fromkeys((*whole.doubts, Doubt.AMBIGUOUS)))
    return Sense(tuple(dict.fromkeys(terms)), doubts=doubts, asks=True)


def _adjoin(windows: Sequence[Window]) -> bool:
    pairs = pairwise(windows)
    return all(second.start and second.start <= first.end + DAY for first, second in pairs)


def _repeat_sense(every: Every, start: date, end: date, scope: Scope) -> Sense:
    repeats, doubts, asks = _repeats(every, start, end, scope)
    terms = tuple(
        Term(TermKind.RECURRING, repeat=one, min_count=every.count or 1) for one in repeats
    )
    return Sense(terms, doubts=doubts, asks=asks)


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
    elif every.asks and every.nth > 1:
        every_other = replace(every, nth=0, interval=every.nth)
        ways = (every, Unit.MONTH), (every_other, Unit.WEEK)
        found = [_repeat(one, unit, start, end) for one, unit in ways]
        asks = True
    else:
        found = [_repeat(every, unit, start, end) for unit in units]
    # Three quarters make no year: which are meant, only a person can say.
    uneven = units[0] in _LONG and len(MONTHS[units[0]]) % every.interval > 0
    asks = asks or uneven
    doubts = (*doubts, Doubt.AMBIGUOUS) if asks else doubts
    return found, doubts, asks


def _units(every: Every, scope: Scope) -> tuple[list[Unit], bool]:
    """Years and half-years are the calendar's or the school's."""
    pair = {
        Unit.YEAR: (Unit.YEAR, Unit.SCHOOL_YEAR),
        Unit.HALF_YEAR: (Unit.HALF_YEAR, Unit.SCHOOL_HALF_YEAR),
    }.get(every.unit)
    plain = every.unit in _LONG | _YEARS and every.unit is not Unit.HALF_YEAR
    if not every.asks or pair is None:
        return [every.unit], every.asks and (pair is None) and (plain or every.unit is Unit.WEEK)
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
    months = every.months or MONTHS.get(unit, ())
    if unit is Unit.SCHOOL_YEAR and _MAY <= end.month < _AUGUST:
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
        nth=every.nth,
        at_edge=every.at_edge,
    )


def _days_in_long(every: Every, unit: Unit, start: date, end: date) -> tuple[list[Repeat], bool]:
    """«Ежеквартально до 10 числа»: of the month after the quarter, or of its last one."""
    last = MONTHS[unit]
    after = tuple(sorted(one % 12 + 1 for one in last))
    choices = [after] if every.following else [every.months] if every.months else [after, last]
    found = [_repeat(replace(every, months=one), unit, start, end) for one in choices]
    return found, len(found) > 1


# Once a year


def _yearly(every: Every, yearless: Sequence[Item], bounds: Sequence[Item], scope: Scope) -> Sense:
    """«Ежегодно, ноябрь»; the same months in every year of the period."""
    windows = [window for one in yearless for window in resolve(one.node, scope).term.windows]
    starts_apart = [one for one in bounds if not isinstance(one.node, made.Years | made.SchoolYear)]
    if not windows or (starts_apart and not _only_bounds(starts_apart)):
        return _apart(every, yearless, bounds, scope)
    sense = _bounded(every, bounds, scope)
    first = sense.term.repeat
    if first is None:
        return sense
    days = sorted({_month_day(one) for one in windows})
    found = [_in_months(first, windows, day) for day in days]
    times = every.count if every.unit in _YEARS else 1
    terms = tuple(Term(TermKind.RECURRING, repeat=one, min_count=times or 1) for one in found)
    doubts = (Doubt.AMBIGUOUS,) if len(days) > 1 else ()
    return Sense(terms, doubts=doubts, asks=len(days) > 1)


def _only_bounds(items: Sequence[Item]) -> bool:
    return all(
        isinstance(one.node, made.Until | made.Since | made.WholePeriod)
        or (isinstance(one.node, made.Span) and one.node.kind is TermKind.MONTH_RANGE)
        for one in items
    )


def _month_day(window: Window) -> int:
    """The day of the month on which the window ends; -1 where that is its last day every year.

    «До 28 февраля» names a day, and in a leap year it is not the last.
    """
    day = window.end
    if window.start is None and (day.month, day.day) == _SHORT_FEBRUARY:
        return day.day
    return -1 if day == last_of_month(day.year, day.month) else day.day


def _in_months(repeat: Repeat, windows: Sequence[Window], day: int) -> Repeat:
    chosen = sorted(
        {(one.end.month, (one.start or one.end).month) for one in windows if _month_day(one) == day}
    )
    months = tuple(end for end, _ in chosen)
    opens = tuple(start for _, start in chosen)
    return replace(
        repeat,
        unit=Unit.YEAR,
        months=months,
        opens=opens if opens != months else (),
        month_days=(day,),
        weekdays=(),
    )


def _apart(every: Every, yearless: Sequence[Item], dated: Sequence[Item], scope: Scope) -> Sense:
    """«Январь 2020 Апрель, май ежегодно» is two terms; a person says which stands."""
    once = together([resolve(one.node, scope) for one in dated])
    again = _yearly(every, yearless, (), scope)
    return Sense((once.term, *again.terms), doubts=(Doubt.AMBIGUOUS,), asks=True)


# One day


def _is_one_day(every: Every, dated: Sequence[Item]) -> bool:
    """«До 15 числа, март 2023» is no repeat."""
    if len(dated) != 1 or not isinstance(dated[0].node, made.Span):
        return False
    days = bool(every.month_days) and every.unit is Unit.MONTH and not every.at_edge
    return days and dated[0].node.kind is TermKind.MONTH and not every.count


def _day_of_month(every: Every, item: Item, scope: Scope) -> Sense:
    whole = resolve(item.node, scope)
    terms = []
    for one in whole.terms:
        last = one.windows[0].end
        days = [last.replace(day=min(last.day, day)) for day in every.month_days if day > 0]
        windows = tuple(Window(TermKind.BY_DATE, None, day) for day in days or [last])
        terms.append(Term(TermKind.BY_DATE, windows))
    return Sense(tuple(terms), whole.sure, whole.doubts)
