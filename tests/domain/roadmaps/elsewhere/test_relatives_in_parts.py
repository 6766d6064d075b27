"""Parts beside each other: half-years under years, like tables under headings, people in groups."""

from __future__ import annotations

import pytest

from tests.domain.roadmaps.elsewhere.expecting import all_said, codes, read, rows
from tests.domain.roadmaps.files import ACROSS, DOWN, Rows, word
from workflows.roadmaps.people import read_responsible

HALVES: Rows = [
    ["№", "Мероприятия", "2024 год", ACROSS, "2025 год", ACROSS, "Исполнитель"],
    [DOWN, DOWN, "1 полугодие", "2 полугодие", "1 полугодие", "2 полугодие", DOWN],
    ["1", "Наставничество", "Подбор пар", "Открытые уроки", "", "Итоги", "ИМЦ"],
    ["2", "Курсы", "+", "", "Обучение", "", "ИРО"],
]


def test_half_years_under_years_hold_words_and_crosses_together():
    roadmap = read(word("План на 2024-2025 годы", HALVES))

    assert [(one["title"], one["when"]) for one in all_said(roadmap)] == [
        (
            "Наставничество",
            "1 полугодие 2024 года, 2 полугодие 2024 года, 2 полугодие 2025 года",
        ),
        ("Курсы", "1 полугодие 2024 года, 1 полугодие 2025 года"),
    ]
    assert all_said(roadmap)[0]["notes"] == {
        "2024 год / 1 полугодие": "Подбор пар",
        "2024 год / 2 полугодие": "Открытые уроки",
        "2025 год / 2 полугодие": "Итоги",
    }
    assert rows(roadmap) == {"measures": 2, "header": 2}


HEAD = ["№ пп", "Мероприятие", "Сроки", "Ответственные лица"]


def test_the_heading_over_the_first_of_like_tables_is_a_section_too():
    roadmap = read(
        word(
            "Дорожная карта школы на 2024 год",
            "Организационное направление",
            [HEAD, ["1", "Приказ", "март 2024", "директор"]],
            "Работа с кадрами",
            [HEAD, ["1", "Курсы", "апрель 2024", "завуч"]],
            "Работа с детьми",
            [HEAD, ["1", "Олимпиады", "май 2024", "учителя"]],
        )
    )

    assert roadmap.card.title == "Дорожная карта школы на 2024 год"
    assert [(one["section"], one["title"]) for one in all_said(roadmap)] == [
        ("Организационное направление", "Приказ"),
        ("Работа с кадрами", "Курсы"),
        ("Работа с детьми", "Олимпиады"),
    ]


POINTS: Rows = [
    HEAD,
    ["п.1", "Анализ", "май 2024", "УО"],
    ["п.2", "Семинар для", "июнь", "Иванова"],
    ["№ п/п", "Мероприятия", "Срок", "Ответственный"],
    ["", "завучей", "2024", "И.И."],
    ["№ 3", "Итоги", "", "УО"],
    ["Раздел 2. Дети", ACROSS, ACROSS, ""],
    ["п. 4", "Отчёт", "июль 2024", "УО"],
]


def test_numbers_in_words_number_the_rows_all_the_same():
    roadmap = read(word("План на 2024 год", POINTS))

    assert [(one["number"], one["title"], one.get("when")) for one in all_said(roadmap)] == [
        ("п.1", "Анализ", "май 2024"),
        ("п.2", "Семинар для завучей", "июнь 2024"),
        ("№ 3", "Итоги", None),
        ("п. 4", "Отчёт", "июль 2024"),
    ]
    assert codes(roadmap) == {"joined_rows": [2], "no_deadline": [3]}
    assert rows(roadmap) == {"measures": 4, "section": 1, "header": 2, "joined": 1}


SCHOOLS: Rows = [
    ["Мероприятия", "МБОУ «СОШ № 3»", "МКОУ «Луговская ООШ»", "Срок"],
    ["Диагностика", "Анкеты учителей", "Анкеты родителей", "март 2024"],
    ["Курсы", "", "2 учителя", "май 2024"],
]


def test_words_under_the_names_of_schools_are_what_each_does():
    roadmap = read(word("Дорожная карта поддержки ШНОР на 2024 год", SCHOOLS))

    assert [(one["title"], one["actors"]) for one in all_said(roadmap)] == [
        (
            "Диагностика",
            {"МБОУ «СОШ № 3»": "Анкеты учителей", "МКОУ «Луговская ООШ»": "Анкеты родителей"},
        ),
        ("Курсы", {"МКОУ «Луговская ООШ»": "2 учителя"}),
    ]
    assert codes(roadmap) == {}


LED: Rows = [
    ["Направление 1:", "Управленческая деятельность", *[ACROSS] * 2],
    ["N9 п/п", "Мероприятuя", "Срокu", "Ответственныe"],
    ["1", "Курсы", "март 2024", "ИРО"],
    ["Направление 2:", "Методическая работа", *[ACROSS] * 2],
    ["2", "Сборы", "май 2024", "УО"],
]


def test_a_direction_in_two_cells_above_a_scanned_header_is_a_section():
    roadmap = read(word("Дорожная карта на 2024 год", LED))

    assert [(one["number"], one["section"], one["title"]) for one in all_said(roadmap)] == [
        ("1", "Направление 1: Управленческая деятельность", "Курсы"),
        ("2", "Направление 2: Методическая работа", "Сборы"),
    ]
    assert rows(roadmap) == {"measures": 2, "section": 2, "header": 1}


@pytest.mark.parametrize(
    ("cell", "people"),
    [
        (
            "Иванова И.И., Петрова А.А. – учителя начальных классов",
            [
                ("Иванова И.И.", "учителя начальных классов", ""),
                ("Петрова А.А.", "учителя начальных классов", ""),
            ],
        ),
        (
            "Администрация школы (директор Иванова И.И.)",
            [("Иванова И.И.", "директор", "Администрация школы")],
        ),
        (
            "Рабочая группа: Иванова И.И., Петров П.П.",
            [("", "", "Рабочая группа"), ("Иванова И.И.", "", ""), ("Петров П.П.", "", "")],
        ),
        ("Директор\nшколы", [("", "", "Директор школы")]),
        ("УО\nшколы", [("", "", "УО"), ("", "", "школы")]),
        (
            "Иванова И.И - директор, ПетровП.П. - завуч",
            [("Иванова И.И", "директор", ""), ("ПетровП.П.", "завуч", "")],
        ),
        (
            "УО директора ШНОР учителя школ",
            [("", "", "УО"), ("", "", "директора ШНОР"), ("", "", "учителя школ")],
        ),
    ],
)
def test_people_are_told_apart_from_their_groups_and_share_a_post(cell, people):
    found = [(one.name, one.position, one.body) for one in read_responsible(cell)]

    assert found == people
