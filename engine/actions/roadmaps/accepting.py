"""Looking at what was handed in: evidence is accepted, or returned with remarks."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

from engine.actions.roadmaps.noticing import returned_notice
from engine.actions.roadmaps.occurring import refuse_not_in_force, stand_changes
from engine.actions.roadmaps.reporting import told_of
from engine.actions.roadmaps.roadwork import RoadmapWork, on_roadmap
from engine.domain.audit import AuditKind
from engine.domain.errors import Forbidden, InvalidInput, NotFound
from engine.domain.roadmaps.evidence import state_by_evidence
from engine.domain.roadmaps.states import EvidenceStatus
from engine.domain.roles import Actor, Permission
from engine.storage.changes import Update
from engine.storage.occurrences import KeptEvidence, evidence_of, named_occurrences, shown_for
from engine.storage.tables import EvidenceRow

if TYPE_CHECKING:
    from engine.storage.receipts import Receipt, RequestKey
    from engine.workbench import Workbench

_KINDS = {
    EvidenceStatus.ACCEPTED: AuditKind.EVIDENCE_ACCEPTED,
    EvidenceStatus.REJECTED: AuditKind.EVIDENCE_RETURNED,
}


@dataclass(frozen=True, slots=True)
class VerdictRequest:
    """What becomes of a piece of evidence: accepted, or rejected with remarks."""

    roadmap_id: UUID
    evidence_id: UUID
    verdict: EvidenceStatus
    remarks: str = ""
    expected_revision: int | None = None


def review_evidence(
    bench: Workbench,
    request: VerdictRequest,
    *,
    actor: Actor,
    request_key: RequestKey | None = None,
) -> Receipt:
    """Accept or return evidence; everything it was handed in for goes with it.

    Raises InvalidInput where it is not waiting, or remarks are lacking; Forbidden to its author.
    """
    deed = partial(_review, request=request)
    return on_roadmap(
        bench, request, Permission.REVIEW_MEASURE, deed, actor=actor, request_key=request_key
    )


def _review(work: RoadmapWork, *, request: VerdictRequest) -> Receipt:
    refuse_not_in_force(work)
    evidence = evidence_of(work.transaction, work.state.id, request.evidence_id)
    if evidence is None:
        raise NotFound
    _check(work, evidence, request)
    occurrences = named_occurrences(work.transaction, work.state.id, evidence.occurrences)
    shown = shown_for(work.transaction, evidence.occurrences)
    for one in shown.values():
        one[evidence.id] = replace(one[evidence.id], status=request.verdict)
    states = {one.id: state_by_evidence(one.course, shown[one.id].values()) for one in occurrences}
    done_on = {
        one.id: max(piece.happened_on for piece in shown[one.id].values()) for one in occurrences
    }
    returned = request.verdict is EvidenceStatus.REJECTED
    values = {"status": request.verdict.value, "remarks": request.remarks if returned else None}
    change = Update(
        EvidenceRow, {"id": evidence.id}, values, before={"status": evidence.status.value}
    )
    draft = work.draft(
        _KINDS[request.verdict],
        evidence=(evidence.sha256,) if evidence.sha256 else (),
        fields=told_of(work, occurrences)
        | ({"school": str(evidence.school_id)} if evidence.school_id else {}),
        text={"remarks": request.remarks} if returned else {},
    )
    told = returned_notice(work, evidence) if returned else []
    return work.record(draft, [change, *stand_changes(work, occurrences, states, done_on), *told])


def _check(work: RoadmapWork, evidence: KeptEvidence, request: VerdictRequest) -> None:
    if request.verdict not in _KINDS:
        raise InvalidInput(field="verdict", rule="unknown", value=request.verdict.value)
    if evidence.status is not EvidenceStatus.SUBMITTED:
        raise InvalidInput(field="report", rule="judged", value=evidence.status.value)
    if evidence.author_id == work.actor.account_id:
        raise Forbidden(permission=Permission.REVIEW_MEASURE.value, rule="author")
    if request.verdict is EvidenceStatus.REJECTED:
        work.remark(request.remarks, "remarks")
