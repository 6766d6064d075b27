"""The journal: the only place that writes an entry, together with the rows of its deed.

`record_all` is the one door of every change, `record` the case of one deed. Rows, the head of the
chain, the entry, its texts, notices and the kept answer of an idempotent request are written in one
statement or not at all.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from engine.domain.audit import (
    ALGORITHM,
    AuditDraft,
    Keyring,
    SealedEntry,
    Stream,
    StreamKind,
    genesis,
    seal,
)
from engine.domain.errors import KeyReused
from engine.storage.changes import (
    Change,
    Insert,
    InsertMissing,
    Update,
    WriteConflict,
    apply_changes,
    apply_deeds,
    journaled_before,
    journaled_rows,
)
from engine.storage.receipts import Receipt, RequestKey, kept_answer, key_taken
from engine.storage.statements import Prepared
from engine.storage.storable import require_storable
from engine.storage.tables import CaseRow, JournalRow, JournalTextRow, StreamRow

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from uuid import UUID

    from engine.storage.database import Transaction


@dataclass(frozen=True, slots=True)
class ChainHead:
    """The last place and hash of a stream, held under a lock until the transaction ends."""

    stream: Stream
    seq: int
    head: bytes


@dataclass(frozen=True, slots=True)
class Deed:
    """A deed as it is to be recorded: what is said of it, and the rows it writes.

    `case_values` are new values of the case row itself (stream of a case only): the row is updated
    once, with the new place and hash of its chain.
    """

    head: ChainHead
    draft: AuditDraft
    changes: Sequence[Change]
    case_values: Mapping[str, Any] = field(default_factory=dict)
    case_before: Mapping[str, Any] = field(default_factory=dict)
    request_key: RequestKey | None = None
    created_id: UUID | None = None


def record(
    transaction: Transaction,
    head: ChainHead,
    draft: AuditDraft,
    changes: Sequence[Change],
    *,
    case_values: Mapping[str, Any] | None = None,
    case_before: Mapping[str, Any] | None = None,
    request_key: RequestKey | None = None,
    created_id: UUID | None = None,
) -> Receipt:
    """Write a deed and its entry together; the values are those of `Deed`."""
    deed = Deed(head, draft, changes, case_values or {}, case_before or {}, request_key, created_id)
    (receipt,) = record_all(transaction, [deed])
    return receipt


def record_all(transaction: Transaction, deeds: Sequence[Deed]) -> list[Receipt]:
    """Write deeds on different streams, each with its entry; the only INSERT into the journal.

    Where one of them fails all must be undone by whoever began the (part of the) unit of work;
    which of them failed is not told.
    """
    sealed = [_sealed(transaction.database.keyring, deed) for deed in deeds]
    try:
        apply_deeds(transaction, [written for written, _ in sealed])
    except Exception as error:
        keys = [deed.request_key.key for deed in deeds if deed.request_key is not None]
        if keys and key_taken(error):
            raise KeyReused(key=keys[0]) from error
        raise
    return [receipt for _, receipt in sealed]


def _sealed(keyring: Keyring, deed: Deed) -> tuple[list[Change], Receipt]:
    """Every row of a deed, its entry at the next place of its chain among them, and the answer."""
    head, draft = deed.head, deed.draft
    kept = [*_own_change(deed, deed.case_values), *deed.changes]
    require_storable(_given(draft, kept))
    entry = seal(
        draft,
        journaled_rows(kept),
        journaled_before(kept),
        stream=head.stream,
        seq=head.seq + 1,
        prev=head.head,
        keyring=keyring,
    )
    receipt = Receipt(
        head.stream,
        entry.seq,
        entry.hash,
        draft.kind.value,
        draft.at,
        draft.source,
        draft.target,
        deed.created_id,
    )
    written = [
        _head_change(deed, entry),
        *deed.changes,
        *_entry_changes(keyring, entry, draft),
        *kept_answer(draft.actor, receipt, deed.request_key),
    ]
    return written, receipt


def lock_stream(transaction: Transaction, stream: Stream) -> ChainHead:
    """The head of a stream other than a case's, locked until the transaction ends."""
    found = transaction.row(_HEAD, subject_id=stream.subject_id, stream=stream.kind.value)
    if found is None:
        apply_changes(transaction, [_first_head(transaction, stream)])
        found = transaction.row(_HEAD, subject_id=stream.subject_id, stream=stream.kind.value)
    if found is None:
        raise WriteConflict(str(stream))
    return ChainHead(stream, found[0], found[1])


def first_of_case(transaction: Transaction, case_id: UUID) -> ChainHead:
    """The head before the first entry of a new case."""
    stream = Stream(StreamKind.CASE, case_id)
    return ChainHead(stream, 0, genesis(transaction.database.keyring.installation_id, stream))


_HEAD = Prepared(
    sa.select(StreamRow.seq, StreamRow.head)
    .where(
        StreamRow.subject_id == sa.bindparam("subject_id", type_=StreamRow.subject_id.type),
        StreamRow.stream == sa.bindparam("stream"),
    )
    .with_for_update()
)


_KINDS_SINCE = Prepared(
    sa.select(JournalRow.kind).where(
        JournalRow.subject_id == sa.bindparam("subject_id", type_=JournalRow.subject_id.type),
        JournalRow.stream == sa.bindparam("stream"),
        JournalRow.seq > sa.bindparam("seq", type_=JournalRow.seq.type),
    )
)


def kinds_since(transaction: Transaction, stream: Stream, seq: int) -> frozenset[str]:
    """What has happened in a stream after a place of it."""
    rows = transaction.rows(
        _KINDS_SINCE, subject_id=stream.subject_id, stream=stream.kind.value, seq=seq
    )
    return frozenset(row[0] for row in rows)


def _first_head(transaction: Transaction, stream: Stream) -> Change:
    values = {
        "subject_id": stream.subject_id,
        "stream": stream.kind.value,
        "seq": 0,
        "head": genesis(transaction.database.keyring.installation_id, stream),
    }
    return InsertMissing(StreamRow, values, ("subject_id", "stream"))


def _given(draft: AuditDraft, changes: Sequence[Change]) -> Iterator[tuple[str, Any]]:
    """Every value on its way in, by name."""
    yield from draft.text.items()
    yield "request_id", draft.actor.request_id
    for change in changes:
        yield from change.values.items()


def _own_change(deed: Deed, values: Mapping[str, Any]) -> list[Insert | Update]:
    """The case's own row with new values; none for another kind of stream."""
    head = deed.head
    if head.stream.kind is not StreamKind.CASE:
        return []
    if head.seq == 0:
        return [Insert(CaseRow, {"id": head.stream.subject_id, **values})]
    key = {"id": head.stream.subject_id, "revision": head.seq}
    return [Update(CaseRow, key, values, before=deed.case_before)]


def _head_change(deed: Deed, entry: SealedEntry) -> Change:
    """The new head: in the case's own row, or in the row of the stream."""
    head, draft = deed.head, deed.draft
    values = {
        **deed.case_values,
        "revision": entry.seq,
        "head": entry.hash,
        "changed_at": draft.at,
        "changed_by": draft.actor.account_id,
    }
    for own in _own_change(deed, values):
        return own
    key = {"subject_id": head.stream.subject_id, "stream": head.stream.kind.value, "seq": head.seq}
    return Update(StreamRow, key, {"seq": entry.seq, "head": entry.hash})


def _entry_changes(keyring: Keyring, entry: SealedEntry, draft: AuditDraft) -> list[Change]:
    place = {
        "subject_id": entry.stream.subject_id,
        "stream": entry.stream.kind.value,
        "seq": entry.seq,
    }
    row = {
        **place,
        "kind": entry.kind.value,
        "at": entry.at,
        "actor_id": draft.actor.account_id,
        "late_days": draft.late_days,
        "body": entry.body,
        "prev": entry.prev,
        "hash": entry.hash,
        "mac": entry.mac,
        "key_id": keyring.current,
        "alg": ALGORITHM,
    }
    texts = [
        Insert(
            JournalTextRow,
            {**place, "field": text.field, "salt": text.salt, "text": text.text},
        )
        for text in entry.texts
    ]
    return [Insert(JournalRow, row), *texts]
