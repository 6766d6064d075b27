"""Approving a roadmap: from then on it lives, and everything it asks for stands there at once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import UUID

from engine.actions.roadmaps.noticing import approved_notices
from engine.actions.roadmaps.roadwork import RoadmapWork, on_roadmap
from engine.domain.audit import AuditKind
from engine.domain.errors import InvalidInput
from engine.domain.roadmaps.occurrences import Ground
from engine.domain.roadmaps.planning import PlannedMeasure, doers, plan_roadmap
from engine.domain.roadmaps.states import AssignmentState, RoadmapStatus
from engine.domain.roles import Actor, Permission
from engine.storage.calendars import calendar_of
from engine.storage.changes import Change, Insert, Update
from engine.storage.occurrences import assignments_of, listed_schools, measures_to_plan
from engine.storage.quarters import quarters_of
from engine.storage.tables import AssignmentRow, OccurrenceRow, RoadmapRow
from engine.storage.types import new_id

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from engine.domain.roadmaps.occurrences import Occurrence
    from engine.storage.receipts import Receipt, RequestKey
    from engine.workbench import Workbench

MOST_OCCURRENCES = 200_000
"""More than that is a slip of the document: a measure a day for each school of a region."""


@dataclass(frozen=True, slots=True)
class ApproveRequest:
    """A roadmap that takes effect; what was due before `in_force_on` raises no alarm.

    Without a day it is the one the order was signed on, and for an unsigned one today.
    """

    roadmap_id: UUID
    in_force_on: date | None = None
    expected_revision: int | None = None


def approve_roadmap(
    bench: Workbench,
    request: ApproveRequest,
    *,
    actor: Actor,
    request_key: RequestKey | None = None,
) -> Receipt:
    """Approve a draft: each school gets its assignments, each measure its occurrences.

    Raises InvalidInput: field `status` where it is no draft, `measures` where it has none,
    `number` and `signed_on` where a draft made from the former roadmap has no order yet.
    """
    deed = partial(_approve, request=request)
    return on_roadmap(
        bench, request, Permission.APPROVE_ROADMAP, deed, actor=actor, request_key=request_key
    )


def _approve(work: RoadmapWork, *, request: ApproveRequest) -> Receipt:
    state = work.state
    if state.status is not RoadmapStatus.DRAFT:
        raise InvalidInput(field="status", rule="roadmap_status", value=state.status.value)
    in_force_on = work.past_day(request.in_force_on or state.signed_on, "in_force_on")
    measures = measures_to_plan(work.transaction, state.id)
    if not measures:
        raise InvalidInput(field="measures", rule="empty")
    _refuse_unordered(work)
    changes = list(plan_changes(work, measures, in_force_on))
    before = {"status": state.status.value, "in_force_on": None}
    values = {"status": RoadmapStatus.APPROVED.value, "in_force_on": in_force_on}
    return work.record(
        work.draft(AuditKind.ROADMAP_APPROVED, fields=_counts(changes) | order_fields(work)),
        [
            Update(RoadmapRow, {"id": state.id}, values, before=before),
            *changes,
            *approved_notices(work),
        ],
    )


def order_fields(work: RoadmapWork) -> dict[str, str]:
    """By which order it takes effect, as an entry says it; nothing where none is known."""
    number, signed_on = work.state.number.strip(), work.state.signed_on
    if not number or signed_on is None:
        return {}
    return {"order_number": number, "order_signed_on": signed_on.isoformat()}


def _refuse_unordered(work: RoadmapWork) -> None:
    """A draft that was made here must name its order before it takes effect."""
    state = work.state
    if state.sha256 is None and state.previous_id is not None:
        if not state.number.strip():
            raise InvalidInput(field="number", rule="no_order")
        if state.signed_on is None:
            raise InvalidInput(field="signed_on", rule="no_order")


def _counts(changes: Sequence[Change]) -> dict[str, int]:
    rows = [one.values for one in changes if one.row is OccurrenceRow]
    if len(rows) > MOST_OCCURRENCES:
        raise InvalidInput(field="measures", rule="too_many", value=MOST_OCCURRENCES)
    return {
        "occurrences": len(rows),
        "retroactive": sum(1 for one in rows if one["retroactive"]),
        "schools": len({one["school_id"] for one in rows} - {None}),
    }


def ground_of(work: RoadmapWork, in_force_on: date | None) -> Ground:
    """The days the roadmap is lived on: the region's calendar and the quarters it has set."""
    return Ground(
        calendar_of(work.transaction, work.state.place),
        quarters_of(work.transaction, work.state.region_id),
        in_force_on,
    )


def plan_changes(
    work: RoadmapWork, measures: Sequence[PlannedMeasure], in_force_on: date
) -> Iterator[Insert]:
    """The assignments that are lacking, then every occurrence of the measures."""
    schools = listed_schools(work.transaction, work.state.id)
    doing = _leaders(work)
    lacking = [
        (measure.id, school_id, new_id())
        for measure in measures
        for school_id in doers(measure, schools)
        if school_id is not None and (measure.id, school_id) not in doing
    ]
    for measure_id, school_id, assignment_id in lacking:
        doing[measure_id, school_id] = assignment_id
        yield Insert(AssignmentRow, _assignment(work, measure_id, school_id, assignment_id))
    ground = ground_of(work, in_force_on)
    for one in plan_roadmap(measures, schools, ground):
        doer = doing.get((one.measure_id, one.school_id))
        values = {"measure_id": one.measure_id, "school_id": one.school_id}
        yield occurrence_row(work, one.occurrence, {**values, "assignment_id": doer})


def _leaders(work: RoadmapWork) -> dict[tuple[UUID, UUID | None], UUID]:
    """Who leads each measure, by school: of several the leading one, else the first."""
    found: dict[tuple[UUID, UUID | None], UUID] = {}
    kept = assignments_of(work.transaction, work.state.id)
    for one in sorted(kept, key=lambda one: not one.leads):
        if one.school_id is None and one.state is AssignmentState.CANCELLED:
            continue
        found.setdefault((one.measure_id, one.school_id), one.id)
    return found


def _assignment(
    work: RoadmapWork, measure_id: UUID, school_id: UUID, assignment_id: UUID
) -> dict[str, Any]:
    return {
        "id": assignment_id,
        "roadmap_id": work.state.id,
        "measure_id": measure_id,
        "account_id": None,
        "school_id": school_id,
        "leads": True,
        "state": AssignmentState.PLANNED.value,
    }


def occurrence_row(work: RoadmapWork, one: Occurrence, whose: dict[str, Any]) -> Insert:
    """The row of an occurrence; `whose` names its measure, school and assignment."""
    values = {
        "id": new_id(),
        "roadmap_id": work.state.id,
        **whose,
        "kind": one.kind.value,
        "slot": one.slot,
        "label": one.label,
        "starts_on": one.starts_on,
        "due_on": one.due_on,
        "counts_until": one.counts_until,
        "needed": one.needed,
        "retroactive": one.retroactive,
        "state": AssignmentState.PLANNED.value,
        "done_on": None,
    }
    return Insert(OccurrenceRow, values)
