"""To which stages of a path the measures of a roadmap belong: many at once."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from flask import render_template, url_for

from engine.actions.roadmaps.correcting import (
    CorrectRequest,
    MeasureCorrection,
    correct_measures,
)
from engine.domain.roadmaps.states import MeasureStatus
from engine.domain.roles import Permission
from engine.queries.roadmaps.sheets import read_sheet
from engine.queries.roadmaps.stages import paths_of_place
from web.current import current_bench
from web.identity import current_actor
from web.measures.doing import sent_form, submit
from web.parsing import Form, new_key
from web.permissions import permission
from web.roadmaps.pages import pages
from web.wording.grammar import said

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from engine.domain.roles import Place


def stage_options(place: Place) -> list[tuple[str, list[tuple[str, str]]]]:
    """The paths of a place by title, each with its stages; a stage of several paths once."""
    seen: set[str] = set()
    found = []
    for path in paths_of_place(current_bench(), place):
        stages = [one for one in path.stages if one.code not in seen]
        seen |= {one.code for one in stages}
        if stages:
            found.append((said(path.title), [(one.code, said(one.title)) for one in stages]))
    return found


@pages.get("/<uuid:roadmap_id>/stages")
@permission(Permission.WRITE_ROADMAP)
def stages(roadmap_id: UUID) -> str:
    """The page: the measures to tick, and the stages they get."""
    return _page(roadmap_id, Form("stages"))


def _page(roadmap_id: UUID, form: Form) -> str:
    sheet = read_sheet(current_bench(), roadmap_id, actor=current_actor())
    paths = stage_options(sheet.state.place)
    return render_template(
        "roadmaps/stages.html",
        sheet=sheet,
        measures=[one for one in sheet.measures if one.status is MeasureStatus.OPEN],
        paths=paths,
        titles={code: title for _, stages in paths for code, title in stages},
        form=form,
        key=new_key(),
    )


@pages.post("/<uuid:roadmap_id>/stages")
@permission(Permission.WRITE_ROADMAP)
def set_stages(roadmap_id: UUID) -> ResponseReturnValue:
    """Keep the stages of the ticked measures."""
    sheet = read_sheet(current_bench(), roadmap_id, actor=current_actor())
    form = sent_form("stages")
    known = {code for _, stages in stage_options(sheet.state.place) for code, _ in stages}
    chosen = form.many("stages", known)
    ids = {str(one.id): one.id for one in sheet.measures}
    marked = form.many("mark", ids)
    if not marked:
        form.refuse("mark", "none_marked")
    asked = CorrectRequest(
        roadmap_id,
        tuple(MeasureCorrection(ids[one], {"stages": chosen}) for one in marked if one in ids),
        expected_revision=form.revision,
    )
    return submit(
        form,
        lambda: correct_measures(
            current_bench(), asked, actor=current_actor(), request_key=form.key(asked)
        ),
        url_for("roadmaps.stages", roadmap_id=roadmap_id),
        lambda sent: _page(roadmap_id, sent),
    )
