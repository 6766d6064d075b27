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
from workflows.roadmaps.headings import headers_of, looks_like_header
from workflows.roadmaps.levels import level_of_heading
from workflows.roadmaps.readers.drawn import barred_rows, spaced_rows
from workflows.roadmaps.readers.listed import stacked_rows
from workflows.roadmaps.readers.marked import marked_blocks
from workflows.roadmaps.readers.mending import mended
from workflows.roadmaps.readers.separated import best_split, read_separated
from workflows.roadmaps.readers.told import told_blocks
from workflows.roadmaps.readers.vertical import is_vertical, vertical_blocks
from workflows.roadmaps.refusing import (
    LONGEST_CELL,
    MOST_COLUMNS,
    MOST_PARAGRAPHS,
    refuse_extent,
    refuse_long,
)
from workflows.roadmaps.words import NAMED_SECTION, PAGE_MARK, SECTION_CODE, begins_small

BREAK = "\x0b"
"""A new paragraph inside a cell, where the line itself must not end."""

_PARAGRAPH_END = re.compile(r"<br\s*/?>|</(?:p|li|div|h\d)\s*>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-zA-Z!][^<>\n]{0,300}>")
_BOOKMARK = re.compile(r"\[bookmark:[^\]\n]{0,80}\]")
_HEAD = 200


def read_text(text: str) -> SourceDocument:
    """The blocks of a text: its paragraphs, and the table its tabs (or bars) draw."""
    if "</tr" in text.lower():
        blocks = marked_blocks(text)
    else:
        lines = without_markup(text).split("\n")
        if is_vertical(lines):
            blocks = vertical_blocks(lines)
        elif any("\t" in one for one in lines):
            blocks = _tabular(_rows(lines))
        elif drawn := barred_rows(lines):
            blocks = _tabular(drawn)
        elif _is_table(best_split(text)):
            return read_separated(text)
        else:
            blocks = _lost_blocks(lines)
    kept = tuple(one for one in blocks if one)
    if not kept:
        raise RoadmapUnreadable(reason="empty")
    if sum(isinstance(one, str) for one in kept) > MOST_PARAGRAPHS:
        raise RoadmapUnreadable(reason="too_many_paragraphs", most=MOST_PARAGRAPHS)
    for one in kept:
        if isinstance(one, Grid):
            refuse_extent(len(one.rows), one.width)
        else:
            refuse_long(one)
    return SourceDocument(SourceKind.TEXT, kept)


def _lost_blocks(lines: list[str]) -> list[str | Grid]:
    """A table that nothing but its header shows, or a plan in words; else only paragraphs."""
    rows = spaced_rows(lines) or stacked_rows(lines)
    if rows:
        return _tabular(rows)
    return told_blocks([one.replace(BREAK, " ") for one in lines]) or _tabular(
        [[one] for one in lines]
    )


def without_markup(text: str) -> str:
    """A text without tags and marks of bold type."""
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
    rows = mended(rows, width, BREAK)
    tabbed = [at for at, row in enumerate(rows) if len(row) > 1]
    first, last = tabbed[0], tabbed[-1]
    grid = grid_of(*_placed(rows[first : last + 1], width))
    front = [_cell(row[0]) for row in rows[:first] if row]
    back = [_cell(row[0]) for row in rows[last + 1 :] if row]
    return [*front, grid, *back]


def _placed(rows: list[list[str]], width: int) -> tuple[list[Cell], int]:
    """The cells of the rows; a line right under a row goes on in its last cell."""
    cells: list[Cell] = []
    height, after_row = 0, False
    for at, row in enumerate(rows):
        texts = [_cell(one) for one in row]
        if not any(texts) and len(row) < 2:  # noqa: PLR2004 - a blank line
            after_row = False
        elif len(row) > 1:
            cells.extend(Cell(text, height, column) for column, text in enumerate(texts))
            height, after_row = height + 1, True
        elif PAGE_MARK.fullmatch(texts[0]):
            cells.append(Cell(texts[0], height, 0, 1, width))
            height, after_row = height + 1, False
        elif after_row and cells and not _stands_alone(rows, at):
            last = cells[-1]
            cells[-1] = Cell(tidy(f"{last.text}\n{texts[0]}"), last.row, last.column)
        else:
            cells.append(Cell(texts[0], height, 0, 1, width))
            height += 1
    return cells, height


def _stands_alone(rows: list[list[str]], at: int) -> bool:
    """Whether a line right under a row is a heading, and not the rest of the last cell."""
    text, above = _cell(rows[at][0]), [_cell(one) for one in rows[at - 1]]
    if NAMED_SECTION.match(text) or level_of_heading(text):
        return True
    code = SECTION_CODE.match(text)
    below = rows[at + 1][0].strip() if at + 1 < len(rows) else ""
    if code and below.startswith(f"{code[1]}."):
        return True
    headed = len(above) > 1 and looks_like_header(plain_grid([above]), 0)
    return headed and not begins_small(text) and not text.startswith("(")


def _cell(text: str) -> str:
    found = tidy(text.replace(BREAK, "\n").strip('"'))
    return refuse_long(found)


def _is_table(rows: list[list[str]]) -> bool:
    """Whether lines with separators in them are a table: its header shows it."""
    grid = plain_grid(row[:MOST_COLUMNS] for row in rows[:_HEAD])
    return grid.width > 1 and bool(headers_of(grid))
