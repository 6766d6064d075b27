"""Objections of a school to the grounds of its listing, and what the coordinator decides."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

from engine.actions.casework import CaseWork, on_case
from engine.actions.noticing import notice
from engine.actions.recording import RecordRequest, record_values
from engine.domain.audit import AuditKind
from engine.domain.errors import Forbidden, InvalidInput
from engine.domain.roles import Actor, Permission, Role
from engine.domain.situation import RecordKind
from engine.storage.changes import Insert
from engine.storage.journal import record
from engine.storage.openings import grounds_of
from engine.storage.tables import RecordRow

if TYPE_CHECKING:
    from engine.storage.receipts import Receipt, RequestKey
    from engine.workbench import Workbench

SCHOOL = frozenset({Role.SCHOOL_DIRECTOR, Role.SCHOOL_DEPUTY})
DECIDING = frozenset({Role.MUNICIPAL_COORDINATOR, Role.REGIONAL_COORDINATOR})
FILED, UPHELD, DISMISSED = "filed", "upheld", "dismissed"


@dataclass(frozen=True, slots=True)
class ObjectionRequest:
    """The school contests a ground of the list entry of its case, and says why."""

    case_id: UUID
    ground: str
    reason: str
    expected_revision: int | None = None


@dataclass(frozen=True, slots=True)
class VerdictRequest:
    """What becomes of an objection; one that is upheld rests on a decision of the case."""

    case_id: UUID
    ground: str
    verdict: str
    reason: str
    basis: UUID | None = None
    expected_revision: int | None = None


def file_objection(
    bench: Workbench,
    request: ObjectionRequest,
    *,
    actor: Actor,
    request_key: RequestKey | None = None,
) -> Receipt:
    """File an objection to a ground; the coordinator of the municipality is told."""
    deed = partial(_file, request=request)
    return on_case(
        bench, request, Permission.REGISTER_RECORD, deed, actor=actor, request_key=request_key
    )


def decide_objection(
    bench: Workbench,
    request: VerdictRequest,
    *,
    actor: Actor,
    request_key: RequestKey | None = None,
) -> Receipt:
    """Uphold or dismiss the objection that waits; the school is told."""
    deed = partial(_decide, request=request)
    return on_case(
        bench, request, Permission.REGISTER_DECISION, deed, actor=actor, request_key=request_key
    )


def _file(work: CaseWork, *, request: ObjectionRequest) -> Receipt:
    if not work.roles & SCHOOL:
        raise Forbidden(permission=Permission.REGISTER_RECORD.value)
    if request.ground not in grounds_of(work.transaction, work.locked.state.list_entry_id):
        raise InvalidInput(field="ground", rule="unknown", value=request.ground)
    if _waits(work, request.ground):
        raise InvalidInput(field="ground", rule="exists", value=request.ground)
    said = _Said(request.ground, FILED, work.remark(request.reason, "reason"))
    told = (Role.MUNICIPAL_COORDINATOR, Role.REGIONAL_COORDINATOR)
    return _recorded(work, AuditKind.OBJECTION_FILED, said, told)


def _decide(work: CaseWork, *, request: VerdictRequest) -> Receipt:
    if not work.roles & DECIDING:
        raise Forbidden(permission=Permission.REGISTER_DECISION.value)
    if request.verdict not in (UPHELD, DISMISSED):
        raise InvalidInput(field="verdict", rule="unknown", value=request.verdict)
    if not _waits(work, request.ground):
        raise InvalidInput(field="ground", rule="unknown", value=request.ground)
    in_force = {one.id for one in work.situation.decisions if one.in_force}
    if request.basis is None and request.verdict == UPHELD:
        raise InvalidInput(field="basis", rule="empty")
    if request.basis is not None and request.basis not in in_force:
        raise InvalidInput(field="basis", rule="unknown")
    basis = (str(request.basis),) if request.basis else ()
    reason = work.remark(request.reason, "reason")
    said = _Said(request.ground, request.verdict, reason, basis)
    told = (Role.SCHOOL_DIRECTOR, Role.SCHOOL_DEPUTY, Role.CURATOR)
    return _recorded(work, AuditKind.OBJECTION_DECIDED, said, told)


def _waits(work: CaseWork, ground: str) -> bool:
    """Whether an objection to the ground has been filed and not decided, in whatever round."""
    said = [
        one
        for one in work.situation.records
        if one.kind is RecordKind.OBJECTION and one.key == ground
    ]
    last = max(said, key=lambda one: one.revision, default=None)
    return last is not None and last.status == FILED


@dataclass(frozen=True, slots=True)
class _Said:
    """What is said of a ground, by whichever side."""

    ground: str
    status: str
    reason: str
    basis: tuple[str, ...] = ()


def _recorded(work: CaseWork, kind: AuditKind, said: _Said, told: tuple[Role, ...]) -> Receipt:
    asked = RecordRequest(
        work.locked.state.id, RecordKind.OBJECTION, said.ground, said.status, note=said.reason
    )
    values = record_values(work, asked, work.today)
    fields = {"ground": said.ground, "status": said.status}
    notices = [notice(work, kind.value, fields, role.value) for role in told]
    return record(
        work.transaction,
        work.locked.head,
        work.draft(kind, basis=said.basis, text={"reason": said.reason}),
        [Insert(RecordRow, values), *notices],
        request_key=work.request_key,
        created_id=values["id"],
    )
