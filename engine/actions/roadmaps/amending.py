"""A corrected document changes its roadmap: what it adds, what it says otherwise, what is gone.

Nothing is lost: a measure that the new document has no more is withdrawn with a reason, and keeps
its reports; one that comes back is open again.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import UUID

from engine.actions.filing import FilePaper, file_changes
from engine.actions.roadmaps.importing import (
    alias_changes,
    assignment_rows,
    check_content,
    measure_row,
    school_rows,
)
from engine.actions.roadmaps.replanning import replan
from engine.actions.roadmaps.roadwork import RoadmapWork, on_roadmap
from engine.domain.audit import AuditKind
from engine.domain.canonical import plain
from engine.domain.errors import InvalidInput, RoadmapUnchanged
from engine.domain.roadmaps.difference import difference_of
from engine.domain.roadmaps.states import (
    IN_FORCE,
    AssignmentState,
    MeasureStatus,
    RoadmapList,
    RoadmapStatus,
)
from engine.domain.roles import Actor, Permission
from engine.storage.changes import Change, Insert, Update
from engine.storage.roadmap_content import (
    KeptMeasure,
    assignee_values,
    card_values,
    kept_measures,
    kept_schools,
    measure_values,
)
from engine.storage.roadmap_imports import import_done, mapping_changes
from engine.storage.roadmaps import card_of
from engine.storage.tables import (
    AssignmentRow,
    MeasureRow,
    RoadmapRow,
    RoadmapSchoolRow,
)
from engine.storage.types import new_id

if TYPE_CHECKING:
    from collections.abc import Container, Mapping

    from engine.domain.roadmaps.content import MeasureContent, RoadmapContent
    from engine.domain.roadmaps.difference import RoadmapDifference
    from engine.storage.receipts import Receipt, RequestKey
    from engine.workbench import Workbench


@dataclass(frozen=True, slots=True)
class AmendRequest:
    """A document that corrects a roadmap; `reason` says why measures that it lacks are withdrawn.

    `expected_revision` is the one the difference was shown at.
    """

    roadmap_id: UUID
    content: RoadmapContent
    file: FilePaper
    reason: str = ""
    aliases: tuple[tuple[UUID, str], ...] = ()
    mapping: Mapping[str, Any] | None = None
    import_id: UUID | None = None
    expected_revision: int | None = None


def amend_roadmap(
    bench: Workbench,
    request: AmendRequest,
    *,
    actor: Actor,
    request_key: RequestKey | None = None,
) -> Receipt:
    """Bring a roadmap to what a corrected document says.

    Raises RoadmapUnchanged where the document says what the roadmap says already.
    """
    deed = partial(_amend, request=request)
    return on_roadmap(
        bench, request, Permission.WRITE_ROADMAP, deed, actor=actor, request_key=request_key
    )


def _amend(work: RoadmapWork, *, request: AmendRequest) -> Receipt:
    if work.state.status is RoadmapStatus.CLOSED:
        raise InvalidInput(field="roadmap", rule="closed")
    check_content(work.transaction, work.state.place, request.content)
    kept = {one.row_key: one for one in kept_measures(work.transaction, work.state.id)}
    found = difference_of({key: one.content for key, one in kept.items()}, request.content.measures)
    gone = [key for key, _ in found.gone if kept[key].status is MeasureStatus.OPEN]
    if gone:
        work.remark(request.reason, "reason")
    changes = [*_measure_changes(work, found, kept, request.reason)]
    changes += _school_changes(work, request.content)
    card = _card_changes(work, request)
    if not changes and not card:
        raise RoadmapUnchanged(roadmap_id=work.state.id)
    draft = work.draft(
        AuditKind.ROADMAP_AMENDED,
        evidence=(request.file.sha256,),
        fields={"added": len(found.added), "changed": len(found.changed), "gone": len(gone)},
        text={"title": request.content.card.title, "reason": request.reason},
    )
    receipt = work.record(
        draft,
        [
            *file_changes(request.file),
            _roadmap_change(work, request, card),
            *changes,
            *alias_changes(work.transaction, request.aliases),
            *mapping_changes(work.transaction, work.state.place, request.mapping),
            *import_done(work.transaction, request.import_id, work.state.id, work.at),
        ],
    )
    if work.state.status in IN_FORCE:
        replan(work)
    return receipt


def _card_changes(work: RoadmapWork, request: AmendRequest) -> dict[str, Any]:
    """The columns of the card that the new document says otherwise; what was corrected stays."""
    before, after = card_of(work.transaction, work.state.id), card_values(request.content.card)
    known = before["printed"] or {}
    changed = {
        name: value
        for name, value in after.items()
        if name != "printed" and before[name] != value and plain(value) not in known.get(name, [])
    }
    if changed:
        kept = {name: one for name, one in known.items() if name not in changed}
        changed["printed"] = {**kept, **_of(after["printed"], changed)}
    return changed


def _of(values: Mapping[str, Any], names: Container[str]) -> dict[str, Any]:
    return {name: one for name, one in values.items() if name in names}


def _roadmap_change(work: RoadmapWork, request: AmendRequest, card: dict[str, Any]) -> Change:
    amended = work.state.status in IN_FORCE
    status = RoadmapStatus.AMENDED if amended else work.state.status
    version = work.state.version + 1
    file = {"sha256": request.file.sha256, "file_name": request.file.name}
    return Update(
        RoadmapRow,
        {"id": work.state.id},
        {**card, **file, "status": status.value, "version": version},
        before={"status": work.state.status.value, "version": work.state.version},
    )


def _measure_changes(
    work: RoadmapWork, found: RoadmapDifference, kept: Mapping[str, KeptMeasure], reason: str
) -> Iterator[Change]:
    for key, _ in found.gone:
        if kept[key].status is MeasureStatus.OPEN:
            yield _withdrawn(kept[key], reason)
    for one in found.changed:
        yield from _changed(work, kept[one.row_key], one.after)
    for key, after in found.kept:
        yield from _changed(work, kept[key], after)
    for added in found.added:
        measure_id = new_id()
        key = f"{work.state.version + 1}.{added.sequence}"
        yield measure_row(work.state.id, measure_id, key, added)
        yield from assignment_rows(work.state.id, measure_id, added)


def _withdrawn(measure: KeptMeasure, reason: str) -> Change:
    return Update(
        MeasureRow,
        {"id": measure.id},
        {"status": MeasureStatus.WITHDRAWN.value, "reason": reason},
        before={"status": measure.status.value},
    )


def _changed(work: RoadmapWork, kept: KeptMeasure, after: MeasureContent) -> Iterator[Change]:
    """The columns that differ, and those who act; what is the same is not written."""
    before, now = measure_values(kept.content), measure_values(after)
    # Which stages a measure belongs to is no part of a document.
    values = {name: now[name] for name in now if now[name] != before[name] and name != "stages"}
    if kept.status is MeasureStatus.WITHDRAWN:
        values |= {"status": MeasureStatus.OPEN.value, "reason": ""}
    if values:
        former = {name: before[name] for name in values if name in _TOLD}
        yield Update(MeasureRow, {"id": kept.id}, values, before=former)
    yield from _acting(work, kept, after)


_TOLD = ("sequence", "number", "level", "digest")
"""What the entry tells of a measure as it was before; its words stay out of the journal."""


def _acting(work: RoadmapWork, kept: KeptMeasure, after: MeasureContent) -> Iterator[Change]:
    """Those who act anew, and those who do no more: what they reported stays."""
    wanted = {replace(one, leads=False): one for one in after.assignees}
    for one in kept.assignments:
        if one.state is AssignmentState.CANCELLED:
            continue
        same = wanted.pop(replace(one.assignee, leads=False), None)
        if same is not None:
            if same.leads != one.assignee.leads:
                yield Update(
                    AssignmentRow,
                    {"id": one.id},
                    {"leads": same.leads},
                    before={"leads": one.assignee.leads},
                )
        elif one.state in _NOT_REPORTED:
            yield Update(
                AssignmentRow,
                {"id": one.id},
                {"state": AssignmentState.CANCELLED.value},
                before={"state": one.state.value},
            )
    for assignee in wanted.values():
        own = {
            "id": new_id(),
            "roadmap_id": work.state.id,
            "measure_id": kept.id,
            "ordinal": after.assignees.index(assignee),
        }
        state = {"state": AssignmentState.PLANNED.value}
        yield Insert(AssignmentRow, {**own, **assignee_values(assignee), **state})


_NOT_REPORTED = (
    AssignmentState.PLANNED,
    AssignmentState.IN_PROGRESS,
    AssignmentState.REJECTED,
)


def _school_changes(work: RoadmapWork, content: RoadmapContent) -> list[Change]:
    """Schools named anew, and those whom somebody found in the directory since."""
    kept = {(one.printed, one.listed): one for one in kept_schools(work.transaction, work.state.id)}
    removed = {printed for printed, listed in kept if listed == RoadmapList.REMOVED.value}
    changes: list[Change] = []
    for change in school_rows(work.state.id, content):
        known = kept.get((change.values["printed"], change.values["listed"]))
        if known is None:
            # Whom a person took out the next document does not bring back.
            if change.values["printed"] not in removed:
                changes.append(change)
        elif known.school_id != change.values["school_id"]:
            found = {"school_id": change.values["school_id"]}
            changes.append(Update(RoadmapSchoolRow, {"id": known.id}, found))
    return changes
