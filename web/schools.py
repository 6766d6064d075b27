"""Schools: found by number or name, each with all its cases."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, render_template, request

from engine.domain.errors import InvalidInput
from engine.domain.reading import ReadPage
from engine.domain.roles import Permission
from engine.domain.terms import local_day
from engine.queries.as_of import cases_as_of
from engine.queries.schools import SchoolPlace, find_schools, school_card
from web.cases.then import then_of
from web.current import current_bench
from web.identity import current_actor
from web.parsing import as_uuid, clean_words, parse_day
from web.permissions import may, permission
from web.reading import noted
from web.wording.rules import invalid_text

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
    bench, actor = current_bench(), current_actor()
    card = school_card(bench, school_id, actor=actor)
    return render_template(
        "schools/show.html",
        card=card,
        school=card.school,
        today=local_day(bench.now(), card.school.zone),
        may_read_history=may(actor, Permission.READ_HISTORY),
    )


@pages.get("/<uuid:school_id>/then")
@permission(Permission.READ_HISTORY)
@noted(ReadPage.SCHOOL_PAST, "school_id")
def then(school_id: UUID) -> str:
    """The cases of a school as they were at the end of a day."""
    bench, actor = current_bench(), current_actor()
    school = school_card(bench, school_id, actor=actor).school
    today = local_day(bench.now(), school.zone)
    typed, refused, cases = request.args.get("day", "").strip(), "", []
    day = parse_day(typed) if typed else today
    if day is None:
        refused = invalid_text("day")
    else:
        try:
            cases = [then_of(one) for one in cases_as_of(bench, school_id, day, actor=actor)]
        except InvalidInput as refusal:
            refused = invalid_text(refusal.fields["rule"], refusal.fields.get("value"))
    return render_template(
        "schools/then.html",
        school=school,
        cases=cases,
        day=day,
        today=today,
        typed=typed,
        refused=refused,
    )


def _place() -> SchoolPlace | None:
    school, _, sort_key = request.args.get("after", "").partition("_")
    school_id = as_uuid(school)
    return SchoolPlace(clean_words(sort_key, 400), school_id) if school_id else None
