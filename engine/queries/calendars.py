"""The days of the working calendar by layer, each with its act."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from engine.storage.database import reading
from engine.storage.tables import CalendarDayRow

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy import ColumnElement, Row

    from engine.storage.statements import AnySelect
    from engine.workbench import Workbench


def calendar_days(bench: Workbench, region_id: UUID | None, year: int) -> list[Row[Any]]:
    """Days of a year: the federal layer's, and the region's where one is named; by day."""
    layers: ColumnElement[bool] = CalendarDayRow.region_id.is_(None)
    if region_id is not None:
        layers = sa.or_(layers, CalendarDayRow.region_id == region_id)
    query = (
        sa.select(
            CalendarDayRow.day, CalendarDayRow.working, CalendarDayRow.act, CalendarDayRow.region_id
        )
        .where(layers, CalendarDayRow.day.between(date(year, 1, 1), date(year, 12, 31)))
        .order_by(CalendarDayRow.day, CalendarDayRow.region_id.is_not(None))
    )
    with reading(bench.database) as connection:
        return list(connection.execute(query))


def calendar_day(bench: Workbench, region_id: UUID | None, day: date) -> Row[Any] | None:
    """A day of one layer as it is set now, or None."""
    query: AnySelect = sa.select(
        CalendarDayRow.day, CalendarDayRow.working, CalendarDayRow.act
    ).where(CalendarDayRow.region_id.is_not_distinct_from(region_id), CalendarDayRow.day == day)
    with reading(bench.database) as connection:
        return connection.execute(query).one_or_none()
