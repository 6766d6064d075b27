"""Tables that were drawn by hand: edges that do not meet, rows set in, pages that cut rows."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from tests.domain.roadmaps.elsewhere.expecting import all_said, codes, read, rows
from tests.domain.roadmaps.files import saved, word

TITLE = "План на 2024 год"
HEADER = ["№", "Мероприятие", "Срок", "Ответственный"]
Cells = list[tuple[str, int]]


def cell(text: str, span: int, inside: str = "") -> str:
    direction = '<w:textDirection w:val="btLr"/>' if text == "№" else ""
    properties = f'<w:tcPr><w:gridSpan w:val="{span}"/>{direction}</w:tcPr>'
    return f"<w:tc>{properties}{inside or f'<w:p><w:r><w:t>{text}</w:t></w:r></w:p>'}</w:tc>"


def row(*cells: tuple[str, int], before: int = 0) -> str:
    gap = f'<w:trPr><w:gridBefore w:val="{before}"/></w:trPr>' if before else ""
    return f"<w:tr>{gap}{''.join(cell(*one) for one in cells)}</w:tr>"


def document(*tables: str) -> bytes:
    made: Any = docx.Document(BytesIO(word(TITLE)))
    body = made.element.body
    for one in tables:
        body.insert(len(body) - 1, parse_xml(f"<w:tbl {nsdecls('w')}>{one}</w:tbl>"))
    return saved(made)


def spans(texts: list[str], *widths: int) -> Cells:
    return list(zip(texts, widths, strict=True))


def told(roadmap):
    return [
        (one.get("number", ""), one["title"], one.get("when", ""), one.get("who", []))
        for one in all_said(roadmap)
    ]


def test_cells_whose_edges_do_not_meet_stand_in_the_columns_they_seem_to():
    roadmap = read(
        document(
            row(*spans(HEADER, 1, 2, 1, 2))
            + row(*spans(["1", "Семинар", "май 2024", "ИМЦ"], 1, 1, 2, 2))
            + row(*spans(["2", "Отчёт", "июнь 2024", "УО"], 1, 2, 2, 1))
        )
    )

    assert told(roadmap) == [
        ("1", "Семинар", "май 2024", ["ИМЦ"]),
        ("2", "Отчёт", "июнь 2024", ["УО"]),
    ]
    assert codes(roadmap) == {}


def test_a_row_that_is_set_in_stands_under_the_columns_it_reaches():
    roadmap = read(
        document(
            row(*spans(HEADER, 1, 1, 1, 1))
            + row(*spans(["1", "Семинар", "май 2024", "ИМЦ"], 1, 1, 1, 1))
            + row(("очно и заочно", 1), before=1)
            + row(*spans(["2", "Отчёт", "июнь 2024", "УО"], 1, 1, 1, 1))
        )
    )

    assert told(roadmap) == [
        ("1", "Семинар очно и заочно", "май 2024", ["ИМЦ"]),
        ("2", "Отчёт", "июнь 2024", ["УО"]),
    ]
    assert codes(roadmap) == {"joined_rows": [1]}


def test_a_row_that_a_page_cut_goes_on_in_the_next_table():
    for second in (
        row(*spans(["", "для учителей математики", "", ""], 1, 1, 1, 1)),
        row(*spans(HEADER, 1, 1, 1, 1))
        + row(*spans(["", "для учителей математики", "", ""], 1, 1, 1, 1)),
    ):
        roadmap = read(
            document(
                row(*spans(HEADER, 1, 1, 1, 1))
                + row(*spans(["1", "Семинар", "май 2024", "ИМЦ"], 1, 1, 1, 1)),
                second + row(*spans(["2", "Отчёт", "июнь 2024", "УО"], 1, 1, 1, 1)),
            )
        )

        assert told(roadmap) == [
            ("1", "Семинар для учителей математики", "май 2024", ["ИМЦ"]),
            ("2", "Отчёт", "июнь 2024", ["УО"]),
        ]
        assert codes(roadmap) == {"joined_rows": [1]}


def test_rows_and_cells_in_content_controls_are_rows_and_cells():
    whole = row(*spans(["1", "Семинар", "май 2024", "ИМЦ"], 1, 1, 1, 1))
    wrapped = f"<w:sdt><w:sdtPr/><w:sdtContent>{whole}</w:sdtContent></w:sdt>"
    inner = cell("июнь 2024", 1)
    held = f"<w:sdt><w:sdtContent>{inner}</w:sdtContent></w:sdt>"
    mixed = f"<w:tr>{cell('2', 1)}{cell('Отчёт', 1)}{held}{cell('УО', 1)}</w:tr>"

    roadmap = read(document(row(*spans(HEADER, 1, 1, 1, 1)) + wrapped + mixed))

    assert told(roadmap) == [
        ("1", "Семинар", "май 2024", ["ИМЦ"]),
        ("2", "Отчёт", "июнь 2024", ["УО"]),
    ]
    assert rows(roadmap) == {"measures": 2, "header": 1}


def test_a_table_of_measures_in_a_cell_beside_a_stamp_is_read():
    table = row(*spans(HEADER, 1, 1, 1, 1)) + row(
        *spans(["1", "Семинар", "май 2024", "ИМЦ"], 1, 1, 1, 1)
    )
    frame = cell("", 1, f"<w:tbl>{table}</w:tbl><w:p/>")

    roadmap = read(document(f"<w:tr>{cell('СОГЛАСОВАНО', 1)}</w:tr><w:tr>{frame}</w:tr>"))

    assert told(roadmap) == [("1", "Семинар", "май 2024", ["ИМЦ"])]
