"""Published definitions in an actor's sight: versions and their content."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from engine.domain.errors import NotFound
from engine.domain.roles import Actor, Permission
from engine.queries.scope import reading_day, visible_cases
from engine.storage.database import reading
from engine.storage.tables import CaseRow, DefinitionRow, RegionRow

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from sqlalchemy import ColumnElement, Row

    from engine.storage.statements import AnySelect
    from engine.workbench import Workbench


@dataclass(frozen=True, slots=True)
class DefinitionFilter:
    """Which versions are wanted; what is None does not matter. `region` is a region's code."""

    region: str | None = None
    code: str | None = None
    current: bool | None = None

    def conditions(self) -> Iterator[ColumnElement[bool]]:
        """What the rows must satisfy."""
        if self.region is not None:
            yield RegionRow.code == self.region
        if self.code is not None:
            yield DefinitionRow.code == self.code
        if self.current is not None:
            yield is_current() if self.current else sa.not_(is_current())


def list_definitions(
    bench: Workbench,
    wanted: DefinitionFilter,
    *,
    actor: Actor,
    after: UUID | None = None,
    limit: int = 50,
) -> list[Row[Any]]:
    """Versions in the actor's sight in the order of their publication."""
    query = (
        _version_line()
        .where(visible_definitions(actor, reading_day(bench.now())), *wanted.conditions())
        .order_by(DefinitionRow.id)
        .limit(limit)
    )
    if after is not None:
        query = query.where(DefinitionRow.id > after)
    with reading(bench.database) as connection:
        return list(connection.execute(query))


def definition_version(bench: Workbench, definition_id: UUID, *, actor: Actor) -> Row[Any]:
    """A version with its resolved content, for an actor who may see it; NotFound otherwise."""
    sight = visible_definitions(actor, reading_day(bench.now()))
    query = (
        _version_line()
        .add_columns(DefinitionRow.content)
        .where(DefinitionRow.id == definition_id, sight)
    )
    with reading(bench.database) as connection:
        line = connection.execute(query).one_or_none()
    if line is None:
        raise NotFound
    return line


def visible_definitions(actor: Actor, today: date) -> ColumnElement[bool]:
    """The base of all regions, the actor's regions, and what cases in their sight are led by."""
    places = actor.scopes(Permission.READ_DEFINITION, today)
    if any(place.region_id is None for place in places):
        return sa.true()
    seen = sa.exists().where(
        CaseRow.definition_id == DefinitionRow.id,
        visible_cases(actor, today, Permission.READ_DEFINITION),
    )
    regions = [place.region_id for place in places]
    if not regions and not actor.tutor_schools(today):
        return sa.false()
    return sa.or_(DefinitionRow.region_id.is_(None), DefinitionRow.region_id.in_(regions), seen)


def is_current() -> ColumnElement[bool]:
    """Versions that none newer stands over."""
    newer = aliased(DefinitionRow)
    return ~sa.exists().where(
        newer.stream_id == DefinitionRow.stream_id, newer.version > DefinitionRow.version
    )


def _version_line() -> AnySelect:
    return sa.select(
        DefinitionRow.id,
        DefinitionRow.stream_id,
        DefinitionRow.region_id,
        RegionRow.code.label("region_code"),
        DefinitionRow.code,
        DefinitionRow.version,
        DefinitionRow.subject,
        DefinitionRow.title,
        DefinitionRow.digest,
        DefinitionRow.extends_digest,
        DefinitionRow.published_at,
        is_current().label("current"),
    ).outerjoin(RegionRow, RegionRow.id == DefinitionRow.region_id)
