"""A case as its journal had made it by a place of its chain.

The rows an entry lists are the rows that were written with it, so putting the entries together up
to a place gives what the tables held then; the verifier compares the same with what they hold now.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

import sqlalchemy as sa

from engine.storage.tables import (
    AttachmentRow,
    CaseRow,
    DecisionRow,
    DocumentRow,
    JournalRow,
    JournalTextRow,
    RecordRow,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from sqlalchemy.engine import Connection

    from engine.domain.audit import AuditKind, Stream
    from engine.storage.tables import Base

_TABLES: dict[str, type[Base]] = {
    one.__tablename__: one for one in (AttachmentRow, CaseRow, DecisionRow, DocumentRow, RecordRow)
}


@dataclass(frozen=True, slots=True)
class KeptEntry:
    """An entry of a chain as it is kept: its body, and the texts that were not erased."""

    seq: int
    at: datetime
    actor_id: UUID
    hash: bytes
    body: dict[str, Any]
    texts: dict[str, str]


@dataclass(slots=True)
class PastRow:
    """A row by a place of the chain: its values, who wrote it first and when, and its texts."""

    id: UUID
    at: datetime
    actor_id: UUID
    values: dict[str, Any] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)


def read_chain(
    connection: Connection, stream: Stream, kind: AuditKind | None = None
) -> list[KeptEntry]:
    """The entries of a chain in their order, or those of one kind."""
    here = [JournalRow.subject_id == stream.subject_id, JournalRow.stream == stream.kind.value]
    if kind is not None:
        here.append(JournalRow.kind == kind.value)
    query = (
        sa.select(
            JournalRow.seq, JournalRow.at, JournalRow.actor_id, JournalRow.hash, JournalRow.body
        )
        .where(*here)
        .order_by(JournalRow.seq)
    )
    texts = _texts(connection, stream)
    return [
        KeptEntry(
            row.seq,
            row.at,
            row.actor_id,
            bytes(row.hash),
            json.loads(bytes(row.body)),
            texts.get(row.seq, {}),
        )
        for row in connection.execute(query)
    ]


def last_before(connection: Connection, stream: Stream, instant: datetime) -> int:
    """The last place of a chain that the clocks date before an instant; 0 when there is none.

    What stands before that place was written before it, whatever a clock that was wrong says.
    """
    query = sa.select(sa.func.max(JournalRow.seq)).where(
        JournalRow.subject_id == stream.subject_id,
        JournalRow.stream == stream.kind.value,
        JournalRow.at < instant,
    )
    return connection.scalar(query) or 0


def fold(entries: Iterable[KeptEntry]) -> dict[str, dict[UUID, PastRow]]:
    """The rows that the entries wrote, by table and id, as the last of them left each.

    They stand in the order in which they came, whatever the clocks said.
    """
    tables: dict[str, dict[UUID, PastRow]] = {name: {} for name in _TABLES}
    for entry in entries:
        for table, row_id, values in entry.body.get("rows", ()):
            if table not in tables:
                continue
            identifier = UUID(row_id)
            new = PastRow(identifier, entry.at, entry.actor_id, texts=dict(entry.texts))
            row = tables[table].setdefault(identifier, new)
            row.values.update(_typed(table, values))
            row.texts.update(_said_of(entry, values))
    return tables


def _said_of(entry: KeptEntry, values: dict[str, Any]) -> dict[str, str]:
    """The remarks a document was returned with: by a verdict, or by a move that sends it back."""
    if values.get("status") != "returned":
        return {}
    return {"remarks": entry.texts.get("remarks", entry.texts.get("reason", ""))}


def _typed(table: str, values: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """The values as the columns give them; a body holds days and ids as text."""
    columns = _TABLES[table].__table__.c
    for name, value in values.items():
        kind = columns[name].type
        if isinstance(value, str) and isinstance(kind, sa.Date):
            yield name, date.fromisoformat(value)
        elif isinstance(value, str) and isinstance(kind, sa.Uuid):
            yield name, UUID(value)
        else:
            yield name, value


def _texts(connection: Connection, stream: Stream) -> dict[int, dict[str, str]]:
    query = sa.select(JournalTextRow.seq, JournalTextRow.field, JournalTextRow.text).where(
        JournalTextRow.subject_id == stream.subject_id,
        JournalTextRow.stream == stream.kind.value,
    )
    texts: dict[int, dict[str, str]] = {}
    for row in connection.execute(query):
        texts.setdefault(row.seq, {})[row.field] = row.text
    return texts
