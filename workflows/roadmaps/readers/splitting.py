"""Two tables printed side by side under one row of headings, put one below the other."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from workflows.roadmaps.cells import Grid, laid_anew
from workflows.roadmaps.headings import looks_like_header
from workflows.roadmaps.words import plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workflows.roadmaps.cells import Cell

_SEARCHED = 30
_FEWEST = 2


def split_apart(grid: Grid) -> Grid | None:
    """The right half of a table below its left half, where both have the same headings."""
    header = next((row for row in range(min(len(grid.rows), _SEARCHED)) if _edge(grid, row)), None)
    if header is None:
        return None
    edge = _edge(grid, header)
    above = [cell for row in range(header) for cell in grid.own(row)]
    # A title over both halves stands once, over the left one.
    wide = {cell.row for cell in above if cell.column < edge < cell.column + cell.width}
    left = [cell for cell in _own(grid) if cell.column < edge]
    begin = max((row + 1 for row in wide), default=0)
    height = len(grid.rows)
    right = [
        replace(cell, row=cell.row + height - begin, column=cell.column - edge)
        for cell in _own(grid)
        if cell.column >= edge and cell.row >= begin
    ]
    kept = [replace(one, width=min(one.width, edge - one.column)) for one in left]
    return laid_anew([*kept, *right], [*range(height), *range(begin, height)], grid)


def _own(grid: Grid) -> Iterator[Cell]:
    for row in range(len(grid.rows)):
        yield from grid.own(row)


def _edge(grid: Grid, row: int) -> int:
    """The column in which the headings of a row begin again; 0 where they do not."""
    own = grid.own(row)
    half = len(own) // 2
    if len(own) % 2 or half < _FEWEST:
        return 0
    texts = [plain(one.text) for one in own]
    twice = texts[:half] == texts[half:] and len(set(texts[:half])) == half
    return own[half].column if twice and looks_like_header(grid, row) else 0
