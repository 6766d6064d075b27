"""Moving a case, and consenting to what the path does not foresee."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from engine.actions.forcing import ForceRequest, force_move
from engine.actions.moving import MoveRequest, move_case
from engine.domain.machine import MoveOrder
from engine.domain.roles import Permission
from web.cases.doing import sent_form, submit
from web.cases.pages import pages
from web.current import current_bench
from web.identity import current_actor
from web.parsing import LONGEST_LINE, Form, as_uuid
from web.permissions import permission

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue


@pages.post("/<uuid:case_id>/moves/<move>")
@permission(Permission.MOVE_CASE)
def move(case_id: UUID, move: str) -> ResponseReturnValue:
    """Make a move, or show every reason why not."""
    form = sent_form(f"move-{move}")
    order = MoveOrder(
        move,
        form.text("reason"),
        _basis(form),
        form.line("end_code"),
        form.day("expected_on"),
    )
    asked = MoveRequest(case_id, order, form.revision, form.day("happened_on"))
    return submit(
        case_id,
        form,
        lambda: move_case(
            current_bench(), asked, actor=current_actor(), request_key=form.key(asked)
        ),
        "top",
    )


@pages.post("/<uuid:case_id>/force")
@permission(Permission.FORCE_MOVE)
def force(case_id: UUID) -> ResponseReturnValue:
    """Put the case in any stage, with a reason and the consent of a second person."""
    form = sent_form("force")
    asked = ForceRequest(
        case_id,
        form.line("target", most=LONGEST_LINE, required=True),
        form.text("reason", required=True),
        form.revision,
        form.day("happened_on"),
    )
    return submit(
        case_id,
        form,
        lambda: force_move(
            current_bench(), asked, actor=current_actor(), request_key=form.key(asked)
        ),
        "top",
    )


def _basis(form: Form) -> tuple[UUID, ...]:
    typed = [as_uuid(one) for one in form.values.get("basis", []) if one]
    if None in typed:
        form.refuse("basis", "unknown")
    return tuple(one for one in typed if one is not None)
