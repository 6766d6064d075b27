"""Quota duties: so many times in each span of a calendar, counted by evidence and not by a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise
from types import MappingProxyType
from typing import TYPE_CHECKING

from engine.domain.calendar import last_of_month, school_year_of
from engine.domain.roadmaps.repeating import MONTHS
from engine.domain.roadmaps.terms import Unit

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from engine.domain.calendar import Span
    from engine.domain.roadmaps.terms import Repeat

_DAY = timedelta(days=1)
_YEAR = 12
_QUARTERS = 4
_LATE_IN_SLICE = 2 / 3
"""Each of the times asked for has an equal slice of the span; past so much of it, it is behind."""


class QuotaState(StrEnum):
    """How a counter stands on a day."""

    AHEAD = "ahead"
    ON_TRACK = "on_track"
    BEHIND = "behind"
    MISSED = "missed"
    MET = "met"


@dataclass(frozen=True, slots=True)
class Counter:
    """A span something is counted over; all days are inclusive.

    `last` is the day by which it is to be done; what happened until `counts_until` (the holidays
    after a school quarter) still counts to it. `slot` names the span whatever its days are.
    """

    slot: str
    first: date
    last: date
    counts_until: date

    def counts(self, day: date) -> bool:
        """Whether what happened on the day counts here."""
        return self.first <= day <= self.counts_until


def quota_state(counter: Counter, needed: int, days: Iterable[date], today: date) -> QuotaState:
    """Whether what happened on the `days` is enough; what happened elsewhere pays for nothing."""
    count = sum(counter.counts(day) for day in days)
    if count >= needed:
        return QuotaState.MET
    if today > counter.counts_until:
        return QuotaState.MISSED
    if today < counter.first:
        return QuotaState.AHEAD
    if today > counter.last:
        return QuotaState.BEHIND
    gone = (today - counter.first).days / ((counter.last - counter.first).days + 1)
    return QuotaState.BEHIND if gone * needed >= count + _LATE_IN_SLICE else QuotaState.ON_TRACK


def is_counter(repeat: Repeat, min_count: int | None) -> bool:
    """Whether a repeat is counted over its unit, or falls due on days of its own.

    «Не реже одного в четверть» and «ежемесячно» may be done on any day of the unit; «в конце
    четверти», «по пятницам», «до 25 числа» name the days.
    """
    if repeat.at_edge or repeat.weekdays or repeat.unit in (Unit.DAY, Unit.WORKING_DAY):
        return False
    if repeat.unit is Unit.WEEK or (min_count or 1) > 1:
        return True
    return repeat.month_days in ((), (-1,)) and not _names_months(repeat)


def _names_months(repeat: Repeat) -> bool:
    """«Ежегодно, ноябрь»; two months of an interval («раз в два месяца») name none."""
    if repeat.unit in SCHOOL_UNITS or not repeat.months:
        return False
    if repeat.unit is Unit.MONTH:
        steps = {(after - before) for before, after in pairwise(repeat.months)}
        return len(steps) > 1 or _YEAR % len(repeat.months) != 0
    return tuple(sorted(repeat.months)) != MONTHS.get(repeat.unit, ())


SCHOOL_UNITS = frozenset(
    {Unit.SCHOOL_QUARTER, Unit.SCHOOL_TRIMESTER, Unit.SCHOOL_HALF_YEAR, Unit.SCHOOL_YEAR}
)

_USUAL: Mapping[Unit, tuple[tuple[int, int], ...]] = MappingProxyType(
    {
        Unit.SCHOOL_QUARTER: ((9, 10), (11, 12), (1, 3), (4, 5)),
        Unit.SCHOOL_TRIMESTER: ((9, 11), (12, 2), (3, 5)),
        Unit.SCHOOL_HALF_YEAR: ((9, 12), (1, 5)),
        Unit.SCHOOL_YEAR: ((9, 8),),
    }
)
"""The first and the last month of the school's units where a region has set no quarters."""


def counters(repeat: Repeat, quarters: Sequence[Span]) -> list[Counter]:
    """The spans of a repeat between its start and its end, in order; those at its ends are cut.

    Of a span that lies there by less than half nothing is asked, unless there is no other.
    `quarters` are those a region has set; a school year without four of them has the usual ones.
    """
    made = (
        school_counters(repeat.unit, repeat.start, repeat.end, quarters)
        if repeat.unit in SCHOOL_UNITS
        else _counters_of_calendar(repeat)
    )
    pairs = [
        (one, _cut(one, repeat))
        for one in made
        if one.last >= repeat.start and one.first <= repeat.end
    ]
    whole = [cut for one, cut in pairs if 2 * _length(cut) >= _length(one)]
    return whole or [cut for _, cut in pairs]


def _cut(one: Counter, repeat: Repeat) -> Counter:
    last = min(one.last, repeat.end)
    until = max(last, min(one.counts_until, repeat.end))
    return Counter(one.slot, max(one.first, repeat.start), last, until)


def _length(one: Counter) -> int:
    return (one.last - one.first).days + 1


def school_counters(
    unit: Unit, start: date, end: date, quarters: Sequence[Span]
) -> Iterator[Counter]:
    """The school's units whose school years touch the days; holidays count to what they follow."""
    year = school_year_of(start)[0].year
    while date(year, 9, 1) <= end:
        spans = _spans_of_year(unit, year, quarters)
        ends = [first - _DAY for first, _ in spans[1:]] + [date(year + 1, 8, 31)]
        for number, (span, until) in enumerate(zip(spans, ends, strict=True), start=1):
            yield Counter(f"{year}/{number}", span[0], span[1], until)
        year += 1


def quarters_set(year: int, quarters: Sequence[Span]) -> list[Span]:
    """The four quarters that are set for the school year beginning in a year; none where fewer."""
    own = [one for one in quarters if school_year_of(one[0])[0].year == year]
    return own if len(own) == _QUARTERS else []


def _spans_of_year(unit: Unit, year: int, quarters: Sequence[Span]) -> list[Span]:
    own = quarters_set(year, quarters)
    if unit is Unit.SCHOOL_QUARTER and own:
        return own
    if unit is Unit.SCHOOL_HALF_YEAR and own:
        return [(own[0][0], own[1][1]), (own[2][0], own[3][1])]
    return [
        (date(_year_of(year, first), first, 1), last_of_month(_year_of(year, last), last))
        for first, last in _USUAL[unit]
    ]


def _year_of(school_year: int, month: int) -> int:
    return school_year if month >= 9 else school_year + 1  # noqa: PLR2004 - September begins it


def _counters_of_calendar(repeat: Repeat) -> Iterator[Counter]:
    if repeat.unit is Unit.WEEK:
        yield from _weeks(repeat)
        return
    first = repeat.start.replace(day=1)
    for last in _ends(repeat):
        begin = _begin(repeat, last, first)
        yield Counter(last.isoformat(), begin, last, last)
        first = last + _DAY


def _begin(repeat: Repeat, last: date, after_last: date) -> date:
    """Where the span that ends on a day begins: its own opening month, else after the one before.

    The first span of the calendar's quarters and half-years begins with them, not with the repeat.
    """
    if repeat.opens and last.month in repeat.months:
        opens = repeat.opens[repeat.months.index(last.month)]
        return date(last.year if opens <= last.month else last.year - 1, opens, 1)
    size = {Unit.QUARTER: 3, Unit.HALF_YEAR: 6, Unit.YEAR: 12}.get(repeat.unit)
    if size is None or repeat.interval > 1:
        return after_last
    return date(last.year, last.month - size + 1, 1)


def _ends(repeat: Repeat) -> Iterator[date]:
    """The last days of the spans; the last one may lie after the repeat and is cut there."""
    months = repeat.months or MONTHS.get(repeat.unit, ())
    place, interval = repeat.start.year * _YEAR + repeat.start.month - 1, repeat.interval
    skipped = 0
    while True:
        year, month = place // _YEAR, place % _YEAR + 1
        place += 1
        skipped += 1
        if (months and month not in months) or (not months and skipped % interval):
            continue
        last = last_of_month(year, month)
        yield last
        if last >= repeat.end:
            return


def _weeks(repeat: Repeat) -> Iterator[Counter]:
    first = repeat.start - (repeat.start.isoweekday() - 1) * _DAY
    while first <= repeat.end:
        last = first + (7 * repeat.interval - 1) * _DAY
        yield Counter(last.isoformat(), first, last, last)
        first = last + _DAY
