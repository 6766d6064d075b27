"""The answer to a deed, and its keeping for a request that is sent again."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

import sqlalchemy as sa

from engine.domain.audit import Stream, StreamKind
from engine.domain.canonical import NotCanonical, canonical_bytes, plain
from engine.domain.errors import InvalidInput, KeyReused
from engine.storage.changes import Change, Insert
from engine.storage.statements import Prepared
from engine.storage.tables import IdempotencyRow

if TYPE_CHECKING:
    from engine.domain.roles import Actor
    from engine.storage.database import Transaction


@dataclass(frozen=True, slots=True)
class RequestKey:
    """An idempotency key with the digest of the request it stands for."""

    key: str
    digest: bytes

    @classmethod
    def of(cls, key: str | None, request: Any) -> RequestKey | None:
        """The key of a request value (a frozen dataclass of ours), or None without a key.

        A request that no database could hold stands for nothing; it is refused here already.
        """
        if not key:
            return None
        try:
            return cls(key, hashlib.sha256(canonical_bytes([key, plain(request)])).digest())
        except NotCanonical as error:
            raise InvalidInput(field="request", rule="character") from error


@dataclass(frozen=True, slots=True)
class Receipt:
    """The answer to a deed: its place in the journal and the hash that proves it.

    `created_id` is what the deed created, if anything; `replayed` marks a repeated request.
    """

    stream: Stream
    seq: int
    hash: bytes
    kind: str
    at: datetime
    source: str | None = None
    target: str | None = None
    created_id: UUID | None = None
    replayed: bool = False


_KEPT = Prepared(
    sa.select(IdempotencyRow.request_digest, IdempotencyRow.receipt).where(
        IdempotencyRow.actor_id == sa.bindparam("actor_id", type_=IdempotencyRow.actor_id.type),
        IdempotencyRow.key == sa.bindparam("key"),
    )
)


def replayed(
    transaction: Transaction, actor: Actor, request_key: RequestKey | None
) -> Receipt | None:
    """The first answer to this key, if it was used; ask only after the lock is held.

    Raises KeyReused when the key stood for a different request.
    """
    if request_key is None:
        return None
    found = transaction.row(_KEPT, actor_id=actor.account_id, key=request_key.key)
    if found is None:
        return None
    if bytes(found[0]) != request_key.digest:
        raise KeyReused(key=request_key.key)
    return replace(_receipt(found[1]), replayed=True)


def kept_answer(actor: Actor, receipt: Receipt, request_key: RequestKey | None) -> list[Change]:
    """The row that keeps the answer for a repeated request."""
    if request_key is None:
        return []
    values = {
        "actor_id": actor.account_id,
        "key": request_key.key,
        "request_digest": request_key.digest,
        "receipt": {
            "stream": receipt.stream.kind.value,
            "subject": str(receipt.stream.subject_id),
            "seq": receipt.seq,
            "hash": receipt.hash.hex(),
            "kind": receipt.kind,
            "at": receipt.at.isoformat(),
            "source": receipt.source,
            "target": receipt.target,
            "created": str(receipt.created_id) if receipt.created_id else None,
        },
        "at": receipt.at,
    }
    return [Insert(IdempotencyRow, values)]


def key_taken(error: Exception) -> bool:
    """Whether a driver's error means that a request under another lock took the key meanwhile.

    The same request waits for the same lock and is replayed, so the key stood for another one.
    """
    broken: str | None = getattr(getattr(error, "diag", None), "constraint_name", None)
    return broken == "pk_idempotency"


def _receipt(fields: dict[str, Any]) -> Receipt:
    return Receipt(
        Stream(StreamKind(fields["stream"]), UUID(fields["subject"])),
        fields["seq"],
        bytes.fromhex(fields["hash"]),
        fields["kind"],
        datetime.fromisoformat(fields["at"]),
        fields["source"],
        fields["target"],
        UUID(fields["created"]) if fields["created"] else None,
    )
