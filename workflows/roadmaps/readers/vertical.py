"""The conversion that prints each cell on a line of its own, after a tab, and forgets the rows.

Rows are found again by the numbers they begin with, and by how many cells lie between two numbers.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

from workflows.roadmaps.cells import Cell, Grid, grid_of, tidy
from workflows.roadmaps.refusing import refuse_long
from workflows.roadmaps.vocabulary import year_of
from workflows.roadmaps.words import NAMED_SECTION, NUMBER

_FEWEST = 6
_LAST_YEAR = re.compile(r"20\d\d(?!.*20\d\d)", re.DOTALL)


@dataclass
class _Piece:
    """A cell, and whether an empty line stood before it."""

    text: str
    apart: bool

    @property
    def numbers(self) -> bool:
        return bool(NUMBER.fullmatch(self.text))


def is_vertical(lines: list[str]) -> bool:
    """Whether most tabs open a line and stand there alone."""
    tabbed = [one for one in lines if "\t" in one]
    alone = [one for one in tabbed if one.lstrip(" ").startswith("\t") and one.count("\t") == 1]
    return len(alone) >= _FEWEST and 10 * len(alone) >= 9 * len(tabbed)


def vertical_blocks(lines: list[str]) -> list[str | Grid]:
    """The paragraphs before the table, and the table."""
    front, pieces = _pieces(lines)
    width = _width(pieces)
    rows = _rows(pieces, width)
    cells: list[Cell] = []
    years = next((one for one in rows if any(year_of(text) for text in one)), [])
    for at, row in enumerate(rows):
        below = rows[at + 1] if at + 1 < len(rows) else []
        cells.extend(_placed(at, row, below, years, width))
    return [*front, grid_of(cells, len(rows))]


def _pieces(lines: list[str]) -> tuple[list[str | Grid], list[_Piece]]:
    front: list[str | Grid] = []
    found: list[_Piece] = []
    blank = False
    for line in lines:
        text = tidy(line.replace("\x0b", "\n"))
        if line.lstrip(" ").startswith("\t"):
            found.append(_Piece(text, blank))
        elif text and found:
            found[-1].text = tidy(f"{found[-1].text}\n{text}")
            refuse_long(found[-1].text)
        elif text:
            front.append(text)
        # A tab alone is an empty cell, not an empty line.
        blank = not line.strip(" ")
    return front, found


def _width(pieces: list[_Piece]) -> int:
    """How many cells a row has: most often so many lie from one number to the next."""
    at = [index for index, one in enumerate(pieces) if one.numbers and one.apart]
    gaps = Counter(b - a for a, b in pairwise(at) if b - a > 1)
    return gaps.most_common(1)[0][0] if gaps else 0


def _rows(pieces: list[_Piece], width: int) -> list[list[str]]:
    rows: list[list[str]] = []
    row: list[str] = []
    numbered = False
    for at, piece in enumerate(pieces):
        follows = pieces[at + 1].text if at + 1 < len(pieces) else ""
        if row and (
            len(row) == width or (piece.apart and _ends(row, piece, follows, numbered, width))
        ):
            rows.append(row)
            row = []
        row.append(piece.text)
        numbered = numbered or piece.numbers
    return [*rows, row] if row else rows


def _ends(row: list[str], piece: _Piece, follows: str, numbered: bool, width: int) -> bool:  # noqa: FBT001
    """Whether an empty line before a piece ends the row; cells may end with empty lines too."""
    if not numbered or not width:
        return True
    if len(row) == 1 and not NUMBER.fullmatch(row[0]):
        return True
    if len(row) == 2 and not row[0] and NAMED_SECTION.match(row[1]):  # noqa: PLR2004
        return True
    opens = piece.numbers or NAMED_SECTION.match(piece.text or follows)
    return bool(opens) and len(row) >= width - 2


def _placed(at: int, row: list[str], below: list[str], years: list[str], width: int) -> list[Cell]:
    """The cells of a row in their columns: a heading lies over its years, a section over all."""
    said = [one for one in row if one]
    if width and len(row) < 3 and len(said) == 1:  # noqa: PLR2004
        return [Cell(said[0], at, 0, 1, width)]
    short = width - len(row)
    if short > 0 and any(year_of(one) for one in below):
        over = next(index for index, one in enumerate(below) if year_of(one))
        return _with_span(at, row, min(over, len(row) - 1), short + 1)
    if short == 1 and NUMBER.fullmatch(row[0]) and _fits_shifted(row, years):
        return _with_span(at, row, 0, 2)
    return [Cell(text, at, column) for column, text in enumerate(row)]


def _with_span(at: int, row: list[str], where: int, span: int) -> list[Cell]:
    return [
        Cell(
            text,
            at,
            column + (span - 1 if column > where else 0),
            1,
            span if column == where else 1,
        )
        for column, text in enumerate(row)
    ]


def _fits_shifted(row: list[str], years: list[str]) -> bool:
    """Whether the years in the texts stand under their headings only one place to the right."""
    fits = 0
    for column, text in enumerate(row):
        last = _LAST_YEAR.search(text)
        if last:
            here = years[column] if column < len(years) else ""
            right = years[column + 1] if column + 1 < len(years) else ""
            fits += (year_of(right) == last[0]) - (year_of(here) == last[0])
    return fits > 0
