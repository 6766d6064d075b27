"""Publishing paths: submitting a text, approving or returning it, and retiring a version."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from engine.actions.proposing import (
    ApproveRequest,
    ReturnRequest,
    approve_definition,
    return_definition,
    submit_definition,
    withdraw_definition,
)
from engine.actions.retiring import RetireRequest, retire_version
from engine.domain.roles import Permission
from engine.queries.proposals import proposal_shown, waiting_proposals
from engine.storage.receipts import Receipt
from web.api.conditions import request_key
from web.api.resource import Resource
from web.api.schemas.common import NothingSent
from web.api.schemas.publishing import (
    ApproveSent,
    ProposalSchema,
    ProposalsSchema,
    RetireSent,
    ReturnSent,
    SubmitSent,
)
from web.current import current_bench
from web.identity import current_actor
from web.published import SentText, operations_of, order_of_text
from workflows.vocabulary import stricter_setting

publishing = Resource("publishing", "Submitting, approving and retiring versions of paths.")
WAITING = "/definitions/proposals"
ONE = f"{WAITING}/<uuid:proposal_id>"
MAY = Permission.PUBLISH_DEFINITION


@publishing.deed("/definitions", needs=MAY, takes=SubmitSent)
def submit_text(sent: dict[str, Any]) -> Receipt:
    """Publish a text as the next version, or submit it where another must approve it.

    The `kind` of the receipt says which: `definition:published` or `definition:submitted`.
    """
    bench = current_bench()
    order = order_of_text(bench, SentText(**sent))
    return submit_definition(bench, order, actor=current_actor(), request_key=request_key())


@publishing.reads(WAITING, needs=MAY, gives=ProposalsSchema)
def show_waiting() -> Any:
    """What waits for approval in one's regions, the oldest first."""
    return {"items": waiting_proposals(current_bench(), actor=current_actor())}


@publishing.reads(ONE, needs=MAY, gives=ProposalSchema)
def show_proposal(proposal_id: UUID) -> Any:
    """A submitted version, decided on or not."""
    return proposal_shown(current_bench(), proposal_id, actor=current_actor())


@publishing.deed(f"{ONE}/approve", needs=MAY, takes=ApproveSent)
def approve_proposal(sent: dict[str, Any], proposal_id: UUID) -> Receipt:
    """Publish what another submitted; `digest` is that of what was read."""
    bench, actor = current_bench(), current_actor()
    shown = proposal_shown(bench, proposal_id, actor=actor)
    changes = operations_of(bench, shown)
    order = ApproveRequest(proposal_id, sent["digest"], changes, stricter_setting)
    return approve_definition(bench, order, actor=actor, request_key=request_key())


@publishing.deed(f"{ONE}/return", needs=MAY, takes=ReturnSent, status=200)
def return_proposal(sent: dict[str, Any], proposal_id: UUID) -> Receipt:
    """Give a submitted version back to its author with remarks."""
    order = ReturnRequest(proposal_id, sent["remarks"])
    bench, actor = current_bench(), current_actor()
    return return_definition(bench, order, actor=actor, request_key=request_key())


@publishing.deed(f"{ONE}/withdraw", needs=MAY, takes=NothingSent, status=200)
def withdraw_proposal(sent: dict[str, Any], proposal_id: UUID) -> Receipt:
    """Take back what one submitted oneself."""
    del sent
    bench, actor = current_bench(), current_actor()
    return withdraw_definition(bench, proposal_id, actor=actor, request_key=request_key())


@publishing.deed(
    "/definitions/<uuid:definition_id>/retire", needs=MAY, takes=RetireSent, status=200
)
def retire_one_version(sent: dict[str, Any], definition_id: UUID) -> Receipt:
    """Take a version out of use that leads no case and is not in force."""
    order = RetireRequest(definition_id, sent["reason"])
    bench, actor = current_bench(), current_actor()
    return retire_version(bench, order, actor=actor, request_key=request_key())
