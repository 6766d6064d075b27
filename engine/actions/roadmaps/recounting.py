"""Counting the open occurrences of a roadmap anew after the calendar or the quarters changed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

from engine.actions.roadmaps.approving import ground_of
from engine.actions.roadmaps.occurring import refuse_not_in_force
from engine.actions.roadmaps.roadwork import RoadmapWork, on_roadmap
from engine.domain.audit import AuditKind
from engine.domain.errors import InvalidInput
from engine.domain.roadmaps.recounting import Moved, recount_occurrences
from engine.domain.roles import Actor, Permission
from engine.storage.changes import Change, Update
from engine.storage.occurrences import measures_to_plan, occurrences_of
from engine.storage.tables import OccurrenceRow

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.storage.receipts import Receipt, RequestKey
    from engine.workbench import Workbench


@dataclass(frozen=True, slots=True)
class RecountRoadmapRequest:
    """A roadmap whose open occurrences are to fall on the days of the calendar as it is now."""

    roadmap_id: UUID
    expected_revision: int | None = None


def recount_roadmap(
    bench: Workbench,
    request: RecountRoadmapRequest,
    *,
    actor: Actor,
    request_key: RequestKey | None = None,
) -> Receipt:
    """Move what is open to where the calendar and the quarters have it; what is done stays done.

    Raises InvalidInput, field `terms`, where nothing moves.
    """
    deed = partial(_recount, request=request)
    return on_roadmap(
        bench, request, Permission.EDIT_CALENDAR, deed, actor=actor, request_key=request_key
    )


def _recount(work: RoadmapWork, *, request: RecountRoadmapRequest) -> Receipt:
    del request
    refuse_not_in_force(work)
    measures = measures_to_plan(work.transaction, work.state.id)
    kept = occurrences_of(work.transaction, work.state.id)
    moved = recount_occurrences(measures, kept, ground_of(work, work.state.in_force_on))
    if not moved:
        raise InvalidInput(field="terms", rule="unchanged")
    draft = work.draft(AuditKind.ROADMAP_RECOUNTED, fields={"occurrences": len(moved)})
    return work.record(draft, list(moved_changes(moved)))


def moved_changes(moved: tuple[Moved, ...]) -> Iterator[Change]:
    """The rows of occurrences that fall on other days now."""
    for one in moved:
        now = one.now
        values = {
            "kind": now.kind.value,
            "starts_on": now.starts_on,
            "due_on": now.due_on,
            "counts_until": now.counts_until,
            "retroactive": now.retroactive,
        }
        yield Update(OccurrenceRow, {"id": one.id}, values)
