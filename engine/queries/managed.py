"""The regions and municipalities on which an actor may do a deed, and by whose clocks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

import sqlalchemy as sa

from engine.domain.roles import Actor, Permission, Place
from engine.queries.scope import READING_ZONE, reading_day
from engine.storage.database import reading
from engine.storage.tables import MunicipalityRow, RegionRow

if TYPE_CHECKING:
    from engine.workbench import Workbench


@dataclass(frozen=True, slots=True)
class ManagedRegion:
    """A region with its municipalities; `whole` is false where only some of them are managed."""

    id: UUID
    code: str
    title: str
    whole: bool
    municipalities: tuple[tuple[UUID, str], ...]


def managed_regions(
    bench: Workbench, permission: Permission, *, actor: Actor
) -> list[ManagedRegion]:
    """Regions on which, or on parts of which, some grant in force gives the permission."""
    places = actor.scopes(permission, reading_day(bench.now()))
    if not places:
        return []
    query = sa.select(RegionRow.id, RegionRow.code, RegionRow.title)
    towns = sa.select(MunicipalityRow.region_id, MunicipalityRow.id, MunicipalityRow.title)
    if not any(place.region_id is None for place in places):
        regions = {place.region_id for place in places}
        query = query.where(RegionRow.id.in_(regions))
        towns = towns.where(MunicipalityRow.region_id.in_(regions))
    with reading(bench.database) as connection:
        found = list(connection.execute(query.order_by(RegionRow.title, RegionRow.id)))
        under: dict[UUID, list[tuple[UUID, str]]] = {}
        for row in connection.execute(towns.order_by(MunicipalityRow.title, MunicipalityRow.id)):
            if any(place.covers(Place(row.region_id, row.id)) for place in places):
                under.setdefault(row.region_id, []).append((row.id, row.title))
    return [
        ManagedRegion(
            row.id,
            row.code,
            row.title,
            any(place.covers(Place(row.id)) for place in places),
            tuple(under.get(row.id, ())),
        )
        for row in found
    ]


def common_zone(bench: Workbench, permission: Permission, *, actor: Actor) -> str:
    """The clocks a page over all of the actor's places tells the time by.

    Where the places lie in several zones it is Moscow's, and the page says so.
    """
    places = actor.scopes(permission, reading_day(bench.now()))
    query = sa.select(RegionRow.zone).distinct().limit(2)
    if not any(place.region_id is None for place in places):
        query = query.where(RegionRow.id.in_({place.region_id for place in places}))
    with reading(bench.database) as connection:
        zones = list(connection.scalars(query))
    return str(zones[0]) if len(zones) == 1 else READING_ZONE
