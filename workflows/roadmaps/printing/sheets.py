"""A laid-out roadmap as a .xlsx: texts only, whatever they look like."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

from openpyxl.styles.alignment import Alignment
from openpyxl.styles.borders import Border, Side
from openpyxl.styles.fonts import Font
from openpyxl.utils.cell import get_column_letter
from openpyxl.workbook.workbook import Workbook

from workflows.roadmaps.printing.safety import printable
from workflows.roadmaps.printing.widths import weights_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from workflows.roadmaps.printing.laying import PrintedCell, PrintedRoadmap

_WRAPPED = Alignment(wrap_text=True, vertical="top")
_LINE = Side(style="thin")
_FRAME = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_BOLD = Font(bold=True)
_LONGEST = 32_767
"""Characters of a cell that Excel holds; the rest would make the file unreadable."""


def excel_file(roadmap: PrintedRoadmap) -> bytes:
    """The roadmap as a workbook of one sheet, its header repeated on every printed page."""
    book = Workbook()
    sheet: Any = book.active
    sheet.title = "Дорожная карта"
    width = len(roadmap.columns)
    row = _lines(sheet, [*roadmap.above, roadmap.title], 1, width)
    for cell in roadmap.cells:
        _place(sheet, cell, row)
    _lines(sheet, roadmap.below, row + roadmap.height, width)
    for at, weight in enumerate(weights_of(roadmap.columns), 1):
        sheet.column_dimensions[get_column_letter(at)].width = weight
    if roadmap.header:
        first, last = roadmap.header[0] + row, roadmap.header[-1] + row
        sheet.print_title_rows = f"{first}:{last}"
        sheet.freeze_panes = sheet.cell(last + 1, 1)
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    return saved(book)


def put_text(sheet: Any, row: int, column: int, text: str) -> Any:
    """A cell that is a text even if it begins with a sign of a formula; Excel shows it so too."""
    cell = sheet.cell(row, column)
    cell.value = printable(text)[:_LONGEST] or None
    if text:
        cell.data_type = "s"
        cell.quotePrefix = text.lstrip().startswith(("=", "+", "-", "@"))
    cell.alignment = _WRAPPED
    return cell


def saved(book: Workbook) -> bytes:
    """A workbook as the bytes of its file."""
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _lines(sheet: Any, lines: Iterable[str], row: int, width: int) -> int:
    """Lines over the full width; gives the row below them."""
    for line in lines:
        put_text(sheet, row, 1, line).font = _BOLD
        sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=width)
        row += 1
    return row


def _place(sheet: Any, one: PrintedCell, top: int) -> None:
    row, column = one.row + top, one.column + 1
    cell = put_text(sheet, row, column, one.text)
    cell.border = _FRAME
    if one.bold:
        cell.font = _BOLD
    if one.height > 1 or one.width > 1:
        sheet.merge_cells(
            start_row=row,
            start_column=column,
            end_row=row + one.height - 1,
            end_column=column + one.width - 1,
        )
