"""How much of a file is read; more is refused before it is opened."""

from __future__ import annotations

from engine.domain.errors import RoadmapUnreadable

LARGEST_FILE = 20 * 2**20
"""Roadmaps take some tens of kilobytes; with pictures, a few megabytes."""
LARGEST_TEXT = 4 * 2**20
MOST_LINES = 200_000
"""Of a text; a cell may have several."""
LARGEST_PART = 32 * 2**20
"""One part of a .docx or .xlsx, unpacked."""
LARGEST_WHOLE = 120 * 2**20
MOST_MARKS = 1_500_000
"""Tags in one part, which grow to a hundred times their size in memory."""
MOST_PARTS = 2_000
MOST_ROWS = 20_000
MOST_COLUMNS = 200
MOST_PLACES = 400_000
"""Rows times columns of all tables of one file."""
MOST_PARAGRAPHS = 20_000
LONGEST_CELL = 50_000
"""Letters in a cell or a paragraph."""


def refuse_long(text: str) -> str:
    """A text, unless it is longer than anything an authority prints in one place."""
    if len(text) > LONGEST_CELL:
        raise RoadmapUnreadable(reason="too_long_text", most=LONGEST_CELL)
    return text


def refuse_extent(rows: int, columns: int) -> None:
    """Refuse a table of more rows or columns than any roadmap has."""
    if rows > MOST_ROWS:
        raise RoadmapUnreadable(reason="too_many_rows", most=MOST_ROWS)
    if columns > MOST_COLUMNS:
        raise RoadmapUnreadable(reason="too_many_columns", most=MOST_COLUMNS)
    if rows * columns > MOST_PLACES:
        raise RoadmapUnreadable(reason="too_many_rows", most=MOST_ROWS)
