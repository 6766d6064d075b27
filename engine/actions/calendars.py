"""The working calendar: days that leave the weekly pattern, each with the act that moved it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from engine.actions.layerwork import LayerWork, on_layer
from engine.domain.audit import AuditKind
from engine.domain.calendar import CalendarDay
from engine.domain.calendar_changes import fields_of, undone
from engine.domain.errors import InvalidInput
from engine.domain.roles import Actor
from engine.storage.calendars import changes_of_layer, known_days
from engine.storage.changes import Change, Insert, Update
from engine.storage.tables import CalendarDayRow
from engine.storage.types import new_id

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from uuid import UUID

    from engine.storage.receipts import Receipt, RequestKey
    from engine.workbench import Workbench

MOST_DAYS = 5_000


@dataclass(frozen=True, slots=True)
class CalendarRequest:
    """Days of a region's layer, or of the federal one when no region is named."""

    region_id: UUID | None
    days: tuple[CalendarDay, ...]


@dataclass(frozen=True, slots=True)
class UndoDaysRequest:
    """The change of a layer at a place of its journal, to be taken back by an act."""

    region_id: UUID | None
    seq: int
    act: str


def change_calendar(
    bench: Workbench,
    request: CalendarRequest,
    *,
    actor: Actor,
    request_key: RequestKey | None = None,
) -> Receipt:
    """Set days of the calendar; terms already counted move by a deed on each case (recounting).

    Raises Forbidden, InvalidInput: no day or too many, one twice, a day without its act, a
    shortened day that does not work.
    """

    def deed(work: LayerWork) -> Receipt:
        return _set_days(work, request.days)

    return on_layer(bench, request.region_id, deed, actor=actor, request_key=request_key)


def undo_calendar_change(
    bench: Workbench,
    request: UndoDaysRequest,
    *,
    actor: Actor,
    request_key: RequestKey | None = None,
) -> Receipt:
    """Give the days of a change back what the layer said of them before, as an entry of its own.

    Raises NotFound for no such change, Forbidden, InvalidInput where a later one set such a day.
    """

    def deed(work: LayerWork) -> Receipt:
        changes = changes_of_layer(work.transaction, work.head.stream)
        return _set_days(work, undone(changes, request.seq, request.act), request.seq)

    return on_layer(bench, request.region_id, deed, actor=actor, request_key=request_key)


def _set_days(work: LayerWork, asked: Sequence[CalendarDay], undoes: int | None = None) -> Receipt:
    days = _checked(asked)
    known = known_days(work.transaction, work.region_id)
    changes = [_change(work.region_id, one, known) for one in days]
    return work.record(AuditKind.CALENDAR_CHANGED, fields_of(days, undoes), changes)


def _checked(asked: Sequence[CalendarDay]) -> tuple[CalendarDay, ...]:
    """The days with their acts trimmed, if they can be set."""
    days = {one.day for one in asked}
    if not 1 <= len(asked) <= MOST_DAYS or len(days) != len(asked):
        raise InvalidInput(field="days", rule="length", value=MOST_DAYS)
    for one in asked:
        if not one.act.strip():
            raise InvalidInput(field="act", rule="empty")
        if one.shortened and not one.working:
            raise InvalidInput(field="working", rule="unknown", value="shortened")
    return tuple(CalendarDay(one.day, one.working, one.act.strip(), one.shortened) for one in asked)


def _change(region_id: UUID | None, one: CalendarDay, known: dict[date, UUID]) -> Change:
    values: dict[str, Any] = {
        "working": one.working,
        "act": one.act,
        "shortened": one.shortened,
    }
    if one.day in known:
        return Update(CalendarDayRow, {"id": known[one.day]}, values)
    return Insert(
        CalendarDayRow, {"id": new_id(), "region_id": region_id, "day": one.day, **values}
    )
