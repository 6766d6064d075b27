"""The board of a roadmap: schools by counted measures, who lacks what in this quarter."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from flask import render_template, request, url_for

from engine.domain.errors import NotFound
from engine.domain.roadmaps.quotas import QuotaState
from engine.domain.roles import Permission
from engine.queries.roadmaps.board import Board, BoardCell, BoardMeasure, read_board
from engine.queries.roadmaps.places import living_roadmap, roadmap_municipalities
from engine.queries.roadmaps.progress import Part, read_progress
from web.current import current_bench
from web.identity import current_actor
from web.measures import words
from web.measures.pages import pages
from web.parsing import as_uuid, parse_day
from web.permissions import permission
from web.wording.grammar import short_span
from web.wording.measures import QUOTA_STATES, QUOTA_TONES, QUOTA_WAITS, title_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from engine.queries.roadmaps.places import RoadmapPlace

PAGE = 50
"""Schools of a page: a region has six hundred, and nobody reads them in one table."""

NAMED = 40
"""Schools that a measure names above the table; the rest are found in it."""


@dataclass(frozen=True, slots=True)
class Cell:
    """Where a school stands with a measure: how many of how many, in a word."""

    one: BoardCell

    @property
    def title(self) -> str:
        """The word of the state; a report that waits is said."""
        if self.one.waits and self.one.state is not QuotaState.MET:
            return str(QUOTA_WAITS)
        return title_of(QUOTA_STATES, self.one.state.value)

    @property
    def tone(self) -> str:
        """How loudly it is shown."""
        if self.one.waits and self.one.state is not QuotaState.MET:
            return "plain"
        return QUOTA_TONES.get(self.one.state.value, "")


@dataclass(frozen=True, slots=True)
class Column:
    """A counted measure in the span of the day, and the schools that have not done it."""

    measure: BoardMeasure
    span: str
    lacking: tuple[BoardCell, ...]
    schools: int


@dataclass(frozen=True, slots=True)
class Row:
    """A school and its cells, in the order of the columns; None where it has no counter."""

    school_id: UUID
    school: str
    cells: tuple[Cell | None, ...]

    @property
    def lacks(self) -> bool:
        """Whether something is not done."""
        return any(one is not None and one.one.state is not QuotaState.MET for one in self.cells)


@pages.get("/roadmaps/<uuid:roadmap_id>/board")
@permission(Permission.READ_ROADMAP)
def board(roadmap_id: UUID) -> str:
    """Who lacks what in the quarter a day lies in; today without a day."""
    roadmap = living_roadmap(current_bench(), roadmap_id, actor=current_actor())
    places = roadmap_municipalities(current_bench(), roadmap_id, actor=current_actor())
    chosen = chosen_place(places)
    choosing = chosen is None and len(places) > 1
    on = parse_day(request.args.get("on", "")) or roadmap.today
    return render_template(
        "measures/board.html",
        roadmap=roadmap,
        choosing=choosing,
        municipalities=parts_of(roadmap_id) if choosing else (),
        chosen=chosen,
        on=on,
        w=words,
        **({} if choosing else _of_place(roadmap, on, chosen)),
    )


@dataclass(frozen=True, slots=True)
class ChosenPlace:
    """The municipality a page is narrowed to."""

    id: UUID
    title: str


def chosen_place(places: Iterable[tuple[UUID, str]]) -> ChosenPlace | None:
    """The municipality the address names; NotFound where the roadmap has none such."""
    wanted = as_uuid(request.args.get("municipality", ""))
    if wanted is None:
        return None
    for key, title in places:
        if key == wanted:
            return ChosenPlace(key, title)
    raise NotFound


def parts_of(roadmap_id: UUID) -> tuple[Part, ...]:
    """The municipalities to choose among, each with its figures."""
    return read_progress(current_bench(), roadmap_id, actor=current_actor()).municipalities


def _of_place(roadmap: RoadmapPlace, on: date, chosen: ChosenPlace | None) -> dict[str, object]:
    narrowed = chosen.id if chosen else None
    found = read_board(
        current_bench(), roadmap, on, actor=current_actor(), municipality_id=narrowed
    )
    columns = _columns(found)
    only_lacking = bool(request.args.get("lacking"))
    rows = [one for one in _rows(found.cells, columns) if one.lacks or not only_lacking]
    last = max(1, -(-len(rows) // PAGE))
    page = min(max(_number(request.args.get("page", "")), 1), last)
    return {
        "columns": columns,
        "rows": rows[(page - 1) * PAGE : page * PAGE],
        "found": len(rows),
        "page": page,
        "last": last,
        "named": NAMED,
        "only_lacking": only_lacking,
        "before": _there(roadmap.id, found.before, narrowed),
        "after": _there(roadmap.id, found.after, narrowed),
    }


def _number(typed: str) -> int:
    return int(typed) if typed.isdecimal() and len(typed) < 6 else 1  # noqa: PLR2004


def _there(roadmap_id: UUID, day: date | None, narrowed: UUID | None) -> str | None:
    """The address of the board on another day."""
    if day is None:
        return None
    return url_for(
        "measures.board", roadmap_id=roadmap_id, on=day.isoformat(), municipality=narrowed
    )


def _columns(found: Board) -> list[Column]:
    by_measure: dict[UUID, list[BoardCell]] = {one.id: [] for one in found.measures}
    for cell in found.cells:
        by_measure[cell.measure_id].append(cell)
    return [_column(one, by_measure[one.id]) for one in found.measures]


def _column(measure: BoardMeasure, cells: Sequence[BoardCell]) -> Column:
    span = short_span(cells[0].starts_on, cells[0].due_on)
    lacking = tuple(one for one in cells if one.state is not QuotaState.MET)
    return Column(measure, span, lacking, len(cells))


def _rows(cells: Iterable[BoardCell], columns: Sequence[Column]) -> Iterable[Row]:
    by_school: dict[UUID, list[BoardCell]] = {}
    for one in cells:
        by_school.setdefault(one.school_id, []).append(one)
    for school_id, own in by_school.items():
        found = {one.measure_id: Cell(one) for one in own}
        yield Row(
            school_id, own[0].school, tuple(found.get(column.measure.id) for column in columns)
        )
