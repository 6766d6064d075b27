"""The rows under a header, asked by what their columns hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workflows.roadmaps.cells import flat
from workflows.roadmaps.rows import is_term
from workflows.roadmaps.stages import MARK
from workflows.roadmaps.term_columns import one_phrase
from workflows.roadmaps.vocabulary import Field
from workflows.roadmaps.words import begins_small

if TYPE_CHECKING:
    from collections.abc import Mapping

    from workflows.roadmaps.cells import Grid
    from workflows.roadmaps.headings import Column, Header

_MARKED = {Field.LEVEL, Field.RESPONSIBLE, Field.AUDIENCE}
_SHARED = (Field.YEAR, Field.ACTOR)


class HeadedTable:
    """A grid and the header that rules its rows for now."""

    grid: Grid
    header: Header

    def says(self, row: int, *fields: Field) -> bool:
        """Whether a row says anything in these columns."""
        return any(self.value(row, one.index) for one in self.header.having(*fields))

    def value(self, row: int, index: int) -> str:
        """What a place says itself: text merged to the right belongs to its first column."""
        cell = self.grid.rows[row][index]
        if cell.row != row or not cell.text:
            return ""
        shared = any(one.index == index and one.field in _SHARED for one in self.header.columns)
        return cell.text if cell.column == index or shared else ""

    def dated(self, row: int) -> bool:
        """Whether a row holds what may be a deadline."""
        columns = self.header.having(Field.DEADLINE, Field.YEAR)
        return any(is_term(self.value(row, one.index)) for one in columns)

    def content(self) -> tuple[Field, ...]:
        """The fields that tell what a measure is, besides when."""
        return tuple({one.field for one in self.header.columns} - {Field.DEADLINE, Field.UNKNOWN})

    def title(self, row: int) -> str:
        """The title a row prints."""
        return next(
            (
                text
                for one in self.header.having(Field.TITLE)
                if (text := self.value(row, one.index))
            ),
            "",
        )

    def covered(self, row: int, *fields: Field) -> bool:
        """Whether a cell from above goes on here in one of these columns."""
        cells = [self.grid.rows[row][one.index] for one in self.header.having(*fields)]
        return any(one.row < row and one.text for one in cells)

    def whole(self, row: int) -> bool:
        """A title with its own deadline or its own people is a measure though unnumbered."""
        return self.says(row, Field.DEADLINE, Field.YEAR) and self.says(row, Field.RESPONSIBLE)

    def same_again(self, row: int, above: Mapping[int, str]) -> bool:
        """Whether a row prints the texts of the one above with another deadline."""
        here = {
            one.index: self.value(row, one.index)
            for one in self.header.columns
            if one.field in self.content()
        }
        said = {at: text for at, text in here.items() if text}
        return bool(said) and all(above.get(at) == text for at, text in said.items())

    def split(self, row: int) -> list[int]:
        """Columns that finish the row above, where the others begin a measure of their own."""
        columns = [one for one in self.header.columns if one.field in self.content()]
        said = [one.index for one in columns if self.value(row, one.index)]
        small = [at for at in said if begins_small(self.value(row, at))]
        if not small or small == said:
            return []
        return [at for at in said if at <= small[-1]]

    def only_deadline(self, row: int) -> bool:
        """Whether a row prints nothing but a deadline."""
        columns = {one.index for one in self.header.having(Field.DEADLINE)}
        return all(one.column in columns for one in self.grid.own(row))

    def deadline(self, row: int) -> str:
        """The deadline a row prints; a begin and an end in two columns are one phrase."""
        columns = self.header.having(Field.DEADLINE)
        return one_phrase(columns, [flat(self.value(row, one.index)) for one in columns])

    def told(self, row: int, column: Column) -> str:
        """What a place says of a measure; a cross under «муниципальный» is that level."""
        text = self.value(row, column.index)
        if column.field in _MARKED and MARK.fullmatch(text):
            return column.nearest or column.heading
        return text
