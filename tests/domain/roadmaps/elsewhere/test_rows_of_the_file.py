"""A table that is laid out anew is still shown by the rows of its file."""

from __future__ import annotations

from tests.domain.roadmaps.files import ACROSS, Rows, word
from workflows.roadmaps.readers.opening import read_bytes
from workflows.roadmaps.review.directory import Directory
from workflows.roadmaps.review.reviewing import review_document

MONTHS: Rows = [
    ["План на 2024 год", *[ACROSS] * 4],
    ["Направление", "Сентябрь", "Октябрь", "Ноябрь", "Ответственный"],
    ["Управление", "Собеседование", "", "Совещание", "УО"],
    ["Методика", "1. Диагностика\n2. Курсы", "Семинар", "", "ИМЦ"],
]
SIDES: Rows = [
    ["Мероприятие", "Срок", "Мероприятие", "Срок"],
    ["Семинар", "май 2024", "Вебинар", "июнь 2024"],
    ["Отчёт", "июль 2024", "Смотр", "август 2024"],
]
CARDS: Rows = [
    ["Мероприятие", "Семинар"],
    ["Сроки", "май 2024"],
    ["Ответственный", "УО"],
    ["Мероприятие", "Отчёт"],
    ["Сроки", "июнь 2024"],
    ["Ответственный", "ИМЦ"],
]


def shown(table):
    found = review_document(read_bytes(word("План на 2024 год", table)), {}, Directory())
    return [
        (one.measure.title, [row.number for row in one.source], [row.place for row in one.source])
        for one in found.measures
    ]


def test_what_the_cells_of_months_say_is_shown_by_the_row_they_stand_in():
    assert shown(MONTHS) == [
        ("Собеседование", [3], [2]),
        ("Совещание", [3], [3]),
        ("1. Диагностика", [4], [4]),
        ("2. Курсы", [4], [5]),
        ("Семинар", [4], [6]),
    ]


def test_the_right_half_of_a_table_is_shown_by_the_rows_it_shares_with_the_left():
    assert shown(SIDES) == [
        ("Семинар", [2], [1]),
        ("Отчёт", [3], [2]),
        ("Вебинар", [2], [4]),
        ("Смотр", [3], [5]),
    ]


def test_a_card_is_shown_by_the_row_of_its_title():
    assert shown(CARDS) == [("Семинар", [1], [1]), ("Отчёт", [4], [2])]
