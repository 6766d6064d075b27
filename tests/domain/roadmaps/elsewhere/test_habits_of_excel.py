"""What Excel hides in a file: another vocabulary, another first day, days kept as numbers."""

from __future__ import annotations

import zipfile
from datetime import date, datetime
from io import BytesIO

import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.reader.excel import load_workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from tests.domain.roadmaps.elsewhere.expecting import all_said, codes, read
from tests.domain.roadmaps.files import ACROSS, Rows, excel, word

STRICT = {
    b"http://schemas.openxmlformats.org/spreadsheetml/2006/main": b"spreadsheetml/main",
    b"http://schemas.openxmlformats.org/wordprocessingml/2006/main": b"wordprocessingml/main",
    b"http://schemas.openxmlformats.org/drawingml/2006/main": b"drawingml/main",
    b"http://schemas.openxmlformats.org/officeDocument/2006/relationships": (
        b"officeDocument/relationships"
    ),
    b"http://schemas.openxmlformats.org/officeDocument/2006/extended-properties": (
        b"officeDocument/extendedProperties"
    ),
}
HEADER = ["№", "Мероприятие", "Срок", "Ответственный"]


def strict(data: bytes, dates: bool = False) -> bytes:
    """A package as «Strict Open XML» saves it; there days are texts of ISO 8601."""
    kept = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(kept, "w") as new:
        for one in old.infolist():
            part = old.read(one)
            for usual, name in STRICT.items():
                part = part.replace(usual, b"http://purl.oclc.org/ooxml/" + name)
            if dates:
                part = part.replace(b't="n"><v>45413</v>', b't="d"><v>2024-05-01T00:00:00</v>')
            new.writestr(one.filename, part)
    return kept.getvalue()


def test_strict_packages_are_read_like_all_others():
    table: Rows = [HEADER, ["1", "Семинар", "май 2024", "УО"]]

    for data, name in ((excel(table), "карта.xlsx"), (word("План", table), "карта.docx")):
        assert all_said(read(strict(data), name)) == all_said(read(data, name))
        assert len(read(strict(data), name).measures) == 1


def test_days_of_a_strict_workbook_are_days():
    table: Rows = [HEADER, ["1", "Семинар", datetime(2024, 5, 1), "УО"]]  # noqa: DTZ001 - no zones

    data = strict(excel(table), dates=True)

    assert b"<v>2024-05-01T00:00:00</v>" in zipfile.ZipFile(BytesIO(data)).read(
        "xl/worksheets/sheet1.xml"
    )
    assert all_said(read(data, "карта.xlsx"))[0]["when"] == "01.05.2024"


@pytest.mark.parametrize(("epoch", "serial"), [(None, 45413), (CALENDAR_MAC_1904, 43951)])
def test_days_left_as_numbers_under_a_heading_of_terms_are_days(epoch, serial):
    table: Rows = [HEADER, [45413, "Семинар 45413", serial, "УО"], [2, "Отчёт", "май 2024", "УО"]]
    book = load_workbook(BytesIO(excel(table)))
    if epoch:
        book.epoch = epoch
    file = BytesIO()
    book.save(file)

    measures = all_said(read(file.getvalue(), "карта.xlsx"))

    assert [one["when"] for one in measures] == ["01.05.2024", "май 2024"]
    assert (measures[0]["number"], measures[0]["title"]) == ("45413", "Семинар 45413")


def test_days_of_a_workbook_that_counts_from_1904_are_the_days_it_shows():
    table: Rows = [HEADER, [1, "Семинар", date(2024, 5, 1), "УО"]]
    book = load_workbook(BytesIO(excel(table)))
    book.epoch = CALENDAR_MAC_1904
    file = BytesIO()
    book.save(file)

    assert all_said(read(file.getvalue(), "карта.xlsx"))[0]["when"] == "01.05.2024"


@pytest.mark.parametrize(
    ("form", "shown"),
    [
        ("dd.mm", "01.05.2024"),
        ("d mmmm", "01.05.2024"),
        ("[$-419]mmmm yyyy;@", "май 2024"),
        ("mmm", "май 2024"),
        ("yyyy", "2024 год"),
        ("General", "01.05.2024"),
    ],
)
def test_a_day_is_printed_as_exactly_as_its_format_shows_it(form, shown):
    table: Rows = [HEADER, [1, "Семинар", date(2024, 5, 1), "УО"]]

    roadmap = read(excel(table, formats={"C2": form}), "карта.xlsx")

    assert all_said(roadmap)[0]["when"] == shown


def test_hidden_columns_are_kept_as_notes_and_errors_are_asked_about():
    table: Rows = [
        ["Дорожная карта на 2024 год", ACROSS, ACROSS, ACROSS, ACROSS],
        ["№", "Мероприятие", "Срок", "Исполнитель (черновик)", "Ответственный"],
        [1, "Семинар", "май 2024", "Старый И.И.", "УО"],
        [2, "Отчёт", "#REF!", "", "#REF!"],
        [3, "#Н/Д", "июнь 2024", "", "УО"],
    ]
    book = load_workbook(BytesIO(excel(table)))
    sheet = book.worksheets[0]
    sheet.column_dimensions["D"].hidden = True
    sheet.auto_filter.ref = "A2:E5"
    for place in ("C4", "E4", "B5"):
        sheet[place].data_type = "e"
    file = BytesIO()
    book.save(file)

    roadmap = read(file.getvalue(), "карта.xlsx")

    assert all_said(roadmap)[0] == {
        "number": "1",
        "title": "Семинар",
        "when": "май 2024",
        "who": ["УО"],
        "notes": {"Исполнитель (черновик)": "Старый И.И."},
    }
    assert "who" not in all_said(roadmap)[1]
    assert codes(roadmap) == {"no_responsible": [2], "no_title": [3], "unread_term": [2]}


def test_words_of_several_types_in_one_cell_are_one_text():
    rich = CellRichText("Семинар ", TextBlock(InlineFont(b=True), "«Оценивание»"), " для завучей")
    table: Rows = [["Карта на 2024 год", ACROSS, ACROSS], HEADER[:3], [1, "", "май 2024"]]
    book = load_workbook(BytesIO(excel(table)))
    book.worksheets[0]["B3"] = rich
    file = BytesIO()
    book.save(file)

    assert all_said(read(file.getvalue(), "карта.xlsx"))[0]["title"] == (
        "Семинар «Оценивание» для завучей"
    )


def test_two_tables_side_by_side_are_read_one_after_the_other():
    table: Rows = [
        ["Дорожная карта на 2024 год", *[ACROSS] * 6],
        ["Муниципальный уровень", ACROSS, ACROSS, "", "Школьный уровень", ACROSS, ACROSS],
        ["Мероприятие", "Срок", "Отв.", "", "Мероприятие", "Срок", "Отв."],
        ["Совещание", "май 2024", "УО", "", "Педсовет", "июнь 2024", "Завуч"],
        ["Аудит", "июль 2024", "УО", "", "", "", ""],
    ]

    roadmap = read(excel(table), "карта.xlsx")

    assert all_said(roadmap) == [
        {
            "section": "Муниципальный уровень",
            "title": "Совещание",
            "when": "май 2024",
            "who": ["УО"],
        },
        {"section": "Муниципальный уровень", "title": "Аудит", "when": "июль 2024", "who": ["УО"]},
        {
            "section": "Школьный уровень",
            "title": "Педсовет",
            "when": "июнь 2024",
            "who": ["Завуч"],
        },
    ]
    assert roadmap.card.title == "Дорожная карта на 2024 год"
    assert codes(roadmap) == {}


def test_crosses_under_schools_say_whom_a_measure_is_for():
    table: Rows = [
        ["Мероприятие", "Срок", "СОШ № 1", "СОШ № 2", "СОШ № 3", "Ответственный"],
        ["Курсы на 2024 год", "май 2024", "+", "", "+", "ИРО"],
        ["Семинар", "июнь 2024", "", "+", "+", "ИМЦ"],
    ]

    roadmap = read(excel([["План на 2024 год", *[ACROSS] * 5], *table]), "карта.xlsx")

    assert [one["audience"] for one in all_said(roadmap)] == ["СОШ № 1 СОШ № 3", "СОШ № 2 СОШ № 3"]
    assert codes(roadmap) == {}


def test_a_formula_whose_value_the_file_does_not_hold_is_told_and_one_of_an_empty_text_is_not():
    book = load_workbook(
        BytesIO(
            excel(
                [
                    ["План на 2024 год", *[ACROSS] * 4],
                    ["№", "Мероприятие", "Срок", "Ответственный", "Результат"],
                    [1, "Семинар", "май 2024", "УО", "Справка"],
                    [2, "Отчёт", "июнь 2024", "УО", "Отчёт"],
                ]
            )
        )
    )
    sheet = book.worksheets[0]
    sheet["A4"], sheet["C4"] = "=A3+1", '=TEXT(B9,"mmmm")'
    sheet["E4"] = "=VLOOKUP(A4,F1:G9,2)"
    file = BytesIO()
    book.save(file)

    roadmap = read(file.getvalue(), "карта.xlsx")

    assert all_said(roadmap)[1] == {"title": "Отчёт", "when": "#ФОРМУЛА!", "who": ["УО"]}
    assert codes(roadmap) == {"no_value": [None, 2], "unread_term": [2]}


def test_a_formula_that_gives_an_empty_text_leaves_its_cell_empty():
    table: Rows = [[*HEADER, "Результат"], [1, "Семинар", "май 2024", "УО"]]
    file = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(excel(table))) as old,
        zipfile.ZipFile(file, "w") as new,
    ):
        for name in old.namelist():
            data = old.read(name)
            if name == "xl/worksheets/sheet1.xml":
                cell = b'<c r="E2" t="str"><f>IF(B2="","a","")</f><v></v></c></row></sheetData>'
                data, changed = data.replace(b"</row></sheetData>", cell), data
                assert data != changed
            new.writestr(name, data)

    roadmap = read(file.getvalue(), "карта.xlsx")

    assert codes(roadmap) == {"no_period": [None]}
