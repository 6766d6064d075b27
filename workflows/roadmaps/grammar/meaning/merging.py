"""Several repeats beside each other that are one: «ежемесячно, до 25 числа»."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from engine.domain.roadmaps.repeating import MONTHS
from engine.domain.roadmaps.terms import Unit
from workflows.roadmaps.grammar.words.syntax import Every

_YEARS = frozenset({Unit.YEAR, Unit.SCHOOL_YEAR})
_LONG = frozenset(MONTHS) - _YEARS
_SCHOOL_DAYS = 5


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
        apart = one.at_edge and other.at_edge and one.opening != other.opening
        return None if apart else _filled(one, other)
    if {one.unit, other.unit} == {Unit.DAY, Unit.WORKING_DAY}:
        return one if one.unit is Unit.WORKING_DAY else other
    if {one.unit, other.unit} == {Unit.DAY, Unit.WEEK}:
        # «Ежедневно (понедельник – пятница)».
        weekly = one if one.unit is Unit.WEEK else other
        return weekly if len(weekly.weekdays) >= _SCHOOL_DAYS else None
    finer, wider = (one, other) if other.unit in _YEARS else (other, one)
    if wider.unit in _YEARS:
        # «Ежегодно 2 раза в год» counts; «ежегодно, раз в четверть» is each quarter.
        return finer if wider.interval == 1 and not wider.months else None
    day, plain = (one, other) if one.unit is Unit.MONTH else (other, one)
    if day.at_edge and plain.unit in _LONG:
        # «Раз в четверть, последняя неделя» is near its end; no other week of it is the term's.
        return replace(plain, at_edge=True) if day.month_days == (-1,) else None
    if day.unit is Unit.MONTH and plain.unit in _LONG and day.month_days and not day.weekdays:
        return replace(plain, month_days=day.month_days, following=day.following, at_edge=False)
    return None


def _filled(one: Every, other: Every) -> Every | None:
    """The one with what only the other says; None where both say it, and not the same."""
    if one.interval != other.interval and 1 not in (one.interval, other.interval):
        return None
    days = _days_of_both(one, other)
    if days is None or (one.months and other.months and one.months != other.months):
        return None
    return replace(
        days,
        interval=max(one.interval, other.interval),
        most_interval=one.most_interval or other.most_interval,
        count=max(one.count, other.count),
        months=one.months or other.months,
        at_edge=one.at_edge or other.at_edge,
        opening=one.opening or other.opening,
        following=one.following or other.following,
        asks=one.asks and other.asks,
        alone=one.alone and other.alone,
    )


def _days_of_both(one: Every, other: Every) -> Every | None:
    """«По вторникам, по четвергам» is both; «первый вторник, третья среда» is no one rule."""
    if not _says_days(one) or not _says_days(other):
        says, silent = (one, other) if _says_days(one) else (other, one)
        # «В конце четверти, до 10 числа» are two days.
        return None if silent.at_edge and not says.at_edge and _says_days(says) else says
    if one.at_edge or other.at_edge or bool(one.weekdays) != bool(other.weekdays):
        return one if _days(one) == _days(other) else None
    if not one.weekdays:
        return replace(one, month_days=_both(one.month_days, other.month_days))
    if one.weekdays == other.weekdays and bool(one.nths) == bool(other.nths):
        return replace(one, nths=_both(one.nths, other.nths))
    if not one.nths and not other.nths:
        return replace(one, weekdays=_both(one.weekdays, other.weekdays))
    return None


def _says_days(every: Every) -> bool:
    return bool(every.weekdays or every.month_days)


def _days(every: Every) -> tuple[tuple[int, ...], ...]:
    return every.weekdays, every.month_days, every.nths


def _both(some: tuple[int, ...], others: tuple[int, ...]) -> tuple[int, ...]:
    # The last, which is -1, comes behind them all.
    return tuple(sorted({*some, *others}, key=lambda one: (one < 0, one)))
