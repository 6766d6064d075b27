"""Word documents: paragraphs and tables in their order, merges kept, automatic numbers printed."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from io import BytesIO
from itertools import groupby
from typing import TYPE_CHECKING, Any

import docx
from docx.oxml.ns import qn

from engine.domain.errors import RoadmapUnreadable
from workflows.roadmaps.cells import Cell, Grid, SourceDocument, SourceKind, grid_of, tidy
from workflows.roadmaps.headings import headers_of
from workflows.roadmaps.readers.edges import Widths, settled_widths
from workflows.roadmaps.readers.numbering import Numbering
from workflows.roadmaps.readers.told import told_blocks
from workflows.roadmaps.refusing import LONGEST_CELL, MOST_PARAGRAPHS, refuse_extent, refuse_long

if TYPE_CHECKING:
    from collections.abc import Iterator

# The elements of lxml are untyped; they do not leave this module.
_WRAPPERS = {qn(f"w:{one}") for one in ("sdt", "sdtContent", "ins", "customXml", "smartTag")}
_LEFT_OUT = {qn(f"w:{one}") for one in ("del", "moveFrom", "instrText", "delText", "pict")}
_LEFT_OUT |= {"{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"}
_MARKS = {
    qn("w:tab"): " ",
    qn("w:br"): "\n",
    qn("w:cr"): "\n",
    qn("w:noBreakHyphen"): "-",
}
_P, _R, _T, _TBL, _TR, _TC = (qn(f"w:{one}") for one in ("p", "r", "t", "tbl", "tr", "tc"))
_PROPERTIES = {qn("w:pPr"), qn("w:rPr"), qn("w:tcPr"), qn("w:tblPr"), qn("w:sectPr")}
_DEEPEST = 40


def read_word(data: bytes) -> SourceDocument:
    """The blocks of a .docx whose package was looked at before."""
    try:
        document = docx.Document(BytesIO(data))
        found = _Reader(Numbering(document.part))
        blocks = _with_told(list(found.blocks(document.element.body)))
    except RoadmapUnreadable:
        raise
    except Exception as error:
        # python-docx and lxml say in many ways that a part is missing or malformed.
        # The parser itself takes no text of ten megabytes; its versions word that differently.
        if re.search("text node", str(error), re.IGNORECASE):
            raise RoadmapUnreadable(reason="too_long_text", most=LONGEST_CELL) from error
        raise RoadmapUnreadable(reason="damaged") from error
    if not blocks:
        raise RoadmapUnreadable(reason="empty")
    return SourceDocument(SourceKind.WORD, blocks)


def _with_told(blocks: list[str | Grid]) -> tuple[str | Grid, ...]:
    """Where no table holds measures, they may be told between the tables, in paragraphs."""
    if any(isinstance(one, Grid) and headers_of(one) for one in blocks):
        return tuple(blocks)
    found: list[str | Grid] = []
    for is_text, run in groupby(blocks, lambda one: isinstance(one, str)):
        part = list(run)
        lines = [line for one in part for line in str(one).split("\n")] if is_text else []
        found.extend((told_blocks(lines) if is_text else None) or part)
    return tuple(found)


@dataclass
class _Table:
    """A table under way: its cells so far, and which of them may still grow downwards."""

    cells: list[Cell] = field(default_factory=list)
    open: dict[int, int] = field(default_factory=dict)
    width: int = 0


class _Reader:
    def __init__(self, numbering: Numbering) -> None:
        self.numbering = numbering
        self.seen = 0

    def blocks(self, parent: Any, depth: int = 0) -> Iterator[str | Grid]:
        """Paragraphs with words, and tables; a table in the frame of another stands for itself."""
        for element in _children(parent, depth):
            self.seen += 1
            if self.seen > MOST_PARAGRAPHS:
                raise RoadmapUnreadable(reason="too_many_paragraphs", most=MOST_PARAGRAPHS)
            if element.tag == _P:
                text = self.paragraph(element)
                if text:
                    yield text
            elif element.tag == _TBL:
                frames = _frames_of(element) if depth < _DEEPEST else []
                for frame in frames:
                    yield from self.blocks(frame, depth + 1)
                if not frames:
                    yield self.table(element)

    def paragraph(self, element: Any, *, bare: bool = False) -> str:
        """The words of a paragraph, its automatic number before them."""
        text = tidy("".join(_words(element)))
        refuse_long(text)
        label = self.numbering.label(element)
        if not label:
            return text
        return f"{label} {text}".strip() if text or bare else ""

    def table(self, element: Any) -> Grid:
        """A table as a grid: merges to the right and downwards are single cells."""
        table, height = _Table(), 0
        rows = list(_rows(element))
        for row, widths in zip(rows, settled_widths([_widths(one) for one in rows]), strict=True):
            self._row(table, row, height, widths)
            height += 1
            refuse_extent(height, table.width)
        return grid_of(table.cells, height)

    def _row(self, table: _Table, element: Any, row: int, widths: Widths) -> None:
        column = widths[0]
        for tc, width in zip(_cells(element), widths[1:], strict=True):
            self._cell(table, tc, Cell("", row, column, 1, width))
            column += width
        table.width = max(table.width, column)

    def _cell(self, table: _Table, tc: Any, place: Cell) -> None:
        row, column, width = place.row, place.column, place.width
        text = self._cell_text(tc)
        across = _merge(tc, "w:hMerge")
        down = _merge(tc, "w:vMerge")
        above = table.open.get(column)
        if across == "continue" and table.cells and table.cells[-1].row == row:
            left = table.cells[-1]
            table.cells[-1] = Cell(left.text, row, left.column, left.height, left.width + width)
            return
        if down == "continue" and above is not None:
            origin = table.cells[above]
            if origin.width == width and origin.row + origin.height == row:
                height = origin.height + 1
                # Words left in a covered cell are not shown by Word, but they are not lost here.
                joined = "\n".join(filter(None, (origin.text, text)))
                table.cells[above] = Cell(joined, origin.row, column, height, width)
                return
        table.cells.append(Cell(text, row, column, 1, width))
        if down:
            table.open[column] = len(table.cells) - 1
        else:
            table.open.pop(column, None)

    def _cell_text(self, tc: Any) -> str:
        lines = [self.paragraph(one, bare=True) for one in _paragraphs(tc)]
        text = "\n".join(filter(None, lines))
        return refuse_long(text)


def _children(parent: Any, depth: int = 0) -> Iterator[Any]:
    """The elements inside, those in content controls and accepted insertions included."""
    for child in parent:
        if child.tag in _WRAPPERS and depth < _DEEPEST:
            yield from _children(child, depth + 1)
        else:
            yield child


def _paragraphs(parent: Any, depth: int = 0) -> Iterator[Any]:
    """The paragraphs of a cell, those of a table inside it included; a text box is in its own."""
    for child in parent:
        if child.tag == _P:
            yield child
        elif child.tag not in _LEFT_OUT and depth < _DEEPEST:
            yield from _paragraphs(child, depth + 1)


def _words(element: Any, depth: int = 0) -> Iterator[str]:
    """The texts of a paragraph as shown: without deleted ones and codes of fields."""
    for child in element:
        if child.tag == _T:
            yield child.text or ""
        elif child.tag in _MARKS:
            yield _MARKS[child.tag]
        elif child.tag in _LEFT_OUT or child.tag in _PROPERTIES or _is_hidden(child):
            continue
        elif depth < _DEEPEST:
            # A text box holds paragraphs of its own; they are read where they stand.
            apart = "\n" if child.tag == _P else ""
            yield apart
            yield from _words(child, depth + 1)
            yield apart


def _is_hidden(run: Any) -> bool:
    """Whether words are kept in the file and shown to nobody."""
    found = run.find(f"{qn('w:rPr')}/{qn('w:vanish')}") if run.tag == _R else None
    return found is not None and found.get(qn("w:val")) not in {"0", "false", "off"}


def _rows(table: Any) -> Iterator[Any]:
    """The rows of a table but for deleted ones."""
    for row in _children(table):
        if row.tag == _TR and row.find(f"{qn('w:trPr')}/{qn('w:del')}") is None:
            yield row


def _cells(row: Any) -> Iterator[Any]:
    return (one for one in _children(row) if one.tag == _TC)


def _widths(row: Any) -> Widths:
    """How far a row is set in, then how many columns each of its cells covers."""
    before = _number(row.find(f"{qn('w:trPr')}/{qn('w:gridBefore')}"), 0)
    spans = (_number(tc.find(f"{qn('w:tcPr')}/{qn('w:gridSpan')}"), 1) for tc in _cells(row))
    return (before, *(max(1, min(one, 500)) for one in spans))


def _frames_of(table: Any) -> list[Any]:
    """The cells of a table that only lays out a page: one column, and a table in one of them."""
    rows = [list(_cells(one)) for one in _rows(table)]
    cells = [one for row in rows for one in row]
    single = all(len(one) < 2 for one in rows)  # noqa: PLR2004 - one column
    held = any(one.tag == _TBL for cell in cells for one in _children(cell))
    return cells if single and held else []


def _merge(tc: Any, name: str) -> str:
    found = tc.find(f"{qn('w:tcPr')}/{qn(name)}")
    if found is None:
        return ""
    return "restart" if found.get(qn("w:val")) == "restart" else "continue"


def _number(element: Any, otherwise: int) -> int:
    value = "" if element is None else element.get(qn("w:val")) or ""
    return int(value) if value.isdecimal() and len(value) < 6 else otherwise  # noqa: PLR2004
