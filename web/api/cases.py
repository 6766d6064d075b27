"""Cases: lists, the card, and opening one."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from engine.actions.deciding import OrderPaper
from engine.actions.opening import OpenRequest, open_case
from engine.domain.roles import Permission
from engine.queries.cases import CaseCard, case_card, list_cases
from engine.queries.filters import CaseFilter
from engine.storage.receipts import Receipt
from web.api.conditions import etag, request_key
from web.api.cursors import after_id, id_place, page_of
from web.api.documenting import ETAG
from web.api.resource import Resource
from web.api.schemas.cases import CaseCardSchema, CasePage, CaseQuery, OpeningSent
from web.current import current_bench
from web.identity import current_actor
from web.wording.paths import stage_title

cases = Resource("cases", "The ways of schools along their paths.")


@cases.reads("/cases", needs=Permission.READ_CASE, gives=CasePage, query=CaseQuery)
def show_cases(query: dict[str, Any]) -> Any:
    """Cases, by pages."""
    limit, after = query.pop("limit"), after_id("cases", query.pop("cursor", None))
    rows = list_cases(
        current_bench(),
        actor=current_actor(),
        where=tuple(CaseFilter(**query).conditions()),
        after=after,
        limit=limit + 1,
    )
    return page_of(rows, limit, "cases", id_place)


@cases.reads(
    "/cases/<uuid:case_id>", needs=Permission.READ_CASE, gives=CaseCardSchema, headers=ETAG
)
def show_case(case_id: UUID) -> Any:
    """A case; its ETag goes into If-Match of every deed."""
    card = case_card(current_bench(), case_id, actor=current_actor())
    return _shown(card), {"ETag": etag(card.line.revision)}


@cases.deed("/cases", needs=Permission.OPEN_CASE, takes=OpeningSent)
def open_new_case(sent: dict[str, Any]) -> Receipt:
    """Open a case at the start of the region's published path."""
    order = sent.pop("order")
    request = OpenRequest(order=OrderPaper(**order) if order else None, **sent)
    return open_case(current_bench(), request, actor=current_actor(), request_key=request_key())


def _shown(card: CaseCard) -> dict[str, Any]:
    return {
        **card.line._asdict(),
        "stage_title": stage_title(card.locked.definition, card.line.stage),
        "roles": sorted(role.value for role in card.roles),
        "duties": card.duties,
        "spells": card.spells,
        "listing": card.listing,
    }
