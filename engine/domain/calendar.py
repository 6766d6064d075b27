"""Days as the field counts them: working days by layers, quarters, half-years, school years."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeAlias

from engine.domain.calendar_rules import (
    FIRST_DAY_OFF,
    CalendarRule,
    DayOff,
    Setting,
    Week,
    in_force,
    of_setting,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

Span: TypeAlias = tuple[date, date]
"""The first and the last day, both inclusive."""

_DAY = timedelta(days=1)
_SCHOOL_YEAR_MONTH = 9


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """A day that leaves the weekly pattern, with the act that moved it.

    `working` None takes back what the layer said of the day before. A `shortened` day is a working
    one that ends an hour earlier; terms count it whole.
    """

    day: date
    working: bool | None
    act: str = ""
    shortened: bool = False


@dataclass(frozen=True, slots=True)
class CalendarLayer:
    """The days one authority has set: `federal`, `presidential`, a region's own."""

    name: str
    days: tuple[CalendarDay, ...] = ()


@dataclass(frozen=True)
class WorkingCalendar:
    """The week by its rules, changed by layers; on one day the later layer has the last word.

    Where no rule is set the week is Monday to Friday. `rules` are those that hold in the place.
    """

    layers: tuple[CalendarLayer, ...] = ()
    rules: tuple[CalendarRule, ...] = ()

    def with_layer(self, layer: CalendarLayer) -> WorkingCalendar:
        """The same calendar under one more layer."""
        return WorkingCalendar((*self.layers, layer), self.rules)

    def set_by(self, day: date) -> tuple[str, CalendarDay] | None:
        """The layer and the entry that decide on the day, or None for the weekly pattern."""
        return self._by_day.get(day)

    def is_working(self, day: date) -> bool:
        """Whether offices work on the day."""
        found = self._by_day.get(day)
        return bool(found[1].working) if found else day.weekday() < self._days_of_week(day)

    def next_working_day(self, day: date) -> date:
        """The day itself when it is a working one, else the first working day after it."""
        while not self.is_working(day):
            day += _DAY
        return day

    def settle(self, day: date, otherwise: DayOff = DayOff.STAY) -> date:
        """Where a term goes that ends on the day, by the rule of the day for days off.

        `otherwise` is the rule where none is set.
        """
        if self.is_working(day):
            return day
        said = in_force(self._days_off, day)
        rule = DayOff(str(said.value)) if said else otherwise
        if rule is DayOff.NEXT:
            return self.next_working_day(day)
        while rule is DayOff.PREVIOUS and not self.is_working(day):
            day -= _DAY
        return day

    @property
    def moves_terms(self) -> bool:
        """Whether a rule for days off is or was set: only then it moves terms of stages."""
        return bool(self._days_off)

    def add_working_days(self, day: date, count: int) -> date:
        """The `count`-th working day after the day; 0 gives the day itself or the next working."""
        day = day if count else self.next_working_day(day)
        for _ in range(count):
            day = self.next_working_day(day + _DAY)
        return day

    def knows(self, year: int) -> bool:
        """Whether any layer speaks of the year; otherwise its holidays are not known here."""
        return year in self._years

    @cached_property
    def _by_day(self) -> dict[date, tuple[str, CalendarDay]]:
        found: dict[date, tuple[str, CalendarDay]] = {}
        for layer in self.layers:
            last = {one.day: (layer.name, one) for one in layer.days}
            found |= {day: said for day, said in last.items() if said[1].working is not None}
        return found

    def _days_of_week(self, day: date) -> int:
        said = in_force(self._weeks, day) if self._weeks else None
        return FIRST_DAY_OFF[str(said.value) if said else Week.FIVE.value]

    @cached_property
    def _weeks(self) -> tuple[CalendarRule, ...]:
        return of_setting(self.rules, Setting.WEEK)

    @cached_property
    def _days_off(self) -> tuple[CalendarRule, ...]:
        return of_setting(self.rules, Setting.DAY_OFF)

    @cached_property
    def _years(self) -> frozenset[int]:
        return frozenset(day.year for day in self._by_day)


def last_of_month(year: int, month: int) -> date:
    """The last day of the month."""
    return date(year + month // 12, month % 12 + 1, 1) - _DAY


def quarter_of(day: date) -> Span:
    """The calendar quarter the day belongs to."""
    first = (day.month - 1) // 3 * 3 + 1
    return date(day.year, first, 1), last_of_month(day.year, first + 2)


def half_year_of(day: date) -> Span:
    """The calendar half-year the day belongs to."""
    first = 1 if day.month <= 6 else 7  # noqa: PLR2004 - the middle of the year
    return date(day.year, first, 1), last_of_month(day.year, first + 5)


def year_of(day: date) -> Span:
    """The calendar year the day belongs to."""
    return date(day.year, 1, 1), date(day.year, 12, 31)


def school_year_of(day: date) -> Span:
    """The school year the day belongs to: from 1 September to 31 August."""
    start = day.year if day.month >= _SCHOOL_YEAR_MONTH else day.year - 1
    return date(start, _SCHOOL_YEAR_MONTH, 1), date(start + 1, 8, 31)


def school_quarter_of(day: date, quarters: Sequence[Span]) -> Span:
    """The quarter of the school year a day counts to; holidays count to the quarter before them.

    `quarters` are those somebody has set, in their order; where there are none of that time it is
    the quarter of the calendar.
    """
    begun = [first for first, _last in quarters if first <= day]
    if not begun:
        return quarter_of(day)
    ends = [first - _DAY for first, _last in quarters if first > begun[-1]]
    last = min([school_year_of(begun[-1])[1], *ends])
    return (begun[-1], last) if day <= last else quarter_of(day)


PERIODS: Mapping[str, Callable[[date], Span]] = MappingProxyType(
    {"year": year_of, "half_year": half_year_of, "quarter": quarter_of}
)
"""The periods a quota may be counted over, by name."""
