"""Columns whose headings do not say it all: what stands below them does."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from workflows.roadmaps.schools import school_names
from workflows.roadmaps.stages import MARK, is_only_span, is_only_term
from workflows.roadmaps.vocabulary import Field, is_part_of_year
from workflows.roadmaps.words import NUMBER, ROMAN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workflows.roadmaps.cells import Grid
    from workflows.roadmaps.headings import Column

_FEWEST_MONTHS = 4


def settled_by_contents(grid: Grid, first: int, columns: Sequence[Column]) -> list[Column]:
    """The columns of a header with what only the rows from `first` on show of them."""
    found = [_shown(grid, _by_contents(grid, first, one)) for one in columns]
    found = _told_in_spans(grid, first, _with_months(found))
    dated = any(one.field is Field.DEADLINE for one in found)
    return [_of_school(grid, first, one, dated=dated) for one in found]


def _by_contents(grid: Grid, first: int, column: Column) -> Column:
    """An unnamed column of numbers is the one of numbers; one of months, that of terms."""
    if column.heading or column.index > 1:
        return column
    texts = [grid.rows[row][column.index] for row in range(first, len(grid.rows))]
    said = [one.text for one in texts if one.text and one.width == 1]
    numbers = sum(bool(NUMBER.fullmatch(one)) for one in said)
    if said and 2 * numbers >= len(said):
        return replace(column, field=Field.NUMBER)
    if said and 2 * sum(map(is_only_span, said)) >= len(said):
        return replace(column, field=Field.DEADLINE)
    # A direction merged over its measures needs no heading.
    if column.index == 0 and any(one.text and one.height > 1 for one in texts):
        return replace(column, field=Field.SECTION)
    return column


def _shown(grid: Grid, column: Column) -> Column:
    """A column that the file does not show is kept as a note: nobody saw it in print."""
    hidden = column.index in grid.hidden_columns and column.field is not Field.NUMBER
    return replace(column, field=Field.NOTE, year="") if hidden and column.heading else column


def _told_in_spans(grid: Grid, first: int, columns: list[Column]) -> list[Column]:
    """«I полугодие» over words is a note of that time, and no column of terms."""
    spans = [
        one
        for one in columns
        if one.field is Field.DEADLINE and is_part_of_year(one.nearest or one.heading)
    ]
    cells = [row[one.index] for one in spans for row in grid.rows[first:]]
    said = [one.text for one in cells if one.width == 1 and any(map(str.isalpha, one.text))]
    told = [one for one in said if not (MARK.fullmatch(one) or is_only_term(one))]
    if not told or 2 * len(told) < len(said):
        return columns
    return [replace(one, field=Field.NOTE) if one in spans else one for one in columns]


def _with_months(columns: list[Column]) -> list[Column]:
    """«IX | X | XI | XII» in a row are months, and nothing else has so many Roman numbers."""
    found = [one for one in columns if one.field is Field.UNKNOWN and ROMAN.get(one.heading)]
    if len(found) < _FEWEST_MONTHS:
        return columns
    return [replace(one, field=Field.DEADLINE) if one in found else one for one in columns]


def _of_school(grid: Grid, first: int, column: Column, *, dated: bool) -> Column:
    """Crosses under the name of a school say whom a measure is for; days there say when."""
    if column.field is not Field.UNKNOWN or not school_names(column.heading):
        return column
    said = [text for row in grid.rows[first:] if (text := row[column.index].text)]
    if said and all(MARK.fullmatch(one) for one in said):
        return replace(column, field=Field.AUDIENCE)
    days = bool(said) and not dated and all(map(is_only_term, said))
    return replace(column, field=Field.DEADLINE) if days else column
