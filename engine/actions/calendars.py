"""The working calendar: days that leave the weekly pattern, each with the act that moved it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from engine.domain.audit import AuditDraft, AuditKind, Stream, StreamKind
from engine.domain.errors import InvalidInput
from engine.domain.roles import Actor, Permission, Place, require
from engine.domain.terms import local_day
from engine.storage.calendars import known_days
from engine.storage.changes import Change, Insert, Update
from engine.storage.database import unit_of_work
from engine.storage.definitions import zone_of
from engine.storage.journal import lock_stream, record
from engine.storage.receipts import Receipt, RequestKey, replayed
from engine.storage.tables import CalendarDayRow
from engine.storage.types import new_id

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from engine.workbench import Workbench

MOST_DAYS = 5_000


@dataclass(frozen=True, slots=True)
class DayRequest:
    """A day that works or does not, whatever the weekday, by an act."""

    day: date
    working: bool
    act: str


@dataclass(frozen=True, slots=True)
class CalendarRequest:
    """Days of a region's layer, or of the federal one when no region is named."""

    region_id: UUID | None
    days: tuple[DayRequest, ...]


def change_calendar(
    bench: Workbench,
    request: CalendarRequest,
    *,
    actor: Actor,
    request_key: RequestKey | None = None,
) -> Receipt:
    """Set days of the calendar; terms already counted move by a deed on each case (recounting)."""
    with unit_of_work(bench.database) as transaction:
        stream = _stream(request.region_id, bench)
        head = lock_stream(transaction, stream)
        answer = replayed(transaction, actor, request_key)
        if answer is not None:
            return answer
        at = bench.now()
        today = local_day(at, zone_of(transaction, request.region_id))
        roles = require(Permission.EDIT_CALENDAR, actor, Place(request.region_id), today)
        _check(request)
        draft = AuditDraft(
            kind=AuditKind.CALENDAR_CHANGED,
            actor=actor,
            at=at,
            happened_on=today,
            role=min(roles),
            fields={"days": [[one.day.isoformat(), one.working] for one in request.days]},
        )
        known = known_days(transaction, request.region_id)
        changes = [_change(request.region_id, one, known) for one in request.days]
        return record(transaction, head, draft, changes, request_key=request_key)


def _stream(region_id: UUID | None, bench: Workbench) -> Stream:
    if region_id is not None:
        return Stream(StreamKind.REGION, region_id)
    return Stream(StreamKind.SYSTEM, bench.database.keyring.installation_id)


def _check(request: CalendarRequest) -> None:
    days = [one.day for one in request.days]
    if not 1 <= len(days) <= MOST_DAYS or len(set(days)) != len(days):
        raise InvalidInput(field="days", rule="length", value=MOST_DAYS)
    for one in request.days:
        if not one.act.strip():
            raise InvalidInput(field="act", rule="empty")


def _change(region_id: UUID | None, one: DayRequest, known: dict[date, UUID]) -> Change:
    values: dict[str, Any] = {"working": one.working, "act": one.act.strip()}
    if one.day in known:
        return Update(CalendarDayRow, {"id": known[one.day]}, values)
    return Insert(
        CalendarDayRow, {"id": new_id(), "region_id": region_id, "day": one.day, **values}
    )
