"""Facts of a case: risks, measures, monitoring, consent, publications, events."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from engine.actions.recording import RecordRequest, register_record
from engine.domain.roles import Permission
from engine.queries.cases import case_card
from engine.storage.receipts import Receipt
from web.api.conditions import expected_revision, request_key
from web.api.resource import Resource
from web.api.schemas.records import RecordSent, RecordsSchema
from web.current import current_bench
from web.identity import current_actor

records = Resource("records", "Facts of a case.")
RULE = "/cases/<uuid:case_id>/records"


@records.reads(RULE, needs=Permission.READ_CASE, gives=RecordsSchema)
def show_records(case_id: UUID) -> Any:
    """Records of a case."""
    return {"items": case_card(current_bench(), case_id, actor=current_actor()).records}


@records.deed(RULE, needs=Permission.REGISTER_RECORD, takes=RecordSent)
def register_new_record(sent: dict[str, Any], case_id: UUID) -> Receipt:
    """Register a fact of a case."""
    request = RecordRequest(case_id=case_id, expected_revision=expected_revision(), **sent)
    return register_record(
        current_bench(), request, actor=current_actor(), request_key=request_key()
    )
