"""Rows of a text whose line ended inside a cell: what belongs together is put together."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from workflows.roadmaps.words import NUMBER, begins_small

if TYPE_CHECKING:
    from collections.abc import Sequence

_LETTERED = re.compile(r"[а-я]\)")
"""«а) ...» begins a line of its own."""


def mended(rows: Sequence[list[str]], width: int, glue: str = "\n") -> list[list[str]]:
    """The rows, those with a number that are whole only with the lines below them made so.

    Nothing is joined to a row that has all its cells, but a line that begins with a small letter.
    """
    found: list[list[str]] = []
    for row in rows:
        above = found[-1] if found else []
        numbered = len(above) > 1 and NUMBER.fullmatch(above[0].strip())
        if numbered and len(above) + len(row) - 1 <= width and _goes_on(row, above, width):
            found[-1] = [*above[:-1], f"{above[-1]}{glue}{row[0]}", *row[1:]]
        else:
            found.append(row)
    return found


def _goes_on(row: list[str], above: list[str], width: int) -> bool:
    """Whether a line begins with the rest of a cell, and not with a number or nothing."""
    text = row[0].strip() if row else ""
    if not text or _LETTERED.match(text):
        return False
    if len(row) == 1:
        return begins_small(text)
    return len(above) + len(row) - 1 == width and not NUMBER.fullmatch(text)
