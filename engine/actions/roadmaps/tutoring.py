"""What a tutor school held for a school it is attached to; it counts once it is accepted."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

from engine.actions.roadmaps.holding import counters_for
from engine.actions.roadmaps.occurring import refuse_not_in_force
from engine.actions.roadmaps.reporting import checked_words, handed_in
from engine.actions.roadmaps.roadwork import RoadmapWork, on_roadmap
from engine.domain.errors import InvalidInput
from engine.domain.roles import Actor, Permission
from engine.storage.attachments import ties_of

if TYPE_CHECKING:
    from datetime import date

    from engine.actions.filing import FilePaper
    from engine.storage.receipts import Receipt, RequestKey
    from engine.workbench import Workbench


@dataclass(frozen=True, slots=True)
class TutorRequest:
    """A consultation, visit or seminar of a counted measure, for a school, and what shows it."""

    roadmap_id: UUID
    measure_id: UUID
    school_id: UUID
    title: str
    happened_on: date | None = None
    file: FilePaper | None = None
    expected_revision: int | None = None


def report_tutoring(
    bench: Workbench,
    request: TutorRequest,
    *,
    actor: Actor,
    request_key: RequestKey | None = None,
) -> Receipt:
    """Hand in what the tutor school held; the school's counter rises when it is accepted.

    Both today and the day it was held lie within the attachment: else Forbidden, and InvalidInput
    (field `happened_on`, rule `not_tied`). Field `schools`, rule `no_counter` where the measure
    counts nothing of the school on that day.
    """
    return on_roadmap(
        bench,
        request,
        Permission.TUTOR_MEASURE,
        partial(_report, request=request),
        actor=actor,
        request_key=request_key,
        school_id=request.school_id,
    )


def _report(work: RoadmapWork, *, request: TutorRequest) -> Receipt:
    refuse_not_in_force(work)
    title = checked_words(work, request.title)
    happened_on = work.past_day(request.happened_on)
    tutors = work.actor.tutor_schools(work.today)
    ties = ties_of(work.transaction, request.school_id, tutors)
    if not any(one.holds_on(happened_on) for one in ties):
        raise InvalidInput(field="happened_on", rule="not_tied", value=happened_on.isoformat())
    counters = counters_for(work, request.measure_id, {request.school_id}, happened_on)
    return handed_in(work, request, counters, title, happened_on)
