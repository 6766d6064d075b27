"""The working calendar of a region: the federal layer with the region's days over it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from uuid import UUID

import sqlalchemy as sa

from engine.domain.audit import AuditKind, Stream, StreamKind
from engine.domain.calendar import CalendarDay, CalendarLayer, WorkingCalendar
from engine.domain.calendar_changes import CalendarChange, change_from
from engine.domain.calendar_rules import rules_at
from engine.storage.calendar_rules import rules_of
from engine.storage.database import Transaction
from engine.storage.definitions import NOWHERE
from engine.storage.statements import Prepared
from engine.storage.tables import CalendarDayRow, JournalRow

if TYPE_CHECKING:
    from datetime import date

    from engine.domain.roles import Place
    from engine.storage.database import Database, Reader

_DAYS = Prepared(
    sa.select(CalendarDayRow.day, CalendarDayRow.working, CalendarDayRow.region_id)
    .where(
        sa.or_(
            CalendarDayRow.region_id.is_(None),
            CalendarDayRow.region_id == sa.bindparam("region_id", type_=CalendarDayRow.id.type),
        )
    )
    .order_by(CalendarDayRow.day)
)


def calendar_of(
    transaction: Reader | Transaction, place: Place, *, counts_days: bool = True
) -> WorkingCalendar:
    """The calendar of a place: the days of its region, the rules of the places above it.

    Where nothing counts working days and no rule moves a term, the days are not read.
    """
    rules = rules_at(rules_of(transaction, place.region_id), place)
    bare = WorkingCalendar(rules=rules)
    if not counts_days and not bare.moves_terms:
        return bare
    return WorkingCalendar(_layers(transaction, place.region_id), rules)


def _layers(
    transaction: Reader | Transaction, region_id: UUID | None
) -> tuple[CalendarLayer, CalendarLayer]:
    kept = transaction.kept if isinstance(transaction, Transaction) else {}
    key = ("calendar_layers", region_id)
    if key not in kept:
        kept[key] = _read_layers(transaction, region_id)
    layers: tuple[CalendarLayer, CalendarLayer] = kept[key]
    return layers


def _read_layers(
    transaction: Reader | Transaction, region_id: UUID | None
) -> tuple[CalendarLayer, CalendarLayer]:
    rows = transaction.rows(_DAYS, region_id=region_id)
    federal = tuple(CalendarDay(day, working) for day, working, region in rows if region is None)
    own = tuple(CalendarDay(day, working) for day, working, region in rows if region is not None)
    return CalendarLayer("federal", federal), CalendarLayer("region", own)


_LAYER = Prepared(
    sa.select(CalendarDayRow.day, CalendarDayRow.id).where(
        sa.func.coalesce(CalendarDayRow.region_id, NOWHERE)
        == sa.func.coalesce(sa.bindparam("region_id", type_=CalendarDayRow.id.type), NOWHERE)
    )
)


def known_days(transaction: Transaction, region_id: UUID | None) -> dict[date, UUID]:
    """The rows of one layer by day."""
    return {row[0]: row[1] for row in transaction.rows(_LAYER, region_id=region_id)}


def layer_stream(region_id: UUID | None, database: Database) -> Stream:
    """Where the changes of a layer are written down."""
    if region_id is not None:
        return Stream(StreamKind.REGION, region_id)
    return Stream(StreamKind.SYSTEM, database.keyring.installation_id)


_CHANGES = Prepared(
    sa.select(JournalRow.seq, JournalRow.body)
    .where(
        JournalRow.subject_id == sa.bindparam("subject_id", type_=JournalRow.subject_id.type),
        JournalRow.stream == sa.bindparam("stream"),
        JournalRow.kind == AuditKind.CALENDAR_CHANGED.value,
    )
    .order_by(JournalRow.seq)
)


def changes_of_layer(transaction: Reader | Transaction, stream: Stream) -> list[CalendarChange]:
    """Every change of a layer, in order, as its journal tells of them."""
    rows = transaction.rows(_CHANGES, subject_id=stream.subject_id, stream=stream.kind.value)
    return [change_from(row[0], json.loads(bytes(row[1]))["fields"]) for row in rows]
