"""Workbooks: each sheet a grid, merged ranges kept, real dates printed as Russian orders do."""

from __future__ import annotations

import re
import zipfile
from dataclasses import replace
from datetime import date, datetime, time
from io import BytesIO
from typing import TYPE_CHECKING, Any
from xml.parsers import expat

from openpyxl.reader.excel import load_workbook
from openpyxl.utils.cell import column_index_from_string
from openpyxl.utils.datetime import from_excel

from engine.domain.errors import RoadmapUnreadable
from workflows.roadmaps.cells import Cell, Grid, SourceDocument, SourceKind, grid_of, tidy
from workflows.roadmaps.headings import headers_of
from workflows.roadmaps.refusing import MOST_PLACES, MOST_ROWS, refuse_extent, refuse_long
from workflows.roadmaps.vocabulary import Field
from workflows.roadmaps.words import NO_VALUE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from openpyxl.worksheet.worksheet import Worksheet

_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml", re.IGNORECASE)
_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})")
_FORMAT_NOISE = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')
_MONTHS = (
    *("январь", "февраль", "март", "апрель", "май", "июнь"),
    *("июль", "август", "сентябрь", "октябрь", "ноябрь", "декабрь"),
)
_MOST_SHEETS = 50
_SERIAL = re.compile(r"(?:3[5-9]|4\d|5[0-4])\d{3}")
"""How Excel counts the days of 1995 to 2050."""


def read_excel(data: bytes) -> SourceDocument:
    """The sheets of a .xlsx whose package was looked at before."""
    try:
        extents = _extents(data)
        book = load_workbook(BytesIO(data), data_only=True, keep_links=False)
        sheets = [one for one in book.worksheets if one.sheet_state == "visible"]
        unvalued = _unvalued(data, extents)
        grids = [
            _with_days(_grid(one, extents, unvalued), book.epoch) for one in sheets[:_MOST_SHEETS]
        ]
    except RoadmapUnreadable:
        raise
    except Exception as error:
        # openpyxl says in many ways that a part is missing or malformed.
        raise RoadmapUnreadable(reason="damaged") from error
    found = tuple(one for one in grids if one.rows)
    if not found:
        raise RoadmapUnreadable(reason="empty" if sheets else "damaged")
    return SourceDocument(SourceKind.EXCEL, found)


def _unvalued(data: bytes, extents: list[_Extent]) -> set[tuple[str, str]]:
    """Cells, by sheet and place, whose formula has no value: not every program saves one."""
    places = {place for one in extents for place in one.unvalued}
    if not places:
        return set()
    book = load_workbook(BytesIO(data), data_only=False, keep_links=False)
    return {
        (sheet.title, cell.coordinate)
        for sheet in book.worksheets
        for row, column in places
        if row <= sheet.max_row and (cell := sheet.cell(row, column)).data_type == "f"
    }


class _Extent:
    """How far a sheet goes, found without building it, and whether formulas in it have no value.

    openpyxl makes a cell of each place of a merged range, and a range may be the whole sheet.
    """

    def __init__(self) -> None:
        self.cells = self.rows = self.right = self.bottom = self.merged = self.merges = 0
        self.unvalued: set[tuple[int, int]] = set()
        self._at: tuple[int, int] | None = None
        self._inside = ""
        self._formula = self._value = False

    def open(self, name: str, attributes: dict[str, str]) -> None:
        self._inside = name.rpartition(":")[2]
        match self._inside:
            case "c":
                self.cells += 1
                self._at = _place(attributes.get("r", ""))
                # A formula that gives an empty text has a value.
                self._formula, self._value = False, attributes.get("t") == "str"
            case "row":
                self.rows += 1
            case "v" | "is" | "f" as part:
                self._formula = self._formula or part == "f"
                self._value = self._value or part == "is"
                if self._at:
                    self.bottom = max(self.bottom, self._at[0])
                    self.right = max(self.right, self._at[1])
            case "mergeCell":
                self._merge(attributes.get("ref", ""))
        over = max(self.cells, self.rows, self.merged) > MOST_PLACES
        if over or self.merges > MOST_ROWS:
            raise RoadmapUnreadable(reason="too_many_cells", most=MOST_PLACES)

    def read(self, text: str) -> None:
        # White space between the parts of a cell is no value, and the text of a formula none.
        self._value = self._value or (self._inside == "v" and bool(text.strip()))

    def close(self, name: str) -> None:
        self._inside = ""
        if name.rpartition(":")[2] == "c" and self._formula and not self._value and self._at:
            self.unvalued.add(self._at)

    def _merge(self, reference: str) -> None:
        first, _, last = reference.partition(":")
        begin, end = _place(first), _place(last or first)
        if begin and end:
            self.merges += 1
            self.merged += (abs(end[0] - begin[0]) + 1) * (abs(end[1] - begin[1]) + 1)


def _extents(data: bytes) -> list[_Extent]:
    found = []
    with zipfile.ZipFile(BytesIO(data)) as package:
        for name in package.namelist():
            if not _SHEET.fullmatch(name):
                continue
            extent = _Extent()
            parser = expat.ParserCreate()
            parser.StartElementHandler = extent.open
            parser.CharacterDataHandler = extent.read
            parser.EndElementHandler = extent.close
            with package.open(name) as part:
                parser.ParseFile(part)
            refuse_extent(extent.bottom, extent.right)
            found.append(extent)
    if sum(one.cells + one.merged for one in found) > MOST_PLACES:
        raise RoadmapUnreadable(reason="too_many_cells", most=MOST_PLACES)
    return found


def _place(reference: str) -> tuple[int, int] | None:
    found = _REFERENCE.fullmatch(reference)
    return (int(found[2]), column_index_from_string(found[1])) if found else None


def _grid(sheet: Worksheet, extents: list[_Extent], unvalued: set[tuple[str, str]]) -> Grid:
    bottom = min(sheet.max_row or 0, max(one.bottom for one in extents))
    right = min(sheet.max_column or 0, max(one.right for one in extents))
    merged = {
        (one.min_row, one.min_col): (one.max_row - one.min_row + 1, one.max_col - one.min_col + 1)
        for one in sheet.merged_cells
    }
    cells = []
    for row in sheet.iter_rows(max_row=bottom, max_col=right) if bottom and right else ():
        for one in row:
            text = _printed(one)
            if not text and (sheet.title, one.coordinate) in unvalued:
                text = NO_VALUE
            at = one.row or 1, one.column or 1
            height, width = merged.get(at, (1, 1))
            if text or at in merged:
                cells.append(Cell(text, at[0] - 1, at[1] - 1, height, min(width, right)))
    # Rows that are only formatted end no table.
    height = max((one.row + 1 for one in cells if one.text), default=0)
    hidden = {at - 1 for at, one in sheet.row_dimensions.items() if one.hidden and at <= height}
    return replace(
        grid_of(cells, height, sheet.title, frozenset(hidden)),
        hidden_columns=frozenset(_hidden_columns(sheet, right)),
    )


def _hidden_columns(sheet: Worksheet, right: int) -> Iterator[int]:
    for one in sheet.column_dimensions.values():
        if one.hidden and one.min:
            yield from range(one.min - 1, min(one.max or one.min, right))


def _with_days(grid: Grid, epoch: datetime) -> Grid:
    """A sheet whose days were left as numbers, printed as days where a heading asks for them."""
    days = {
        id(cell): replace(cell, text=_day(from_excel(int(cell.text), epoch), "dd.mm.yyyy"))
        for header in headers_of(grid)
        for column in header.having(Field.DEADLINE)
        for row in grid.rows[header.end :]
        if _SERIAL.fullmatch((cell := row[column.index]).text)
    }
    if not days:
        return grid
    return replace(
        grid, rows=tuple(tuple(days.get(id(cell), cell) for cell in row) for row in grid.rows)
    )


def _printed(cell: Any) -> str:
    """The value of a cell as it would be printed."""
    match cell.value:
        case None:
            return ""
        case bool():
            return "да" if cell.value else "нет"
        case datetime() | date():
            return _day(cell.value, cell.number_format)
        case time():
            return f"{cell.value:%H:%M}"
        case float() if cell.value.is_integer():
            return str(int(cell.value))
        case _:
            text = tidy(str(cell.value))
            return refuse_long(text)


def _day(day: date, form: str) -> str:
    """A day, or a month or a year where the cell's format shows no day of it."""
    shown = _FORMAT_NOISE.sub("", form or "").lower()
    if "m" not in shown and "d" not in shown and "y" in shown:
        return f"{day.year} год"
    if "d" in shown or "m" not in shown:
        return f"{day:%d.%m.%Y}"
    return f"{_MONTHS[day.month - 1]} {day.year}"
