"""A laid-out roadmap as a .docx; rows are written as XML, for a cell at a time is too slow."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

import docx
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from workflows.roadmaps.printing.safety import printable
from workflows.roadmaps.printing.widths import share_of

if TYPE_CHECKING:
    from workflows.roadmaps.printing.laying import PrintedCell, PrintedRoadmap

# The elements of lxml are untyped; they do not leave this module.
_SIDE, _LONG, _SHORT = Mm(15), Mm(297), Mm(210)
_TWENTIETHS = 15_100
"""The width of a landscape page between its margins, in twentieths of a point."""


def word_file(roadmap: PrintedRoadmap) -> bytes:
    """The roadmap as a Word document, in landscape, its header repeated on every page."""
    document = docx.Document()
    _page(document)
    for line in roadmap.above:
        document.add_paragraph(printable(line))
    title = document.add_paragraph()
    title.add_run(printable(roadmap.title)).bold = True
    document.element.body.insert(len(document.element.body) - 1, _table(roadmap))
    document.add_paragraph()
    for line in roadmap.below:
        document.add_paragraph(printable(line))
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def _page(document: Any) -> None:
    style = document.styles["Normal"]
    style.font.name, style.font.size = "Times New Roman", Pt(11)
    style.paragraph_format.space_after = Pt(4)
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = _LONG, _SHORT
    section.left_margin = section.right_margin = _SIDE
    section.top_margin = section.bottom_margin = _SIDE


def _table(roadmap: PrintedRoadmap) -> Any:
    table = OxmlElement("w:tbl")
    properties = _within(table, "w:tblPr")
    _within(properties, "w:tblStyle", val="TableGrid")
    _within(properties, "w:tblW", w=str(_TWENTIETHS), type="dxa")
    _within(properties, "w:tblLayout", type="fixed")
    widths = [round(_TWENTIETHS * share) for share in share_of(roadmap.columns)]
    grid = _within(table, "w:tblGrid")
    for width in widths:
        _within(grid, "w:gridCol", w=str(width))
    starts: list[list[PrintedCell]] = [[] for _ in range(roadmap.height)]
    for cell in roadmap.cells:
        for row in range(cell.row, cell.row + cell.height):
            starts[row].append(cell)
    for row, cells in enumerate(starts):
        element = _within(table, "w:tr")
        if row in roadmap.header:
            _within(_within(element, "w:trPr"), "w:tblHeader")
        for cell in sorted(cells, key=lambda one: one.column):
            _cell(element, cell, row, sum(widths[cell.column : cell.column + cell.width]))
    return table


def _cell(parent: Any, cell: PrintedCell, row: int, width: int) -> None:
    element = _within(parent, "w:tc")
    properties = _within(element, "w:tcPr")
    _within(properties, "w:tcW", w=str(width), type="dxa")
    if cell.width > 1:
        _within(properties, "w:gridSpan", val=str(cell.width))
    if cell.height > 1:
        _within(properties, "w:vMerge", val="restart" if row == cell.row else "continue")
    # Every cell needs a paragraph; where one goes on from above it is empty.
    lines = printable(cell.text).split("\n") if row == cell.row else [""]
    for line in lines:
        paragraph = _within(element, "w:p")
        if line:
            run = _within(paragraph, "w:r")
            if cell.bold:
                _within(_within(run, "w:rPr"), "w:b")
            text = _within(run, "w:t")
            text.text = line
            text.set(qn("xml:space"), "preserve")


def _within(parent: Any, tag: str, **attributes: str) -> Any:
    element = OxmlElement(tag)
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), value)
    parent.append(element)
    return element
