"""Correcting measures by hand: what the document says is remembered, what was reported stays."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import UUID

from engine.actions.roadmaps.replanning import replan
from engine.actions.roadmaps.roadwork import RoadmapWork, on_roadmap
from engine.domain.audit import AuditKind
from engine.domain.errors import InvalidInput, NotFound
from engine.domain.roadmaps.by_hand import DOCUMENTED, corrected_by_hand
from engine.domain.roadmaps.states import IN_FORCE, MeasureStatus, RoadmapStatus
from engine.domain.roles import Actor, Permission
from engine.storage.changes import Change, Update
from engine.storage.definitions import newest_of_region
from engine.storage.roadmap_content import KeptMeasure, kept_measures, measure_values
from engine.storage.storable import require_storable
from engine.storage.tables import MeasureRow

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.storage.receipts import Receipt, RequestKey
    from engine.workbench import Workbench

STAGES = "stages"
LEVELS = frozenset({"regional", "municipal", "school"})
_ASKING = frozenset({"terms", "level", "milestones"})
"""Fields that say what is asked of whom, and when."""


@dataclass(frozen=True, slots=True)
class MeasureCorrection:
    """A measure with new values by the fields of `MeasureContent`, in their own types."""

    measure_id: UUID
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class CorrectRequest:
    """Corrections of measures, one or many at once; in force they need a reason.

    The stages a measure belongs to are said beside the document, so they need none.
    """

    roadmap_id: UUID
    corrections: tuple[MeasureCorrection, ...]
    reason: str = ""
    expected_revision: int | None = None


def correct_measures(
    bench: Workbench,
    request: CorrectRequest,
    *,
    actor: Actor,
    request_key: RequestKey | None = None,
) -> Receipt:
    """Correct measures of a draft or of a roadmap in force; what is asked is planned anew.

    Raises InvalidInput: `status` of a closed roadmap, `title`, `level`, `stages`, `reason`, and
    `measures` where nothing is other; NotFound for what is no open measure of the roadmap.
    """
    deed = partial(_correct, request=request)
    return on_roadmap(
        bench, request, Permission.WRITE_ROADMAP, deed, actor=actor, request_key=request_key
    )


def _correct(work: RoadmapWork, *, request: CorrectRequest) -> Receipt:
    refuse_closed(work)
    known = {one.id: one for one in kept_measures(work.transaction, work.state.id)}
    found = [_corrected(work, known, one) for one in request.corrections]
    other = [(kept, values) for kept, values in found if values]
    if not other:
        raise InvalidInput(field="measures", rule="unchanged")
    fields = sorted({name for _, values in other for name in values if name in _TOLD})
    if work.state.status in IN_FORCE and fields != [STAGES]:
        work.remark(request.reason, "reason")
    titles = {kept.content.shown_title for kept, _ in other}
    draft = work.draft(
        AuditKind.MEASURES_CORRECTED,
        fields={"measures": len(other), "fields": fields},
        text={"title": min(titles) if len(titles) == 1 else "", "reason": request.reason},
    )
    receipt = work.record(draft, list(_changes(other)))
    if work.state.status in IN_FORCE and _ASKING.intersection(fields):
        replan(work)
    return receipt


def refuse_closed(work: RoadmapWork) -> None:
    """Refuse a correction of a roadmap whose period has ended."""
    if work.state.status is RoadmapStatus.CLOSED:
        raise InvalidInput(field="status", rule="roadmap_status", value=work.state.status.value)


_TOLD = frozenset({*DOCUMENTED, STAGES})


def _corrected(
    work: RoadmapWork, known: Mapping[UUID, KeptMeasure], one: MeasureCorrection
) -> tuple[KeptMeasure, dict[str, Any]]:
    """A measure and the columns of it that become other."""
    kept = known.get(one.measure_id)
    if kept is None or kept.status is not MeasureStatus.OPEN or not _TOLD.issuperset(one.values):
        raise NotFound
    require_storable(one.values.items())
    _check_stages(work, one.values.get(STAGES, ()))
    after = corrected_by_hand(kept.content, one.values)
    if not after.shown_title.strip():
        raise InvalidInput(field="title", rule="empty")
    if not LEVELS.issuperset(filter(None, after.level.split("+"))):
        raise InvalidInput(field="level", rule="unknown", value=after.level)
    before, now = measure_values(kept.content), measure_values(after)
    return kept, {name: value for name, value in now.items() if value != before[name]}


def _check_stages(work: RoadmapWork, stages: tuple[str, ...]) -> None:
    """Stages must be those of a path of the region."""
    if stages:
        paths = newest_of_region(work.transaction, work.state.region_id)
        if not {one.code for path in paths for one in path.stages}.issuperset(stages):
            raise InvalidInput(field=STAGES, rule="unknown")


def _changes(found: list[tuple[KeptMeasure, dict[str, Any]]]) -> Iterator[Change]:
    for kept, values in found:
        before = measure_values(kept.content)
        former = {name: before[name] for name in values if name in _JOURNALED}
        yield Update(MeasureRow, {"id": kept.id}, values, before=former)


_JOURNALED = ("number", "level", "stages", "digest")
"""What the entry tells of a measure as it was before; its words stay out of the journal."""
