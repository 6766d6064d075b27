"""Documents and decisions: registering, handing in, returning, approving, repealing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.actions.deciding import (
    DecisionRequest,
    OrderPaper,
    RepealRequest,
    register_decision,
    repeal_decision,
)
from engine.actions.filing import (
    DocumentRequest,
    ReviewRequest,
    register_document,
    review_document,
)
from engine.actions.succeeding import Successor, SuccessorRequest, name_successor
from engine.domain.roles import Permission
from engine.domain.situation import DocumentStatus
from web.cases.doing import sent_form, submit
from web.cases.pages import pages
from web.current import current_bench
from web.identity import current_actor
from web.permissions import permission

if TYPE_CHECKING:
    from uuid import UUID

    from flask.typing import ResponseReturnValue

    from web.parsing import Form

_HANDED = {"submit": DocumentStatus.SUBMITTED, "revoke": DocumentStatus.REVOKED}
_REVIEWED = {"approve": DocumentStatus.APPROVED, "return": DocumentStatus.RETURNED}


@pages.post("/<uuid:case_id>/documents")
@permission(Permission.REGISTER_DOCUMENT)
def register(case_id: UUID) -> ResponseReturnValue:
    """Register a version of a document, handed in or kept as a draft."""
    form = sent_form("document")
    asked = DocumentRequest(
        case_id,
        form.line("kind", required=True),
        form.line("title"),
        form.line("topic") or None,
        form.upload("file"),
        submit=not form.has("draft", "1"),
        expected_revision=form.revision,
    )
    return submit(
        case_id,
        form,
        lambda: register_document(
            current_bench(), asked, actor=current_actor(), request_key=form.key(asked)
        ),
        "documents",
    )


@pages.post("/<uuid:case_id>/documents/<uuid:document_id>/<any(submit, revoke):verdict>")
@permission(Permission.REGISTER_DOCUMENT)
def hand_in(case_id: UUID, document_id: UUID, verdict: str) -> ResponseReturnValue:
    """Hand a draft in, or take a document back."""
    return _review(case_id, document_id, verdict, _HANDED[verdict])


@pages.post("/<uuid:case_id>/documents/<uuid:document_id>/<any(approve, return):verdict>")
@permission(Permission.REVIEW_DOCUMENT)
def review(case_id: UUID, document_id: UUID, verdict: str) -> ResponseReturnValue:
    """Approve a document of somebody else, or return it with remarks."""
    return _review(case_id, document_id, verdict, _REVIEWED[verdict])


def _review(
    case_id: UUID, document_id: UUID, verdict: str, status: DocumentStatus
) -> ResponseReturnValue:
    form = sent_form(f"{verdict}-{document_id}")
    asked = ReviewRequest(case_id, document_id, status, form.text("remarks"), form.revision)
    return submit(
        case_id,
        form,
        lambda: review_document(
            current_bench(), asked, actor=current_actor(), request_key=form.key(asked)
        ),
        "documents",
    )


@pages.post("/<uuid:case_id>/decisions")
@permission(Permission.REGISTER_DECISION)
def decide(case_id: UUID) -> ResponseReturnValue:
    """Register an order or minutes."""
    form = sent_form("decision")
    asked = DecisionRequest(case_id, order_of(form), form.upload("file"), form.revision)
    return submit(
        case_id,
        form,
        lambda: register_decision(
            current_bench(), asked, actor=current_actor(), request_key=form.key(asked)
        ),
        "decisions",
    )


@pages.post("/<uuid:case_id>/decisions/<uuid:decision_id>/repeal")
@permission(Permission.REGISTER_DECISION)
def repeal(case_id: UUID, decision_id: UUID) -> ResponseReturnValue:
    """Take an order out of force."""
    form = sent_form(f"repeal-{decision_id}")
    asked = RepealRequest(
        case_id,
        decision_id,
        form.needed_day("repealed_on"),
        form.text("reason", required=True),
        _successor(form),
        form.revision,
    )
    return submit(
        case_id,
        form,
        lambda: repeal_decision(
            current_bench(), asked, actor=current_actor(), request_key=form.key(asked)
        ),
        "decisions",
    )


@pages.post("/<uuid:case_id>/decisions/<uuid:decision_id>/successor")
@permission(Permission.REGISTER_DECISION)
def succeed(case_id: UUID, decision_id: UUID) -> ResponseReturnValue:
    """Say which order takes the place of a repealed one, and what goes over to it."""
    form = sent_form(f"successor-{decision_id}")
    asked = SuccessorRequest(
        case_id, decision_id, _successor(form), form.text("reason"), form.revision
    )
    return submit(
        case_id,
        form,
        lambda: name_successor(
            current_bench(), asked, actor=current_actor(), request_key=form.key(asked)
        ),
        "decisions",
    )


def _successor(form: Form) -> Successor:
    return Successor(form.identifier("successor_id"), form.has("carries", "1"))


def order_of(form: Form) -> OrderPaper:
    """An order as its form names it; the opening of a case asks for one likewise."""
    return OrderPaper(
        form.line("kind", required=True),
        form.line("number", most=100, required=True),
        form.needed_day("signed_on"),
        form.line("body", required=True),
        form.line("title"),
    )
