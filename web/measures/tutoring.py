"""A tutor school tells what it held for the schools it is attached to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from flask import render_template, url_for

from engine.actions.roadmaps.tutoring import TutorRequest, report_tutoring
from engine.domain.roles import Permission
from engine.queries.roadmaps.tutoring import Tutored, tutored_schools
from web.current import current_bench
from web.identity import current_actor
from web.measures import words
from web.measures.doing import do, sent_form, submit
from web.measures.pages import pages
from web.parsing import Form, new_key
from web.permissions import permission

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from engine.queries.roadmaps.lines import Line


@pages.get("/tutoring")
@permission(Permission.TUTOR_MEASURE)
def tutoring() -> str:
    """The schools that are tutored now, what is counted there and how far it is."""
    return _page()


def _page(form: Form | None = None) -> str:
    return render_template(
        "measures/tutoring.html",
        tutored=tutored_schools(current_bench(), actor=current_actor()),
        days=days_of,
        sent=form,
        form_key=new_key(),
        w=words,
    )


def days_of(one: Tutored, line: Line) -> dict[str, str]:
    """From which day to which something held counts: within the period and the attachment."""
    counter = line.kept.course.counter
    first = max(one.since, counter.first) if counter else one.since
    return {"least": first.isoformat(), "most": line.today.isoformat()}


@pages.post("/roadmaps/<uuid:roadmap_id>/tutoring/<uuid:school_id>/<uuid:measure_id>")
@permission(Permission.TUTOR_MEASURE)
def hold_for(roadmap_id: UUID, school_id: UUID, measure_id: UUID) -> ResponseReturnValue:
    """Hand in what was held for a school."""
    form = sent_form(f"held-{school_id}-{measure_id}")
    told: dict[str, Any] = {
        "title": form.text("title", most=500, required=True),
        "happened_on": form.day("happened_on"),
        "file": form.upload("file"),
    }
    asked = TutorRequest(roadmap_id, measure_id, school_id, **told)
    return submit(
        form,
        lambda: do(report_tutoring, form, asked),
        url_for("measures.tutoring"),
        _page,
    )
