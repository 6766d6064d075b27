"""Actors called shortly, one text over two years, headers of two orders in one table, prefaces."""

from __future__ import annotations

from datetime import date, datetime

from tests.domain.roadmaps.elsewhere.expecting import all_said, codes, read, rows
from tests.domain.roadmaps.files import ACROSS, Rows, excel, word

SHORT: Rows = [
    ["Мероприятие", "УО", "ИМЦ", "ОО", "Сроки"],
    ["1. Нормативный блок", *[ACROSS] * 4],
    ["Приказ о команде", "Издаёт", "Готовит проект", "", "январь 2024"],
    ["Программа перехода", "Согласует", "Консультирует", "Разрабатывает", "март 2024"],
]


def test_schools_beside_other_actors_act_too():
    roadmap = read(word("Дорожная карта поддержки ШНОР на 2024 год", SHORT))

    assert all_said(roadmap) == [
        {
            "section": "1. Нормативный блок",
            "title": "Приказ о команде",
            "when": "январь 2024",
            "who": ["УО", "ИМЦ"],
            "actors": {"УО": "Издаёт", "ИМЦ": "Готовит проект"},
        },
        {
            "section": "1. Нормативный блок",
            "title": "Программа перехода",
            "when": "март 2024",
            "who": ["УО", "ИМЦ", "ОО"],
            "actors": {"УО": "Согласует", "ИМЦ": "Консультирует", "ОО": "Разрабатывает"},
        },
    ]


UNTITLED: Rows = [
    ["Сроки", "Управление образования", "ИМЦ", "ОО", "Примечание"],
    ["январь 2024", "Издаёт приказ", "Готовит проект", "", ""],
    ["март 2024", "", "Консультирует", "Пишет программу", "заочно"],
]


def test_schools_act_also_where_no_title_stands():
    roadmap = read(word("Дорожная карта поддержки ШНОР на 2024 год", UNTITLED))

    assert all_said(roadmap) == [
        {
            "when": "январь 2024",
            "who": ["Управление образования", "ИМЦ"],
            "actors": {"Управление образования": "Издаёт приказ", "ИМЦ": "Готовит проект"},
        },
        {
            "when": "март 2024",
            "who": ["ИМЦ", "ОО"],
            "actors": {"ИМЦ": "Консультирует", "ОО": "Пишет программу"},
            "notes": {"Примечание": "заочно"},
        },
    ]


SHARED: Rows = [
    [
        *("Направления", "№ пп", "Мероприятия", "2023/2024 учебный год", "2024/2025 учебный год"),
        "Ответственные лица",
    ],
    ["Управление", "1", "Муниципальная команда", "Ежемесячные встречи", ACROSS, "УО"],
    ["^", "2", "Аудит школ", "Выезды. Ноябрь 2023", "", "ИМЦ"],
    ["Кадры", "3", "Курсы", "", "Обучены команды. Март 2025", "ИРО"],
]


def test_one_text_over_two_school_years_is_a_milestone_of_both():
    roadmap = read(word("Программа на 2023-2025 годы", SHARED))

    assert [(one["section"], one["title"], one["years"]) for one in all_said(roadmap)] == [
        (
            *("Управление", "Муниципальная команда"),
            {"2023/24": "Ежемесячные встречи", "2024/25": "Ежемесячные встречи"},
        ),
        ("Управление", "Аудит школ", {"2023/24": "Выезды. Ноябрь 2023"}),
        ("Кадры", "Курсы", {"2024/25": "Обучены команды. Март 2025"}),
    ]
    assert rows(roadmap) == {"measures": 3, "header": 1}


ORDERS: Rows = [
    ["РЕГИОНАЛЬНЫЙ УРОВЕНЬ", *[ACROSS] * 3],
    ["№", "Мероприятие", "Срок", "Ответственный"],
    ["1", "Форум", "март 2024", "ИРО"],
    ["МУНИЦИПАЛЬНЫЙ УРОВЕНЬ", *[ACROSS] * 3],
    ["№ пп", "Сроки проведения", "Наименование мероприятия", "Исполнители"],
    ["1", "апрель 2024", "Совет директоров", "Управление образования"],
    ["2", "май 2024", "Семинар", "ИМЦ"],
]


def test_a_second_header_with_other_columns_rules_the_rows_below_it():
    roadmap = read(word("Дорожная карта на 2024 год", ORDERS))

    assert [(one.section, one.level, one.title) for one in roadmap.measures] == [
        ("РЕГИОНАЛЬНЫЙ УРОВЕНЬ", "regional", "Форум"),
        ("МУНИЦИПАЛЬНЫЙ УРОВЕНЬ", "municipal", "Совет директоров"),
        ("МУНИЦИПАЛЬНЫЙ УРОВЕНЬ", "municipal", "Семинар"),
    ]
    assert [(one["when"], one["who"]) for one in all_said(roadmap)] == [
        ("март 2024", ["ИРО"]),
        ("апрель 2024", ["Управление образования"]),
        ("май 2024", ["ИМЦ"]),
    ]
    assert rows(roadmap) == {"measures": 3, "section": 2, "header": 2}


DATES: Rows = [
    ["Дорожная карта «Школа роста»", *[ACROSS] * 6],
    ["Цель: выход школ из списка ШНОР\nСроки реализации: 2024-2025 годы", *[ACROSS] * 6],
    ["Показатель", "2023", "2024", "2025", "", "", ""],
    ["Доля школ ШНОР, %", 20, 15, 10, "", "", ""],
    [""] * 7,
    ["", "№ пп", "Мероприятия", "Начало", "Окончание", "Исполнители", "Документ"],
    ["", "Раздел I. Управление", *[ACROSS] * 5],
    [
        *("", 1, "Совет", datetime(2024, 2, 1), datetime(2024, 2, 20)),  # noqa: DTZ001 - cells
        *("УО", "Протокол"),
    ],
    [
        *("", 2, "Аудит", datetime(2025, 3, 1), datetime(2025, 3, 31)),  # noqa: DTZ001 - cells
        *("ИМЦ", "Справка"),
    ],
    ["", "ВСЕГО", "2 мероприятия", "", "", "", ""],
]


def test_goals_and_indicators_over_a_workbook_give_no_measures():
    roadmap = read(excel(DATES), "map.xlsx")

    assert [(one["title"], one["section"], one["evidence"]) for one in all_said(roadmap)] == [
        ("Совет", "Раздел I. Управление", ["Протокол"]),
        ("Аудит", "Раздел I. Управление", ["Справка"]),
    ]
    assert [(one.terms[0].term.start, one.terms[0].term.end) for one in roadmap.measures] == [
        (date(2024, 2, 1), date(2024, 2, 20)),
        (date(2025, 3, 1), date(2025, 3, 31)),
    ]
    period = roadmap.card.period
    assert period is not None
    assert (period.first, period.last) == (date(2024, 1, 1), date(2025, 12, 31))
    assert rows(roadmap) == {
        "measures": 2,
        "section": 1,
        "header": 1,
        "preface": 5,
        "empty": 1,
    }
    assert codes(roadmap) == {}


AFTER: Rows = [
    ["№ пп", "Мероприятие", "Дата", "Кто проводит", "Планируемый результат"],
    ["1", "Стартовое совещание", "10.01.2024", "Управление образования", "Протокол"],
    ["2", "Консультации", "каждый вторник", "ИМЦ", "Журнал"],
]
LIST: Rows = [
    ["№ пп", "Наименование ОО", "Школа-куратор"],
    ["1", "МБОУ «Берёзовская ООШ»", "МБОУ «СОШ № 1»"],
    ["2", "МБОУ «СОШ № 12»", "МБОУ «Лицей № 2»"],
]


def test_schools_of_an_annex_are_those_of_the_list_and_not_their_curators():
    roadmap = read(
        word(
            "Дорожная карта на 2024 год",
            AFTER,
            "Приложение 2",
            "Список школ с низкими образовательными результатами и школ-кураторов",
            LIST,
        )
    )

    assert [(one["title"], one["when"], one["who"]) for one in all_said(roadmap)] == [
        ("Стартовое совещание", "10.01.2024", ["Управление образования"]),
        ("Консультации", "каждый вторник", ["ИМЦ"]),
    ]
    assert [(one.printed, one.lists) for one in roadmap.card.schools] == [
        ("МБОУ «Берёзовская ООШ»", ("ШНОР",)),
        ("МБОУ «СОШ № 12»", ("ШНОР",)),
    ]
    assert codes(roadmap) == {}
