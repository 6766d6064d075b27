"""Editions of the list: approved by an order, with the schools on them and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from engine.actions.placework import checked_title, register_at
from engine.domain.audit import AuditKind, Stream, StreamKind
from engine.domain.roles import Actor, Permission, Place
from engine.domain.situation import Category
from engine.storage.changes import Insert
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
    """Register an edition of the list with its entries; the receipt names the edition."""
    edition: dict[str, Any] = {
        "id": new_id(),
        "region_id": request.region_id,
        "year": request.year,
        "title": checked_title(request.title),
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
    return register_at(
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
