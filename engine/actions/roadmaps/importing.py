"""Taking in a reviewed document as a roadmap: one transaction, and the same file only once."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from uuid import UUID

from engine.actions.filing import FilePaper, file_changes
from engine.domain.audit import AuditDraft, AuditKind, Stream, StreamKind
from engine.domain.errors import InvalidInput, NotFound, RoadmapKnown
from engine.domain.roadmaps.states import AssignmentState, MeasureStatus, RoadmapStatus
from engine.domain.roles import Actor, Permission, Place, require
from engine.domain.search_keys import search_key
from engine.domain.terms import local_day
from engine.storage.changes import Change, Insert
from engine.storage.database import Transaction, unit_of_work
from engine.storage.definitions import zone_of
from engine.storage.journal import lock_stream, record
from engine.storage.places import region_of
from engine.storage.receipts import Receipt, RequestKey, replayed
from engine.storage.roadmap_content import (
    assignee_values,
    card_values,
    known_alias,
    measure_values,
)
from engine.storage.roadmap_imports import import_done, mapping_changes
from engine.storage.roadmaps import known_roadmap, place_of_school
from engine.storage.tables import (
    AssignmentRow,
    MeasureRow,
    RoadmapRow,
    RoadmapSchoolRow,
    SchoolAliasRow,
)
from engine.storage.types import new_id

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from engine.domain.roadmaps.content import MeasureContent, RoadmapContent
    from engine.workbench import Workbench

MOST_MEASURES = 5_000


@dataclass(frozen=True, slots=True)
class ImportRequest:
    """A reviewed document of a place. `aliases` are names of schools a person confirmed, by school.

    `mapping` is kept for the authority; `import_id` is the review that ends with this.
    """

    region_id: UUID
    municipality_id: UUID | None
    content: RoadmapContent
    file: FilePaper
    aliases: tuple[tuple[UUID, str], ...] = ()
    mapping: Mapping[str, Any] | None = None
    import_id: UUID | None = None
    previous_id: UUID | None = field(default=None)

    @property
    def place(self) -> Place:
        """Whose roadmap it is."""
        return Place(self.region_id, self.municipality_id)


def import_roadmap(
    bench: Workbench,
    request: ImportRequest,
    *,
    actor: Actor,
    request_key: RequestKey | None = None,
) -> Receipt:
    """Make a roadmap of a document; a file or an order that is known already is refused.

    Raises RoadmapKnown with the roadmap that has the same file, or the same number and body.
    """
    roadmap_id = new_id()
    with unit_of_work(bench.database) as transaction:
        # Two imports of one region wait for each other, or both would find the file unknown.
        lock_stream(transaction, Stream(StreamKind.REGION, request.region_id))
        answer = replayed(transaction, actor, request_key)
        if answer is not None:
            return answer
        draft = _admitted(bench, transaction, request, actor)
        check_content(transaction, request.place, request.content)
        _refuse_known(transaction, request)
        return record(
            transaction,
            lock_stream(transaction, Stream(StreamKind.ROADMAP, roadmap_id)),
            draft,
            [
                *file_changes(request.file),
                *_roadmap_rows(request, roadmap_id, draft),
                *alias_changes(transaction, request.aliases),
                *mapping_changes(transaction, request.place, request.mapping),
                *import_done(transaction, request.import_id, roadmap_id, draft.at),
            ],
            request_key=request_key,
            created_id=roadmap_id,
        )


def _admitted(
    bench: Workbench, transaction: Transaction, request: ImportRequest, actor: Actor
) -> AuditDraft:
    """The entry of whoever may take in roadmaps of the place; the place must be one."""
    municipality = request.municipality_id
    if municipality is not None and region_of(transaction, municipality) != request.region_id:
        raise NotFound
    at = bench.now()
    today = local_day(at, zone_of(transaction, request.region_id))
    roles = require(Permission.WRITE_ROADMAP, actor, request.place, today)
    return AuditDraft(
        kind=AuditKind.ROADMAP_IMPORTED,
        actor=actor,
        at=at,
        happened_on=today,
        recorded_on=today,
        role=min(roles),
        evidence=(request.file.sha256,),
        text={"title": request.content.card.title, "file_name": request.file.name},
    )


def check_content(transaction: Transaction, place: Place, content: RoadmapContent) -> None:
    """Refuse what could not be worked on: no title, no measure, a school of another place."""
    if not content.card.title.strip():
        raise InvalidInput(field="title", rule="empty")
    if not 1 <= len(content.measures) <= MOST_MEASURES:
        raise InvalidInput(field="measures", rule="length", value=MOST_MEASURES)
    named = {one.school_id for one in content.schools}
    named |= {one.school_id for measure in content.measures for one in measure.assignees}
    for school_id in named - {None}:
        found = place_of_school(transaction, school_id) if school_id else None
        if found is None or not place.covers(found):
            raise NotFound


def _refuse_known(transaction: Transaction, request: ImportRequest) -> None:
    known = known_roadmap(transaction, request.place, request.file.sha256, request.content.card)
    if known is not None:
        raise RoadmapKnown(roadmap_id=known.id, same_file=known.sha256 == request.file.sha256)


def _roadmap_rows(request: ImportRequest, roadmap_id: UUID, draft: AuditDraft) -> Iterator[Change]:
    content = request.content
    yield Insert(
        RoadmapRow,
        {
            "id": roadmap_id,
            "region_id": request.region_id,
            "municipality_id": request.municipality_id,
            **card_values(content.card),
            "sha256": request.file.sha256,
            "file_name": request.file.name,
            "status": RoadmapStatus.DRAFT.value,
            "previous_id": request.previous_id,
            "version": 1,
            "created_at": draft.at,
            "created_by": draft.actor.account_id,
        },
    )
    yield from school_rows(roadmap_id, content)
    keyed = {str(one.sequence): one for one in content.measures}
    ids = {key: new_id() for key in keyed}
    for key, measure in keyed.items():
        yield measure_row(roadmap_id, ids[key], key, measure)
    for key, measure in keyed.items():
        yield from assignment_rows(roadmap_id, ids[key], measure)


def school_rows(roadmap_id: UUID, content: RoadmapContent) -> Iterator[Change]:
    """The schools a document names, each once in each list."""
    seen: set[tuple[str, str]] = set()
    for ordinal, one in enumerate(content.schools):
        if (one.printed, one.listed.value) in seen:
            continue
        seen.add((one.printed, one.listed.value))
        yield Insert(
            RoadmapSchoolRow,
            {
                "id": new_id(),
                "roadmap_id": roadmap_id,
                "school_id": one.school_id,
                "ordinal": ordinal,
                "printed": one.printed,
                "listed": one.listed.value,
            },
        )


def measure_row(
    roadmap_id: UUID, measure_id: UUID, row_key: str, measure: MeasureContent
) -> Change:
    """A new measure."""
    own = {"id": measure_id, "roadmap_id": roadmap_id, "row_key": row_key}
    status = {"status": MeasureStatus.OPEN.value, "reason": ""}
    return Insert(MeasureRow, {**own, **measure_values(measure), **status})


def assignment_rows(
    roadmap_id: UUID, measure_id: UUID, measure: MeasureContent
) -> Iterator[Change]:
    """Those who act for a measure."""
    for ordinal, one in enumerate(dict.fromkeys(measure.assignees)):
        own = {
            "id": new_id(),
            "roadmap_id": roadmap_id,
            "measure_id": measure_id,
            "ordinal": ordinal,
        }
        yield Insert(
            AssignmentRow,
            {**own, **assignee_values(one), "state": AssignmentState.PLANNED.value},
        )


def alias_changes(
    transaction: Transaction, aliases: tuple[tuple[UUID, str], ...]
) -> Iterator[Change]:
    """Names that the directory of schools did not have yet."""
    seen: set[tuple[UUID, str]] = set()
    for school_id, title in aliases:
        key = search_key(title)
        if not key or (school_id, key) in seen or known_alias(transaction, school_id, key):
            continue
        seen.add((school_id, key))
        yield Insert(SchoolAliasRow, {"id": new_id(), "school_id": school_id, "title": title})
