"""Reading schools for a change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

import sqlalchemy as sa

from engine.domain.roles import Place
from engine.storage.statements import Prepared
from engine.storage.tables import SchoolRow

if TYPE_CHECKING:
    from engine.storage.database import Transaction

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
