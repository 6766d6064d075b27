"""What Word hides in a file: inserted and deleted text, boxes, notes, tables inside tables."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from tests.domain.roadmaps.elsewhere.expecting import all_said, codes, read, rows
from tests.domain.roadmaps.files import ACROSS, add_table, saved, word

NAMES = nsdecls("w") + (
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:v="urn:schemas-microsoft-com:vml"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)
HEADER = ["№", "Мероприятие", "Сроки проведения", "Исполнители"]


def element(xml: str) -> Any:
    return parse_xml(xml.replace(">", f" {NAMES}>", 1))


def of(*tables: Any, title: str = "План на 2024 год") -> Any:
    document = docx.Document(BytesIO(word(title)))
    for one in tables:
        add_table(document, one)
    return document


def test_a_row_that_was_inserted_counts_and_a_deleted_one_does_not():
    document = of(
        [HEADER, ["1", "Старое", "май 2024", "УО"], ["1", "Новое", "июнь 2024", "УО"]],
    )
    for row, mark in ((1, "del"), (2, "ins")):
        tr = document.tables[0].rows[row]._tr
        tr.get_or_add_trPr().append(
            element(f'<w:{mark} w:id="1" w:author="a"/>'.replace("/>", "></w:" + mark + ">"))
        )

    roadmap = read(saved(document))

    assert [one["title"] for one in all_said(roadmap)] == ["Новое"]
    assert rows(roadmap) == {"measures": 1, "header": 1}


def test_words_that_were_deleted_or_moved_away_are_not_read():
    document = of([HEADER, ["1", "Семинар", "май 2024", "УО"]])
    paragraph = document.tables[0].cell(1, 1).paragraphs[0]._p
    paragraph.append(
        element('<w:del w:id="1"><w:r><w:delText> и вебинар</w:delText></w:r></w:del>')
    )
    paragraph.append(element('<w:moveFrom w:id="2"><w:r><w:t> в школе</w:t></w:r></w:moveFrom>'))
    paragraph.append(element('<w:ins w:id="3"><w:r><w:t> для педагогов</w:t></w:r></w:ins>'))
    paragraph.append(element('<w:moveTo w:id="4"><w:r><w:t> ШНОР</w:t></w:r></w:moveTo>'))

    assert all_said(read(saved(document)))[0]["title"] == "Семинар для педагогов ШНОР"


def test_hidden_words_are_not_read():
    document = of([HEADER, ["1", "Семинар", "май 2024", "УО"]])
    paragraph = document.tables[0].cell(1, 1).paragraphs[0]._p
    paragraph.append(element("<w:r><w:rPr><w:vanish/></w:rPr><w:t> (черновик)</w:t></w:r>"))

    assert all_said(read(saved(document)))[0]["title"] == "Семинар"


BOX = (
    "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx><w:txbxContent>"
    "<w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:txbxContent></wps:txbx></w:drawing></mc:Choice>"
    "<mc:Fallback><w:pict><v:textbox><w:txbxContent><w:p><w:r><w:t>{text}</w:t></w:r></w:p>"
    "</w:txbxContent></v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
)


def test_a_text_box_is_read_once_in_a_paragraph_and_in_a_cell():
    document = of([HEADER, ["1", "Семинар", "май 2024", "УО"]], title="Дорожная карта")
    document.paragraphs[0]._p.append(element(BOX.format(text="поддержки школ на 2024 год")))
    document.tables[0].cell(1, 1).paragraphs[0]._p.append(element(BOX.format(text="очно")))

    roadmap = read(saved(document))

    assert all_said(roadmap)[0]["title"] == "Семинар очно"
    assert roadmap.card.title == "Дорожная карта поддержки школ на 2024 год"


def test_a_table_inside_a_cell_is_the_text_of_that_cell():
    document = of([HEADER, ["1", "Выезды:", "май 2024", "УО"]])
    inner = document.tables[0].cell(1, 1).add_table(2, 2)
    for at, texts in enumerate((("СОШ № 1", "группа А"), ("СОШ № 2", "группа Б"))):
        for column, text in enumerate(texts):
            inner.cell(at, column).text = text

    roadmap = read(saved(document))

    assert all_said(roadmap)[0]["title"] == "Выезды: СОШ № 1 группа А СОШ № 2 группа Б"
    assert rows(roadmap) == {"measures": 1, "header": 1}


def test_the_mark_of_a_footnote_adds_nothing():
    document = of([HEADER, ["1", "Семинар", "май 2024", "УО"]])
    document.tables[0].cell(1, 2).paragraphs[0]._p.append(
        element('<w:r><w:footnoteReference w:id="2"/></w:r>')
    )

    assert all_said(read(saved(document)))[0]["when"] == "май 2024"


def test_a_frame_of_one_column_round_the_title_is_no_table_of_measures():
    document = of(
        [["Дорожная карта"], ["повышения качества образования в Озёрном районе"]],
        [HEADER, ["1", "Семинар", "май 2024", "УО"]],
        title="Управление образования администрации Озёрного района",
    )

    roadmap = read(saved(document))

    assert rows(roadmap) == {"measures": 1, "header": 1, "preface": 2}
    assert roadmap.card.title == ("Дорожная карта повышения качества образования в Озёрном районе")


def test_bullets_in_cells_are_lines_and_no_measures():
    lines = "- анализ ВПР;\n- анализ ОГЭ;\n- план коррекции."
    document = of(
        [
            ["№", "Мероприятия", "Сроки", "Исполнители", "Документ, подтверждающий выполнение"],
            ["1", f"Аналитическая работа:\n{lines}", "май 2024", "УО", "• Справка\n• План"],
            ["", *[ACROSS] * 4],
            ["2", "Семинар", "июнь 2024", "УО", "1. Программа.\n2. Отчёт."],
        ]
    )

    assert all_said(read(saved(document))) == [
        {
            "number": "1",
            "title": "Аналитическая работа: - анализ ВПР; - анализ ОГЭ; - план коррекции.",
            "when": "май 2024",
            "who": ["УО"],
            "evidence": ["Справка", "План"],
        },
        {
            "number": "2",
            "title": "Семинар",
            "when": "июнь 2024",
            "who": ["УО"],
            "evidence": ["Программа.", "Отчёт."],
        },
    ]


def test_a_table_cut_by_a_landscape_page_goes_on_under_its_header():
    document = of([HEADER, ["1", "Первое", "май 2024", "УО"]])
    document.add_section()
    add_table(document, [["2", "Второе", "июнь 2024", "УО"], ["3", "Третье", "июль 2024", "УО"]])

    roadmap = read(saved(document))

    assert [one["title"] for one in all_said(roadmap)] == ["Первое", "Второе", "Третье"]
    assert codes(roadmap) == {}


def test_a_list_of_as_many_columns_below_the_measures_is_none_of_them():
    document = of([HEADER, ["1", "Первое", "май 2024", "УО"]])
    document.add_paragraph("Перечень школ-участниц")
    add_table(
        document,
        [
            ["№", "Школа", "ИНН", "Руководитель"],
            ["1", "МБОУ СОШ № 1", "2504000001", "Юрьева А.А."],
            ["2", "МБОУ СОШ № 2", "2504000002", "Котов Б.Б."],
        ],
    )

    roadmap = read(saved(document))

    assert [one["title"] for one in all_said(roadmap)] == ["Первое"]
    assert rows(roadmap) == {"measures": 1, "header": 1, "preface": 3}


def test_headings_between_tables_whose_header_is_printed_once_are_sections():
    document = of()
    for heading, table in (
        ("1. Управление", [HEADER, ["1", "Первое", "май 2024", "УО"]]),
        ("2. Методическая работа", [["1", "Второе", "июнь 2024", "УО"]]),
        ("3. Контроль", [["1", "Третье", "в течение года", "УО"]]),
    ):
        document.add_paragraph(heading)
        add_table(document, table)

    assert [(one["section"], one["title"]) for one in all_said(read(saved(document)))] == [
        ("1. Управление", "Первое"),
        ("2. Методическая работа", "Второе"),
        ("3. Контроль", "Третье"),
    ]


def test_a_heading_may_be_explained_before_its_table():
    document = of()
    for heading, title in (
        ("Направление 1. Кадры", "Первое"),
        ("Направление 2. Ученики", "Второе"),
    ):
        document.add_paragraph(heading)
        document.add_paragraph("Цель: повысить качество обучения.")
        add_table(document, [HEADER, ["1", title, "май 2024", "УО"]])

    assert [(one["section"], one["title"]) for one in all_said(read(saved(document)))] == [
        ("Направление 1. Кадры", "Первое"),
        ("Направление 2. Ученики", "Второе"),
    ]
