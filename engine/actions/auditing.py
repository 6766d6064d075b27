"""Findings of an auditor on a case: written, answered by who must act, and judged by an auditor."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

from engine.actions.casework import CaseWork, on_case
from engine.actions.noticing import notice
from engine.actions.recording import RecordRequest, record_values
from engine.domain.audit import AuditKind
from engine.domain.audit_findings import ANSWERS, AuditFinding, FindingStatus, findings_of
from engine.domain.errors import Forbidden, InvalidInput
from engine.domain.notices import COORDINATORS, SCHOOL
from engine.domain.roles import ATTACHED_ROLES, Actor, Permission, Role
from engine.domain.situation import RecordKind
from engine.storage.calendars import calendar_of
from engine.storage.changes import Insert
from engine.storage.journal import record
from engine.storage.tables import RecordRow

if TYPE_CHECKING:
    from datetime import date

    from engine.storage.receipts import Receipt, RequestKey
    from engine.workbench import Workbench

_INVOLVED = ATTACHED_ROLES | {Role.SCHOOL_DEPUTY, Role.SCHOOL_DIRECTOR}
"""Roles whose work on the case is what an audit looks at."""


@dataclass(frozen=True, slots=True)
class FindingRequest:
    """What was found and must be put right, and by which day."""

    case_id: UUID
    note: str
    due_on: date
    expected_revision: int | None = None


@dataclass(frozen=True, slots=True)
class FindingStepRequest:
    """The next word on a finding; `due_on` gives one that was not executed another day."""

    case_id: UUID
    key: str
    status: FindingStatus
    note: str
    due_on: date | None = None
    expected_revision: int | None = None


def issue_finding(
    bench: Workbench,
    request: FindingRequest,
    *,
    actor: Actor,
    request_key: RequestKey | None = None,
) -> Receipt:
    """Write a finding; school, curator and coordinators are told.

    A day that nobody works on gives the next working day of the region. Raises InvalidInput, and
    Forbidden for who works on the case himself.
    """
    deed = partial(_issue, request=request)
    return on_case(
        bench, request, Permission.ISSUE_FINDING, deed, actor=actor, request_key=request_key
    )


def answer_finding(
    bench: Workbench,
    request: FindingStepRequest,
    *,
    actor: Actor,
    request_key: RequestKey | None = None,
) -> Receipt:
    """Say that a finding is acknowledged or executed, and how; the auditors are told."""
    deed = partial(_answer, request=request)
    return on_case(
        bench, request, Permission.ANSWER_FINDING, deed, actor=actor, request_key=request_key
    )


def judge_finding(
    bench: Workbench,
    request: FindingStepRequest,
    *,
    actor: Actor,
    request_key: RequestKey | None = None,
) -> Receipt:
    """Say that a finding is verified, not executed or withdrawn; school and curator are told.

    Whoever said that it was executed does not verify it.
    """
    deed = partial(_judge, request=request)
    return on_case(
        bench, request, Permission.ISSUE_FINDING, deed, actor=actor, request_key=request_key
    )


def _issue(work: CaseWork, *, request: FindingRequest) -> Receipt:
    _refuse_involved(work)
    said = AuditFinding(
        str(len(findings_of(work.situation.records)) + 1),
        FindingStatus.ISSUED,
        _working_day(work, request.due_on),
        work.actor.account_id,
    )
    told = (SCHOOL, Role.CURATOR.value, COORDINATORS)
    return _recorded(work, AuditKind.FINDING_ISSUED, said, request.note, told)


def _answer(work: CaseWork, *, request: FindingStepRequest) -> Receipt:
    known = _known(work, request)
    if request.status not in ANSWERS:
        raise InvalidInput(field="status", rule="unknown", value=request.status.value)
    said = AuditFinding(known.key, request.status, known.due_on, work.actor.account_id)
    told = (Role.AUDITOR.value,)
    return _recorded(work, AuditKind.FINDING_ANSWERED, said, request.note, told)


def _judge(work: CaseWork, *, request: FindingStepRequest) -> Receipt:
    _refuse_involved(work)
    known = _known(work, request)
    if request.status in ANSWERS:
        raise InvalidInput(field="status", rule="unknown", value=request.status.value)
    if known.status is FindingStatus.EXECUTED and known.said_by == work.actor.account_id:
        raise Forbidden(permission=Permission.ISSUE_FINDING.value)
    due_on = known.due_on
    if request.due_on is not None:
        if request.status is not FindingStatus.NOT_EXECUTED:
            raise InvalidInput(field="due_on", rule="unknown")
        due_on = _working_day(work, request.due_on)
    said = AuditFinding(known.key, request.status, due_on, work.actor.account_id)
    told = (SCHOOL, Role.CURATOR.value)
    return _recorded(work, AuditKind.FINDING_JUDGED, said, request.note, told)


def _refuse_involved(work: CaseWork) -> None:
    if work.roles & _INVOLVED:
        raise Forbidden(permission=Permission.ISSUE_FINDING.value)


def _known(work: CaseWork, request: FindingStepRequest) -> AuditFinding:
    """The finding, if this can be said of it today."""
    for known in findings_of(work.situation.records):
        if known.key == request.key:
            if request.status not in known.steps_on(work.today):
                raise InvalidInput(field="status", rule="unknown", value=request.status.value)
            return known
    raise InvalidInput(field="key", rule="unknown", value=request.key)


def _working_day(work: CaseWork, day: date) -> date:
    if day < work.today:
        raise InvalidInput(field="due_on", rule="past", value=work.today.isoformat())
    calendar = calendar_of(work.transaction, work.locked.state.place)
    return calendar.next_working_day(day)


def _recorded(
    work: CaseWork, kind: AuditKind, said: AuditFinding, note: str, told: tuple[str, ...]
) -> Receipt:
    asked = RecordRequest(
        work.locked.state.id,
        RecordKind.FINDING,
        said.key,
        said.status.value,
        note=work.remark(note, "note"),
    )
    values = {**record_values(work, asked, work.today), "due_on": said.due_on}
    fields = {"finding": said.key, "status": said.status.value}
    if said.due_on is not None:
        fields["due_on"] = said.due_on.isoformat()
    return record(
        work.transaction,
        work.locked.head,
        work.draft(kind, text={"note": note}, fields=fields),
        [Insert(RecordRow, values), *(notice(work, kind.value, fields, one) for one in told)],
        request_key=work.request_key,
        created_id=values["id"],
    )
