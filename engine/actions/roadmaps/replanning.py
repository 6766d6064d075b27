"""What a corrected document means for a roadmap that lives: nothing that was reported is lost."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias
from uuid import UUID

from engine.actions.roadmaps.approving import ground_of, plan_changes
from engine.actions.roadmaps.recounting import moved_changes
from engine.domain.audit import AuditKind
from engine.domain.errors import NotFound
from engine.domain.roadmaps.assignments import WorkStep, may_take
from engine.domain.roadmaps.recounting import recount_occurrences
from engine.domain.roadmaps.states import AssignmentState
from engine.storage.changes import Change, Insert, Update
from engine.storage.occurrences import (
    KeptOccurrence,
    measures_to_plan,
    occurrences_of,
)
from engine.storage.roadmaps import lock_roadmap
from engine.storage.tables import AssignmentRow, OccurrenceRow

if TYPE_CHECKING:
    from engine.actions.roadmaps.roadwork import RoadmapWork

Key: TypeAlias = tuple[UUID, UUID | None, str]


def replan(work: RoadmapWork) -> bool:
    """After a correction in the same transaction: what is asked anew, what moved, what is gone.

    What was reported or accepted stays as it is. Whether anything changed.
    """
    locked = lock_roadmap(work.transaction, work.state.id)
    if locked is None:
        raise NotFound
    again = replace(work, locked=locked, request_key=None)
    kept = occurrences_of(again.transaction, again.state.id)
    changes = [*_new(again, kept), *_moved(again, kept), *_gone(again, kept)]
    if not changes:
        return False
    rows = [one for one in changes if one.row is OccurrenceRow]
    again.record(
        again.draft(AuditKind.ROADMAP_RECOUNTED, fields={"occurrences": len(rows)}), changes
    )
    return True


def _key(one: KeptOccurrence) -> Key:
    return one.measure_id, one.school_id, one.slot


def _new(work: RoadmapWork, kept: Sequence[KeptOccurrence]) -> Iterator[Change]:
    """What is asked for the first time; what of it is over by now is no alarm."""
    known = {_key(one) for one in kept}
    measures = measures_to_plan(work.transaction, work.state.id)
    made = list(plan_changes(work, measures, work.today))
    asked = [
        one
        for one in made
        if one.row is OccurrenceRow
        and (one.values["measure_id"], one.values["school_id"], one.values["slot"]) not in known
    ]
    doing = {one.values["assignment_id"] for one in asked}
    yield from (
        one
        for one in made
        if isinstance(one, Insert) and one.row is AssignmentRow and one.values["id"] in doing
    )
    yield from asked


def _moved(work: RoadmapWork, kept: Sequence[KeptOccurrence]) -> list[Change]:
    measures = measures_to_plan(work.transaction, work.state.id)
    ground = ground_of(work, work.state.in_force_on)
    return list(moved_changes(recount_occurrences(measures, kept, ground)))


def _gone(work: RoadmapWork, kept: Sequence[KeptOccurrence]) -> Iterator[Change]:
    """What the document does not ask for any more, as far as nothing was handed in for it."""
    measures = measures_to_plan(work.transaction, work.state.id)
    asked = {
        (one.values["measure_id"], one.values["school_id"], one.values["slot"])
        for one in plan_changes(work, measures, work.today)
        if one.row is OccurrenceRow
    }
    for one in kept:
        base = one.slot.partition("+")[0]
        asked_still = (one.measure_id, one.school_id, base) in asked
        if not asked_still and may_take(one.course.state, WorkStep.CANCEL):
            yield Update(
                OccurrenceRow,
                {"id": one.id},
                {"state": AssignmentState.CANCELLED.value},
                before={"state": one.course.state.value},
            )
