"""Texts with tables of HTML: cells over several rows and columns, paragraphs between tables.

The parser of the standard library takes hours over a megabyte of «<!--»; tags are all we need.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field

from engine.domain.errors import RoadmapUnreadable
from workflows.roadmaps.cells import Cell, Grid, grid_of, tidy
from workflows.roadmaps.refusing import MOST_PLACES, refuse_extent, refuse_long

_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]{0,9})(?:\s[^<>]{0,2000})?/?>")
_SPAN = {
    name: re.compile(rf"\b{name}\s*=\s*[\"']?(\d{{1,5}})", re.IGNORECASE)
    for name in ("rowspan", "colspan")
}
_LINES = {"p", "br", "li", "div", "h1", "h2", "h3", "h4", "h5", "h6", "caption", "tr", "td", "th"}
_UNSEEN = {"script", "style", "title"}


@dataclass
class _Table:
    cells: list[Cell] = field(default_factory=list)
    taken: set[tuple[int, int]] = field(default_factory=set)
    row: int = -1


class _Reader:
    """Blocks in their order; a table inside a cell is the text of that cell."""

    def __init__(self) -> None:
        self.blocks: list[str | Grid] = []
        self.said: list[str] = []
        self._table: _Table | None = None
        self._span: tuple[int, int] | None = None
        self._depth = 0
        self.unseen = ""

    def say(self, text: str) -> None:
        """Take words; a line of the file is no line of the page."""
        if not self.unseen:
            self.said.append(html.unescape(" ".join(text.split("\n"))))

    def open(self, tag: str, whole: str) -> None:
        """Take the tag that opens something."""
        if tag in _UNSEEN:
            self.unseen = tag
        elif tag == "table":
            self._depth += 1
            if self._depth == 1:
                self.paragraphs()
                self._table = _Table()
        elif self._table and self._depth == 1 and tag == "tr":
            self._close_cell()
            self._table.row += 1
        elif self._table and self._depth == 1 and tag in {"td", "th"}:
            self._close_cell()
            self._table.row = max(self._table.row, 0)
            self._span = _number(whole, "rowspan"), _number(whole, "colspan")
        elif tag in _LINES:
            self.said.append("\n")

    def close(self, tag: str) -> None:
        """Take the tag that closes something."""
        if tag == "table":
            self._depth = max(0, self._depth - 1)
            if not self._depth:
                self.close_table()
        elif self._depth == 1 and tag in {"td", "th"}:
            self._close_cell()
        elif tag in _LINES:
            self.said.append("\n")

    def paragraphs(self) -> None:
        """Close the paragraphs between tables."""
        said = tidy("".join(self.said))
        self.said.clear()
        self.blocks.extend(refuse_long(one) for one in said.split("\n") if one)

    def close_table(self) -> None:
        """Close a table, if one is open."""
        self._close_cell()
        table, self._table = self._table, None
        if table and table.cells:
            self.blocks.append(grid_of(table.cells, table.row + 1))

    def _close_cell(self) -> None:
        table, span = self._table, self._span
        self._span = None
        if table is None or span is None:
            return
        text = refuse_long(tidy("".join(self.said)))
        self.said.clear()
        column = next(
            at for at in range(len(table.taken) + 1) if (table.row, at) not in table.taken
        )
        height, width = span
        refuse_extent(table.row + 1, column + width)
        if len(table.taken) + height * width > MOST_PLACES:
            raise RoadmapUnreadable(reason="too_many_cells", most=MOST_PLACES)
        for row in range(table.row, table.row + height):
            table.taken.update((row, at) for at in range(column, column + width))
        table.cells.append(Cell(text, table.row, column, height, width))


def marked_blocks(text: str) -> list[str | Grid]:
    """The paragraphs and tables of a text of HTML."""
    reader = _Reader()
    text = _without_comments(text)
    end = 0
    for one in _TAG.finditer(text):
        reader.say(text[end : one.start()])
        end = one.end()
        tag = one[2].lower()
        if reader.unseen:
            reader.unseen = "" if one[1] and tag == reader.unseen else reader.unseen
        elif one[1]:
            reader.close(tag)
        else:
            reader.open(tag, one[0])
    reader.say(text[end:])
    reader.close_table()
    reader.paragraphs()
    return reader.blocks


def _without_comments(text: str) -> str:
    kept: list[str] = []
    end = 0
    while (begin := text.find("<!--", end)) >= 0:
        kept.append(text[end:begin])
        closed = text.find("-->", begin)
        if closed < 0:
            return "".join(kept)
        end = closed + 3
    return "".join([*kept, text[end:]])


def _number(tag: str, name: str) -> int:
    found = _SPAN[name].search(tag)
    return max(1, int(found[1])) if found else 1
