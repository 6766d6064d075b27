"""Reading published definitions: immutable, so each is parsed once a process."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

import sqlalchemy as sa

from engine.domain.definition_form import definition_from_plain
from engine.storage.statements import Prepared
from engine.storage.tables import DefinitionRow, RegionRow

if TYPE_CHECKING:
    from engine.domain.definition import Definition
    from engine.storage.database import Reader, Transaction

NOWHERE = sa.literal(UUID(int=0), type_=DefinitionRow.id.type)

_CONTENT = Prepared(
    sa.select(DefinitionRow.content).where(
        DefinitionRow.id == sa.bindparam("id", type_=DefinitionRow.id.type)
    )
)


def definition_of(transaction: Reader | Transaction, definition_id: UUID) -> Definition:
    """The definition a case is pinned to."""
    cache: dict[Any, Definition] = transaction.database.shared("definitions", dict)
    definition = cache.get(definition_id)
    if definition is None:
        found = transaction.row(_CONTENT, id=definition_id)
        if found is None:
            raise LookupError(definition_id)
        definition = cache[definition_id] = definition_from_plain(found[0])
    return definition


@dataclass(frozen=True, slots=True)
class CurrentVersion:
    """The newest published version of a definition."""

    id: UUID
    stream_id: UUID
    version: int
    digest: str


_CURRENT = Prepared(
    sa.select(
        DefinitionRow.id, DefinitionRow.stream_id, DefinitionRow.version, DefinitionRow.digest
    )
    .where(
        DefinitionRow.code == sa.bindparam("code"),
        sa.func.coalesce(DefinitionRow.region_id, NOWHERE)
        == sa.func.coalesce(sa.bindparam("region_id", type_=DefinitionRow.id.type), NOWHERE),
    )
    .order_by(DefinitionRow.version.desc())
    .limit(1)
)


def current_definition(
    transaction: Reader | Transaction, region_id: UUID | None, code: str
) -> CurrentVersion | None:
    """The version in force of a region's definition (of the base when no region is named)."""
    row = transaction.row(_CURRENT, region_id=region_id, code=code)
    return None if row is None else CurrentVersion(*row)


_NEWEST = Prepared(
    sa.select(DefinitionRow.id)
    .where(DefinitionRow.stream_id == sa.bindparam("stream_id", type_=DefinitionRow.stream_id.type))
    .order_by(DefinitionRow.version.desc())
    .limit(1)
)


def newest_definition(transaction: Reader | Transaction, stream_id: UUID) -> Definition:
    """The newest version of a path; LookupError where there is none."""
    row = transaction.row(_NEWEST, stream_id=stream_id)
    if row is None:
        raise LookupError(stream_id)
    return definition_of(transaction, row[0])


_ZONE = Prepared(
    sa.select(RegionRow.zone).where(
        RegionRow.id == sa.bindparam("region_id", type_=RegionRow.id.type)
    )
)
DEFAULT_ZONE = "Europe/Moscow"


def zone_of(transaction: Reader | Transaction, region_id: UUID | None) -> str:
    """The IANA zone of a region; Moscow's for what belongs to no region."""
    row = transaction.row(_ZONE, region_id=region_id) if region_id else None
    return row[0] if row else DEFAULT_ZONE
