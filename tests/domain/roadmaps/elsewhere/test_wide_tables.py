"""Landscape tables: headings over headings, people by levels, results of two kinds."""

from __future__ import annotations

from tests.domain.roadmaps.elsewhere.expecting import all_said, codes, read, rows
from tests.domain.roadmaps.files import ACROSS, DOWN, Rows, word

TITLE = "Комплекс мер по поддержке ШНОР на 2024 год"
TABLE: Rows = [
    [
        *("№ п/п", "Направление", "Мероприятие", "Сроки", "Исполнители", ACROSS, ACROSS),
        *("Результат", ACROSS, "Форма отчётности"),
    ],
    [
        *(DOWN, DOWN, DOWN, DOWN, "муниципальный уровень", "уровень школы", "кураторы"),
        *("количественный", "качественный", DOWN),
    ],
    ["1", "2", "3", "4", "5", "6", "7", "8", "9", "10"],
    [
        *("1", "Кадры", "Обучение команд", "март 2024", "ИМЦ", "Директора", "Лосева И.И."),
        *("5 команд", "Готовы программы", "Справка"),
    ],
    [
        *("2", DOWN, "Стажировка", "апрель 2024", "ИМЦ", "", ""),
        *("10 педагогов", "", "Отчёт"),
    ],
]


def test_people_under_levels_are_people_and_results_of_two_kinds_are_one():
    assert all_said(read(word(TITLE, TABLE))) == [
        {
            "number": "1",
            "section": "Кадры",
            "title": "Обучение команд",
            "when": "март 2024",
            "who": ["ИМЦ", "Директора", "Лосева И.И."],
            "result": "5 команд Готовы программы",
            "evidence": ["Справка"],
        },
        {
            "number": "2",
            "section": "Кадры",
            "title": "Стажировка",
            "when": "апрель 2024",
            "who": ["ИМЦ"],
            "result": "10 педагогов",
            "evidence": ["Отчёт"],
        },
    ]


def test_three_rows_of_headings_are_one_header():
    roadmap = read(word(TITLE, TABLE))

    assert rows(roadmap) == {"measures": 2, "header": 3}
    assert codes(roadmap) == {}


def test_words_under_levels_are_what_each_level_does():
    table: Rows = [
        ["Задача", "Региональный уровень", "Муниципальный уровень", "Уровень ОО", "Срок"],
        ["Кадры", "Разработка программ", "Отбор педагогов", "Обучение", "май 2024"],
    ]

    assert all_said(read(word(TITLE, table)))[0]["actors"] == {
        "Региональный уровень": "Разработка программ",
        "Муниципальный уровень": "Отбор педагогов",
        "Уровень ОО": "Обучение",
    }


def test_headings_that_a_narrow_column_breaks_are_known():
    table: Rows = [
        ["№ п/п", "Меро-\nприятие", "Сроки испол-\nнения", "Ответ-\nственные"],
        ["1", "Курсы", "май 2024", "ИРО"],
    ]

    assert all_said(read(word(TITLE, table))) == [
        {"number": "1", "title": "Курсы", "when": "май 2024", "who": ["ИРО"]}
    ]


def test_a_level_that_is_none_of_ours_is_kept_beside_the_measure():
    table: Rows = [
        ["Риск", "Уровень", "Мероприятие", "Срок"],
        ["Мотивация", "высокий", "Анкетирование", "май 2024"],
        ["Кадры", "школьный", "Курсы", "июнь 2024"],
    ]

    roadmap = read(word(TITLE, table))

    assert [one.notes for one in roadmap.measures] == [(("Уровень", "высокий"),), ()]
    assert [one.level for one in roadmap.measures] == ["", "school"]
