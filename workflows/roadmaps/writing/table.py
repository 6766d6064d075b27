"""A roadmap as one printed table: its own columns, its headings, and how far each measure is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from uuid import UUID

from workflows.roadmaps.cells import flat
from workflows.roadmaps.vocabulary import Field

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.domain.roadmaps.content import MeasureContent


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column: what it holds, and the heading over it."""

    field: Field
    heading: str
    year: str = ""
    actor: str = ""


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row: a heading over the full width (one cell), or the cells of a measure."""

    cells: tuple[str, ...]
    section: bool = False


@dataclass(frozen=True, slots=True)
class HeadCell:
    """A heading and the cells it lies over: rows and columns from 0, all inclusive."""

    text: str
    row: int
    column: int
    last_row: int
    last_column: int


@dataclass(frozen=True, slots=True)
class PrintedRoadmap:
    """What a file holds: the lines above the table, the headings and the rows."""

    title: str
    lines: tuple[str, ...]
    head: tuple[HeadCell, ...]
    rows: tuple[TableRow, ...]

    @property
    def width(self) -> int:
        """How many columns the table has."""
        return max(one.last_column for one in self.head) + 1

    @property
    def depth(self) -> int:
        """How many rows the header has."""
        return max(one.last_row for one in self.head) + 1


USUAL = (
    (Field.NUMBER, "№ п/п"),
    (Field.TITLE, "Мероприятие"),
    (Field.DEADLINE, "Срок исполнения"),
    (Field.RESPONSIBLE, "Ответственный"),
    (Field.EVIDENCE, "Документ, закрепляющий результат"),
)
"""The columns of a roadmap that came in without any, as most authorities print them."""


def columns_of(layout: Sequence[Mapping[str, Any]]) -> tuple[TableColumn, ...]:
    """The columns a roadmap came in, else the usual ones."""
    known = {one.value for one in Field}
    found = tuple(
        TableColumn(
            Field(one["field"]),
            str(one.get("heading", "")),
            str(one.get("year", "")),
            str(one.get("actor", "")),
        )
        for one in layout
        if one.get("field") in known
    )
    return found or tuple(TableColumn(field, heading) for field, heading in USUAL)


def head_of(columns: Sequence[TableColumn], last: str) -> tuple[HeadCell, ...]:
    """The header; years stand in a second row under the heading they share."""
    depth = 1 if any(one.year for one in columns) else 0
    tops: list[HeadCell] = []
    years: list[HeadCell] = []
    for place, one in enumerate(columns):
        shared = one.heading.rpartition(_PARTED)[0] if one.year else ""
        if one.year:
            years.append(HeadCell(one.year, 1, place, 1, place))
        if shared and tops and (tops[-1].text, tops[-1].last_row) == (shared, 0):
            tops[-1] = replace(tops[-1], last_column=place)
        else:
            text = shared or one.heading
            tops.append(HeadCell(text, 0, place, 0 if one.year else depth, place))
    return (*tops, *years, HeadCell(last, 0, len(columns), depth, len(columns)))


_PARTED = " / "
"""Between a heading and the year under it, as the reader joins them."""


def printed_rows(
    columns: Sequence[TableColumn],
    measures: Sequence[tuple[UUID, MeasureContent]],
    progress: Mapping[UUID, str],
) -> Iterator[TableRow]:
    """The measures with the headings they stand under; the last cell says how far each is."""
    under: tuple[str, ...] = ()
    for measure_id, measure in measures:
        for depth, heading in enumerate(measure.sections):
            if under[: depth + 1] != measure.sections[: depth + 1]:
                yield TableRow((heading,), section=True)
        under = measure.sections
        cells = tuple(_cell(column, measure) for column in columns)
        yield TableRow((*cells, progress.get(measure_id, "")))


def _cell(column: TableColumn, measure: MeasureContent) -> str:
    texts = {
        Field.NUMBER: measure.number,
        Field.TITLE: measure.title,
        Field.TASK: measure.task,
        Field.AUDIENCE: measure.audience,
        Field.RESPONSIBLE: measure.responsible,
        Field.RESULT: measure.expected_result,
        Field.EVIDENCE: "\n".join(measure.evidence),
        Field.SECTION: measure.sections[-1] if measure.sections else "",
    }
    if column.field in texts:
        return texts[column.field]
    if column.field is Field.DEADLINE:
        return "\n".join(one.phrase for one in measure.terms if one.phrase and not one.year)
    if column.field is Field.YEAR:
        return _year(column.year, measure)
    if column.field is Field.ACTOR:
        return dict(measure.actors).get(column.actor, "")
    return dict(measure.notes).get(column.heading, "")


def _year(year: str, measure: MeasureContent) -> str:
    """What is reached in a year, and when in it where the text does not end with that."""
    text = dict(measure.milestones).get(year, "")
    phrases = [one.phrase for one in measure.terms if one.year == year and one.phrase]
    known = flat(text)
    return "\n".join([text, *(one for one in phrases if flat(one) not in known)]).strip()
