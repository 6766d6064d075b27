"""Editions of the list: approved by an order, with the schools on them and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from engine.actions.noticing import listed_notices
from engine.actions.placework import checked_title, record_at
from engine.domain.audit import AuditKind, Stream, StreamKind
from engine.domain.roles import Actor, Permission, Place
from engine.domain.situation import Category
from engine.domain.terms import local_day
from engine.storage.attachments import tutored_by
from engine.storage.changes import Change, Insert
from engine.storage.database import Transaction, unit_of_work
from engine.storage.definitions import zone_of
from engine.storage.journal import lock_stream
from engine.storage.openings import lock_school
from engine.storage.receipts import replayed
from engine.storage.tables import ListEditionRow, ListEntryRow
from engine.storage.types import new_id

if TYPE_CHECKING:
    from datetime import date

    from engine.storage.receipts import Receipt, RequestKey
    from engine.workbench import Workbench


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


def register_listing(
    bench: Workbench,
    request: ListingRequest,
    *,
    actor: Actor,
    request_key: RequestKey | None = None,
) -> Receipt:
    """Register an edition of the list with its entries; the receipt names the edition.

    Of each tutor school that gets on the list the coordinators of the cases it tutors are told.
    """
    place = Place(request.region_id)
    stream = Stream(StreamKind.REGION, request.region_id)
    edition = _edition(request)
    with unit_of_work(bench.database) as transaction:
        lock_stream(transaction, stream)
        answer = replayed(transaction, actor, request_key)
        if answer is not None:
            return answer
        told = _told(bench, transaction, request)
        return record_at(
            bench,
            transaction,
            stream,
            place,
            kind=AuditKind.LISTING_REGISTERED,
            changes=[edition, *_entries(request, edition.values["id"]), *told],
            actor=actor,
            request_key=request_key,
            created_id=edition.values["id"],
            permission=Permission.OPEN_CASE,
            happened_on=request.order_date,
        )


def _told(bench: Workbench, transaction: Transaction, request: ListingRequest) -> list[Change]:
    """Under the locks of the schools: an attachment is made before the listing or refused."""
    listed = sorted({entry.school_id for entry in request.entries if entry.left_on is None})
    for school_id in listed:
        lock_school(transaction, school_id)
    at = bench.now()
    day = local_day(at, zone_of(transaction, request.region_id))
    return listed_notices(tutored_by(transaction, listed, day), at)


def _edition(request: ListingRequest) -> Insert:
    values: dict[str, Any] = {
        "id": new_id(),
        "region_id": request.region_id,
        "year": request.year,
        "title": checked_title(request.title),
        "order_number": request.order_number,
        "order_date": request.order_date,
        "order_body": request.order_body,
    }
    return Insert(ListEditionRow, values)


def _entries(request: ListingRequest, edition_id: UUID) -> list[Insert]:
    return [
        Insert(
            ListEntryRow,
            {
                "id": new_id(),
                "edition_id": edition_id,
                "school_id": entry.school_id,
                "categories": [category.value for category in entry.categories],
                "grounds": list(entry.grounds),
                "facts": entry.facts,
                "left_on": entry.left_on,
            },
        )
        for entry in request.entries
    ]
