"""Reading, under a roadmap's lock, what its measures ask for and what was handed in for them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

import sqlalchemy as sa

from engine.domain.roadmaps.evidence import Shown
from engine.domain.roadmaps.planning import PlannedMeasure
from engine.domain.roadmaps.printed import printed_from_plain
from engine.domain.roadmaps.progress import Course
from engine.domain.roadmaps.states import (
    OFF_LISTS,
    AssignmentState,
    EvidenceStatus,
    MeasureStatus,
    OccurrenceKind,
)
from engine.storage.among import among
from engine.storage.statements import Prepared
from engine.storage.tables import (
    AssignmentRow,
    CaseRow,
    EvidenceOfRow,
    EvidenceRow,
    MeasureRow,
    OccurrenceRow,
    RoadmapSchoolRow,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import date

    from engine.domain.roadmaps.terms import Term
    from engine.storage.database import Reader, Transaction


@dataclass(frozen=True, slots=True)
class KeptOccurrence:
    """An occurrence as it is kept: whose it is, and its course without the evidence."""

    id: UUID
    measure_id: UUID
    assignment_id: UUID | None
    school_id: UUID | None
    slot: str
    label: str
    course: Course

    @property
    def term(self) -> int:
        """The place of its term among those of the measure."""
        place = self.slot.partition(":")[0]
        return int(place) if place.isdecimal() else 0


@dataclass(frozen=True, slots=True)
class KeptEvidence:
    """A piece of evidence as it is kept, and the occurrences it shows done."""

    id: UUID
    school_id: UUID | None
    sha256: str | None
    version: int
    happened_on: date
    author_id: UUID
    status: EvidenceStatus
    occurrences: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class KeptAssignment:
    """Who does a measure, as it is kept."""

    id: UUID
    measure_id: UUID
    school_id: UUID | None
    leads: bool
    state: AssignmentState


def _by_roadmap(column: Any) -> Any:
    return column == sa.bindparam("roadmap_id", type_=MeasureRow.id.type)


_MEASURES = Prepared(
    sa.select(MeasureRow.id, MeasureRow.level, MeasureRow.terms)
    .where(_by_roadmap(MeasureRow.roadmap_id), MeasureRow.status == MeasureStatus.OPEN.value)
    .order_by(MeasureRow.sequence, MeasureRow.id)
)


def measures_to_plan(reader: Reader | Transaction, roadmap_id: UUID) -> list[PlannedMeasure]:
    """The measures of a roadmap that are worked on, in its order."""
    return [
        PlannedMeasure(row[0], row[1], _terms(row[2]))
        for row in reader.rows(_MEASURES, roadmap_id=roadmap_id)
    ]


def _terms(plain: Iterable[Any]) -> tuple[Term, ...]:
    return tuple(printed_from_plain(one).term for one in plain)


_TERMS = Prepared(sa.select(MeasureRow.id, MeasureRow.terms).where(among(MeasureRow.id)))


def terms_of(
    reader: Reader | Transaction, measure_ids: Collection[UUID]
) -> dict[UUID, tuple[Term, ...]]:
    """The typed terms of measures, in the order they are printed in."""
    return {row[0]: _terms(row[1]) for row in reader.rows(_TERMS, ids=list(measure_ids))}


_SCHOOLS = Prepared(
    sa.select(RoadmapSchoolRow.school_id)
    .where(
        _by_roadmap(RoadmapSchoolRow.roadmap_id),
        RoadmapSchoolRow.school_id.is_not(None),
        *(RoadmapSchoolRow.listed != one.value for one in sorted(OFF_LISTS)),
    )
    .order_by(RoadmapSchoolRow.id)
)


def listed_schools(reader: Reader | Transaction, roadmap_id: UUID) -> list[UUID]:
    """The schools a roadmap is for, each once; those that left a list are not among them."""
    return list(dict.fromkeys(row[0] for row in reader.rows(_SCHOOLS, roadmap_id=roadmap_id)))


_ASSIGNMENTS = Prepared(
    sa.select(
        AssignmentRow.id,
        AssignmentRow.measure_id,
        AssignmentRow.school_id,
        AssignmentRow.leads,
        AssignmentRow.state,
    )
    .where(_by_roadmap(AssignmentRow.roadmap_id))
    .order_by(AssignmentRow.id)
)


def assignments_of(reader: Reader | Transaction, roadmap_id: UUID) -> list[KeptAssignment]:
    """Who does what of a roadmap."""
    rows = reader.rows(_ASSIGNMENTS, roadmap_id=roadmap_id)
    return [
        KeptAssignment(row[0], row[1], row[2], bool(row[3]), AssignmentState(row[4]))
        for row in rows
    ]


OCCURRENCE = (
    OccurrenceRow.id,
    OccurrenceRow.measure_id,
    OccurrenceRow.assignment_id,
    OccurrenceRow.school_id,
    OccurrenceRow.slot,
    OccurrenceRow.label,
    OccurrenceRow.kind,
    OccurrenceRow.state,
    OccurrenceRow.starts_on,
    OccurrenceRow.due_on,
    OccurrenceRow.counts_until,
    OccurrenceRow.needed,
    OccurrenceRow.retroactive,
)
"""The columns that `occurrence_from` reads, in their order."""

_OF_ROADMAP = sa.select(*OCCURRENCE).where(_by_roadmap(OccurrenceRow.roadmap_id))
_ALL = Prepared(_OF_ROADMAP.order_by(OccurrenceRow.id))
_NAMED = Prepared(_OF_ROADMAP.where(among(OccurrenceRow.id)).order_by(OccurrenceRow.id))
_BESIDE = Prepared(_OF_ROADMAP.where(among(OccurrenceRow.assignment_id)).order_by(OccurrenceRow.id))
_OF_MEASURE = Prepared(
    _OF_ROADMAP.where(
        OccurrenceRow.measure_id == sa.bindparam("measure_id", type_=MeasureRow.id.type)
    ).order_by(OccurrenceRow.id)
)


def occurrence_from(row: Any) -> KeptOccurrence:
    """An occurrence of the columns of `OCCURRENCE`."""
    kind, state, starts_on, due_on, counts_until, needed, retroactive = row[6:13]
    course = Course(
        OccurrenceKind(kind),
        AssignmentState(state),
        starts_on,
        due_on,
        counts_until,
        needed,
        bool(retroactive),
    )
    return KeptOccurrence(row[0], row[1], row[2], row[3], row[4], row[5], course)


def occurrences_of(reader: Reader | Transaction, roadmap_id: UUID) -> list[KeptOccurrence]:
    """Everything a roadmap asks for."""
    return [occurrence_from(row) for row in reader.rows(_ALL, roadmap_id=roadmap_id)]


def named_occurrences(
    reader: Reader | Transaction, roadmap_id: UUID, ids: Collection[UUID]
) -> list[KeptOccurrence]:
    """Those of the named occurrences that the roadmap has."""
    rows = reader.rows(_NAMED, roadmap_id=roadmap_id, ids=list(ids))
    return [occurrence_from(row) for row in rows]


def occurrences_beside(
    reader: Reader | Transaction, roadmap_id: UUID, assignment_ids: Collection[UUID]
) -> list[KeptOccurrence]:
    """All occurrences of some assignments."""
    rows = reader.rows(_BESIDE, roadmap_id=roadmap_id, ids=list(assignment_ids))
    return [occurrence_from(row) for row in rows]


def occurrences_of_measure(
    reader: Reader | Transaction, roadmap_id: UUID, measure_id: UUID
) -> list[KeptOccurrence]:
    """All occurrences of a measure."""
    rows = reader.rows(_OF_MEASURE, roadmap_id=roadmap_id, measure_id=measure_id)
    return [occurrence_from(row) for row in rows]


_EVIDENCE = Prepared(
    sa.select(
        EvidenceRow.id,
        EvidenceRow.school_id,
        EvidenceRow.sha256,
        EvidenceRow.version,
        EvidenceRow.happened_on,
        EvidenceRow.author_id,
        EvidenceRow.status,
    ).where(
        _by_roadmap(EvidenceRow.roadmap_id),
        EvidenceRow.id == sa.bindparam("evidence_id", type_=EvidenceRow.id.type),
    )
)
_LINKS = Prepared(
    sa.select(EvidenceOfRow.occurrence_id)
    .where(EvidenceOfRow.evidence_id == sa.bindparam("evidence_id", type_=EvidenceOfRow.id.type))
    .order_by(EvidenceOfRow.occurrence_id)
)


def evidence_of(
    reader: Reader | Transaction, roadmap_id: UUID, evidence_id: UUID
) -> KeptEvidence | None:
    """A piece of evidence of a roadmap, with what it shows done; None where there is none."""
    row = reader.row(_EVIDENCE, roadmap_id=roadmap_id, evidence_id=evidence_id)
    if row is None:
        return None
    links = reader.rows(_LINKS, evidence_id=evidence_id)
    status = EvidenceStatus(row[6])
    shows = tuple(one[0] for one in links)
    return KeptEvidence(row[0], row[1], row[2], row[3], row[4], row[5], status, shows)


_SHOWN = Prepared(
    sa.select(
        EvidenceOfRow.occurrence_id,
        EvidenceRow.id,
        EvidenceRow.happened_on,
        EvidenceRow.status,
    )
    .join(EvidenceRow, EvidenceRow.id == EvidenceOfRow.evidence_id)
    .where(among(EvidenceOfRow.occurrence_id))
    .order_by(EvidenceRow.registered_at, EvidenceRow.id)
)


def shown_for(
    reader: Reader | Transaction, occurrence_ids: Collection[UUID]
) -> dict[UUID, dict[UUID, Shown]]:
    """What was handed in for each of the occurrences, by the evidence, in the order it came."""
    found: dict[UUID, dict[UUID, Shown]] = defaultdict(dict)
    if occurrence_ids:
        for row in reader.rows(_SHOWN, ids=list(occurrence_ids)):
            found[row[0]][row[1]] = Shown(row[2], EvidenceStatus(row[3]))
    return found


_OPEN_CASES = Prepared(
    sa.select(CaseRow.id)
    .where(
        CaseRow.school_id == sa.bindparam("school_id", type_=CaseRow.id.type),
        CaseRow.closed.is_(False),
    )
    .order_by(CaseRow.opened_at, CaseRow.id)
)


def open_cases(reader: Reader | Transaction, school_id: UUID) -> list[UUID]:
    """The open cases of a school, the oldest first."""
    return [row[0] for row in reader.rows(_OPEN_CASES, school_id=school_id)]
