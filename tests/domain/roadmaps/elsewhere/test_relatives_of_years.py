"""Columns of years and half-years: two or four of them, directions that leave a column free."""

from __future__ import annotations

from datetime import date

from tests.domain.roadmaps.elsewhere.expecting import all_said, codes, read, rows
from tests.domain.roadmaps.files import ACROSS, DOWN, Rows, excel, separated, word

FOUR: Rows = [
    [
        *("№ пп", "Мероприятия по реализации", "Ключевые события по годам", *[ACROSS] * 3),
        *("Исполнитель (соисполнители)", "Документ"),
    ],
    [DOWN, DOWN, "2022 г.", "2023 г.", "2024 г.", "2025 г.", DOWN, DOWN],
    ["", "Направление 1: Управление", *[ACROSS] * 6],
    [
        *("п.1", "Муниципальная команда", "Приказ о составе. Март 2022", "Обновление. Март 2023"),
        *("", "Отчёт о работе. Ноябрь 2025", "Управление образования", "Приказ"),
    ],
    ["", "Направление 2: Кадры", *[ACROSS] * 6],
    [
        *("п.2", "Диагностика учителей", "В 30% школ", "В 60% школ", "В 100% школ"),
        *("", "ИМЦ, школы-кураторы", "Отчёты; справки"),
    ],
    [*("", "", "", "", "", "", "", "")],
]


def test_four_years_under_directions_that_leave_the_first_column_free_are_milestones():
    roadmap = read(word("Программа «Шаг вперёд» на 2022-2025 годы", FOUR))

    assert all_said(roadmap) == [
        {
            "number": "п.1",
            "section": "Направление 1: Управление",
            "title": "Муниципальная команда",
            "who": ["Управление образования"],
            "evidence": ["Приказ"],
            "years": {
                "2022": "Приказ о составе. Март 2022",
                "2023": "Обновление. Март 2023",
                "2025": "Отчёт о работе. Ноябрь 2025",
            },
        },
        {
            "number": "п.2",
            "section": "Направление 2: Кадры",
            "title": "Диагностика учителей",
            "who": ["ИМЦ", "школы-кураторы"],
            "evidence": ["Отчёты", "справки"],
            "years": {"2022": "В 30% школ", "2023": "В 60% школ", "2024": "В 100% школ"},
        },
    ]
    assert rows(roadmap) == {"measures": 2, "section": 2, "header": 2, "empty": 1}
    assert codes(roadmap) == {}


HALVES: Rows = [
    ["Ответственный", "Мероприятие", "Сроки реализации", ACROSS, "Ожидаемый результат"],
    [DOWN, DOWN, "1 полугодие 2024 г.", "2 полугодие 2024 г.", DOWN],
    ["Раздел 1. Управленческие решения", *[ACROSS] * 4],
    ["ИМЦ", "Семинары для директоров", "+", "+", "Единые подходы"],
    ["УО", "Собеседования", "", "+", "Протоколы"],
    ["Раздел 2. Работа с детьми", *[ACROSS] * 4],
    ["Школы", "Олимпиадные сборы", "март", "сентябрь, октябрь", "Призёры"],
]


def test_half_years_over_crosses_and_months_are_the_terms():
    roadmap = read(excel(HALVES), "map.xlsx")

    assert [(one["title"], one["section"], one["who"]) for one in all_said(roadmap)] == [
        ("Семинары для директоров", "Раздел 1. Управленческие решения", ["ИМЦ"]),
        ("Собеседования", "Раздел 1. Управленческие решения", ["УО"]),
        ("Олимпиадные сборы", "Раздел 2. Работа с детьми", ["Школы"]),
    ]
    ends = [[term.term.end for term in one.terms] for one in roadmap.measures]
    assert ends[0][-1] == date(2024, 12, 31)
    assert ends[1] == [date(2024, 12, 31)]
    assert ends[2][-1] == date(2024, 10, 31)
    assert rows(roadmap) == {"measures": 3, "section": 2, "header": 2}


TOLD: Rows = [
    [
        *("№", "Содержание работы", "I полугодие 2025", "II полугодие 2025"),
        *("Кто отвечает", "Документ"),
    ],
    [
        *("1", "Наставничество", "Подобраны пары школ", "Проведено по 4 открытых урока"),
        *("ИМЦ", "Приказ"),
    ],
    ["2", "Оценка рисков", "Заполнены анкеты", "", "Школы", "Рисковый профиль"],
]


def test_words_under_half_years_are_kept_and_the_half_years_are_the_term():
    roadmap = read(word("План на 2025 год", TOLD))

    assert all_said(roadmap) == [
        {
            "number": "1",
            "title": "Наставничество",
            "when": "I полугодие 2025, II полугодие 2025",
            "who": ["ИМЦ"],
            "evidence": ["Приказ"],
            "notes": {
                "I полугодие 2025": "Подобраны пары школ",
                "II полугодие 2025": "Проведено по 4 открытых урока",
            },
        },
        {
            "number": "2",
            "title": "Оценка рисков",
            "when": "I полугодие 2025",
            "who": ["Школы"],
            "evidence": ["Рисковый профиль"],
            "notes": {"I полугодие 2025": "Заполнены анкеты"},
        },
    ]
    assert rows(roadmap) == {"measures": 2, "header": 1}


LISTED: Rows = [
    ["Документ", "Мероприятия", "Ключевые результаты, сроки", "", "Соисполнители"],
    ["", "", "2023/2024 уч. год", "2024/2025 уч. год", ""],
    ["I. Кадры", "", "", "", ""],
    ["Приказ", "Курсы по ФГОС", "Обучены 10 учителей. Май 2024", "Обучены все. Май 2025", "ИМЦ"],
    ["Справка", "Аттестация", "Октябрь 2023", "Октябрь 2024", "УО | ИМЦ"],
]


def test_school_years_in_an_export_without_merges_are_milestones():
    roadmap = read(separated(LISTED, "|").encode("utf-8-sig"), "map.csv")

    assert [(one["title"], one["section"], one["evidence"]) for one in all_said(roadmap)] == [
        ("Курсы по ФГОС", "I. Кадры", ["Приказ"]),
        ("Аттестация", "I. Кадры", ["Справка"]),
    ]
    assert [one["years"] for one in all_said(roadmap)] == [
        {"2023/24": "Обучены 10 учителей. Май 2024", "2024/25": "Обучены все. Май 2025"},
        {"2023/24": "Октябрь 2023", "2024/25": "Октябрь 2024"},
    ]
    assert [
        [term.term.end for part in one.milestones for term in part.terms]
        for one in roadmap.measures
    ] == [
        [date(2024, 5, 31), date(2025, 5, 31)],
        [date(2023, 10, 31), date(2024, 10, 31)],
    ]
    assert rows(roadmap) == {"measures": 2, "section": 1, "header": 2}
