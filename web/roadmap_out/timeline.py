"""A roadmap over its months: who is late, what is ahead; narrowed by a school and by a section."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import render_template, request

from engine.domain.roadmaps.states import MeasureStatus
from engine.domain.roles import Permission
from engine.queries.roadmaps.months import read_months
from engine.queries.roadmaps.sheets import read_sheet
from web.current import current_bench
from web.identity import current_actor
from web.parsing import as_uuid
from web.permissions import permission
from web.roadmap_out.months import SHOWN, draw_months, keys, months_of
from web.roadmap_out.pages import pages
from web.roadmap_out.standing import STANDINGS

if TYPE_CHECKING:
    from uuid import UUID

    from engine.queries.roadmaps.sheets import RoadmapSheet
    from engine.storage.roadmap_content import KeptMeasure


@dataclass(frozen=True, slots=True)
class Filter:
    """What the page is narrowed to: a school, a section by its place in the document."""

    school_id: UUID | None
    section: int | None

    @property
    def narrowed(self) -> bool:
        """Whether it is narrowed at all."""
        return self.school_id is not None or self.section is not None


@pages.get("/<uuid:roadmap_id>/timeline")
@permission(Permission.READ_ROADMAP)
def timeline(roadmap_id: UUID) -> str:
    """The page."""
    bench, actor = current_bench(), current_actor()
    sheet = read_sheet(bench, roadmap_id, actor=actor)
    sections = _sections(sheet)
    wanted = _filter(len(sections))
    view = read_months(bench, roadmap_id, actor=actor, school_id=wanted.school_id)
    chosen = None if wanted.section is None else sections[wanted.section]
    measures = {one.id: one for one in sheet.measures if _within(one, chosen)}
    counts = [one for one in view.counts if one.measure_id in measures]
    months = months_of(counts, list(measures), view.today)
    return render_template(
        "roadmap_out/timeline.html",
        sheet=sheet,
        card=sheet.card,
        measures=measures,
        months=months,
        undated=[one for one in counts if one.year is None],
        picture=draw_months(months) if months else None,
        keys=keys(),
        standings=STANDINGS,
        shown=SHOWN,
        sections=sections,
        schools=view.schools,
        wanted=wanted,
    )


def _filter(sections: int) -> Filter:
    typed = request.args.get("section", "")
    known = typed.isascii() and typed.isdecimal() and len(typed) < 5 and int(typed) < sections  # noqa: PLR2004
    return Filter(as_uuid(request.args.get("school", "")), int(typed) if known else None)


def _sections(sheet: RoadmapSheet) -> list[tuple[str, ...]]:
    """The headings of the document, each with those above it, in their order."""
    paths = (one.content.sections for one in sheet.measures)
    return list(dict.fromkeys(path[:depth] for path in paths for depth in range(1, len(path) + 1)))


def _within(measure: KeptMeasure, section: tuple[str, ...] | None) -> bool:
    here = section is None or measure.content.sections[: len(section)] == section
    return measure.status is MeasureStatus.OPEN and here
