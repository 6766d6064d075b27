"""Orders and minutes registered for a case."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from engine.actions.deciding import (
    DecisionRequest,
    OrderPaper,
    RepealRequest,
    register_decision,
    repeal_decision,
)
from engine.actions.succeeding import Successor, SuccessorRequest, name_successor
from engine.domain.roles import Permission
from engine.queries.cases import case_card
from engine.storage.receipts import Receipt
from web.api.conditions import expected_revision, request_key
from web.api.resource import Resource
from web.api.schemas.papers import DecisionSent, DecisionsSchema, RepealSent, SuccessorSent
from web.current import current_bench
from web.identity import current_actor

decisions = Resource("decisions", "Orders and minutes of a case.")
RULE = "/cases/<uuid:case_id>/decisions"


@decisions.reads(RULE, needs=Permission.READ_CASE, gives=DecisionsSchema)
def show_decisions(case_id: UUID) -> Any:
    """Decisions of a case, repealed ones too."""
    return {"items": case_card(current_bench(), case_id, actor=current_actor()).decisions}


@decisions.deed(RULE, needs=Permission.REGISTER_DECISION, takes=DecisionSent)
def register_new_decision(sent: dict[str, Any], case_id: UUID) -> Receipt:
    """Register an order or minutes for a case."""
    request = DecisionRequest(case_id, OrderPaper(**sent), expected_revision=expected_revision())
    return register_decision(
        current_bench(), request, actor=current_actor(), request_key=request_key()
    )


@decisions.deed(
    f"{RULE}/<uuid:decision_id>/repeal",
    needs=Permission.REGISTER_DECISION,
    takes=RepealSent,
    status=200,
)
def repeal_one_decision(sent: dict[str, Any], case_id: UUID, decision_id: UUID) -> Receipt:
    """Take a decision out of force from a day."""
    request = RepealRequest(
        case_id,
        decision_id,
        repealed_on=sent["repealed_on"],
        reason=sent["reason"],
        successor=_successor(sent),
        expected_revision=expected_revision(),
    )
    return repeal_decision(
        current_bench(), request, actor=current_actor(), request_key=request_key()
    )


@decisions.deed(
    f"{RULE}/<uuid:decision_id>/successor",
    needs=Permission.REGISTER_DECISION,
    takes=SuccessorSent,
    status=200,
)
def name_the_successor(sent: dict[str, Any], case_id: UUID, decision_id: UUID) -> Receipt:
    """Say which order takes the place of a repealed one; said anew it needs a reason."""
    request = SuccessorRequest(
        case_id,
        decision_id,
        _successor(sent),
        reason=sent["reason"],
        expected_revision=expected_revision(),
    )
    return name_successor(
        current_bench(), request, actor=current_actor(), request_key=request_key()
    )


def _successor(sent: dict[str, Any]) -> Successor:
    return Successor(sent["successor_id"], sent["carries"])
