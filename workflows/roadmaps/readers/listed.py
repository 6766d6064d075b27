"""Tables that lost their columns: a cell a line under the words of a header."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workflows.roadmaps.cells import plain_grid
from workflows.roadmaps.headings import looks_like_header
from workflows.roadmaps.vocabulary import Field, recognised
from workflows.roadmaps.words import NAMED_SECTION, NUMBER

if TYPE_CHECKING:
    from collections.abc import Sequence

Row = list[str]
_FEWEST = 3
_MOST_COLUMNS = 12
_SEARCHED = 200


def stacked_rows(lines: Sequence[str]) -> list[Row] | None:
    """The rows of a table whose cells stand one below the other, from its header on."""
    said = [one.strip() for one in lines if one.strip()]
    found = _stacked_header(said)
    if not found:
        return None
    first, width = found
    rows = [[one] for one in said[:first]]
    rows.append(said[first : first + width])
    body = _chunks(said[first + width :], width)
    return [*rows, *body] if body else None


def _stacked_header(said: list[str]) -> tuple[int, int] | None:
    """Where a run of headings begins, and how long it is before the first number."""
    for first, text in enumerate(said[:_SEARCHED]):
        if recognised(text) is not Field.NUMBER:
            continue
        ends = (at for at in range(first + _FEWEST, first + _MOST_COLUMNS) if at < len(said))
        width = next((at - first for at in ends if NUMBER.fullmatch(said[at])), 0)
        if width and looks_like_header(plain_grid([said[first : first + width]]), 0):
            return first, width
    return None


def _chunks(said: list[str], width: int) -> list[Row] | None:
    """Rows of one width, each from a number on; nothing if they do not come out even."""
    rows: list[Row] = []
    last = max((at for at, one in enumerate(said) if NUMBER.fullmatch(one)), default=-1)
    at = 0
    while at < len(said):
        if NUMBER.fullmatch(said[at]) and at + width <= len(said):
            rows.append(said[at : at + width])
            at += width
        elif at > last or NAMED_SECTION.match(said[at]):
            rows.append([said[at]])
            at += 1
        else:
            return None
    return rows
