"""What texts stand on, and which definitions stand on a base that has a newer version."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from engine.domain.roles import Permission
from engine.queries.in_force import is_newest
from engine.queries.scope import reading_day
from engine.storage.database import Reader, reading
from engine.storage.definitions import is_kept
from engine.storage.footing import BaseVersion, base_with_digest, newest_of
from engine.storage.tables import DefinitionRow

if TYPE_CHECKING:
    from engine.domain.roles import Actor
    from engine.workbench import Workbench


@dataclass(frozen=True, slots=True)
class Footing:
    """The version of a base a text stands on, and the newest version of that base."""

    old: BaseVersion
    new: BaseVersion

    @property
    def behind(self) -> bool:
        """Whether the newest version says something else."""
        return self.old.definition.digest != self.new.definition.digest


def footing_on(bench: Workbench, region_id: UUID | None, digest: str | None) -> Footing | None:
    """What a text of the region stands on; nothing where the version is not known."""
    if digest is None:
        return None
    with reading(bench.database) as connection:
        reader = Reader(bench.database, connection)
        old = base_with_digest(reader, region_id, digest)
        return None if old is None else Footing(old, newest_of(reader, old.stream_id))


def behind_streams(bench: Workbench, *, actor: Actor) -> frozenset[UUID]:
    """Definitions in force of the actor's regions whose base has another newest version."""
    places = actor.scopes(Permission.PUBLISH_DEFINITION, reading_day(bench.now()))
    whole = [one.region_id for one in places if one.municipality_id is None]
    base, newer = aliased(DefinitionRow), aliased(DefinitionRow)
    fits = sa.or_(base.region_id.is_(None), base.region_id == DefinitionRow.region_id)
    last = sa.select(sa.func.max(newer.version)).where(
        newer.stream_id == base.stream_id, is_kept(newer)
    )
    latest = aliased(DefinitionRow)
    query = (
        sa.select(DefinitionRow.stream_id)
        .join(base, sa.and_(base.digest == DefinitionRow.extends_digest, fits))
        .join(
            latest,
            sa.and_(latest.stream_id == base.stream_id, latest.version == last.scalar_subquery()),
        )
        .where(is_newest(), latest.digest != DefinitionRow.extends_digest)
    )
    if None not in whole:
        query = query.where(DefinitionRow.region_id.in_(whole))
    with reading(bench.database) as connection:
        return frozenset(connection.execute(query).scalars())
