"""Columns mapped by hand: a value that an authority keeps, since its layout stays the same."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from engine.domain.errors import RoadmapUnreadable
from workflows.roadmaps.headings import Column, Header
from workflows.roadmaps.vocabulary import Field
from workflows.roadmaps.words import plain

if TYPE_CHECKING:
    from collections.abc import Mapping as Values

    from workflows.roadmaps.cells import Grid

HEADERLESS = -1
"""The header's row of a table that prints none: every row of it is read."""


@dataclass(frozen=True, slots=True)
class ColumnRule:
    """What a column holds; it is known by the words over it, or by its place from the left."""

    field: Field
    heading: str = ""
    index: int | None = None
    year: str = ""
    actor: str = ""

    def fits(self, column: Column) -> bool:
        """Whether this rule is about a column."""
        if self.heading:
            return plain(self.heading) == plain(column.heading)
        return self.index == column.index


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """The rules of one authority; `header_row` names the header where no words show it.

    It is HEADERLESS where there is none; then rules name columns by their place.
    """

    rules: tuple[ColumnRule, ...] = ()
    header_row: int | None = None

    def applied(self, header: Header) -> Header:
        """A header with its columns as the rules say."""
        return replace(header, columns=tuple(self._column(one) for one in header.columns))

    def forced(self, grid: Grid) -> Header | None:
        """The header of a table in which no words show one."""
        if self.header_row == HEADERLESS:
            return self._unprinted(grid)
        if self.header_row is None or not 0 <= self.header_row < len(grid.rows):
            return None
        columns = tuple(
            Column(cell_at, Field.UNKNOWN, cell.text)
            for cell_at, cell in enumerate(grid.rows[self.header_row])
        )
        return self.applied(Header(self.header_row, 1, columns))

    def _unprinted(self, grid: Grid) -> Header | None:
        """A header of no rows, for a table that is wide enough to be the one that was mapped."""
        places = [one.index for one in self.rules if one.index is not None]
        if not places or max(places) >= grid.width:
            return None
        columns = tuple(Column(index, Field.UNKNOWN, "") for index in range(grid.width))
        return self.applied(Header(0, 0, columns))

    def _column(self, column: Column) -> Column:
        for rule in self.rules:
            if rule.fits(column):
                actor = rule.actor or (column.heading if rule.field is Field.ACTOR else "")
                return replace(column, field=rule.field, year=rule.year, actor=actor)
        return column


def plain_mapping(mapping: ColumnMapping) -> dict[str, Any]:
    """A mapping as plain values, to be kept."""
    rules = [
        {"field": one.field.value}
        | ({"heading": one.heading} if one.heading else {})
        | ({"index": one.index} if one.index is not None else {})
        | ({"year": one.year} if one.year else {})
        | ({"actor": one.actor} if one.actor else {})
        for one in mapping.rules
    ]
    return {"columns": rules, "header_row": mapping.header_row}


def parse_mapping(values: Values[str, Any]) -> ColumnMapping:
    """The mapping that was kept; what is none is refused."""
    try:
        rules = tuple(
            ColumnRule(
                Field(one["field"]),
                str(one.get("heading", "")),
                one.get("index"),
                str(one.get("year", "")),
                str(one.get("actor", "")),
            )
            for one in values["columns"]
        )
        return ColumnMapping(rules, values.get("header_row"))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise RoadmapUnreadable(reason="mapping") from error
