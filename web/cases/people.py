"""Attaching curators, experts and tutor schools, and ending it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.actions.mentoring import AttachRequest, EndAttachmentRequest, attach, end_attachment
from engine.domain.roles import Permission
from engine.domain.situation import AttachmentKind
from web.cases.doing import sent_form, submit
from web.cases.pages import pages
from web.current import current_bench
from web.identity import current_actor
from web.permissions import permission

if TYPE_CHECKING:
    from uuid import UUID

    from flask.typing import ResponseReturnValue

    from web.parsing import Form


@pages.post("/<uuid:case_id>/people/<any(curator, expert, tutor_school):kind>")
@permission(Permission.ATTACH_PEOPLE)
def attach_person(case_id: UUID, kind: str) -> ResponseReturnValue:
    """Attach somebody from a day, by an order where one is needed."""
    form = sent_form(f"attach-{kind}")
    asked = _attachment(case_id, AttachmentKind(kind), form)
    return submit(
        case_id,
        form,
        lambda: attach(current_bench(), asked, actor=current_actor(), request_key=form.key(asked)),
        "people",
    )


def _attachment(case_id: UUID, kind: AttachmentKind, form: Form) -> AttachRequest:
    tutor = kind is AttachmentKind.TUTOR_SCHOOL
    return AttachRequest(
        case_id,
        kind,
        account_id=None if tutor else form.needed_id("account_id"),
        school_id=form.needed_id("school_id") if tutor else None,
        decision_id=form.identifier("decision_id", required=tutor),
        starts_on=form.day("starts_on"),
        ends_on=form.day("ends_on"),
        directions=tuple(form.values.get("directions", ())),
        reason=form.text("reason"),
        expected_revision=form.revision,
    )


@pages.post("/<uuid:case_id>/attachments/<uuid:attachment_id>/end")
@permission(Permission.ATTACH_PEOPLE)
def end_person(case_id: UUID, attachment_id: UUID) -> ResponseReturnValue:
    """Set the last day of an attachment, with the reason."""
    form = sent_form(f"end-{attachment_id}")
    asked = EndAttachmentRequest(
        case_id,
        attachment_id,
        form.needed_day("ends_on"),
        form.text("reason", required=True),
        form.identifier("decision_id"),
        form.revision,
    )
    return submit(
        case_id,
        form,
        lambda: end_attachment(
            current_bench(), asked, actor=current_actor(), request_key=form.key(asked)
        ),
        "people",
    )
