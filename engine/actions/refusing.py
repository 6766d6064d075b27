"""Refused attempts: visible to auditors, in a stream of their own beside the case's chain."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from engine.domain.audit import AuditDraft, AuditKind, Stream, StreamKind
from engine.domain.canonical import plain
from engine.domain.errors import EngineError, MoveRefused
from engine.storage.database import unit_of_work
from engine.storage.definitions import definition_of
from engine.storage.journal import lock_stream, record
from engine.storage.statements import Prepared
from engine.storage.tables import CaseRow

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

    from engine.domain.requirements import Unmet
    from engine.domain.roles import Actor, Permission
    from engine.storage.database import Transaction
    from engine.workbench import Workbench

_EXISTS = Prepared(
    sa.select(
        CaseRow.definition_digest, CaseRow.stage, CaseRow.revision, CaseRow.definition_id
    ).where(CaseRow.id == sa.bindparam("case_id", type_=CaseRow.id.type))
)


def record_refusal(
    bench: Workbench,
    case_id: UUID,
    refusal: EngineError,
    *,
    actor: Actor,
    permission: Permission,
    move: str | None = None,
) -> None:
    """Write the attempt with every reason; the case itself is not touched.

    An attempt on a case that does not exist leaves nothing: there is no stream to keep it in.
    """
    with unit_of_work(bench.database) as transaction:
        refuse_within(
            transaction,
            case_id,
            refusal,
            actor=actor,
            at=bench.now(),
            permission=permission,
            move=move,
        )


def refuse_within(
    transaction: Transaction,
    case_id: UUID,
    refusal: EngineError,
    *,
    actor: Actor,
    at: datetime,
    permission: Permission,
    move: str | None = None,
    said: Mapping[str, Any] | None = None,
) -> None:
    """Write the attempt in a transaction under way; the clock and the bulk come in here.

    `said` is what the attempt was a part of.
    """
    found = transaction.row(_EXISTS, case_id=case_id)
    if found is None:
        return
    known = (*definition_of(transaction, found[3]).move_by_code, "force_move")
    head = lock_stream(transaction, Stream(StreamKind.REFUSAL, case_id))
    draft = AuditDraft(
        kind=AuditKind.MOVE_REFUSED if move else AuditKind.DEED_REFUSED,
        actor=actor,
        at=at,
        definition_digest=found[0],
        # Whatever else was sent as a move is the sender's words, and a body holds none.
        move=move if move in known else None,
        source=found[1],
        fields={
            **(said or {}),
            "code": refusal.code,
            "permission": permission.value,
            "revision": found[2],
            "unmet": reasons_of(refusal),
        },
    )
    record(transaction, head, draft, [])


def record_own_refusal(
    bench: Workbench, kind: AuditKind, refusal: EngineError, actor: Actor
) -> None:
    """Write an attempt at a deed on no case in the refusal stream of whoever made it."""
    with unit_of_work(bench.database) as transaction:
        head = lock_stream(transaction, Stream(StreamKind.REFUSAL, actor.account_id))
        fields = {"code": refusal.code, "deed": kind.value, "unmet": reasons_of(refusal)}
        draft = AuditDraft(AuditKind.DEED_REFUSED, actor, bench.now(), fields=fields)
        record(transaction, head, draft, [])


_KEPT = ("field", "rule", "expected", "permission", "kind", "mode", "capacity", "taken", "cases")
"""Codes and numbers: a `value` is the sender's own words and stays out of the journal."""


def reasons_of(refusal: EngineError) -> list[Any]:
    """Every reason of a refusal as plain values."""
    if isinstance(refusal, MoveRefused):
        return [_reason(unmet) for unmet in refusal.unmet]
    kept = {name: plain(value) for name, value in refusal.fields.items() if name in _KEPT}
    return [kept] if kept else []


def _reason(unmet: Unmet) -> dict[str, Any]:
    reason: dict[str, Any] = {"code": unmet.code, "fields": plain(dict(unmet.fields))}
    if unmet.alternatives:
        reason["alternatives"] = [
            [_reason(part) for part in branch] for branch in unmet.alternatives
        ]
    return reason
