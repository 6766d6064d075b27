"""The board of a roadmap: schools by counted measures, who lacks what in this quarter."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from flask import render_template, request, url_for

from engine.domain.roadmaps.progress import quota_of
from engine.domain.roadmaps.quotas import QuotaState
from engine.domain.roadmaps.states import OccurrenceKind
from engine.domain.roles import Permission
from engine.queries.roadmaps.lines import Line, grouped, read_lines
from engine.queries.roadmaps.places import living_roadmap
from engine.queries.roadmaps.progress import read_progress
from engine.storage.tables import OccurrenceRow, SchoolRow
from web.current import current_bench
from web.identity import current_actor
from web.measures import words
from web.measures.pages import pages
from web.measures.roadmap import municipality_of
from web.parsing import as_uuid, parse_day
from web.permissions import permission
from web.wording.grammar import short_span
from web.wording.measures import QUOTA_STATES, QUOTA_TONES, QUOTA_WAITS, title_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


@dataclass(frozen=True, slots=True)
class Cell:
    """Where a school stands with a measure: how many of how many, in a word."""

    line: Line
    state: QuotaState

    @property
    def title(self) -> str:
        """The word of the state; a report that waits is said."""
        if self.line.waiting and self.state is not QuotaState.MET:
            return str(QUOTA_WAITS)
        return title_of(QUOTA_STATES, self.state.value)

    @property
    def tone(self) -> str:
        """How loudly it is shown."""
        if self.line.waiting and self.state is not QuotaState.MET:
            return "plain"
        return QUOTA_TONES.get(self.state.value, "")


@dataclass(frozen=True, slots=True)
class Column:
    """A counted measure in the span of the day, and the schools that have not done it."""

    measure_id: UUID
    number: str
    title: str
    span: str
    lacking: tuple[Line, ...]
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
        return any(one is not None and one.state is not QuotaState.MET for one in self.cells)


@pages.get("/roadmaps/<uuid:roadmap_id>/board")
@permission(Permission.READ_ROADMAP)
def board(roadmap_id: UUID) -> str:
    """Who lacks what in the quarter a day lies in; today without a day."""
    bench, actor = current_bench(), current_actor()
    roadmap = living_roadmap(bench, roadmap_id, actor=actor)
    on = parse_day(request.args.get("on", "")) or roadmap.today
    chosen = as_uuid(request.args.get("municipality", ""))
    progress = read_progress(bench, roadmap_id, actor=actor, municipality_id=chosen)
    choosing = chosen is None and len(progress.municipalities) > 1
    lines = [] if choosing else _lines(roadmap_id, chosen)
    now = [one for one in lines if _counts(one, on)]
    columns = [_column(found) for found in grouped(now, _measure).values()]
    rows = list(_rows(now, columns))
    return render_template(
        "measures/board.html",
        roadmap=roadmap,
        choosing=choosing,
        municipalities=progress.municipalities,
        chosen=municipality_of(progress, chosen),
        columns=columns,
        rows=[one for one in rows if one.lacks] if request.args.get("lacking") else rows,
        only_lacking=bool(request.args.get("lacking")),
        on=on,
        before=_beside(lines, now, roadmap_id, -1),
        after=_beside(lines, now, roadmap_id, 1),
        w=words,
    )


def _lines(roadmap_id: UUID, municipality_id: UUID | None) -> list[Line]:
    """Every counter of the schools of the roadmap, or of one municipality."""
    here = [
        OccurrenceRow.roadmap_id == roadmap_id,
        OccurrenceRow.kind == OccurrenceKind.QUOTA.value,
        OccurrenceRow.school_id.is_not(None),
    ]
    if municipality_id is not None:
        here.append(SchoolRow.municipality_id == municipality_id)
    return read_lines(current_bench(), *here, actor=current_actor())


def _measure(line: Line) -> UUID:
    return line.kept.measure_id


def _counts(line: Line, on: date) -> bool:
    counter = line.kept.course.counter
    return counter is not None and counter.counts(on)


def _state(line: Line) -> QuotaState:
    return quota_of(line.kept.course, line.today) or QuotaState.AHEAD


def _column(lines: Sequence[Line]) -> Column:
    first = lines[0]
    course = first.kept.course
    span = short_span(course.starts_on, course.due_on) if course.starts_on and course.due_on else ""
    lacking = tuple(one for one in lines if _state(one) is not QuotaState.MET)
    return Column(_measure(first), first.number, first.title, span, lacking, len(lines))


def _rows(lines: Iterable[Line], columns: Sequence[Column]) -> Iterable[Row]:
    by_school = grouped(sorted(lines, key=_order), lambda one: one.kept.school_id)
    for school_id, own in by_school.items():
        found = {_measure(one): Cell(one, _state(one)) for one in own}
        cells = tuple(found.get(column.measure_id) for column in columns)
        yield Row(school_id, own[0].school or "", cells)


def _order(line: Line) -> tuple[list[tuple[int, str]], str]:
    """Schools by number: «СОШ № 9» before «СОШ № 10»."""
    return natural(line.school or ""), str(line.kept.school_id)


def natural(title: str) -> list[tuple[int, str]]:
    """A key by which numbers within a title are put in order as numbers."""
    parts: list[tuple[int, str]] = []
    word = ""
    for sign in f"{title} ":
        if word and word[-1].isdecimal() != sign.isdecimal():
            parts.append((int(word), "") if word.isdecimal() else (0, word.lower()))
            word = ""
        word += sign
    return parts


def _beside(lines: list[Line], now: list[Line], roadmap_id: UUID, way: int) -> str | None:
    """The address of the span before or after; None where the roadmap has none."""
    counters = [one.kept.course.counter for one in now]
    days = [one.first if way < 0 else one.counts_until for one in counters if one is not None]
    if not days:
        return None
    on = (min(days) if way < 0 else max(days)) + timedelta(days=way)
    if not any(_counts(one, on) for one in lines):
        return None
    chosen = as_uuid(request.args.get("municipality", ""))
    return url_for("measures.board", roadmap_id=roadmap_id, on=on.isoformat(), municipality=chosen)
