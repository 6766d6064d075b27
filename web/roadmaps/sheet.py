"""A roadmap as the table that its document prints, with dates below the printed terms."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import render_template
from flask_babel import gettext

from engine.domain.roadmaps.content import LayoutColumn
from engine.domain.roadmaps.states import MeasureStatus, RoadmapStatus
from engine.domain.roles import Permission
from engine.domain.terms import local_day
from engine.queries.roadmaps.sheets import read_sheet
from web.current import current_bench
from web.identity import current_actor
from web.permissions import permission
from web.roadmaps.pages import pages
from web.wording.reviewing import COMPARED, LEVELS, term_days
from web.wording.titles import title_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

    from engine.domain.roadmaps.content import MeasureContent
    from engine.queries.roadmaps.sheets import RoadmapSheet
    from engine.storage.roadmap_content import KeptMeasure

_PLAIN = ("number", "title", "deadline", "responsible", "expected_result", "evidence")
_FIELDS = {"deadline": "terms"}


@dataclass(frozen=True, slots=True)
class Line:
    """A piece of a cell: as printed, and what is said below it in small letters."""

    text: str
    below: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A measure as a row; `opens` are the headings that begin above it."""

    measure: KeptMeasure
    opens: tuple[str, ...]
    cells: tuple[tuple[str, tuple[Line, ...]], ...]
    withdrawn: bool


@pages.get("/<uuid:roadmap_id>")
@permission(Permission.READ_ROADMAP)
def show(roadmap_id: UUID) -> str:
    """The page."""
    sheet = read_sheet(current_bench(), roadmap_id, actor=current_actor())
    columns = _columns(sheet)
    return render_template(
        "roadmaps/show.html",
        sheet=sheet,
        card=sheet.card,
        columns=[_heading(one) for one in columns],
        rows=list(_rows(sheet, columns)),
        writes=_writes(sheet),
        open=sum(one.status is MeasureStatus.OPEN for one in sheet.measures),
    )


def _writes(sheet: RoadmapSheet) -> bool:
    """Whether the actor may correct it: a closed one nobody may."""
    bench, actor = current_bench(), current_actor()
    today = local_day(bench.now(), sheet.state.zone)
    roles = actor.roles_on(sheet.state.place, today)
    closed = sheet.state.status is RoadmapStatus.CLOSED
    return not closed and actor.allows(Permission.WRITE_ROADMAP, roles)


def _columns(sheet: RoadmapSheet) -> list[LayoutColumn]:
    """The columns of the document; those of sections and levels are headings here."""
    layout = [LayoutColumn(**one) for one in sheet.card["layout"]]
    kept = [one for one in layout if one.field not in {"section", "unknown"}]
    if not any(one.field in {"title", "actor"} for one in kept):
        return [LayoutColumn(name, "") for name in _PLAIN]
    fields = [one.field for one in kept]
    # Evidence that was printed in the brackets of a title has no column of its own.
    told = any(one.content.evidence for one in sheet.measures)
    extra = [LayoutColumn("evidence", "")] if told and "evidence" not in fields else []
    return [*kept, *extra]


def _heading(column: LayoutColumn) -> str:
    if column.heading:
        return column.heading
    return title_of(COMPARED, _FIELDS.get(column.field, column.field))


def _rows(sheet: RoadmapSheet, columns: list[LayoutColumn]) -> Iterator[Row]:
    before: tuple[str, ...] = ()
    for measure in sheet.measures:
        sections = measure.content.sections
        shared = 0
        while shared < min(len(before), len(sections)) and before[shared] == sections[shared]:
            shared += 1
        before = sections
        yield Row(
            measure,
            sections[shared:],
            tuple((_heading(one), tuple(_lines(measure.content, one))) for one in columns),
            measure.status is MeasureStatus.WITHDRAWN,
        )


def _lines(measure: MeasureContent, column: LayoutColumn) -> Iterator[Line]:
    match column.field:
        case "deadline":
            yield from _terms(measure, "")
        case "year":
            texts = (text for year, text in measure.milestones if year == column.year)
            yield from (Line(one) for one in texts)
            yield from _terms(measure, column.year)
        case "actor":
            yield from (Line(text) for actor, text in measure.actors if actor == column.actor)
        case "evidence":
            yield from (Line(one) for one in measure.evidence)
        case "level":
            yield Line(title_of(LEVELS, measure.level))
        case "note":
            yield from (Line(text) for heading, text in measure.notes if heading == column.heading)
        case name:
            text = str(getattr(measure, name, ""))
            if text:
                yield Line(text)


def _terms(measure: MeasureContent, year: str) -> Iterator[Line]:
    """Terms as printed with their days below; those a person chose say so."""
    for one in measure.terms:
        if one.year == year:
            days = term_days(one.term, one.period)
            chosen = gettext("%(days)s (уточнено)", days=days) if one.chosen else days
            yield Line(one.phrase, chosen)
