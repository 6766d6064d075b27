"""Tables whose rows are no measures, laid out again so that they are: grids of months, cards."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from workflows.roadmaps.cells import Cell, Grid, SourceDocument, flat, grid_of, laid_anew
from workflows.roadmaps.headings import header_at, headers_of, looks_like_header
from workflows.roadmaps.readers.splitting import split_apart
from workflows.roadmaps.stages import MARK, is_only_term
from workflows.roadmaps.vocabulary import Field, recognised, year_of
from workflows.roadmaps.words import begins_small, plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workflows.roadmaps.headings import Column, Header

_MONTHS = re.compile(
    r"(?:январ|феврал|март|апрел|ма[йя]|июн|июл|август|сентябр|октябр|ноябр|декабр)\w*"
    r"(?: 20\d\d(?: г(?:ода?)?)?)?"
    r"|(?:[1-4]|i{1,3}|iv) (?:квартал|полугодие|четверть)(?: 20\d\d(?: г(?:ода?)?)?)?"
)
_FEWEST_MONTHS = 3
_FEWEST_CARDS = 2
_FEWEST_FIELDS = 3
_SEARCHED = 30
_ITEM = re.compile(r"\d{1,2}[.)]\s|[-–—•]\s")
_OPENS = {"мероприятие", "название мероприятия", "наименование мероприятия"}
_DAY = re.compile(r"\d{1,2}")


def unfolded(document: SourceDocument) -> SourceDocument:
    """A document whose grids of months and cards of measures are tables of measures."""
    blocks = tuple(
        (_by_cells(one) or split_apart(one) or one) if isinstance(one, Grid) else one
        for one in document.blocks
    )
    found = replace(document, blocks=blocks)
    if any(headers_of(one) for one in found.grids):
        return found
    return _with_cards(found)


# Grids of months.


def _by_cells(grid: Grid) -> Grid | None:
    """A grid of months with a row for each thing that a cell under a month says."""
    header = _header_of_months(grid)
    if header is None:
        return None
    months = [one for one in header.columns if _month(one)]
    others = [one for one in header.columns if one not in months and one.heading]
    said = [flat(grid.rows[row][one.index].text) for row in _below(grid, header) for one in months]
    words = [one for one in said if one and not _is_time(one)]
    if not words or 2 * len(words) < sum(map(bool, said)):
        return None
    head = [*(one.heading for one in others), "Срок", "Мероприятие"]
    cells = [Cell(text, header.row, at) for at, text in enumerate(head)]
    for row in range(header.row):
        cells.extend(grid.own(row))
    lines = list(range(header.row + 1))
    for row in _below(grid, header):
        for texts in _rows_of(grid, row, months, others):
            cells.extend(Cell(text, len(lines), at) for at, text in enumerate(texts))
            lines.append(row)
    return laid_anew(cells, lines, grid)


def _header_of_months(grid: Grid) -> Header | None:
    """The header that names months and has no column for what is done."""
    for row in range(min(len(grid.rows), _SEARCHED)):
        texts = [plain(one.text) for one in grid.own(row)]
        if sum(bool(_MONTHS.fullmatch(one)) for one in texts) < _FEWEST_MONTHS:
            if looks_like_header(grid, row):
                return None
            continue
        above = row and any(year_of(one.text) for one in grid.own(row - 1))
        header = header_at(grid, row - 1 if above else row)
        titled = any(recognised(one.heading) is Field.TITLE for one in header.columns)
        return None if titled else header
    return None


def _month(column: Column) -> str:
    """The month over a column, with the year above it."""
    above, _, part = column.heading.rpartition(" / ")
    if not _MONTHS.fullmatch(plain(part)):
        return ""
    year = year_of(above)
    return f"{part} {year} года" if year else part


def _below(grid: Grid, header: Header) -> range:
    return range(header.end, len(grid.rows))


def _is_time(text: str) -> bool:
    return bool(MARK.fullmatch(text) or _DAY.fullmatch(text)) or is_only_term(text)


def _rows_of(
    grid: Grid, row: int, months: list[Column], others: list[Column]
) -> Iterator[list[str]]:
    own = grid.own(row)
    if len(own) == 1 and own[0].width > 1:
        yield [own[0].text, *[""] * (len(others) + 1)]
        return
    beside = [grid.rows[row][one.index].text for one in others]
    said = False
    for column in months:
        cell = grid.rows[row][column.index]
        if cell.row != row or cell.column != column.index:
            continue
        for text in _things(cell.text):
            said = True
            yield [*beside, _time_of(cell, column, months), text]
    if not said:
        yield [*beside, "", ""]


def _time_of(cell: Cell, column: Column, months: list[Column]) -> str:
    """The month a cell stands under, or the first and the last of several that it covers."""
    under = [one for one in months if cell.column <= one.index < cell.column + cell.width]
    return " – ".join([_month(column), *(_month(one) for one in under[1:][-1:])])


def _things(text: str) -> list[str]:
    """The lines of a cell, where each begins something of its own."""
    lines = text.split("\n") if text else []
    if len(lines) > 1 and all(_ITEM.match(one) or not begins_small(one) for one in lines):
        return lines
    return [flat(text)] if text else []


# Cards of measures.


def _with_cards(document: SourceDocument) -> SourceDocument:
    """Cards one below the other, in one table or several, are one table."""
    cards = [card for one in document.grids for card in _cards_of(one)]
    if len(cards) < _FEWEST_CARDS:
        return document
    names = list(dict.fromkeys(name for _, card in cards for name in card))
    rows = [names, *([card.get(one, "") for one in names] for _, card in cards)]
    cells = [Cell(text, row, at) for row, texts in enumerate(rows) for at, text in enumerate(texts)]
    lines = (0, *(row for row, _ in cards))
    first = next(at for at, one in enumerate(document.blocks) if _is_card(one))
    kept = [
        replace(grid_of(cells, len(rows)), lines=lines) if at == first else one
        for at, one in enumerate(document.blocks)
        if at == first or not _is_card(one)
    ]
    return replace(document, blocks=tuple(kept))


def _is_card(block: str | Grid) -> bool:
    return isinstance(block, Grid) and bool(_cards_of(block))


def _cards_of(grid: Grid) -> list[tuple[int, dict[str, str]]]:
    """The cards of a table, each by the row of its title and the names of its fields."""
    said = [row for row in range(len(grid.rows)) if grid.own(row)]
    pairs = [[flat(one.text) for one in grid.own(row)] for row in said]
    if not pairs or any(len(one) > 2 for one in pairs):  # noqa: PLR2004 - a name and a value
        return []
    starts = [at for at, one in enumerate(pairs) if plain(one[0]) in _OPENS]
    cards = [
        (said[begin], {one[0]: one[1] if len(one) > 1 else "" for one in pairs[begin:end]})
        for begin, end in pairwise([*starts, len(pairs)])
    ]
    return [one for one in cards if _is_whole(one[1])] if starts[:1] == [0] else []


def _is_whole(card: dict[str, str]) -> bool:
    fields = {recognised(one) for one in card}
    return len(card) >= _FEWEST_FIELDS and {Field.TITLE, Field.DEADLINE} <= fields
