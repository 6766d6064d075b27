"""An event that was held once and counts for several schools: a seminar, a master class."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

from engine.actions.roadmaps.occurring import MOST_AT_ONCE, refuse_not_in_force
from engine.actions.roadmaps.reporting import checked_words, handed_in
from engine.actions.roadmaps.roadwork import RoadmapWork, on_roadmap
from engine.domain.errors import InvalidInput
from engine.domain.roadmaps.assignments import DROPPED
from engine.domain.roadmaps.states import EvidenceStatus, OccurrenceKind
from engine.domain.roles import Actor, Permission
from engine.storage.occurrences import KeptOccurrence, occurrences_of_measure

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet
    from datetime import date

    from engine.actions.filing import FilePaper
    from engine.storage.receipts import Receipt, RequestKey
    from engine.workbench import Workbench


@dataclass(frozen=True, slots=True)
class HoldRequest:
    """An event of a counted measure, the day it was held and the schools that took part."""

    roadmap_id: UUID
    measure_id: UUID
    schools: tuple[UUID, ...]
    title: str
    happened_on: date | None = None
    file: FilePaper | None = None
    expected_revision: int | None = None


def hold_event(
    bench: Workbench,
    request: HoldRequest,
    *,
    actor: Actor,
    request_key: RequestKey | None = None,
) -> Receipt:
    """Count a held event for each school that took part, in the span its day lies in.

    Whoever registers it answers for it: it is accepted at once. Raises InvalidInput, field
    `schools`, where a school has no counter of the measure for that day.
    """
    deed = partial(_hold, request=request)
    return on_roadmap(
        bench, request, Permission.REVIEW_MEASURE, deed, actor=actor, request_key=request_key
    )


def _hold(work: RoadmapWork, *, request: HoldRequest) -> Receipt:
    refuse_not_in_force(work)
    title = checked_words(work, request.title)
    happened_on = work.past_day(request.happened_on)
    occurrences = counters_for(work, request.measure_id, set(request.schools), happened_on)
    return handed_in(work, request, occurrences, title, happened_on, status=EvidenceStatus.ACCEPTED)


def counters_for(
    work: RoadmapWork, measure_id: UUID, schools: AbstractSet[UUID], happened_on: date
) -> list[KeptOccurrence]:
    """The counter of each of the schools that counts the day; a met one counts on.

    Raises InvalidInput, field `schools`, where a school has none for that day.
    """
    if not 1 <= len(schools) <= MOST_AT_ONCE:
        raise InvalidInput(field="schools", rule="empty")
    found = [
        one
        for one in occurrences_of_measure(work.transaction, work.state.id, measure_id)
        if one.school_id in schools and _counts(one, happened_on)
    ]
    lacking = schools - {one.school_id for one in found}
    if lacking:
        raise InvalidInput(field="schools", rule="no_counter", value=len(lacking))
    return found


def _counts(one: KeptOccurrence, happened_on: date) -> bool:
    counter = one.course.counter
    counted = one.course.kind is OccurrenceKind.QUOTA and one.course.state not in DROPPED
    return counted and counter is not None and counter.counts(happened_on)
