"""The end of a period: open measures are decided, the next roadmap is drafted, this one closed."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import UUID

from engine.actions.roadmaps.importing import assignment_rows, measure_row
from engine.actions.roadmaps.occurring import refuse_not_in_force, stand_changes
from engine.actions.roadmaps.roadwork import RoadmapWork, on_roadmap
from engine.domain.audit import AuditKind, Stream, StreamKind
from engine.domain.errors import InvalidInput, NotFound
from engine.domain.roadmaps.assignments import CLOSED, WorkStep, may_take, take_step
from engine.domain.roadmaps.carrying import (
    GOES_ON,
    CarryVerdict,
    next_card,
    next_measures,
    shift_after,
)
from engine.domain.roadmaps.states import AssignmentState, RoadmapList, RoadmapStatus
from engine.domain.roles import Actor, Permission
from engine.storage.changes import Change, Insert, Update
from engine.storage.journal import lock_stream, record
from engine.storage.occurrences import assignments_of, occurrences_of
from engine.storage.roadmap_carrying import (
    KeptCarry,
    card_from,
    carry_decisions,
    open_measures,
)
from engine.storage.roadmap_content import card_values, kept_measures, kept_schools
from engine.storage.roadmaps import card_of
from engine.storage.tables import AssignmentRow, CarryDecisionRow, RoadmapRow, RoadmapSchoolRow
from engine.storage.types import new_id

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from engine.domain.roadmaps.content import MeasureContent
    from engine.storage.occurrences import KeptOccurrence
    from engine.storage.receipts import Receipt, RequestKey
    from engine.storage.roadmap_content import KeptMeasure
    from engine.workbench import Workbench


@dataclass(frozen=True, slots=True)
class CarryOrder:
    """The order by which the end of the period is decided."""

    number: str
    signed_on: date
    body: str = ""


@dataclass(frozen=True, slots=True)
class CarryDecision:
    """What becomes of a measure; for a revision the note says what is to change."""

    measure_id: UUID
    verdict: CarryVerdict
    note: str = ""


@dataclass(frozen=True, slots=True)
class CarryRequest:
    """Decisions on open measures of a roadmap, a few or all of them, by one order."""

    roadmap_id: UUID
    order: CarryOrder
    decisions: tuple[CarryDecision, ...]
    expected_revision: int | None = None


@dataclass(frozen=True, slots=True)
class NextRequest:
    """A roadmap whose open measures are all decided: it ends, and the next one is drafted."""

    roadmap_id: UUID
    expected_revision: int | None = None


def decide_measures(
    bench: Workbench,
    request: CarryRequest,
    *,
    actor: Actor,
    request_key: RequestKey | None = None,
) -> Receipt:
    """Keep what is decided of open measures; until the roadmap is closed it may be changed.

    Raises InvalidInput: `number` and `signed_on` of the order, `decisions` where none is named,
    `note` of a revision; NotFound for what is no open measure of the roadmap.
    """
    deed = partial(_decide, request=request)
    return on_roadmap(
        bench, request, Permission.APPROVE_ROADMAP, deed, actor=actor, request_key=request_key
    )


def draft_next(
    bench: Workbench,
    request: NextRequest,
    *,
    actor: Actor,
    request_key: RequestKey | None = None,
) -> Receipt:
    """Close a roadmap and draft the one that follows out of what goes on; its id is created.

    Raises InvalidInput: `decisions` while a measure is undecided, `occurrences` while something
    handed in waits for its review. Where nothing goes on nothing is drafted.
    """
    deed = partial(_draft_next, request=request)
    return on_roadmap(
        bench, request, Permission.APPROVE_ROADMAP, deed, actor=actor, request_key=request_key
    )


def _decide(work: RoadmapWork, *, request: CarryRequest) -> Receipt:
    refuse_not_in_force(work)
    order = _checked(work, request.order)
    if not request.decisions:
        raise InvalidInput(field="decisions", rule="required")
    open_ids = {one.id for one in _open(work)}
    known = carry_decisions(work.transaction, work.state.id)
    changes = []
    for one in request.decisions:
        if one.measure_id not in open_ids:
            raise NotFound
        if one.verdict is CarryVerdict.REVISE:
            work.remark(one.note, "note")
        changes.append(_kept(work, one, order, known.get(one.measure_id)))
    verdicts = Counter(one.verdict.value for one in request.decisions)
    draft = work.draft(
        AuditKind.MEASURES_CARRIED,
        happened_on=order.signed_on,
        fields={
            **{one.value: verdicts[one.value] for one in CarryVerdict},
            "order_number": order.number,
            "order_signed_on": order.signed_on.isoformat(),
        },
    )
    return work.record(draft, changes)


def _checked(work: RoadmapWork, order: CarryOrder) -> CarryOrder:
    if not order.number.strip():
        raise InvalidInput(field="number", rule="empty")
    work.past_day(order.signed_on, "signed_on")
    return replace(order, number=order.number.strip(), body=order.body.strip())


def _open(work: RoadmapWork) -> list[KeptMeasure]:
    measures = kept_measures(work.transaction, work.state.id)
    return open_measures(measures, occurrences_of(work.transaction, work.state.id))


def _kept(
    work: RoadmapWork, one: CarryDecision, order: CarryOrder, known: KeptCarry | None
) -> Change:
    values = {
        "verdict": one.verdict.value,
        "note": one.note.strip(),
        "order_number": order.number,
        "order_signed_on": order.signed_on,
        "order_body": order.body,
    }
    if known is None:
        own = {"id": new_id(), "roadmap_id": work.state.id, "measure_id": one.measure_id}
        return Insert(CarryDecisionRow, {**own, **values})
    before = {
        "verdict": known.verdict.value,
        "order_number": known.order_number,
        "order_signed_on": known.order_signed_on,
    }
    return Update(CarryDecisionRow, {"id": known.id}, values, before=before)


def _draft_next(work: RoadmapWork, *, request: NextRequest) -> Receipt:
    refuse_not_in_force(work)
    measures = kept_measures(work.transaction, work.state.id)
    occurrences = occurrences_of(work.transaction, work.state.id)
    decided = carry_decisions(work.transaction, request.roadmap_id)
    left = open_measures(measures, occurrences)
    undecided = sum(1 for one in left if one.id not in decided)
    if undecided:
        raise InvalidInput(field="decisions", rule="carry_undecided", value=undecided)
    carried = [one for one in left if decided[one.id].verdict in GOES_ON]
    before = {"status": work.state.status.value}
    closing: list[Change] = [
        Update(
            RoadmapRow,
            {"id": work.state.id},
            {"status": RoadmapStatus.CLOSED.value},
            before=before,
        ),
        *_settled(work, occurrences, {one.id for one in carried}),
    ]
    drafted = _drafted(work, [_content(one) for one in carried]) if carried else None
    draft = work.draft(AuditKind.ROADMAP_CLOSED, fields={"carried": len(carried)})
    return work.record(draft, closing, created_id=drafted)


def _content(measure: KeptMeasure) -> MeasureContent:
    """A measure without the schools that its approval added; the next one adds them again."""
    named = tuple(one for one in measure.content.assignees if one.name or one.position or one.body)
    return replace(measure.content, assignees=named)


def _settled(
    work: RoadmapWork, occurrences: Sequence[KeptOccurrence], carried: set[UUID]
) -> Iterator[Change]:
    """What is left goes over with its measure, or is done with one that was decided done."""
    left = [one for one in occurrences if one.course.state not in CLOSED]
    waiting = sum(1 for one in left if one.course.state is AssignmentState.REPORTED)
    if waiting:
        raise InvalidInput(field="occurrences", rule="carry_reported", value=waiting)
    states = {
        one.id: take_step(
            one.course.state,
            WorkStep.CARRY_OVER if one.measure_id in carried else WorkStep.DECIDE,
        )
        for one in left
    }
    yield from stand_changes(work, left, states)
    busy = {one.assignment_id for one in left}
    for assignment in assignments_of(work.transaction, work.state.id):
        idle = assignment.id not in busy and may_take(assignment.state, WorkStep.CARRY_OVER)
        if idle and assignment.measure_id in carried:
            yield Update(
                AssignmentRow,
                {"id": assignment.id},
                {"state": AssignmentState.CARRIED_OVER.value},
                before={"state": assignment.state.value},
            )


def _drafted(work: RoadmapWork, contents: Sequence[MeasureContent]) -> UUID:
    """The next roadmap in a chain of its own, in the same transaction."""
    roadmap_id = new_id()
    former = card_from(card_of(work.transaction, work.state.id))
    shift = shift_after(former.period)
    card = next_card(former, shift)
    rows: list[Change] = [Insert(RoadmapRow, _row(work, roadmap_id, card_values(card)))]
    rows += _schools(work, roadmap_id)
    measures = next_measures(contents, shift, card.period)
    ids = [new_id() for _ in measures]
    for measure_id, one in zip(ids, measures, strict=True):
        rows.append(measure_row(roadmap_id, measure_id, str(one.sequence), one))
    for measure_id, one in zip(ids, measures, strict=True):
        rows += assignment_rows(roadmap_id, measure_id, one)
    draft = work.draft(AuditKind.ROADMAP_DRAFTED, text={"title": card.title})
    head = lock_stream(work.transaction, Stream(StreamKind.ROADMAP, roadmap_id))
    record(work.transaction, head, draft, rows, created_id=roadmap_id)
    return roadmap_id


def _row(work: RoadmapWork, roadmap_id: UUID, card: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "id": roadmap_id,
        "region_id": work.state.region_id,
        "municipality_id": work.state.place.municipality_id,
        **card,
        "sha256": None,
        "file_name": "",
        "status": RoadmapStatus.DRAFT.value,
        "previous_id": work.state.id,
        "version": 1,
        "in_force_on": None,
        "created_at": work.at,
        "created_by": work.actor.account_id,
    }


def _schools(work: RoadmapWork, roadmap_id: UUID) -> Iterator[Change]:
    kept = kept_schools(work.transaction, work.state.id)
    for ordinal, one in enumerate(one for one in kept if one.listed != RoadmapList.REMOVED.value):
        values = {
            "id": new_id(),
            "roadmap_id": roadmap_id,
            "school_id": one.school_id,
            "ordinal": ordinal,
            "printed": one.printed,
            "listed": one.listed,
        }
        yield Insert(RoadmapSchoolRow, values)
