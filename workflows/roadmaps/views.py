"""The rows under a header, asked by what their columns hold."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from workflows.roadmaps.cells import flat
from workflows.roadmaps.rows import is_term
from workflows.roadmaps.stages import MARK, in_stage, is_only_term
from workflows.roadmaps.vocabulary import STAGE, Field, year_of
from workflows.roadmaps.words import ROMAN, begins_small, plain

if TYPE_CHECKING:
    from collections.abc import Mapping

    from workflows.roadmaps.cells import Grid
    from workflows.roadmaps.headings import Column, Header

_ENDS = re.compile(r"оконч|заверш|конец|\bпо$")
_EDGE = re.compile(
    r"\d|январ|феврал|март|апрел|ма[йя]\b|июн|июл|август|сентябр|октябр|ноябр|декабр", re.IGNORECASE
)
_PARTS = re.compile(r"квартал|полугод|четверт|этап")
_DAY = re.compile(r"[1-9]|[12]\d|3[01]")
MONTHS = (
    *("январь", "февраль", "март", "апрель", "май", "июнь"),
    *("июль", "август", "сентябрь", "октябрь", "ноябрь", "декабрь"),
)
_OF_MONTHS = (
    *("января", "февраля", "марта", "апреля", "мая", "июня"),
    *("июля", "августа", "сентября", "октября", "ноября", "декабря"),
)
_MARKED = {Field.LEVEL, Field.RESPONSIBLE, Field.AUDIENCE}
_SHARED = (Field.YEAR, Field.ACTOR)


def _month_of(heading: str) -> int:
    """The number of the month a heading names, also shortly; 0 if it names none."""
    above, _, part = heading.rpartition(" / ")
    if part in ROMAN and not _PARTS.search(plain(above)):
        return ROMAN[part]
    if "месяц" in plain(above) and _DAY.fullmatch(part) and int(part) <= len(MONTHS):
        return int(part)
    said = plain(part)
    known = (at for at, one in enumerate(MONTHS, 1) if len(said) > 2 and one.startswith(said))  # noqa: PLR2004
    return next(known, 0)


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
        texts = [self._in_column(one, flat(self.value(row, one.index))) for one in columns]
        if len(columns) == 2 and _ENDS.search(plain(columns[1].heading)):  # noqa: PLR2004
            first, last = texts
            if first == last:
                return first
            if last and not _EDGE.match(last):
                return ", ".join(filter(None, texts))
            said = [f"с {first}" if first and last else first, ("по " if first else "до ") + last]
            return " ".join(one for one, text in zip(said, texts, strict=True) if text)
        labelled = any(STAGE.search(plain(one.heading)) for one in columns) and not all(
            is_only_term(one) for one in texts if one
        )
        return ("; " if labelled else ", ").join(filter(None, texts))

    def _in_column(self, column: Column, text: str) -> str:
        if text and STAGE.search(plain(column.heading)):
            return in_stage(column, text)
        return self._marked(text, column.heading)

    def told(self, row: int, column: Column) -> str:
        """What a place says of a measure; a cross under «муниципальный» is that level."""
        text = self.value(row, column.index)
        if column.field in _MARKED and MARK.fullmatch(text):
            return column.nearest or column.heading
        return text

    @staticmethod
    def _marked(text: str, heading: str) -> str:
        """A cross under «IV кв.» is that quarter; a day under «сент.» is one of that month."""
        above, _, part = heading.rpartition(" / ")
        month = _month_of(heading)
        if month and _DAY.fullmatch(text):
            return f"{text} {_OF_MONTHS[month - 1]}" + (
                f" {one} года" if (one := year_of(above)) else ""
            )
        if not MARK.fullmatch(text):
            return text
        shortened = month and plain(part) not in MONTHS
        said = MONTHS[month - 1] if shortened else re.sub(r"\bкв\.?$", "квартал", part)
        year = year_of(above)
        return f"{said} {year} года" if year and "/" not in year else said
