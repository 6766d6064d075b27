"""Workbooks as methodists keep them: a title over the table, several sheets, dates, filters."""

from __future__ import annotations

from datetime import date, datetime
from io import BytesIO

from openpyxl.reader.excel import load_workbook

from tests.domain.roadmaps.elsewhere.expecting import all_said, codes, read, rows
from tests.domain.roadmaps.files import ACROSS, DOWN, Rows, excel

COVER: Rows = [
    ["", "", "Приложение 1"],
    ["", "", "к приказу Комитета образования города Берёзова"],
    ["", "", "от 05.09.2023 № 401-П"],
    ["", "", ""],
    ["План мероприятий («дорожная карта») на 2023-2024 учебный год", ACROSS, ACROSS],
]
MAP: Rows = [
    ["", "Дорожная карта поддержки ШНОР на 2023-2024 учебный год", *[ACROSS] * 5],
    ["", "", "", "", "", "", ""],
    ["", "№", "Уровень", "Мероприятие", "Срок", "Ответственные", "Вид документа"],
    ["", 1, 2, 3, 4, 5, 6],
    ["", "Раздел I. Анализ", *[ACROSS] * 5],
    [
        "",
        1,
        "Муниципальный",
        "Анализ результатов ОГЭ",
        datetime(2023, 9, 29),  # noqa: DTZ001 - a workbook knows no zones
        "Пирогова Анна Ивановна, методист",
        "Справка",
    ],
    ["", 2, "Школьный", "Обсуждение на педсовете", "Ноябрь 2023", "Директора ОО", "Протокол"],
    ["", "Раздел II. Сопровождение", *[ACROSS] * 5],
    [
        "",
        1,
        "Муниципальный, школьный",
        "Выезд кураторов",
        datetime(2024, 2, 1),  # noqa: DTZ001
        "Кураторы",
        "Карта посещения",
    ],
    ["", 2, DOWN, "Круглый стол", "Май 2024", DOWN, "Резолюция"],
    ["", "", "", "Итого", 4, "", ""],
    ["", "", "", "", "", "", ""],
    ["", "Примечание: ОО - образовательные организации", *[ACROSS] * 5],
]
SCHOOLS: Rows = [
    ["Перечень школ с низкими результатами", ACROSS, ACROSS],
    ["№", "Школа", "Директор"],
    [1, "МАОУ «Лицей № 4»", "Демидов О.О."],
]


def book(**hidden):
    data = load_workbook(BytesIO(excel(COVER, MAP, SCHOOLS, MAP, formats={"E9": "mmmm yyyy"})))
    for sheet, name in zip(
        data.worksheets, ("Титул", "Приложение 1", "Приложение 2", "Черновик"), strict=True
    ):
        sheet.title = name
    data.worksheets[3].sheet_state = "hidden"
    for row in hidden.get("rows", ()):
        data.worksheets[1].row_dimensions[row].hidden = True
    file = BytesIO()
    data.save(file)
    return read(file.getvalue(), "карта.xlsx")


def test_the_sheet_with_measures_is_found_among_the_others():
    first, second = "Раздел I. Анализ", "Раздел II. Сопровождение"

    assert all_said(book()) == [
        {
            "number": "1",
            "section": first,
            "title": "Анализ результатов ОГЭ",
            "when": "29.09.2023",
            "who": ["Пирогова Анна Ивановна / методист"],
            "evidence": ["Справка"],
        },
        {
            "number": "2",
            "section": first,
            "title": "Обсуждение на педсовете",
            "when": "Ноябрь 2023",
            "who": ["Директора ОО"],
            "evidence": ["Протокол"],
        },
        {
            "number": "1",
            "section": second,
            "title": "Выезд кураторов",
            "when": "февраль 2024",
            "who": ["Кураторы"],
            "evidence": ["Карта посещения"],
        },
        {
            "number": "2",
            "section": second,
            "title": "Круглый стол",
            "when": "Май 2024",
            "who": ["Кураторы"],
            "evidence": ["Резолюция"],
            "like": 3,
        },
    ]
    assert [one.level for one in book().measures] == [
        "municipal",
        "school",
        "municipal+school",
        "municipal+school",
    ]


def test_titles_totals_notes_and_lists_of_a_workbook_are_no_measures():
    roadmap = book()

    assert rows(roadmap) == {"measures": 4, "section": 2, "header": 2, "preface": 10, "empty": 3}
    assert codes(roadmap) == {"inherited": [4]}


def test_the_cover_sheet_makes_the_card():
    card = book().card

    assert card.title == "Дорожная карта поддержки ШНОР на 2023-2024 учебный год"
    assert card.body == "Комитет образования города Берёзова"
    assert (card.number, card.day) == ("401-П", date(2023, 9, 5))
    assert card.period is not None
    assert card.period.last == date(2024, 8, 31)
    assert [(one.name, one.lists) for one in card.schools] == [("МАОУ «Лицей № 4»", ("ШНОР",))]


def test_rows_that_a_filter_hides_are_read_and_asked_about():
    roadmap = book(rows=(7,))

    assert len(roadmap.measures) == 4
    assert codes(roadmap) == {"hidden_row": [2], "inherited": [4]}


def test_quarters_of_a_workbook_are_those_of_the_year_above_them():
    table: Rows = [
        ["Наименование мероприятия", "2024 год", *[ACROSS] * 3, "Ответственный"],
        [DOWN, "1 кв.", "2 кв.", "3 кв.", "4 кв.", DOWN],
        ["Мониторинг", "х", "", "", "х", "ЦОКО"],
        ["Сверка", "", "+", "", "", "ЦОКО"],
    ]

    roadmap = read(excel(table), "map.xlsx")

    assert [(one["title"], one["when"]) for one in all_said(roadmap)] == [
        ("Мониторинг", "1 квартал 2024 года, 4 квартал 2024 года"),
        ("Сверка", "2 квартал 2024 года"),
    ]
    assert codes(roadmap) == {"no_period": [None]}


def test_two_sheets_of_measures_are_two_sections():
    first: Rows = [["№", "Мероприятие", "Срок"], [1, "Первое", "май 2024"]]
    second: Rows = [["№", "Мероприятие", "Срок"], [1, "Второе", "июнь 2024"]]
    data = load_workbook(BytesIO(excel(first, second)))
    data.worksheets[0].title, data.worksheets[1].title = "Муниципальный уровень", "Школьный уровень"
    file = BytesIO()
    data.save(file)

    roadmap = read(file.getvalue(), "map.xlsx")

    assert [(one.section, one.level) for one in roadmap.measures] == [
        ("Муниципальный уровень", "municipal"),
        ("Школьный уровень", "school"),
    ]
