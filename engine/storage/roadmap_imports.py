"""Reviews of documents under way, and how an authority's columns are read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

import sqlalchemy as sa

from engine.domain.roadmaps.states import ImportState
from engine.domain.roles import Place
from engine.storage.changes import Change, Insert, Update
from engine.storage.statements import Prepared
from engine.storage.tables import FileRow, RoadmapImportRow, RoadmapMappingRow
from engine.storage.types import new_id

if TYPE_CHECKING:
    from datetime import datetime

    from engine.storage.database import Reader, Transaction


@dataclass(frozen=True, slots=True)
class KeptImport:
    """A review as it is kept; `decisions` are answers by the key of their question."""

    id: UUID
    place: Place
    account_id: UUID
    sha256: str
    file_name: str
    decisions: Mapping[str, str]
    state: ImportState
    roadmap_id: UUID | None
    revision: int
    created_at: datetime
    changed_at: datetime


_IMPORT = Prepared(
    sa.select(
        RoadmapImportRow.id,
        RoadmapImportRow.region_id,
        RoadmapImportRow.municipality_id,
        RoadmapImportRow.account_id,
        RoadmapImportRow.sha256,
        RoadmapImportRow.file_name,
        RoadmapImportRow.decisions,
        RoadmapImportRow.state,
        RoadmapImportRow.roadmap_id,
        RoadmapImportRow.revision,
        RoadmapImportRow.created_at,
        RoadmapImportRow.changed_at,
    )
    .where(RoadmapImportRow.id == sa.bindparam("import_id", type_=RoadmapImportRow.id.type))
    .with_for_update()
)


def lock_import(transaction: Transaction, import_id: UUID) -> KeptImport | None:
    """A review under its row lock; None where there is none."""
    row = transaction.row(_IMPORT, import_id=import_id)
    return kept_import(row) if row is not None else None


def kept_import(row: Any) -> KeptImport:
    """A review of its columns in the order of the table."""
    return KeptImport(
        row[0],
        Place(row[1], row[2]),
        row[3],
        row[4],
        row[5],
        row[6],
        ImportState(row[7]),
        *row[8:],
    )


_OF_FILE = Prepared(
    sa.select(RoadmapImportRow.id, RoadmapImportRow.state, RoadmapImportRow.decisions)
    .where(
        RoadmapImportRow.region_id
        == sa.bindparam("region_id", type_=RoadmapImportRow.region_id.type),
        RoadmapImportRow.sha256 == sa.bindparam("sha256"),
        RoadmapImportRow.state != ImportState.DROPPED.value,
        sa.func.coalesce(RoadmapImportRow.municipality_id, RoadmapImportRow.region_id)
        == sa.bindparam("authority_id", type_=RoadmapImportRow.region_id.type),
    )
    .order_by(RoadmapImportRow.changed_at.desc(), RoadmapImportRow.id)
)


@dataclass(frozen=True, slots=True)
class FormerReview:
    """An earlier review of a file in its place, with the answers that were given in it."""

    id: UUID
    open: bool
    decisions: Mapping[str, str]


def former_review(transaction: Transaction, place: Place, sha256: str) -> FormerReview | None:
    """The latest review of the same file in the same place, those that were dropped left out."""
    authority = place.municipality_id or place.region_id
    row = transaction.row(
        _OF_FILE, region_id=place.region_id, authority_id=authority, sha256=sha256
    )
    return FormerReview(row[0], row[1] == ImportState.OPEN.value, row[2]) if row else None


def import_done(
    transaction: Transaction, import_id: UUID | None, roadmap_id: UUID, at: datetime
) -> Iterator[Change]:
    """A review ends with the roadmap it made; one that ended already stays as it is."""
    kept = lock_import(transaction, import_id) if import_id else None
    if kept is not None and kept.state is ImportState.OPEN:
        yield Update(
            RoadmapImportRow,
            {"id": kept.id},
            {
                "state": ImportState.SAVED.value,
                "roadmap_id": roadmap_id,
                "revision": kept.revision + 1,
                "changed_at": at,
            },
        )


_MAPPING = Prepared(
    sa.select(RoadmapMappingRow.id, RoadmapMappingRow.mapping).where(
        RoadmapMappingRow.authority_id
        == sa.bindparam("authority_id", type_=RoadmapMappingRow.authority_id.type)
    )
)


def kept_mapping(reader: Reader | Transaction, place: Place) -> dict[str, Any] | None:
    """How the columns of an authority are read; None where nothing was kept."""
    row = reader.row(_MAPPING, authority_id=place.municipality_id or place.region_id)
    return row[1] if row is not None else None


def mapping_changes(
    transaction: Transaction, place: Place, mapping: Mapping[str, Any] | None
) -> Iterator[Change]:
    """Keep how the columns of an authority are read; nothing is written where it is known."""
    if not mapping:
        return
    authority = place.municipality_id or place.region_id
    row = transaction.row(_MAPPING, authority_id=authority)
    if row is None:
        values = {"id": new_id(), "authority_id": authority, "mapping": dict(mapping)}
        yield Insert(RoadmapMappingRow, values)
    elif row[1] != mapping:
        yield Update(RoadmapMappingRow, {"id": row[0]}, {"mapping": dict(mapping)})


_CONTENT = Prepared(sa.select(FileRow.content).where(FileRow.sha256 == sa.bindparam("sha256")))


def file_of(reader: Reader | Transaction, sha256: str) -> bytes:
    """The bytes of a kept file."""
    row = reader.row(_CONTENT, sha256=sha256)
    if row is None:
        raise LookupError(sha256)
    return bytes(row[0])
