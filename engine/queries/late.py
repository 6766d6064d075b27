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
    """Cases whose term is over where they are; the query must join the region."""
    zones: dict[date, list[str]] = {}
    for zone in connection.execute(sa.select(RegionRow.zone).distinct()).scalars():
        zones.setdefault(local_day(now, zone), []).append(zone)
    over = [
        sa.and_(RegionRow.zone.in_(named), CaseRow.stage_due_on < day)
        for day, named in zones.items()
    ]
    return sa.and_(runs(), sa.or_(sa.false(), *over))
