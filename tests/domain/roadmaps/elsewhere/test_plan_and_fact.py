"""Tables of work under way: planned and real days, marks of what is done, targets by years."""

from __future__ import annotations

from tests.domain.roadmaps.elsewhere.expecting import all_said, codes, read
from tests.domain.roadmaps.files import ACROSS, DOWN, Rows, excel, separated, word

TITLE = "Дорожная карта на 2023-2025 годы"


def test_the_planned_term_is_the_term_and_the_real_one_a_note():
    table: Rows = [
        ["№", "Мероприятие", "Срок", ACROSS, "Исполнитель", "Процент выполнения"],
        [DOWN, DOWN, "план", "факт", DOWN, DOWN],
        ["1", "Обучение", "до 01.06.2024", "28.05.2024", "ИРО", "100 %"],
        ["2", "Отчёт", "декабрь 2024", "", "УО", "0"],
    ]

    for data, name in (
        (word(TITLE, table), "карта.docx"),
        (separated([[TITLE], *table]).encode(), "карта.csv"),
    ):
        assert all_said(read(data, name)) == [
            {
                "number": "1",
                "title": "Обучение",
                "when": "до 01.06.2024",
                "who": ["ИРО"],
                "notes": {"Срок / факт": "28.05.2024", "Процент выполнения": "100 %"},
            },
            {
                "number": "2",
                "title": "Отчёт",
                "when": "декабрь 2024",
                "who": ["УО"],
                "notes": {"Процент выполнения": "0"},
            },
        ]


def test_planned_begins_and_ends_are_one_term():
    table: Rows = [
        ["Мероприятие", "Начало (план)", "Окончание (план)", "Начало (факт)", "Окончание (факт)"],
        ["Обучение", "01.02.2024", "31.05.2024", "05.02.2024", ""],
    ]

    (measure,) = all_said(read(excel([[TITLE, *[ACROSS] * 4], *table]), "карта.xlsx"))

    assert measure["when"] == "с 01.02.2024 по 31.05.2024"
    assert measure["notes"] == {"Начало (факт)": "05.02.2024"}


def test_a_begin_and_an_end_that_are_the_same_day_are_that_day():
    table: Rows = [
        ["Мероприятие", "Дата начала", "Дата окончания", "Ответственный"],
        ["Форум", "15.03.2024", "15.03.2024", "УО"],
        ["Сбор", "15.03.2024", "", "УО"],
        ["Отчёт", "", "30.03.2024", "УО"],
        ["Курсы", "01.02.2024", "в течение года", "УО"],
    ]

    assert [one["when"] for one in all_said(read(word(TITLE, table)))] == [
        "15.03.2024",
        "15.03.2024",
        "до 30.03.2024",
        "01.02.2024, в течение года",
    ]


def test_what_is_planned_for_a_year_is_its_milestone_and_what_was_reached_a_note():
    table: Rows = [
        ["№", "Мероприятие", "2023 год", ACROSS, "2024 год", ACROSS, "Ответственный"],
        [DOWN, DOWN, "план", "факт", "план", "факт", DOWN],
        ["1", "Курсы для педагогов", "60 %", "55 %", "80 %", "", "ИРО"],
    ]

    (measure,) = all_said(read(word(TITLE, table)))

    assert measure["years"] == {"2023": "60 %", "2024": "80 %"}
    assert measure["notes"] == {"2023 год / факт": "55 %"}


def test_targets_under_years_are_what_is_to_be_reached_in_them():
    table: Rows = [
        ["№", "Мероприятие", "Целевые значения", *[ACROSS] * 2, "Ответственный"],
        [DOWN, DOWN, "2023", "2024", "2025", DOWN],
        ["1", "Курсы для педагогов", "60 %", "80 %", "100 %", "ИРО"],
    ]

    roadmap = read(word(TITLE, table))

    assert all_said(roadmap) == [
        {
            "number": "1",
            "title": "Курсы для педагогов",
            "who": ["ИРО"],
            "years": {"2023": "60 %", "2024": "80 %", "2025": "100 %"},
        }
    ]
    assert codes(roadmap) == {}
