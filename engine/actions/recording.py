"""Facts that are neither documents nor decisions: risks, measures, monitoring, consent."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import UUID

from engine.actions.casework import CaseWork, on_case
from engine.domain.audit import AuditKind
from engine.domain.errors import InvalidInput
from engine.domain.roles import Actor, Permission
from engine.domain.situation import RECORD_STATUSES, RecordKind
from engine.storage.changes import Insert
from engine.storage.journal import record
from engine.storage.tables import RecordRow
from engine.storage.types import new_id

if TYPE_CHECKING:
    from datetime import date

    from engine.storage.receipts import Receipt, RequestKey
    from engine.workbench import Workbench

LONGEST_KEY = 100

_DICTIONARIES = {
    RecordKind.EVENT: "event",
    RecordKind.INDICATOR: "indicator",
    RecordKind.MONITORING: "monitoring",
    RecordKind.PUBLICATION: "document",
    RecordKind.RISK: "risk_factor",
}
"""Kinds whose keys are words of a dictionary; the keys of the others are numbers of the paper."""


@dataclass(frozen=True, slots=True)
class RecordRequest:
    """A fact: see RecordKind for what `key`, `status` and `value` mean of each kind.

    For a risk, `value` 1 marks a direction chosen to work on. `note` is free text (an address of a
    page, a remark).
    """

    case_id: UUID
    kind: RecordKind
    key: str
    status: str
    value: int | None = None
    happened_on: date | None = None
    note: str = ""
    expected_revision: int | None = None


def register_record(
    bench: Workbench,
    request: RecordRequest,
    *,
    actor: Actor,
    request_key: RequestKey | None = None,
) -> Receipt:
    """Register a fact; the latest word on a key counts, the former ones stay."""
    deed = partial(_register, request=request)
    return on_case(
        bench, request, Permission.REGISTER_RECORD, deed, actor=actor, request_key=request_key
    )


def _register(work: CaseWork, *, request: RecordRequest) -> Receipt:
    _check(work, request)
    happened_on = work.past_day(request.happened_on)
    values = record_values(work, request, happened_on)
    draft = work.draft(
        AuditKind.RECORD_REGISTERED, happened_on=happened_on, text={"note": request.note}
    )
    return record(
        work.transaction,
        work.locked.head,
        draft,
        [Insert(RecordRow, values)],
        request_key=work.request_key,
        created_id=values["id"],
    )


def record_values(work: CaseWork, request: RecordRequest, happened_on: date) -> dict[str, Any]:
    """The row of a fact that somebody registers now."""
    role = work.role_for_journal()
    return {
        "id": new_id(),
        "case_id": work.locked.state.id,
        "kind": request.kind.value,
        "key": request.key,
        "status": request.status,
        "value": request.value,
        "round": work.locked.state.round,
        "happened_on": happened_on,
        "author_id": work.actor.account_id,
        "author_role": role.value if role else "",
        "note": request.note.strip()[:2000],
        "revision": work.next_revision,
    }


def _check(work: CaseWork, request: RecordRequest) -> None:
    if request.kind in (RecordKind.FINDING, RecordKind.OBJECTION):
        # One side says it and the other decides: deeds of their own.
        raise InvalidInput(field="kind", rule="unknown", value=request.kind.value)
    if request.status not in RECORD_STATUSES[request.kind]:
        raise InvalidInput(field="status", rule="unknown", value=request.status)
    dictionary = _DICTIONARIES.get(request.kind)
    if dictionary is not None:
        work.word(dictionary, request.key, "key")
    elif request.kind is RecordKind.APPROVAL:
        if request.key not in (*work.locked.definition.move_by_code, "force_move"):
            raise InvalidInput(field="key", rule="unknown", value=request.key)
    elif not 1 <= len(request.key.strip()) <= LONGEST_KEY:
        raise InvalidInput(field="key", rule="length", value=LONGEST_KEY)
    if request.kind is RecordKind.PUBLICATION and not request.note.strip():
        raise InvalidInput(field="note", rule="empty")
