"""Columns found by the words of their headings, in any order, over one header row or several."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from workflows.roadmaps.cells import flat
from workflows.roadmaps.contents import settled_by_contents
from workflows.roadmaps.stages import stages_settled
from workflows.roadmaps.vocabulary import (
    ACTOR_WORDS,
    AUDIENCE_NAMES,
    Field,
    actor_name,
    is_part_of_year,
    recognised,
    year_of,
)
from workflows.roadmaps.words import NUMBER, begins_small, plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from workflows.roadmaps.cells import Cell, Grid


@dataclass(frozen=True, slots=True)
class Column:
    """A column: where it stands, what is printed over it, and what it holds."""

    index: int
    field: Field
    heading: str
    year: str = ""
    actor: str = ""
    nearest: str = ""
    """What stands right over it, where the heading is of several rows."""


@dataclass(frozen=True, slots=True)
class Header:
    """The header of a table: its rows, and the columns under it."""

    row: int
    depth: int
    columns: tuple[Column, ...]
    top: tuple[tuple[int, str], ...] = ()
    """What its first row prints, by column."""

    @property
    def end(self) -> int:
        """The first row below."""
        return self.row + self.depth

    @property
    def names_measures(self) -> bool:
        """Whether a heading says that measures stand here, rather than schools or persons."""
        words = (recognised(one.nearest or one.heading) for one in self.columns)
        return bool(self.having(Field.ACTOR)) or any(one in _OF_MEASURES for one in words)

    def having(self, *fields: Field) -> list[Column]:
        """The columns that hold one of these."""
        return [one for one in self.columns if one.field in fields]


_SOLID = {
    Field.NUMBER,
    Field.TITLE,
    Field.DEADLINE,
    Field.RESPONSIBLE,
    Field.RESULT,
    Field.EVIDENCE,
    Field.TASK,
    Field.AUDIENCE,
}
_OF_MEASURES = {Field.TITLE, Field.TASK, Field.SECTION}
_LONGEST_HEADING = 160
_NOT_OF_HEADINGS = re.compile(
    r"\b(январ|феврал|март|апрел|ма[йя]\b|июн|июл|август|сентябр|октябр|ноябр|декабр)\w*\W+\w+"
    r"|\d{1,2}\.\d{1,2}\.20\d\d|^\W*(постоянно|ежегодно|ежемесячно|ежеквартально|в течение"
    r"|по график)|\bдо \d"
    r"|(?-i:[А-ЯЁ]\.\s?[А-ЯЁ]\.\s?[А-ЯЁ][а-яё]|[А-ЯЁ][а-яё]+\s[А-ЯЁ]\.\s?[А-ЯЁ]\.)",
    re.IGNORECASE,
)
_PLANNED = re.compile(r"план|плановы[йе]|планируемы[йе]|по плану")
_OF_PEOPLE = {Field.LEVEL, Field.TITLE, Field.AUDIENCE, Field.SECTION, Field.TASK}
_MOST_HEADER_ROWS = 3
_SHORT = 60


def looks_like_header(grid: Grid, row: int) -> bool:
    """Whether a row names columns rather than filling them."""
    return _rank(grid, row) > 0


def _rank(grid: Grid, row: int) -> int:
    """How much of a header a row is; 0 if it is none."""
    cells = grid.own(row)
    texts = [one.text for one in cells]
    if len(cells) < 2 or any(len(one) > 400 for one in texts):  # noqa: PLR2004 - two columns at least
        return 0
    if NUMBER.fullmatch(texts[0]) or any(len(one) > 40 and begins_small(one) for one in texts):  # noqa: PLR2004
        return 0
    if any(_NOT_OF_HEADINGS.search(actor_name(one)) for one in texts):
        return 0
    lone = _lone_month(texts)
    fields = [Field.UNKNOWN if one == lone else recognised(one) for one in texts]
    known = {one for one in fields if one in _SOLID}
    others = [text for text, field in zip(texts, fields, strict=True) if field is Field.UNKNOWN]
    if any(len(one) > _LONGEST_HEADING for one in others) and not _actors_of(others):
        return 0
    yearly = any(year_of(one) for one in texts)
    # «№ | Наименование» alone heads any list.
    if Field.TITLE in known and (known - {Field.NUMBER, Field.TITLE} or yearly):
        return 10 * len(known)
    if Field.DEADLINE in known and len(known - {Field.NUMBER}) > 1 and len(cells) > 2:  # noqa: PLR2004
        return 10 * len(known) - 5
    if Field.DEADLINE in known and _actors_of(others):
        return 10 + 5 * len(others)
    return 0


def _lone_month(texts: Sequence[str]) -> str:
    """The only month of a row: «План | февраль | УО» is a measure, columns have several."""
    months = [one for one in texts if is_part_of_year(one)]
    return months[0] if len(months) == 1 else ""


def _actors_of(headings: Sequence[str]) -> bool:
    """Whether these headings are those who do something, each in a column of its own."""
    named = sum(bool(ACTOR_WORDS.search(plain(one))) for one in headings)
    return len(headings) > 1 and 2 * named >= len(headings)


def headers_of(grid: Grid) -> list[Header]:
    """The headers of a grid, from top to bottom; a passport row like one of them is none."""
    ranks = {row: _rank(grid, row) for row in range(len(grid.rows))}
    best = max(ranks.values(), default=0)
    found: list[Header] = []
    for row, rank in ranks.items():
        if not rank or 2 * rank < best or (found and row < found[-1].end):
            continue
        # Below the first one only a row that says «Мероприятие» opens another table.
        texts = [one.text for one in grid.own(row)]
        if not found or (Field.TITLE in set(map(recognised, texts)) and not _lone_month(texts)):
            found.append(header_at(grid, row))
    return found


def header_at(grid: Grid, row: int) -> Header:
    """The header that begins in a row, with the rows that belong to it."""
    depth = 1
    while depth < _MOST_HEADER_ROWS and _goes_on(grid, row, row + depth):
        depth += 1
    columns = tuple(_column(grid, row, depth, at) for at in range(grid.width))
    if row + depth < len(grid.rows) and is_column_numbers(grid, row + depth):
        depth += 1
    top = tuple((one.column, one.text) for one in grid.own(row))
    header = Header(row, depth, columns, top)
    return _settled(grid, header)


def _goes_on(grid: Grid, first: int, row: int) -> bool:
    """Whether a row is still part of the header: it is under merged headings, or names years."""
    if row >= len(grid.rows):
        return False
    own = grid.own(row)
    if not own:
        return any(one.row < row for one in grid.rows[row] if one.text)
    if is_column_numbers(grid, row):
        return _under_months(grid, first, own)
    if all(year_of(one.text) for one in own):
        # «2024 год» over the full width, or under «№», is the section of the rows below.
        alone = len(own) == 1 and (own[0].column == 0 or 2 * own[0].width >= grid.width)
        return not alone
    covered = [one for one in grid.rows[row] if first <= one.row < row and one.text]
    wide = [one for one in grid.rows[first] if one.width > 1 and one.row == first and one.text]
    if not wide and not covered and _under_gaps(grid, first, own):
        return True
    under = all(any(w.column <= c.column < w.column + w.width for w in wide) for c in own)
    return bool(wide) and under and (bool(covered) or len(own) > 1) and _short(own)


def _under_months(grid: Grid, first: int, own: list[Cell]) -> bool:
    """Whether «9 | 10 | 11» are months: they fill what «Месяц» covers, and nothing else."""
    over = {grid.rows[first][one.column] for one in own}
    return len(over) == 1 and all("месяц" in plain(one.text) for one in over)


def _under_gaps(grid: Grid, first: int, own: list[Cell]) -> bool:
    """Whether a row fills only the gaps that shared headings leave in files without merges."""
    above = [one.text for one in grid.rows[first]]
    shared = {
        at
        for at in range(len(above))
        for left in range(at, -1, -1)
        if not any(above[left + 1 : at + 1]) and above[left] and "" in above[left + 1 : left + 2]
    }
    return len(own) > 1 and all(one.column in shared and len(one.text) <= _SHORT for one in own)


def _short(cells: Iterable[Cell]) -> bool:
    return all(len(one.text) <= _LONGEST_HEADING for one in cells)


def is_column_numbers(grid: Grid, row: int) -> bool:
    """The row «1 | 2 | 3 | 4» that some authorities print under a header."""
    texts = [one.text.strip(" .") for one in grid.own(row)]
    if len(texts) < 3 or not all(one.isdecimal() for one in texts):  # noqa: PLR2004
        return False
    numbers = [int(one) for one in texts if len(one) < 4]  # noqa: PLR2004
    return numbers == list(range(numbers[0], numbers[0] + len(texts))) if numbers else False


def _column(grid: Grid, row: int, depth: int, index: int) -> Column:
    cells: list[Cell] = []
    for at in range(row, min(row + depth, len(grid.rows))):
        cell = grid.rows[at][index]
        if cell.text and cell not in cells:
            cells.append(cell)
    texts = [flat(one.text) for one in cells]
    # In a file without merges the shared heading stands over the first of its columns only.
    if len(texts) == 1 and depth > 1 and cells[0].row > row:
        above = next(
            (grid.rows[row][at].text for at in range(index, -1, -1) if grid.rows[row][at].text), ""
        )
        texts.insert(0, flat(above))
    heading = " / ".join(texts)
    fields = _fields(texts)
    planned = len(texts) > 1 and bool(_PLANNED.fullmatch(plain(texts[-1])))
    year = year_of(texts[-2 if planned else -1]) if texts else ""
    # Money has years too, and is no milestone.
    if year and Field.NOTE not in fields:
        return Column(index, Field.YEAR, heading, year=year)
    field = next((one for one in fields if one is not Field.UNKNOWN), Field.UNKNOWN)
    return Column(index, field, heading, nearest=texts[-1] if len(texts) > 1 else "")


def _fields(texts: list[str]) -> list[Field]:
    """What the headings over a column name, the nearest first."""
    fields = [recognised(one) for one in reversed(texts)]
    above = next((one for one in fields[1:] if one is not Field.UNKNOWN), Field.UNKNOWN)
    planned = bool(texts) and bool(_PLANNED.fullmatch(plain(texts[-1])))
    # «Исполнители» over «муниципальный уровень» are people; «Срок» over «план» is a term.
    if above is not Field.UNKNOWN and (
        planned or (above is Field.RESPONSIBLE and fields[0] in _OF_PEOPLE)
    ):
        return [above, *fields[1:]]
    return fields


def _settled(grid: Grid, header: Header) -> Header:
    """Columns whose meaning only their neighbours or their contents show."""
    columns = settled_by_contents(grid, header.end, header.columns)
    columns = stages_settled(grid, header.end, columns)
    columns = _with_title(columns)
    columns = _with_actors(columns)
    columns = _once(columns)
    return replace(header, columns=tuple(columns))


def _with_title(columns: list[Column]) -> list[Column]:
    """Where no heading names the measures, another column may be theirs."""
    if any(one.field is Field.TITLE for one in columns):
        return columns
    unknown = [one for one in columns if one.field is Field.UNKNOWN and one.heading]
    dated = any(one.field is Field.DEADLINE for one in columns)
    if dated and _actors_of([one.heading for one in unknown]):
        return columns
    choices = [
        *unknown[:1],
        *(one for one in columns if one.field is Field.TASK),
        *(one for one in columns if one.field is Field.SECTION),
        *(one for one in columns if one.field is Field.AUDIENCE),
    ]
    if not choices:
        return columns
    return [replace(one, field=Field.TITLE) if one is choices[0] else one for one in columns]


def _with_actors(columns: list[Column]) -> list[Column]:
    """Unnamed columns of those who act are actors, where nobody else is responsible."""
    fields = {one.field for one in columns}
    titled = Field.TITLE in fields
    others = any(
        one.field is Field.UNKNOWN and not _names_schools(one) and _acts(one.heading, fields)
        for one in columns
    )
    found = []
    for one in columns:
        named = one.field is Field.UNKNOWN and bool(one.heading)
        if named and titled and not others and _names_schools(one):
            found.append(replace(one, field=Field.AUDIENCE))
        elif named and (not titled or _acts(one.heading, fields)):
            found.append(_acting(one))
        else:
            found.append(one)
    return found


def _names_schools(column: Column) -> bool:
    """Whether «ОО» stands over it: those a measure is for, or one of several who act."""
    return bool(AUDIENCE_NAMES.fullmatch(plain(column.nearest or column.heading)))


def _acting(column: Column) -> Column:
    """A column of one who acts; a word over all of them («Деятельность») names nobody."""
    return replace(column, field=Field.ACTOR, actor=actor_name(column.nearest or column.heading))


def _acts(heading: str, fields: set[Field]) -> bool:
    return Field.RESPONSIBLE not in fields and bool(ACTOR_WORDS.search(plain(heading)))


def _once(columns: list[Column]) -> list[Column]:
    """One column of titles, the one whose heading says so most plainly; the rest are notes."""
    titles = [one for one in columns if one.field is Field.TITLE]
    if len(titles) < 2:  # noqa: PLR2004
        return columns
    if all(ACTOR_WORDS.search(plain(one.heading)) for one in titles):
        # «Действия муниципалитета | Действия школы»
        return [
            _acting(one) if one in titles or (one.field is Field.UNKNOWN and one.heading) else one
            for one in columns
        ]
    plainly = [one for one in titles if "мероприят" in plain(one.heading)] or titles
    kept = plainly[0]
    same = kept.heading
    return [
        replace(one, field=Field.NOTE)
        if one.field is Field.TITLE and one is not kept and one.heading != same
        else one
        for one in columns
    ]
