"""Schools: found by number or name, each with all its cases."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, render_template, request

from engine.domain.roles import Permission
from engine.queries.schools import SchoolPlace, find_schools, school_card
from web.current import current_bench
from web.identity import current_actor
from web.parsing import as_uuid, clean_words
from web.permissions import permission

if TYPE_CHECKING:
    from uuid import UUID

pages = Blueprint("schools", __name__, url_prefix="/schools")


@pages.get("")
@permission(Permission.READ_SCHOOL)
def index() -> str:
    """The schools in one's places whose titles have the words."""
    words = clean_words(request.args.get("q", ""))
    found = find_schools(current_bench(), words, actor=current_actor(), after=_place())
    place = found.next
    return render_template(
        "schools/index.html",
        found=found,
        words=words,
        next=f"{place.school_id}_{place.sort_key}" if place else None,
    )


@pages.get("/<uuid:school_id>")
@permission(Permission.READ_SCHOOL)
def show(school_id: UUID) -> str:
    """A school with all its cases, its lists, and the schools it helps."""
    card = school_card(current_bench(), school_id, actor=current_actor())
    return render_template("schools/show.html", card=card, school=card.school)


def _place() -> SchoolPlace | None:
    school, _, sort_key = request.args.get("after", "").partition("_")
    school_id = as_uuid(school)
    return SchoolPlace(clean_words(sort_key, 400), school_id) if school_id else None
