"""What of a roadmap asks for somebody now: who is late, what falls due soon, what waits for a day.

How the whole period is spread over its months is another question: `web.roadmap_out.timeline`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from flask import render_template, request, url_for
from flask_babel import gettext as _

from engine.actions.roadmaps.dating import EventDayRequest, set_event_day
from engine.actions.roadmaps.holding import HoldRequest, hold_event
from engine.domain.roles import Permission
from engine.queries.roadmaps.lines import Line, grouped
from engine.queries.roadmaps.places import living_roadmap
from engine.queries.roadmaps.progress import read_progress
from engine.queries.roadmaps.soon import counted_measures, read_soon, waiting_events
from web.current import current_bench
from web.identity import current_actor
from web.measures import words
from web.measures.board import natural
from web.measures.doing import do, may_here, sent_form, submit
from web.measures.pages import pages
from web.measures.roadmap import municipality_of
from web.parsing import Form, as_uuid, new_key
from web.permissions import permission
from web.wording.grammar import short_day

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flask.typing import ResponseReturnValue

    from engine.domain.roadmaps.progress import Progress


@dataclass(frozen=True, slots=True)
class Ahead:
    """A measure on a day: of how many schools it is, and of how many it is handed in."""

    due: str
    title: str
    number: str
    lines: tuple[Line, ...]
    figures: Progress


@dataclass(frozen=True, slots=True)
class LateSchool:
    """A school (or the authority) with all that is late."""

    title: str
    href: str
    lines: tuple[Line, ...]


@pages.get("/roadmaps/<uuid:roadmap_id>/schedule")
@permission(Permission.READ_ROADMAP)
def schedule(roadmap_id: UUID) -> str:
    """Who is late, and what is soon; of several municipalities one is chosen first."""
    return _schedule(roadmap_id)


def _schedule(roadmap_id: UUID, form: Form | None = None) -> str:
    bench, actor = current_bench(), current_actor()
    found = living_roadmap(bench, roadmap_id, actor=actor)
    chosen = as_uuid(request.args.get("municipality", ""))
    progress = read_progress(bench, roadmap_id, actor=actor, municipality_id=chosen)
    choosing = chosen is None and len(progress.municipalities) > 1
    return render_template(
        "measures/schedule.html",
        roadmap=found,
        choosing=choosing,
        municipalities=progress.municipalities,
        chosen=municipality_of(progress, chosen),
        **({} if choosing else _of_place(roadmap_id, chosen)),
        events=waiting_events(bench, found, actor=actor),
        may=may_here(found.roles),
        sent=form,
        form_key=new_key(),
        w=words,
    )


def _of_place(roadmap_id: UUID, chosen: UUID | None) -> dict[str, object]:
    bench, actor = current_bench(), current_actor()
    found = living_roadmap(bench, roadmap_id, actor=actor)
    soon = read_soon(bench, found, actor=actor, municipality_id=chosen)
    return {
        "late": _late(soon.late),
        "ahead": _ahead(soon.ahead),
        "counted": counted_measures(bench, roadmap_id, actor=actor, municipality_id=chosen),
    }


def _late(lines: Sequence[Line]) -> list[LateSchool]:
    found = [
        LateSchool(_whose(own[0]), _sheet_of(own[0]), tuple(own))
        for own in grouped(lines, lambda one: one.kept.school_id).values()
    ]
    return sorted(found, key=lambda one: (-len(one.lines), natural(one.title)))


def _whose(line: Line) -> str:
    return line.school or _("Орган управления образованием")


def _sheet_of(line: Line) -> str:
    if line.kept.school_id is None:
        return url_for("measures.own", roadmap_id=line.roadmap_id)
    return url_for("measures.sheet", school_id=line.kept.school_id)


def _ahead(lines: Sequence[Line]) -> list[Ahead]:
    """What falls due soon, a measure of a day in one row."""
    by_day = grouped(lines, lambda one: (one.kept.course.due_on, one.kept.measure_id))
    return [
        Ahead(
            short_day(own[0].kept.course.due_on),
            own[0].title,
            own[0].number,
            tuple(own),
            words.progress(own),
        )
        for own in by_day.values()
    ]


@pages.post("/roadmaps/<uuid:roadmap_id>/events")
@permission(Permission.REVIEW_MEASURE)
def hold(roadmap_id: UUID) -> ResponseReturnValue:
    """Count a held event for the schools that took part."""
    form = sent_form("hold")
    schools = tuple(filter(None, (as_uuid(one) for one in form.values.get("schools", []))))
    asked = HoldRequest(
        roadmap_id,
        form.needed_id("measure_id"),
        schools,
        form.text("title", most=500, required=True),
        form.day("happened_on"),
        form.upload("file"),
    )
    return submit(
        form,
        lambda: do(hold_event, form, asked),
        _here(roadmap_id),
        lambda sent: _schedule(roadmap_id, sent),
    )


@pages.post("/roadmaps/<uuid:roadmap_id>/days/<uuid:occurrence_id>")
@permission(Permission.WRITE_ROADMAP)
def set_day(roadmap_id: UUID, occurrence_id: UUID) -> ResponseReturnValue:
    """Set the day of what a term waits for."""
    form = sent_form(f"day-{occurrence_id}")
    asked = EventDayRequest(roadmap_id, occurrence_id, form.needed_day("day"))
    return submit(
        form,
        lambda: do(set_event_day, form, asked),
        _here(roadmap_id),
        lambda sent: _schedule(roadmap_id, sent),
    )


def _here(roadmap_id: UUID) -> str:
    """Back to the page, narrowed as it was."""
    chosen = as_uuid(request.args.get("municipality", ""))
    return url_for("measures.schedule", roadmap_id=roadmap_id, municipality=chosen)
