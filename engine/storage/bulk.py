"""Bulk moves and their cases: what is planned, what is next, what came of it.

Items are bookkeeping, written in the transaction of the deed they tell of; the deed itself is
recorded in the journal of its case.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

import sqlalchemy as sa

from engine.domain.audit import StreamKind
from engine.domain.bulk import (
    NOT_MOVED,
    BulkMode,
    BulkOrder,
    ItemResult,
    ItemStatus,
    NewOrder,
    OrderName,
)
from engine.domain.roles import Place
from engine.storage.changes import Insert, Update, apply_changes
from engine.storage.items import Items
from engine.storage.statements import Prepared
from engine.storage.tables import BulkItemRow, BulkRow, CaseRow, JournalTextRow

if TYPE_CHECKING:
    from engine.storage.database import Reader, Transaction

REASON, BODY, TITLE = "reason", "body", "title"
"""Texts of the first entry of a bulk's stream, kept nowhere else: the reason, and of an order that
the bulk registers, who issued it and about what."""


@dataclass(frozen=True, slots=True)
class Bulk:
    """A bulk as it was planned; `attempt` counts the retries."""

    id: UUID
    actor_id: UUID
    region_id: UUID
    stream_id: UUID
    order: BulkOrder
    mode: BulkMode
    attempt: int
    created_at: datetime
    finished_at: datetime | None


def _by_bulk(column: Any) -> Any:
    return column == sa.bindparam("bulk_id", type_=BulkRow.id.type)


def _text_of_plan(name: str) -> Any:
    """A text of the entry that planned the bulk."""
    query = sa.select(JournalTextRow.text).where(
        JournalTextRow.subject_id == BulkRow.id,
        JournalTextRow.stream == StreamKind.BULK.value,
        JournalTextRow.seq == 1,
        JournalTextRow.field == name,
    )
    return query.correlate(BulkRow).scalar_subquery()


_SELECT_BULK = sa.select(
    BulkRow.id,
    BulkRow.actor_id,
    BulkRow.region_id,
    BulkRow.definition_stream_id,
    BulkRow.move,
    BulkRow.basis_kind,
    BulkRow.basis_number,
    BulkRow.basis_signed_on,
    BulkRow.happened_on,
    BulkRow.mode,
    BulkRow.attempt,
    BulkRow.created_at,
    BulkRow.finished_at,
    *(_text_of_plan(name) for name in (REASON, BODY, TITLE)),
    BulkRow.basis_order_id,
    BulkRow.basis_sha256,
    BulkRow.end_code,
    BulkRow.expected_on,
).where(_by_bulk(BulkRow.id))
_BULK = Prepared(_SELECT_BULK)
_BULK_LOCKED = Prepared(_SELECT_BULK.with_for_update(of=BulkRow))


def find_bulk(reader: Reader | Transaction, bulk_id: UUID) -> Bulk | None:
    """A bulk with the reason its author gave."""
    return _bulk(reader.row(_BULK, bulk_id=bulk_id))


def lock_bulk(transaction: Transaction, bulk_id: UUID) -> Bulk | None:
    """A bulk under its lock: it is done at once, or planned anew, by one at a time."""
    return _bulk(transaction.row(_BULK_LOCKED, bulk_id=bulk_id))


def _bulk(row: tuple[Any, ...] | None) -> Bulk | None:
    if row is None:
        return None
    basis = OrderName(row[5], row[6], row[7]) if row[5] else None
    new = NewOrder(row[14] or "", row[15] or "", row[17], row[16]) if row[16] else None
    order = BulkOrder(row[4], row[13] or "", basis, row[8], new, row[18] or "", row[19])
    return Bulk(row[0], row[1], row[2], row[3], order, BulkMode(row[9]), *row[10:13])


_PLACES = Prepared(
    sa.select(CaseRow.region_id, CaseRow.municipality_id, CaseRow.school_id)
    .join(BulkItemRow, BulkItemRow.case_id == CaseRow.id)
    .where(_by_bulk(BulkItemRow.bulk_id))
    .distinct()
    .order_by(CaseRow.region_id, CaseRow.municipality_id, CaseRow.school_id)
)


def places_of(reader: Reader | Transaction, bulk_id: UUID) -> list[Place]:
    """Where the cases of a bulk lie."""
    return [Place(*row) for row in reader.rows(_PLACES, bulk_id=bulk_id)]


ITEMS = Items(BulkItemRow, "bulk_id", NOT_MOVED)
"""The cases of bulk moves."""


def close_items(
    transaction: Transaction, bulk_id: UUID, results: Mapping[UUID, ItemResult], at: datetime
) -> None:
    """Keep what came of these cases, together with the deeds of the same transaction."""
    kept = {
        case_id: {
            "status": result.status.value,
            "code": result.code,
            "reasons": list(result.reasons),
            "seq": result.seq,
        }
        for case_id, result in results.items()
    }
    ITEMS.close(transaction, bulk_id, kept, at)


def count_items(reader: Reader | Transaction, bulk_id: UUID) -> dict[ItemStatus, int]:
    """How many cases came to what."""
    counts = ITEMS.counts(reader, bulk_id)
    return {ItemStatus(status): number for status, number in counts.items()}


def finish_bulk(transaction: Transaction, bulk_id: UUID, at: datetime) -> None:
    """No case waits any more."""
    apply_changes(transaction, [Update(BulkRow, {"id": bulk_id}, {"finished_at": at})])


def bulk_row(bulk: Bulk) -> Insert:
    """The row of a new bulk."""
    basis, new = bulk.order.basis, bulk.order.registers
    values = {
        "id": bulk.id,
        "actor_id": bulk.actor_id,
        "region_id": bulk.region_id,
        "definition_stream_id": bulk.stream_id,
        "move": bulk.order.move,
        "basis_kind": basis.kind if basis else None,
        "basis_number": basis.number if basis else None,
        "basis_signed_on": basis.signed_on if basis else None,
        "basis_order_id": new.id if new else None,
        "basis_sha256": new.sha256 if new else None,
        "happened_on": bulk.order.happened_on,
        "end_code": bulk.order.end_code or None,
        "expected_on": bulk.order.expected_on,
        "mode": bulk.mode.value,
        "attempt": bulk.attempt,
        "created_at": bulk.created_at,
        "finished_at": None,
    }
    return Insert(BulkRow, values)


def reopened(bulk: Bulk) -> Update:
    """The bulk under way once more."""
    values = {"attempt": bulk.attempt + 1, "finished_at": None}
    return Update(BulkRow, {"id": bulk.id, "attempt": bulk.attempt}, values)
