"""Separated files as programs export them: any separator, any letters, lines inside cells."""

from __future__ import annotations

import pytest

from tests.domain.roadmaps.elsewhere.expecting import all_said, codes, read, rows
from tests.domain.roadmaps.files import Rows, separated

TABLE: Rows = [
    ["План мероприятий по поддержке ШНОР на 2024 год", "", "", "", "", ""],
    ["", "", "", "", "", ""],
    ["№ п/п", "Мероприятие", "Сроки проведения", "Исполнители", "Индикатор", "Примечание"],
    ["Направление 1. Диагностика", "", "", "", "", ""],
    [
        "1.1.1",
        "Анализ результатов ВПР,\nОГЭ и ЕГЭ",
        "до 1 октября 2024 г.",
        "Юрченко В.А., методист;\nруководители РМО",
        "100 % школ",
        "",
    ],
    ["1.1.2", 'Семинар "Объективность", 2 часа', "ноябрь 2024", "ИМЦ", "5 | 6 школ", "онлайн"],
    ["", "", "", "", "", ""],
    ["Направление 2. Контроль", "", "", "", "", ""],
    ["2.1.1", "Собеседование с директором", "IV квартал 2024 года", "УО; ИМЦ", "Протокол", ""],
]
SAID = [
    {
        "number": "1.1.1",
        "section": "Направление 1. Диагностика",
        "title": "Анализ результатов ВПР, ОГЭ и ЕГЭ",
        "when": "до 1 октября 2024 г.",
        "who": ["Юрченко В.А. / методист", "руководители РМО"],
        "result": "100 % школ",
    },
    {
        "number": "1.1.2",
        "section": "Направление 1. Диагностика",
        "title": 'Семинар "Объективность", 2 часа',
        "when": "ноябрь 2024",
        "who": ["ИМЦ"],
        "result": "5 | 6 школ",
        "notes": {"Примечание": "онлайн"},
    },
    {
        "number": "2.1.1",
        "section": "Направление 2. Контроль",
        "title": "Собеседование с директором",
        "when": "IV квартал 2024 года",
        "who": ["УО", "ИМЦ"],
        "result": "Протокол",
    },
]


@pytest.mark.parametrize("name", ["map.csv", "map.txt"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251", "utf-16"])
@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
def test_any_separator_in_any_letters_gives_the_same_measures(separator, encoding, name):
    roadmap = read(separated(TABLE, separator).encode(encoding), name)

    assert all_said(roadmap) == SAID
    assert roadmap.card.title == "План мероприятий по поддержке ШНОР на 2024 год"
    assert codes(roadmap) == {}


def test_every_line_of_a_separated_file_is_accounted_for():
    roadmap = read(separated(TABLE, ";").encode(), "map.csv")

    assert rows(roadmap) == {"measures": 3, "section": 2, "header": 1, "preface": 1, "empty": 2}


def test_a_header_of_two_lines_without_merges_is_one_header():
    table: Rows = [
        ["№", "Мероприятия", "Сроки реализации", "", "Ответственные"],
        ["", "", "начало", "окончание", ""],
        ["1", "Анализ", "01.02.2024", "15.02.2024", "УО"],
        ["2", "Отчёт", "01.12.2024", "20.12.2024", "УО"],
    ]

    roadmap = read(separated(table).encode(), "map.csv")

    assert [(one["title"], one["when"]) for one in all_said(roadmap)] == [
        ("Анализ", "с 01.02.2024 по 15.02.2024"),
        ("Отчёт", "с 01.12.2024 по 20.12.2024"),
    ]
    assert rows(roadmap) == {"measures": 2, "header": 2}


def test_empty_columns_on_both_sides_and_a_quoted_header_are_no_hindrance():
    text = (
        '\ufeff"";"№\nп/п";"Наименование\nмероприятия";"Срок\nисполнения";"Отв.";"";""\r\n'
        '"";"1";"Совет";"май 2024";"УО";"";""\r\n'
    )

    roadmap = read(text.encode(), "map.csv")

    assert all_said(roadmap) == [
        {"number": "1", "title": "Совет", "when": "май 2024", "who": ["УО"]}
    ]


def test_years_as_columns_are_found_without_merges():
    table: Rows = [
        ["№", "Мероприятие", "Ключевые события", "", "Ответственный исполнитель"],
        ["", "", "2024 год", "2024-2025 уч. год", ""],
        ["1", "Обучение команд", "Набор. Март 2024", "Итоги. Май 2025", "ИРО"],
    ]

    (measure,) = read(separated(table).encode(), "map.csv").measures

    assert [(one.year, one.text, one.terms[0].phrase) for one in measure.milestones] == [
        ("2024", "Набор. Март 2024", "Март 2024"),
        ("2024/25", "Итоги. Май 2025", "Май 2025"),
    ]


def test_what_a_cell_begins_with_is_only_a_text():
    table: Rows = [
        ["№", "Мероприятие", "Срок", "Ответственный"],
        ["1", '=HYPERLINK("http://example.org";"Семинар")', "май 2024", "@УО"],
        ["2", "+7 школ", "июнь 2024", "-"],
    ]

    assert [one["title"] for one in all_said(read(separated(table).encode(), "map.csv"))] == [
        '=HYPERLINK("http://example.org";"Семинар")',
        "+7 школ",
    ]


def test_a_direction_printed_once_is_that_of_the_rows_below_it():
    table: Rows = [
        ["Направление", "Мероприятие", "Срок", "Ответственный"],
        ["Кадры", "Курсы", "май 2024", "ИРО"],
        ["", "Наставники", "июнь 2024", "УО"],
        ["Среда", "Ремонт", "август 2024", "УО"],
    ]

    roadmap = read(separated(table).encode(), "map.csv")

    assert [(one["section"], one["title"]) for one in all_said(roadmap)] == [
        ("Кадры", "Курсы"),
        ("Кадры", "Наставники"),
        ("Среда", "Ремонт"),
    ]
