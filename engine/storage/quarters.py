"""The quarters of a region's school years."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from engine.storage.statements import Prepared
from engine.storage.tables import SchoolQuarterRow

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from engine.domain.calendar import Span
    from engine.storage.cases import LockedCase
    from engine.storage.database import Reader, Transaction

_OF_REGION = SchoolQuarterRow.region_id == sa.bindparam(
    "region_id", type_=SchoolQuarterRow.region_id.type
)
_QUARTERS = Prepared(
    sa.select(SchoolQuarterRow.starts_on, SchoolQuarterRow.ends_on)
    .where(_OF_REGION)
    .order_by(SchoolQuarterRow.starts_on)
)


def quarters_of(transaction: Reader | Transaction, region_id: UUID | None) -> tuple[Span, ...]:
    """Every quarter the region has set, in their order."""
    rows = transaction.rows(_QUARTERS, region_id=region_id) if region_id else []
    return tuple((row[0], row[1]) for row in rows)


def quarters_counted(
    reader: Reader | Transaction, located: Iterable[LockedCase]
) -> dict[UUID, tuple[Span, ...]]:
    """The quarters of the regions whose paths count by them; the others ask no query."""
    regions = {one.region_id for one in located if one.definition.counts_quarters}
    return {region_id: quarters_of(reader, region_id) for region_id in regions}


_YEAR = Prepared(
    sa.select(SchoolQuarterRow.number, SchoolQuarterRow.id).where(
        _OF_REGION, SchoolQuarterRow.year == sa.bindparam("year")
    )
)


def known_quarters(transaction: Transaction, region_id: UUID, year: int) -> dict[int, UUID]:
    """The rows of a school year by the number of the quarter."""
    rows = transaction.rows(_YEAR, region_id=region_id, year=year)
    return {row[0]: row[1] for row in rows}
