"""Writing a finding of an audit, answering it, and saying what became of it."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from engine.actions.auditing import (
    FindingRequest,
    FindingStepRequest,
    answer_finding,
    issue_finding,
    judge_finding,
)
from engine.domain.audit_findings import ANSWERS, FindingStatus
from engine.domain.roles import Permission
from web.cases.doing import sent_form, submit
from web.cases.pages import pages
from web.current import current_bench
from web.identity import current_actor
from web.permissions import permission

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

_NOTE = 2_000


@pages.post("/<uuid:case_id>/findings")
@permission(Permission.ISSUE_FINDING)
def write_finding(case_id: UUID) -> ResponseReturnValue:
    """Write what was found and by when it is to be put right."""
    form = sent_form("finding")
    note = form.text("note", most=_NOTE, required=True)
    asked = FindingRequest(case_id, note, form.needed_day("due_on"), form.revision)
    return submit(
        case_id,
        form,
        lambda: issue_finding(
            current_bench(), asked, actor=current_actor(), request_key=form.key(asked)
        ),
        "findings",
    )


@pages.post("/<uuid:case_id>/findings/<int:number>")
@permission(Permission.ANSWER_FINDING, Permission.ISSUE_FINDING)
def follow_finding(case_id: UUID, number: int) -> ResponseReturnValue:
    """Say the next word on a finding: the side it belongs to says which permission is needed."""
    form = sent_form(f"finding-{number}")
    status = form.line("status", required=True)
    known = status in set(FindingStatus)
    if status and not known:
        form.refuse("status", "unknown", status)
    step = FindingStatus(status) if known else FindingStatus.ISSUED
    note = form.text("note", most=_NOTE, required=True)
    asked = FindingStepRequest(case_id, str(number), step, note, form.day("due_on"), form.revision)
    deed = answer_finding if step in ANSWERS else judge_finding
    return submit(
        case_id,
        form,
        lambda: deed(current_bench(), asked, actor=current_actor(), request_key=form.key(asked)),
        "findings",
    )
