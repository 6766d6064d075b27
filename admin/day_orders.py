"""What a form of the calendar orders: days of a stretch, or a change to be taken back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from admin.layers import FIRST_YEAR, LAST_YEAR
from admin.reading import typed_day, typed_line
from engine.domain.calendar import CalendarDay
from engine.domain.canonical import canonical_bytes, sha256_hex
from engine.domain.errors import InvalidInput

KINDS: Mapping[str, tuple[bool | None, bool]] = {
    "no": (False, False),
    "yes": (True, False),
    "short": (True, True),
    "usual": (None, False),
}
"""What a day can be made: whether it works, and whether it is shortened."""

MOST_DAYS_AT_ONCE = 92


def ordered_days(form: Mapping[str, str]) -> tuple[CalendarDay, ...]:
    """The days from the first to the last one of the form; raises InvalidInput."""
    first = typed_day(form, "day")
    if first is None or form.get("working") not in KINDS:
        raise InvalidInput(field="working", rule="required")
    last = typed_day(form, "until", required=False) or first
    if not FIRST_YEAR <= first.year <= last.year <= LAST_YEAR:
        raise InvalidInput(field="until" if last < first else "day", rule="range")
    if not 0 <= (last - first).days < MOST_DAYS_AT_ONCE:
        raise InvalidInput(field="until", rule="range")
    act, (working, shortened) = typed_line(form, "act"), KINDS[form["working"]]
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return tuple(CalendarDay(day, working, act, shortened) for day in days)


def seen_days(known: Iterable[Any]) -> str:
    """What of days set already was shown, so that a change in between is noticed."""
    said = [[one.day.isoformat(), one.working, one.shortened, one.act] for one in known]
    return sha256_hex(canonical_bytes(said)) if said else ""


def bounds_of(days: Iterable[CalendarDay]) -> tuple[date, date]:
    """The first and the last of the days."""
    all_days = [one.day for one in days]
    return min(all_days), max(all_days)
