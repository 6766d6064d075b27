"""Rows «а) ...», «б) ...»: measures where they say when and who, else lines of the one above."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from workflows.roadmaps.drafting import DraftedTable
from workflows.roadmaps.rows import RowKind
from workflows.roadmaps.vocabulary import Field

if TYPE_CHECKING:
    from workflows.roadmaps.cells import Cell
    from workflows.roadmaps.rows import Draft

_LETTER = re.compile(r"[а-я]\)")
_MARK = re.compile(r"[а-я]\)\s*(?=\S)|[-–—•]\s*(?=[а-яё])")
_DASH = re.compile(r"[-–—•]\s+(?=\S)")


class LetteredTable(DraftedTable):
    """A table some of whose rows are parts of the row above them."""

    headed = ""
    """The heading over the letters that are read now."""

    def letter_of(self, row: int) -> str:
        """The letter or the dash a row begins with; empty if it has a number or none of them."""
        if row >= len(self.grid.rows):
            return ""
        number = "" if self.number is None else self.value(row, self.number)
        if number:
            return number if _LETTER.fullmatch(number) else ""
        title = self.title(row)
        # Where measures have numbers, a dash begins none; elsewhere it may.
        found = _MARK.match(title) or (_DASH.match(title) if self.numbered else None)
        return found[0].strip() if found else ""

    def heads_letters(self, row: int, own: list[Cell]) -> bool:
        """Whether a row says nothing but what the measures under its letters have in common."""
        said = {self.number, *(one.index for one in self.header.having(Field.TITLE))}
        bare = all(one.column in said for one in own) and not self.letter_of(row)
        return bare and bool(self.letter_of(row + 1)) and self._stands_alone(row + 1)

    def sort_letter(self, row: int, own: list[Cell]) -> bool:
        """Take a row with a letter for what it is; False if the general rules must say."""
        letter, draft = self.letter_of(row), self._above()
        wide = own[0].width > 1 and 2 * own[0].width >= self.grid.width
        if not letter or draft is None or (len(own) == 1 and wide):
            return False
        first = self.found.rows[-1].kind is RowKind.SECTION
        if self._stands_alone(row) or first or self._is_sibling(draft):
            self._measure(row)
            return True
        if self.says(row, Field.DEADLINE, Field.YEAR, Field.RESPONSIBLE, Field.ACTOR):
            return False
        self._line_of(row, draft, letter)
        return True

    def _stands_alone(self, row: int) -> bool:
        """A term and people of its own make a measure; where no column has people, a term does."""
        if not self.says(row, Field.DEADLINE, Field.YEAR) and not self.covered(row, Field.DEADLINE):
            return False
        people = self.header.having(Field.RESPONSIBLE)
        return (
            not people or self.says(row, Field.RESPONSIBLE) or self.covered(row, Field.RESPONSIBLE)
        )

    def _is_sibling(self, draft: Draft) -> bool:
        """Whether the measure above has a letter of its own."""
        return draft.table == self.table and bool(self.letter_of(draft.row))

    def _line_of(self, row: int, draft: Draft, letter: str) -> None:
        """Go on with the measure above, each letter on a line of its own."""
        for column in self.header.columns:
            text = self.value(row, column.index)
            if column.index == self.number or not text:
                continue
            inside = column.field is Field.TITLE and not text.startswith(letter)
            draft.add(column.index, f"{letter} {text}" if inside else text, glue="\n")
        self._note(row, RowKind.JOINED, draft.sequence)
        self.after_header = False

    def _measure(self, row: int, without: tuple[int, ...] = ()) -> Draft:
        if self.headed and not self.letter_of(row):
            self.sections.leave(self.headed)
            self.headed = ""
        return super()._measure(row, without)
