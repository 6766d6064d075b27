"""Repeats with what stands beside them: bounds, months, days, counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from engine.domain.calendar import last_of_month
from engine.domain.roadmaps.repeating import MONTHS
from engine.domain.roadmaps.terms import Repeat, Term, TermKind, Unit, Window
from workflows.roadmaps.grammar.meaning.lending import is_yearless
from workflows.roadmaps.grammar.meaning.merging import merged
from workflows.roadmaps.grammar.meaning.placing import DAY
from workflows.roadmaps.grammar.meaning.repeats import repeat_sense
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
            every_time = repeat_sense(every, scope.period.first, scope.period.last, scope)
            terms = (*every_time.terms, *whole.terms)
            return Sense(terms, doubts=(*doubts, Doubt.AMBIGUOUS), asks=True)
    sense = repeat_sense(every, start, max(start, end), scope)
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
    terms = [repeat_sense(every, *one, scope).term for one in ways]
    doubts = tuple(dict.fromkeys((*whole.doubts, Doubt.AMBIGUOUS)))
    return Sense(tuple(dict.fromkeys(terms)), doubts=doubts, asks=True)


def _adjoin(windows: Sequence[Window]) -> bool:
    pairs = pairwise(windows)
    return all(second.start and second.start <= first.end + DAY for first, second in pairs)


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
