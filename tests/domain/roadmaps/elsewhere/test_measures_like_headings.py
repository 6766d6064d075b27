"""Measures whose words are those of headings; years over tables; passports beside signatures."""

from __future__ import annotations

from datetime import date

from tests.domain.roadmaps.elsewhere.expecting import all_said, codes, read, rows
from tests.domain.roadmaps.files import ACROSS, DOWN, Rows, excel, word

MARKED = """<h2>План мероприятий ШНОР на 2024 год</h2>
<table><tr><th>Этап</th><th>Мероприятия</th><th>Сроки</th><th>Ответственные</th></tr>
<tr><td rowspan=3>Подготовка</td><td>Анализ</td><td>январь</td><td>УО</td></tr>
<tr><td>План</td><td>февраль</td><td>УО</td></tr>
<tr><td>Мероприятия по профилактике неуспешности</td><td>март</td><td>Завучи</td></tr></table>"""


def test_a_measure_called_a_plan_is_no_header():
    roadmap = read(MARKED.encode(), "план.txt")

    assert [(one["section"], one["title"], one["when"]) for one in all_said(roadmap)] == [
        ("Подготовка", "Анализ", "январь"),
        ("Подготовка", "План", "февраль"),
        ("Подготовка", "Мероприятия по профилактике неуспешности", "март"),
    ]
    assert rows(roadmap) == {"measures": 3, "header": 1}
    assert codes(roadmap) == {}


HEAD = ["№", "Мероприятие", "Срок", "Ответственный"]


def _starts(roadmap):
    return [one.terms[0].term.windows[0].start for one in roadmap.measures]


def test_sheets_under_a_year_each_have_the_months_of_it():
    roadmap = read(
        excel(
            [["2024 год", *[ACROSS] * 3], HEAD, [1, "Курсы", "март", "ИРО"]],
            [["2025 год", *[ACROSS] * 3], HEAD, [1, "Стажировки", "март", "ИРО"]],
        ),
        "карта.xlsx",
    )

    assert [one["section"] for one in all_said(roadmap)] == ["2024 год", "2025 год"]
    assert _starts(roadmap) == [date(2024, 3, 1), date(2025, 3, 1)]
    assert codes(roadmap) == {"no_period": [None]}


def test_tables_under_a_line_with_a_year_have_the_months_of_it():
    roadmap = read(
        word(
            "План работы с ШНОР на 2024-2025 годы",
            "2024 год",
            [HEAD, ["1", "Курсы", "март", "ИРО"]],
            "2025 год",
            [HEAD, ["1", "Стажировки", "март", "ИРО"]],
        )
    )

    assert [one["section"] for one in all_said(roadmap)] == ["2024 год", "2025 год"]
    assert _starts(roadmap) == [date(2024, 3, 1), date(2025, 3, 1)]
    assert codes(roadmap) == {}
    assert roadmap.card.title == "План работы с ШНОР на 2024-2025 годы"


PASSPORT: Rows = [
    ["Наименование", "Муниципальная программа поддержки ШНОР Светлинского района"],
    ["Сроки реализации", "2024 – 2026 годы"],
    ["Участники", "МБОУ «Светлинская СОШ № 1», МКОУ «Озёрная ООШ»"],
    ["Руководитель программы", "Рябцева О.О., начальник отдела образования"],
]


def test_who_leads_a_programme_by_its_passport_has_not_signed_it():
    roadmap = read(
        word(
            "ПАСПОРТ",
            PASSPORT,
            "План реализации программы",
            [
                ["Направление", "Мероприятие", "Исполнитель", "Срок"],
                ["Кадры", "Стажировки", "РМК", "ноябрь 2024"],
            ],
        )
    )
    card = roadmap.card

    assert card.signatory is None
    assert card.title == "Муниципальная программа поддержки ШНОР Светлинского района"
    assert [one.name for one in card.schools] == [
        "МБОУ «Светлинская СОШ № 1»",
        "МКОУ «Озёрная ООШ»",
    ]
    assert card.period is not None
    assert (card.period.first, card.period.last) == (date(2024, 1, 1), date(2026, 12, 31))


HELPED: Rows = [
    ["№", "Мероприятие", "Наименование ОО", "Период", "Ответственный за исполнение"],
    ["1", "Консультация по ГИА", "МБОУ СОШ № 5", "март", "Иванов А.А., МБОУ СОШ № 1"],
    ["2", "Посещение уроков", "МБОУ СОШ № 5, 9", "апрель", "Иванов А.А., МБОУ СОШ № 1"],
]


def test_schools_in_their_own_column_of_the_measures_are_those_of_the_card():
    roadmap = read(
        word(
            "УТВЕРЖДЁН приказом МКУ «Управление образования» от 05.02.2024 № 30",
            "План адресной помощи школам с низкими результатами 2024",
            HELPED,
        )
    )
    card = roadmap.card

    assert [one["audience"] for one in all_said(roadmap)] == ["МБОУ СОШ № 5", "МБОУ СОШ № 5, 9"]
    assert [(one.name, one.lists) for one in card.schools] == [
        ("МБОУ СОШ № 5", ("ШНОР",)),
        ("МБОУ СОШ № 9", ("ШНОР",)),
    ]
    assert (card.body, card.number) == ("МКУ «Управление образования»", "30")
    assert card.period is not None
    assert (card.period.first, card.period.last) == (date(2024, 1, 1), date(2024, 12, 31))
    assert codes(roadmap) == {}


def test_who_is_named_in_a_section_is_responsible_for_its_measures():
    roadmap = read(
        word(
            "План поддержки ШНОР на 2025 год",
            [
                ["№", "Мероприятие", "Срок", "Результат"],
                ["Направление: кадры. Ответственный – Юдина С.В.", *[ACROSS] * 3],
                ["1", "Курсы", "март 2025", "удостоверения"],
                ["Направление: оценка", *[ACROSS] * 3],
                ["2", "Семинар", "май 2025", "сборник"],
            ],
        )
    )

    assert [one.get("who", []) for one in all_said(roadmap)] == [["Юдина С.В."], []]
    assert codes(roadmap) == {}


def test_a_telephone_is_no_post_and_a_merged_column_without_a_heading_is_a_section():
    roadmap = read(
        word(
            "Стратегия поддержки ШНОР на 2025 год",
            "Введение. Стратегия составлена по итогам 2024 года. В ней два раздела.",
            [
                ["", "Действия", "Срок достижения", "Уполномоченное лицо", "Источники данных"],
                ["Кадры", "Наставничество", "март 2025", "Лебедева О.А., 8-914-000-00-00", "отчёт"],
                [DOWN, "Курсы", "май 2025", "Котова Е.Ю. (тел. 2-15-44), методист", "сайт"],
                ["Ученики", "Каникулярная школа", "июнь 2025", "ИМЦ", "сайт"],
            ],
        )
    )

    assert [(one["section"], one["who"]) for one in all_said(roadmap)] == [
        ("Кадры", ["Лебедева О.А."]),
        ("Кадры", ["Котова Е.Ю. / методист"]),
        ("Ученики", ["ИМЦ"]),
    ]
    assert [one["notes"] for one in all_said(roadmap)] == [
        *({"Источники данных": one} for one in ("отчёт", "сайт", "сайт")),
    ]
    assert roadmap.card.title == "Стратегия поддержки ШНОР на 2025 год"
    assert codes(roadmap) == {}


def test_a_section_may_have_its_name_in_the_column_of_numbers():
    roadmap = read(
        word(
            "План ШНОР на 2025 год",
            [
                HEAD,
                ["Раздел 1", "Кадры", "", ""],
                ["1.1", "Курсы", "март 2025", "ИРО"],
                ["Раздел 2", "Качество", "", ""],
                ["2.1", "Срезы", "май 2025", "ЦОКО"],
            ],
        )
    )

    assert [(one["section"], one["title"]) for one in all_said(roadmap)] == [
        ("Раздел 1 Кадры", "Курсы"),
        ("Раздел 2 Качество", "Срезы"),
    ]
    assert rows(roadmap) == {"measures": 2, "section": 2, "header": 1}
    assert codes(roadmap) == {}


def test_items_of_an_order_in_front_of_a_table_are_no_measures_of_it():
    roadmap = read(
        word(
            "УПРАВЛЕНИЕ ОБРАЗОВАНИЯ Г. СЕВЕРСКА",
            "ПРИКАЗ",
            "от 12.09.2024 № 77",
            "О реализации проекта «500+» в 2024 году",
            "ПРИКАЗЫВАЮ:",
            "1. Утвердить дорожную карту (приложение).",
            "2. Директорам МБОУ СОШ № 2, 8 представить отчёт. Срок: до 20.12.2024. "
            "Ответственный: директора.",
            "3. МАУ «ЦОКО» (Ильин П.П.) провести мониторинг. Срок: ноябрь 2024.",
            "4. Контроль возложить на первого заместителя начальника Ершову Н.К.",
            "Начальник      Т.Т. Рогов",
            "Приложение",
            "Дорожная карта реализации проекта «500+» на 2024 год",
            [HEAD, ["1", "Старт", "октябрь 2024", "УО"], ["2", "Финиш", "декабрь 2024", "УО"]],
        )
    )
    card = roadmap.card

    assert [one["title"] for one in all_said(roadmap)] == ["Старт", "Финиш"]
    assert codes(roadmap) == {}
    assert card.body == "Управление образования г. Северска"
    assert len(card.items) == 4
    assert [(one.name, one.lists) for one in card.schools] == [
        ("МБОУ СОШ № 2", ("500+",)),
        ("МБОУ СОШ № 8", ("500+",)),
    ]
    assert card.controller is not None
    assert card.controller.position == "первый заместитель начальника"


def test_a_column_of_one_quarter_is_one_of_terms_and_its_measures_are_no_headers():
    roadmap = read(
        word(
            "План ШНОР на I квартал 2025 года",
            "В нём остаётся Ивановская СОШ.",
            [
                ["Мероприятие", "I квартал", "Ответственный"],
                ["Курсы", "15 февраля", "Отв. секретарь комиссии Ким А.С."],
                ["Мероприятия по ВПР", "март", "Ответственный за ВПР"],
            ],
        )
    )

    assert [(one["title"], one["when"], one["who"]) for one in all_said(roadmap)] == [
        ("Курсы", "15 февраля", ["Ким А.С. / Отв. секретарь комиссии"]),
        ("Мероприятия по ВПР", "март", ["Ответственный за ВПР"]),
    ]
    assert rows(roadmap) == {"measures": 2, "header": 1}
    assert roadmap.card.title == "План ШНОР на I квартал 2025 года"


def test_measures_that_speak_of_orders_stay_measures():
    table: Rows = [
        HEAD,
        ["1", "Контроль за исполнением приказа о ВПР", "март 2025", "УО"],
        ["2", "Утвердить графики (приложение 1)", "до 1 февраля 2025", "УО"],
        ["3", "Довести приказ до сведения директоров", "январь 2025", "УО"],
    ]

    assert len(read(word("План УО на 2025 год", table)).measures) == 3
