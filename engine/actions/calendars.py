"""The working calendar: days that leave the weekly pattern, each with the act that moved it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from engine.domain.audit import AuditDraft, AuditKind
from engine.domain.calendar import CalendarDay
from engine.domain.calendar_changes import fields_of, undone
from engine.domain.errors import InvalidInput
from engine.domain.roles import Actor, Permission, Place, require
from engine.domain.terms import local_day
from engine.storage.calendars import changes_of_layer, known_days, layer_stream
from engine.storage.changes import Change, Insert, Update
from engine.storage.database import Transaction, unit_of_work
from engine.storage.definitions import zone_of
from engine.storage.journal import lock_stream, record
from engine.storage.receipts import Receipt, RequestKey, replayed
from engine.storage.tables import CalendarDayRow
from engine.storage.types import new_id

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date
    from uuid import UUID

    from engine.domain.audit import Stream
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

    def asked(_transaction: Transaction, _stream: Stream) -> Sequence[CalendarDay]:
        return request.days

    return _set_days(bench, request.region_id, asked, actor=actor, request_key=request_key)


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

    def asked(transaction: Transaction, stream: Stream) -> Sequence[CalendarDay]:
        return undone(changes_of_layer(transaction, stream), request.seq, request.act)

    return _set_days(
        bench,
        request.region_id,
        asked,
        actor=actor,
        request_key=request_key,
        undoes=request.seq,
    )


def _set_days(
    bench: Workbench,
    region_id: UUID | None,
    asked: Callable[[Transaction, Stream], Sequence[CalendarDay]],
    *,
    actor: Actor,
    request_key: RequestKey | None,
    undoes: int | None = None,
) -> Receipt:
    with unit_of_work(bench.database) as transaction:
        stream = layer_stream(region_id, bench.database)
        head = lock_stream(transaction, stream)
        answer = replayed(transaction, actor, request_key)
        if answer is not None:
            return answer
        at = bench.now()
        today = local_day(at, zone_of(transaction, region_id))
        roles = require(Permission.EDIT_CALENDAR, actor, Place(region_id), today)
        days = _checked(asked(transaction, stream))
        draft = AuditDraft(
            kind=AuditKind.CALENDAR_CHANGED,
            actor=actor,
            at=at,
            happened_on=today,
            role=min(roles),
            fields=fields_of(days, undoes),
        )
        known = known_days(transaction, region_id)
        changes = [_change(region_id, one, known) for one in days]
        return record(transaction, head, draft, changes, request_key=request_key)


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
