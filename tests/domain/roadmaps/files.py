"""Roadmap files made for tests: the same rows as Word, Excel, separated and pasted text."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from io import BytesIO, StringIO
from typing import Any

import docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from openpyxl.workbook.workbook import Workbook

from workflows.roadmaps.cells import Grid

Rows = Sequence[Sequence[Any]]
DOWN, ACROSS = "^", "<"
"""In rows of a test: the cell above goes on here; the cell to the left goes on here."""


def word(*blocks: str | Rows) -> bytes:
    """A .docx of paragraphs and tables."""
    document = docx.Document()
    for block in blocks:
        if isinstance(block, str):
            document.add_paragraph(block)
        else:
            add_table(document, block)
    return saved(document)


def add_table(document: Any, rows: Rows) -> Any:
    height, width = len(rows), max(map(len, rows))
    table = document.add_table(height, width)
    for row, column, down, across, text in placed(rows):
        cell = table.cell(row, column)
        if down > 1 or across > 1:
            cell = cell.merge(table.cell(row + down - 1, column + across - 1))
        lines = text.split("\n")
        cell.paragraphs[0].text = lines[0]
        for line in lines[1:]:
            cell.add_paragraph(line)
    return table


def placed(rows: Rows) -> Iterable[tuple[int, int, int, int, str]]:
    """Each cell with how far it goes down and to the right."""
    for row, texts in enumerate(rows):
        for column, text in enumerate(texts):
            if text in (DOWN, ACROSS):
                continue
            across = 1
            while column + across < len(texts) and texts[column + across] == ACROSS:
                across += 1
            down = 1
            while row + down < len(rows) and rows[row + down][column : column + 1] == [DOWN]:
                down += 1
            yield row, column, down, across, text


def saved(document: Any) -> bytes:
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def excel(*sheets: Rows, formats: dict[str, str] | None = None) -> bytes:
    """A .xlsx; values that are no texts stay what they are."""
    book = Workbook()
    book.remove(book.active)
    for rows in sheets:
        sheet = book.create_sheet()
        for row, column, down, across, value in placed(rows):
            cell = sheet.cell(row + 1, column + 1, value)
            if isinstance(value, str):
                cell.data_type = "s"
            if down > 1 or across > 1:
                sheet.merge_cells(
                    start_row=row + 1,
                    start_column=column + 1,
                    end_row=row + down,
                    end_column=column + across,
                )
        for place, form in (formats or {}).items():
            sheet[place].number_format = form
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def separated(rows: Rows, separator: str = ";") -> str:
    """A separated text, as Excel saves it: merged cells say their value once."""
    file = StringIO()
    writer = csv.writer(file, delimiter=separator, lineterminator="\r\n")
    writer.writerows([["" if one in (DOWN, ACROSS) else one for one in row] for row in rows])
    return file.getvalue()


def rows_of(grid: Grid) -> list[list[str]]:
    """A grid as rows of a test, its merges marked."""
    return [
        [
            cell.text
            if (cell.row, cell.column) == (row, column)
            else (ACROSS if cell.column < column and cell.row == row else DOWN)
            if cell.row < row or cell.column < column
            else cell.text
            for column, cell in enumerate(cells)
        ]
        for row, cells in enumerate(grid.rows)
    ]


def numbered(paragraph: Any, number: int = 1, level: int = 0) -> None:
    """Let Word number a paragraph by itself."""
    properties = paragraph._p.get_or_add_pPr()
    num = OxmlElement("w:numPr")
    for name, value in (("w:ilvl", level), ("w:numId", number)):
        child = OxmlElement(name)
        child.set(qn("w:val"), str(value))
        num.append(child)
    properties.append(num)
