"""Published definitions in an actor's sight: versions and their content."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

import sqlalchemy as sa

from engine.domain.errors import NotFound
from engine.domain.roles import Actor, Permission
from engine.queries.in_force import is_in_force, region_days
from engine.queries.scope import reading_day, visible_cases
from engine.storage.database import reading
from engine.storage.tables import CaseRow, DefinitionRow, RegionRow, RetirementRow

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from sqlalchemy import ColumnElement, Row

    from engine.storage.statements import AnySelect
    from engine.workbench import Workbench


@dataclass(frozen=True, slots=True)
class DefinitionFilter:
    """Which versions are wanted; what is None does not matter. `region` is a region's code.

    `current` are those in force today in their region: a case that is opened now begins on one.
    """

    region: str | None = None
    code: str | None = None
    current: bool | None = None

    def conditions(self, today: ColumnElement[date]) -> Iterator[ColumnElement[bool]]:
        """What the rows must satisfy; `today` is the day in the region of each."""
        if self.region is not None:
            yield RegionRow.code == self.region
        if self.code is not None:
            yield DefinitionRow.code == self.code
        if self.current is not None:
            in_force = is_in_force(today)
            yield in_force if self.current else sa.not_(in_force)


def list_definitions(
    bench: Workbench,
    wanted: DefinitionFilter,
    *,
    actor: Actor,
    after: UUID | None = None,
    limit: int = 50,
) -> list[Row[Any]]:
    """Versions in the actor's sight in the order of their publication."""
    now = bench.now()
    sight = visible_definitions(actor, reading_day(now))
    with reading(bench.database) as connection:
        today = region_days(connection, now)
        query = (
            _version_line(today)
            .where(sight, *wanted.conditions(today))
            .order_by(DefinitionRow.id)
            .limit(limit)
        )
        if after is not None:
            query = query.where(DefinitionRow.id > after)
        return list(connection.execute(query))


def definition_version(bench: Workbench, definition_id: UUID, *, actor: Actor) -> Row[Any]:
    """A version with its resolved content, for an actor who may see it; NotFound otherwise."""
    now = bench.now()
    sight = visible_definitions(actor, reading_day(now))
    with reading(bench.database) as connection:
        query = (
            _version_line(region_days(connection, now))
            .add_columns(DefinitionRow.content)
            .where(DefinitionRow.id == definition_id, sight)
        )
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


def _version_line(today: ColumnElement[date]) -> AnySelect:
    query = sa.select(
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
        DefinitionRow.effective_on,
        RetirementRow.retired_on,
        is_in_force(today).label("current"),
    )
    return query.outerjoin(RegionRow, RegionRow.id == DefinitionRow.region_id).outerjoin(
        RetirementRow, RetirementRow.id == DefinitionRow.id
    )
