"""Reading schools for a change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

import sqlalchemy as sa

from engine.domain.roles import Place
from engine.storage.statements import Prepared
from engine.storage.tables import MunicipalityRow, RegionRow, SchoolRow

if TYPE_CHECKING:
    from engine.storage.database import Reader, Transaction

_SCHOOL = Prepared(
    sa.select(
        SchoolRow.region_id,
        SchoolRow.municipality_id,
        SchoolRow.revision,
        SchoolRow.title,
        SchoolRow.mode,
        SchoolRow.closed,
    )
    .where(SchoolRow.id == sa.bindparam("id", type_=SchoolRow.id.type))
    .with_for_update()
)


def school_to_change(
    transaction: Transaction, school_id: UUID
) -> tuple[Place, int, dict[str, Any]] | None:
    """A school under its lock: place, revision and the values a change may replace."""
    row = transaction.row(_SCHOOL, id=school_id)
    if row is None:
        return None
    former = {"title": row[3], "mode": row[4], "closed": bool(row[5])}
    return Place(row[0], row[1], school_id), row[2], former


_MUNICIPALITY = Prepared(
    sa.select(MunicipalityRow.region_id).where(
        MunicipalityRow.id == sa.bindparam("id", type_=MunicipalityRow.id.type)
    )
)


def region_of(reader: Reader | Transaction, municipality_id: UUID) -> UUID | None:
    """The region a municipality lies in; None where there is no such municipality."""
    row = reader.row(_MUNICIPALITY, id=municipality_id)
    return row[0] if row is not None else None


_SCHOOL_PLACE = Prepared(
    sa.select(SchoolRow.region_id, SchoolRow.municipality_id).where(
        SchoolRow.id == sa.bindparam("id", type_=SchoolRow.id.type)
    )
)
_REGION = Prepared(
    sa.select(RegionRow.id).where(RegionRow.id == sa.bindparam("id", type_=RegionRow.id.type))
)


def is_place(reader: Reader | Transaction, place: Place) -> bool:
    """Whether there is such a place: its school in its municipality, that one in its region."""
    if place.school_id is not None:
        row = reader.row(_SCHOOL_PLACE, id=place.school_id)
        return row is not None and tuple(row) == (place.region_id, place.municipality_id)
    if place.municipality_id is not None:
        return region_of(reader, place.municipality_id) == place.region_id
    return place.region_id is None or reader.row(_REGION, id=place.region_id) is not None
