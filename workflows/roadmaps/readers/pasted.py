"""Pasted text and the messy conversions of old Word files: tabs, stray HTML, broken pages."""

from __future__ import annotations

import csv
import html
import re
from collections import Counter
from io import StringIO

from engine.domain.errors import RoadmapUnreadable
from workflows.roadmaps.cells import (
    Cell,
    Grid,
    SourceDocument,
    SourceKind,
    grid_of,
    plain_grid,
    tidy,
)
from workflows.roadmaps.headings import headers_of
from workflows.roadmaps.readers.separated import best_split, read_separated
from workflows.roadmaps.readers.vertical import is_vertical, vertical_blocks
from workflows.roadmaps.refusing import (
    LONGEST_CELL,
    MOST_COLUMNS,
    MOST_PARAGRAPHS,
    refuse_extent,
    refuse_long,
)

BREAK = "\x0b"
"""A new paragraph inside a cell, where the line itself must not end."""

_ROW_END = re.compile(r"</tr\s*>", re.IGNORECASE)
_CELL_END = re.compile(r"</t[dh]\s*>", re.IGNORECASE)
_PARAGRAPH_END = re.compile(r"<br\s*/?>|</(?:p|li|div|h\d)\s*>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-zA-Z!][^<>\n]{0,300}>")
_BOOKMARK = re.compile(r"\[bookmark:[^\]\n]{0,80}\]")
_HEAD = 200
_BAR_RULE = re.compile(r"\|?[\s:|-]+\|?")


def read_text(text: str) -> SourceDocument:
    """The blocks of a text: its paragraphs, and the table its tabs (or bars) draw."""
    lines = without_markup(text).split("\n")
    if is_vertical(lines):
        blocks = vertical_blocks(lines)
    elif any("\t" in one for one in lines):
        blocks = _tabular(_rows(lines))
    elif sum(one.strip().startswith("|") for one in lines) > 2:  # noqa: PLR2004 - a drawn table
        blocks = _tabular([_barred(one) for one in lines])
    else:
        rows = best_split(text)
        if _is_table(rows):
            return read_separated(text)
        blocks = [tidy(one) for one in lines]
    kept = tuple(one for one in blocks if one)
    if sum(isinstance(one, str) for one in kept) > MOST_PARAGRAPHS:
        raise RoadmapUnreadable(reason="too_many_paragraphs", most=MOST_PARAGRAPHS)
    for one in kept:
        if isinstance(one, Grid):
            refuse_extent(len(one.rows), one.width)
        else:
            refuse_long(one)
    return SourceDocument(SourceKind.TEXT, kept)


def without_markup(text: str) -> str:
    """A text without tags and marks of bold type; rows and cells of HTML become lines and tabs."""
    if "</tr" in text.lower():
        text = re.sub(r"[\n\t]+", " ", text)
        text = _ROW_END.sub("\n", _CELL_END.sub("\t", text))
    text = _TAG.sub("", _PARAGRAPH_END.sub(BREAK, text))
    return html.unescape(_BOOKMARK.sub("", text)).replace("**", "").replace("\f", "\n")


def _rows(lines: list[str]) -> list[list[str]]:
    """Lines cut at their tabs; a cell that Excel copied in quotation marks may hold several."""
    if any(one.startswith('"') or '\t"' in one for one in lines):
        csv.field_size_limit(LONGEST_CELL)
        try:
            return list(csv.reader(StringIO("\n".join(lines)), delimiter="\t", strict=True))
        except csv.Error:
            pass
    return [one.split("\t") for one in lines]


def _barred(line: str) -> list[str]:
    stripped = line.strip()
    if not stripped.startswith("|") or _BAR_RULE.fullmatch(stripped):
        return ["" if stripped.startswith("|") else stripped]
    return stripped.strip("|").split("|")


def _tabular(rows: list[list[str]]) -> list[str | Grid]:
    """Paragraphs before and after the table; inside it a line of its own covers the full width."""
    tabbed = [at for at, row in enumerate(rows) if len(row) > 1]
    if not tabbed:
        return [_cell(row[0]) for row in rows if row]
    first, last = tabbed[0], tabbed[-1]
    width = max(len(rows[at]) for at in tabbed)
    usual = Counter(len(rows[at]) for at in tabbed).most_common(1)[0][0]
    # A trailing tab is no column.
    while width > usual and not any(
        len(rows[at]) == width and rows[at][-1].strip() for at in tabbed
    ):
        width -= 1
        for at in tabbed:
            del rows[at][width:]
    refuse_extent(len(tabbed), width)
    grid = grid_of(*_placed(rows[first : last + 1], width))
    front = [_cell(row[0]) for row in rows[:first] if row]
    back = [_cell(row[0]) for row in rows[last + 1 :] if row]
    return [*front, grid, *back]


def _placed(rows: list[list[str]], width: int) -> tuple[list[Cell], int]:
    """The cells of the rows; a line right under a row goes on in its last cell."""
    cells: list[Cell] = []
    height, after_row = 0, False
    for row in rows:
        texts = [_cell(one) for one in row]
        if not any(texts) and len(row) < 2:  # noqa: PLR2004 - a blank line
            after_row = False
        elif len(row) > 1:
            cells.extend(Cell(text, height, at) for at, text in enumerate(texts))
            height, after_row = height + 1, True
        elif after_row and cells:
            last = cells[-1]
            cells[-1] = Cell(tidy(f"{last.text}\n{texts[0]}"), last.row, last.column)
        else:
            cells.append(Cell(texts[0], height, 0, 1, width))
            height += 1
    return cells, height


def _cell(text: str) -> str:
    found = tidy(text.replace(BREAK, "\n").strip('"'))
    return refuse_long(found)


def _is_table(rows: list[list[str]]) -> bool:
    """Whether lines with separators in them are a table: its header shows it."""
    grid = plain_grid(row[:MOST_COLUMNS] for row in rows[:_HEAD])
    return grid.width > 1 and bool(headers_of(grid))
