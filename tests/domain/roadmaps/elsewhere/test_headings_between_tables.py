"""A city's plan: a heading and a table for each direction, numbers beginning anew in each."""

from __future__ import annotations

from datetime import date

import pytest

from tests.domain.roadmaps.elsewhere.expecting import all_said, codes, read, rows
from tests.domain.roadmaps.files import ACROSS, Rows, word

HEADER = ["Содержание деятельности", "Дата", "Категория участников", "Ответственные", "Выход"]
FIRST: Rows = [
    ["№ п/п", *HEADER],
    ["1", "2", "3", "4", "5", "6"],
    [
        *("1)", "Установочный семинар", "27.09.2022", "Заместители директоров"),
        *("Сомова Елена Викторовна, начальник отдела", "Программа семинара"),
    ],
    [
        *("2)", "Анализ ВПР", "октябрь 2022 года", "Школьные команды"),
        *("Руководители ГМО\nДиректора школ", "Аналитическая справка"),
    ],
    ["№ п/п", *HEADER],
    [
        *("3)", "Консультации", "ежемесячно", "Педагоги ШНОР", "МКУ «ЦРО», ГМО", "Журнал"),
    ],
    ["Всего мероприятий: 3", *[ACROSS] * 5],
]
SECOND: Rows = [
    ["№ п/п", *HEADER],
    [
        *("1)", "Родительский лекторий", "1 раз в четверть", "Родители"),
        *("Школы", "Программа, список участников"),
    ],
    [
        *("2)", "День открытых дверей", "апрель 2023 года", "Родители, обучающиеся"),
        *("Директора школ №№ 3, 7, 12", "Отчёт"),
    ],
]


def plan():
    return read(
        word(
            "Приложение к приказу Управления образования города Светлогорска",
            "от 01.09.2022 № 540",
            "План работы с ШНОР на 2022/2023 учебный год",
            "Направление 1. Методическое сопровождение",
            FIRST,
            "Направление 2. Взаимодействие с родителями",
            SECOND,
            "* Сроки мероприятий могут быть изменены.",
            "Исп. Сомова Е.В., тел. 2-15-16",
        )
    )


def test_a_heading_above_a_table_is_the_section_of_its_measures():
    first = "Направление 1. Методическое сопровождение"
    second = "Направление 2. Взаимодействие с родителями"

    assert all_said(plan()) == [
        {
            "number": "1)",
            "section": first,
            "title": "Установочный семинар",
            "audience": "Заместители директоров",
            "when": "27.09.2022",
            "who": ["Сомова Елена Викторовна / начальник отдела"],
            "evidence": ["Программа семинара"],
        },
        {
            "number": "2)",
            "section": first,
            "title": "Анализ ВПР",
            "audience": "Школьные команды",
            "when": "октябрь 2022 года",
            "who": ["Руководители ГМО", "Директора школ"],
            "evidence": ["Аналитическая справка"],
        },
        {
            "number": "3)",
            "section": first,
            "title": "Консультации",
            "audience": "Педагоги ШНОР",
            "when": "ежемесячно",
            "who": ["МКУ «ЦРО»", "ГМО"],
            "evidence": ["Журнал"],
        },
        {
            "number": "1)",
            "section": second,
            "title": "Родительский лекторий",
            "audience": "Родители",
            "when": "1 раз в четверть",
            "who": ["Школы"],
            "evidence": ["Программа, список участников"],
        },
        {
            "number": "2)",
            "section": second,
            "title": "День открытых дверей",
            "audience": "Родители, обучающиеся",
            "when": "апрель 2023 года",
            "who": ["Директора школ №№ 3, 7, 12"],
            "evidence": ["Отчёт"],
        },
    ]


def test_repeated_headers_column_numbers_and_the_total_are_no_measures():
    roadmap = plan()

    assert rows(roadmap) == {"measures": 5, "header": 4, "preface": 1}
    assert codes(roadmap) == {"needs_calendar": [4]}


def test_the_title_stands_above_the_first_heading():
    card = plan().card

    assert card.title == "План работы с ШНОР на 2022/2023 учебный год"
    assert (card.number, card.day) == ("540", date(2022, 9, 1))
    assert card.body == "Управление образования города Светлогорска"
    assert card.period is not None
    assert (card.period.first, card.period.last) == (date(2022, 9, 1), date(2023, 8, 31))


SMALL: Rows = [
    ["№", "Мероприятие", "Срок", "Ответственный"],
    ["1", "Консультации", "май 2024 г.", "Методист"],
]


@pytest.mark.parametrize(
    "listed",
    [
        ["Перечень школ ШНОР:", "1. МБОУ СОШ № 8 г. Светлогорска", "2. МБОУ ООШ с. Рассвет"],
        ["Перечень школ ШНОР:", "1. МБОУ СОШ № 8 г. Светлогорска"],
        ["Цель: поддержать школы", "1. Выявить дефициты", "2. Обучить команды школ"],
    ],
)
def test_the_last_line_of_a_list_above_the_table_is_no_section(listed):
    roadmap = read(word("План работы с ШНОР на 2024 год", *listed, SMALL))

    assert [said["title"] for said in all_said(roadmap)] == ["Консультации"]
    assert "section" not in all_said(roadmap)[0]
    schools = {one.printed for one in roadmap.card.schools}
    assert schools == {line[3:] for line in listed if "МБОУ" in line}


def test_a_numbered_heading_that_follows_another_number_is_a_section():
    roadmap = read(
        word(
            "План работы с ШНОР на 2024 год",
            "1. Нормативное обеспечение",
            SMALL,
            "2. Методическая помощь",
            SMALL,
        )
    )

    assert [said["section"] for said in all_said(roadmap)] == [
        "1. Нормативное обеспечение",
        "2. Методическая помощь",
    ]
