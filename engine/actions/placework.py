"""What registrations share: a lock above the new thing, the right to add it, one entry."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Any

from engine.domain.audit import AuditDraft, AuditKind, Stream, StreamKind
from engine.domain.errors import InvalidInput
from engine.domain.roles import Actor, Permission, Place, require
from engine.domain.terms import local_day
from engine.storage.database import Transaction, unit_of_work
from engine.storage.definitions import zone_of
from engine.storage.journal import lock_stream, record
from engine.storage.receipts import Receipt, RequestKey, replayed

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from engine.storage.changes import Change
    from engine.workbench import Workbench

LONGEST_TITLE = 300


def checked_title(title: str) -> str:
    """A title in one line and one normal form; empty and too long ones are refused."""
    text = unicodedata.normalize("NFC", " ".join(title.split()))
    if not 1 <= len(text) <= LONGEST_TITLE:
        raise InvalidInput(field="title", rule="length", value=LONGEST_TITLE)
    return text


def register_at(
    bench: Workbench,
    stream: Stream,
    place: Place,
    kind: AuditKind,
    changes: Sequence[Change],
    *,
    actor: Actor,
    request_key: RequestKey | None,
    created_id: Any,
    permission: Permission = Permission.MANAGE_SCHOOLS,
    happened_on: date | None = None,
) -> Receipt:
    """Register a new thing of a place in a transaction of its own."""
    with unit_of_work(bench.database) as transaction:
        lock_stream(transaction, _above(transaction, place))
        answer = replayed(transaction, actor, request_key)
        if answer is not None:
            return answer
        return record_at(
            bench,
            transaction,
            stream,
            place,
            kind=kind,
            changes=changes,
            actor=actor,
            request_key=request_key,
            created_id=created_id,
            permission=permission,
            happened_on=happened_on,
        )


def _above(transaction: Transaction, place: Place) -> Stream:
    """Where registrations wait for each other: a new thing has no lock of its own yet."""
    if place.region_id is not None:
        return Stream(StreamKind.REGION, place.region_id)
    return Stream(StreamKind.SYSTEM, transaction.database.keyring.installation_id)


def record_at(
    bench: Workbench,
    transaction: Transaction,
    stream: Stream,
    place: Place,
    *,
    kind: AuditKind,
    changes: Sequence[Change],
    actor: Actor,
    request_key: RequestKey | None,
    created_id: Any,
    permission: Permission = Permission.MANAGE_SCHOOLS,
    happened_on: date | None = None,
    text: dict[str, str] | None = None,
) -> Receipt:
    """Record a deed on a place for whoever holds the permission there."""
    at = bench.now()
    today = local_day(at, zone_of(transaction, place.region_id))
    roles = require(permission, actor, place, today)
    draft = AuditDraft(
        kind=kind,
        actor=actor,
        at=at,
        happened_on=happened_on or today,
        recorded_on=today,
        role=min(roles),
        text=text or {},
    )
    return record(
        transaction,
        lock_stream(transaction, stream),
        draft,
        changes,
        request_key=request_key,
        created_id=created_id,
    )
