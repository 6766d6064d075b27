"""Where roadmaps are lived: the roadmaps and schools an actor sees, and one of each by its id."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

import sqlalchemy as sa

from engine.domain.errors import NotFound
from engine.domain.roadmaps.states import RoadmapStatus
from engine.domain.roles import Actor, Permission, Place, Role
from engine.domain.terms import local_day
from engine.queries.papers import StoredFile
from engine.queries.roadmaps.lines import visible_occurrences
from engine.queries.scope import reading_day, visible_schools, within
from engine.storage.database import reading
from engine.storage.tables import (
    EvidenceOfRow,
    EvidenceRow,
    FileRow,
    MunicipalityRow,
    OccurrenceRow,
    RegionRow,
    RoadmapRow,
    RoadmapSchoolRow,
    SchoolRow,
    StreamRow,
)

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy import ColumnElement

    from engine.workbench import Workbench


@dataclass(frozen=True, slots=True)
class RoadmapPlace:
    """A roadmap by name: whose it is, where it stands, and the actor's roles on its place."""

    id: UUID
    title: str
    body: str
    number: str
    signed_on: date | None
    status: RoadmapStatus
    period_start: date
    period_end: date
    in_force_on: date | None
    place: Place
    where: str
    zone: str
    revision: int
    roles: frozenset[Role]
    today: date


@dataclass(frozen=True, slots=True)
class SchoolPlace:
    """A school by name, and the actor's roles on it."""

    id: UUID
    title: str
    place: Place
    municipality: str
    zone: str
    roles: frozenset[Role]
    today: date


def living_roadmaps(bench: Workbench, *, actor: Actor) -> list[RoadmapPlace]:
    """The roadmaps in the actor's sight that are drafts or in force, the newest period first."""
    return _roadmaps(bench, RoadmapRow.status != RoadmapStatus.CLOSED.value, actor=actor)


def living_roadmap(bench: Workbench, roadmap_id: UUID, *, actor: Actor) -> RoadmapPlace:
    """One of them; NotFound where the actor does not see it."""
    for one in _roadmaps(bench, RoadmapRow.id == roadmap_id, actor=actor):
        return one
    raise NotFound


def _roadmaps(
    bench: Workbench, condition: ColumnElement[bool], *, actor: Actor
) -> list[RoadmapPlace]:
    query = (
        sa.select(
            RoadmapRow.id,
            RoadmapRow.title,
            RoadmapRow.body,
            RoadmapRow.number,
            RoadmapRow.signed_on,
            RoadmapRow.status,
            RoadmapRow.period_start,
            RoadmapRow.period_end,
            RoadmapRow.in_force_on,
            RoadmapRow.region_id,
            RoadmapRow.municipality_id,
            sa.func.coalesce(MunicipalityRow.title, RegionRow.title),
            RegionRow.zone,
            sa.func.coalesce(StreamRow.seq, 0),
        )
        .select_from(RoadmapRow)
        .join(RegionRow, RegionRow.id == RoadmapRow.region_id)
        .outerjoin(MunicipalityRow, MunicipalityRow.id == RoadmapRow.municipality_id)
        .outerjoin(
            StreamRow,
            sa.and_(StreamRow.subject_id == RoadmapRow.id, StreamRow.stream == "roadmap"),
        )
        .where(condition, _seen(actor, reading_day(bench.now())))
        .order_by(RoadmapRow.period_start.desc(), RoadmapRow.title, RoadmapRow.id)
    )
    with reading(bench.database) as connection:
        return [_roadmap(row, bench, actor) for row in connection.execute(query)]


def _seen(actor: Actor, today: date) -> ColumnElement[bool]:
    """Roadmaps of the actor's places, and those that ask something of a school there."""
    conditions: list[ColumnElement[bool]] = []
    for place in actor.scopes(Permission.READ_ROADMAP, today):
        above = sa.and_(
            RoadmapRow.region_id == place.region_id if place.region_id else sa.true(),
            sa.or_(
                RoadmapRow.municipality_id.is_(None),
                RoadmapRow.municipality_id == place.municipality_id,
            )
            if place.municipality_id
            else sa.true(),
        )
        if place.school_id is not None:
            named = sa.exists().where(
                RoadmapSchoolRow.roadmap_id == RoadmapRow.id,
                RoadmapSchoolRow.school_id == place.school_id,
            )
            above = sa.and_(above, named)
        conditions.append(above)
    return sa.or_(*conditions) if conditions else sa.false()


def _roadmap(row: Any, bench: Workbench, actor: Actor) -> RoadmapPlace:
    place, zone = Place(row[9], row[10]), row[12]
    today = local_day(bench.now(), zone)
    return RoadmapPlace(
        id=row[0],
        title=row[1],
        body=row[2],
        number=row[3],
        signed_on=row[4],
        status=RoadmapStatus(row[5]),
        period_start=row[6],
        period_end=row[7],
        in_force_on=row[8],
        place=place,
        where=row[11],
        zone=zone,
        revision=row[13],
        roles=actor.roles_on(place, today),
        today=today,
    )


def roadmap_municipalities(
    bench: Workbench, roadmap_id: UUID, *, actor: Actor
) -> list[tuple[UUID, str]]:
    """The municipalities with schools of a roadmap in the actor's sight, by title."""
    here = (
        sa.select(sa.literal(1))
        .select_from(OccurrenceRow)
        .join(RoadmapRow, RoadmapRow.id == OccurrenceRow.roadmap_id)
        .join(SchoolRow, SchoolRow.id == OccurrenceRow.school_id)
        .where(
            OccurrenceRow.roadmap_id == roadmap_id,
            SchoolRow.municipality_id == MunicipalityRow.id,
            visible_occurrences(actor, reading_day(bench.now())),
        )
    )
    region = sa.select(RoadmapRow.region_id).where(RoadmapRow.id == roadmap_id)
    query = (
        sa.select(MunicipalityRow.id, MunicipalityRow.title)
        .where(MunicipalityRow.region_id == region.scalar_subquery(), here.exists())
        .order_by(MunicipalityRow.title, MunicipalityRow.id)
    )
    with reading(bench.database) as connection:
        return [(row[0], row[1]) for row in connection.execute(query)]


def sheet_schools(
    bench: Workbench, permission: Permission = Permission.REPORT_MEASURE, *, actor: Actor
) -> list[SchoolPlace]:
    """The schools a roadmap asks something of, in the places where the actor may do the deed."""
    today = reading_day(bench.now())
    scopes = [
        within(place, SchoolRow.region_id, SchoolRow.municipality_id, SchoolRow.id)
        for place in actor.scopes(permission, today)
    ]
    asked = sa.exists().where(OccurrenceRow.school_id == SchoolRow.id)
    condition = sa.and_(asked, sa.or_(*scopes) if scopes else sa.false())
    return _schools(bench, condition, actor=actor)


def sheet_school(bench: Workbench, school_id: UUID, *, actor: Actor) -> SchoolPlace:
    """A school the actor may read; NotFound for others."""
    today = reading_day(bench.now())
    seen = visible_schools(actor, today, Permission.READ_ROADMAP)
    for one in _schools(bench, sa.and_(SchoolRow.id == school_id, seen), actor=actor):
        return one
    raise NotFound


def _schools(
    bench: Workbench, condition: ColumnElement[bool], *, actor: Actor
) -> list[SchoolPlace]:
    query = (
        sa.select(
            SchoolRow.id,
            SchoolRow.title,
            SchoolRow.region_id,
            SchoolRow.municipality_id,
            MunicipalityRow.title,
            RegionRow.zone,
        )
        .join(MunicipalityRow, MunicipalityRow.id == SchoolRow.municipality_id)
        .join(RegionRow, RegionRow.id == SchoolRow.region_id)
        .where(condition)
        .order_by(SchoolRow.sort_key, SchoolRow.id)
    )
    found = []
    with reading(bench.database) as connection:
        for row in connection.execute(query):
            place, zone = Place(row[2], row[3], row[0]), row[5]
            today = local_day(bench.now(), zone)
            roles = actor.roles_on(place, today)
            found.append(SchoolPlace(row[0], row[1], place, row[4], zone, roles, today))
    return found


def ended_roadmaps(bench: Workbench, school_id: UUID, *, actor: Actor) -> list[RoadmapPlace]:
    """The closed roadmaps that asked something of a school, the newest period first."""
    asked = sa.exists().where(
        OccurrenceRow.roadmap_id == RoadmapRow.id, OccurrenceRow.school_id == school_id
    )
    closed = RoadmapRow.status == RoadmapStatus.CLOSED.value
    return _roadmaps(bench, sa.and_(closed, asked), actor=actor)


def evidence_file(bench: Workbench, evidence_id: UUID, *, actor: Actor) -> StoredFile:
    """The file of evidence of an occurrence in sight; NotFound for others."""
    seen = visible_occurrences(actor, reading_day(bench.now()))
    shown = (
        sa.select(EvidenceOfRow.evidence_id)
        .join(OccurrenceRow, OccurrenceRow.id == EvidenceOfRow.occurrence_id)
        .join(RoadmapRow, RoadmapRow.id == OccurrenceRow.roadmap_id)
        .outerjoin(SchoolRow, SchoolRow.id == OccurrenceRow.school_id)
        .where(EvidenceOfRow.evidence_id == evidence_id, seen)
    )
    query = (
        sa.select(EvidenceRow.file_name, EvidenceRow.media_type, FileRow.sha256, FileRow.content)
        .join(FileRow, FileRow.sha256 == EvidenceRow.sha256)
        .where(EvidenceRow.id == evidence_id, EvidenceRow.id.in_(shown))
    )
    with reading(bench.database) as connection:
        found = connection.execute(query).one_or_none()
    if found is None:
        raise NotFound
    return StoredFile(found[0] or "", found[1] or "", found[2], bytes(found[3]))
