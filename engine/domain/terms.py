"""A term of a stage as a rule, and the local day it falls on.

Only the forms that a stage's term takes; the grammar of a roadmap's phrases is the importer's.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from engine.domain.calendar import last_of_month

if TYPE_CHECKING:
    from engine.domain.calendar import WorkingCalendar


class TermKind(StrEnum):
    """How the day is found."""

    CALENDAR_DAYS = "calendar_days"
    WORKING_DAYS = "working_days"
    YEARLY_DATE = "yearly_date"
    MONTH_WINDOW = "month_window"
    OPEN = "open"
    RETURN = "return"


@dataclass(frozen=True, slots=True)
class Term:
    """A rule that gives one due day, counted from the day the stage was entered.

    - calendar_days, working_days: `days` after the day of entry;
    - yearly_date: the next `day`.`month` on or after the day of entry;
    - month_window: the window `from_month`..`month`, due on its last day; the next one that has not
      ended on the day of entry; may cross the New Year;
    - return: the day a suspended case is expected to go on, where whoever suspended it named one;
    - open: no day («по графику», «по мере необходимости»), `note` keeps the words.
    """

    kind: TermKind
    days: int = 0
    month: int = 0
    day: int = 0
    from_month: int = 0
    note: str = ""


def due_on(
    term: Term, entered_on: date, calendar: WorkingCalendar, returns_on: date | None = None
) -> date | None:
    """The local day the term falls on, counted from the day of entry; None for an open term.

    A term that would end on a day off follows the rule of the calendar; without one it stays. The
    day that a person named for the return (`returns_on`) stays as it was named.
    """
    if term.kind is TermKind.RETURN:
        return returns_on
    day = _written_on(term, entered_on, calendar)
    return None if day is None else calendar.settle(day)


def _written_on(term: Term, entered_on: date, calendar: WorkingCalendar) -> date | None:
    match term.kind:
        case TermKind.CALENDAR_DAYS:
            return entered_on + timedelta(days=term.days)
        case TermKind.WORKING_DAYS:
            return calendar.add_working_days(entered_on, term.days)
        case TermKind.YEARLY_DATE:
            return _next_yearly(term.month, term.day, entered_on)
        case TermKind.MONTH_WINDOW:
            return _window_end(term, entered_on)
        case TermKind.OPEN | TermKind.RETURN:
            return None


def window_start(term: Term, entered_on: date) -> date | None:
    """The first day of the month window the case is in or waits for; None for other terms."""
    if term.kind is not TermKind.MONTH_WINDOW:
        return None
    end = _window_end(term, entered_on)
    first = term.from_month or term.month
    return date(end.year if first <= end.month else end.year - 1, first, 1)


def _next_yearly(month: int, day: int, entered_on: date) -> date:
    # In a year without 29 February the term falls on the 28th.
    years = (entered_on.year, entered_on.year + 1)
    ends = (last_of_month(year, month) for year in years)
    days = [end.replace(day=min(day, end.day)) for end in ends]
    return days[0] if entered_on <= days[0] else days[1]


def _window_end(term: Term, entered_on: date) -> date:
    end = last_of_month(entered_on.year, term.month)
    return end if entered_on <= end else last_of_month(entered_on.year + 1, term.month)


@lru_cache(maxsize=1024)
def day_begins(day: date, zone: str) -> datetime:
    """The instant in UTC at which the day begins in the zone.

    Where the clocks were set back over midnight it is the first of the two.
    """
    return datetime.combine(day, time(), tzinfo=ZoneInfo(zone)).astimezone(UTC)


def day_ends(day: date, zone: str) -> datetime:
    """The instant in UTC at which the day is over in the zone: the next local midnight."""
    return day_begins(day + timedelta(days=1), zone)


def local_day(instant: datetime, zone: str) -> date:
    """The day it is in the zone at an instant; the instant must be aware."""
    if instant.tzinfo is None:
        raise ValueError("naive instant")
    return instant.astimezone(ZoneInfo(zone)).date()
