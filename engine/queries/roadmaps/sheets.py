"""Roadmaps of a place as a list, and one of them as the table that the document prints."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

import sqlalchemy as sa

from engine.domain.audit import StreamKind
from engine.domain.errors import NotFound
from engine.domain.roadmaps.difference import RoadmapDifference, difference_of
from engine.domain.roadmaps.states import MeasureStatus, RoadmapStatus
from engine.domain.roles import Place
from engine.queries.roadmaps.scope import require_writing, visible_roadmaps
from engine.queries.scope import reading_day
from engine.storage.database import Reader, reading
from engine.storage.roadmap_content import KeptMeasure, kept_measures
from engine.storage.roadmaps import (
    RoadmapState,
    card_of,
    known_roadmap,
    roadmap_state,
)
from engine.storage.tables import (
    MeasureRow,
    MunicipalityRow,
    RegionRow,
    RoadmapRow,
    RoadmapSchoolRow,
    SchoolRow,
    StreamRow,
)

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.engine import Connection

    from engine.domain.roadmaps.content import RoadmapContent
    from engine.domain.roles import Actor
    from engine.workbench import Workbench


@dataclass(frozen=True, slots=True)
class RoadmapLine:
    """A roadmap in a list; `measures` are those that are worked on."""

    id: UUID
    of: Place
    title: str
    place: str
    region: str
    number: str
    signed_on: date | None
    period_start: date
    period_end: date
    status: RoadmapStatus
    version: int
    measures: int


@dataclass(frozen=True, slots=True)
class SheetSchool:
    """A school of a roadmap: as printed, its list, and what the directory calls it."""

    printed: str
    listed: str
    school_id: UUID | None
    title: str


@dataclass(frozen=True, slots=True)
class RoadmapSheet:
    """A roadmap with its card, its schools and every measure in the order of the document."""

    state: RoadmapState
    revision: int
    place: str
    card: dict[str, Any]
    file_name: str
    schools: tuple[SheetSchool, ...]
    measures: tuple[KeptMeasure, ...]


def roadmap_lines(bench: Workbench, *, actor: Actor) -> list[RoadmapLine]:
    """The roadmaps in sight, by place, the newest period first."""
    count = (
        sa.select(sa.func.count())
        .where(
            MeasureRow.roadmap_id == RoadmapRow.id,
            MeasureRow.status == MeasureStatus.OPEN.value,
        )
        .scalar_subquery()
    )
    place = sa.func.coalesce(MunicipalityRow.title, RegionRow.title)
    query = (
        sa.select(
            RoadmapRow.id,
            RoadmapRow.region_id,
            RoadmapRow.municipality_id,
            RoadmapRow.title,
            place,
            RegionRow.title,
            RoadmapRow.number,
            RoadmapRow.signed_on,
            RoadmapRow.period_start,
            RoadmapRow.period_end,
            RoadmapRow.status,
            RoadmapRow.version,
            count,
        )
        .join(RegionRow, RegionRow.id == RoadmapRow.region_id)
        .outerjoin(MunicipalityRow, MunicipalityRow.id == RoadmapRow.municipality_id)
        .where(visible_roadmaps(actor, reading_day(bench.now())))
        .order_by(RegionRow.title, place, RoadmapRow.period_start.desc(), RoadmapRow.id)
    )
    with reading(bench.database) as connection:
        rows = connection.execute(query).all()
    return [
        RoadmapLine(
            row[0], Place(row[1], row[2]), *row[3:10], RoadmapStatus(row[10]), row[11], row[12]
        )
        for row in rows
    ]


def read_sheet(bench: Workbench, roadmap_id: UUID, *, actor: Actor) -> RoadmapSheet:
    """One roadmap whole; NotFound where it is not in sight."""
    visible = visible_roadmaps(actor, reading_day(bench.now()))
    query = (
        sa.select(
            RoadmapRow.file_name,
            sa.func.coalesce(MunicipalityRow.title, RegionRow.title),
            sa.func.coalesce(StreamRow.seq, 0),
        )
        .join(RegionRow, RegionRow.id == RoadmapRow.region_id)
        .outerjoin(MunicipalityRow, MunicipalityRow.id == RoadmapRow.municipality_id)
        .outerjoin(
            StreamRow,
            sa.and_(
                StreamRow.subject_id == RoadmapRow.id,
                StreamRow.stream == StreamKind.ROADMAP.value,
            ),
        )
        .where(RoadmapRow.id == roadmap_id, visible)
    )
    with reading(bench.database) as connection:
        found = connection.execute(query).one_or_none()
        if found is None:
            raise NotFound
        reader = Reader(bench.database, connection)
        state = roadmap_state(reader, roadmap_id)
        if state is None:
            raise NotFound
        return RoadmapSheet(
            state,
            found[2],
            found[1],
            card_of(reader, roadmap_id),
            found[0],
            tuple(_schools(connection, roadmap_id)),
            tuple(kept_measures(reader, roadmap_id)),
        )


def _schools(connection: Connection, roadmap_id: UUID) -> list[SheetSchool]:
    query = (
        sa.select(
            RoadmapSchoolRow.printed,
            RoadmapSchoolRow.listed,
            RoadmapSchoolRow.school_id,
            sa.func.coalesce(SchoolRow.title, ""),
        )
        .outerjoin(SchoolRow, SchoolRow.id == RoadmapSchoolRow.school_id)
        .where(RoadmapSchoolRow.roadmap_id == roadmap_id)
        .order_by(RoadmapSchoolRow.ordinal, RoadmapSchoolRow.id)
    )
    return [SheetSchool(*row) for row in connection.execute(query)]


@dataclass(frozen=True, slots=True)
class Version:
    """A roadmap that a document may correct, and what it would change of it."""

    roadmap_id: UUID
    title: str
    revision: int
    same_file: bool
    difference: RoadmapDifference
    withdrawn: frozenset[str]


def version_of(
    bench: Workbench,
    place: Place,
    sha256: str,
    content: RoadmapContent,
    *,
    actor: Actor,
    roadmap_id: UUID | None = None,
) -> Version | None:
    """The roadmap a document corrects: the one named, or that of the same file or order."""
    require_writing(bench, place, actor)
    with reading(bench.database) as connection:
        reader = Reader(bench.database, connection)
        if roadmap_id is None:
            known = known_roadmap(reader, place, sha256, content.card)
            if known is None:
                return None
            roadmap_id = known.id
    sheet = read_sheet(bench, roadmap_id, actor=actor)
    if sheet.state.place != place:
        raise NotFound
    found = difference_of({one.row_key: one.content for one in sheet.measures}, content.measures)
    gone = {one.row_key for one in sheet.measures if one.status is MeasureStatus.WITHDRAWN}
    return Version(
        roadmap_id,
        sheet.card["title"],
        sheet.revision,
        sheet.state.sha256 == sha256,
        found,
        frozenset(gone),
    )


__all__ = [
    "RoadmapLine",
    "RoadmapSheet",
    "Version",
    "read_sheet",
    "roadmap_lines",
    "version_of",
]
