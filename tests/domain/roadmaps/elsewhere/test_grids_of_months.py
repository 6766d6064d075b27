"""«План-сетка»: months over the columns, directions beside the rows, measures in the cells."""

from __future__ import annotations

from tests.domain.roadmaps.elsewhere.expecting import all_said, codes, read, rows
from tests.domain.roadmaps.files import ACROSS, DOWN, Rows, excel, separated, word

TITLE = "План-сетка работы со школами с низкими результатами на 2023-2024 учебный год"
GRID: Rows = [
    ["Направление", "Сентябрь", "Октябрь", "Ноябрь", "Ответственный"],
    [
        *("Управление", "Собеседование с директорами", "", "Совещание по итогам четверти"),
        "Начальник УО",
    ],
    [
        *("Методика", "1. Диагностика дефицитов\n2. Запись на курсы", "Семинар «Оценивание»"),
        *("", "ИМЦ"),
    ],
]
SAID = [
    {
        "section": "Управление",
        "title": "Собеседование с директорами",
        "when": "Сентябрь",
        "who": ["Начальник УО"],
    },
    {
        "section": "Управление",
        "title": "Совещание по итогам четверти",
        "when": "Ноябрь",
        "who": ["Начальник УО"],
    },
    {
        "section": "Методика",
        "title": "1. Диагностика дефицитов",
        "when": "Сентябрь",
        "who": ["ИМЦ"],
    },
    {"section": "Методика", "title": "2. Запись на курсы", "when": "Сентябрь", "who": ["ИМЦ"]},
    {"section": "Методика", "title": "Семинар «Оценивание»", "when": "Октябрь", "who": ["ИМЦ"]},
]


def test_each_cell_under_a_month_is_a_measure_of_that_month():
    for data, name in (
        (word(TITLE, GRID), "план.docx"),
        (excel([[TITLE, *[ACROSS] * 4], *GRID]), "план.xlsx"),
        (separated([[TITLE, "", "", "", ""], *GRID]).encode(), "план.csv"),
    ):
        roadmap = read(data, name)

        assert all_said(roadmap) == SAID
        assert rows(roadmap)["measures"] == 5
        assert codes(roadmap) == {}


def test_the_year_above_the_months_is_that_of_the_measures():
    table: Rows = [
        ["Направление", "2023 год", ACROSS, "2024 год", ACROSS],
        [DOWN, "ноябрь", "декабрь", "январь", "февраль"],
        ["Контроль", "", "Проверка планов", "Выезд в школы", ""],
    ]

    assert [(one["title"], one["when"]) for one in all_said(read(word(TITLE, table)))] == [
        ("Проверка планов", "декабрь 2023 года"),
        ("Выезд в школы", "январь 2024 года"),
    ]


def test_a_cell_over_several_months_is_a_measure_of_all_of_them():
    table: Rows = [
        ["Направление", "Сентябрь", "Октябрь", "Ноябрь"],
        ["Методика", "Наставничество", ACROSS, ACROSS],
        ["Контроль", "", "Проверка планов", "Выезд"],
    ]

    assert [(one["title"], one["when"]) for one in all_said(read(word(TITLE, table)))] == [
        ("Наставничество", "Сентябрь – Ноябрь"),
        ("Проверка планов", "Октябрь"),
        ("Выезд", "Ноябрь"),
    ]


def test_a_grid_with_a_column_of_measures_keeps_its_rows():
    table: Rows = [
        ["Мероприятие", "Сентябрь", "Октябрь", "Ноябрь"],
        ["Мониторинг", "+", "", "+"],
        ["Семинар", "", "15", ""],
    ]

    assert [(one["title"], one["when"]) for one in all_said(read(word(TITLE, table)))] == [
        ("Мониторинг", "Сентябрь, Ноябрь"),
        ("Семинар", "15 октября"),
    ]


def test_quarters_over_the_columns_are_read_like_months():
    table: Rows = [
        ["Направление", "1 квартал", "2 квартал", "3 квартал", "4 квартал"],
        ["Кадры", "Диагностика", "Курсы", "", "Итоги"],
    ]

    assert [
        (one["title"], one["when"]) for one in all_said(read(word("План на 2024 год", table)))
    ] == [
        ("Диагностика", "1 квартал"),
        ("Курсы", "2 квартал"),
        ("Итоги", "4 квартал"),
    ]


def test_a_row_of_months_under_a_header_is_a_measure():
    table: Rows = [
        ["Мероприятие", "Начало", "Окончание", "Срок отчёта", "Ответственный"],
        ["Курсы", "март 2024", "май 2024", "июнь 2024", "ИРО"],
        ["Семинар", "по согласованию", "нет", "нет", "ИМЦ"],
    ]

    assert [one["title"] for one in all_said(read(word("План на 2024 год", table)))] == [
        "Курсы",
        "Семинар",
    ]
