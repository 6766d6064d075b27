"""Dirt made by hand: numbers that miss or come twice, posts beside names, cells cut anywhere."""

from __future__ import annotations

from tests.domain.roadmaps.elsewhere.expecting import all_said, codes, read, rows
from tests.domain.roadmaps.files import ACROSS, Rows, word

TITLE = "План мероприятий по поддержке школ с низкими результатами Горного района на 2024 год"
HEAD = ["№ пп", "Содержание", "Сроки проведения", "Ответственные лица"]
MISSING: Rows = [
    HEAD,
    ["1", "Анализ кадрового состава школ", "январь 2024", "ИМЦ"],
    ["", "Пробные диагностические работы", "февраль 2024", ""],
    ["2", "Собеседование с директорами", "март 2024", "УО"],
    ["4", "Итоговая аналитическая справка", "", "УО"],
]


def test_a_row_with_its_own_title_and_term_is_a_measure_without_a_number_and_people():
    roadmap = read(word(TITLE, MISSING))

    assert [(one.number, one.title) for one in roadmap.measures] == [
        ("1", "Анализ кадрового состава школ"),
        ("", "Пробные диагностические работы"),
        ("2", "Собеседование с директорами"),
        ("4", "Итоговая аналитическая справка"),
    ]
    assert codes(roadmap) == {"no_responsible": [2], "no_deadline": [4]}


TWICE: Rows = [
    HEAD,
    ["1", "Анализ кадрового состава", "январь 2024", "ИМЦ"],
    ["2", "Семинар для директоров и", "март", "Иванова И.И.,"],
    HEAD,
    ["2", "завучей школ-участниц", "2024", "методист ИМЦ"],
    ["3", "Выезды", "май 2024", "ИМЦ"],
]


def test_a_number_printed_again_with_the_rest_of_its_row_is_one_measure():
    roadmap = read(word(TITLE, TWICE))

    assert [
        (one["number"], one["title"], one["when"], one["who"]) for one in all_said(roadmap)
    ] == [
        ("1", "Анализ кадрового состава", "январь 2024", ["ИМЦ"]),
        (
            *("2", "Семинар для директоров и завучей школ-участниц", "март 2024"),
            ["Иванова И.И. / методист / ИМЦ"],
        ),
        ("3", "Выезды", "май 2024", ["ИМЦ"]),
    ]
    assert rows(roadmap) == {"measures": 3, "header": 2, "joined": 1}
    assert codes(roadmap) == {"joined_rows": [2]}


POSTS: Rows = [
    ["Мероприятие", "ФИО ответственного", "Должность", "Срок"],
    ["Входной мониторинг", "Лебедева О. Ю.", "директор", "январь 2024"],
    ["Открытые уроки", "Журавль А.П.\nСоколов И.К.", "учитель\nметодист", "март 2024"],
]


def test_posts_in_a_column_of_their_own_belong_to_the_people():
    roadmap = read(word(TITLE, POSTS))

    assert [one["who"] for one in all_said(roadmap)] == [
        ["Лебедева О. Ю. / директор"],
        ["Журавль А.П. / учитель", "Соколов И.К. / методист"],
    ]
    assert codes(roadmap) == {}


STAGES: Rows = [
    HEAD,
    ["Этап 1. Диагностика", ACROSS, "январь – март 2024", ""],
    ["1.1", "Анкетирование", "январь 2024", "школы"],
    ["1.2", "Рисковый профиль школы", "", "школы"],
    ["Этап 2. Работа", ACROSS, "апрель – ноябрь 2024", "УО, ИМЦ"],
    ["2.1", "Программы антирисковых мер", "май 2024", "школы"],
]


def test_a_stage_with_its_time_in_the_column_of_terms_is_a_section():
    roadmap = read(word(TITLE, STAGES))

    assert [(one["number"], one["title"]) for one in all_said(roadmap)] == [
        ("1.1", "Анкетирование"),
        ("1.2", "Рисковый профиль школы"),
        ("2.1", "Программы антирисковых мер"),
    ]
    assert [one["section"].split(".")[0] for one in all_said(roadmap)] == [
        *("Этап 1", "Этап 1", "Этап 2"),
    ]
    assert rows(roadmap) == {"measures": 3, "section": 2, "header": 1}


ROLES: Rows = [
    ["Исполнитель (соисполнители)", "Мероприятия", "Сроки"],
    [
        (
            "Управление образования (координация)\nИМЦ (методическое сопровождение)\n"
            "Школы (исполнение)"
        ),
        *("Сетевое взаимодействие", "в течение года"),
    ],
    ["И.И. Иванова (куратор), П.П. Петров – учитель", "Кураторский выезд", "апрель 2024"],
    ["Заместители директора по УВР, учителя-предметники", "Взаимопосещение", "май 2024"],
]


def test_bodies_keep_the_parts_they_play_and_people_their_posts():
    roadmap = read(word(TITLE, ROLES))

    assert [one["who"] for one in all_said(roadmap)] == [
        [
            "координация / Управление образования",
            "методическое сопровождение / ИМЦ",
            "исполнение / Школы",
        ],
        ["И.И. Иванова / куратор", "П.П. Петров / учитель"],
        ["Заместители директора по УВР", "учителя-предметники"],
    ]


FIRST: Rows = [
    HEAD,
    ["1", "Разработка программ", "январь 2024", "школы"],
    ["2", "Экспертиза программ перехода", "февраль –", "Петрова А.А.,"],
]
SECOND: Rows = [
    ["", "в эффективный режим работы", "март 2024", "методист"],
    ["3", "Утверждение программ", "апрель 2024", "УО"],
]


def test_a_row_cut_between_two_tables_is_one_measure():
    roadmap = read(word(TITLE, FIRST, "4", SECOND))

    assert [(one["title"], one["when"], one["who"]) for one in all_said(roadmap)] == [
        ("Разработка программ", "январь 2024", ["школы"]),
        (
            *("Экспертиза программ перехода в эффективный режим работы", "февраль – март 2024"),
            ["Петрова А.А. / методист"],
        ),
        ("Утверждение программ", "апрель 2024", ["УО"]),
    ]
    assert rows(roadmap) == {"measures": 3, "header": 1, "joined": 1}


BROKEN = """№;Мероприятия по реализации;Сроки;Исполнитель
1;Анализ результатов;январь 2024;ИМЦ
2;Семинар для
завучей;март 2024;ИМЦ
3;Выезд;апрель 2024;УО,
школы
"""


def test_an_export_that_lost_its_quotation_marks_loses_no_row():
    roadmap = read(BROKEN.encode("cp1251"), "map.csv")

    assert [
        (one["number"], one["title"], one["when"], one["who"]) for one in all_said(roadmap)
    ] == [
        ("1", "Анализ результатов", "январь 2024", ["ИМЦ"]),
        ("2", "Семинар для завучей", "март 2024", ["ИМЦ"]),
        ("3", "Выезд", "апрель 2024", ["УО", "школы"]),
    ]
    assert codes(roadmap) == {"no_period": [None]}
