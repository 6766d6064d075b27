"""Documents under review: one with its file, and those that wait for somebody."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

import sqlalchemy as sa

from engine.domain.errors import NotFound
from engine.domain.roadmaps.states import ImportState
from engine.domain.roles import Permission, Place
from engine.queries.roadmaps.scope import require_writing
from engine.queries.scope import reading_day
from engine.storage.database import Reader, reading
from engine.storage.roadmap_imports import KeptImport, file_of, kept_import, kept_mapping
from engine.storage.tables import (
    AccountRow,
    MunicipalityRow,
    RegionRow,
    RoadmapImportRow,
)

if TYPE_CHECKING:
    from datetime import datetime

    from engine.domain.roles import Actor
    from engine.workbench import Workbench


@dataclass(frozen=True, slots=True)
class OpenReview:
    """A review with its file and how the authority's columns are read."""

    kept: KeptImport
    content: bytes
    mapping: dict[str, Any] | None
    place: str


_COLUMNS = (
    *("id", "region_id", "municipality_id", "account_id", "sha256", "file_name", "decisions"),
    *("state", "roadmap_id", "revision", "created_at", "changed_at"),
)


def read_review(bench: Workbench, import_id: UUID, *, actor: Actor) -> OpenReview:
    """A review; NotFound for whoever may not take in roadmaps of its place."""
    found = _review(bench, RoadmapImportRow.id == import_id, actor=actor)
    if found is None:
        raise NotFound
    return found


def saved_review(bench: Workbench, roadmap_id: UUID, *, actor: Actor) -> OpenReview | None:
    """The latest review that a roadmap was saved from; None where it came in otherwise."""
    of_roadmap = sa.and_(
        RoadmapImportRow.roadmap_id == roadmap_id,
        RoadmapImportRow.state == ImportState.SAVED.value,
    )
    return _review(bench, of_roadmap, actor=actor)


def _review(bench: Workbench, wanted: sa.ColumnElement[bool], *, actor: Actor) -> OpenReview | None:
    """The latest review of this kind, for whoever may take in roadmaps of its place."""
    query = (
        sa.select(
            *(getattr(RoadmapImportRow, name) for name in _COLUMNS),
            sa.func.coalesce(MunicipalityRow.title, RegionRow.title),
        )
        .join(RegionRow, RegionRow.id == RoadmapImportRow.region_id)
        .outerjoin(MunicipalityRow, MunicipalityRow.id == RoadmapImportRow.municipality_id)
        .where(wanted)
        .order_by(RoadmapImportRow.changed_at.desc(), RoadmapImportRow.id.desc())
        .limit(1)
    )
    with reading(bench.database) as connection:
        row = connection.execute(query).one_or_none()
        if row is None:
            return None
        kept = kept_import(row[:-1])
        require_writing(bench, kept.place, actor)
        reader = Reader(bench.database, connection)
        mapping = kept_mapping(reader, kept.place)
        return OpenReview(kept, file_of(reader, kept.sha256), mapping, row[-1])


@dataclass(frozen=True, slots=True)
class WaitingReview:
    """A review that is not finished: whose, of which file, since when."""

    id: UUID
    file_name: str
    place: str
    author: str
    changed_at: datetime


def open_reviews(bench: Workbench, *, actor: Actor) -> list[WaitingReview]:
    """Reviews under way in the actor's places, the latest first."""
    scopes = actor.scopes(Permission.WRITE_ROADMAP, reading_day(bench.now()))
    query = (
        sa.select(
            RoadmapImportRow.id,
            RoadmapImportRow.file_name,
            sa.func.coalesce(MunicipalityRow.title, RegionRow.title),
            AccountRow.title,
            RoadmapImportRow.changed_at,
            RoadmapImportRow.region_id,
            RoadmapImportRow.municipality_id,
        )
        .join(RegionRow, RegionRow.id == RoadmapImportRow.region_id)
        .join(AccountRow, AccountRow.id == RoadmapImportRow.account_id)
        .outerjoin(MunicipalityRow, MunicipalityRow.id == RoadmapImportRow.municipality_id)
        .where(
            RoadmapImportRow.state == ImportState.OPEN.value,
            RoadmapImportRow.region_id.in_({one.region_id for one in scopes}),
        )
        .order_by(RoadmapImportRow.changed_at.desc(), RoadmapImportRow.id)
    )
    with reading(bench.database) as connection:
        rows = connection.execute(query).all()
    return [
        WaitingReview(*row[:5])
        for row in rows
        if any(one.covers(Place(row[5], row[6])) for one in scopes)
    ]
