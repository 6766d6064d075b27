"""The days of the working calendar by layer, each with its act, and how they came to be."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from engine.domain.calendar_changes import CalendarChange, can_undo, undone
from engine.storage.calendars import changes_of_layer, layer_stream
from engine.storage.database import Reader, reading
from engine.storage.tables import AccountRow, CalendarDayRow, JournalRow

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import ColumnElement, Row

    from engine.domain.audit import Stream
    from engine.domain.calendar import CalendarDay
    from engine.storage.statements import AnySelect
    from engine.workbench import Workbench

_COLUMNS = (
    CalendarDayRow.day,
    CalendarDayRow.working,
    CalendarDayRow.shortened,
    CalendarDayRow.act,
    CalendarDayRow.region_id,
)


def calendar_days(bench: Workbench, region_id: UUID | None, year: int) -> list[Row[Any]]:
    """Days of a year: the federal layer's, and the region's where one is named; by day."""
    layers: ColumnElement[bool] = CalendarDayRow.region_id.is_(None)
    if region_id is not None:
        layers = sa.or_(layers, CalendarDayRow.region_id == region_id)
    return _days(bench, layers, date(year, 1, 1), date(year, 12, 31))


def days_of_layer(
    bench: Workbench, region_id: UUID | None, first: date, last: date
) -> list[Row[Any]]:
    """What one layer says of the days from the first to the last."""
    layer = CalendarDayRow.region_id.is_not_distinct_from(region_id)
    return _days(bench, layer, first, last)


def _days(bench: Workbench, layers: ColumnElement[bool], first: date, last: date) -> list[Row[Any]]:
    query: AnySelect = (
        sa.select(*_COLUMNS)
        .where(layers, CalendarDayRow.working.is_not(None), CalendarDayRow.day.between(first, last))
        .order_by(CalendarDayRow.day, CalendarDayRow.region_id.is_not(None))
    )
    with reading(bench.database) as connection:
        return list(connection.execute(query))


@dataclass(frozen=True, slots=True)
class TakenChange:
    """A change of a layer, by whom and when, and whether it can still be taken back."""

    change: CalendarChange
    at: datetime
    by: str
    undoable: bool


def calendar_changes(bench: Workbench, region_id: UUID | None, limit: int) -> list[TakenChange]:
    """The last changes of a layer, the newest first."""
    stream = layer_stream(region_id, bench.database)
    with reading(bench.database) as connection:
        changes = changes_of_layer(Reader(bench.database, connection), stream)
        free, last = can_undo(changes), changes[-limit:]
        by = {row.seq: row for row in connection.execute(_who(stream, [one.seq for one in last]))}
    return [
        TakenChange(one, by[one.seq].at, by[one.seq].title or "", one.seq in free)
        for one in reversed(last)
    ]


def _who(stream: Stream, places: Sequence[int]) -> AnySelect:
    return (
        sa.select(JournalRow.seq, JournalRow.at, AccountRow.title)
        .outerjoin(AccountRow, AccountRow.id == JournalRow.actor_id)
        .where(
            JournalRow.subject_id == stream.subject_id,
            JournalRow.stream == stream.kind.value,
            JournalRow.seq.in_(places),
        )
    )


def days_undone(
    bench: Workbench, region_id: UUID | None, seq: int, act: str
) -> tuple[CalendarDay, ...]:
    """The days that taking back a change would set; raises as the deed does."""
    stream = layer_stream(region_id, bench.database)
    with reading(bench.database) as connection:
        return undone(changes_of_layer(Reader(bench.database, connection), stream), seq, act)
