"""The measures that the rows of a table make, and what goes on with them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workflows.roadmaps.cells import flat
from workflows.roadmaps.readers.labelled import bracketed
from workflows.roadmaps.rows import Draft, Join, RowKind, Sorted, SortedRow
from workflows.roadmaps.stages import span_of
from workflows.roadmaps.term_columns import CROSS, one_phrase
from workflows.roadmaps.views import HeadedTable
from workflows.roadmaps.vocabulary import SPAN_HEADING, Field, is_part_of_year
from workflows.roadmaps.words import CELL_ERROR, plain

if TYPE_CHECKING:
    from workflows.roadmaps.cells import Grid
    from workflows.roadmaps.sections import Sections


class DraftedTable(HeadedTable):
    """A table whose rows are put into drafts, one after the other."""

    def __init__(self, found: Sorted, sections: Sections, grid: Grid, table: int) -> None:
        self.found = found
        self.sections = sections
        self.grid = grid
        self.table = table
        self.number: int | None = None
        self.numbered = False
        self.continues = False
        """Whether the table goes on with the one before it, as a page cut it."""
        self.of_row: dict[int, int] = {}
        self.after_header = False
        self.directions: dict[int, str] = {}

    def _note(self, row: int, kind: RowKind, sequence: int | None = None) -> None:
        self.found.rows.append(SortedRow(self.table, row, kind, sequence))
        if sequence is not None:
            self.of_row[row] = sequence

    def _above(self) -> Draft | None:
        drafts = self.found.drafts
        if not drafts or (drafts[-1].table != self.table and not self.continues):
            return None
        return drafts[-1]

    def _drop_header_words(self, row: int) -> list[int]:
        """Columns in which a broken header goes on instead of the measure."""
        found = []
        for column in self.header.columns:
            text = self.value(row, column.index)
            if text.startswith("(") and plain(text)[:12] in plain(column.heading):
                found.append(column.index)
                self.found.repeats.append(text)
        return found

    def _measure(self, row: int, without: tuple[int, ...] = ()) -> Draft:
        above = self._above()
        if above and not without and (self.table, row) in self.found.together:
            self._join(row, above, guessed=True)
            return above
        self.sections.use("" if self.number is None else self.value(row, self.number))
        draft = Draft(
            len(self.found.drafts) + 1,
            self.table,
            row,
            self.header,
            self.sections.path,
            self.sections.level,
            hidden=row in self.grid.hidden,
        )
        self.found.drafts.append(draft)
        self._note(row, RowKind.MEASURE, draft.sequence)
        for column in self.header.columns:
            if column.index in without:
                continue
            text = self.told(row, column)
            if column.field is Field.DEADLINE:
                continue
            if CELL_ERROR.fullmatch(text):
                draft.lost.append(column.index)
            elif text:
                draft.texts[column.index] = text
            else:
                self._inherit(draft, row, column.index)
            if column.field is Field.SECTION:
                self._go_on_with_direction(draft, column.index)
        self._deadline_of(draft, row)
        self.after_header = False
        return draft

    def _go_on_with_direction(self, draft: Draft, index: int) -> None:
        """A direction printed once, where merges are lost, is that of the rows below it too."""
        if draft.texts.get(index):
            self.directions[index] = draft.texts[index]
        elif index in self.directions and not draft.sections:
            draft.texts[index] = self.directions[index]

    def _deadline_of(self, draft: Draft, row: int) -> None:
        own = self.deadline(row)
        if own:
            draft.deadlines.append(own)
            return
        columns = self.header.having(Field.DEADLINE)
        for column in columns:
            self._inherit(draft, row, column.index)
        # A begin and an end that are merged with those above are one term here too.
        texts = [
            flat(draft.texts.pop(one.index)) if one.index in draft.inherited else ""
            for one in columns
        ]
        draft.deadlines.extend(filter(None, (one_phrase(columns, texts),)))
        if not draft.deadlines and self._titles_have_terms():
            _, said = bracketed(draft.text(Field.TITLE))
            draft.deadlines.extend(text for name, text in said if name and "рок" in name)
        if not draft.deadlines:
            draft.deadlines.extend(self._spans_told(draft))
        if not draft.deadlines and not self.header.having(Field.YEAR):
            draft.deadlines.extend(self._span_above(draft))

    def _spans_told(self, draft: Draft) -> list[str]:
        """«I полугодие, II полугодие» where words stand under both."""
        told = [
            one
            for one in self.header.having(Field.NOTE)
            if draft.texts.get(one.index) and is_part_of_year(one.nearest or one.heading)
        ]
        return [one_phrase(told, [CROSS] * len(told))] if told else []

    def _titles_have_terms(self) -> bool:
        """«Мероприятие, срок» over a column: the term stands in brackets behind the title."""
        headings = (plain(one.heading) for one in self.header.having(Field.TITLE))
        return not self.header.having(Field.DEADLINE) and any("срок" in one for one in headings)

    def _span_above(self, draft: Draft) -> list[str]:
        """The month printed once beside the rows of it, or over them."""
        above = self.found.drafts[-2] if len(self.found.drafts) > 1 else None
        spans = [
            one
            for one in self.header.having(Field.DEADLINE)
            if SPAN_HEADING.match(plain(one.heading))
        ]
        if spans and above and above.table == draft.table and above.sections == draft.sections:
            return list(above.deadlines)
        return [span for one in reversed(draft.sections) if (span := span_of(one))][:1]

    def _inherit(self, draft: Draft, row: int, index: int) -> None:
        """The value of a cell merged from above."""
        cell = self.grid.rows[row][index]
        if not self.header.end <= cell.row < row or not cell.text or cell.column != index:
            return
        draft.texts[index] = cell.text
        origin = self.of_row.get(cell.row)
        if origin is not None:
            draft.inherited[index] = origin

    def _join(self, row: int, draft: Draft, *, glue: str = " ", guessed: bool = False) -> None:
        dropped = self._drop_header_words(row) if self.after_header else []
        for column in self.header.columns:
            if column.index in dropped:
                continue
            text = self.value(row, column.index)
            if CELL_ERROR.fullmatch(text) and column.field is not Field.DEADLINE:
                draft.lost.append(column.index)
            elif column.field is not Field.DEADLINE and column.index != self.number:
                draft.add(column.index, text, glue=glue)
        draft.add_deadline(self.deadline(row))
        self._note(row, RowKind.JOINED, draft.sequence)
        self.after_header = False
        if guessed:
            said = flat(" ".join(one.text for one in self.grid.own(row)))
            self.found.joins.append(Join(draft.sequence, self.table, row, said))

    def _join_parts(self, row: int, draft: Draft, parts: list[int]) -> None:
        for at in parts:
            draft.add(at, self.value(row, at))
        said = flat(" ".join(self.value(row, at) for at in parts))
        self.found.joins.append(Join(draft.sequence, self.table, row, said))
        new = self._measure(row, tuple(parts))
        # In the document these cells were merged over both rows; the page break lost it.
        for at in parts:
            new.texts[at] = draft.texts[at]
            new.inherited[at] = draft.sequence
