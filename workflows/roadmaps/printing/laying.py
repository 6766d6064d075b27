"""A roadmap laid out as the table it was printed in: lines above, cells with merges, lines below.

Word and Excel are written from the same value, and our own readers read it back.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from engine.domain.roadmaps.content import LayoutColumn
from workflows.roadmaps.headings import Column
from workflows.roadmaps.printing.filling import cell_text
from workflows.roadmaps.term_columns import in_columns
from workflows.roadmaps.terms import TermContext, term_phrase
from workflows.roadmaps.vocabulary import Field

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from engine.domain.roadmaps.content import MeasureContent, RoadmapCard


@dataclass(frozen=True, slots=True)
class PrintedCell:
    """A text and the rectangle it covers; `bold` is a heading, of the table or of a section."""

    text: str
    row: int
    column: int
    height: int = 1
    width: int = 1
    bold: bool = False


@dataclass(frozen=True, slots=True)
class PrintedRoadmap:
    """A roadmap ready to be written; `header` are the rows repeated on every page."""

    above: tuple[str, ...]
    title: str
    cells: tuple[PrintedCell, ...]
    height: int
    columns: tuple[LayoutColumn, ...]
    header: tuple[int, ...]
    below: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Remarks:
    """A column more than the document has: its heading, and a text by sequence of the measure."""

    heading: str
    texts: Mapping[int, str]


_COMMON = (
    (Field.NUMBER, "№ п/п"),
    (Field.TITLE, "Мероприятие"),
    (Field.TASK, "Задача"),
    (Field.AUDIENCE, "Адресность мероприятия"),
    (Field.DEADLINE, "Срок исполнения"),
    (Field.RESPONSIBLE, "Ответственные"),
    (Field.RESULT, "Ожидаемый результат"),
    (Field.EVIDENCE, "Документ, закрепляющий результат"),
)
_COMMAND = "ПРИКАЗЫВАЮ:"
"""Begins the items of an order; without it they would be read as plain lines."""

_ALWAYS = (Field.NUMBER, Field.TITLE, Field.DEADLINE, Field.RESPONSIBLE)


def lay_out(
    card: RoadmapCard, measures: Sequence[MeasureContent], remarks: Remarks | None = None
) -> PrintedRoadmap:
    """The roadmap as its document printed it, with a column of remarks where one is asked for."""
    columns = card.layout or common_layout(measures)
    if remarks:
        columns = (*columns, LayoutColumn(Field.NOTE.value, remarks.heading))
    table = _Table(columns)
    for heading, text in card.preface:
        table.preface(heading, text)
    table.header()
    for measure in measures:
        table.measure(measure, remarks.texts.get(measure.sequence, "") if remarks else None)
    return PrintedRoadmap(
        tuple(_above(card)),
        card.title,
        tuple(table.cells),
        table.height,
        columns,
        tuple(range(table.header_row, table.header_row + table.depth)),
        tuple(filter(None, (card.signatory,))),
    )


def common_layout(measures: Sequence[MeasureContent]) -> tuple[LayoutColumn, ...]:
    """Columns for a roadmap whose document had none of its own: those that hold something."""
    columns = [
        LayoutColumn(field.value, heading)
        for field, heading in _COMMON
        if field in _ALWAYS or any(cell_text(one, LayoutColumn(field, "")) for one in measures)
    ]
    years = dict.fromkeys(year for one in measures for year, _ in one.milestones)
    actors = dict.fromkeys(actor for one in measures for actor, _ in one.actors)
    own = [LayoutColumn(Field.YEAR.value, year, year=year) for year in years]
    own += [LayoutColumn(Field.ACTOR.value, actor, actor=actor) for actor in actors]
    return (*columns[:2], *own, *columns[2:])


def _above(card: RoadmapCard) -> list[str]:
    """What stands above the title: who issued it, when, under which number, and its items."""
    day = f"от {card.signed_on:%d.%m.%Y}" if card.signed_on else ""
    number = f"№ {card.number}" if card.number else ""
    told = " ".join(filter(None, (day, number)))
    title = card.order_title if card.order_title != card.title else ""
    command = _COMMAND if card.items else ""
    return [one for one in (card.body, told, title, command, *card.items) if one]


@dataclass
class _Table:
    """A table under way: each row is placed below the last."""

    columns: tuple[LayoutColumn, ...]
    cells: list[PrintedCell] = field(default_factory=list)
    height: int = 0
    header_row: int = 0
    depth: int = 1
    sections: tuple[str, ...] = ()
    above: dict[int, int] = field(default_factory=dict)
    before: MeasureContent | None = None

    @property
    def width(self) -> int:
        return len(self.columns)

    def preface(self, heading: str, text: str) -> None:
        """A row of the passport above the header: its name, and its text over the rest."""
        split = 2 if self.width > 3 else 1  # noqa: PLR2004 - a number column is too narrow
        self._place(heading, 0, width=split, bold=True)
        self._place(text, split, width=self.width - split)
        self.height += 1

    def header(self) -> None:
        """The headings; what several columns share stands over them in a row of its own."""
        self.header_row = self.height
        shared = [_shared(self.columns, at) for at in range(self.width)]
        self.depth = 2 if any(shared) else 1
        at = 0
        while at < self.width:
            name = shared[at]
            wide = 1
            while name and at + wide < self.width and shared[at + wide] == name:
                wide += 1
            if name:
                self._place(name, at, width=wide, bold=True)
                for one in range(at, at + wide):
                    heading = self.columns[one].heading.removeprefix(f"{name} / ")
                    self._place(heading, one, down=1, bold=True)
            else:
                self._place(self.columns[at].heading, at, height=self.depth, bold=True)
            at += wide
        self.height += self.depth

    def measure(self, measure: MeasureContent, remark: str | None) -> None:
        """A row for the measure, and one more for each further deadline."""
        self._sections(measure)
        rows = max(len(deadlines_of(measure)), 1) if self._has(Field.DEADLINE) else 1
        merged = self._merged_with(measure)
        dated = [at for at, one in enumerate(self.columns) if one.field == Field.DEADLINE.value]
        cells = self._dated_cells(dated, measure)
        for at, column in enumerate(self.columns):
            first = (column.field, column.heading) not in {
                (one.field, one.heading) for one in self.columns[:at]
            }
            one = Field(column.field)
            if one is Field.DEADLINE:
                self._deadlines(at, cells[dated.index(at)], inherited="deadline" in merged)
            else:
                last = remark is not None and at == self.width - 1
                text = remark if last else cell_text(measure, column) if first else ""
                self._column(at, text or "", rows, one.value if one.value in merged else "")
        self.height += rows
        self.before = measure

    def _dated_cells(self, dated: Sequence[int], measure: MeasureContent) -> list[list[str]]:
        """What stands in each column of terms, one text a deadline."""
        columns = [_read_column(at, self.columns[at]) for at in dated]
        rows = [in_columns(columns, one) for one in deadlines_of(measure)]
        cells = [[row[at] for row in rows] for at in range(len(dated))]
        if cells and rows and measure.responsible and not self._has(Field.RESPONSIBLE):
            cells[0][0] = f"{cells[0][0]} {measure.responsible}"
        return cells

    def _sections(self, measure: MeasureContent) -> None:
        """The headings that begin here; one in a column of its own is no row."""
        path = measure.sections[:-1] if self._has(Field.SECTION) else measure.sections
        common = 0
        while common < min(len(path), len(self.sections)) and (
            path[common] == self.sections[common]
        ):
            common += 1
        for heading in path[common:]:
            self._place(heading, 0, width=self.width, bold=True)
            self.height += 1
            self.above.clear()
            self.before = None
        self.sections = path

    def _merged_with(self, measure: MeasureContent) -> frozenset[str]:
        """The fields whose cells go on from the row right above."""
        before = self.before
        if before is None or measure.merged_with is None:
            return frozenset()
        chained = measure.merged_with in (before.sequence, before.merged_with)
        return frozenset(measure.inherited) if chained else frozenset()

    def _deadlines(self, at: int, texts: Sequence[str], *, inherited: bool) -> None:
        if len(texts) < 2:  # noqa: PLR2004
            self._column(at, "".join(texts), 1, "deadline" if inherited else "")
            return
        for down, text in enumerate(texts):
            self._place(text, at, down=down)
        self.above.pop(at, None)

    def _column(self, at: int, text: str, rows: int, inherited: str) -> None:
        """A cell of the measure, or the one above grown down where the document merged them."""
        above = self.above.get(at)
        if inherited and above is not None and self.cells[above].text == text:
            cell = self.cells[above]
            self.cells[above] = replace(cell, height=cell.height + rows)
            return
        self.above[at] = len(self.cells)
        self._place(text, at, height=rows)

    def _has(self, wanted: Field) -> bool:
        return any(one.field == wanted.value for one in self.columns)

    def _place(
        self,
        text: str,
        column: int,
        *,
        width: int = 1,
        height: int = 1,
        down: int = 0,
        bold: bool = False,
    ) -> None:
        self.cells.append(PrintedCell(text, self.height + down, column, height, width, bold))


def deadlines_of(measure: MeasureContent) -> list[str]:
    """The printed deadlines, or their meaning in words where a draft has none printed.

    What stands under a year is a part of that year's text.
    """
    phrases = (
        one.phrase or term_phrase(one.term, TermContext(one.period, one.year_kind))
        for one in measure.terms
        if not one.year
    )
    return [one for one in phrases if one]


def _read_column(at: int, column: LayoutColumn) -> Column:
    """A printed column as the readers know it."""
    above, _, nearest = column.heading.rpartition(" / ")
    return Column(at, Field(column.field), column.heading, nearest=nearest if above else "")


def _shared(columns: Sequence[LayoutColumn], at: int) -> str:
    """The heading that a column shares with one beside it; empty if it has one of its own."""
    upper, mark, _ = columns[at].heading.rpartition(" / ")
    beside = [columns[one].heading for one in (at - 1, at + 1) if 0 <= one < len(columns)]
    return upper if mark and any(one.startswith(f"{upper} / ") for one in beside) else ""
