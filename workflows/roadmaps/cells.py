"""A document as a reader found it: paragraphs and grids of cells, whatever the file was."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
_BLANKS = re.compile(r"[^\S\n]+")


class SourceKind(StrEnum):
    """What kind of file a document came in."""

    WORD = "docx"
    EXCEL = "xlsx"
    SEPARATED = "csv"
    TEXT = "txt"


@dataclass(frozen=True, slots=True)
class Cell:
    """A text and the rectangle it covers; a merged cell is one value in every place it covers."""

    text: str
    row: int
    column: int
    height: int = 1
    width: int = 1


@dataclass(frozen=True)
class Grid:
    """A table without holes: each place holds the cell that covers it."""

    rows: tuple[tuple[Cell, ...], ...]
    name: str = ""
    hidden: frozenset[int] = frozenset()
    """Rows that the file does not show, as under a filter of Excel."""
    hidden_columns: frozenset[int] = frozenset()
    lines: tuple[int, ...] = ()
    """Which row of the file each row was laid out from; empty where they are the same."""

    @cached_property
    def width(self) -> int:
        """How many columns there are."""
        return len(self.rows[0]) if self.rows else 0

    def line(self, row: int) -> int:
        """The row of the file, counted from 0, that a row was laid out from."""
        return self.lines[row] if self.lines else row

    def own(self, row: int) -> list[Cell]:
        """The cells that begin in a row and say something, from left to right."""
        seen: list[Cell] = []
        for cell in self.rows[row]:
            if cell.row == row and cell.text and (not seen or seen[-1] is not cell):
                seen.append(cell)
        return seen


@dataclass(frozen=True, slots=True)
class SourceDocument:
    """Paragraphs and grids in the order of the file."""

    kind: SourceKind
    blocks: tuple[str | Grid, ...]

    @property
    def grids(self) -> list[Grid]:
        """The tables alone."""
        return [one for one in self.blocks if isinstance(one, Grid)]


def tidy(text: str) -> str:
    """A text with single blanks and without empty lines or invisible characters."""
    lines = _BLANKS.sub(" ", text.translate(_INVISIBLE)).split("\n")
    return "\n".join(filter(None, (line.strip() for line in lines)))


def flat(text: str) -> str:
    """A text on one line."""
    return " ".join(text.split())


def grid_of(
    cells: Iterable[Cell], height: int, name: str = "", hidden: frozenset[int] = frozenset()
) -> Grid:
    """A grid without holes; of two cells that claim one place the first has it."""
    placed: dict[tuple[int, int], Cell] = {}
    width = 0
    for cell in cells:
        width = max(width, cell.column + cell.width)
        for row in range(cell.row, min(cell.row + cell.height, height)):
            for column in range(cell.column, cell.column + cell.width):
                placed.setdefault((row, column), cell)
    return Grid(
        tuple(
            tuple(placed.get((row, column)) or Cell("", row, column) for column in range(width))
            for row in range(height)
        ),
        name,
        hidden,
    )


def laid_anew(cells: Iterable[Cell], lines: Sequence[int], grid: Grid) -> Grid:
    """A grid made of the rows of another; `lines` says of which."""
    hidden = frozenset(at for at, line in enumerate(lines) if line in grid.hidden)
    return replace(grid_of(cells, len(lines), grid.name, hidden), lines=tuple(lines))


def plain_grid(rows: Iterable[Iterable[str]], name: str = "") -> Grid:
    """A grid of texts alone, as separated files have it."""
    texts = [[tidy(text) for text in row] for row in rows]
    width = max(map(len, texts), default=0)
    return Grid(
        tuple(
            tuple(
                Cell(row[column] if column < len(row) else "", at, column)
                for column in range(width)
            )
            for at, row in enumerate(texts)
        ),
        name,
    )
