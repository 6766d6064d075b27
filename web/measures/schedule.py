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
from engine.queries.roadmaps.places import living_roadmap, roadmap_municipalities
from engine.queries.roadmaps.soon import (
    counted_measures,
    late_lines,
    read_soon,
    waiting_events,
)
from web.current import current_bench
from web.identity import current_actor
from web.measures import words
from web.measures.board import chosen_place, parts_of
from web.measures.doing import do, may_here, sent_form, submit
from web.measures.pages import pages
from web.parsing import Form, as_uuid, new_key
from web.permissions import permission

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flask.typing import ResponseReturnValue

    from engine.queries.roadmaps.places import RoadmapPlace
    from engine.queries.roadmaps.soon import LateSchool

PAGE = 25
"""Schools of a page; those that owe most stand on the first one."""

SHOWN = 10
"""Lines of a school; its sheet has all of them."""


@dataclass(frozen=True, slots=True)
class Late:
    """A school (or the authority) with what is late: how much, and the oldest of it."""

    title: str
    href: str
    count: int
    lines: tuple[Line, ...]


@pages.get("/roadmaps/<uuid:roadmap_id>/schedule")
@permission(Permission.READ_ROADMAP)
def schedule(roadmap_id: UUID) -> str:
    """Who is late, and what is soon; of several municipalities one is chosen first."""
    return _schedule(roadmap_id)


def _schedule(roadmap_id: UUID, form: Form | None = None) -> str:
    bench, actor = current_bench(), current_actor()
    found = living_roadmap(bench, roadmap_id, actor=actor)
    places = roadmap_municipalities(bench, roadmap_id, actor=actor)
    chosen = chosen_place(places)
    choosing = chosen is None and len(places) > 1
    return render_template(
        "measures/schedule.html",
        roadmap=found,
        choosing=choosing,
        municipalities=parts_of(roadmap_id) if choosing else (),
        chosen=chosen,
        **({} if choosing else _of_place(found, chosen.id if chosen else None)),
        events=waiting_events(bench, found, actor=actor),
        may=may_here(found.roles),
        sent=form,
        form_key=new_key(),
        w=words,
    )


def _of_place(roadmap: RoadmapPlace, narrowed: UUID | None) -> dict[str, object]:
    bench, actor = current_bench(), current_actor()
    soon = read_soon(bench, roadmap, actor=actor, municipality_id=narrowed)
    last = max(1, -(-len(soon.late) // PAGE))
    page = min(max(_number(request.args.get("page", "")), 1), last)
    return {
        "late": _late(roadmap, soon.late[(page - 1) * PAGE : page * PAGE]),
        "late_schools": len(soon.late),
        "page": page,
        "last": last,
        "ahead": soon.ahead,
        "counted": counted_measures(bench, roadmap.id, actor=actor, municipality_id=narrowed),
    }


def _number(typed: str) -> int:
    return int(typed) if typed.isdecimal() and len(typed) < 6 else 1  # noqa: PLR2004


def _late(roadmap: RoadmapPlace, schools: Sequence[LateSchool]) -> list[Late]:
    """The schools of a page, each with the oldest of what it owes."""
    ids = [one.id for one in schools]
    lines = late_lines(current_bench(), roadmap, ids, actor=current_actor()) if ids else []
    own = grouped(lines, lambda one: one.kept.school_id)
    return [
        Late(
            one.title or _("Орган управления образованием"),
            _sheet_of(roadmap.id, one.id),
            one.count,
            tuple(own.get(one.id, ())[:SHOWN]),
        )
        for one in schools
    ]


def _sheet_of(roadmap_id: UUID, school_id: UUID | None) -> str:
    if school_id is None:
        return url_for("measures.own", roadmap_id=roadmap_id)
    return url_for("measures.sheet", school_id=school_id)


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
