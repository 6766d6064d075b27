"""Moves of a case: which are open, which are not and why, and making one."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from engine.actions.forcing import ForceRequest, force_move
from engine.actions.moving import MoveRequest, move_case
from engine.domain.machine import Decision, MoveOrder
from engine.domain.roles import Permission
from engine.queries.cases import CaseCard, case_card
from engine.storage.receipts import Receipt
from web.api.conditions import etag, expected_revision, request_key
from web.api.documenting import ETAG
from web.api.refusals import unmet_told
from web.api.resource import Resource
from web.api.schemas.moves import ForceSent, MoveSent, OpenMovesSchema
from web.current import current_bench
from web.identity import current_actor

moves = Resource("moves", "Moves of a case along its path.")
RULE = "/cases/<uuid:case_id>/moves"


@moves.reads(RULE, needs=Permission.READ_CASE, gives=OpenMovesSchema, headers=ETAG)
def show_moves(case_id: UUID) -> Any:
    """Every move that leaves the present stage, with every reason why the caller cannot make it."""
    card = case_card(current_bench(), case_id, actor=current_actor())
    shown = {
        "case_id": case_id,
        "revision": card.line.revision,
        "stage": card.line.stage,
        "items": [_shown(card, decision) for decision in card.moves],
    }
    return shown, {"ETag": etag(card.line.revision)}


@moves.deed(RULE, needs=Permission.MOVE_CASE, takes=MoveSent, status=200)
def make_move(sent: dict[str, Any], case_id: UUID) -> Receipt:
    """Move a case, or say every reason why not; a refusal changes nothing."""
    request = MoveRequest(
        case_id,
        MoveOrder(
            sent["move"], sent["reason"], sent["basis"], sent["end_code"], sent["expected_on"]
        ),
        expected_revision(),
        sent["happened_on"],
    )
    return move_case(current_bench(), request, actor=current_actor(), request_key=request_key())


@moves.deed(
    "/cases/<uuid:case_id>/force-moves",
    needs=Permission.FORCE_MOVE,
    takes=ForceSent,
    status=200,
)
def force_one_move(sent: dict[str, Any], case_id: UUID) -> Receipt:
    """Put a case in any stage: a long reason and consent registered beforehand."""
    request = ForceRequest(case_id=case_id, expected_revision=expected_revision(), **sent)
    return force_move(current_bench(), request, actor=current_actor(), request_key=request_key())


def _shown(card: CaseCard, decision: Decision) -> dict[str, Any]:
    definition, today = card.locked.definition, card.situation.today
    return {
        "code": decision.move.code,
        "title": decision.move.title,
        "allowed": decision.allowed,
        "target": decision.target,
        "roles": decision.move.roles,
        "effects": decision.move.effects,
        "unmet": [unmet_told(one, definition, today) for one in decision.unmet],
    }
