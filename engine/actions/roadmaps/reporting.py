"""Reporting measures: one piece of evidence, with or without a file, for one or several of them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol
from uuid import UUID

from engine.actions.filing import FilePaper, file_changes
from engine.actions.roadmaps.noticing import reported_notices
from engine.actions.roadmaps.occurring import meant, stand_changes
from engine.actions.roadmaps.roadwork import RoadmapWork, on_roadmap
from engine.domain.audit import AuditKind
from engine.domain.errors import InvalidInput, NotFound
from engine.domain.roadmaps.evidence import Shown, check_reportable, state_by_evidence
from engine.domain.roadmaps.states import AssignmentState, EvidenceStatus
from engine.domain.roles import Actor, Permission
from engine.storage.changes import Change, Insert, Update
from engine.storage.occurrences import KeptEvidence, evidence_of, shown_for
from engine.storage.tables import EvidenceOfRow, EvidenceRow
from engine.storage.types import new_id

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from datetime import date

    from engine.storage.occurrences import KeptOccurrence
    from engine.storage.receipts import Receipt, RequestKey
    from engine.workbench import Workbench

LONGEST_TITLE = 500


class Report(Protocol):
    """What a request brings that is kept as evidence."""

    @property
    def file(self) -> FilePaper | None: ...


@dataclass(frozen=True, slots=True)
class ReportRequest:
    """What was done, when, and what shows it; `school_id` is whose the occurrences are.

    `replaces_id` is the evidence this is a new version of. Without a file the words must do.
    """

    roadmap_id: UUID
    occurrences: tuple[UUID, ...]
    title: str
    school_id: UUID | None = None
    happened_on: date | None = None
    file: FilePaper | None = None
    replaces_id: UUID | None = None
    expected_revision: int | None = None


def report_measures(
    bench: Workbench,
    request: ReportRequest,
    *,
    actor: Actor,
    request_key: RequestKey | None = None,
) -> Receipt:
    """Hand in a report on one or several occurrences of one school, or of the authority.

    Raises InvalidInput where one of them is closed already, or counts another span than the day.
    """
    return on_roadmap(
        bench,
        request,
        Permission.REPORT_MEASURE,
        partial(_report, request=request),
        actor=actor,
        request_key=request_key,
        school_id=request.school_id,
    )


def _report(work: RoadmapWork, *, request: ReportRequest) -> Receipt:
    title = checked_words(work, request.title)
    happened_on = work.past_day(request.happened_on)
    occurrences = meant(work, request.occurrences)
    for one in occurrences:
        check_reportable(one.course, happened_on)
    return handed_in(work, request, occurrences, title, happened_on, former=_former(work, request))


def handed_in(
    work: RoadmapWork,
    request: Report,
    occurrences: Sequence[KeptOccurrence],
    title: str,
    happened_on: date,
    *,
    status: EvidenceStatus = EvidenceStatus.SUBMITTED,
    former: KeptEvidence | None = None,
) -> Receipt:
    """Keep evidence of occurrences, to be looked at by somebody else unless it is accepted."""
    accepted = status is EvidenceStatus.ACCEPTED
    evidence = evidence_row(work, request, title, happened_on, status)
    evidence |= {"version": former.version + 1 if former else 1}
    states = _states(work, occurrences, Shown(happened_on, status), former)
    draft = work.draft(
        AuditKind.EVENT_HELD if accepted else AuditKind.MEASURE_REPORTED,
        happened_on=happened_on,
        evidence=(request.file.sha256,) if request.file else (),
        fields=told_of(work, occurrences),
        text={"title": title, "file_name": request.file.name if request.file else ""},
    )
    changes = [
        *file_changes(request.file),
        *_superseding(former),
        Insert(EvidenceRow, evidence),
        *link_rows(evidence["id"], occurrences),
        *stand_changes(work, occurrences, states, dict.fromkeys(states, happened_on)),
        *([] if accepted else reported_notices(work)),
    ]
    return work.record(draft, changes, created_id=evidence["id"])


def checked_words(work: RoadmapWork, words: str) -> str:
    """What was done, in words that say something."""
    return work.remark(" ".join(words.split())[:LONGEST_TITLE], "title")


def _former(work: RoadmapWork, request: ReportRequest) -> KeptEvidence | None:
    """The evidence that is replaced: the same school's, and neither accepted nor replaced yet."""
    if request.replaces_id is None:
        return None
    found = evidence_of(work.transaction, work.state.id, request.replaces_id)
    if found is None or found.school_id != request.school_id:
        raise NotFound
    if found.status not in (EvidenceStatus.REJECTED, EvidenceStatus.SUBMITTED):
        raise InvalidInput(field="replaces_id", rule="step", value=found.status.value)
    if not set(found.occurrences) <= set(request.occurrences):
        raise InvalidInput(field="occurrences", rule="lacking")
    return found


def _states(
    work: RoadmapWork,
    occurrences: Sequence[KeptOccurrence],
    new: Shown,
    former: KeptEvidence | None,
) -> dict[UUID, AssignmentState]:
    known = shown_for(work.transaction, [one.id for one in occurrences])
    replaced = former.id if former else None
    return {
        one.id: state_by_evidence(
            one.course,
            [*(shown for key, shown in known[one.id].items() if key != replaced), new],
        )
        for one in occurrences
    }


def _superseding(former: KeptEvidence | None) -> list[Change]:
    if former is None:
        return []
    return [
        Update(
            EvidenceRow,
            {"id": former.id},
            {"status": EvidenceStatus.SUPERSEDED.value},
            before={"status": former.status.value},
        )
    ]


def evidence_row(
    work: RoadmapWork,
    request: Any,
    title: str,
    happened_on: date,
    status: EvidenceStatus,
) -> dict[str, Any]:
    """The row of a first version of evidence; `request` has the file, the school, the former."""
    file: FilePaper | None = request.file
    return {
        "id": new_id(),
        "roadmap_id": work.state.id,
        "school_id": getattr(request, "school_id", None),
        "sha256": file.sha256 if file else None,
        "file_name": file.name if file else None,
        "media_type": file.media_type if file else None,
        "size": len(file.content) if file else None,
        "title": title,
        "version": 1,
        "replaces_id": getattr(request, "replaces_id", None),
        "happened_on": happened_on,
        "author_id": work.actor.account_id,
        "registered_at": work.at,
        "status": status.value,
        "remarks": None,
    }


def link_rows(evidence_id: UUID, occurrences: Collection[KeptOccurrence]) -> Iterator[Change]:
    """The rows that say what a piece of evidence shows done."""
    for one in occurrences:
        values = {"id": new_id(), "evidence_id": evidence_id, "occurrence_id": one.id}
        yield Insert(EvidenceOfRow, values)


def told_of(work: RoadmapWork, occurrences: Collection[KeptOccurrence]) -> dict[str, Any]:
    """What the journal says of the occurrences of a deed: their measures, and the school's id."""
    measures = sorted({str(one.measure_id) for one in occurrences})
    told: dict[str, Any] = {"measures": measures, "occurrences": len(occurrences)}
    return told | ({"school": str(work.school_id)} if work.school_id else {})
