"""Between which days a repeat goes on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise

from engine.domain.roadmaps.repeating import MONTHS
from engine.domain.roadmaps.terms import TermKind, Unit, Window
from workflows.roadmaps.grammar.meaning.placing import DAY
from workflows.roadmaps.grammar.meaning.repeats import repeat_sense
from workflows.roadmaps.grammar.meaning.resolving import resolve
from workflows.roadmaps.grammar.meaning.sense import Scope, Sense, together
from workflows.roadmaps.grammar.values import Doubt
from workflows.roadmaps.grammar.words import syntax as made
from workflows.roadmaps.grammar.words.items import Item
from workflows.roadmaps.grammar.words.syntax import Every

YEARS = frozenset({Unit.YEAR, Unit.SCHOOL_YEAR})
LONG = frozenset(MONTHS) - YEARS
_SHORTEST_QUARTER = 55


def is_whole_year(item: Item) -> bool:
    """«В течение учебного года», «в течение года»."""
    return isinstance(item.node, made.ThisYear | made.SchoolYear)


def bounded(every: Every, dated: Sequence[Item], scope: Scope) -> Sense:
    """A repeat between the first and the last day of the times beside it, else of the period."""
    start, end, asks = scope.period.first, scope.period.last, False
    doubts: tuple[Doubt, ...] = ()
    if dated:
        whole = together([resolve(one.node, scope) for one in dated])
        if not whole.sure or whole.open or not whole.term.windows:
            return unsurely_bounded(every, whole, scope)
        windows = sorted(whole.term.windows, key=lambda one: one.end)
        months = _months_of(every, windows)
        every = replace(every, months=months)
        # «В конце четверти, года» is near the end of both.
        of_both = every.at_edge and any(one.listed and is_whole_year(one) for one in dated)
        asks = of_both or (not months and not _adjoin(windows))
        start = min(one.start or start for one in windows)
        end = windows[-1].end
        doubts = whole.doubts
        if every.unit in LONG and (end - start).days < _SHORTEST_QUARTER:
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


def unsurely_bounded(every: Every, whole: Sense, scope: Scope) -> Sense:
    """A repeat for each of the bounds it may have."""
    first, last = scope.period.first, scope.period.last
    ways = [(one.start or first, one.end or last) for one in whole.terms if one.windows]
    ways = [one for one in ways if one[0] <= one[1]] or [(first, last)]
    terms = [repeat_sense(every, *one, scope).term for one in ways]
    doubts = tuple(dict.fromkeys((*whole.doubts, Doubt.AMBIGUOUS)))
    return Sense(tuple(dict.fromkeys(terms)), doubts=doubts, asks=True)


def _months_of(every: Every, windows: Sequence[Window]) -> tuple[int, ...]:
    """«Ежемесячно (март-май, сентябрь-ноябрь)»: the months in which it is due."""
    if every.unit is not Unit.MONTH or every.months or _adjoin(windows):
        return every.months
    first, last = windows[0].start, windows[-1].end
    if first is None or not all(one.start and one.kind in _WHOLE_MONTHS for one in windows):
        return ()
    covered = {(one.year, one.month) for window in windows for one in _days_between(window)}
    between = {(one.year, one.month) for one in _days_between(replace(windows[0], end=last))}
    months = {month for _, month in covered}
    same = covered == {one for one in between if one[1] in months}
    return tuple(sorted(months)) if same else ()


def _days_between(window: Window) -> list[date]:
    start = window.start or window.end
    return [start + one * DAY for one in range((window.end - start).days + 1)]


_WHOLE_MONTHS = frozenset({TermKind.MONTH, TermKind.MONTH_RANGE, TermKind.QUARTER})


def _adjoin(windows: Sequence[Window]) -> bool:
    pairs = pairwise(windows)
    return all(second.start and second.start <= first.end + DAY for first, second in pairs)
