"""What an installation already has of a region, by the titles its seed names things with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

import sqlalchemy as sa

from engine.domain.roles import Actor, Permission, Place
from engine.queries.scope import reading_day
from engine.storage.database import reading
from engine.storage.tables import (
    CalendarDayRow,
    DefinitionRow,
    ListEditionRow,
    ListEntryRow,
    MunicipalityRow,
    RegionRow,
    SchoolRow,
)

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.engine import Connection

    from engine.storage.statements import AnySelect
    from engine.workbench import Workbench


@dataclass(frozen=True, slots=True)
class KnownRegion:
    """A region's id and what stands in it; `entries` are the newest list entries by school."""

    id: UUID
    municipalities: dict[str, UUID]
    schools: dict[str, UUID]
    listings: dict[str, UUID]
    entries: dict[UUID, UUID]


def known_region(bench: Workbench, code: str, *, actor: Actor) -> KnownRegion | None:
    """The region of this code, for whoever manages schools everywhere; None when there is none."""
    today = reading_day(bench.now())
    if Place() not in actor.scopes(Permission.MANAGE_SCHOOLS, today):
        return None
    with reading(bench.database) as connection:
        region = connection.execute(
            sa.select(RegionRow.id).where(RegionRow.code == code)
        ).scalar_one_or_none()
        if region is None:
            return None
        return KnownRegion(
            region,
            _by_title(connection, MunicipalityRow, region),
            _by_title(connection, SchoolRow, region),
            _by_title(connection, ListEditionRow, region),
            {row.school_id: row.id for row in connection.execute(_entries(region))},
        )


def federal_days(bench: Workbench) -> frozenset[date]:
    """The days the federal layer of the calendar already has."""
    query = sa.select(CalendarDayRow.day).where(CalendarDayRow.region_id.is_(None))
    with reading(bench.database) as connection:
        return frozenset(connection.execute(query).scalars())


def published_digests(bench: Workbench) -> frozenset[tuple[UUID | None, str]]:
    """Region and digest of every published version."""
    with reading(bench.database) as connection:
        rows = connection.execute(sa.select(DefinitionRow.region_id, DefinitionRow.digest))
        return frozenset((row.region_id, row.digest) for row in rows)


def _by_title(
    connection: Connection,
    table: type[MunicipalityRow | SchoolRow | ListEditionRow],
    region: UUID,
) -> dict[str, UUID]:
    rows = connection.execute(sa.select(table.title, table.id).where(table.region_id == region))
    return {row.title: row.id for row in rows}


def _entries(region: UUID) -> AnySelect:
    """Entries of all editions, the newest last."""
    return (
        sa.select(ListEntryRow.school_id, ListEntryRow.id)
        .join(ListEditionRow, ListEditionRow.id == ListEntryRow.edition_id)
        .where(ListEditionRow.region_id == region)
        .order_by(ListEditionRow.year, ListEditionRow.order_date)
    )
