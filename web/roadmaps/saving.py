"""The end of a review: a new roadmap, or a difference confirmed on one that is there."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from flask import flash, redirect, request, url_for
from flask_babel import gettext

from engine.actions.filing import FilePaper
from engine.actions.roadmaps.amending import AmendRequest, amend_roadmap
from engine.actions.roadmaps.importing import ImportRequest, import_roadmap
from engine.domain.errors import InvalidInput, RoadmapKnown, RoadmapStale, RoadmapUnchanged
from engine.domain.roadmaps.states import ImportState
from engine.domain.roles import Permission
from web.current import current_bench
from web.errors import answer_of
from web.identity import current_actor
from web.parsing import Form, as_uuid
from web.permissions import permission
from web.roadmaps.page import page_of
from web.roadmaps.pages import pages
from web.roadmaps.reading import UnderReview, under_review
from web.wording.refusals import FIELDS
from web.wording.rules import invalid_text
from workflows.roadmaps.mapping import plain_mapping

if TYPE_CHECKING:
    from uuid import UUID

    from flask.typing import ResponseReturnValue

    from engine.domain.errors import EngineError
    from engine.domain.roadmaps.content import RoadmapContent


@pages.post("/import/<uuid:import_id>/save")
@permission(Permission.WRITE_ROADMAP)
def save(import_id: UUID) -> ResponseReturnValue:
    """Keep what was reviewed, once nothing is open."""
    found = under_review(import_id)
    saved_as = found.kept.kept.roadmap_id
    if found.kept.kept.state is ImportState.SAVED and saved_as is not None:
        # A second tab, or the page of yesterday: there is nothing left to do here.
        flash(gettext("Этот документ уже сохранён: вот дорожная карта."), "info")
        return redirect(url_for("roadmaps.show", roadmap_id=saved_as), HTTPStatus.SEE_OTHER)
    content = found.review.content
    if found.review.open or content is None:
        flash(gettext("Ещё не всё решено: сохранить дорожную карту пока нельзя."), "danger")
        return _again(found, "")
    form = Form.of("save", request.form)
    try:
        roadmap_id = _saved(found, content, form)
    except RoadmapUnchanged as refusal:
        flash(str(answer_of(refusal).sentence), "info")
        return redirect(
            url_for("roadmaps.show", roadmap_id=refusal.fields["roadmap_id"]), HTTPStatus.SEE_OTHER
        )
    except (InvalidInput, RoadmapKnown, RoadmapStale) as refusal:
        flash(_said(refusal), "danger")
        return _again(found, form.value("reason"))
    return redirect(url_for("roadmaps.show", roadmap_id=roadmap_id), HTTPStatus.SEE_OTHER)


def _saved(found: UnderReview, content: RoadmapContent, form: Form) -> UUID:
    kept, review = found.kept.kept, found.review
    more: dict[str, Any] = {
        "content": content,
        "file": FilePaper.of(kept.file_name, "", found.kept.content),
        "aliases": review.aliases,
        "mapping": plain_mapping(review.mapping) if review.mapping else None,
        "import_id": kept.id,
    }
    amends = as_uuid(form.value("roadmap"))
    bench, actor = current_bench(), current_actor()
    if amends is not None:
        amended = AmendRequest(
            amends, reason=form.text("reason"), expected_revision=form.revision, **more
        )
        amend_roadmap(bench, amended, actor=actor, request_key=form.key(amended))
        flash(gettext("Готово: дорожная карта исправлена."), "success")
        return amends
    assert kept.place.region_id is not None  # noqa: S101 - every review has a region
    asked = ImportRequest(kept.place.region_id, kept.place.municipality_id, **more)
    created = import_roadmap(bench, asked, actor=actor, request_key=form.key(asked)).created_id
    assert created is not None  # noqa: S101 - an import creates
    flash(gettext("Готово: дорожная карта сохранена как проект."), "success")
    return created


def _said(refusal: EngineError) -> str:
    """Why it was not kept."""
    if isinstance(refusal, InvalidInput):
        name = str(FIELDS.get(str(refusal.fields.get("field", "")), ""))
        text = invalid_text(str(refusal.fields.get("rule", "")), refusal.fields.get("value"))
        return f"{name}: {text}" if name else text
    answer = answer_of(refusal)
    return f"{answer.sentence} {answer.advice}"


def _again(found: UnderReview, reason: str) -> ResponseReturnValue:
    """The page once more, with the reason as it was typed."""
    return page_of(found, {}, reason), HTTPStatus.UNPROCESSABLE_ENTITY
