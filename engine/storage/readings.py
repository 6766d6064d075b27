"""What a reader's chain already says of a day: one entry for a page and a subject is enough."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from engine.domain.audit import StreamKind
from engine.storage.statements import Prepared
from engine.storage.tables import JournalRow

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID

    from engine.storage.database import Database, Transaction

MOST_LOOKED_AT = 1_000
"""Entries of a reader's day that are looked through; behind them one may stand twice."""

_LAST = Prepared(
    sa.select(JournalRow.body, JournalRow.at)
    .where(
        JournalRow.subject_id == sa.bindparam("reader_id", type_=JournalRow.subject_id.type),
        JournalRow.stream == StreamKind.READING.value,
    )
    .order_by(JournalRow.seq.desc())
    .limit(MOST_LOOKED_AT)
)


def is_noted(
    transaction: Transaction, reader_id: UUID, fields: dict[str, Any], since: datetime
) -> bool:
    """Whether the chain has such an entry since an instant; ask with the chain locked."""
    for body, at in transaction.rows(_LAST, reader_id=reader_id):
        if at < since:
            return False
        if json.loads(bytes(body)).get("fields") == fields:
            return True
    return False


def known_readings(database: Database, reader_id: UUID, day: date) -> set[Any]:
    """What this process knows to be noted of a reader's day: a page read again asks nobody."""
    known: dict[UUID, tuple[date, set[Any]]] = database.shared("readings", dict)
    kept = known.get(reader_id)
    if kept is None or kept[0] != day:
        kept = known[reader_id] = (day, set())
    return kept[1]
