"""A published version with the versions it was resolved on, for whoever may see them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from engine.queries.authoring import VersionText, version_by_id
from engine.queries.definitions import visible_definitions
from engine.queries.scope import reading_day
from engine.storage.database import reading
from engine.storage.tables import DefinitionRow

if TYPE_CHECKING:
    from uuid import UUID

    from engine.domain.roles import Actor
    from engine.workbench import Workbench

DEEPEST = 3
"""Base, region, municipality."""


def read_lineage(bench: Workbench, definition_id: UUID, *, actor: Actor) -> tuple[VersionText, ...]:
    """The version, before it the version it was resolved on, and so on: the base first.

    What it was resolved on is found by the digest that was kept; a version that kept none stands
    alone. NotFound when the version itself is not in sight.
    """
    lineage = [version_by_id(bench, definition_id, actor=actor)]
    while len(lineage) < DEEPEST:
        below = _below(bench, lineage[0].id, actor)
        if below is None:
            break
        lineage.insert(0, version_by_id(bench, below, actor=actor))
    return tuple(lineage)


def _below(bench: Workbench, definition_id: UUID, actor: Actor) -> UUID | None:
    """The newest version in sight with the digest that was extended: of all, or of the region."""
    query = sa.select(DefinitionRow.extends_digest, DefinitionRow.region_id).where(
        DefinitionRow.id == definition_id
    )
    with reading(bench.database) as connection:
        row = connection.execute(query).one()
        if row.extends_digest is None:
            return None
        found: UUID | None = connection.execute(
            sa.select(DefinitionRow.id)
            .where(
                DefinitionRow.digest == row.extends_digest,
                DefinitionRow.id != definition_id,
                sa.or_(DefinitionRow.region_id.is_(None), DefinitionRow.region_id == row.region_id),
                visible_definitions(actor, reading_day(bench.now())),
            )
            .order_by(DefinitionRow.region_id.is_(None), DefinitionRow.version.desc())
            .limit(1)
        ).scalar()
    return found
