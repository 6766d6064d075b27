"""Where a path wants no tutor school, one is attached all the same: its people see a case too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.actions.deciding import DecisionRequest, OrderPaper, register_decision
from engine.actions.mentoring import AttachRequest, attach
from engine.domain.definition import Phase
from engine.domain.roles import Role
from engine.domain.situation import AttachmentKind
from workflows.facts.supplying import TUTOR_ORDER
from workflows.rehearsal import look

if TYPE_CHECKING:
    from uuid import UUID

    from engine.workbench import Workbench
    from workflows.rehearsal import Cast


def helps(bench: Workbench, case_id: UUID, school: UUID) -> bool:
    """Whether the school is attached to the case as its tutor today."""
    _, situation = look(bench, case_id)
    links = (one for one in situation.attachments if one.active_on(situation.today))
    return any(one.school_id == school for one in links)


def may_be_helped(bench: Workbench, case_id: UUID) -> bool:
    """Whether the case is one of a school under mentoring, without a tutor school so far."""
    locked, situation = look(bench, case_id)
    stage = locked.definition.stage_by_code[locked.state.stage]
    tutors = (one for one in situation.attachments if one.kind is AttachmentKind.TUTOR_SCHOOL)
    return (
        stage.phase is Phase.MENTORING
        and locked.state.place.school_id is not None
        and TUTOR_ORDER in situation.words("decision")
        and not any(tutors)
    )


def lend(bench: Workbench, case_id: UUID, cast: Cast) -> None:
    """Attach the first tutor school of the cast to the case, by an order."""
    coordinator = cast.actors[Role.MUNICIPAL_COORDINATOR][0]
    _, situation = look(bench, case_id)
    paper = OrderPaper(TUTOR_ORDER, cast.next_number(), situation.today, cast.body)
    order = register_decision(bench, DecisionRequest(case_id, paper), actor=coordinator)
    request = AttachRequest(
        case_id,
        AttachmentKind.TUTOR_SCHOOL,
        school_id=cast.tutor_schools[0],
        decision_id=order.created_id,
        reason="Закрепление по приказу",
    )
    attach(bench, request, actor=coordinator)
