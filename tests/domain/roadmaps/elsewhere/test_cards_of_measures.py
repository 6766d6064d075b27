"""A card for each measure: the fields stand below one another, their values beside them."""

from __future__ import annotations

from tests.domain.roadmaps.elsewhere.expecting import all_said, codes, read, rows
from tests.domain.roadmaps.files import ACROSS, Rows, word

TITLE = "Дорожная карта на 2024 год"


def card(title: str, when: str, who: str) -> Rows:
    return [
        ["Мероприятие", title],
        ["Сроки", when],
        ["Ответственный", who],
        ["Ожидаемый результат", "Справка"],
    ]


FIRST, SECOND = card("Диагностика", "март 2024", "ИМЦ"), card("Курсы", "май 2024", "ИРО")
SAID = [
    {"title": "Диагностика", "when": "март 2024", "who": ["ИМЦ"], "result": "Справка"},
    {"title": "Курсы", "when": "май 2024", "who": ["ИРО"], "result": "Справка"},
]


def test_a_table_for_each_measure_is_a_measure():
    roadmap = read(word(TITLE, "Карточка 1", FIRST, "Карточка 2", SECOND))

    assert all_said(roadmap) == SAID
    assert codes(roadmap) == {}


def test_cards_below_one_another_in_one_table_are_measures():
    roadmap = read(word(TITLE, [*FIRST, ["", ""], *SECOND]))

    assert all_said(roadmap) == SAID
    assert rows(roadmap)["measures"] == 2


def test_the_passport_of_a_programme_is_no_measure():
    passport: Rows = [
        ["Паспорт", ACROSS],
        ["Наименование программы", "Дорожная карта"],
        ["Сроки реализации", "2024 год"],
        ["Ответственный исполнитель", "УО"],
        ["Основные мероприятия", "Обучение, контроль"],
    ]

    roadmap = read(word(TITLE, passport))

    assert roadmap.measures == ()
    assert "no_header" in codes(roadmap)
