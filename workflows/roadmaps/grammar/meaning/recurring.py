"""Repeats with what stands beside them: bounds, months, days, counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from engine.domain.calendar import last_of_month
from engine.domain.roadmaps.repeating import occurrences
from engine.domain.roadmaps.terms import Repeat, Term, TermKind, Unit, Window
from workflows.roadmaps.grammar.meaning.bounding import (
    LONG,
    YEARS,
    bounded,
    is_whole_year,
    unsurely_bounded,
)
from workflows.roadmaps.grammar.meaning.lending import is_yearless
from workflows.roadmaps.grammar.meaning.listing import labelled
from workflows.roadmaps.grammar.meaning.merging import merged
from workflows.roadmaps.grammar.meaning.month_days import (
    days_of_months,
    in_some_month,
    is_one_day,
)
from workflows.roadmaps.grammar.meaning.repeats import nth_in_each_year, repeat_sense
from workflows.roadmaps.grammar.meaning.resolving import resolve
from workflows.roadmaps.grammar.meaning.sense import Scope, Sense, together
from workflows.roadmaps.grammar.values import Doubt
from workflows.roadmaps.grammar.words import syntax as made
from workflows.roadmaps.grammar.words.items import Item
from workflows.roadmaps.grammar.words.syntax import Every, Except

_SCHOOL = frozenset(one for one in Unit if one.value.startswith("school"))
_MAY, _AUGUST, _DECEMBER = 5, 8, 12
_SHORT_FEBRUARY = (2, 28)


def repeated(
    everies: Sequence[Every], beside: Sequence[Item], scope: Scope, *, either: bool = False
) -> Sense:
    """What repeats, between which days; or the several things it may be.

    `either` says that a stroke stands between several: «ежегодно/ежеквартально».
    """
    every = None if either else merged(everies)
    left_out = {
        month for one in beside if isinstance(one.node, Except) for month in one.node.months
    }
    dated = [one for one in beside if not isinstance(one.node, Except)]
    if every and _years_apart(dated):
        return replace(bounded(every, dated, scope), asks=True)
    if left_out and every:
        if every.unit is not Unit.MONTH or every.months or len(left_out) == _DECEMBER:
            return replace(bounded(every, dated, scope), asks=True)
        every = replace(every, months=tuple(one for one in range(1, 13) if one not in left_out))
    if every is None:
        senses = [bounded(one, dated, scope) for one in everies]
        terms = tuple(term for sense in senses for term in sense.terms)
        return Sense(terms, doubts=(Doubt.AMBIGUOUS,), asks=True)
    special = _special(every, dated, scope)
    if special:
        return special
    yearless = [one for one in dated if is_yearless(one.node)]
    named = every.unit in LONG and not every.month_days and _named_days(yearless, scope)
    if (every.unit in YEARS and yearless) or named:
        return _yearly(every, yearless, [one for one in dated if one not in yearless], scope)
    if is_one_day(every, dated):
        once = days_of_months(every, dated, scope)
        yearly = any(one.unit in YEARS for one in everies) and len(yearless) == len(dated)
        return _in_all_years(once, scope) if yearly else once
    if every.unit in YEARS and dated and not every.months:
        counted = _counted_in_window(every, dated, scope)
        if counted:
            return counted
    return bounded(every, dated, scope)


def _years_apart(dated: Sequence[Item]) -> bool:
    """«2021 г. – I квартал, 2022-2023 гг. – ежегодно»: the years are of different times."""
    at = [one for one, item in enumerate(dated) if isinstance(item.node, made.Years)]
    return any(after - one > 1 for one, after in pairwise(at))


def _are_whole_years(dated: Sequence[Item]) -> bool:
    return all(is_whole_year(one) for one in dated)


def _all_the_year(every: Every, dated: Sequence[Item], scope: Scope) -> Sense:
    """«Ежегодно в течение учебного года»: all the year long, or once in each."""
    whole = together([resolve(one.node, scope) for one in dated])
    again = bounded(every, (), scope)
    doubts = tuple(dict.fromkeys((*whole.doubts, *again.doubts, Doubt.AMBIGUOUS)))
    return Sense((*whole.terms, *again.terms), sure=whole.sure, doubts=doubts, asks=True)


def _special(every: Every, dated: Sequence[Item], scope: Scope) -> Sense | None:
    """What the words beside a repeat make of it, where it is no plain repeat between two days."""
    if every.alone and not dated:
        return in_some_month(every, scope)
    if every == Every(Unit.YEAR, asks=True) and dated:
        whole = _are_whole_years(dated)
        other = _all_the_year if whole else _once_or_again
        return other(every, dated, scope)
    return _named_once(every, dated, scope) if every.unit in YEARS and every.count > 1 else None


def _once_or_again(every: Every, dated: Sequence[Item], scope: Scope) -> Sense | None:
    """«Май – июнь 2023 г., ежегодно»: in every year from that one, or in that one only."""
    if any(not isinstance(one.node, made.Span) or is_yearless(one.node) for one in dated):
        return None
    once = together([resolve(one.node, scope) for one in dated])
    again = from_then_on(once, [replace(dated[0], node=every)], scope)
    if again is None:
        return None
    return replace(again, terms=(again.term, once.term), doubts=(Doubt.AMBIGUOUS,), asks=True)


def _counted_in_window(every: Every, dated: Sequence[Item], scope: Scope) -> Sense | None:
    """«Не менее пяти в учебном году, сентябрь-декабрь 2020»: a window shorter than the year."""
    whole = together([resolve(one.node, scope) for one in dated])
    start, end = whole.term.start, whole.term.end
    short = start and end and (end - start).days < _SHORTEST_YEAR
    if not (whole.sure and short) or whole.open:
        return None
    terms = tuple(replace(one, min_count=every.count or 1) for one in whole.terms)
    return replace(whole, terms=terms, doubts=(*whole.doubts, Doubt.AMBIGUOUS), asks=True)


_SHORTEST_YEAR = 240


def _named_days(items: Sequence[Item], scope: Scope) -> bool:
    """«Раз в полугодие (июнь, декабрь)»: the months say when in each year."""
    windows = [window for one in items for window in resolve(one.node, scope).term.windows]
    points = all(one.kind in (TermKind.MONTH, TermKind.BY_DATE) for one in windows)
    return points and len(windows) > 1


# Once a year


def _yearly(every: Every, yearless: Sequence[Item], bounds: Sequence[Item], scope: Scope) -> Sense:
    """«Ежегодно, ноябрь»; the same months in every year of the period."""
    if any(isinstance(one.node, made.WeekdayOf) for one in yearless):
        return nth_in_each_year(every, yearless, bounded(every, bounds, scope))
    named = [resolve(one.node, scope) for one in yearless]
    windows = [window for one in named for window in one.term.windows]
    starts_apart = [one for one in bounds if not isinstance(one.node, made.Years | made.SchoolYear)]
    if not windows or (starts_apart and not _only_bounds(starts_apart)):
        return _apart(every, yearless, bounds, scope)
    sense = bounded(every, bounds, scope)
    first = sense.term.repeat
    if first is None:
        return sense
    days = sorted({_month_day(one) for one in windows})
    found = [_in_months(first, windows, day) for day in days]
    times = every.count if every.unit in YEARS else 1
    terms = tuple(Term(TermKind.RECURRING, repeat=one, min_count=times or 1) for one in found)
    if any(Doubt.IMPOSSIBLE_DATE in one.doubts for one in named):
        return Sense(terms, doubts=(Doubt.IMPOSSIBLE_DATE,), asks=True)
    if len(days) == 1:
        return Sense(terms)
    # No rule has «1 июля и 25 декабря» of each year; the days themselves say it.
    every_day = sorted({day for one in found for day in occurrences(one)})
    listed = Term(TermKind.BY_DATE, tuple(Window(TermKind.BY_DATE, None, one) for one in every_day))
    whole = (listed,) if 0 < len(every_day) <= MOST_LISTED else ()
    if whole and len(every_day) == len(windows):
        # Each of them comes once in the period, and nothing else is left to say.
        return Sense(whole)
    return Sense((*whole, *terms), doubts=(Doubt.AMBIGUOUS,), asks=True)


MOST_LISTED = 24


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


def _in_all_years(once: Sense, scope: Scope) -> Sense:
    """«Март, ежегодно до 15 числа»: that day of every year."""
    windows = once.term.windows
    days = {_month_day(one) for one in windows}
    if len(days) != 1:
        return once
    every_year = Repeat(Unit.YEAR, scope.period.first, scope.period.last)
    repeat = _in_months(every_year, windows, days.pop())
    return Sense((Term(TermKind.RECURRING, repeat=repeat, min_count=1),))


def _apart(every: Every, yearless: Sequence[Item], dated: Sequence[Item], scope: Scope) -> Sense:
    """«Январь 2020 Апрель, май ежегодно» is two terms; a person says which stands."""
    if not dated:
        return unsurely_bounded(
            every, together([resolve(one.node, scope) for one in yearless]), scope
        )
    once = together([resolve(one.node, scope) for one in dated])
    again = _yearly(every, yearless, (), scope)
    return Sense((once.term, *again.terms), doubts=(Doubt.AMBIGUOUS,), asks=True)


def _named_once(every: Every, dated: Sequence[Item], scope: Scope) -> Sense | None:
    """«2 раза в год (апрель и октябрь 2023 г.)»: as many times as are counted, each named."""
    spans = [one.node for one in dated if isinstance(one.node, made.Span | made.Until)]
    if len(spans) != every.count or len(spans) != len(dated):
        return None
    if any(is_yearless(one) for one in spans):
        return None
    whole = together([labelled(resolve(one.node, scope), one.label) for one in dated])
    return whole if whole.sure and not whole.open else None


def or_each_year(sense: Sense, dated: Sequence[Item], scope: Scope) -> Sense:
    """«Май» of a document of several years: which of them is asked, or every one."""
    long = (scope.period.last - scope.period.first).days > _LONGEST_YEAR
    several = long and len(sense.terms) > 1 and Doubt.AMBIGUOUS in sense.doubts
    if sense.sure or sense.open or not several or not all(_is_plain(one) for one in dated):
        return sense
    again = repeated([Every(Unit.YEAR, asks=True)], dated, scope)
    repeats = tuple(one for one in again.terms if one.repeat)
    return replace(sense, terms=(*sense.terms, *repeats))


_LONGEST_YEAR = 366


def _is_plain(item: Item) -> bool:
    node = item.node
    if isinstance(node, made.Until) and node.edge is None:
        node = node.target
        return isinstance(node, made.Span) and node.kind is TermKind.BY_DATE and is_yearless(node)
    months = isinstance(node, made.Span) and not node.weekday and is_yearless(node)
    return months and not item.label


# From then on


def from_then_on(before: Sense, group: Sequence[Item], scope: Scope) -> Sense | None:
    """«Август 2023, далее – ежегодно»: what follows begins with what stands before."""
    node = group[0].node
    windows = before.term.windows
    if len(group) > 1 or not isinstance(node, Every) or len(windows) != 1 or not before.sure:
        return None
    window, last = windows[0], scope.period.last
    start = window.start or window.end.replace(day=1)
    if window.end > last or before.open or before.asks or window.label:
        return None
    if node.unit in YEARS and not (node.months or node.month_days or node.count):
        repeat = Repeat(Unit.YEAR, start, last)
        term = Term(TermKind.RECURRING, repeat=_in_months(repeat, windows, _month_day(window)))
        return Sense((replace(term, min_count=1),), doubts=before.doubts)
    sense = repeat_sense(node, start, last, scope)
    falls = sense.term.repeat and window.end == next(occurrences(sense.term.repeat), None)
    doubts = tuple(dict.fromkeys((*before.doubts, *sense.doubts)))
    return replace(sense, doubts=doubts) if falls else None
