"""Contesting a ground of the listing, and deciding on what was contested."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from engine.actions.objecting import (
    ObjectionRequest,
    VerdictRequest,
    decide_objection,
    file_objection,
)
from engine.domain.roles import Permission
from web.cases.doing import sent_form, submit
from web.cases.pages import pages
from web.current import current_bench
from web.identity import current_actor
from web.permissions import permission

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

_REASON = 2_000


@pages.post("/<uuid:case_id>/grounds/<ground>/objection")
@permission(Permission.REGISTER_RECORD)
def object_to(case_id: UUID, ground: str) -> ResponseReturnValue:
    """File an objection to a ground."""
    form = sent_form(f"objection-{ground}")
    reason = form.text("reason", most=_REASON, required=True)
    asked = ObjectionRequest(case_id, ground, reason, form.revision)
    return submit(
        case_id,
        form,
        lambda: file_objection(
            current_bench(), asked, actor=current_actor(), request_key=form.key(asked)
        ),
        "listing",
    )


@pages.post("/<uuid:case_id>/grounds/<ground>/verdict")
@permission(Permission.REGISTER_DECISION)
def judge_objection(case_id: UUID, ground: str) -> ResponseReturnValue:
    """Uphold or dismiss the objection to a ground."""
    form = sent_form(f"verdict-{ground}")
    asked = VerdictRequest(
        case_id,
        ground,
        form.line("verdict", required=True),
        form.text("reason", most=_REASON, required=True),
        form.identifier("basis"),
        form.revision,
    )
    return submit(
        case_id,
        form,
        lambda: decide_objection(
            current_bench(), asked, actor=current_actor(), request_key=form.key(asked)
        ),
        "listing",
    )
