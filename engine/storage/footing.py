"""What definitions stand on: the version of a base with a digest, and the newest one of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from engine.storage.definitions import NOWHERE, definition_in_force, definition_of, is_kept
from engine.storage.statements import Prepared
from engine.storage.tables import DefinitionRow, MunicipalityRow

if TYPE_CHECKING:
    from datetime import date

    from engine.domain.definition import Definition
    from engine.domain.roles import Place
    from engine.storage.database import Reader, Transaction
    from engine.storage.definitions import CurrentVersion


@dataclass(frozen=True, slots=True)
class BaseVersion:
    """A published version that other texts stand on; of a region, or of none."""

    id: UUID
    stream_id: UUID
    code: str
    version: int
    definition: Definition


_BASE = aliased(DefinitionRow)
_COLUMNS = (DefinitionRow.id, DefinitionRow.stream_id, DefinitionRow.code, DefinitionRow.version)
_OF_ALL_OR_REGION = sa.or_(
    DefinitionRow.region_id.is_(None),
    sa.func.coalesce(DefinitionRow.region_id, NOWHERE)
    == sa.func.coalesce(sa.bindparam("region_id", type_=DefinitionRow.id.type), NOWHERE),
)
_WITH_DIGEST = Prepared(
    sa.select(*_COLUMNS)
    .where(
        DefinitionRow.digest == sa.bindparam("digest"),
        DefinitionRow.municipality_id.is_(None),
        _OF_ALL_OR_REGION,
    )
    .order_by(DefinitionRow.version.desc(), DefinitionRow.id.desc())
    .limit(1)
)
_NEWEST = Prepared(
    sa.select(*_COLUMNS)
    .where(
        DefinitionRow.stream_id == sa.bindparam("stream_id", type_=DefinitionRow.stream_id.type),
        is_kept(),
    )
    .order_by(DefinitionRow.version.desc())
    .limit(1)
)


def base_with_digest(
    source: Transaction | Reader, region_id: UUID | None, digest: str
) -> BaseVersion | None:
    """The newest version with this content that a text of the region may stand on."""
    row = source.row(_WITH_DIGEST, region_id=region_id, digest=digest)
    return None if row is None else _version(source, row)


def newest_of(source: Transaction | Reader, stream_id: UUID) -> BaseVersion:
    """The newest version of a definition; LookupError where there is none."""
    row = source.row(_NEWEST, stream_id=stream_id)
    if row is None:
        raise LookupError(stream_id)
    return _version(source, row)


_TOWN = Prepared(
    sa.select(MunicipalityRow.region_id).where(
        MunicipalityRow.id == sa.bindparam("id", type_=MunicipalityRow.id.type)
    )
)


def lies_in(source: Transaction | Reader, municipality_id: UUID, region_id: UUID | None) -> bool:
    """Whether a municipality is one of the region's."""
    row = source.row(_TOWN, id=municipality_id)
    return row is not None and row[0] == region_id


_WHOSE = Prepared(
    sa.select(DefinitionRow.municipality_id).where(
        DefinitionRow.id == sa.bindparam("id", type_=DefinitionRow.id.type)
    )
)
_OF_TOWN = Prepared(
    sa.select(DefinitionRow.code)
    .where(
        DefinitionRow.municipality_id
        == sa.bindparam("municipality_id", type_=DefinitionRow.id.type),
        DefinitionRow.extends_digest.in_(
            sa.select(_BASE.digest).where(
                _BASE.stream_id == sa.bindparam("stream_id", type_=DefinitionRow.stream_id.type)
            )
        ),
    )
    .group_by(DefinitionRow.code)
    .order_by(sa.func.max(DefinitionRow.published_at).desc(), DefinitionRow.code)
)


def path_for(
    source: Transaction | Reader, place: Place, code: str, day: date, today: date
) -> CurrentVersion | None:
    """The version on which a case at the place begins: the municipality's own, if it has one.

    None where the region has no such path, or the path is another municipality's.
    """
    found = definition_in_force(source, place.region_id, code, day, today)
    if found is None:
        return None
    row = source.row(_WHOSE, id=found.id)
    if row is not None and row[0] is not None:
        return found if row[0] == place.municipality_id else None
    for own in codes_of_municipality(source, place.municipality_id, found.stream_id):
        version = definition_in_force(source, place.region_id, own, day, today)
        if version is not None:
            return version
    return found


def codes_of_municipality(
    source: Transaction | Reader, municipality_id: UUID | None, region_stream: UUID
) -> list[str]:
    """A municipality's own paths under one of its region's, the last published first."""
    if municipality_id is None:
        return []
    found = source.rows(_OF_TOWN, municipality_id=municipality_id, stream_id=region_stream)
    return [row[0] for row in found]


def _version(source: Transaction | Reader, row: Any) -> BaseVersion:
    return BaseVersion(row[0], row[1], row[2], row[3], definition_of(source, row[0]))


@dataclass(frozen=True, slots=True)
class PathBehind:
    """The newest version of a region's or a municipality's path, which stands on an older base."""

    stream_id: UUID
    region_id: UUID
    municipality_id: UUID | None
    title: str


_NEWER = aliased(DefinitionRow)
_OF_BASE = _BASE.stream_id == sa.bindparam("stream_id", type_=DefinitionRow.stream_id.type)
_BEHIND = Prepared(
    sa.select(
        DefinitionRow.stream_id,
        DefinitionRow.region_id,
        DefinitionRow.municipality_id,
        DefinitionRow.title,
    )
    .where(
        is_kept(),
        ~sa.exists().where(
            _NEWER.stream_id == DefinitionRow.stream_id,
            _NEWER.version > DefinitionRow.version,
            is_kept(_NEWER),
        ),
        DefinitionRow.region_id.is_not(None),
        DefinitionRow.extends_digest.in_(sa.select(_BASE.digest).where(_OF_BASE)),
        DefinitionRow.extends_digest != sa.bindparam("digest"),
    )
    .order_by(DefinitionRow.region_id, DefinitionRow.stream_id)
)


def paths_behind(
    source: Transaction | Reader, base_stream: UUID, region_id: UUID | None, digest: str
) -> list[PathBehind]:
    """Paths that stand on another version of a base than the one with this content.

    `region_id` is whose base it is: two regions may have published the same content.
    """
    rows = source.rows(_BEHIND, stream_id=base_stream, digest=digest)
    found = [PathBehind(*row) for row in rows]
    return [one for one in found if region_id in (None, one.region_id)]
