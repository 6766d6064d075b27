"""An antirisk programme: risks in a merged column, three header rows, numbers under the columns."""

from __future__ import annotations

from datetime import date

from tests.domain.roadmaps.elsewhere.expecting import all_said, codes, read, rows
from tests.domain.roadmaps.files import ACROSS, DOWN, Rows, word

MAP: Rows = [
    [
        *("Рисковое направление", "Мера", "Сроки проведения", ACROSS, "Кто привлекается", ACROSS),
        *("Планируемый результат", "Индикатор", "Отметка о выполнении"),
    ],
    [DOWN, DOWN, "Начало", "Окончание", "Исполнители", "Соисполнители", DOWN, DOWN, DOWN],
    ["1", "2", "3", "4", "5", "6", "7", "8", "9"],
    [
        "Недостаточная предметная компетентность педагогов",
        "Диагностика профессиональных дефицитов",
        "01.03.2024",
        "29.03.2024",
        "Заместитель директора по УВР Лаптева И.Н.",
        "Руководители ШМО",
        "Карта дефицитов",
        "Доля прошедших диагностику",
        "",
    ],
    [
        *(DOWN, "Курсы повышения квалификации", "01.04.2024", "31.05.2024"),
        *("Педагоги", "ИРО", "Удостоверения", "Доля обученных", ""),
    ],
    ["", "", "", "", "", "", "", "", ""],
    [
        "Низкая учебная мотивация обучающихся",
        "Анкетирование обучающихся 5-9 классов",
        "09.09.2024",
        "20.09.2024",
        "Педагог-психолог Юдина Т.С.; классные руководители",
        "",
        "Аналитическая справка",
        "Охват, %",
        "",
    ],
]


def programme():
    return read(
        word(
            "СОГЛАСОВАНО",
            "Куратор школы",
            "____________ Жданова Р.И.",
            "УТВЕРЖДАЮ",
            "Директор МКОУ «Ключевская СОШ»",
            "____________ Панов Г.Е.",
            "Приказ от 26.02.2024 № 18",
            "Программа антирисковых мер МКОУ «Ключевская СОШ» на 2024 год",
            MAP,
        )
    )


def test_each_measure_stands_under_the_risk_of_its_merged_cell():
    first = "Недостаточная предметная компетентность педагогов"

    assert all_said(programme()) == [
        {
            "section": first,
            "title": "Диагностика профессиональных дефицитов",
            "when": "с 01.03.2024 по 29.03.2024",
            "who": ["Лаптева И.Н. / Заместитель директора по УВР", "Руководители ШМО"],
            "result": "Карта дефицитов Доля прошедших диагностику",
        },
        {
            "section": first,
            "title": "Курсы повышения квалификации",
            "when": "с 01.04.2024 по 31.05.2024",
            "who": ["Педагоги", "ИРО"],
            "result": "Удостоверения Доля обученных",
        },
        {
            "section": "Низкая учебная мотивация обучающихся",
            "title": "Анкетирование обучающихся 5-9 классов",
            "when": "с 09.09.2024 по 20.09.2024",
            "who": ["Юдина Т.С. / Педагог-психолог", "классные руководители"],
            "result": "Аналитическая справка Охват, %",
        },
    ]


def test_three_header_rows_and_an_empty_row_are_accounted_for():
    roadmap = programme()

    assert rows(roadmap) == {"measures": 3, "header": 3, "empty": 1}
    assert codes(roadmap) == {}


def test_the_stamps_above_are_no_title():
    card = programme().card

    assert card.title == "Программа антирисковых мер МКОУ «Ключевская СОШ» на 2024 год"
    assert (card.number, card.day) == ("18", date(2024, 2, 26))
    assert card.level == "school"
    assert card.signatory is not None
    assert card.signatory.name == "Панов Г.Е."
