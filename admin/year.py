"""A year as months and weeks, each day as it works and by which layer of the calendar."""

from __future__ import annotations

import calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from engine.domain.calendar import WorkingCalendar

if TYPE_CHECKING:
    from engine.domain.calendar_rules import CalendarRule


@dataclass(frozen=True, slots=True)
class DayCell:
    """A day: whether it works, and what made it so: `federal`, `own`, or empty for the weekday.

    `act` is what the day rests on; `hidden` is the federal one that a region's own day covers.
    """

    day: date
    working: bool
    layer: str = ""
    act: str = ""
    hidden: str = ""
    shortened: bool = False


@dataclass(frozen=True, slots=True)
class Month:
    """The weeks of a month from Monday on, None before and after it, and its working days."""

    number: int
    weeks: tuple[tuple[DayCell | None, ...], ...]
    working: int


def months_of(
    year: int, days: Iterable[Any], rules: tuple[CalendarRule, ...] = ()
) -> tuple[Month, ...]:
    """The twelve months; `days` are the special days of both layers, the region's over others.

    `rules` say what the week is in the place.
    """
    federal = {one.day: one for one in days if one.region_id is None}
    own = {one.day: one for one in days if one.region_id is not None}
    week = WorkingCalendar(rules=rules)
    return tuple(_month(year, number, federal, own, week) for number in range(1, 13))


def _month(
    year: int,
    number: int,
    federal: dict[date, Any],
    own: dict[date, Any],
    usual: WorkingCalendar,
) -> Month:
    weeks = tuple(
        tuple(_cell(day, federal, own, usual) if day.month == number else None for day in week)
        for week in calendar.Calendar().monthdatescalendar(year, number)
    )
    working = sum(cell.working for week in weeks for cell in week if cell)
    return Month(number, weeks, working)


def _cell(
    day: date, federal: dict[date, Any], own: dict[date, Any], usual: WorkingCalendar
) -> DayCell:
    below, said = federal.get(day), own.get(day)
    if said:
        hidden = below.act if below else ""
        return DayCell(day, said.working, "own", said.act, hidden, said.shortened)
    if below:
        return DayCell(day, below.working, "federal", below.act, shortened=below.shortened)
    return DayCell(day, usual.is_working(day))
