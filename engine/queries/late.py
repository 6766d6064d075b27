"""Which cases are late or due soon, each by the day it is in its own region."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

import sqlalchemy as sa

from engine.domain.terms import local_day
from engine.storage.tables import CaseRow, RegionRow

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import ColumnElement
    from sqlalchemy.engine import Connection

FAR = date(9999, 12, 31)
"""Where a case without a term, a suspended or a closed one stands in the order of days."""


def runs() -> ColumnElement[bool]:
    """Cases whose clocks run: neither closed nor suspended."""
    return sa.and_(CaseRow.closed.is_(False), CaseRow.resume_stage.is_(None))


def due_day() -> ColumnElement[date]:
    """The day a case is ordered by: its stage's first term, or far away."""
    far = sa.literal(FAR, sa.Date())
    return sa.case((runs(), sa.func.coalesce(CaseRow.stage_due_on, far)), else_=far)


class DueWindow(StrEnum):
    """When the term of a stage ends, seen from today: a filter that stays true as days go by.

    `month` and `quarter` are those of the calendar, up to their last day.
    """

    LATE = "late"
    WEEK = "week"
    FORTNIGHT = "fortnight"
    MONTH = "month"
    QUARTER = "quarter"
    NONE = "none"


def late(connection: Connection, now: datetime) -> ColumnElement[bool]:
    """Cases whose term is over where they are; no table but the case's is needed."""
    return sa.and_(runs(), _before(connection, now, lambda today: today))


def due(connection: Connection, now: datetime, window: DueWindow) -> ColumnElement[bool]:
    """Cases whose term ends in the window; what is late already is in its own only."""
    if window is DueWindow.LATE:
        return late(connection, now)
    if window is DueWindow.NONE:
        return sa.and_(runs(), CaseRow.stage_due_on.is_(None))
    bound = _before(connection, now, _ENDS[window])
    return sa.and_(runs(), bound, sa.not_(_before(connection, now, lambda today: today)))


def _before(
    connection: Connection, now: datetime, bound: Callable[[date], date]
) -> ColumnElement[bool]:
    """Cases due before a day that follows from the day it is in their region."""
    days = {
        row.id: local_day(now, row.zone)
        for row in connection.execute(sa.select(RegionRow.id, RegionRow.zone))
    }
    if not days:
        return sa.false()
    # At any moment it is one of two days in the country, and few cases are due on the earlier.
    earlier, later = min(days.values()), max(days.values())
    ahead = [region_id for region_id, day in days.items() if day == later]
    over = sa.and_(CaseRow.stage_due_on < bound(later), CaseRow.region_id.in_(ahead))
    return sa.or_(CaseRow.stage_due_on < bound(earlier), over)


def _next_month(today: date) -> date:
    return (today.replace(day=1) + timedelta(days=32)).replace(day=1)


def _next_quarter(today: date) -> date:
    last = today.replace(month=3 * ((today.month - 1) // 3) + 3, day=1)
    return _next_month(last)


_ENDS: dict[DueWindow, Callable[[date], date]] = {
    DueWindow.WEEK: lambda today: today + timedelta(days=8),
    DueWindow.FORTNIGHT: lambda today: today + timedelta(days=15),
    DueWindow.MONTH: _next_month,
    DueWindow.QUARTER: _next_quarter,
}
"""The first day after a window."""
