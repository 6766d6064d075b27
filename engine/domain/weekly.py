"""The instants of what comes once a week at an hour of a zone's own clocks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

DAYS, HOURS = range(1, 8), range(24)
_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Weekly:
    """A weekday (1 is Monday) and an hour."""

    weekday: int = 1
    hour: int = 8


MONDAY_MORNING = Weekly()


def next_instant(weekly: Weekly, after: datetime, zone: str) -> datetime:
    """The first such instant later than `after`."""
    day = after.astimezone(ZoneInfo(zone)).date()
    day += timedelta(days=(weekly.weekday - day.isoweekday()) % 7)
    found = _at(weekly, day, zone)
    return found if found > after else _at(weekly, day + _WEEK, zone)


def last_day(weekly: Weekly, now: datetime, zone: str) -> date:
    """The local day of the latest such instant that has come."""
    day = now.astimezone(ZoneInfo(zone)).date()
    day -= timedelta(days=(day.isoweekday() - weekly.weekday) % 7)
    return day if _at(weekly, day, zone) <= now else day - _WEEK


def owed_at(weekly: Weekly, planned: datetime, zone: str) -> datetime:
    """The instant that was planned, by the zone as it is now: people move, and so do zones."""
    return next_instant(weekly, planned - timedelta(days=1), zone)


def _at(weekly: Weekly, day: date, zone: str) -> datetime:
    return datetime.combine(day, time(weekly.hour), tzinfo=ZoneInfo(zone)).astimezone(UTC)
