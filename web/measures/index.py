"""Where one begins: a director at the school's sheet, others at the roadmaps of their places."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import redirect, render_template, url_for

from engine.domain.roadmaps.progress import Progress
from engine.domain.roadmaps.states import RoadmapStatus
from engine.domain.roles import Permission
from engine.queries.roadmaps.places import living_roadmaps, sheet_schools
from engine.queries.roadmaps.progress import progress_of_roadmaps
from engine.queries.scope import reading_day
from web.current import current_bench
from web.identity import current_actor
from web.measures.pages import pages
from web.permissions import may, permission

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue


@pages.get("")
@permission(Permission.READ_ROADMAP)
def index() -> ResponseReturnValue:
    """The roadmaps in sight with what is done of each; one's own school at once."""
    bench, actor = current_bench(), current_actor()
    schools = sheet_schools(bench, actor=actor)
    if len(schools) == 1 and not may(actor, Permission.REVIEW_MEASURE):
        return redirect(url_for("measures.sheet", school_id=schools[0].id))
    tutors = may(actor, Permission.TUTOR_MEASURE)
    if tutors and not actor.scopes(Permission.READ_ROADMAP, reading_day(bench.now())):
        return redirect(url_for("measures.tutoring"))
    figures = progress_of_roadmaps(bench, actor=actor)
    living = living_roadmaps(bench, actor=actor)
    # What is worked on stands before what is only planned.
    living = sorted(living, key=lambda one: one.status is RoadmapStatus.DRAFT)
    return render_template(
        "measures/index.html",
        roadmaps=[(one, figures.get(one.id, Progress(0, ()))) for one in living],
        schools=schools,
        may_tutor=tutors,
        may_review=may(actor, Permission.REVIEW_MEASURE),
        may_approve=may(actor, Permission.APPROVE_ROADMAP),
    )
