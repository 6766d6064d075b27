"""The rows of all tables in their order, and the paragraphs round them."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from workflows.roadmaps.cells import flat
from workflows.roadmaps.headings import headers_of
from workflows.roadmaps.levels import level_of_heading
from workflows.roadmaps.rows import (
    Sorted,
    is_named_section,
    is_signature_line,
    repeats_header,
)
from workflows.roadmaps.sections import Sections
from workflows.roadmaps.tables import TableSorter
from workflows.roadmaps.vocabulary import Field
from workflows.roadmaps.words import NUMBER, SECTION_CODE

if TYPE_CHECKING:
    from workflows.roadmaps.cells import Grid, SourceDocument
    from workflows.roadmaps.headings import Header
    from workflows.roadmaps.mapping import ColumnMapping

_LONGEST_SECTION = 250
_ANNEX = re.compile(r"приложени|утвержд|согласован|к приказу|от \d", re.IGNORECASE)


def sort_rows(
    document: SourceDocument,
    mapping: ColumnMapping | None = None,
    apart: frozenset[tuple[int, int]] = frozenset(),
) -> Sorted:
    """Take every row of a document for something; nothing is left out.

    Rows that stand `apart` are measures of their own, whatever they look like.
    """
    found = Sorted(apart=apart)
    sections = Sections()
    last: tuple[Header, int] | None = None
    table = 0
    for at, block in enumerate(document.blocks):
        if isinstance(block, str):
            if _heads_a_table(document, at, first=not found.drafts):
                sections.enter(flat(block))
            else:
                (found.after if found.drafts else found.before).append(block)
            continue
        headers = [mapping.applied(one) if mapping else one for one in _headers(block)]
        forced = mapping.forced(block) if mapping and not headers else None
        headers = [forced] if forced else headers
        sorter = TableSorter(found, sections, block, table)
        if headers:
            sorter.sort(headers)
            last = headers[-1], block.width
        elif last and last[1] == block.width and _goes_on(block, last[0]):
            # Word cuts a table in two where a page or a section of the page ends.
            sorter.rest(replace(last[0], row=0, depth=0), 0)
        else:
            sorter.aside(_said_before(document, at))
        table += 1
    found.codes = sections.codes
    return found


def _heads_a_table(document: SourceDocument, at: int, *, first: bool) -> bool:
    """Whether a paragraph is the heading of the measures in the table right below it."""
    text = flat(str(document.blocks[at]))
    below = document.blocks[at + 1] if at + 1 < len(document.blocks) else ""
    if isinstance(below, str) or len(text) > _LONGEST_SECTION or not headers_of(below):
        return False
    if level_of_heading(text) and len(text) < _LONGEST_SECTION // 2:
        return True
    if first:
        # Above the first table stands its title; only a number or a name makes it a section.
        return at > 0 and bool(SECTION_CODE.match(text) or is_named_section(text))
    return not is_signature_line(text) and not _ANNEX.match(text)


def _said_before(document: SourceDocument, at: int) -> str:
    """The nearest paragraph above a table."""
    return next((one for one in reversed(document.blocks[:at]) if isinstance(one, str)), "")


def _headers(grid: Grid) -> list[Header]:
    """The headers of a grid; one printed again on the next page is no other."""
    found: list[Header] = []
    for header in headers_of(grid):
        if not found or not repeats_header(grid, found[-1], header.row):
            found.append(header)
    return found


def _goes_on(grid: Grid, header: Header) -> bool:
    """Whether a table without a header goes on with the one before it."""
    numbers = header.having(Field.NUMBER)
    if not numbers:
        return True
    said = [grid.rows[row][numbers[0].index].text for row in range(len(grid.rows))]
    return any(NUMBER.fullmatch(one) for one in said if one)
