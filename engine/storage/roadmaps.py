"""Locking a roadmap, and reading under the lock what every deed on it looks at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

import sqlalchemy as sa

from engine.domain.audit import Stream, StreamKind
from engine.domain.roadmaps.states import RoadmapStatus
from engine.domain.roadmaps.terms import Period, YearKind
from engine.domain.roles import Place
from engine.domain.search_keys import number_key, search_key
from engine.storage.journal import ChainHead, lock_stream
from engine.storage.statements import Prepared
from engine.storage.tables import RegionRow, RoadmapRow, SchoolRow

if TYPE_CHECKING:
    from engine.domain.roadmaps.content import RoadmapCard
    from engine.storage.database import Reader, Transaction


@dataclass(frozen=True, slots=True)
class RoadmapState:
    """A roadmap as deeds look at it: whose it is, where it stands, for when, in which zone."""

    id: UUID
    place: Place
    level: str
    status: RoadmapStatus
    period: Period
    year_kind: YearKind | None
    signed_on: date | None
    version: int
    sha256: str | None
    in_force_on: date | None
    zone: str
    number: str
    previous_id: UUID | None

    @property
    def region_id(self) -> UUID:
        """The region it lies in: every roadmap has one."""
        if self.place.region_id is None:
            raise LookupError(self.id)
        return self.place.region_id


@dataclass(frozen=True, slots=True)
class LockedRoadmap:
    """A roadmap whose chain is held until the transaction ends."""

    state: RoadmapState
    head: ChainHead


_ROADMAP = Prepared(
    sa.select(
        RoadmapRow.id,
        RoadmapRow.region_id,
        RoadmapRow.municipality_id,
        RoadmapRow.level,
        RoadmapRow.status,
        RoadmapRow.period_start,
        RoadmapRow.period_end,
        RoadmapRow.year_kind,
        RoadmapRow.signed_on,
        RoadmapRow.version,
        RoadmapRow.sha256,
        RoadmapRow.in_force_on,
        RegionRow.zone,
        RoadmapRow.number,
        RoadmapRow.previous_id,
    )
    .join(RegionRow, RegionRow.id == RoadmapRow.region_id)
    .where(RoadmapRow.id == sa.bindparam("roadmap_id", type_=RoadmapRow.id.type))
)


def roadmap_state(reader: Reader | Transaction, roadmap_id: UUID) -> RoadmapState | None:
    """A roadmap as it stands now; None where there is none."""
    row = reader.row(_ROADMAP, roadmap_id=roadmap_id)
    return _state(row) if row is not None else None


def lock_roadmap(transaction: Transaction, roadmap_id: UUID) -> LockedRoadmap | None:
    """A roadmap under the lock of its chain; None where there is none."""
    if transaction.row(_ROADMAP, roadmap_id=roadmap_id) is None:
        return None
    head = lock_stream(transaction, Stream(StreamKind.ROADMAP, roadmap_id))
    # Read again: what stood there before the lock may have changed while it was waited for.
    row = transaction.row(_ROADMAP, roadmap_id=roadmap_id)
    return LockedRoadmap(_state(row), head) if row is not None else None


def _state(row: tuple[Any, ...]) -> RoadmapState:
    return RoadmapState(
        id=row[0],
        place=Place(row[1], row[2]),
        level=row[3],
        status=RoadmapStatus(row[4]),
        period=Period(row[5], row[6]),
        year_kind=YearKind(row[7]) if row[7] else None,
        signed_on=row[8],
        version=row[9],
        sha256=row[10],
        in_force_on=row[11],
        zone=row[12],
        number=row[13],
        previous_id=row[14],
    )


_SCHOOL = Prepared(
    sa.select(SchoolRow.region_id, SchoolRow.municipality_id).where(
        SchoolRow.id == sa.bindparam("school_id", type_=SchoolRow.id.type)
    )
)


def place_of_school(reader: Reader | Transaction, school_id: UUID) -> Place | None:
    """Where a school lies; None where there is no such school."""
    row = reader.row(_SCHOOL, school_id=school_id)
    return Place(row[0], row[1], school_id) if row is not None else None


_OF_FILE = Prepared(
    sa.select(RoadmapRow.id, RoadmapRow.municipality_id, RoadmapRow.sha256)
    .where(
        RoadmapRow.region_id == sa.bindparam("region_id", type_=RoadmapRow.region_id.type),
        RoadmapRow.sha256 == sa.bindparam("sha256"),
    )
    .order_by(RoadmapRow.id)
)
_OF_ORDER = Prepared(
    sa.select(
        RoadmapRow.id,
        RoadmapRow.municipality_id,
        RoadmapRow.sha256,
        RoadmapRow.body,
        RoadmapRow.signed_on,
    )
    .where(
        RoadmapRow.region_id == sa.bindparam("region_id", type_=RoadmapRow.region_id.type),
        RoadmapRow.number_key == sa.bindparam("number_key", type_=RoadmapRow.number_key.type),
    )
    .order_by(RoadmapRow.id)
)


@dataclass(frozen=True, slots=True)
class KnownRoadmap:
    """A roadmap that a document may be a version of, and the file it was made of."""

    id: UUID
    sha256: str | None


def known_roadmap(
    reader: Reader | Transaction, place: Place, sha256: str, card: RoadmapCard
) -> KnownRoadmap | None:
    """The place's roadmap of the same file, else of the same number, body and day."""
    for row in reader.rows(_OF_FILE, region_id=place.region_id, sha256=sha256):
        if row[1] == place.municipality_id:
            return KnownRoadmap(row[0], row[2])
    if not card.number.strip():
        return None
    key, body = number_key(card.number), search_key(card.body)
    for row in reader.rows(_OF_ORDER, region_id=place.region_id, number_key=key):
        same_day = row[4] == card.signed_on or None in (row[4], card.signed_on)
        if row[1] == place.municipality_id and search_key(row[3]) == body and same_day:
            return KnownRoadmap(row[0], row[2])
    return None


_CARD_COLUMNS = (
    *("level", "title", "order_title", "body", "number", "signed_on", "period_start", "period_end"),
    *("year_kind", "signatory", "controller", "repeals", "items", "preface", "layout", "printed"),
)
_CARD = Prepared(
    sa.select(*(getattr(RoadmapRow, name) for name in _CARD_COLUMNS)).where(
        RoadmapRow.id == sa.bindparam("roadmap_id", type_=RoadmapRow.id.type)
    )
)


def card_of(reader: Reader | Transaction, roadmap_id: UUID) -> dict[str, Any]:
    """The card of a roadmap as columns of its row."""
    row = reader.row(_CARD, roadmap_id=roadmap_id)
    return dict(zip(_CARD_COLUMNS, row or (), strict=True))
