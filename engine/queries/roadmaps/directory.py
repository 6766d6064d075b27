"""Schools and people of a place, to find the names of a document among."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

import sqlalchemy as sa

from engine.domain.roles import Permission, Place
from engine.queries.roadmaps.scope import require_writing
from engine.queries.scope import reading_day, within
from engine.storage.database import reading
from engine.storage.tables import (
    AccountRow,
    CaseRow,
    GrantRow,
    MunicipalityRow,
    RegionRow,
    SchoolAliasRow,
    SchoolRow,
)

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

    from engine.domain.roles import Actor
    from engine.workbench import Workbench


@dataclass(frozen=True, slots=True)
class NamedSchool:
    """A school with the other names it is known by."""

    id: UUID
    title: str
    aliases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NamedPerson:
    """A person who works in the place or above it."""

    id: UUID
    title: str


@dataclass(frozen=True, slots=True)
class PlaceNames:
    """Whom and what an authority knows."""

    schools: tuple[NamedSchool, ...]
    people: tuple[NamedPerson, ...]


def names_of_place(bench: Workbench, place: Place, *, actor: Actor) -> PlaceNames:
    """The open schools of a place, and its people with those of the region above it."""
    require_writing(bench, place, actor)
    with reading(bench.database) as connection:
        return PlaceNames(_schools(connection, place), _people(connection, place))


def _schools(connection: Connection, place: Place) -> tuple[NamedSchool, ...]:
    ours = within(place, SchoolRow.region_id, SchoolRow.municipality_id, SchoolRow.id)
    query = sa.select(SchoolRow.id, SchoolRow.title).where(ours, SchoolRow.closed.is_(False))
    aliases: dict[UUID, list[str]] = {}
    known = sa.select(SchoolAliasRow.school_id, SchoolAliasRow.title).join(
        SchoolRow, SchoolRow.id == SchoolAliasRow.school_id
    )
    for row in connection.execute(known.where(ours)):
        aliases.setdefault(row.school_id, []).append(row.title)
    return tuple(
        NamedSchool(row.id, row.title, tuple(aliases.get(row.id, ())))
        for row in connection.execute(query.order_by(SchoolRow.sort_key, SchoolRow.id))
    )


def schools_on_paths(bench: Workbench, place: Place, *, actor: Actor) -> frozenset[UUID]:
    """The schools of a place with a case under way: those a roadmap is mostly for."""
    require_writing(bench, place, actor)
    ours = within(place, CaseRow.region_id, CaseRow.municipality_id, CaseRow.school_id)
    query = sa.select(CaseRow.school_id).where(
        ours, CaseRow.school_id.is_not(None), CaseRow.closed.is_(False)
    )
    with reading(bench.database) as connection:
        return frozenset(connection.scalars(query.distinct()))


def _people(connection: Connection, place: Place) -> tuple[NamedPerson, ...]:
    """Each once, however many roles; the whole installation's people are nobody's."""
    bounds = [GrantRow.region_id == place.region_id]
    if place.municipality_id is not None:
        own = GrantRow.municipality_id == place.municipality_id
        bounds.append(sa.or_(GrantRow.municipality_id.is_(None), own))
    granted = sa.exists().where(GrantRow.account_id == AccountRow.id, *bounds)
    query = sa.select(AccountRow.id, AccountRow.title).where(granted, AccountRow.blocked.is_(False))
    rows = connection.execute(query.order_by(AccountRow.title, AccountRow.id))
    return tuple(NamedPerson(row.id, row.title) for row in rows)


@dataclass(frozen=True, slots=True)
class Authority:
    """A place that somebody may take in roadmaps for; without a municipality it is the region."""

    place: Place
    title: str
    region: str


def authorities(bench: Workbench, *, actor: Actor) -> list[Authority]:
    """The regions and municipalities whose roadmaps the actor may take in."""
    scopes = actor.scopes(Permission.WRITE_ROADMAP, reading_day(bench.now()))
    with reading(bench.database) as connection:
        regions = connection.execute(
            sa.select(RegionRow.id, RegionRow.title).order_by(RegionRow.title)
        ).all()
        rows = connection.execute(
            sa.select(MunicipalityRow.id, MunicipalityRow.region_id, MunicipalityRow.title)
            .where(MunicipalityRow.region_id.in_({one.region_id for one in scopes}))
            .order_by(MunicipalityRow.title)
        ).all()
    titles = {row.id: row.title for row in regions}
    all_ = [Authority(Place(row.id), row.title, row.title) for row in regions] + [
        Authority(Place(row.region_id, row.id), row.title, titles[row.region_id]) for row in rows
    ]
    return [one for one in all_ if any(scope.covers(one.place) for scope in scopes)]
