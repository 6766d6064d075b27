"""Who acts for a measure: somebody is added or let go, and one of several leads."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

from engine.actions.roadmaps.correcting import refuse_closed
from engine.actions.roadmaps.roadwork import RoadmapWork, on_roadmap
from engine.domain.audit import AuditKind
from engine.domain.errors import InvalidInput, NotFound
from engine.domain.roadmaps.assignments import CLOSED, state_of_work
from engine.domain.roadmaps.by_hand import with_assignees_by_hand
from engine.domain.roadmaps.content import Assignee
from engine.domain.roadmaps.states import AssignmentState, MeasureStatus
from engine.domain.roles import Actor, Permission
from engine.storage.changes import Change, Insert, Update
from engine.storage.occurrences import occurrences_of_measure
from engine.storage.roadmap_content import (
    KeptAssignee,
    KeptMeasure,
    assignee_values,
    kept_measures,
    measure_values,
)
from engine.storage.storable import require_storable
from engine.storage.tables import AssignmentRow, MeasureRow, OccurrenceRow
from engine.storage.types import new_id

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from engine.storage.receipts import Receipt, RequestKey
    from engine.workbench import Workbench

MOST_ASSIGNEES = 50


@dataclass(frozen=True, slots=True)
class AssignRequest:
    """Somebody more who acts for a measure, as printed words; `leads` of the assignee is minded."""

    roadmap_id: UUID
    measure_id: UUID
    assignee: Assignee
    expected_revision: int | None = None


@dataclass(frozen=True, slots=True)
class AssignmentRequest:
    """A deed on somebody who acts for a measure."""

    roadmap_id: UUID
    assignment_id: UUID
    expected_revision: int | None = None


def assign_measure(
    bench: Workbench,
    request: AssignRequest,
    *,
    actor: Actor,
    request_key: RequestKey | None = None,
) -> Receipt:
    """Add somebody who acts for a measure.

    Raises InvalidInput: `name` where nothing is said of whom, or the same acts already;
    `assignees` where there are too many.
    """
    return _done(bench, request, partial(_assign, request=request), actor, request_key)


def lead_measure(
    bench: Workbench,
    request: AssignmentRequest,
    *,
    actor: Actor,
    request_key: RequestKey | None = None,
) -> Receipt:
    """Let one of several lead: he answers for the measure, and what is open of it is his.

    Raises InvalidInput: `assignment` where he leads already.
    """
    return _done(bench, request, partial(_lead, request=request), actor, request_key)


def release_assignee(
    bench: Workbench,
    request: AssignmentRequest,
    *,
    actor: Actor,
    request_key: RequestKey | None = None,
) -> Receipt:
    """Let somebody act for a measure no more; what is open of his goes to who is left.

    Raises InvalidInput: `assignment`, rule `step`, where he handed something in.
    """
    return _done(bench, request, partial(_release, request=request), actor, request_key)


def _done(
    bench: Workbench,
    request: AssignRequest | AssignmentRequest,
    deed: partial[Receipt],
    actor: Actor,
    request_key: RequestKey | None,
) -> Receipt:
    return on_roadmap(
        bench, request, Permission.WRITE_ROADMAP, deed, actor=actor, request_key=request_key
    )


def _assign(work: RoadmapWork, *, request: AssignRequest) -> Receipt:
    refuse_closed(work)
    measure = _measure(work, request.measure_id)
    one, acting = request.assignee, _acting(measure)
    said = (one.name.strip(), one.position.strip(), one.body.strip())
    if not any(said):
        raise InvalidInput(field="name", rule="empty")
    require_storable(zip(("name", "position", "body"), said, strict=True))
    if said in {(each.name, each.position, each.body) for each in measure.content.assignees}:
        raise InvalidInput(field="name", rule="exists")
    if len(acting) >= MOST_ASSIGNEES:
        raise InvalidInput(field="assignees", rule="too_many")
    assignee = Assignee(*said, leads=one.leads or not acting)
    assignment_id = new_id()
    own = {"id": assignment_id, "roadmap_id": work.state.id, "measure_id": measure.id}
    place = {"ordinal": len(measure.assignments), "state": AssignmentState.PLANNED.value}
    new = Insert(AssignmentRow, {**own, **assignee_values(assignee), **place})
    stand = _Standing(work, measure)
    if assignee.leads:
        stand.lead(assignment_id)
    return _recorded(work, measure, "added", assignee, [new, *stand.changes()])


def _lead(work: RoadmapWork, *, request: AssignmentRequest) -> Receipt:
    refuse_closed(work)
    measure, one = _assignment(work, request.assignment_id)
    if one.assignee.leads:
        raise InvalidInput(field="assignment", rule="unchanged")
    stand = _Standing(work, measure)
    stand.lead(one.id)
    return _recorded(work, measure, "leads", one.assignee, list(stand.changes()))


def _release(work: RoadmapWork, *, request: AssignmentRequest) -> Receipt:
    refuse_closed(work)
    measure, one = _assignment(work, request.assignment_id)
    if one.state not in _NOT_REPORTED:
        raise InvalidInput(field="assignment", rule="step", value=one.state.value)
    stand = _Standing(work, measure)
    stand.release(one.id)
    return _recorded(work, measure, "released", one.assignee, list(stand.changes()))


_NOT_REPORTED = (
    AssignmentState.PLANNED,
    AssignmentState.IN_PROGRESS,
    AssignmentState.REJECTED,
)


class _Standing:
    """Those who act for a measure with what is theirs, while it goes from one to another."""

    def __init__(self, work: RoadmapWork, measure: KeptMeasure) -> None:
        self.known = {one.id: one for one in _acting(measure)}
        self.leads = {one.id for one in self.known.values() if one.assignee.leads}
        self.released: set[UUID] = set()
        found = occurrences_of_measure(work.transaction, work.state.id, measure.id)
        # What a school does for itself is the school's, whoever leads.
        self.own = [one for one in found if one.school_id is None]
        self.doer = {one.id: one.assignment_id for one in self.own}

    def lead(self, assignment_id: UUID) -> None:
        """Let one lead, and nobody else; what is open is his."""
        self.leads = {assignment_id}
        self._hand_over(lambda _doer: True, assignment_id)

    def release(self, assignment_id: UUID) -> None:
        """Take one out; what is open of his goes to who leads, else to the next."""
        self.leads.discard(assignment_id)
        self.released.add(assignment_id)
        left = [one for one in self.known if one not in self.released]
        heir = next((one for one in left if one in self.leads), left[0] if left else None)
        self._hand_over(lambda doer: doer == assignment_id, heir)

    def _hand_over(self, theirs: Callable[[UUID | None], bool], to: UUID | None) -> None:
        for one in self.own:
            if one.course.state not in CLOSED and theirs(self.doer[one.id]):
                self.doer[one.id] = to

    def changes(self) -> Iterator[Change]:
        """What becomes other, each row once."""
        for one in self.own:
            if self.doer[one.id] != one.assignment_id:
                former = {"assignment_id": one.assignment_id}
                yield Update(
                    OccurrenceRow,
                    {"id": one.id},
                    {"assignment_id": self.doer[one.id]},
                    before=former,
                )
        for assignment in self.known.values():
            yield from self._assignment(assignment)

    def _assignment(self, one: KeptAssignee) -> Iterator[Change]:
        before = {"leads": one.assignee.leads, "state": one.state.value}
        now = {"leads": one.id in self.leads, "state": self._state(one).value}
        values = {name: value for name, value in now.items() if value != before[name]}
        if values:
            former = {name: before[name] for name in values}
            yield Update(AssignmentRow, {"id": one.id}, values, before=former)

    def _state(self, one: KeptAssignee) -> AssignmentState:
        if one.id in self.released:
            return AssignmentState.CANCELLED
        his = [each.course.state for each in self.own if self.doer[each.id] == one.id]
        held = any(each.assignment_id == one.id for each in self.own)
        return state_of_work(his) if his else AssignmentState.PLANNED if held else one.state


def _acting(measure: KeptMeasure) -> list[KeptAssignee]:
    return [one for one in measure.assignments if one.state is not AssignmentState.CANCELLED]


def _measure(work: RoadmapWork, measure_id: UUID) -> KeptMeasure:
    for one in kept_measures(work.transaction, work.state.id):
        if one.id == measure_id and one.status is MeasureStatus.OPEN:
            return one
    raise NotFound


def _assignment(work: RoadmapWork, assignment_id: UUID) -> tuple[KeptMeasure, KeptAssignee]:
    for measure in kept_measures(work.transaction, work.state.id):
        for one in _acting(measure):
            if one.id == assignment_id and measure.status is MeasureStatus.OPEN:
                return measure, one
    raise NotFound


def _recorded(
    work: RoadmapWork, measure: KeptMeasure, deed: str, assignee: Assignee, changes: list[Change]
) -> Receipt:
    """Write it, with the remark that a person said who acts: the next document keeps it."""
    printed = measure_values(with_assignees_by_hand(measure.content))["printed"]
    remembered = Update(MeasureRow, {"id": measure.id}, {"printed": printed})
    who = ", ".join(filter(None, (assignee.name, assignee.position, assignee.body)))
    draft = work.draft(
        AuditKind.MEASURE_ASSIGNED,
        fields={"deed": deed},
        text={"title": measure.content.shown_title, "who": who},
    )
    return work.record(draft, [*changes, remembered])
