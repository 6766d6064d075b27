"""Separated texts, with whatever separator: comma, semicolon, tab or bar."""

from __future__ import annotations

import csv
from collections import Counter
from io import StringIO

from engine.domain.errors import RoadmapUnreadable
from workflows.roadmaps.cells import Grid, SourceDocument, SourceKind, plain_grid
from workflows.roadmaps.headings import looks_like_header
from workflows.roadmaps.readers.mending import mended
from workflows.roadmaps.refusing import LONGEST_CELL, MOST_COLUMNS, refuse_extent

SEPARATORS = (";", ",", "\t", "|")


def read_separated(text: str) -> SourceDocument:
    """The one table of a separated text."""
    rows = best_split(text)
    if not rows:
        raise RoadmapUnreadable(reason="damaged")
    width = max(map(len, rows))
    refuse_extent(len(rows), width)
    rows = mended(rows, width)
    return SourceDocument(SourceKind.SEPARATED, (plain_grid(rows),))


def best_split(text: str) -> list[list[str]]:
    """The rows under the separator that makes most of a table of a text."""
    used = [one for one in SEPARATORS if one in text]
    return max((split(text, one) for one in used or SEPARATORS[:1]), key=_likeness)


def split(text: str, separator: str) -> list[list[str]]:
    """The rows of a text under one separator; quotation marks that never close spoil nothing."""
    if text.startswith("sep=") and "\n" in text:
        # Excel's own first line, which names the separator.
        text = text.split("\n", 1)[1]
    csv.field_size_limit(LONGEST_CELL)
    try:
        return list(csv.reader(StringIO(text), delimiter=separator, strict=True))
    except csv.Error:
        pass
    try:
        rows = csv.reader(StringIO(text), delimiter=separator, quoting=csv.QUOTE_NONE)
        return list(rows)
    except csv.Error:
        return []


def _likeness(rows: list[list[str]]) -> tuple[bool, int, int]:
    """A table under this separator: it has a header, and its rows are of one width."""
    widths = Counter(len(row) for row in rows if len(row) > 1)
    if not widths:
        return False, 0, 0
    width, count = max(widths.items(), key=lambda one: one[0] * one[1])
    if width > MOST_COLUMNS:
        return False, 0, 0
    grid: Grid = plain_grid(row[:MOST_COLUMNS] for row in rows[:60])
    headed = any(looks_like_header(grid, at) for at in range(len(grid.rows)))
    return headed, width * count, width
