"""A roadmap as it lives: how far each section and school is, who is late, what is ahead."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from flask import render_template, url_for
from flask_babel import gettext as _

from engine.actions.roadmaps.approving import ApproveRequest, approve_roadmap
from engine.actions.roadmaps.dating import EventDayRequest, set_event_day
from engine.actions.roadmaps.holding import HoldRequest, hold_event
from engine.domain.roadmaps.progress import Progress, Standing
from engine.domain.roadmaps.states import OccurrenceKind, RoadmapStatus
from engine.domain.roles import Permission
from engine.queries.roadmaps.lines import Line, grouped, read_lines
from engine.queries.roadmaps.places import RoadmapPlace, living_roadmap
from engine.storage.tables import OccurrenceRow
from web.current import current_bench
from web.identity import current_actor
from web.measures import words
from web.measures.board import natural
from web.measures.doing import sent_form, submit
from web.measures.pages import pages
from web.parsing import Form, as_uuid, new_key
from web.permissions import permission
from web.wording.grammar import month_text, short_day

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flask.typing import ResponseReturnValue


@dataclass(frozen=True, slots=True)
class Part:
    """A section or a school of a roadmap with its figures."""

    title: str
    href: str
    figures: Progress


@dataclass(frozen=True, slots=True)
class Ahead:
    """A measure on a day: of how many schools it is, and of how many it is done."""

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


@pages.get("/roadmaps/<uuid:roadmap_id>")
@permission(Permission.READ_ROADMAP)
def roadmap(roadmap_id: UUID) -> str:
    """Progress by section and school; for a draft the form that lets it take effect."""
    return _page(roadmap_id)


def _page(roadmap_id: UUID, form: Form | None = None) -> str:
    found = living_roadmap(current_bench(), roadmap_id, actor=current_actor())
    lines = _lines_of(roadmap_id)
    return render_template(
        "measures/roadmap.html",
        roadmap=found,
        figures=words.progress(lines),
        sections=_sections(lines),
        schools=_by_school(lines, roadmap_id),
        may=_may(found),
        draft=found.status is RoadmapStatus.DRAFT,
        form=form or Form("approve"),
        form_key=new_key(),
        w=words,
    )


def _may(found: RoadmapPlace) -> frozenset[str]:
    actor = current_actor()
    return frozenset(one.value for one in Permission if actor.allows(one, found.roles))


def _lines_of(roadmap_id: UUID) -> list[Line]:
    condition = OccurrenceRow.roadmap_id == roadmap_id
    return read_lines(current_bench(), condition, actor=current_actor())


def _sections(lines: Sequence[Line]) -> list[Part]:
    """The sections in the order of the document."""
    ordered = sorted(lines, key=lambda one: one.sequence)
    found = grouped(ordered, lambda one: " / ".join(one.sections))
    return [Part(title, "", words.progress(own)) for title, own in found.items()]


def _by_school(lines: Sequence[Line], roadmap_id: UUID) -> list[Part]:
    """The schools by number; what is not a school's own stands first."""
    found = [
        Part(_whose(own[0]), _sheet_of(own[0], roadmap_id), words.progress(own))
        for own in grouped(lines, lambda one: one.kept.school_id).values()
    ]
    return sorted(found, key=lambda one: ("/schools/" in one.href, natural(one.title)))


def _whose(line: Line) -> str:
    return line.school or _("Орган управления образованием")


def _sheet_of(line: Line, roadmap_id: UUID) -> str:
    if line.kept.school_id is None:
        return url_for("measures.own", roadmap_id=roadmap_id)
    return url_for("measures.sheet", school_id=line.kept.school_id)


@pages.post("/roadmaps/<uuid:roadmap_id>/approve")
@permission(Permission.APPROVE_ROADMAP)
def approve(roadmap_id: UUID) -> ResponseReturnValue:
    """Let a draft take effect."""
    form = sent_form("approve")
    asked = ApproveRequest(roadmap_id, form.day("in_force_on"), form.revision)
    return submit(
        form,
        lambda: approve_roadmap(
            current_bench(), asked, actor=current_actor(), request_key=form.key(asked)
        ),
        url_for("measures.roadmap", roadmap_id=roadmap_id),
        lambda sent: _page(roadmap_id, sent),
    )


@pages.get("/roadmaps/<uuid:roadmap_id>/schedule")
@permission(Permission.READ_ROADMAP)
def schedule(roadmap_id: UUID) -> str:
    """Who is late, and what is ahead day by day."""
    return _schedule(roadmap_id)


def _schedule(roadmap_id: UUID, form: Form | None = None) -> str:
    found = living_roadmap(current_bench(), roadmap_id, actor=current_actor())
    lines = _lines_of(roadmap_id)
    return render_template(
        "measures/schedule.html",
        roadmap=found,
        late=_late(lines, roadmap_id),
        months=_months(lines),
        events=_events(lines),
        counted=_counted(lines),
        may=_may(found),
        sent=form,
        form_key=new_key(),
        w=words,
    )


def _late(lines: Sequence[Line], roadmap_id: UUID) -> list[LateSchool]:
    late = [one for one in lines if one.standing is Standing.LATE]
    found = [
        LateSchool(_whose(own[0]), _sheet_of(own[0], roadmap_id), tuple(own))
        for own in grouped(late, lambda one: one.kept.school_id).values()
    ]
    return sorted(found, key=lambda one: (-len(one.lines), natural(one.title)))


def _months(lines: Sequence[Line]) -> list[tuple[str, list[Ahead]]]:
    """What falls due from today on, a measure of a day in one row, by month."""
    dated = [
        one
        for one in lines
        if one.kept.course.due_on is not None
        and one.kept.course.due_on >= one.today
        and one.standing is not Standing.DROPPED
    ]
    rows = [
        (own[0].kept.course.due_on, _ahead(own))
        for own in grouped(
            dated, lambda one: (one.kept.course.due_on, one.kept.measure_id)
        ).values()
    ]
    found: dict[str, list[Ahead]] = {}
    for due, one in rows:
        if due is not None:
            found.setdefault(month_text(due.year, due.month), []).append(one)
    return list(found.items())


def _day_of_measure(line: Line) -> tuple[object, UUID]:
    return line.kept.course.due_on, line.kept.measure_id


def _ahead(lines: Sequence[Line]) -> Ahead:
    first = lines[0]
    due = first.kept.course.due_on
    return Ahead(
        short_day(due),
        first.title,
        first.number,
        tuple(lines),
        words.progress(lines),
    )


def _events(lines: Sequence[Line]) -> list[Line]:
    """One line for each term that waits for an event or a plan, whatever the schools."""
    waiting = [one for one in lines if one.standing is Standing.WAITING]
    return [
        own[0]
        for own in grouped(waiting, lambda one: (one.kept.measure_id, one.kept.slot)).values()
    ]


def _counted(lines: Sequence[Line]) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """The counted measures that schools do, each with its schools: what an event may count for."""
    quotas = [
        one
        for one in lines
        if one.kept.course.kind is OccurrenceKind.QUOTA and one.kept.school_id is not None
    ]
    found = []
    for measure_id, own in grouped(quotas, lambda one: one.kept.measure_id).items():
        schools = {str(one.kept.school_id): one.school or "" for one in own}
        named = sorted(schools.items(), key=lambda one: natural(one[1]))
        title = f"{own[0].number} {own[0].title}".strip()
        found.append((str(measure_id), title, named))
    return found


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
        lambda: hold_event(
            current_bench(), asked, actor=current_actor(), request_key=form.key(asked)
        ),
        url_for("measures.schedule", roadmap_id=roadmap_id),
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
        lambda: set_event_day(
            current_bench(), asked, actor=current_actor(), request_key=form.key(asked)
        ),
        url_for("measures.schedule", roadmap_id=roadmap_id),
        lambda sent: _schedule(roadmap_id, sent),
    )
