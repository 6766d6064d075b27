"""Several repeats beside each other that are one: «ежемесячно, до 25 числа»."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from engine.domain.roadmaps.repeating import MONTHS
from engine.domain.roadmaps.terms import Unit
from workflows.roadmaps.grammar.words.syntax import Every

_YEARS = frozenset({Unit.YEAR, Unit.SCHOOL_YEAR})
_LONG = frozenset(MONTHS) - _YEARS


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
