"""Regions, municipalities, schools and editions of the list."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from engine.domain.audit import AuditDraft, AuditKind, Stream, StreamKind
from engine.domain.errors import InvalidInput, NotFound, StaleRevision
from engine.domain.roles import Actor, Permission, Place, require
from engine.domain.school_titles import sort_key
from engine.domain.situation import Category, SchoolMode
from engine.domain.terms import local_day
from engine.storage.changes import Change, Insert, Update
from engine.storage.database import Transaction, unit_of_work
from engine.storage.definitions import zone_of
from engine.storage.journal import lock_stream, record
from engine.storage.places import school_to_change
from engine.storage.receipts import Receipt, RequestKey, replayed
from engine.storage.tables import (
    ListEditionRow,
    ListEntryRow,
    MunicipalityRow,
    RegionRow,
    SchoolRow,
)
from engine.storage.types import new_id

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

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


@dataclass(frozen=True, slots=True)
class EntryRequest:
    """A school on an edition of the list; `facts` say why in words."""

    school_id: UUID
    categories: tuple[Category, ...]
    grounds: tuple[str, ...] = ()
    facts: str = ""
    left_on: date | None = None


@dataclass(frozen=True, slots=True)
class ListingRequest:
    """An edition of the list approved by an order, with its entries."""

    region_id: UUID
    year: int
    title: str
    order_number: str
    order_date: date
    order_body: str
    entries: tuple[EntryRequest, ...]


LONGEST_TITLE = 300


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
    return _register(
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
        "title": _title(request.title),
    }
    return _register(
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
        "title": _title(request.title),
        "sort_key": sort_key(request.title),
        "mode": request.mode.value,
        "code": request.code,
        "demo": request.demo,
        "closed": False,
        "revision": 1,
    }
    stream = Stream(StreamKind.SCHOOL, row["id"])
    place = Place(request.region_id, request.municipality_id)
    return _register(
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
            "title": _title(request.title),
            "sort_key": sort_key(request.title),
            "mode": request.mode.value,
            "closed": request.closed,
            "revision": revision + 1,
        }
        key = {"id": request.school_id, "revision": revision}
        change = Update(SchoolRow, key, values, before=former)
        return _record(
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


def register_listing(
    bench: Workbench,
    request: ListingRequest,
    *,
    actor: Actor,
    request_key: RequestKey | None = None,
) -> Receipt:
    """Register an edition of the list with its entries; the receipt names the edition."""
    edition: dict[str, Any] = {
        "id": new_id(),
        "region_id": request.region_id,
        "year": request.year,
        "title": _title(request.title),
        "order_number": request.order_number,
        "order_date": request.order_date,
        "order_body": request.order_body,
    }
    entries = [
        Insert(
            ListEntryRow,
            {
                "id": new_id(),
                "edition_id": edition["id"],
                "school_id": entry.school_id,
                "categories": [category.value for category in entry.categories],
                "grounds": list(entry.grounds),
                "facts": entry.facts,
                "left_on": entry.left_on,
            },
        )
        for entry in request.entries
    ]
    return _register(
        bench,
        Stream(StreamKind.REGION, request.region_id),
        Place(request.region_id),
        AuditKind.LISTING_REGISTERED,
        [Insert(ListEditionRow, edition), *entries],
        actor=actor,
        request_key=request_key,
        created_id=edition["id"],
        permission=Permission.OPEN_CASE,
        happened_on=request.order_date,
    )


def _title(title: str) -> str:
    text = unicodedata.normalize("NFC", " ".join(title.split()))
    if not 1 <= len(text) <= LONGEST_TITLE:
        raise InvalidInput(field="title", rule="length", value=LONGEST_TITLE)
    return text


def _register(
    bench: Workbench,
    stream: Stream,
    place: Place,
    kind: AuditKind,
    changes: Sequence[Change],
    *,
    actor: Actor,
    request_key: RequestKey | None,
    created_id: Any,
    permission: Permission = Permission.MANAGE_SCHOOLS,
    happened_on: date | None = None,
) -> Receipt:
    with unit_of_work(bench.database) as transaction:
        lock_stream(transaction, _above(transaction, place))
        answer = replayed(transaction, actor, request_key)
        if answer is not None:
            return answer
        return _record(
            bench,
            transaction,
            stream,
            place,
            kind=kind,
            changes=changes,
            actor=actor,
            request_key=request_key,
            created_id=created_id,
            permission=permission,
            happened_on=happened_on,
        )


def _above(transaction: Transaction, place: Place) -> Stream:
    """Where registrations wait for each other: a new thing has no lock of its own yet."""
    if place.region_id is not None:
        return Stream(StreamKind.REGION, place.region_id)
    return Stream(StreamKind.SYSTEM, transaction.database.keyring.installation_id)


def _record(
    bench: Workbench,
    transaction: Transaction,
    stream: Stream,
    place: Place,
    *,
    kind: AuditKind,
    changes: Sequence[Change],
    actor: Actor,
    request_key: RequestKey | None,
    created_id: Any,
    permission: Permission = Permission.MANAGE_SCHOOLS,
    happened_on: date | None = None,
    text: dict[str, str] | None = None,
) -> Receipt:
    at = bench.now()
    today = local_day(at, zone_of(transaction, place.region_id))
    roles = require(permission, actor, place, today)
    draft = AuditDraft(
        kind=kind,
        actor=actor,
        at=at,
        happened_on=happened_on or today,
        role=min(roles),
        text=text or {},
    )
    return record(
        transaction,
        lock_stream(transaction, stream),
        draft,
        changes,
        request_key=request_key,
        created_id=created_id,
    )
