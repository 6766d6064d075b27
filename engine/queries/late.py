"""Which cases are late, each by the day it is in its own region."""

from __future__ import annotations

from datetime import date
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


def late(connection: Connection, now: datetime) -> ColumnElement[bool]:
    """Cases whose term is over where they are; no table but the case's is needed."""
    days = {
        row.id: local_day(now, row.zone)
        for row in connection.execute(sa.select(RegionRow.id, RegionRow.zone))
    }
    if not days:
        return sa.false()
    # At any moment it is one of two days in the country, and few cases are due on the earlier.
    earlier, later = min(days.values()), max(days.values())
    ahead = [region_id for region_id, day in days.items() if day == later]
    over = sa.and_(CaseRow.stage_due_on < later, CaseRow.region_id.in_(ahead))
    return sa.and_(runs(), sa.or_(CaseRow.stage_due_on < earlier, over))
