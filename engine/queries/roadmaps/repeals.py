"""Orders that repeal others: which roadmaps rest on one that is repealed, and what repealed it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

import sqlalchemy as sa

from engine.domain.roadmaps.states import RoadmapStatus
from engine.domain.search_keys import number_key
from engine.queries.roadmaps.scope import visible_roadmaps
from engine.queries.scope import reading_day
from engine.storage.database import reading
from engine.storage.roadmap_carrying import repealed_order
from engine.storage.tables import MunicipalityRow, RegionRow, RoadmapRow

if TYPE_CHECKING:
    from engine.domain.roles import Actor
    from engine.workbench import Workbench


@dataclass(frozen=True, slots=True)
class OrderOfRoadmap:
    """A roadmap by the order that approved it."""

    id: UUID
    title: str
    place: str
    number: str
    signed_on: date | None
    status: RoadmapStatus


@dataclass(frozen=True, slots=True)
class Repeal:
    """A roadmap whose order is repealed, and the roadmap whose order does so."""

    repealed: OrderOfRoadmap
    by: OrderOfRoadmap


def read_repeals(bench: Workbench, *, actor: Actor) -> list[Repeal]:
    """Every repeal among the roadmaps in sight, the latest order first.

    An order is named by its number and its day, or by its number alone where no day is printed;
    it repeals only in its own region and place, and never itself.
    """
    query = (
        sa.select(
            RoadmapRow.id,
            RoadmapRow.title,
            sa.func.coalesce(MunicipalityRow.title, RegionRow.title).label("place"),
            RoadmapRow.number,
            RoadmapRow.signed_on,
            RoadmapRow.status,
            RoadmapRow.repeals,
            RoadmapRow.region_id,
            RoadmapRow.municipality_id,
            RoadmapRow.number_key,
        )
        .join(RegionRow, RegionRow.id == RoadmapRow.region_id)
        .outerjoin(MunicipalityRow, MunicipalityRow.id == RoadmapRow.municipality_id)
        .where(visible_roadmaps(actor, reading_day(bench.now())))
        .order_by(RoadmapRow.signed_on.desc(), RoadmapRow.id)
    )
    with reading(bench.database) as connection:
        rows = connection.execute(query).all()
    by_number: dict[Any, list[Any]] = defaultdict(list)
    for row in rows:
        if row.number.strip():
            by_number[row.region_id, row.municipality_id, row.number_key].append(row)
    return [
        Repeal(_order(found), _order(row))
        for row in rows
        for named in map(repealed_order, row.repeals)
        for found in by_number[row.region_id, row.municipality_id, number_key(named.number)]
        if found.id != row.id and named.day in (None, found.signed_on)
    ]


def _order(row: Any) -> OrderOfRoadmap:
    status = RoadmapStatus(row.status)
    return OrderOfRoadmap(row.id, row.title, row.place, row.number, row.signed_on, status)
