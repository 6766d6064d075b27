"""A preface of goals, tasks, indicators and schools above the header, in the same table."""

from __future__ import annotations

from tests.domain.roadmaps.elsewhere.expecting import all_said, codes, read, rows
from tests.domain.roadmaps.files import ACROSS, DOWN, Rows, excel, word

TITLE = "План мероприятий («дорожная карта») по повышению качества образования на 2024 год"
GOALS: Rows = [
    ["Цель", ACROSS, "Создание условий для перехода школ в эффективный режим", ACROSS, ACROSS],
    ["Задачи", ACROSS, "1. Выявить причины.\n2. Обучить команды.", ACROSS, ACROSS],
    [
        *("Участники", ACROSS),
        *("Школы с низкими результатами: МБОУ «СОШ № 2», МКОУ «Заречная ООШ»", ACROSS, ACROSS),
    ],
    ["Целевые показатели", ACROSS, "Доля школ ШНОР не более 10 %", ACROSS, ACROSS],
    [
        *("№ пп", "Планируемый результат", "Наименование мероприятий", "Исполнитель"),
        "Сроки исполнения",
    ],
    ["1", "Утверждены планы", "Разработка планов школ", "ОО", "Февраль 2024"],
    ["2", DOWN, "Экспертиза планов школ", "ИМЦ (экспертиза)", "Март 2024"],
    ["Раздел 1. Кадры", *[ACROSS] * 4],
    [
        *("3", "Обучены команды", "Курсы «Эффективный руководитель»"),
        *("ИРО, Сомова А.А., методист ИМЦ", "Апрель 2024"),
    ],
    ["4", DOWN, "Стажировка", DOWN, "Май 2024"],
    ["Раздел 2. Результаты", *[ACROSS] * 4],
    ["", "Снижена доля", "Пробные работы", "Школы", "Октябрь 2024"],
    ["6", "Отчёт", "Итоговое совещание", "УО", "Декабрь 2024"],
]


def test_goals_and_schools_above_the_header_are_a_preface():
    roadmap = read(word(TITLE, GOALS))

    assert [(one["title"], one["result"], one.get("number")) for one in all_said(roadmap)] == [
        ("Разработка планов школ", "Утверждены планы", "1"),
        ("Экспертиза планов школ", "Утверждены планы", "2"),
        ("Курсы «Эффективный руководитель»", "Обучены команды", "3"),
        ("Стажировка", "Обучены команды", "4"),
        ("Пробные работы", "Снижена доля", None),
        ("Итоговое совещание", "Отчёт", "6"),
    ]
    assert [one.get("section", "") for one in all_said(roadmap)] == [
        *("", "", "Раздел 1. Кадры", "Раздел 1. Кадры"),
        *("Раздел 2. Результаты", "Раздел 2. Результаты"),
    ]
    assert all_said(roadmap)[3]["who"] == ["ИРО", "Сомова А.А. / методист / ИМЦ"]
    assert rows(roadmap) == {"measures": 6, "section": 2, "header": 1, "preface": 4}
    assert [one.printed for one in roadmap.card.schools] == [
        "МБОУ «СОШ № 2»",
        "МКОУ «Заречная ООШ»",
    ]
    assert codes(roadmap) == {"inherited": [2, 4]}


PASSPORT: Rows = [
    ["Наименование программы", "Маршрут успеха", ACROSS, ACROSS, ACROSS],
    ["Сроки реализации", "2024-2025 годы", ACROSS, ACROSS, ACROSS],
    ["Ответственный", "Управление образования", ACROSS, ACROSS, ACROSS],
    ["Ожидаемые результаты", "Рост доли «4» и «5»", ACROSS, ACROSS, ACROSS],
    ["", *[""] * 4],
    ["Дата", "Ответственные лица", "Мероприятия", "Документ", "Примечание"],
    ["ОРГАНИЗАЦИОННОЕ НАПРАВЛЕНИЕ", *[ACROSS] * 4],
    ["январь 2024", "Чернов П.П.", "Совещание", "Протокол", ""],
    ["15.02.2024\n15.03.2024", "Директор МБОУ «СОШ № 5»", "Отчёт школы", "Отчёт", "письменно"],
    ["Дата", "Ответственные лица", "Мероприятия", "Документ", "Примечание"],
    ["УЧЕБНОЕ НАПРАВЛЕНИЕ", *[ACROSS] * 4],
    ["до 1 мая ежегодно", "учителя-предметники", "Зачётная неделя", "", ""],
]


def test_a_passport_above_the_header_bounds_the_program():
    roadmap = read(excel(PASSPORT), "map.xlsx")

    assert all_said(roadmap) == [
        {
            "section": "ОРГАНИЗАЦИОННОЕ НАПРАВЛЕНИЕ",
            "title": "Совещание",
            "when": "январь 2024",
            "who": ["Чернов П.П."],
            "evidence": ["Протокол"],
        },
        {
            "section": "ОРГАНИЗАЦИОННОЕ НАПРАВЛЕНИЕ",
            "title": "Отчёт школы",
            "when": "15.02.2024 15.03.2024",
            "who": ["Директор МБОУ «СОШ № 5»"],
            "evidence": ["Отчёт"],
            "notes": {"Примечание": "письменно"},
        },
        {
            "section": "УЧЕБНОЕ НАПРАВЛЕНИЕ",
            "title": "Зачётная неделя",
            "when": "до 1 мая ежегодно",
            "who": ["учителя-предметники"],
        },
    ]
    period = roadmap.card.period
    assert period is not None
    assert (period.first.year, period.last.year) == (2024, 2025)
    assert rows(roadmap) == {"measures": 3, "section": 2, "header": 2, "preface": 4, "empty": 1}
    assert codes(roadmap) == {}
