"""Beginning work on occurrences, and dropping what is not to be done any more."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

from engine.actions.roadmaps.occurring import meant, stand_changes
from engine.actions.roadmaps.reporting import told_of
from engine.actions.roadmaps.roadwork import RoadmapWork, on_roadmap
from engine.domain.audit import AuditKind
from engine.domain.roadmaps.assignments import WorkStep, take_step
from engine.domain.roles import Actor, Permission

if TYPE_CHECKING:
    from engine.storage.receipts import Receipt, RequestKey
    from engine.workbench import Workbench


@dataclass(frozen=True, slots=True)
class StartRequest:
    """Occurrences that somebody begins to work on; `school_id` is whose they are."""

    roadmap_id: UUID
    occurrences: tuple[UUID, ...]
    school_id: UUID | None = None
    expected_revision: int | None = None


@dataclass(frozen=True, slots=True)
class CancelRequest:
    """Occurrences that are not to be done any more, of whatever schools, and why."""

    roadmap_id: UUID
    occurrences: tuple[UUID, ...]
    reason: str
    expected_revision: int | None = None


def start_measures(
    bench: Workbench,
    request: StartRequest,
    *,
    actor: Actor,
    request_key: RequestKey | None = None,
) -> Receipt:
    """Say that the work has begun. Raises InvalidInput where the state does not have the step."""
    return on_roadmap(
        bench,
        request,
        Permission.REPORT_MEASURE,
        partial(_start, request=request),
        actor=actor,
        request_key=request_key,
        school_id=request.school_id,
    )


def _start(work: RoadmapWork, *, request: StartRequest) -> Receipt:
    occurrences = meant(work, request.occurrences)
    states = {one.id: take_step(one.course.state, WorkStep.START) for one in occurrences}
    draft = work.draft(AuditKind.MEASURE_STARTED, fields=told_of(work, occurrences))
    return work.record(draft, list(stand_changes(work, occurrences, states)))


def cancel_measures(
    bench: Workbench,
    request: CancelRequest,
    *,
    actor: Actor,
    request_key: RequestKey | None = None,
) -> Receipt:
    """Drop occurrences with a reason; what was handed in must be looked at first."""
    deed = partial(_cancel, request=request)
    return on_roadmap(
        bench, request, Permission.REVIEW_MEASURE, deed, actor=actor, request_key=request_key
    )


def _cancel(work: RoadmapWork, *, request: CancelRequest) -> Receipt:
    reason = work.remark(request.reason, "reason")
    occurrences = meant(work, request.occurrences, of_school=False)
    states = {one.id: take_step(one.course.state, WorkStep.CANCEL) for one in occurrences}
    draft = work.draft(
        AuditKind.MEASURE_CANCELLED, fields=told_of(work, occurrences), text={"reason": reason}
    )
    return work.record(draft, list(stand_changes(work, occurrences, states)))
