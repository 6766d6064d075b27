"""Regions, municipalities and schools."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from engine.actions.placework import checked_title, record_at, register_at
from engine.domain.audit import AuditKind, Stream, StreamKind
from engine.domain.errors import InvalidInput, NotFound, StaleRevision
from engine.domain.roles import Actor, Place
from engine.domain.school_titles import sort_key
from engine.domain.situation import SchoolMode
from engine.storage.changes import Insert, Update
from engine.storage.database import unit_of_work
from engine.storage.places import school_to_change
from engine.storage.receipts import Receipt, RequestKey, replayed
from engine.storage.tables import (
    MunicipalityRow,
    RegionRow,
    SchoolRow,
)
from engine.storage.types import new_id

if TYPE_CHECKING:
    from engine.workbench import Workbench


@dataclass(frozen=True, slots=True)
class RegionRequest:
    """A region or a district with definitions of its own; `zone` is an IANA name."""

    code: str
    title: str
    zone: str


@dataclass(frozen=True, slots=True)
class MunicipalityRequest:
    """A municipality of a region."""

    region_id: UUID
    title: str


@dataclass(frozen=True, slots=True)
class SchoolRequest:
    """A school; `code` is its own identifier (ОГРН) where known."""

    region_id: UUID
    municipality_id: UUID
    title: str
    mode: SchoolMode
    code: str | None = None
    demo: bool = False


@dataclass(frozen=True, slots=True)
class SchoolChange:
    """New title, mode or closure of a school, as read at a revision."""

    school_id: UUID
    expected_revision: int
    title: str
    mode: SchoolMode
    closed: bool = False
    reason: str = ""


def register_region(
    bench: Workbench, request: RegionRequest, *, actor: Actor, request_key: RequestKey | None = None
) -> Receipt:
    """Add a region to the installation; only who manages schools everywhere may."""
    try:
        ZoneInfo(request.zone)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise InvalidInput(field="zone", rule="unknown", value=request.zone) from error
    row: dict[str, Any] = {
        "id": new_id(),
        "code": request.code,
        "title": request.title,
        "zone": request.zone,
    }
    stream = Stream(StreamKind.REGION, row["id"])
    return register_at(
        bench,
        stream,
        Place(),
        AuditKind.REGION_REGISTERED,
        [Insert(RegionRow, row)],
        actor=actor,
        request_key=request_key,
        created_id=row["id"],
    )


def register_municipality(
    bench: Workbench,
    request: MunicipalityRequest,
    *,
    actor: Actor,
    request_key: RequestKey | None = None,
) -> Receipt:
    """Add a municipality to a region."""
    row: dict[str, Any] = {
        "id": new_id(),
        "region_id": request.region_id,
        "title": checked_title(request.title),
    }
    return register_at(
        bench,
        Stream(StreamKind.REGION, request.region_id),
        Place(request.region_id),
        AuditKind.MUNICIPALITY_REGISTERED,
        [Insert(MunicipalityRow, row)],
        actor=actor,
        request_key=request_key,
        created_id=row["id"],
    )


def register_school(
    bench: Workbench, request: SchoolRequest, *, actor: Actor, request_key: RequestKey | None = None
) -> Receipt:
    """Add a school to a municipality."""
    row: dict[str, Any] = {
        "id": new_id(),
        "region_id": request.region_id,
        "municipality_id": request.municipality_id,
        "title": checked_title(request.title),
        "sort_key": sort_key(request.title),
        "mode": request.mode.value,
        "code": request.code,
        "demo": request.demo,
        "closed": False,
        "revision": 1,
    }
    stream = Stream(StreamKind.SCHOOL, row["id"])
    place = Place(request.region_id, request.municipality_id)
    return register_at(
        bench,
        stream,
        place,
        AuditKind.SCHOOL_REGISTERED,
        [Insert(SchoolRow, row)],
        actor=actor,
        request_key=request_key,
        created_id=row["id"],
    )


def change_school(
    bench: Workbench, request: SchoolChange, *, actor: Actor, request_key: RequestKey | None = None
) -> Receipt:
    """Rename a school, change its mode or close it; a stale form changes nothing."""
    with unit_of_work(bench.database) as transaction:
        found = school_to_change(transaction, request.school_id)
        if found is None:
            raise NotFound
        place, revision, former = found
        answer = replayed(transaction, actor, request_key)
        if answer is not None:
            return answer
        if revision != request.expected_revision:
            raise StaleRevision(expected=request.expected_revision, revision=revision)
        values = {
            "title": checked_title(request.title),
            "sort_key": sort_key(request.title),
            "mode": request.mode.value,
            "closed": request.closed,
            "revision": revision + 1,
        }
        key = {"id": request.school_id, "revision": revision}
        change = Update(SchoolRow, key, values, before=former)
        return record_at(
            bench,
            transaction,
            Stream(StreamKind.SCHOOL, request.school_id),
            place,
            kind=AuditKind.SCHOOL_CHANGED,
            changes=[change],
            actor=actor,
            request_key=request_key,
            created_id=None,
            text={"reason": request.reason},
        )
