"""What deeds on occurrences share: finding those that are meant, and writing where they stand."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from engine.domain.errors import InvalidInput, NotFound
from engine.domain.roadmaps.assignments import state_of_work
from engine.domain.roadmaps.states import IN_FORCE, AssignmentState
from engine.storage.changes import Change, Update
from engine.storage.occurrences import (
    assignments_of,
    named_occurrences,
    occurrences_beside,
)
from engine.storage.tables import AssignmentRow, OccurrenceRow

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from datetime import date
    from uuid import UUID

    from engine.actions.roadmaps.roadwork import RoadmapWork
    from engine.storage.occurrences import KeptOccurrence

MOST_AT_ONCE = 500


def meant(
    work: RoadmapWork, ids: Collection[UUID], *, of_school: bool = True
) -> list[KeptOccurrence]:
    """The occurrences a request names, all of them the school's where the deed is a school's.

    Raises NotFound where one is not of the roadmap or not of the school; InvalidInput where none
    is named, or the roadmap is not in force.
    """
    refuse_not_in_force(work)
    if not 1 <= len(set(ids)) <= MOST_AT_ONCE:
        raise InvalidInput(field="occurrences", rule="length", value=MOST_AT_ONCE)
    found = named_occurrences(work.transaction, work.state.id, set(ids))
    foreign = of_school and any(one.school_id != work.school_id for one in found)
    if foreign or len(found) != len(set(ids)):
        raise NotFound
    return found


def refuse_not_in_force(work: RoadmapWork) -> None:
    """Refuse a deed of work on a draft or on a roadmap that was closed."""
    if work.state.status not in IN_FORCE:
        raise InvalidInput(field="status", rule="roadmap_status", value=work.state.status.value)


def stand_changes(
    work: RoadmapWork,
    occurrences: Sequence[KeptOccurrence],
    states: Mapping[UUID, AssignmentState],
    done_on: Mapping[UUID, date] | None = None,
) -> Iterator[Change]:
    """The rows that bring occurrences to their new states, and their assignments after them."""
    days = done_on or {}
    for one in occurrences:
        state, before = states[one.id], one.course.state
        if state is before:
            continue
        day = days.get(one.id) if state is AssignmentState.ACCEPTED else None
        yield Update(
            OccurrenceRow,
            {"id": one.id},
            {"state": state.value, "done_on": day},
            before={"state": before.value},
        )
    yield from _assignment_changes(work, occurrences, states)


def _assignment_changes(
    work: RoadmapWork,
    occurrences: Sequence[KeptOccurrence],
    states: Mapping[UUID, AssignmentState],
) -> Iterator[Change]:
    touched = {one.assignment_id for one in occurrences if one.assignment_id is not None}
    if not touched:
        return
    standing: dict[UUID | None, list[AssignmentState]] = defaultdict(list)
    for one in occurrences_beside(work.transaction, work.state.id, touched):
        standing[one.assignment_id].append(states.get(one.id, one.course.state))
    known = {one.id: one.state for one in assignments_of(work.transaction, work.state.id)}
    for assignment_id in sorted(touched):
        state = state_of_work(standing[assignment_id])
        if state is not known[assignment_id]:
            yield Update(
                AssignmentRow,
                {"id": assignment_id},
                {"state": state.value},
                before={"state": known[assignment_id].value},
            )
