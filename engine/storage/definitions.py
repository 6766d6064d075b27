"""Reading published definitions: immutable, so each is parsed once a process."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from engine.domain.definition_form import definition_from_plain
from engine.storage.statements import Prepared
from engine.storage.tables import DefinitionRow, RegionRow, RetirementRow

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement

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


EVER = sa.literal(date.min, type_=sa.Date())
"""Before every day: what was published without a day was in force from the beginning."""


def starts_on(row: Any = DefinitionRow) -> ColumnElement[date]:
    """The first day of a version."""
    return sa.func.coalesce(row.effective_on, EVER)


def is_kept(row: Any = DefinitionRow) -> ColumnElement[bool]:
    """Versions that were not retired."""
    # Under a name of its own: the query around it may read retirements too.
    gone = aliased(RetirementRow)
    return ~sa.exists().where(gone.id == row.id)


@dataclass(frozen=True, slots=True)
class CurrentVersion:
    """A published version of a definition, by what names it."""

    id: UUID
    stream_id: UUID
    version: int
    digest: str


_VERSION = sa.select(
    DefinitionRow.id, DefinitionRow.stream_id, DefinitionRow.version, DefinitionRow.digest
)
_NAMED = sa.and_(
    DefinitionRow.code == sa.bindparam("code"),
    sa.func.coalesce(DefinitionRow.region_id, NOWHERE)
    == sa.func.coalesce(sa.bindparam("region_id", type_=DefinitionRow.id.type), NOWHERE),
)
_BEGUN = starts_on() <= sa.bindparam("day", type_=sa.Date())
_LATEST = (starts_on().desc(), DefinitionRow.version.desc())
_NEWEST = DefinitionRow.version.desc()

_CURRENT = Prepared(_VERSION.where(_NAMED, is_kept()).order_by(_NEWEST).limit(1))
_IN_FORCE = Prepared(_VERSION.where(_NAMED, is_kept(), _BEGUN).order_by(*_LATEST).limit(1))
_FIRST = Prepared(_VERSION.where(_NAMED, is_kept(), _BEGUN).order_by(starts_on(), _NEWEST).limit(1))
_COUNT = Prepared(sa.select(sa.func.coalesce(sa.func.max(DefinitionRow.version), 0)).where(_NAMED))


def current_definition(
    transaction: Reader | Transaction, region_id: UUID | None, code: str
) -> CurrentVersion | None:
    """The newest version of a region's definition (of the base when no region is named).

    It is what the next version follows, in force already or not; retired ones do not count.
    """
    row = transaction.row(_CURRENT, region_id=region_id, code=code)
    return None if row is None else CurrentVersion(*row)


def last_number(transaction: Reader | Transaction, region_id: UUID | None, code: str) -> int:
    """The highest number a version of the definition ever had; 0 before the first."""
    row = transaction.row(_COUNT, region_id=region_id, code=code)
    return int(row[0]) if row else 0


def definition_in_force(
    transaction: Reader | Transaction, region_id: UUID | None, code: str, day: date, today: date
) -> CurrentVersion | None:
    """The version in force on a day up to `today`: that of the latest first day, then the newest.

    On a day before every version it is the first of them: a case may be dated further back than the
    path was written.
    """
    for query, on in ((_IN_FORCE, day), (_FIRST, today)):
        row = transaction.row(query, region_id=region_id, code=code, day=on)
        if row is not None:
            return CurrentVersion(*row)
    return None


_OF_STREAM = DefinitionRow.stream_id == sa.bindparam(
    "stream_id", type_=DefinitionRow.stream_id.type
)
_LEADS = Prepared(
    sa.select(DefinitionRow.id)
    .where(_OF_STREAM, is_kept())
    .order_by(sa.case((_BEGUN, 0), else_=1), *_LATEST)
    .limit(1)
)


def leading_definition(transaction: Reader | Transaction, stream_id: UUID, day: date) -> Definition:
    """The version of a path in force on a day, else the newest; LookupError where there is none."""
    row = transaction.row(_LEADS, stream_id=stream_id, day=day)
    if row is None:
        raise LookupError(stream_id)
    return definition_of(transaction, row[0])


_NEWER = aliased(DefinitionRow)
_OF_REGION = Prepared(
    sa.select(DefinitionRow.id).where(
        DefinitionRow.region_id == sa.bindparam("region_id", type_=DefinitionRow.id.type),
        is_kept(),
        ~sa.exists().where(
            _NEWER.stream_id == DefinitionRow.stream_id,
            _NEWER.version > DefinitionRow.version,
            is_kept(_NEWER),
        ),
    )
)


def newest_of_region(transaction: Reader | Transaction, region_id: UUID) -> list[Definition]:
    """The newest version of every path of a region."""
    rows = transaction.rows(_OF_REGION, region_id=region_id)
    return [definition_of(transaction, row[0]) for row in rows]


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
