"""What a corrected document means for a roadmap that lives: nothing that was reported is lost."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, TypeAlias
from uuid import UUID

from engine.actions.roadmaps.approving import ground_of, plan_changes
from engine.actions.roadmaps.recounting import moved_changes
from engine.domain.audit import AuditKind
from engine.domain.errors import NotFound
from engine.domain.roadmaps.assignments import WorkStep, may_take
from engine.domain.roadmaps.evidence import state_by_evidence
from engine.domain.roadmaps.recounting import recount_occurrences
from engine.domain.roadmaps.states import AssignmentState, OccurrenceKind
from engine.storage.changes import Change, Insert, Update
from engine.storage.occurrences import (
    KeptOccurrence,
    measures_to_plan,
    occurrences_of,
    shown_for,
)
from engine.storage.roadmaps import lock_roadmap
from engine.storage.tables import AssignmentRow, OccurrenceRow

if TYPE_CHECKING:
    from engine.actions.roadmaps.roadwork import RoadmapWork
    from engine.domain.roadmaps.planning import PlannedMeasure
    from engine.domain.roadmaps.progress import Course

Key: TypeAlias = tuple[UUID, UUID | None, str]


@dataclass(frozen=True, slots=True)
class _Plan:
    """What the corrected document asks for, and what stands there of it already."""

    measures: Sequence[PlannedMeasure]
    changes: Sequence[Insert]
    asked: Mapping[Key, Insert]
    kept: Sequence[KeptOccurrence]


def replan(work: RoadmapWork) -> bool:
    """After a correction in the same transaction: what is asked anew, what moved, what is gone.

    What was reported or accepted stays as it is. Whether anything changed.
    """
    locked = lock_roadmap(work.transaction, work.state.id)
    if locked is None:
        raise NotFound
    again = replace(work, locked=locked, request_key=None)
    plan = _planned(again)
    changes = [*_new(plan), *_moved(again, plan), *_gone(plan), *_returned(again, plan)]
    if not changes:
        return False
    rows = [one for one in changes if one.row is OccurrenceRow]
    again.record(
        again.draft(
            AuditKind.ROADMAP_RECOUNTED,
            fields={"occurrences": len(rows), "cause": "correction"},
        ),
        changes,
    )
    return True


def _planned(work: RoadmapWork) -> _Plan:
    """As of today, so that what is asked for the first time and over by now is no alarm."""
    measures = measures_to_plan(work.transaction, work.state.id)
    changes = list(plan_changes(work, measures, work.today))
    asked = {_key_of(one): one for one in changes if one.row is OccurrenceRow}
    return _Plan(measures, changes, asked, occurrences_of(work.transaction, work.state.id))


def _key_of(one: Insert) -> Key:
    return one.values["measure_id"], one.values["school_id"], one.values["slot"]


def _base(one: KeptOccurrence) -> Key:
    """Its key in the plan; further times of an event stand there once."""
    return one.measure_id, one.school_id, one.slot.partition("+")[0]


def _new(plan: _Plan) -> Iterator[Change]:
    """What is asked for the first time, and the assignments that it needs."""
    known = {(one.measure_id, one.school_id, one.slot) for one in plan.kept}
    asked = [one for key, one in plan.asked.items() if key not in known]
    doing = {one.values["assignment_id"] for one in asked}
    for one in plan.changes:
        if one.row is AssignmentRow and one.values["id"] in doing:
            yield one
    yield from asked


def _moved(work: RoadmapWork, plan: _Plan) -> Iterator[Change]:
    ground = ground_of(work, work.state.in_force_on)
    return moved_changes(recount_occurrences(plan.measures, plan.kept, ground))


def _gone(plan: _Plan) -> Iterator[Change]:
    """What the document does not ask for any more, as far as nothing was handed in for it."""
    for one in plan.kept:
        if _base(one) not in plan.asked and may_take(one.course.state, WorkStep.WITHDRAW):
            yield Update(
                OccurrenceRow,
                {"id": one.id},
                {"state": AssignmentState.WITHDRAWN.value},
                before={"state": one.course.state.value},
            )


def _returned(work: RoadmapWork, plan: _Plan) -> Iterator[Change]:
    """What an earlier correction took out and this one asks for again, as far as it lies ahead.

    It stands as its evidence says, on the days that the calendar has by now.
    """
    back = [
        one
        for one in plan.kept
        if one.course.state is AssignmentState.WITHDRAWN and _base(one) in plan.asked
    ]
    shown = shown_for(work.transaction, [one.id for one in back])
    for one in back:
        course = _open_again(one.course, plan.asked[_base(one)].values)
        last = course.counts_until or course.due_on
        if last is not None and last < work.today:
            continue
        values = {
            "starts_on": course.starts_on,
            "due_on": course.due_on,
            "counts_until": course.counts_until,
            "state": state_by_evidence(course, shown[one.id].values()).value,
        }
        before = {"state": one.course.state.value}
        yield Update(OccurrenceRow, {"id": one.id}, values, before=before)


def _open_again(course: Course, asked: Mapping[str, Any]) -> Course:
    """Planned, on the days of the plan; what waited for an event has its day from somebody."""
    again = replace(course, state=AssignmentState.PLANNED)
    if course.kind is OccurrenceKind.EVENT:
        return again
    return replace(
        again,
        starts_on=asked["starts_on"],
        due_on=asked["due_on"],
        counts_until=asked["counts_until"],
    )
