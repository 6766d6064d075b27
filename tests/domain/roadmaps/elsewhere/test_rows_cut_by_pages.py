"""A page may end inside any row: its rest stands below the header, printed again."""

from __future__ import annotations

import pytest

from tests.domain.roadmaps.elsewhere.expecting import all_said, read, rows
from tests.domain.roadmaps.files import ACROSS, Rows, rows_of, word
from tests.domain.roadmaps.seeds import PRIMORSKY, read_seed, seed_path
from workflows.roadmaps.cells import Grid
from workflows.roadmaps.readers.opening import read_path


def cut(table: Rows, at: int, head: int, number: int) -> Rows:
    """The table with a row in two halves, those of each cell, and the header between them."""
    halves = [(one.split()[: (len(one.split()) + 1) // 2], one.split()) for one in table[at]]
    first = [" ".join(half) for half, _ in halves]
    rest = [" ".join(words[len(half) :]) for half, words in halves]
    first[number], rest[number] = table[at][number], ""
    return [*table[:at], first, *table[:head], rest, *table[at + 1 :]]


def test_wherever_a_page_cuts_a_row_of_a_flat_list_the_same_is_read():
    document, whole = read_path(seed_path(PRIMORSKY)), read_seed(PRIMORSKY)
    (grid,) = document.grids
    (header,) = whole.headers

    for measure in whole.measures:
        table = cut(rows_of(grid), measure.row, header.end, 0)
        blocks = (table if isinstance(one, Grid) else one for one in document.blocks)
        assert all_said(read(word(*blocks))) == all_said(whole)


YEARS: Rows = [
    ["№ пп", "Мероприятия", "Ключевые события", ACROSS, "Исполнитель"],
    ["^", "^", "2023", "2024", "^"],
    ["1", "Команда школ и", "Приказ о составе. Март", "Обновление состава", "Руководители"],
    ["№ пп", "Мероприятия", "Ключевые события", ACROSS, "Исполнитель"],
    ["", "", "2023", "2024", ""],
    ["", "их кураторов", "2023", "команд. Май 2024", "ОО"],
    ["2", "Курсы", "Май 2023", "", "ИРО"],
]


def test_years_printed_again_under_a_header_are_no_text_of_the_measure():
    roadmap = read(word("Программа на 2023-2024 годы", YEARS))

    assert all_said(roadmap) == [
        {
            "number": "1",
            "title": "Команда школ и их кураторов",
            "who": ["Руководители ОО"],
            "years": {
                "2023": "Приказ о составе. Март 2023",
                "2024": "Обновление состава команд. Май 2024",
            },
        },
        {"number": "2", "title": "Курсы", "who": ["ИРО"], "years": {"2023": "Май 2023"}},
    ]
    assert rows(roadmap) == {"measures": 2, "header": 4, "joined": 1}


def test_a_measure_without_a_number_may_stand_first_on_a_page():
    head = ["№", "Мероприятие", "Срок", "Ответственный"]
    table: Rows = [
        head,
        ["1", "Курсы", "март 2024", "ИРО"],
        head,
        ["", "Педагогический совет", "апрель 2024", "директор школы"],
        ["2", "Сборы", "май 2024", "УО"],
    ]

    roadmap = read(word("План на 2024 год", table))

    assert [(one["title"], one["when"], one["who"]) for one in all_said(roadmap)] == [
        ("Курсы", "март 2024", ["ИРО"]),
        ("Педагогический совет", "апрель 2024", ["директор школы"]),
        ("Сборы", "май 2024", ["УО"]),
    ]


def test_a_title_that_ends_in_a_comma_goes_on_though_the_rest_begins_large():
    head = ["№", "Мероприятие", "Срок", "Ответственный"]
    table: Rows = [
        head,
        ["1", "Участие в мероприятиях по планам ИРО,", "по плану", "Администрация ОО"],
        head,
        ["", "ИМЦ и ЦОКО", "работы ИРО", "Педагоги"],
        ["2", "Сборы", "май 2024", "УО"],
    ]

    roadmap = read(word("План на 2024 год", table))

    assert [(one["title"], one["when"], one["who"]) for one in all_said(roadmap)] == [
        (
            *("Участие в мероприятиях по планам ИРО, ИМЦ и ЦОКО", "по плану работы ИРО"),
            ["Администрация ОО", "Педагоги"],
        ),
        ("Сборы", "май 2024", ["УО"]),
    ]


@pytest.mark.parametrize(
    ("first", "rest", "whole"),
    [
        ("не реже одного", "раза в квартал", "не реже одного раза в квартал"),
        ("до 15", "декабря 2024", "до 15 декабря 2024"),
        ("Весь", "период", "Весь период"),
        ("после проведения", "оценочной процедуры", "после проведения оценочной процедуры"),
        ("по плану", "работы ИМЦ", "по плану работы ИМЦ"),
    ],
)
def test_a_term_cut_in_two_is_one_term(first, rest, whole):
    table: Rows = [
        ["№", "Мероприятие", "Срок", "Ответственный"],
        ["1", "Мониторинг программ", first, "ИМЦ"],
        ["№", "Мероприятие", "Срок", "Ответственный"],
        ["", "перехода", rest, ""],
        ["2", "Итоги", "декабрь 2024", "УО"],
    ]

    assert [one["when"] for one in all_said(read(word("План на 2024 год", table)))] == [
        *(whole, "декабрь 2024"),
    ]


@pytest.mark.parametrize(
    ("first", "rest", "who"),
    [
        ("Юдина", "С.В.", ["Юдина С.В."]),
        ("С.В.", "Юдина", ["С.В. Юдина"]),
        ("Директора", "ОО", ["Директора ОО"]),
        ("Специалисты", "Управления образования", ["Специалисты Управления образования"]),
        ("Юдина С.В.", "Котов А.А.", ["Юдина С.В.", "Котов А.А."]),
        ("ИМЦ", "УО", ["ИМЦ", "УО"]),
    ],
)
def test_who_is_cut_in_two_is_one_and_two_stay_two(first, rest, who):
    table: Rows = [
        ["№", "Мероприятие", "Срок", "Ответственный"],
        ["1", "Мониторинг программ", "май 2024", first],
        ["№", "Мероприятие", "Срок", "Ответственный"],
        ["", "перехода", "", rest],
        ["2", "Итоги", "декабрь 2024", "УО"],
    ]

    assert [one["who"] for one in all_said(read(word("План на 2024 год", table)))] == [who, ["УО"]]
