"""Correcting one measure of a kept roadmap: its texts, its terms, its stages, those who act."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from flask import render_template, url_for

from engine.actions.roadmaps.assigning import (
    AssignmentRequest,
    AssignRequest,
    assign_measure,
    lead_measure,
    release_assignee,
)
from engine.actions.roadmaps.correcting import (
    CorrectRequest,
    MeasureCorrection,
    correct_measures,
)
from engine.domain.errors import NotFound
from engine.domain.roadmaps.content import Assignee
from engine.domain.roadmaps.states import IN_FORCE, AssignmentState, MeasureStatus
from engine.domain.roles import Permission
from engine.queries.roadmaps.sheets import RoadmapSheet, read_sheet
from web.current import current_bench
from web.identity import current_actor
from web.measures.doing import sent_form, submit
from web.parsing import Form, new_key
from web.permissions import permission
from web.roadmaps.measure_form import Columns, columns_of, correction_of, shown_values
from web.roadmaps.pages import pages
from web.roadmaps.staging import stage_options
from web.roadmaps.terms import timing_of
from web.wording.reviewing import COMPARED, field_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from flask.typing import ResponseReturnValue

    from engine.storage.receipts import Receipt
    from engine.storage.roadmap_content import KeptMeasure


@dataclass(frozen=True, slots=True)
class Open:
    """A measure that is corrected, and the roadmap it is of."""

    sheet: RoadmapSheet
    measure: KeptMeasure

    @property
    def columns(self) -> Columns:
        """The years and actors of the document's own columns."""
        return columns_of(self.sheet.card, self.measure.content)


def _open(roadmap_id: UUID, measure_id: UUID) -> Open:
    sheet = read_sheet(current_bench(), roadmap_id, actor=current_actor())
    for one in sheet.measures:
        if one.id == measure_id and one.status is MeasureStatus.OPEN:
            return Open(sheet, one)
    raise NotFound


@pages.get("/<uuid:roadmap_id>/measures/<uuid:measure_id>")
@permission(Permission.WRITE_ROADMAP)
def measure(roadmap_id: UUID, measure_id: UUID) -> str:
    """The form."""
    return _page(_open(roadmap_id, measure_id))


def _page(found: Open, sent: Form | None = None) -> str:
    """The page; the form that was just sent keeps what was typed."""
    own = sent if sent and sent.name == "measure" else None
    form = own or Form("measure", shown_values(found.measure.content, found.columns))
    return render_template(
        "roadmaps/measure.html",
        sheet=found.sheet,
        measure=found.measure,
        title=found.measure.content.shown_title,
        columns=found.columns,
        texts=form,
        forms=_forms(found.measure, sent),
        acting=[
            one for one in found.measure.assignments if one.state is not AssignmentState.CANCELLED
        ],
        former=list(_former(found.measure)),
        paths=stage_options(found.sheet.state.place),
        living=found.sheet.state.status in IN_FORCE,
        key=new_key(),
    )


def _forms(measure: KeptMeasure, sent: Form | None) -> Callable[[str], Form]:
    """The smaller forms by name; the one that was refused shows why."""
    stages = Form("stages", {"stages": list(measure.content.stages)})
    fresh = {"stages": stages}
    if sent is not None:
        fresh[sent.name] = sent
    return lambda name: fresh.get(name) or Form(name)


def _former(measure: KeptMeasure) -> Iterator[tuple[str, str]]:
    """What the document says where it was corrected."""
    for name, values in measure.content.printed:
        if name in COMPARED and values:
            yield str(COMPARED[name]), field_text(values[0])


@pages.post("/<uuid:roadmap_id>/measures/<uuid:measure_id>")
@permission(Permission.WRITE_ROADMAP)
def correct(roadmap_id: UUID, measure_id: UUID) -> ResponseReturnValue:
    """Keep the measure as it was corrected."""
    found, form = _open(roadmap_id, measure_id), sent_form("measure")
    timing = timing_of(found.sheet)
    values = correction_of(form, found.measure.content, found.columns, timing)
    return _corrected(found, form, values)


@pages.post("/<uuid:roadmap_id>/measures/<uuid:measure_id>/stages")
@permission(Permission.WRITE_ROADMAP)
def stage(roadmap_id: UUID, measure_id: UUID) -> ResponseReturnValue:
    """Say to which stages of a path the measure belongs."""
    found, form = _open(roadmap_id, measure_id), sent_form("stages")
    known = {code for _, stages in stage_options(found.sheet.state.place) for code, _ in stages}
    return _corrected(found, form, {"stages": form.many("stages", known)})


def _corrected(found: Open, form: Form, values: dict[str, Any]) -> ResponseReturnValue:
    correction = MeasureCorrection(found.measure.id, values)
    asked = CorrectRequest(found.sheet.state.id, (correction,), form.text("reason"), form.revision)
    return _done(
        found,
        form,
        lambda: correct_measures(
            current_bench(), asked, actor=current_actor(), request_key=form.key(asked)
        ),
    )


@pages.post("/<uuid:roadmap_id>/measures/<uuid:measure_id>/assignees")
@permission(Permission.WRITE_ROADMAP)
def assign(roadmap_id: UUID, measure_id: UUID) -> ResponseReturnValue:
    """Add somebody who acts."""
    found, form = _open(roadmap_id, measure_id), sent_form("assign")
    who = Assignee(
        form.line("name"),
        form.line("position"),
        form.line("body"),
        leads=form.has("leads", "1"),
    )
    asked = AssignRequest(roadmap_id, measure_id, who)
    return _done(
        found,
        form,
        lambda: assign_measure(
            current_bench(), asked, actor=current_actor(), request_key=form.key(asked)
        ),
    )


_DEEDS = {"lead": lead_measure, "release": release_assignee}


@pages.post(
    "/<uuid:roadmap_id>/measures/<uuid:measure_id>/assignees/<uuid:assignment_id>"
    "/<any(lead, release):deed>"
)
@permission(Permission.WRITE_ROADMAP)
def change_assignee(
    roadmap_id: UUID, measure_id: UUID, assignment_id: UUID, deed: str
) -> ResponseReturnValue:
    """Let one of several lead, or act no more."""
    found, form = _open(roadmap_id, measure_id), sent_form("people")
    asked = AssignmentRequest(roadmap_id, assignment_id)
    return _done(
        found,
        form,
        lambda: _DEEDS[deed](
            current_bench(), asked, actor=current_actor(), request_key=form.key(asked)
        ),
    )


def _done(found: Open, form: Form, deed: Callable[[], Receipt]) -> ResponseReturnValue:
    roadmap_id, measure_id = found.sheet.state.id, found.measure.id
    back = url_for("roadmaps.measure", roadmap_id=roadmap_id, measure_id=measure_id)
    return submit(form, deed, back, lambda sent: _page(_open(roadmap_id, measure_id), sent))
