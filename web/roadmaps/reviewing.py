"""The review of a document: every answer kept at once, and nothing typed is lost."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import flash, redirect, request, url_for
from flask_babel import gettext

from engine.actions.roadmaps.reviewing import drop_review, keep_decisions
from engine.domain.errors import InvalidInput
from engine.domain.roadmaps.states import ImportState
from engine.domain.roles import Permission
from web.current import current_bench
from web.identity import current_actor
from web.permissions import permission
from web.roadmaps.answering import answers_of
from web.roadmaps.former import carry_answers, tell_carried
from web.roadmaps.page import page_of
from web.roadmaps.pages import pages
from web.roadmaps.reading import UnderReview, under_review, with_answers
from web.roadmaps.rowwork import bulk_answers, row_answers
from web.roadmaps.versions import AMENDS
from web.wording.reviewing import LEVELS
from web.wording.rules import invalid_text

if TYPE_CHECKING:
    from uuid import UUID

    from flask.typing import ResponseReturnValue


@pages.get("/import/<uuid:import_id>")
@permission(Permission.WRITE_ROADMAP)
def review(import_id: UUID) -> ResponseReturnValue:
    """The page; a review that ended leads to its roadmap."""
    found = under_review(import_id)
    kept = found.kept.kept
    if kept.state is ImportState.SAVED and kept.roadmap_id is not None:
        return redirect(url_for("roadmaps.show", roadmap_id=kept.roadmap_id))
    if kept.state is ImportState.DROPPED:
        flash(gettext("Эта загрузка отменена."), "info")
        return redirect(url_for("roadmaps.index"))
    return page_of(found, request.args)


@pages.post("/import/<uuid:import_id>")
@permission(Permission.WRITE_ROADMAP)
def answer(import_id: UUID) -> ResponseReturnValue:
    """Keep the answers, and go back to where they were given."""
    found = under_review(import_id)
    answers, anchor = _sent(found)
    try:
        keep_decisions(current_bench(), import_id, answers, actor=current_actor())
    except InvalidInput as refusal:
        rule, value = str(refusal.fields.get("rule", "")), refusal.fields.get("value")
        flash(gettext("Не сохранено. %(why)s", why=invalid_text(rule, value)), "danger")
        # What was typed is shown as if it had been kept, so that nothing has to be typed again.
        return page_of(with_answers(found, answers), request.form), HTTPStatus.UNPROCESSABLE_ENTITY
    flash(gettext("Ответы сохранены."), "success")
    if AMENDS in answers or found.review.content is None:
        # Only now it may be known which roadmap the document corrects.
        tell_carried(carry_answers(import_id))
    address = url_for(
        "roadmaps.review",
        import_id=import_id,
        show=request.form.get("show") or None,
        page=request.form.get("page") or None,
        _anchor=anchor if anchor.replace("-", "").replace(".", "").isalnum() else None,
    )
    return redirect(address, HTTPStatus.SEE_OTHER)


def _sent(found: UnderReview) -> tuple[dict[str, str | None], str]:
    """The answers of the form with those of its button, and where the page goes on."""
    form, review = request.form, found.review
    answers = answers_of(form, review)
    anchor = form.get("at", "")
    if anchor == "bulk":
        return {**answers, **bulk_answers(form, review, frozenset(LEVELS))}, "measures"
    of_row, place = row_answers(form, review)
    return {**answers, **of_row}, place or anchor


@pages.post("/import/<uuid:import_id>/drop")
@permission(Permission.WRITE_ROADMAP)
def drop(import_id: UUID) -> ResponseReturnValue:
    """Let the document go."""
    drop_review(current_bench(), import_id, actor=current_actor())
    flash(gettext("Загрузка отменена. Дорожная карта не создана."), "success")
    return redirect(url_for("roadmaps.index"), HTTPStatus.SEE_OTHER)
