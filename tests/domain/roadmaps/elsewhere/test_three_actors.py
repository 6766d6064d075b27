"""A regional plan: what the institute, the municipality and the school do, side by side."""

from __future__ import annotations

from datetime import date

from tests.domain.roadmaps.elsewhere.expecting import all_said, codes, read, rows
from tests.domain.roadmaps.files import ACROSS, DOWN, Rows, word

MAP: Rows = [
    ["№ п/п", "Сроки", "Деятельность", ACROSS, ACROSS, "Ожидаемый результат"],
    [DOWN, DOWN, "Региональный координатор", "Муниципальный координатор", "Школа (ШНОР)", DOWN],
    ["I этап. Подготовительный", *[ACROSS] * 5],
    [
        *("1", "январь 2022", "Определяет перечень школ", "Согласует перечень", ""),
        "Перечень утверждён",
    ],
    [
        *("2", "февраль 2022", "Проводит вебинар", "Обеспечивает участие"),
        *("Проводит самодиагностику", "Профиль рисков"),
    ],
    ["II этап. Основной", *[ACROSS] * 5],
    [
        *("3", "март - ноябрь 2022", "", "Закрепляет куратора", "Реализует программу"),
        "Программа выполнена",
    ],
]


def plan():
    return read(
        word(
            "УТВЕРЖДЁН",
            "приказом Министерства образования Заозёрной области",
            "от 10.01.2022 № 7",
            "План-график реализации проекта «500+» на 2022 год",
            MAP,
        )
    )


def test_the_cell_of_each_actor_is_what_he_does():
    first, second = "I этап. Подготовительный", "II этап. Основной"

    assert all_said(plan()) == [
        {
            "number": "1",
            "section": first,
            "when": "январь 2022",
            "who": ["Региональный координатор", "Муниципальный координатор"],
            "result": "Перечень утверждён",
            "actors": {
                "Региональный координатор": "Определяет перечень школ",
                "Муниципальный координатор": "Согласует перечень",
            },
        },
        {
            "number": "2",
            "section": first,
            "when": "февраль 2022",
            "who": ["Региональный координатор", "Муниципальный координатор", "Школа"],
            "result": "Профиль рисков",
            "actors": {
                "Региональный координатор": "Проводит вебинар",
                "Муниципальный координатор": "Обеспечивает участие",
                "Школа": "Проводит самодиагностику",
            },
        },
        {
            "number": "3",
            "section": second,
            "when": "март - ноябрь 2022",
            "who": ["Муниципальный координатор", "Школа"],
            "result": "Программа выполнена",
            "actors": {
                "Муниципальный координатор": "Закрепляет куратора",
                "Школа": "Реализует программу",
            },
        },
    ]


def test_the_stages_are_sections_and_the_card_is_the_ministrys():
    roadmap = plan()

    assert rows(roadmap) == {"measures": 3, "section": 2, "header": 2}
    assert codes(roadmap) == {"starts_before_document": [1]}
    assert roadmap.card.title == "План-график реализации проекта «500+» на 2022 год"
    assert (roadmap.card.number, roadmap.card.day) == ("7", date(2022, 1, 10))
    assert roadmap.card.body == "Министерство образования Заозёрной области"
    assert roadmap.card.level == "regional"
