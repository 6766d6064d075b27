"""What a changed calendar, or changed quarters, mean for the open occurrences of a roadmap."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol
from uuid import UUID

from engine.domain.roadmaps.assignments import CLOSED
from engine.domain.roadmaps.occurrences import Occurrence, plan_occurrences
from engine.domain.roadmaps.states import OccurrenceKind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from engine.domain.roadmaps.occurrences import Ground
    from engine.domain.roadmaps.planning import PlannedMeasure
    from engine.domain.roadmaps.progress import Course


class Kept(Protocol):
    """An occurrence as it is kept."""

    @property
    def id(self) -> UUID: ...
    @property
    def measure_id(self) -> UUID: ...
    @property
    def slot(self) -> str: ...
    @property
    def course(self) -> Course: ...


@dataclass(frozen=True, slots=True)
class Moved:
    """An occurrence that falls on other days now."""

    id: UUID
    measure_id: UUID
    was: Course
    now: Occurrence


def recount_occurrences(
    measures: Iterable[PlannedMeasure], kept: Iterable[Kept], ground: Ground
) -> tuple[Moved, ...]:
    """What of the occurrences moves when the same terms are planned on the days as they are now.

    What is done stays where it was; what waited for an event and has its day from somebody, too.
    """
    planned = {
        (measure.id, one.slot): one
        for measure in measures
        for one in plan_occurrences(measure.terms, ground)
    }
    return tuple(
        Moved(one.id, one.measure_id, one.course, now)
        for one in kept
        if (now := planned.get((one.measure_id, one.slot))) is not None
        and one.course.state not in CLOSED
        and _moves(one.course, now)
    )


def _moves(was: Course, now: Occurrence) -> bool:
    if was.kind is OccurrenceKind.EVENT and (was.due_on is not None or now.kind is was.kind):
        return False
    before = (was.starts_on, was.due_on, was.counts_until)
    return before != (now.starts_on, now.due_on, now.counts_until)
