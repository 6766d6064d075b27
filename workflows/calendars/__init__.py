"""The federal calendar as data: which days leave the weekly pattern, and by which act."""

from __future__ import annotations

import tomllib
from datetime import date
from functools import cache
from importlib import resources

from engine.domain.calendar import CalendarDay, CalendarLayer, WorkingCalendar
from engine.domain.calendar_rules import CalendarRule, DayOff, Setting
from engine.domain.roles import Place

FEDERAL = "federal"
PRESIDENTIAL = "presidential"
"""The non-working days of 2020-2021; regions differed, so no calendar has them by default."""

BY_CIVIL_CODE = CalendarRule(
    Place(),
    Setting.DAY_OFF,
    DayOff.NEXT.value,
    date(1995, 1, 1),
    "Гражданский кодекс РФ, статья 193",
)
"""A term that ends on a day off ends on the next working day, since the Code is in force."""

_KEYS = (
    ("off", False, False),
    ("worked", True, False),
    ("shortened", True, True),
)


@cache
def read_layer(name: str) -> CalendarLayer:
    """A layer of the shipped calendar, its days in order."""
    text = resources.files(__name__).joinpath("ru.toml").read_text(encoding="utf-8")
    days = [
        CalendarDay(day, working, block["act"], shortened)
        for block in tomllib.loads(text)[name]
        for key, working, shortened in _KEYS
        for day in block.get(key, ())
    ]
    return CalendarLayer(name, tuple(sorted(days, key=lambda one: one.day)))


@cache
def federal_calendar() -> WorkingCalendar:
    """Monday to Friday with the holidays and transfers of the federal acts."""
    return WorkingCalendar((read_layer(FEDERAL),))
