"""Bulk moves: starting and carrying on, how far they are, and what came of each case."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from engine.actions.bulk import BulkRequest, carry_on_bulk, plan_bulk
from engine.actions.filing import FilePaper
from engine.domain.bulk import BulkOrder, ItemStatus, NewOrder, OrderName, unmet_of
from engine.domain.errors import InvalidInput
from engine.domain.roles import Permission
from engine.queries.bulk import BulkCard, BulkLine, bulk_card, bulk_items
from web.api.conditions import request_key
from web.api.cursors import after_id, page_of
from web.api.refusals import unmet_told
from web.api.resource import Resource
from web.api.schemas.bulk import BulkCasePage, BulkCaseQuery, BulkMoveSchema, BulkMoveSent
from web.bulk.reasons import why_not
from web.current import current_bench
from web.identity import current_actor

bulk_moves = Resource("bulk-moves", "One move for many cases.")
RULE = "/bulk-moves"
SECONDS = 10.0
"""What one request does; what is left waits for the same request with its key."""


@bulk_moves.works(RULE, needs=Permission.MOVE_CASE, takes=BulkMoveSent, gives=BulkMoveSchema)
def move_many(sent: dict[str, Any]) -> Any:
    """Move many cases by one move; sent again with its key it is carried on where it was left."""
    bench, actor = current_bench(), current_actor()
    request = _asked(sent)
    receipt = plan_bulk(bench, request, actor=actor, request_key=request_key())
    bulk_id = receipt.stream.subject_id
    carry_on_bulk(bench, bulk_id, actor=actor, seconds=SECONDS)
    headers = {"Idempotent-Replayed": "true"} if receipt.replayed else {}
    return _shown(bulk_card(bench, bulk_id, actor=actor)), headers


@bulk_moves.reads(f"{RULE}/<uuid:bulk_id>", needs=Permission.READ_CASE, gives=BulkMoveSchema)
def show_bulk_move(bulk_id: UUID) -> Any:
    """How far a bulk move is."""
    return _shown(bulk_card(current_bench(), bulk_id, actor=current_actor()))


@bulk_moves.reads(
    f"{RULE}/<uuid:bulk_id>/cases",
    needs=Permission.READ_CASE,
    gives=BulkCasePage,
    query=BulkCaseQuery,
)
def show_bulk_cases(query: dict[str, Any], bulk_id: UUID) -> Any:
    """What came of each case, by pages; every reason with its sentence."""
    kind = f"bulk:{bulk_id}"
    status: ItemStatus | None = query["status"]
    page = bulk_items(
        current_bench(),
        bulk_id,
        actor=current_actor(),
        statuses=(status,) if status else (),
        after=after_id(kind, query.get("cursor")),
        limit=query["limit"] + 1,
    )
    found = [_case(line) for line in page.lines]
    return page_of(found, query["limit"], kind, lambda one: [str(one["case_id"])])


def _asked(sent: dict[str, Any]) -> BulkRequest:
    basis, order = sent["basis"], sent["order"]
    if basis and order:
        raise InvalidInput(field="basis", rule="either")
    new, file = None, None
    if order:
        basis = {name: order[name] for name in ("kind", "number", "signed_on")}
        new, scan = NewOrder(order["body"], order["title"]), order["file"]
        file = FilePaper.of(scan["name"], scan["media_type"], scan["content"]) if scan else None
    name = OrderName(**basis) if basis else None
    asked = BulkOrder(
        sent["move"],
        sent["reason"],
        name,
        sent["happened_on"],
        new,
        sent["end_code"],
        sent["expected_on"],
    )
    cases = tuple((one["id"], one["revision"]) for one in sent["cases"])
    return BulkRequest(cases, asked, sent["mode"], file)


def _shown(card: BulkCard) -> dict[str, Any]:
    bulk = card.bulk
    return {
        "id": bulk.id,
        "move": bulk.order.move,
        "mode": bulk.mode.value,
        "reason": bulk.order.reason,
        "basis": bulk.order.basis,
        "order_id": bulk.order.registers.id if bulk.order.registers else None,
        "attempt": bulk.attempt,
        "created_at": bulk.created_at,
        "finished_at": bulk.finished_at,
        "total": card.total,
        "counts": {status.value: card.counts.get(status, 0) for status in ItemStatus},
    }


def _case(one: BulkLine) -> dict[str, Any]:
    line = one.line
    why = why_not(
        line.code,
        line.reasons,
        one.definition,
        line,
        actor=current_actor(),
        today=one.today,
        changed_by=one.changed_by,
    )
    of_path = bool(line.reasons) and "mend" in line.reasons[0]
    unmet = [unmet_of(reason) for reason in line.reasons] if of_path else []
    return {
        "case_id": line.case_id,
        "subject": line.subject,
        "stage": line.stage,
        "status": line.status,
        "attempt": line.attempt,
        "at": line.at,
        "revision": line.seq,
        "code": line.code,
        "unmet": [unmet_told(reason, one.definition, one.today) for reason in unmet],
        "fields": line.reasons[0] if line.reasons and not of_path else {},
        "sentences": [reason.text for reason in why],
    }
