"""What somebody who writes definitions needs: texts, versions, bases, and cases under way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from engine.domain.definition import Definition
from engine.domain.definition_form import definition_from_plain
from engine.domain.errors import NotFound
from engine.domain.roles import Actor, Permission
from engine.domain.terms import local_day
from engine.queries.definitions import visible_definitions
from engine.queries.in_force import is_in_force, is_newest, region_days
from engine.queries.scope import READING_ZONE, reading_day
from engine.storage.database import reading
from engine.storage.tables import (
    AccountRow,
    CaseRow,
    DefinitionRow,
    MunicipalityRow,
    RegionRow,
    RetirementRow,
)

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Row

    from engine.storage.statements import AnySelect
    from engine.workbench import Workbench


@dataclass(frozen=True, slots=True)
class VersionText:
    """A published version with the text it was written as and what the text meant.

    `newest` is what is changed next, `in_force` what cases begin on today. `effective_on` is the
    first day, None where it was that of the publication; `approver` whoever approved it beside the
    author. `zone` are the clocks of the region, Moscow's for what belongs to none. `extends_digest`
    is the version of the base it stands on, `municipality` whose path it is where a town has one.
    """

    id: UUID
    stream_id: UUID
    region_id: UUID | None
    region: str | None
    version: int
    text: str
    definition: Definition
    published_at: datetime
    author: str
    newest: bool
    in_force: bool
    zone: str
    code: str
    extends_digest: str | None = None
    municipality_id: UUID | None = None
    municipality: str | None = None
    effective_on: date | None = None
    retired_on: date | None = None
    note: str = ""
    approver: str = ""


def list_current(bench: Workbench, *, actor: Actor) -> list[Row[Any]]:
    """The newest versions in the actor's sight: the base first, then by region and title."""
    sight = visible_definitions(actor, reading_day(bench.now()))
    with reading(bench.database) as connection:
        query = (
            _line(region_days(connection, bench.now()))
            .where(sight, is_newest())
            .order_by(
                DefinitionRow.region_id.is_not(None),
                RegionRow.title,
                DefinitionRow.municipality_id.is_not(None),
                DefinitionRow.title,
                DefinitionRow.id,
            )
        )
        return list(connection.execute(query))


def list_versions(bench: Workbench, stream_id: UUID, *, actor: Actor) -> list[Row[Any]]:
    """All versions of a definition in the actor's sight, the newest first; NotFound for none."""
    sight = visible_definitions(actor, reading_day(bench.now()))
    with reading(bench.database) as connection:
        query = (
            _line(region_days(connection, bench.now()))
            .where(DefinitionRow.stream_id == stream_id, sight)
            .order_by(DefinitionRow.version.desc())
        )
        rows = list(connection.execute(query))
    if not rows:
        raise NotFound
    return rows


def version_text(
    bench: Workbench, stream_id: UUID, version: int | None = None, *, actor: Actor
) -> VersionText:
    """A version of a definition, or the newest; NotFound when it is not in sight."""
    wanted = is_newest() if version is None else DefinitionRow.version == version
    return _one(bench, actor, DefinitionRow.stream_id == stream_id, wanted)


def version_by_id(bench: Workbench, definition_id: UUID, *, actor: Actor) -> VersionText:
    """A version by its id; NotFound when it is not in sight."""
    return _one(bench, actor, DefinitionRow.id == definition_id)


def published_bases(bench: Workbench, region_id: UUID | None = None) -> dict[str, Definition]:
    """The newest definitions that a region may extend, by code: those that belong to none.

    Of a region named, its own: what its municipalities extend.
    """
    query = sa.select(DefinitionRow.code, DefinitionRow.content).where(
        DefinitionRow.region_id.is_(None)
        if region_id is None
        else sa.and_(DefinitionRow.region_id == region_id, DefinitionRow.municipality_id.is_(None)),
        is_newest(),
    )
    with reading(bench.database) as connection:
        return {row.code: definition_from_plain(row.content) for row in connection.execute(query)}


def open_cases_by_stage(bench: Workbench, stream_id: UUID) -> dict[str, int]:
    """How many cases under way on any version of a definition stand in each stage."""
    query = (
        sa.select(CaseRow.stage, sa.func.count().label("cases"))
        .join(DefinitionRow, DefinitionRow.id == CaseRow.definition_id)
        .where(DefinitionRow.stream_id == stream_id, CaseRow.closed.is_(False))
        .group_by(CaseRow.stage)
    )
    with reading(bench.database) as connection:
        return {row.stage: row.cases for row in connection.execute(query)}


def cases_on(bench: Workbench, definition_id: UUID) -> int:
    """How many cases, closed ones too, are led by a version."""
    query = sa.select(sa.func.count()).where(CaseRow.definition_id == definition_id)
    with reading(bench.database) as connection:
        return int(connection.execute(query).scalar_one())


def cases_behind(bench: Workbench, version: VersionText) -> int:
    """How many cases under way in its region are led by another version of the path."""
    query = (
        sa.select(sa.func.count())
        .select_from(CaseRow)
        .join(DefinitionRow, DefinitionRow.id == CaseRow.definition_id)
        .where(
            CaseRow.definition_stream_id == version.stream_id,
            CaseRow.closed.is_(False),
            DefinitionRow.digest != version.definition.digest,
        )
    )
    with reading(bench.database) as connection:
        return int(connection.execute(query).scalar_one())


def version_day(bench: Workbench, version: VersionText) -> date:
    """Today by the clocks a version goes by."""
    return local_day(bench.now(), version.zone)


def regions_to_author(bench: Workbench, *, actor: Actor) -> list[Row[Any]]:
    """Regions whose definitions the actor may publish, by title: id, code, title, zone."""
    places = actor.scopes(Permission.PUBLISH_DEFINITION, reading_day(bench.now()))
    query = sa.select(RegionRow.id, RegionRow.code, RegionRow.title, RegionRow.zone)
    if not any(place.region_id is None for place in places):
        whole = [one.region_id for one in places if one.municipality_id is None]
        query = query.where(RegionRow.id.in_(whole))
    with reading(bench.database) as connection:
        return list(connection.execute(query.order_by(RegionRow.title, RegionRow.id)))


def _one(bench: Workbench, actor: Actor, *which: ColumnElement[bool]) -> VersionText:
    sight = visible_definitions(actor, reading_day(bench.now()))
    with reading(bench.database) as connection:
        query = (
            _line(region_days(connection, bench.now()))
            .add_columns(DefinitionRow.text, DefinitionRow.content)
            .where(*which, sight)
        )
        row = connection.execute(query).one_or_none()
    if row is None:
        raise NotFound
    return VersionText(
        row.id,
        row.stream_id,
        row.region_id,
        row.region,
        row.version,
        row.text,
        definition_from_plain(row.content),
        row.published_at,
        row.author or "",
        bool(row.newest),
        bool(row.in_force),
        row.zone or READING_ZONE,
        row.code,
        row.extends_digest,
        row.municipality_id,
        row.municipality,
        row.effective_on,
        row.retired_on,
        row.note or "",
        row.approver or "",
    )


_APPROVER = aliased(AccountRow)


def _line(today: ColumnElement[date]) -> AnySelect:
    return (
        sa.select(
            DefinitionRow.id,
            DefinitionRow.stream_id,
            DefinitionRow.region_id,
            RegionRow.title.label("region"),
            RegionRow.zone,
            DefinitionRow.code,
            DefinitionRow.version,
            DefinitionRow.title,
            DefinitionRow.published_at,
            DefinitionRow.extends_digest,
            DefinitionRow.municipality_id,
            MunicipalityRow.title.label("municipality"),
            AccountRow.title.label("author"),
            DefinitionRow.effective_on,
            DefinitionRow.note,
            RetirementRow.retired_on,
            _APPROVER.title.label("approver"),
            is_newest().label("newest"),
            is_in_force(today).label("in_force"),
        )
        .outerjoin(RegionRow, RegionRow.id == DefinitionRow.region_id)
        .outerjoin(AccountRow, AccountRow.id == DefinitionRow.published_by)
        .outerjoin(MunicipalityRow, MunicipalityRow.id == DefinitionRow.municipality_id)
        .outerjoin(_APPROVER, _APPROVER.id == DefinitionRow.approved_by)
        .outerjoin(RetirementRow, RetirementRow.id == DefinitionRow.id)
    )
