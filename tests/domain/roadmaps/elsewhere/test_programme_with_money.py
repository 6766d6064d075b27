"""A district programme: a passport under the title, money by years, sections as numbered rows."""

from __future__ import annotations

from datetime import date

from tests.domain.roadmaps.elsewhere.expecting import all_said, codes, read, rows
from tests.domain.roadmaps.files import ACROSS, DOWN, Rows, word

PASSPORT: Rows = [
    ["Наименование программы", "Программа «Шаг вперёд» Луганского района"],
    ["Основание для разработки", "Приказ министерства образования от 20.12.2022 № 1500"],
    ["Цель", "Сократить долю школ с низкими образовательными результатами"],
    ["Задачи", "1. Выявить дефициты.\n2. Организовать сопровождение."],
    ["Период реализации", "2023-2025 годы"],
    ["Ответственный", "Отдел образования"],
    ["Участники", "МБОУ «Кедровая СОШ», МБОУ «Озёрная ООШ» (ШНОР)"],
]
MAP: Rows = [
    [
        *("№ п/п", "Наименование мероприятия", "Срок исполнения", "Ответственный исполнитель"),
        *("Объём финансирования, тыс. руб.", ACROSS, ACROSS, "Показатель результативности"),
    ],
    [DOWN, DOWN, DOWN, DOWN, "2023", "2024", "2025", DOWN],
    ["1", "Кадровое обеспечение", "", "", "", "", "", ""],
    [
        *("1.1", "Курсовая подготовка учителей математики", "2023-2025 гг."),
        *("ИМЦ", "50", "60", "60", "Не менее 10 учителей ежегодно"),
    ],
    [
        *("1.2", "Целевое обучение", "сентябрь 2023 г.", "Отдел образования"),
        *("0", "-", "-", "2 договора"),
    ],
    ["2", "Материально-техническая база", "", "", "", "", "", ""],
    [
        *("2.1", "Приобретение учебников", "до 25 августа 2024 г.", "Школы-участники"),
        *("100", "120", "-", "100 % обеспеченность"),
    ],
    ["ИТОГО", "", "", "", "150", "180", "60", ""],
]
INDICATORS: Rows = [
    ["№", "Целевой показатель", "Ед. изм.", "2023", "2024", "2025"],
    ["1", "Доля ШНОР", "%", "20", "15", "10"],
    ["2", "Доля учителей с категорией", "%", "40", "45", "50"],
]


def programme():
    return read(
        word(
            "Муниципальная программа поддержки школ с низкими образовательными результатами",
            "ПАСПОРТ",
            PASSPORT,
            "План мероприятий по реализации программы",
            MAP,
            "Целевые показатели программы",
            INDICATORS,
            "Механизм управления программой",
            "Управление программой осуществляет отдел образования.",
        )
    )


def test_money_under_years_is_a_note_and_no_milestone():
    first, second = "1 Кадровое обеспечение", "2 Материально-техническая база"
    money = "Объём финансирования, тыс. руб. / "

    assert all_said(programme()) == [
        {
            "number": "1.1",
            "section": first,
            "title": "Курсовая подготовка учителей математики",
            "when": "2023-2025 гг.",
            "who": ["ИМЦ"],
            "result": "Не менее 10 учителей ежегодно",
            "notes": {f"{money}2023": "50", f"{money}2024": "60", f"{money}2025": "60"},
        },
        {
            "number": "1.2",
            "section": first,
            "title": "Целевое обучение",
            "when": "сентябрь 2023 г.",
            "who": ["Отдел образования"],
            "result": "2 договора",
            "notes": {f"{money}2023": "0", f"{money}2024": "-", f"{money}2025": "-"},
        },
        {
            "number": "2.1",
            "section": second,
            "title": "Приобретение учебников",
            "when": "до 25 августа 2024 г.",
            "who": ["Школы-участники"],
            "result": "100 % обеспеченность",
            "notes": {f"{money}2023": "100", f"{money}2024": "120", f"{money}2025": "-"},
        },
    ]


def test_the_passport_the_total_and_the_targets_are_a_preface():
    roadmap = programme()

    assert rows(roadmap) == {"measures": 3, "section": 2, "header": 2, "preface": 11}
    assert codes(roadmap) == {}


def test_the_passport_goes_into_the_card():
    card = programme().card

    assert card.title.startswith("Муниципальная программа поддержки школ") or card.title == (
        "Программа «Шаг вперёд» Луганского района"
    )
    assert card.period is not None
    assert (card.period.first, card.period.last) == (date(2023, 1, 1), date(2025, 12, 31))
    assert [name for name, _ in card.preface] == [one[0] for one in PASSPORT]
    assert (card.number, card.day) == ("", None)
    assert [one.name for one in card.schools] == ["МБОУ «Кедровая СОШ»", "МБОУ «Озёрная ООШ»"]
