"""What a case can be opened for: entries of lists, municipalities, and the paths of a region."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from engine.domain.errors import NotFound
from engine.domain.roles import Actor, Permission
from engine.domain.situation import SubjectKind
from engine.queries.in_force import is_in_force, region_days
from engine.queries.naming import schools_named
from engine.queries.scope import reading_day, visible_schools
from engine.storage.database import Reader, reading
from engine.storage.definitions import definition_of
from engine.storage.footing import codes_of_municipality
from engine.storage.tables import (
    CaseRow,
    DefinitionRow,
    ListEditionRow,
    ListEntryRow,
    MunicipalityRow,
    RegionRow,
    SchoolRow,
)

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy import ColumnElement, Row

    from engine.domain.definition import Definition
    from engine.storage.statements import AnySelect
    from engine.workbench import Workbench


@dataclass(frozen=True, slots=True)
class OpenablePath:
    """The version in force of a path of a region, on which a case can be opened."""

    region_id: UUID
    code: str
    title: str
    subject: SubjectKind
    definition: Definition


def entries_to_open(
    bench: Workbench, *, actor: Actor, words: str = "", limit: int = 100
) -> list[Row[Any]]:
    """Entries of lists in the actor's places on which no case was opened yet, the newest first.

    A school with an open case goes on with it, whatever newer list names it; `former_cases` counts
    the closed ones: opening is then a re-entry.
    """
    opened = sa.exists().where(CaseRow.list_entry_id == ListEntryRow.id)
    led = sa.exists().where(CaseRow.school_id == SchoolRow.id, CaseRow.closed.is_(False))
    today = reading_day(bench.now())
    query = (
        entry_line()
        .where(
            ListEntryRow.left_on.is_(None),
            SchoolRow.closed.is_(False),
            sa.not_(opened),
            sa.not_(led),
            visible_schools(actor, today, Permission.OPEN_CASE),
            *schools_named(words),
        )
        .limit(limit)
    )
    with reading(bench.database) as connection:
        return list(connection.execute(query))


def entry_to_open(bench: Workbench, entry_id: UUID, *, actor: Actor) -> Row[Any]:
    """One entry of a list for an actor who may open cases there; NotFound for everybody else."""
    sight = visible_schools(actor, reading_day(bench.now()), Permission.OPEN_CASE)
    with reading(bench.database) as connection:
        row = connection.execute(
            entry_line().where(ListEntryRow.id == entry_id, sight)
        ).one_or_none()
    if row is None:
        raise NotFound
    return row


def municipalities_to_open(bench: Workbench, *, actor: Actor) -> list[Row[Any]]:
    """Municipalities in the actor's places that have no open case of their own."""
    own = sa.exists().where(
        CaseRow.subject_kind == SubjectKind.MUNICIPALITY.value,
        CaseRow.subject_id == MunicipalityRow.id,
        CaseRow.closed.is_(False),
    )
    query = (
        sa.select(
            MunicipalityRow.id,
            MunicipalityRow.title,
            MunicipalityRow.region_id,
            RegionRow.title.label("region"),
        )
        .join(RegionRow, RegionRow.id == MunicipalityRow.region_id)
        .where(sa.not_(own), _openable(actor, bench))
        .order_by(RegionRow.title, MunicipalityRow.title, MunicipalityRow.id)
    )
    with reading(bench.database) as connection:
        return list(connection.execute(query))


def openable_paths(
    bench: Workbench, region_ids: set[UUID], municipality_id: UUID | None = None
) -> list[OpenablePath]:
    """The version in force of every path of these regions.

    Of a municipality named, its own path stands in the place of the region's; no other
    municipality's is among them.
    """
    query = (
        sa.select(
            DefinitionRow.id,
            DefinitionRow.region_id,
            DefinitionRow.municipality_id,
            DefinitionRow.stream_id,
        )
        .join(RegionRow, RegionRow.id == DefinitionRow.region_id)
        .where(DefinitionRow.region_id.in_(region_ids))
        .order_by(DefinitionRow.title, DefinitionRow.id)
    )
    with reading(bench.database) as connection:
        query = query.where(is_in_force(region_days(connection, bench.now())))
        reader = Reader(bench.database, connection)
        rows = list(connection.execute(query))
        found = {row.id: definition_of(reader, row.id) for row in rows}
        led = {found[row.id].code for row in rows if row.municipality_id is not None}
        return [
            _path(row.region_id, found[row.id])
            for row in rows
            if row.municipality_id in (None, municipality_id)
            and not led.intersection(codes_of_municipality(reader, municipality_id, row.stream_id))
        ]


def _path(region_id: UUID, definition: Definition) -> OpenablePath:
    return OpenablePath(
        region_id, definition.code, definition.title, definition.subject, definition
    )


def _openable(actor: Actor, bench: Workbench) -> ColumnElement[bool]:
    """Municipalities that lie in a place, as a whole, on which the actor may open cases."""
    conditions = [
        sa.and_(
            sa.true() if place.region_id is None else MunicipalityRow.region_id == place.region_id,
            sa.true()
            if place.municipality_id is None
            else MunicipalityRow.id == place.municipality_id,
        )
        for place in actor.scopes(Permission.OPEN_CASE, reading_day(bench.now()))
        if place.school_id is None
    ]
    return sa.or_(sa.false(), *conditions)


def entry_line() -> AnySelect:
    """The columns of an entry of a list: which school, which order, why; the newest list first."""
    former = (
        sa.select(sa.func.count())
        .select_from(CaseRow)
        .where(CaseRow.school_id == SchoolRow.id, CaseRow.closed.is_(True))
        .correlate(SchoolRow)
        .scalar_subquery()
    )
    return (
        sa.select(
            ListEntryRow.id,
            ListEntryRow.categories,
            ListEntryRow.grounds,
            ListEntryRow.facts,
            ListEntryRow.left_on,
            ListEditionRow.year,
            ListEditionRow.title.label("edition"),
            ListEditionRow.order_number,
            ListEditionRow.order_date,
            ListEditionRow.order_body,
            SchoolRow.id.label("school_id"),
            SchoolRow.title.label("school"),
            SchoolRow.region_id,
            SchoolRow.municipality_id,
            RegionRow.title.label("region"),
            MunicipalityRow.title.label("municipality"),
            former.label("former_cases"),
        )
        .join(ListEditionRow, ListEditionRow.id == ListEntryRow.edition_id)
        .join(SchoolRow, SchoolRow.id == ListEntryRow.school_id)
        .join(RegionRow, RegionRow.id == SchoolRow.region_id)
        .join(MunicipalityRow, MunicipalityRow.id == SchoolRow.municipality_id)
        .order_by(ListEditionRow.year.desc(), RegionRow.title, SchoolRow.sort_key, ListEntryRow.id)
    )
