"""Giving a day to what waits for an event, a plan or a request."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import UUID

from engine.actions.roadmaps.approving import ground_of, occurrence_row
from engine.actions.roadmaps.occurring import meant
from engine.actions.roadmaps.reporting import told_of
from engine.actions.roadmaps.roadwork import RoadmapWork, on_roadmap
from engine.domain.audit import AuditKind
from engine.domain.errors import InvalidInput
from engine.domain.roadmaps.assignments import CLOSED
from engine.domain.roadmaps.occurrences import Occurrence, day_after_event
from engine.domain.roadmaps.states import OccurrenceKind
from engine.domain.roadmaps.terms import NO_TERM
from engine.domain.roles import Actor, Permission
from engine.storage.changes import Change, Update
from engine.storage.occurrences import KeptOccurrence, occurrences_of_measure, terms_of
from engine.storage.tables import OccurrenceRow

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from engine.domain.roadmaps.terms import Term
    from engine.storage.receipts import Receipt, RequestKey
    from engine.workbench import Workbench


@dataclass(frozen=True, slots=True)
class EventDayRequest:
    """The day of what an occurrence waits for; it holds for every school of the same term."""

    roadmap_id: UUID
    occurrence_id: UUID
    day: date
    expected_revision: int | None = None


def set_event_day(
    bench: Workbench,
    request: EventDayRequest,
    *,
    actor: Actor,
    request_key: RequestKey | None = None,
) -> Receipt:
    """Say when the event takes place: what waited for it falls due by its day.

    An event that comes again leaves another occurrence that waits for the next time. Raises
    InvalidInput, field `occurrences`, where it waits for nothing.
    """
    deed = partial(_set_day, request=request)
    return on_roadmap(
        bench, request, Permission.WRITE_ROADMAP, deed, actor=actor, request_key=request_key
    )


def _set_day(work: RoadmapWork, *, request: EventDayRequest) -> Receipt:
    (named,) = meant(work, (request.occurrence_id,), of_school=False)
    if named.course.kind is not OccurrenceKind.EVENT or named.course.state in CLOSED:
        raise InvalidInput(field="occurrences", rule="no_event")
    every = occurrences_of_measure(work.transaction, work.state.id, named.measure_id)
    alike = [one for one in every if one.slot == named.slot and one.course.state not in CLOSED]
    term = _term(work, named)
    ground = ground_of(work, None)
    due_on = day_after_event(term, request.day, ground, named.course.counts_until)
    changes = list(_dated(alike, due_on))
    if term.event is not None and term.event.repeats and named.course.due_on is None:
        changes += _next_time(work, alike, every)
    draft = work.draft(
        AuditKind.MEASURE_DATED,
        fields={
            **told_of(work, alike),
            "day": request.day.isoformat(),
            "due_on": due_on.isoformat(),
        },
    )
    return work.record(draft, changes)


def _term(work: RoadmapWork, named: KeptOccurrence) -> Term:
    terms = terms_of(work.transaction, [named.measure_id])[named.measure_id]
    return terms[named.term] if named.term < len(terms) else NO_TERM


def _dated(alike: list[KeptOccurrence], due_on: date) -> Iterator[Change]:
    for one in alike:
        former = one.course.due_on
        yield Update(
            OccurrenceRow,
            {"id": one.id},
            {"due_on": due_on},
            before={"due_on": former},
        )


def _next_time(
    work: RoadmapWork, alike: list[KeptOccurrence], every: list[KeptOccurrence]
) -> Iterator[Change]:
    """Another occurrence that waits, for each of the schools; its slot is the next one free."""
    base = alike[0].slot.partition("+")[0]
    times = {one.slot for one in every if one.slot.partition("+")[0] == base}
    slot = f"{base}+{len(times)}"
    for one in alike:
        course = one.course
        again = Occurrence(
            OccurrenceKind.EVENT,
            slot,
            course.starts_on,
            counts_until=course.counts_until,
            label=one.label,
        )
        whose: dict[str, Any] = {
            "measure_id": one.measure_id,
            "school_id": one.school_id,
            "assignment_id": one.assignment_id,
        }
        yield occurrence_row(work, again, whose)
