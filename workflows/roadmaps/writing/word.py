"""A printed roadmap as a .docx: a landscape page with one real table."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt

if TYPE_CHECKING:
    from docx.table import _Row

    from workflows.roadmaps.writing.table import PrintedRoadmap

_SIZE = 9


def write_word(roadmap: PrintedRoadmap) -> bytes:
    """The file; the header of the table is printed again on each page."""
    document = Document()
    page = document.sections[0]
    page.orientation = WD_ORIENT.LANDSCAPE
    page.page_width, page.page_height = page.page_height, page.page_width
    document.styles["Normal"].font.size = Pt(_SIZE)
    document.add_heading(roadmap.title, level=1)
    for line in roadmap.lines:
        document.add_paragraph(line)
    table = document.add_table(rows=roadmap.depth, cols=roadmap.width)
    table.style = "Table Grid"
    _head(table, roadmap)
    _rows(table, roadmap)
    kept = BytesIO()
    document.save(kept)
    return kept.getvalue()


def _head(table: Any, roadmap: PrintedRoadmap) -> None:
    for one in roadmap.head:
        cell = table.cell(one.row, one.column)
        if (one.row, one.column) != (one.last_row, one.last_column):
            cell = cell.merge(table.cell(one.last_row, one.last_column))
        cell.text = ""
        cell.paragraphs[0].add_run(one.text).bold = True
    for row in table.rows:
        _repeat(row)


def _rows(table: Any, roadmap: PrintedRoadmap) -> None:
    for one in roadmap.rows:
        row = table.add_row()
        if one.section:
            merged = row.cells[0].merge(row.cells[-1])
            merged.text = ""
            merged.paragraphs[0].add_run(one.cells[0]).bold = True
        else:
            _fill(row, one.cells)


def _fill(row: _Row, texts: tuple[str, ...]) -> None:
    for cell, text in zip(row.cells, texts, strict=True):
        cell.text = text


def _repeat(row: _Row) -> None:
    """Word prints the row at the head of each page."""
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)  # noqa: SLF001 - python-docx has no other way
