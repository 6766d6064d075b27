"""Orders that are repealed: which roadmaps rest on one, and by what or where it was repealed."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from engine.domain.roadmaps.states import RoadmapStatus
from engine.domain.search_keys import number_key
from engine.queries.repealed_orders import NamedOrder, named_order
from engine.queries.roadmaps.scope import visible_roadmaps
from engine.queries.scope import reading_day
from engine.storage.database import reading
from engine.storage.roadmap_carrying import repealed_order
from engine.storage.tables import CaseRow, DecisionRow, MunicipalityRow, RegionRow, RoadmapRow

if TYPE_CHECKING:
    from engine.domain.roles import Actor
    from engine.storage.statements import AnySelect
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


@dataclass(frozen=True, slots=True)
class RepealedInCase:
    """A roadmap whose order is marked as repealed in a case, and what takes its place by that."""

    roadmap: OrderOfRoadmap
    on: date
    successor: NamedOrder | None


def read_repealed_in_cases(bench: Workbench, *, actor: Actor) -> list[RepealedInCase]:
    """The roadmaps in sight whose order some case says is repealed, each once.

    It is the same order by its number and day in the same place; a region's order stands in the
    cases of all its municipalities.
    """
    successor = aliased(DecisionRow)
    same_place = sa.and_(
        CaseRow.region_id == RoadmapRow.region_id,
        sa.or_(
            RoadmapRow.municipality_id.is_(None),
            RoadmapRow.municipality_id == CaseRow.municipality_id,
        ),
    )
    query = (
        _orders(bench, actor)
        .add_columns(
            DecisionRow.repealed_on,
            successor.number.label("next_number"),
            successor.signed_on.label("next_signed_on"),
        )
        .join(
            DecisionRow,
            sa.and_(
                DecisionRow.number_key == RoadmapRow.number_key,
                DecisionRow.signed_on == RoadmapRow.signed_on,
                DecisionRow.repealed_on.is_not(None),
            ),
        )
        .join(CaseRow, sa.and_(CaseRow.id == DecisionRow.case_id, same_place))
        .outerjoin(successor, successor.id == DecisionRow.successor_id)
        .order_by(successor.id.is_(None), DecisionRow.repealed_on, DecisionRow.id)
    )
    found: dict[UUID, RepealedInCase] = {}
    with reading(bench.database) as connection:
        for row in connection.execute(query):
            found.setdefault(row.id, RepealedInCase(_order(row), row.repealed_on, named_order(row)))
    return list(found.values())


def read_repeals(bench: Workbench, *, actor: Actor) -> list[Repeal]:
    """Every repeal among the roadmaps in sight, the latest order first.

    An order is named by its number and its day, or by its number alone where no day is printed;
    it repeals only in its own region and place, and never itself.
    """
    query = _orders(bench, actor)
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


def _orders(bench: Workbench, actor: Actor) -> AnySelect:
    """The roadmaps in sight by their orders, the latest first."""
    return (
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


def _order(row: Any) -> OrderOfRoadmap:
    status = RoadmapStatus(row.status)
    return OrderOfRoadmap(row.id, row.title, row.place, row.number, row.signed_on, status)
