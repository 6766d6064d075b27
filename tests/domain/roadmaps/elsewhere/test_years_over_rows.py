"""Years over the rows of them, schools as sections, people with the parts they play."""

from __future__ import annotations

from datetime import date

from tests.domain.roadmaps.elsewhere.expecting import all_said, codes, read, rows
from tests.domain.roadmaps.files import ACROSS, DOWN, Rows, word

HEAD = ["№", "Мероприятия", "Срок", "Ответственные (соисполнители)"]
YEARS: Rows = [
    HEAD,
    ["2024 год", *[ACROSS] * 3],
    ["1", "Диагностика дефицитов", "сентябрь", "Отв.: Белова Н.Н.\nСоисп.: школы"],
    ["2", "Семинар", "до 15 ноября", "ИМЦ (координация)"],
    ["2025 год", *[ACROSS] * 3],
    ["3", "Повторная диагностика", "март-апрель", "Белова Н.Н."],
]


def test_a_year_over_the_rows_is_that_of_their_months():
    roadmap = read(word("План поддержки ШНОР на 2024-2025 годы", YEARS))
    windows = [
        (window.start, window.end)
        for one in roadmap.measures
        for term in one.terms
        for window in term.term.windows
    ]

    assert [one["section"] for one in all_said(roadmap)] == ["2024 год", "2024 год", "2025 год"]
    assert windows == [
        (date(2024, 9, 1), date(2024, 9, 30)),
        (None, date(2024, 11, 15)),
        (date(2025, 3, 1), date(2025, 4, 30)),
    ]
    assert codes(roadmap) == {}
    assert rows(roadmap) == {"measures": 3, "section": 2, "header": 1}


def test_a_school_year_over_the_rows_is_that_of_their_months():
    table: Rows = [
        HEAD,
        ["2023/2024 учебный год", *[ACROSS] * 3],
        ["1", "Диагностика дефицитов", "октябрь", "УО"],
        ["2", "Отчёт", "май", "УО"],
        ["2024/2025 учебный год", *[ACROSS] * 3],
        ["3", "Диагностика дефицитов в новых школах", "октябрь", "УО"],
    ]

    roadmap = read(word("План поддержки ШНОР с сентября 2023 года по август 2025 года", table))

    assert [one.terms[0].term.windows[0].start for one in roadmap.measures] == [
        date(2023, 10, 1),
        date(2024, 5, 1),
        date(2024, 10, 1),
    ]
    assert codes(roadmap) == {}


def test_the_parts_that_people_play_are_no_names():
    roadmap = read(word("План поддержки ШНОР на 2024-2025 годы", YEARS))

    assert [one["who"] for one in all_said(roadmap)] == [
        ["Белова Н.Н.", "школы"],
        ["координация / ИМЦ"],
        ["Белова Н.Н."],
    ]


PROBLEMS: Rows = [
    [
        *("№", "Проблема", "Мероприятия по устранению", "Сроки", "Ответственный"),
        *("Планируемый результат", "Фактический результат"),
    ],
    ["МБОУ СОШ № 3", *[ACROSS] * 6],
    [
        *("1", "Низкая мотивация", "Неделя науки", "10-15 февраля 2025", "Завуч Жукова А.А."),
        *("охват 80 %", ""),
    ],
    ["МКОУ «Лесная ООШ»", *[ACROSS] * 6],
    [
        *("1", "Дефицит учителей", "Сетевой урок физики", "по пятницам", "Директор"),
        *("расписание", "проводится"),
    ],
]


def test_schools_over_their_own_measures_are_sections_and_schools_of_the_card():
    roadmap = read(word("Дорожная карта по работе со ШНОР на 2025 год", PROBLEMS))

    assert [(one["title"], one["result"]) for one in all_said(roadmap)] == [
        ("Неделя науки", "охват 80 %"),
        ("Сетевой урок физики", "расписание"),
    ]
    assert [one.sections for one in roadmap.measures] == [
        ("МБОУ СОШ № 3", "Низкая мотивация"),
        ("МКОУ «Лесная ООШ»", "Дефицит учителей"),
    ]
    assert all_said(roadmap)[1]["notes"] == {"Фактический результат": "проводится"}
    assert codes(roadmap) == {}
    assert [(one.name, one.lists) for one in roadmap.card.schools] == [
        ("МБОУ СОШ № 3", ("ШНОР",)),
        ("МКОУ «Лесная ООШ»", ("ШНОР",)),
    ]


ANTIRISK: Rows = [
    [
        *("Задача", "Мероприятие", "Дата реализации", "Показатели реализации", "Ответственный"),
        "Участники",
    ],
    [
        *("Выявить причины", "Анкетирование", "15.03.2024", "Справка"),
        *("Заместитель директора по УВР Седова М.И.", "Обучающиеся, родители"),
    ],
    [
        *("Повысить мотивацию", "Фестиваль проектов", "апрель 2024", "Участвуют 80 %"),
        *("Учителя-предметники", "5-9 классы"),
    ],
    [DOWN, "Экскурсии", "до 01.06.2024", "4 экскурсии", "Социальный педагог", "8-9 классы"],
]


def test_a_programme_against_one_risk_is_of_the_school_that_stands_over_it():
    roadmap = read(
        word(
            "Антирисковая программа «Низкая учебная мотивация обучающихся»",
            "МБОУ «Полевская СОШ» Луговского района",
            "Цель: повышение доли мотивированных обучающихся до 60 % к концу 2024 года",
            "Дорожная карта реализации антирисковой программы",
            ANTIRISK,
        )
    )
    card = roadmap.card

    assert [(one["task"], one["title"], one["audience"]) for one in all_said(roadmap)] == [
        ("Выявить причины", "Анкетирование", "Обучающиеся, родители"),
        ("Повысить мотивацию", "Фестиваль проектов", "5-9 классы"),
        ("Повысить мотивацию", "Экскурсии", "8-9 классы"),
    ]
    assert all_said(roadmap)[0]["who"] == ["Седова М.И. / Заместитель директора по УВР"]
    assert {one.level for one in roadmap.measures} == {"school"}
    assert codes(roadmap) == {"no_period": [None]}
    assert (card.body, card.level) == ("МБОУ «Полевская СОШ» Луговского района", "school")
    assert card.title == "Дорожная карта реализации антирисковой программы"


AGAIN = "Мероприятие,Срок,Ответственный,Результат"


def test_under_a_section_and_its_header_a_row_begins_a_measure_of_its_own():
    text = f"""Дорожная карта ШНОР на 2024 год,,,
,,,
Задача 1. Кадры,,,
{AGAIN}
"Курсы, вебинары",март,ИРО,удостоверения
Задача 2. Контроль,,,
{AGAIN}
Срезы,апрель,ЦОКО,справка
"""

    roadmap = read(text.encode("utf-8-sig"), "план.csv")

    assert [(one["section"], one["title"], one["when"]) for one in all_said(roadmap)] == [
        ("Задача 1. Кадры", "Курсы, вебинары", "март"),
        ("Задача 2. Контроль", "Срезы", "апрель"),
    ]
    assert codes(roadmap) == {}


def test_a_town_in_quotation_marks_keeps_its_capital_letters():
    card = read(
        word(
            "КОМИТЕТ ОБРАЗОВАНИЯ ГОРОДСКОГО ОКРУГА «ГОРОД ЛЕСНОЙ»",
            "ПРИКАЗ",
            "«5» февраля 2024 г.                                   № 52",
            "О дорожной карте на 2024 год",
            [["№", "Мероприятие", "Срок"], ["1", "Совещание", "май 2024"]],
        )
    ).card

    assert card.body == "Комитет образования городского округа «Город Лесной»"
    assert card.municipality == "городской округ «Город Лесной»"


VISITS: Rows = [
    ["Мероприятие", "МБОУ СОШ № 3", "МБОУ СОШ № 7", "МКОУ «Лесная ООШ»", "Ответственный"],
    ["Выезд методистов", "12.03.2024", "19.03.2024", "26.03.2024", "ИМЦ"],
    ["Пробный ОГЭ", "апрель", "апрель", "", "ЦОКО"],
]


def test_days_under_the_names_of_schools_are_the_terms_of_each_school():
    roadmap = read(word("График мероприятий для ШНОР на 2024 год", VISITS))
    labels = [
        [(one.start, one.label) for one in read_.term.windows]
        for measure in roadmap.measures
        for read_ in measure.terms
    ]

    assert [one["when"] for one in all_said(roadmap)] == [
        "12.03.2024 (МБОУ СОШ № 3), 19.03.2024 (МБОУ СОШ № 7), 26.03.2024 (МКОУ «Лесная ООШ»)",
        "апрель (МБОУ СОШ № 3), апрель (МБОУ СОШ № 7)",
    ]
    assert labels[0] == [
        (date(2024, 3, 12), "МБОУ СОШ № 3"),
        (date(2024, 3, 19), "МБОУ СОШ № 7"),
        (date(2024, 3, 26), "МКОУ «Лесная ООШ»"),
    ]
    assert codes(roadmap) == {}


COUNCIL: Rows = [
    ["Дата", "Рассматриваемые вопросы", "Докладчики", "Решение"],
    ["14 февраля 2024", "Итоги работы ШНОР за полугодие", "Котова Е.Ю.", "рекомендации"],
    ["15 мая 2024", "О ходе реализации дорожных карт", "Директора ШНОР", "протокол"],
]


def test_questions_of_a_council_are_its_measures():
    roadmap = read(
        word(
            "План заседаний муниципального совета по качеству образования на 2024 год",
            "Председатель совета – Ершова Н.К.",
            COUNCIL,
        )
    )

    assert all_said(roadmap) == [
        {
            "title": "Итоги работы ШНОР за полугодие",
            "when": "14 февраля 2024",
            "who": ["Котова Е.Ю."],
            "notes": {"Решение": "рекомендации"},
        },
        {
            "title": "О ходе реализации дорожных карт",
            "when": "15 мая 2024",
            "who": ["Директора ШНОР"],
            "notes": {"Решение": "протокол"},
        },
    ]
    assert roadmap.card.title == (
        "План заседаний муниципального совета по качеству образования на 2024 год"
    )


def test_a_year_that_only_ends_a_period_is_none_of_its_own():
    table: Rows = [HEAD, ["1", "Целевое обучение", "2024-2026", "ИРО"]]

    roadmap = read(word("План по поддержке ШНОР на период до 2026 года", table))

    assert roadmap.card.period is None
    assert codes(roadmap) == {"no_period": [None]}
