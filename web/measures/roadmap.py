"""A roadmap as it lives: how far its sections, its municipalities and its schools are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from flask import render_template, request, url_for
from flask_babel import gettext as _

from engine.actions.roadmaps.approving import ApproveRequest, approve_roadmap
from engine.domain.errors import NotFound
from engine.domain.roadmaps.planning import done_by_schools
from engine.domain.roadmaps.states import (
    AssignmentState,
    MeasureStatus,
    RoadmapList,
    RoadmapStatus,
)
from engine.domain.roles import Permission
from engine.queries.roadmaps.history import may_read_history
from engine.queries.roadmaps.places import living_roadmap
from engine.queries.roadmaps.progress import read_progress, states_of_times
from engine.queries.roadmaps.sheets import read_sheet
from web.current import current_bench
from web.identity import current_actor
from web.measures.doing import do, may_here, sent_form, submit
from web.measures.pages import pages
from web.measures.repealing import repeals_here
from web.parsing import Form, as_uuid, new_key
from web.permissions import permission

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from engine.domain.roadmaps.progress import Progress
    from engine.queries.roadmaps.progress import Part, RoadmapProgress


@dataclass(frozen=True, slots=True)
class Shown:
    """A row of a table of progress: `href` leads to the part, `late_href` to what is late of it."""

    title: str
    figures: Progress
    href: str = ""
    late_href: str = ""


@pages.get("/roadmaps/<uuid:roadmap_id>")
@permission(Permission.READ_ROADMAP)
def roadmap(roadmap_id: UUID) -> str:
    """Progress by section, municipality and school; for a draft the form that approves it."""
    return _page(roadmap_id)


def _page(roadmap_id: UUID, form: Form | None = None) -> str:
    bench, actor = current_bench(), current_actor()
    found = living_roadmap(bench, roadmap_id, actor=actor)
    chosen = as_uuid(request.args.get("municipality", ""))
    progress = read_progress(bench, roadmap_id, actor=actor, municipality_id=chosen)
    return render_template(
        "measures/roadmap.html",
        roadmap=found,
        figures=progress.whole,
        sections=[Shown(" / ".join(one.sections), one.figures) for one in progress.sections],
        municipalities=_municipalities(progress, roadmap_id) if chosen is None else [],
        schools=_schools(progress, roadmap_id, closed=found.status is RoadmapStatus.CLOSED),
        chosen=municipality_of(progress, chosen),
        may=may_here(found.roles),
        told=may_read_history(bench, roadmap_id, actor=actor),
        draft=found.status is RoadmapStatus.DRAFT,
        closed=found.status is RoadmapStatus.CLOSED,
        decided=_decided(roadmap_id, chosen) if found.status is RoadmapStatus.CLOSED else 0,
        gives=_gives(roadmap_id) if found.status is RoadmapStatus.DRAFT else None,
        repeals=repeals_here(roadmap_id),
        form=form or Form("approve"),
        form_key=new_key(),
    )


def _decided(roadmap_id: UUID, chosen: UUID | None) -> int:
    """How many times were closed by the word of an order, though nobody handed anything in."""
    states = states_of_times(
        current_bench(), roadmap_id, actor=current_actor(), municipality_id=chosen
    )
    return states.get(AssignmentState.DECIDED, 0)


@dataclass(frozen=True, slots=True)
class Gives:
    """What an approval gives to whom: of `measures` so many to each of the `schools`.

    `unknown` are schools that the document names and the directory has not.
    """

    measures: int
    by_schools: int
    schools: int
    unknown: tuple[str, ...]

    @property
    def to_nobody(self) -> bool:
        """Whether schools have measures, and there is no school to have them."""
        return self.by_schools > 0 and not self.schools


def _gives(roadmap_id: UUID) -> Gives:
    sheet = read_sheet(current_bench(), roadmap_id, actor=current_actor())
    gone = {RoadmapList.LEFT.value, RoadmapList.REMOVED.value}
    schools = [one for one in sheet.schools if one.listed not in gone]
    measures = [one for one in sheet.measures if one.status is MeasureStatus.OPEN]
    return Gives(
        len(measures),
        sum(1 for one in measures if done_by_schools(one.content.level)),
        len({one.school_id for one in schools} - {None}),
        tuple(dict.fromkeys(one.printed for one in schools if one.school_id is None)),
    )


def municipality_of(progress: RoadmapProgress, chosen: UUID | None) -> Part | None:
    """The municipality that a page is narrowed to; NotFound where the roadmap has none such."""
    if chosen is None:
        return None
    for one in progress.municipalities:
        if one.id == chosen:
            return one
    raise NotFound


def _municipalities(progress: RoadmapProgress, roadmap_id: UUID) -> list[Shown]:
    """Where there are several: a row for each that leads to its schools, what is late first."""
    if len(progress.municipalities) <= 1:
        return []
    return _own(progress, roadmap_id) + [
        Shown(
            one.title,
            one.figures,
            url_for("measures.roadmap", roadmap_id=roadmap_id, municipality=one.id),
            url_for("measures.schedule", roadmap_id=roadmap_id, municipality=one.id),
        )
        for one in progress.municipalities
    ]


def _sheet_of(school_id: UUID, roadmap_id: UUID, *, closed: bool) -> str:
    """The sheet of a school; that of a closed roadmap shows what was handed in then."""
    past = roadmap_id if closed else None
    return url_for("measures.sheet", school_id=school_id, roadmap=past)


def _schools(progress: RoadmapProgress, roadmap_id: UUID, *, closed: bool) -> list[Shown]:
    """Those of one municipality, what is late first."""
    if len(progress.municipalities) > 1 and not progress.schools:
        return []
    return _own(progress, roadmap_id) + [
        Shown(one.title, one.figures, href, href)
        for one in progress.schools
        for href in (_sheet_of(one.id, roadmap_id, closed=closed),)
    ]


def _own(progress: RoadmapProgress, roadmap_id: UUID) -> list[Shown]:
    """What the authority does itself, above what is below it."""
    if not progress.own.total:
        return []
    href = url_for("measures.own", roadmap_id=roadmap_id)
    return [Shown(_("Орган управления образованием"), progress.own, href, href)]


@pages.post("/roadmaps/<uuid:roadmap_id>/approve")
@permission(Permission.APPROVE_ROADMAP)
def approve(roadmap_id: UUID) -> ResponseReturnValue:
    """Let a draft take effect."""
    form = sent_form("approve")
    asked = ApproveRequest(roadmap_id, form.day("in_force_on"), form.revision)
    return submit(
        form,
        lambda: do(approve_roadmap, form, asked),
        url_for("measures.roadmap", roadmap_id=roadmap_id),
        lambda sent: _page(roadmap_id, sent),
    )
