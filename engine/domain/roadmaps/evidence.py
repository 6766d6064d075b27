"""What evidence makes of an occurrence: its state follows from what was handed in and accepted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from engine.domain.errors import InvalidInput
from engine.domain.roadmaps.assignments import CLOSED, WorkStep, take_step
from engine.domain.roadmaps.progress import Course
from engine.domain.roadmaps.states import (
    AssignmentState,
    EvidenceStatus,
    OccurrenceKind,
)

if TYPE_CHECKING:
    from collections.abc import Collection


@dataclass(frozen=True, slots=True)
class Shown:
    """A piece of evidence of an occurrence: the day of what it shows, and what became of it."""

    happened_on: date
    status: EvidenceStatus


def check_reportable(course: Course, happened_on: date) -> None:
    """Refuse evidence for what is closed already, and for another span than it happened in.

    What was handed in and waits may be given more evidence. Raises InvalidInput: field `state`,
    rule `step`; field `happened_on`, rule `outside_span`.
    """
    if course.state is not AssignmentState.REPORTED:
        take_step(course.state, WorkStep.REPORT)
    counter = course.counter
    if counter is not None and not counter.counts(happened_on):
        raise InvalidInput(field="happened_on", rule="outside_span", value=happened_on.isoformat())


def state_by_evidence(course: Course, evidence: Collection[Shown]) -> AssignmentState:
    """Where an occurrence stands with its evidence.

    A counter is met by accepted evidence alone; anything else by one accepted piece when nothing
    is left to look at. What was returned asks for another report.
    """
    if course.state in CLOSED - {AssignmentState.ACCEPTED}:
        return course.state
    statuses = [one.status for one in evidence if one.status is not EvidenceStatus.SUPERSEDED]
    if _is_met(course, evidence):
        return AssignmentState.ACCEPTED
    if EvidenceStatus.SUBMITTED in statuses:
        return AssignmentState.REPORTED
    if EvidenceStatus.REJECTED in statuses:
        return AssignmentState.REJECTED
    return AssignmentState.IN_PROGRESS if statuses else course.state


def _is_met(course: Course, evidence: Collection[Shown]) -> bool:
    accepted = [one.happened_on for one in evidence if one.status is EvidenceStatus.ACCEPTED]
    if course.kind is OccurrenceKind.QUOTA:
        counter = course.counter
        return counter is not None and sum(map(counter.counts, accepted)) >= course.needed
    waits = any(one.status is EvidenceStatus.SUBMITTED for one in evidence)
    return bool(accepted) and not waits
