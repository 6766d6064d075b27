"""A sheet: what a school (or the authority) owes now, and its reports."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from flask import redirect, render_template, request, url_for

from engine.actions.roadmaps.reporting import ReportRequest, report_measures
from engine.actions.roadmaps.stepping import StartRequest, start_measures
from engine.domain.errors import NotFound
from engine.domain.roadmaps.states import RoadmapStatus
from engine.domain.roles import Permission
from engine.queries.cases import visible_line
from engine.queries.roadmaps.lines import Line, read_lines
from engine.queries.roadmaps.places import (
    RoadmapPlace,
    SchoolPlace,
    ended_roadmaps,
    evidence_file,
    living_roadmap,
    sheet_school,
)
from engine.storage.tables import OccurrenceRow
from web.current import current_bench
from web.files import handed_out
from web.identity import current_actor
from web.measures import words
from web.measures.doing import do, sent_form, submit
from web.measures.pages import pages
from web.parsing import Form, as_uuid, new_key
from web.permissions import permission
from web.wording.grammar import short_span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flask import Response
    from flask.typing import ResponseReturnValue


@pages.get("/schools/<uuid:school_id>")
@permission(Permission.READ_ROADMAP)
def sheet(school_id: UUID) -> str:
    """The sheet of a school: what is late and returned first, what is done last."""
    bench, actor = current_bench(), current_actor()
    school = sheet_school(bench, school_id, actor=actor)
    ended = ended_roadmaps(bench, school_id, actor=actor)
    asked = as_uuid(request.args.get("roadmap", ""))
    past = next((one for one in ended if one.id == asked), None)
    lines = _of_past(school_id, past.id) if past else _of_school(school_id)
    return _sheet(lines, school=school, ended=ended, past=past)


@pages.get("/roadmaps/<uuid:roadmap_id>/own")
@permission(Permission.READ_ROADMAP)
def own(roadmap_id: UUID) -> str:
    """The sheet of the authority itself: what a roadmap asks of those it names."""
    roadmap = living_roadmap(current_bench(), roadmap_id, actor=current_actor())
    return _sheet(_of_authority(roadmap_id), roadmap=roadmap)


@pages.get("/cases/<uuid:case_id>")
@permission(Permission.READ_ROADMAP)
def of_case(case_id: UUID) -> ResponseReturnValue:
    """From a case to the sheet of its school; a municipality's case has none."""
    line = visible_line(current_bench(), case_id, actor=current_actor())
    if line.school_id is None:
        raise NotFound
    return redirect(url_for("measures.sheet", school_id=line.school_id))


def _of_school(school_id: UUID) -> list[Line]:
    condition = OccurrenceRow.school_id == school_id
    return read_lines(current_bench(), condition, actor=current_actor())


def _of_past(school_id: UUID, roadmap_id: UUID) -> list[Line]:
    """What a roadmap that is closed by now asked of a school, and what was handed in for it."""
    return read_lines(
        current_bench(),
        OccurrenceRow.school_id == school_id,
        OccurrenceRow.roadmap_id == roadmap_id,
        actor=current_actor(),
        statuses=[RoadmapStatus.CLOSED],
    )


def _of_authority(roadmap_id: UUID) -> list[Line]:
    own_part = OccurrenceRow.school_id.is_(None)
    of_roadmap = OccurrenceRow.roadmap_id == roadmap_id
    return read_lines(current_bench(), own_part, of_roadmap, actor=current_actor())


def _sheet(
    lines: list[Line],
    *,
    school: SchoolPlace | None = None,
    roadmap: RoadmapPlace | None = None,
    ended: Sequence[RoadmapPlace] = (),
    past: RoadmapPlace | None = None,
) -> str:
    roles = school.roles if school else roadmap.roles if roadmap else frozenset()
    return render_template(
        "measures/sheet.html",
        school=school,
        roadmap=roadmap,
        groups=words.groups_of(lines),
        figures=words.progress(lines),
        several=len({one.roadmap_id for one in lines}) > 1,
        ended=ended,
        past=past,
        may_report=past is None and current_actor().allows(Permission.REPORT_MEASURE, roles),
        form_key=new_key(),
        w=words,
    )


@pages.get("/report/<uuid:occurrence_id>")
@permission(Permission.REPORT_MEASURE)
def report(occurrence_id: UUID) -> str:
    """The form of a report on one line; others of the same sheet may be ticked beside it."""
    return _report_page(occurrence_id, Form("report"))


@pages.post("/report/<uuid:occurrence_id>")
@permission(Permission.REPORT_MEASURE)
def hand_in(occurrence_id: UUID) -> ResponseReturnValue:
    """Hand in a report with or without a file."""
    line, form = _line(occurrence_id), sent_form("report")
    also = tuple(filter(None, (as_uuid(one) for one in form.values.get("also", []))))
    asked = ReportRequest(
        line.roadmap_id,
        tuple(dict.fromkeys((occurrence_id, *also))),
        form.text("title", most=500, required=True),
        line.kept.school_id,
        form.day("happened_on", required=_days(line)["over"]),
        form.upload("file"),
        form.identifier("replaces_id"),
    )
    return submit(
        form,
        lambda: do(report_measures, form, asked),
        _sheet_url(line),
        lambda sent: _report_page(occurrence_id, sent),
    )


@pages.post("/start/<uuid:occurrence_id>")
@permission(Permission.REPORT_MEASURE)
def start(occurrence_id: UUID) -> ResponseReturnValue:
    """Say that the work has begun."""
    line, form = _line(occurrence_id), sent_form("start")
    asked = StartRequest(line.roadmap_id, (occurrence_id,), line.kept.school_id)
    return submit(
        form,
        lambda: do(start_measures, form, asked),
        _sheet_url(line),
        lambda sent: _report_page(occurrence_id, sent),
    )


@pages.get("/evidence/<uuid:evidence_id>")
@permission(Permission.READ_ROADMAP)
def download(evidence_id: UUID) -> Response:
    """The file of a piece of evidence."""
    found = evidence_file(current_bench(), evidence_id, actor=current_actor())
    return handed_out(found, found.name or "evidence")


def _line(occurrence_id: UUID) -> Line:
    condition = OccurrenceRow.id == occurrence_id
    for one in read_lines(current_bench(), condition, actor=current_actor()):
        return one
    raise NotFound


def _sheet_url(line: Line) -> str:
    if line.kept.school_id is None:
        return url_for("measures.own", roadmap_id=line.roadmap_id)
    return url_for("measures.sheet", school_id=line.kept.school_id)


def _report_page(occurrence_id: UUID, form: Form) -> str:
    line = _line(occurrence_id)
    lines = (
        _of_authority(line.roadmap_id)
        if line.kept.school_id is None
        else _of_school(line.kept.school_id)
    )
    others = [one for one in lines if _beside(one, line)]
    return render_template(
        "measures/report.html",
        line=line,
        others=others,
        form=form,
        form_key=new_key(),
        back=_sheet_url(line),
        usual=_usual(line),
        ticked=set(form.values.get("also", request.args.getlist("also"))),
        w=words,
    )


def _beside(one: Line, line: Line) -> bool:
    """What the same file may show done as well: the rest of the roadmap that can be reported."""
    same = one.roadmap_id == line.roadmap_id and one.kept.id != line.kept.id
    return same and one.standing in words.OPEN and one.standing.value != "ahead"


def _usual(line: Line) -> dict[str, Any]:
    """What stands in a new form: the words, what is replaced, and the days that count."""
    returned = line.returned
    return {
        "title": returned.title if returned else words.shortened(line.title, 200),
        "replaces_id": returned.id if returned else "",
        **_days(line),
    }


def _days(line: Line) -> dict[str, Any]:
    """From which day to which it counts; of a span that is over the day must be told."""
    counter = line.kept.course.counter
    if counter is None:
        return {"least": None, "most": line.today.isoformat(), "over": False}
    return {
        "least": counter.first.isoformat(),
        "most": min(line.today, counter.counts_until).isoformat(),
        "over": line.today > counter.counts_until,
        "span": short_span(counter.first, counter.counts_until),
    }
