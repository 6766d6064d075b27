"""What roadmaps ask of whom, and what was handed in for it: the lines that sheets are made of."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from uuid import UUID

import sqlalchemy as sa

from engine.domain.roadmaps.progress import Standing, quota_of, standing_of
from engine.domain.roadmaps.quotas import QuotaState
from engine.domain.roadmaps.states import IN_FORCE, EvidenceStatus, RoadmapStatus
from engine.domain.roles import Actor, Permission, Role
from engine.domain.terms import local_day
from engine.queries.scope import attached_to, reading_day, within
from engine.storage.database import reading
from engine.storage.occurrences import OCCURRENCE, KeptOccurrence, occurrence_from
from engine.storage.tables import (
    AccountRow,
    CaseRow,
    EvidenceOfRow,
    EvidenceRow,
    MeasureRow,
    OccurrenceRow,
    RegionRow,
    RoadmapRow,
    SchoolRow,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence
    from datetime import date, datetime

    from sqlalchemy import ColumnElement
    from sqlalchemy.engine import Connection

    from engine.workbench import Workbench

MOST_LINES = 20_000
"""Lines of one reading; a municipality of a hundred schools has some ten thousand a year."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of evidence, as it stands beside what it shows done."""

    id: UUID
    title: str
    file_name: str | None
    size: int | None
    version: int
    happened_on: date
    registered_at: datetime
    author_id: UUID
    author: str
    status: EvidenceStatus
    remarks: str


@dataclass(frozen=True, slots=True)
class Line:
    """An occurrence with its measure and its roadmap, whose it is, and what was handed in.

    `today` is the day of its region; `phrase` is the term as printed.
    """

    kept: KeptOccurrence
    roadmap_id: UUID
    roadmap: str
    sequence: int
    number: str
    title: str
    sections: tuple[str, ...]
    evidence: tuple[str, ...]
    responsible: str
    phrase: str
    school: str | None
    municipality_id: UUID | None
    today: date
    zone: str
    pieces: tuple[Piece, ...] = ()

    @property
    def standing(self) -> Standing:
        """How it stands today."""
        return standing_of(self.kept.course, self.today)

    @property
    def quota(self) -> QuotaState | None:
        """The state of its counter; None for what is not counted."""
        return quota_of(self.kept.course, self.today)

    @property
    def counted(self) -> int:
        """How much of what is counted was accepted."""
        return len(self.kept.course.accepted)

    @property
    def waiting(self) -> tuple[Piece, ...]:
        """What was handed in and not looked at yet."""
        return tuple(one for one in self.pieces if one.status is EvidenceStatus.SUBMITTED)

    @property
    def returned(self) -> Piece | None:
        """What was returned last, where nothing newer waits."""
        found = [one for one in self.pieces if one.status is EvidenceStatus.REJECTED]
        return found[-1] if found and not self.waiting else None


def visible_occurrences(
    actor: Actor, today: date, permission: Permission = Permission.READ_ROADMAP
) -> ColumnElement[bool]:
    """Occurrences in the actor's places: a school's own, and those of the authority above it."""
    municipality = sa.func.coalesce(SchoolRow.municipality_id, RoadmapRow.municipality_id)
    conditions = [
        within(
            place,
            RoadmapRow.region_id,
            municipality,
            OccurrenceRow.school_id,
        )
        for place in actor.scopes(permission, today)
    ]
    # A tutor school's representative acts and reads only where it is attached.
    if actor.tutor_schools(today) and actor.allows(permission, (Role.TUTOR_SCHOOL_REP,)):
        tied = sa.select(CaseRow.school_id).where(
            attached_to(actor, today), CaseRow.closed.is_(False)
        )
        conditions.append(OccurrenceRow.school_id.in_(tied))
    return sa.or_(*conditions) if conditions else sa.false()


def read_lines(
    bench: Workbench,
    *conditions: ColumnElement[bool],
    actor: Actor,
    permission: Permission = Permission.READ_ROADMAP,
    statuses: Collection[RoadmapStatus] = IN_FORCE,
) -> list[Line]:
    """The lines in the actor's sight that meet the conditions, by day; those without one last.

    They are of roadmaps in force, unless others are asked for.
    """
    seen = visible_occurrences(actor, reading_day(bench.now()), permission)
    query = (
        _lines()
        .where(seen, *conditions, RoadmapRow.status.in_([one.value for one in statuses]))
        .order_by(
            OccurrenceRow.due_on.is_(None),
            OccurrenceRow.due_on,
            MeasureRow.sequence,
            SchoolRow.sort_key,
            OccurrenceRow.slot,
            OccurrenceRow.id,
        )
        .limit(MOST_LINES)
    )
    with reading(bench.database) as connection:
        lines = [_line(row, bench.now()) for row in connection.execute(query)]
        return _with_pieces(connection, lines)


_OWN = len(OCCURRENCE)


def _lines() -> sa.Select[*tuple[Any, ...]]:
    return (
        sa.select(
            *OCCURRENCE,
            RoadmapRow.id,
            RoadmapRow.title,
            MeasureRow.sequence,
            MeasureRow.number,
            MeasureRow.title,
            MeasureRow.task,
            MeasureRow.actors,
            MeasureRow.sections,
            MeasureRow.evidence,
            MeasureRow.responsible,
            MeasureRow.terms,
            SchoolRow.title,
            sa.func.coalesce(SchoolRow.municipality_id, RoadmapRow.municipality_id),
            RegionRow.zone,
        )
        .select_from(OccurrenceRow)
        .join(RoadmapRow, RoadmapRow.id == OccurrenceRow.roadmap_id)
        .join(MeasureRow, MeasureRow.id == OccurrenceRow.measure_id)
        .join(RegionRow, RegionRow.id == RoadmapRow.region_id)
        .outerjoin(SchoolRow, SchoolRow.id == OccurrenceRow.school_id)
    )


def _line(row: Any, now: datetime) -> Line:
    kept = occurrence_from(row)
    roadmap_id, roadmap, sequence, number, title, task, actors = row[_OWN : _OWN + 7]
    sections, evidence, responsible, terms, school, municipality_id, zone = row[_OWN + 7 :]
    return Line(
        kept,
        roadmap_id,
        roadmap,
        sequence,
        number,
        shown_title(title, task, actors),
        tuple(sections),
        tuple(evidence),
        responsible,
        terms[kept.term].get("phrase", "") if kept.term < len(terms) else "",
        school,
        municipality_id,
        local_day(now, zone),
        zone,
    )


def shown_title(title: str, task: str, actors: Sequence[Any]) -> str:
    """What a measure is called: its title, else its task, else the first of its actors' tasks."""
    texts = (str(one[-1]) for one in actors if one)
    return next((one for one in (title, task, *texts) if one.strip()), "")


def _with_pieces(connection: Connection, lines: Sequence[Line]) -> list[Line]:
    pieces = _pieces(connection, [one.kept.id for one in lines])
    return [_with(line, pieces[line.kept.id]) for line in lines]


def _with(line: Line, pieces: Sequence[Piece]) -> Line:
    days = tuple(one.happened_on for one in pieces if one.status is EvidenceStatus.ACCEPTED)
    kept = replace(line.kept, course=replace(line.kept.course, accepted=days))
    return replace(line, kept=kept, pieces=tuple(pieces))


_PART = 500
"""Ids asked for at once; a database takes only so many parameters."""


def _pieces(connection: Connection, ids: Sequence[UUID]) -> dict[UUID, list[Piece]]:
    """What was handed in for each of the occurrences, in the order it came."""
    found: dict[UUID, list[Piece]] = defaultdict(list)
    for start in range(0, len(ids), _PART):
        for row in connection.execute(_shown(ids[start : start + _PART])):
            piece = _piece(row)
            found[row[0]].append(piece)
    return found


def _piece(row: Any) -> Piece:
    return Piece(
        id=row[1],
        title=row[2],
        file_name=row[3],
        size=row[4],
        version=row[5],
        happened_on=row[6],
        registered_at=row[7],
        author_id=row[8],
        author=row[9],
        status=EvidenceStatus(row[10]),
        remarks=row[11] or "",
    )


def _shown(ids: Collection[UUID]) -> sa.Select[*tuple[Any, ...]]:
    return (
        sa.select(
            EvidenceOfRow.occurrence_id,
            EvidenceRow.id,
            EvidenceRow.title,
            EvidenceRow.file_name,
            EvidenceRow.size,
            EvidenceRow.version,
            EvidenceRow.happened_on,
            EvidenceRow.registered_at,
            EvidenceRow.author_id,
            AccountRow.title,
            EvidenceRow.status,
            EvidenceRow.remarks,
        )
        .join(EvidenceRow, EvidenceRow.id == EvidenceOfRow.evidence_id)
        .join(AccountRow, AccountRow.id == EvidenceRow.author_id)
        .where(EvidenceOfRow.occurrence_id.in_(ids))
        .order_by(EvidenceRow.registered_at, EvidenceRow.id)
    )


def grouped(lines: Iterable[Line], key: Callable[[Line], Any]) -> dict[Any, list[Line]]:
    """The lines by a key, in the order they came."""
    found: dict[Any, list[Line]] = {}
    for one in lines:
        found.setdefault(key(one), []).append(one)
    return found


def handed_in() -> ColumnElement[bool]:
    """Occurrences with evidence that waits to be looked at."""
    return sa.exists().where(
        EvidenceOfRow.occurrence_id == OccurrenceRow.id,
        EvidenceRow.id == EvidenceOfRow.evidence_id,
        EvidenceRow.status == EvidenceStatus.SUBMITTED.value,
    )
