"""Curators, experts and tutor schools attached to a case."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from engine.actions.mentoring import AttachRequest, EndAttachmentRequest, attach, end_attachment
from engine.domain.roles import Permission
from engine.queries.cases import case_card
from engine.storage.receipts import Receipt
from web.api.conditions import expected_revision, request_key
from web.api.resource import Resource
from web.api.schemas.attachments import AttachmentEndSent, AttachmentSent, AttachmentsSchema
from web.current import current_bench
from web.identity import current_actor

attachments = Resource("attachments", "Who is attached to a case.")
RULE = "/cases/<uuid:case_id>/attachments"


@attachments.reads(RULE, needs=Permission.READ_CASE, gives=AttachmentsSchema)
def show_attachments(case_id: UUID) -> Any:
    """Attachments of a case, former ones too."""
    card = case_card(current_bench(), case_id, actor=current_actor())
    return {"items": card.attachments}


@attachments.deed(RULE, needs=Permission.ATTACH_PEOPLE, takes=AttachmentSent)
def attach_to_case(sent: dict[str, Any], case_id: UUID) -> Receipt:
    """Attach a curator, an expert or a tutor school."""
    request = AttachRequest(case_id=case_id, expected_revision=expected_revision(), **sent)
    return attach(current_bench(), request, actor=current_actor(), request_key=request_key())


@attachments.deed(
    f"{RULE}/<uuid:attachment_id>/end",
    needs=Permission.ATTACH_PEOPLE,
    takes=AttachmentEndSent,
    status=200,
)
def end_of_attachment(sent: dict[str, Any], case_id: UUID, attachment_id: UUID) -> Receipt:
    """Set the last day of an attachment."""
    request = EndAttachmentRequest(
        case_id=case_id,
        attachment_id=attachment_id,
        expected_revision=expected_revision(),
        **sent,
    )
    return end_attachment(
        current_bench(), request, actor=current_actor(), request_key=request_key()
    )
