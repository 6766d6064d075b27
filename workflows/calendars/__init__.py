"""The federal calendar as data: which days leave the weekly pattern, and by which act."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources

from engine.domain.calendar import CalendarDay, CalendarLayer, WorkingCalendar

FEDERAL = "federal"
PRESIDENTIAL = "presidential"
"""The non-working days of 2020-2021; regions differed, so no calendar has them by default."""

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
