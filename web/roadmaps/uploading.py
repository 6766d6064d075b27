"""Handing in a document for a place: a file, or pasted text; what is unreadable is told at once."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import redirect, render_template, request, url_for
from flask_babel import gettext

from engine.actions.filing import FilePaper
from engine.actions.roadmaps.reviewing import ReviewRequest, begin_review
from engine.domain.errors import InvalidInput, RoadmapUnreadable
from engine.domain.roles import Permission, Place
from engine.queries.roadmaps.directory import Authority, authorities
from web.current import current_bench
from web.identity import current_actor
from web.parsing import Form, Message, new_key
from web.permissions import permission
from web.roadmaps.former import carry_answers, tell_carried
from web.roadmaps.pages import pages
from web.roadmaps.reading import read_document
from web.wording.roadmaps import unreadable_sentence

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

MOST_PASTED = 200_000


@pages.get("/import")
@permission(Permission.WRITE_ROADMAP)
def upload() -> str:
    """The form."""
    return _page(Form("import"), _places())


@pages.post("/import")
@permission(Permission.WRITE_ROADMAP)
def hand_in() -> ResponseReturnValue:
    """Keep the document for review, if it can be read at all."""
    form = Form.of("import", request.form, request.files)
    places = _places()
    chosen = {_code(one.place): one.place for one in places}
    place = chosen.get(form.choice("place", chosen))
    file = _file(form)
    if form.valid and file is not None and place is not None and place.region_id is not None:
        try:
            read_document(file.content, file.name)
            asked = ReviewRequest(place.region_id, place.municipality_id, file)
            review = begin_review(current_bench(), asked, actor=current_actor())
        except RoadmapUnreadable as refusal:
            form.message = Message(unreadable_sentence(refusal.fields))
        except InvalidInput as refusal:
            form.refuse("file", str(refusal.fields["rule"]), refusal.fields.get("value"))
        else:
            tell_carried(carry_answers(review))
            return redirect(url_for("roadmaps.review", import_id=review), HTTPStatus.SEE_OTHER)
    return _page(form, places), HTTPStatus.UNPROCESSABLE_ENTITY


def _file(form: Form) -> FilePaper | None:
    """The file, or the pasted text as one; one of the two must be there."""
    file = form.upload("file")
    text = form.text("text", most=MOST_PASTED)
    if file is not None or not form.valid:
        return file
    if not text:
        form.refuse("file", "empty")
        return None
    # Tabs at the ends of pasted rows are cells, so the text is taken as it was sent.
    whole = form.value("text").replace("\r\n", "\n")
    return FilePaper.of(f"{gettext('вставленный текст')}.txt", "text/plain", whole.encode())


def _places() -> list[Authority]:
    return authorities(current_bench(), actor=current_actor())


def _code(place: Place) -> str:
    return str(place.municipality_id or place.region_id)


def _page(form: Form, places: list[Authority]) -> str:
    several = len({one.region for one in places}) > 1
    options = [
        (
            _code(one.place),
            gettext("%(place)s, %(region)s", place=one.title, region=one.region)
            if several and one.place.municipality_id
            else one.title,
        )
        for one in places
    ]
    return render_template("roadmaps/upload.html", form=form, places=options, key=new_key())
