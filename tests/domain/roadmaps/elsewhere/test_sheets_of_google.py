"""A table kept by many hands and exported: empty columns, ticks, headings printed twice."""

from __future__ import annotations

from tests.domain.roadmaps.elsewhere.expecting import all_said, codes, read, rows
from tests.domain.roadmaps.files import Rows, separated

EMPTY = ["", "", "", "", "", "", "", ""]
TABLE: Rows = [
    EMPTY,
    ["", "", "Дорожная карта «Школа роста» на 2023-2024 учебный год", "", "", "", "", ""],
    EMPTY,
    ["", "", "№", "Что делаем", "Когда", "Кто", "Готово?", "Ссылка"],
    ["", "", "Блок 1. Старт", "", "", "", "", ""],
    [
        "",
        "",
        "1",
        "Самодиагностика",
        "01.09.2023 - 15.09.2023",
        "Директор",
        "TRUE",
        "https://a.ru/1",
    ],
    ["", "", "2", "Установочный\nвебинар", "20.09.2023", "Куратор Юрина О.О.", "FALSE", ""],
    ["", "", "Блок 2. Работа", "", "", "", "", ""],
    ["", "", "3", "Посещение уроков", "раз в месяц", "Куратор, завуч", "FALSE", ""],
    EMPTY,
    ["", "", "№", "Что делаем", "Когда", "Кто", "Готово?", "Ссылка"],
    ["", "", "4", "Итоги", "май 2024", "Директор", "FALSE", ""],
    EMPTY,
    EMPTY,
]


def test_measures_are_found_between_empty_columns_and_rows():
    roadmap = read(separated(TABLE, ",").encode(), "Дорожная карта - Лист1.csv")

    first, second = "Блок 1. Старт", "Блок 2. Работа"
    assert all_said(roadmap) == [
        {
            "number": "1",
            "section": first,
            "title": "Самодиагностика",
            "when": "01.09.2023 - 15.09.2023",
            "who": ["Директор"],
            "evidence": ["https://a.ru/1"],
            "notes": {"Готово?": "TRUE"},
        },
        {
            "number": "2",
            "section": first,
            "title": "Установочный вебинар",
            "when": "20.09.2023",
            "who": ["Юрина О.О. / Куратор"],
            "notes": {"Готово?": "FALSE"},
        },
        {
            "number": "3",
            "section": second,
            "title": "Посещение уроков",
            "when": "раз в месяц",
            "who": ["Куратор", "завуч"],
            "notes": {"Готово?": "FALSE"},
        },
        {
            "number": "4",
            "section": second,
            "title": "Итоги",
            "when": "май 2024",
            "who": ["Директор"],
            "notes": {"Готово?": "FALSE"},
        },
    ]
    assert rows(roadmap) == {"measures": 4, "section": 2, "header": 2, "preface": 1, "empty": 5}
    assert codes(roadmap) == {}
