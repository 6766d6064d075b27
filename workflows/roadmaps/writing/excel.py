"""A printed roadmap as an .xlsx: one sheet, its header frozen; no cell is a formula."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.styles.alignment import Alignment
from openpyxl.styles.fonts import Font
from openpyxl.utils.cell import get_column_letter
from openpyxl.workbook.workbook import Workbook

if TYPE_CHECKING:
    from workflows.roadmaps.writing.table import PrintedRoadmap

_NARROW, _WIDE = 8, 38
_BOLD = Font(bold=True)
_WRAPPED = Alignment(wrap_text=True, vertical="top")


def write_excel(roadmap: PrintedRoadmap) -> bytes:
    """The file: the lines of the card, the header, then a row for each row of the table."""
    book = Workbook()
    sheet: Any = book.active
    sheet.title = "Дорожная карта"
    for line in (roadmap.title, *roadmap.lines):
        _put(sheet, [line])
    _head(sheet, roadmap)
    for one in roadmap.rows:
        _put(sheet, one.cells, font=_BOLD if one.section else None)
        if one.section:
            row = sheet.max_row
            sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=roadmap.width)
    kept = BytesIO()
    book.save(kept)
    return kept.getvalue()


def _head(sheet: Any, roadmap: PrintedRoadmap) -> None:
    """The header, frozen above what is scrolled; a heading over little is over a narrow column."""
    first = sheet.max_row + 1
    for row in range(roadmap.depth):
        texts = {one.column: one.text for one in roadmap.head if one.row == row}
        _put(sheet, [texts.get(place, "") for place in range(roadmap.width)], font=_BOLD)
    for one in roadmap.head:
        if one.last_column == one.column:
            width = _NARROW if len(one.text) <= _NARROW and one.row == 0 else _WIDE
            sheet.column_dimensions[get_column_letter(one.column + 1)].width = width
        if (one.row, one.column) != (one.last_row, one.last_column):
            sheet.merge_cells(
                start_row=first + one.row,
                start_column=one.column + 1,
                end_row=first + one.last_row,
                end_column=one.last_column + 1,
            )
    sheet.freeze_panes = f"A{first + roadmap.depth}"


def _put(sheet: Any, texts: Any, font: Font | None = None) -> None:
    """A row of texts; what begins like a formula stays a text."""
    cells = []
    for text in texts:
        cell = Cell(sheet, value=ILLEGAL_CHARACTERS_RE.sub("", text))
        cell.data_type = "s"
        cell.alignment = _WRAPPED
        if font is not None:
            cell.font = font
        cells.append(cell)
    sheet.append(cells)
