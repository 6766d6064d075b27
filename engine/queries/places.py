"""Regions and schools in an actor's sight."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

import sqlalchemy as sa

from engine.domain.errors import NotFound
from engine.domain.roles import Actor, Permission
from engine.queries.scope import reading_day, visible_schools
from engine.storage.database import reading
from engine.storage.tables import MunicipalityRow, RegionRow, SchoolRow

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Row

    from engine.storage.statements import AnySelect
    from engine.workbench import Workbench


@dataclass(frozen=True, slots=True)
class SchoolFilter:
    """Which schools are wanted; what is None does not matter. `region` is a region's code."""

    region: str | None = None
    municipality_id: UUID | None = None
    closed: bool | None = None

    def conditions(self) -> Iterator[sa.ColumnElement[bool]]:
        """What the rows must satisfy."""
        if self.region is not None:
            yield RegionRow.code == self.region
        if self.municipality_id is not None:
            yield SchoolRow.municipality_id == self.municipality_id
        if self.closed is not None:
            yield SchoolRow.closed.is_(self.closed)


def list_regions(bench: Workbench, *, actor: Actor) -> list[Row[Any]]:
    """Regions the actor reads schools of, by title; a part of a region shows the region."""
    today = reading_day(bench.now())
    places = actor.scopes(Permission.READ_SCHOOL, today)
    query = sa.select(RegionRow.__table__).order_by(RegionRow.title, RegionRow.id)
    if not any(place.region_id is None for place in places):
        seen = sa.exists().where(SchoolRow.region_id == RegionRow.id, visible_schools(actor, today))
        query = query.where(sa.or_(RegionRow.id.in_([one.region_id for one in places]), seen))
    with reading(bench.database) as connection:
        return list(connection.execute(query))


def list_schools(
    bench: Workbench,
    wanted: SchoolFilter,
    *,
    actor: Actor,
    after: UUID | None = None,
    limit: int = 50,
) -> list[Row[Any]]:
    """Schools in the actor's sight in the order of their ids."""
    query = (
        _school_line()
        .where(visible_schools(actor, reading_day(bench.now())), *wanted.conditions())
        .order_by(SchoolRow.id)
        .limit(limit)
    )
    if after is not None:
        query = query.where(SchoolRow.id > after)
    with reading(bench.database) as connection:
        return list(connection.execute(query))


def school_line(bench: Workbench, school_id: UUID, *, actor: Actor) -> Row[Any]:
    """A school for an actor who may see it; NotFound for everybody else."""
    query = _school_line().where(
        SchoolRow.id == school_id, visible_schools(actor, reading_day(bench.now()))
    )
    with reading(bench.database) as connection:
        line = connection.execute(query).one_or_none()
    if line is None:
        raise NotFound
    return line


def _school_line() -> AnySelect:
    return (
        sa.select(
            SchoolRow.id,
            SchoolRow.title,
            SchoolRow.mode,
            SchoolRow.code,
            SchoolRow.demo,
            SchoolRow.closed,
            SchoolRow.revision,
            SchoolRow.region_id,
            RegionRow.code.label("region_code"),
            RegionRow.title.label("region"),
            SchoolRow.municipality_id,
            MunicipalityRow.title.label("municipality"),
        )
        .join(RegionRow, RegionRow.id == SchoolRow.region_id)
        .join(MunicipalityRow, MunicipalityRow.id == SchoolRow.municipality_id)
    )
