"""Deeds refused on a case in its self-diagnosis that has a curator, and by which error."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from engine.actions.deciding import (
    DecisionRequest,
    OrderPaper,
    RepealRequest,
    register_decision,
    repeal_decision,
)
from engine.actions.filing import DocumentRequest, ReviewRequest, register_document, review_document
from engine.actions.forcing import ForceRequest, force_move
from engine.actions.mentoring import AttachRequest, attach
from engine.actions.moving import MoveRequest
from engine.actions.recording import RecordRequest, register_record
from engine.domain.errors import (
    AlreadyAttached,
    EngineError,
    Forbidden,
    InvalidInput,
    MoveForbidden,
    MoveUnavailable,
    NotFound,
    RequirementsUnmet,
    StaleRevision,
    TutorSchoolIneligible,
)
from engine.domain.machine import MoveOrder
from engine.domain.roles import Role
from engine.domain.situation import AttachmentKind, DocumentStatus, RecordKind
from engine.storage.receipts import Receipt
from tests.factories import Scene

REASON = "Школа на капитальном ремонте до сентября"
NOBODY = UUID(int=7)

Act = Callable[..., Receipt]
Make = Callable[[Scene, UUID], Any]


def order(case_id: UUID, kind: str = "tutor_order", **values: Any) -> DecisionRequest:
    paper = OrderPaper(kind, "121", date(2023, 4, 3), "Управление образования")
    return DecisionRequest(case_id, replace(paper, **values))


def attaching(scene: Scene, case_id: UUID, school: UUID, **values: Any) -> AttachRequest:
    """A tutor school by an order registered for it."""
    coordinator = scene.actor(Role.MUNICIPAL_COORDINATOR)
    decision = register_decision(scene.bench, order(case_id), actor=coordinator).created_id
    kind = AttachmentKind.TUTOR_SCHOOL
    return AttachRequest(case_id, kind, school_id=school, decision_id=decision, **values)


def _own_programme(scene: Scene, case_id: UUID) -> ReviewRequest:
    request = DocumentRequest(case_id, "midterm_programme")
    coordinator = scene.actor(Role.MUNICIPAL_COORDINATOR)
    document = register_document(scene.bench, request, actor=coordinator).created_id
    assert document is not None
    return ReviewRequest(case_id, document, DocumentStatus.APPROVED)


def _curator_of(scene: Scene, case_id: UUID) -> AttachRequest:
    curator = scene.actor(Role.CURATOR).account_id
    return AttachRequest(case_id, AttachmentKind.CURATOR, account_id=curator)


COORDINATOR = Role.MUNICIPAL_COORDINATOR
MOVES: dict[str, tuple[Role, Make, type[EngineError]]] = {
    "a stage the move does not leave": (
        COORDINATOR,
        lambda scene, case: MoveRequest(case, MoveOrder("approve_exit", REASON)),
        MoveUnavailable,
    ),
    "a role the move is not for": (
        Role.SCHOOL_DIRECTOR,
        lambda scene, case: MoveRequest(case, MoveOrder("suspend", REASON)),
        MoveForbidden,
    ),
    "what is required": (
        COORDINATOR,
        lambda scene, case: MoveRequest(case, MoveOrder("suspend")),
        RequirementsUnmet,
    ),
    "a move nobody knows": (
        COORDINATOR,
        lambda scene, case: MoveRequest(case, MoveOrder("exit_the_list", REASON)),
        InvalidInput,
    ),
    "a basis nobody registered": (
        COORDINATOR,
        lambda scene, case: MoveRequest(case, MoveOrder("suspend", REASON, (NOBODY,))),
        InvalidInput,
    ),
    "a day to come": (
        COORDINATOR,
        lambda scene, case: MoveRequest(
            case, MoveOrder("suspend", REASON), happened_on=date(2023, 4, 4)
        ),
        InvalidInput,
    ),
    "a stale page": (
        COORDINATOR,
        lambda scene, case: MoveRequest(case, MoveOrder("suspend", REASON), 1),
        StaleRevision,
    ),
    "a viewer": (
        Role.VIEWER,
        lambda scene, case: MoveRequest(case, MoveOrder("suspend", REASON)),
        Forbidden,
    ),
}
OTHERS: dict[str, tuple[Act, Make, type[EngineError]]] = {
    "a decision of no kind": (
        register_decision,
        lambda scene, case: order(case, "list_of_wishes"),
        InvalidInput,
    ),
    "a decision without a number": (
        register_decision,
        lambda scene, case: order(case, number=" "),
        InvalidInput,
    ),
    "a decision repealed that is none": (
        repeal_decision,
        lambda scene, case: RepealRequest(case, NOBODY, date(2023, 4, 3), REASON),
        NotFound,
    ),
    "a document of no kind": (
        register_document,
        lambda scene, case: DocumentRequest(case, "poem"),
        InvalidInput,
    ),
    "one's own document approved": (review_document, _own_programme, Forbidden),
    "a record of no status": (
        register_record,
        lambda scene, case: RecordRequest(case, RecordKind.MEASURE, "1", "forgotten"),
        InvalidInput,
    ),
    "a second curator": (attach, _curator_of, AlreadyAttached),
    "a curator without the role": (
        attach,
        lambda scene, case: AttachRequest(
            case, AttachmentKind.EXPERT, account_id=scene.actor(Role.VIEWER).account_id
        ),
        InvalidInput,
    ),
    "a tutor school on the list": (
        attach,
        lambda scene, case: attaching(scene, case, scene.schools[1]),
        TutorSchoolIneligible,
    ),
    "the school as its own tutor": (
        attach,
        lambda scene, case: attaching(scene, case, scene.schools[0]),
        TutorSchoolIneligible,
    ),
    "a tutor school of no region": (
        attach,
        lambda scene, case: attaching(scene, case, NOBODY),
        NotFound,
    ),
    "a stage by force without consent": (
        force_move,
        lambda scene, case: ForceRequest(case, "exited", REASON),
        Forbidden,
    ),
}
