"""The rows of one table, each taken for one thing, and the measures they make."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workflows.roadmaps.cells import flat
from workflows.roadmaps.lettered import LetteredTable
from workflows.roadmaps.levels import level_of_heading
from workflows.roadmaps.rows import (
    Draft,
    RowKind,
    Sorted,
    ends_in_middle,
    ends_open,
    goes_on,
    is_broken,
    is_named_section,
    is_rest,
    is_signature,
    is_stamp,
    is_term,
    is_total,
    repeats_header,
)
from workflows.roadmaps.stages import is_only_term
from workflows.roadmaps.vocabulary import HELPS, Field, year_of
from workflows.roadmaps.words import EXPLAINS, NUMBER, PAGE_MARK, begins_small, plain

if TYPE_CHECKING:
    from collections.abc import Collection

    from workflows.roadmaps.cells import Cell, Grid
    from workflows.roadmaps.headings import Header
    from workflows.roadmaps.sections import Sections


class TableSorter(LetteredTable):
    """The rows of one table."""

    def __init__(self, found: Sorted, sections: Sections, grid: Grid, table: int) -> None:
        super().__init__(found, sections, grid, table)
        self.nested: set[str] = set()
        self.several = False
        """Whether other tables have measures too: «2024 год» over one of them is its section."""

    def sort(self, headers: list[Header]) -> None:
        """Rows above the first header are a preface; each header rules the rows below it."""
        for row in range(headers[0].row):
            own = self.grid.own(row)
            last = len(own) == 1 and row + 1 == headers[0].row
            said = last and (
                level_of_heading(own[0].text) or (self.several and year_of(own[0].text))
            )
            if said or self._leads(row, headers[0].row):
                self._section(row, " ".join(flat(one.text) for one in own))
            else:
                self._preface(row)
        for at, header in enumerate(headers):
            for row in range(header.row, header.end):
                self._note(row, RowKind.HEADER)
            self.found.headers.append(header)
            until = headers[at + 1].row if at + 1 < len(headers) else len(self.grid.rows)
            self.rest(header, header.end, until)

    def _leads(self, row: int, header: int) -> bool:
        """Whether «Задача 1. ...» stands over a header, with nothing but its like between."""
        between = [self.grid.own(one) for one in range(row, header)]
        return all(
            (len(own) == 1 or (len(own) == 2 and 2 * own[1].width >= self.grid.width))  # noqa: PLR2004
            and is_named_section(own[0].text)
            and not EXPLAINS.match(flat(own[0].text))
            for own in between
        )

    def aside(self, above: str) -> None:
        """A table that holds no measures: a stamp, a signature, a list of schools."""
        helping = {one.column for one in self.grid.own(0)[1:] if HELPS.search(plain(one.text))}
        for row in range(len(self.grid.rows)):
            self._preface(row, helping)
        rows = [self.grid.own(row) for row in range(len(self.grid.rows))]
        self.found.listed.update(flat(" ".join(one.text for one in own)) for own in rows)
        of_lists = (
            " ".join(flat(one.text) for one in own if one.column not in helping) for own in rows
        )
        self.found.lists.append((above, tuple(of_lists)))

    def rest(self, header: Header, first: int, until: int | None = None) -> None:
        """The rows under a header."""
        end = len(self.grid.rows) if until is None else until
        self.header = header
        self._look_ahead(first, end)
        for row in range(first, end):
            self._row(row)

    def _look_ahead(self, first: int, end: int) -> None:
        numbers = self.header.having(Field.NUMBER)
        self.number = numbers[0].index if numbers else None
        said = []
        if self.number is not None:
            cells = (self.grid.rows[row][self.number] for row in range(first, end))
            said = [one.text.strip(" .)") for one in cells if NUMBER.fullmatch(one.text)]
        # Numbers on a few rows only do not tell where a measure begins.
        self.numbered = self.number is not None and 4 * len(said) >= end - first
        self.nested = {one.rsplit(".", 1)[0] for one in said if "." in one}
        self.last = max(
            (row for row in range(first, end) if self.dated(row)),
            default=end,
        )

    def _preface(self, row: int, helping: Collection[int] = ()) -> None:
        """Take a row for no measure; the schools of `helping` columns are in no list."""
        own = self.grid.own(row)
        texts = tuple(one.text for one in own)
        self._note(row, RowKind.PREFACE if texts else RowKind.EMPTY)
        if not texts:
            return
        if len(texts) > 1 and not self.found.drafts and not is_stamp(texts):
            self.found.preface.append(texts)
        aside = self.found.after if self.found.drafts else self.found.before
        if len(texts) == 1 or is_stamp(texts):
            # Stamps stand side by side, each to be read by its own lines.
            aside.extend(line for text in texts for line in text.split("\n"))
        else:
            aside.append("\n".join(one.text for one in own if one.column not in helping))

    def _row(self, row: int) -> None:
        own = self.grid.own(row)
        if not own:
            self._note(row, RowKind.EMPTY)
        elif repeats_header(self.grid, self.header, row):
            self._repeated(row, own)
        elif (self.table, row) in self.found.apart:
            self._measure(row)
        elif self._is_page_mark(own):
            self._note(row, RowKind.PREFACE)
        elif is_total(own) or (row > self.last and is_signature(own, dated=self.dated(row))):
            self._preface(row)
        elif self.heads_letters(row, own):
            self._section(row, " ".join(flat(one.text) for one in own))
            self.headed = self.sections.path[-1]
        elif self.sort_letter(row, own) or (len(own) == 1 and self._single(row, own[0])):
            pass
        elif self._is_headline(row, own):
            self._section(row, " ".join(flat(one.text) for one in own))
        elif self._is_dated_heading(row, own):
            said = " ".join(flat(one.text) for one in own if not self._is_term(one))
            self._section(row, f"{said} ({self.deadline(row)})")
        elif self.numbered:
            self._in_numbered(row)
        else:
            self._in_unnumbered(row)

    # One text in a row.

    def _is_page_mark(self, own: list[Cell]) -> bool:
        """Whether the page prints its number over the whole row; a lone «12» may be a measure's."""
        wide = len(own) == 1 and own[0].width > 1 and 2 * own[0].width >= self.grid.width
        return wide and bool(PAGE_MARK.fullmatch(own[0].text))

    def _single(self, row: int, cell: Cell) -> bool:
        """Take a row of one text for what it is; False if the general rules must say."""
        if any(one.row < row and one.text for one in self.grid.rows[row]):
            return False
        text, number = flat(cell.text), NUMBER.fullmatch(cell.text)
        if cell.width > 1 and 2 * cell.width >= self.grid.width and not number:
            self._section(row, text)
            return True
        first = min(one.index for one in self.header.columns if one.heading or one.index == 0)
        content = {first, *(one.index for one in self.header.having(Field.TITLE))}
        if self.number is not None:
            content.add(self.number)
        if cell.column not in content or number:
            return False
        draft = self._above()
        if draft and cell.column != self.number and not is_named_section(text):
            before = draft.texts.get(cell.column, "")
            if goes_on(text, before) or (
                self.after_header and ends_open(before) and not self.numbered
            ):
                return False
        self._section(row, text)
        return True

    def _is_headline(self, row: int, own: list[Cell]) -> bool:
        """A number and a title alone: «1. Организационные мероприятия» over 1.1, 1.2."""
        if len(own) != 2 or self.number is None or own[0].column != self.number:  # noqa: PLR2004
            return False
        if any(one.row < row and one.text for one in self.grid.rows[row]):
            return False
        titles = [one.index for one in self.header.having(Field.TITLE)]
        if own[1].column not in titles:
            return bool(own[1].width > 1 and 2 * own[1].width >= self.grid.width)
        code = own[0].text.strip(" .)")
        if own[1].width > 1 and 2 * own[1].width >= self.grid.width:
            return True
        named = any(is_named_section(one.text) for one in own)
        return code in self.nested or named or code.isupper()

    def _is_dated_heading(self, row: int, own: list[Cell]) -> bool:
        """«Этап 1. Диагностика» in the place of a number, its time under «Сроки»."""
        first = own[0].column == self.number and not NUMBER.fullmatch(own[0].text)
        named = first and is_named_section(own[0].text)
        return named and not self.title(row) and is_only_term(self.deadline(row))

    def _is_term(self, cell: Cell) -> bool:
        return cell.column in {one.index for one in self.header.having(Field.DEADLINE)}

    def _section(self, row: int, heading: str) -> None:
        self._note(row, RowKind.SECTION)
        self.sections.enter(heading)
        self.after_header = False

    # Headers that broken pages print again.

    def _repeated(self, row: int, own: list[Cell]) -> None:
        last = self.found.rows[-1].kind
        self._note(row, RowKind.HEADER)
        # Below a section nothing goes on, whatever header stands under it.
        self.after_header = last is not RowKind.SECTION and (
            self.after_header or last is not RowKind.HEADER
        )
        draft = self._above()
        for cell in own:
            self.found.repeats.append(cell.text)
            heading = dict(self.header.top).get(cell.column, "")
            _, closed, tail = cell.text.rpartition(")")
            if draft and closed and heading.endswith(")") and any(map(str.isalpha, tail)):
                draft.add(cell.column, tail.strip())

    # Measures and their parts.

    def _in_numbered(self, row: int) -> None:
        assert self.number is not None  # noqa: S101 - what `numbered` means
        draft = self._above()
        title = self.title(row)
        again = draft is not None and self._number_again(row, draft)
        if draft is None or (self.value(row, self.number) and not again):
            self._measure(row)
        elif again:
            self._join(row, draft, guessed=True)
        elif self.grid.rows[row][self.number].text:
            # The number covers several rows.
            if title and (self.says(row, Field.DEADLINE) or self.covered(row, Field.DEADLINE)):
                self._measure(row)
            else:
                self._join(row, draft, glue="\n")
        elif title and not goes_on(title, draft.text(Field.TITLE)) and self._stands(row, draft):
            self._measure(row)
        else:
            self._join(row, draft, guessed=True)

    def _number_again(self, row: int, draft: Draft) -> bool:
        """Whether a page that cut a row printed its number twice: the title goes on."""
        said = "" if self.number is None else self.value(row, self.number)
        return said == draft.text(Field.NUMBER) and begins_small(self.title(row))

    def _stands(self, row: int, draft: Draft) -> bool:
        """Whether a title without a number has a term of its own, and nothing above is open."""
        own = self.deadline(row)
        finished = bool(draft.deadlines) and not is_broken(draft.deadlines[-1])
        if self._cut_here(row, draft):
            return False
        return self.whole(row) or (is_term(own) and not is_rest(own) and finished)

    def _cut_here(self, row: int, draft: Draft) -> bool:
        """Whether a page ended inside the row above: its term or another cell goes on here."""
        above = (draft.text(Field.TITLE), *draft.deadlines[-1:])
        if is_rest(self.deadline(row)) or any(map(ends_in_middle, above)):
            return True
        if not self.after_header:
            return False
        # «директор» and «учителя» begin small wherever they stand.
        others = set(self.content()) - {Field.RESPONSIBLE, Field.AUDIENCE}
        columns = self.header.having(*others)
        return any(begins_small(self.value(row, one.index)) for one in columns)

    def _in_unnumbered(self, row: int) -> None:
        draft = self._above()
        titled = self.header.having(Field.TITLE)
        if draft is None:
            self._measure(row)
        elif titled and not self.title(row) and not self._shares_title(row):
            covered = self.covered(row, Field.TITLE)
            self._join(row, draft, glue="\n" if covered else " ", guessed=not covered)
        elif self.only_deadline(row) or self.same_again(row, draft.texts):
            self._join(row, draft, guessed=not self.covered(row, *self.content()))
        elif self._continues(row, draft):
            self._join(row, draft, guessed=True)
        elif self.after_header and (parts := self.split(row)):
            self._join_parts(row, draft, parts)
        else:
            self._measure(row)
        self.after_header = False

    def _shares_title(self, row: int) -> bool:
        """Whether those who act do something else, at another time, under a merged title."""
        told = self.says(row, Field.DEADLINE) and self.says(row, Field.ACTOR)
        return told and self.covered(row, Field.TITLE)

    def _continues(self, row: int, draft: Draft) -> bool:
        """Whether a row without a number is the rest of the one above."""
        dropped = self._drop_header_words(row) if self.after_header else []
        texts = {
            one.index: text
            for one in self.header.columns
            if one.field in self.content() and (text := self.value(row, one.index))
        }
        deadline = self.deadline(row)
        small = [at for at, text in texts.items() if begins_small(text)]
        if dropped and not deadline:
            return True
        if deadline and not is_rest(deadline):
            lone = len(deadline) < 3 and is_broken(deadline)  # noqa: PLR2004 - a preposition
            broken = bool(draft.deadlines) and is_broken(draft.deadlines[-1])
            return bool(small) and (lone or broken) and self.after_header
        if deadline:
            return self.after_header or len(small) == len(texts)
        if self.after_header:
            return bool(small) or all(ends_open(draft.texts.get(at, "")) for at in texts)
        return len(small) == len(texts)
