"""Which days a printed time is, when the document's period is known."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from engine.domain.calendar import last_of_month, school_year_of
from engine.domain.roadmaps.terms import Period, TermKind
from workflows.roadmaps.grammar.values import Doubt
from workflows.roadmaps.grammar.words.syntax import SchoolYear, Span, Stamp

Days = tuple[date, date]

DAY = timedelta(days=1)
_SEPTEMBER, _MAY, _AUGUST = 9, 5, 8
_PLAIN_YEAR = 2023
"""Not a leap year: a 29 February that no year of the period has becomes the 28th."""


class NoSuchDay(Exception):
    """The phrase names a day that no calendar has."""


@dataclass(frozen=True, slots=True)
class Placed:
    """The days a span may be, the likelier first; `sure` when one may be taken without asking."""

    days: tuple[Days, ...]
    sure: bool = True
    doubts: tuple[Doubt, ...] = ()


def place(span: Span, period: Period) -> Placed:
    """The days of a span; a year that is not printed is one in which it lies in the period."""
    if span.school_year and not span.last.year:
        return _of_school_year(span, span.school_year, period)
    first, last = span.first, span.last
    if last.following and not last.year:
        return _in_following_year(first, last, period)
    if first.year and last.year:
        return _as_printed(first, last, period)
    if first.year or last.year:
        return _with_one_year(first, last, period)
    crosses = _key(first) > _key(last)
    if crosses and first.month == last.month:
        return _reversed_days(first, last, period)
    fits = [_bounds_of(first, last, number, crosses=crosses) for number in _years(period)]
    placed = choose([one for one in fits if one], period)
    near = placed.days[0][0] <= period.last and placed.days[0][1] >= period.first
    # 29 February of the only leap year about, when the period has none.
    return placed if near else replace(placed, sure=False, doubts=(Doubt.OUTSIDE_PERIOD,))


def _in_following_year(first: Stamp, last: Stamp, period: Period) -> Placed:
    """«Январь следующего года»: the year after that of the plan; of a plan of several, each."""
    if first.year:
        return _as_printed(first, replace(last, year=first.year + 1), period)
    one_school_year = school_year_of(period.first) == school_year_of(period.last)
    begun = range(period.first.year, period.last.year + (not one_school_year))
    found = tuple(
        bounds(replace(first, year=one + first.following), replace(last, year=one + 1))
        for one in begun or [period.first.year]
    )
    sure = len(found) == 1
    return Placed(found, sure=sure, doubts=() if sure else (Doubt.AMBIGUOUS,))


def months_away(day: date, months: int) -> date:
    """The same day of a later month, or its last one where it is shorter."""
    whole = day.year * 12 + day.month - 1 + months
    year, month = whole // 12, whole % 12 + 1
    return date(year, month, min(day.day, last_of_month(year, month).day))


def _key(stamp: Stamp) -> tuple[int, int]:
    return stamp.month, stamp.day


def _years(period: Period) -> range:
    return range(period.first.year - 1, period.last.year + 2)


def bounds(first: Stamp, last: Stamp) -> Days:
    """The first and the last day of two stamps; a month without a day is the whole month."""
    return _day(first, first.day or 1), _day(last, last.day or _last_day(last))


def _last_day(stamp: Stamp) -> int:
    return last_of_month(stamp.year, stamp.month).day if 1 <= stamp.month <= 12 else 1  # noqa: PLR2004


def _day(stamp: Stamp, day: int) -> date:
    try:
        return date(stamp.year, stamp.month, day)
    except ValueError as error:
        raise NoSuchDay from error


def in_year(span: Span, number: int) -> Span:
    """The same days or months in another year, which is that of their end."""
    crosses = (span.first.month, span.first.day) > (span.last.month, span.last.day)
    return replace(
        span,
        first=replace(span.first, year=number - crosses),
        last=replace(span.last, year=number),
    )


def nearest(span: Span) -> Span:
    """The span with days that exist: 31 November becomes the 30th."""
    return replace(span, first=_clamped(span.first), last=_clamped(span.last))


def _clamped(stamp: Stamp) -> Stamp:
    month = min(max(stamp.month, 1), 12)
    most = last_of_month(stamp.year or _PLAIN_YEAR, month).day
    return replace(stamp, month=month, day=min(stamp.day, most))


def _as_printed(first: Stamp, last: Stamp, period: Period) -> Placed:
    start, end = bounds(first, last)
    if start > end:
        return Placed(((end, start),), sure=False, doubts=(Doubt.REVERSED_RANGE,))
    far = {first.year, last.year} - set(range(period.first.year - 1, period.last.year + 2))
    if far:
        return Placed(((start, end),), sure=False, doubts=(Doubt.SUSPECT_YEAR,))
    return Placed(((start, end),))


def _with_one_year(first: Stamp, last: Stamp, period: Period) -> Placed:
    """«Сентябрь-октябрь 2020» is one year; «декабрь-январь 2019» is two, and which is asked."""
    number, printed_first = first.year or last.year, first.year > 0
    first, last = replace(first, year=number), replace(last, year=number)
    if _key(first) <= _key(last) or (not first.day and first.month == last.month):
        return _as_printed(first, last, period)
    if first.month == last.month:
        return Placed((bounds(last, first),), sure=False, doubts=(Doubt.REVERSED_RANGE,))
    if printed_first:
        # «Ноябрь 2023 - январь»: the year is that of the month it stands beside.
        return _as_printed(first, replace(last, year=number + 1), period)
    both = [
        bounds(replace(first, year=number), replace(last, year=number + 1)),
        bounds(replace(first, year=number - 1), replace(last, year=number)),
    ]
    chosen = choose(both, period)
    return replace(chosen, doubts=(Doubt.REVERSED_RANGE, *chosen.doubts))


def _reversed_days(first: Stamp, last: Stamp, period: Period) -> Placed:
    turned = place(Span(TermKind.MONTH_RANGE, last, first), period)
    return Placed(turned.days, sure=False, doubts=(Doubt.REVERSED_RANGE,))


def _bounds_of(first: Stamp, last: Stamp, number: int, *, crosses: bool) -> Days | None:
    try:
        return bounds(replace(first, year=number), replace(last, year=number + crosses))
    except NoSuchDay:
        # 29 February is no day of most years, 31 February of none.
        if (2, 29) in (_key(first), _key(last)):
            return None
        raise


def _of_school_year(span: Span, school_year: SchoolYear, period: Period) -> Placed:
    years = [school_year.first] if school_year.first else list(_years(period))
    return choose([_in_school_year(span, one) for one in years], period)


def _in_school_year(span: Span, number: int) -> Days:
    return bounds(_of_year(span.first, number), _of_year(span.last, number))


def _of_year(stamp: Stamp, number: int) -> Stamp:
    return replace(stamp, year=number if stamp.month >= _SEPTEMBER else number + 1)


def choose(fits: Iterable[Days], period: Period) -> Placed:
    """Those inside the period, else those that touch it, else all; one of them needs no asking."""
    everything = tuple(fits)
    if not everything:
        raise NoSuchDay
    inside = tuple(one for one in everything if one[0] in period and one[1] in period)
    touching = tuple(one for one in everything if one[0] <= period.last and one[1] >= period.first)
    if len(everything) == 1:
        return Placed(everything)
    chosen = inside or touching
    if len(chosen) == 1:
        return Placed(chosen)
    if chosen:
        return Placed(chosen, sure=False, doubts=(Doubt.AMBIGUOUS,))
    return Placed(_nearest_two(everything, period), sure=False, doubts=(Doubt.OUTSIDE_PERIOD,))


def _nearest_two(everything: tuple[Days, ...], period: Period) -> tuple[Days, ...]:
    return tuple(sorted(everything, key=lambda one: _distance(one, period))[:2])


def _distance(days: Days, period: Period) -> int:
    return max((period.first - days[1]).days, (days[0] - period.last).days)


def school_year_days(number: int, period: Period) -> Days:
    """From 1 September to 31 August, or to the end of a period that stops with the lessons."""
    last = date(number + 1, _AUGUST, 31)
    ends_early = date(number + 1, _MAY, 1) <= period.last < last
    return date(number, _SEPTEMBER, 1), period.last if ends_early else last
