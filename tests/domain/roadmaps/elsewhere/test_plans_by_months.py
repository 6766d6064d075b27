"""Plans without a column of terms: the month, the week or the rhythm stands over the rows."""

from __future__ import annotations

from datetime import date

from tests.domain.roadmaps.elsewhere.expecting import all_said, codes, read, rows
from tests.domain.roadmaps.files import ACROSS, DOWN, Rows, excel, separated, word

TITLE = "План работы муниципальной методической службы с ШНОР на 2023-2024 учебный год"


def told(roadmap):
    return [
        (one.get("section", ""), one["title"], one.get("when", "")) for one in all_said(roadmap)
    ]


def days(roadmap):
    return [(one.terms[0].term.start, one.terms[0].term.end) for one in roadmap.measures]


def test_a_month_over_the_rows_is_their_term():
    table: Rows = [
        ["№", "Мероприятие", "Ответственный"],
        ["СЕНТЯБРЬ", ACROSS, ACROSS],
        ["1", "Собеседование с директорами", "УО"],
        ["2", "Диагностика", "ИМЦ"],
        ["Январь 2024 года", ACROSS, ACROSS],
        ["3", "Итоги полугодия", "УО"],
    ]

    for data, name in (
        (word(TITLE, table), "план.docx"),
        (excel([[TITLE, ACROSS, ACROSS], *table]), "план.xlsx"),
    ):
        roadmap = read(data, name)

        assert told(roadmap) == [
            ("СЕНТЯБРЬ", "Собеседование с директорами", "СЕНТЯБРЬ"),
            ("СЕНТЯБРЬ", "Диагностика", "СЕНТЯБРЬ"),
            ("Январь 2024 года", "Итоги полугодия", "Январь 2024 года"),
        ]
        assert days(roadmap) == [
            (date(2023, 9, 1), date(2023, 9, 30)),
            (date(2023, 9, 1), date(2023, 9, 30)),
            (date(2024, 1, 1), date(2024, 1, 31)),
        ]
        assert codes(roadmap) == {}


def test_a_month_beside_the_rows_is_their_term_and_nothing_to_check():
    table: Rows = [
        ["Месяц", "Мероприятие", "Ответственный"],
        ["Сентябрь", "Собеседование", "УО"],
        [DOWN, "Диагностика", "ИМЦ"],
        ["Октябрь", "Семинар", "ИМЦ"],
    ]

    roadmap = read(word(TITLE, table))

    assert told(roadmap) == [
        ("", "Собеседование", "Сентябрь"),
        ("", "Диагностика", "Сентябрь"),
        ("", "Семинар", "Октябрь"),
    ]
    assert codes(roadmap) == {}


def test_where_merges_are_lost_a_month_printed_once_is_that_of_the_rows_below():
    table: Rows = [
        ["Месяц", "Мероприятие", "Ответственный"],
        ["Сентябрь", "Собеседование", "УО"],
        ["", "Диагностика", "ИМЦ"],
        ["Октябрь", "Семинар", "ИМЦ"],
    ]

    roadmap = read(separated([[TITLE, "", ""], *table]).encode(), "план.csv")

    assert told(roadmap) == [
        ("", "Собеседование", "Сентябрь"),
        ("", "Диагностика", "Сентябрь"),
        ("", "Семинар", "Октябрь"),
    ]


def test_a_term_of_its_own_goes_before_the_month_above():
    table: Rows = [
        ["№", "Мероприятие", "Дата", "Ответственный"],
        ["Сентябрь 2023", *[ACROSS] * 3],
        ["1", "Собеседование", "12.09.2023", "УО"],
        ["2", "Диагностика", "", "ИМЦ"],
    ]

    assert [one[2] for one in told(read(word(TITLE, table)))] == ["12.09.2023", "Сентябрь 2023"]


def test_a_rhythm_over_the_rows_of_a_cyclogram_is_their_term():
    table: Rows = [
        ["Содержание работы куратора", "Форма", "Документ"],
        ["Еженедельно", ACROSS, ACROSS],
        ["Консультация администрации школы", "онлайн", "Журнал"],
        ["Ежемесячно", ACROSS, ACROSS],
        ["Посещение уроков", "выезд", "Лист наблюдения"],
        ["Работа с родителями", ACROSS, ACROSS],
        ["Родительское собрание", "очно", "Протокол"],
    ]

    roadmap = read(word("Циклограмма деятельности куратора на 2024 год", table))

    assert told(roadmap) == [
        ("Еженедельно", "Консультация администрации школы", "Еженедельно"),
        ("Ежемесячно", "Посещение уроков", "Ежемесячно"),
        ("Работа с родителями", "Родительское собрание", ""),
    ]
    assert codes(roadmap) == {"no_deadline": [3]}


def test_weeks_in_a_column_are_the_terms():
    table: Rows = [
        ["Неделя", "Мероприятие", "Ответственный"],
        ["01.09-08.09.2023", "Диагностика", "ИМЦ"],
        ["11.09-15.09.2023", "Анализ", "ИМЦ"],
    ]

    roadmap = read(word(TITLE, table))

    assert days(roadmap) == [
        (date(2023, 9, 1), date(2023, 9, 8)),
        (date(2023, 9, 11), date(2023, 9, 15)),
    ]


def test_crosses_under_shortened_months_of_two_years_are_those_months():
    table: Rows = [
        ["№", "Мероприятие", "2023 год", *[ACROSS] * 3, "2024 год", ACROSS, ACROSS, "Отв."],
        [DOWN, DOWN, "сент.", "окт.", "нояб.", "дек.", "янв.", "фев.", "март", DOWN],
        ["1", "Мониторинг", "х", "", "", "Х", "", "", "+", "УО"],
        ["2", "Семинар", "", "+", "", "", "+", "", "", "ИМЦ"],
    ]

    roadmap = read(word(TITLE, table))

    assert [(one["title"], one["when"]) for one in all_said(roadmap)] == [
        ("Мониторинг", "сентябрь 2023 года, декабрь 2023 года, март 2024 года"),
        ("Семинар", "октябрь 2023 года, январь 2024 года"),
    ]
    assert rows(roadmap) == {"measures": 2, "header": 2}
    assert codes(roadmap) == {}


def test_days_under_months_are_days_of_those_months():
    table: Rows = [
        ["№", "Мероприятие", "Месяцы", *[ACROSS] * 2],
        [DOWN, DOWN, "сентябрь", "октябрь", "ноябрь"],
        ["1", "Совещание", "15", "", "20"],
        ["2", "Мониторинг", "", "v", ""],
    ]

    assert [one["when"] for one in all_said(read(word("План на 2023 год", table)))] == [
        "15 сентября, 20 ноября",
        "октябрь",
    ]


def test_months_between_tables_are_the_terms_of_the_tables_below_them():
    table: Rows = [["№", "Мероприятие", "Ответственный"], ["1", "Семинар", "ИМЦ"]]

    roadmap = read(word(TITLE, "Сентябрь", table, "Октябрь 2023 г.", table))

    assert [one[2] for one in told(roadmap)] == ["Сентябрь", "Октябрь 2023 г."]
    assert roadmap.card.title == TITLE


def test_the_time_behind_the_name_of_a_stage_is_that_of_its_rows():
    table: Rows = [
        ["№", "Мероприятие", "Ответственный"],
        ["Подготовительный этап (январь – март 2024)", ACROSS, ACROSS],
        ["1", "Анкетирование", "Школа"],
        ["II этап: апрель – октябрь 2024 года", ACROSS, ACROSS],
        ["2", "Курсы", "Школа"],
        ["Этап 3. Итоги (по графику школы)", ACROSS, ACROSS],
        ["3", "Отчёт", "Школа"],
    ]

    roadmap = read(word("Дорожная карта 500+ на 2024 год", table))

    assert [one[2] for one in told(roadmap)] == [
        "январь – март 2024",
        "апрель – октябрь 2024 года",
        "",
    ]


def test_terms_in_brackets_under_a_heading_of_measures_and_terms_are_terms():
    table: Rows = [
        ["№", "Мероприятие, срок", "Ответственный"],
        ["1", "Курсы (май 2024)", "ИРО"],
        ["2", "Семинар (для завучей)", "ИМЦ"],
    ]

    assert [one[1:] for one in told(read(word("План на 2024 год", table)))] == [
        ("Курсы (май 2024)", "май 2024"),
        ("Семинар (для завучей)", ""),
    ]


def test_crosses_under_roman_or_numbered_months_are_those_months():
    for heading in (["IX", "X", "XI", "XII"], ["9", "10", "11", "12"]):
        table: Rows = [
            ["№", "Мероприятие", "Месяц", *[ACROSS] * 3, "Ответственный"],
            [DOWN, DOWN, *heading, DOWN],
            ["1", "Мониторинг", "x", "", "x", "", "УО"],
        ]

        (measure,) = all_said(read(word(TITLE, table)))

        assert measure["when"] == "сентябрь, ноябрь"

    bare: Rows = [
        ["№", "Мероприятие", "IX", "X", "XI", "XII", "Ответственный"],
        ["1", "Мониторинг", "x", "", "x", "", "УО"],
    ]
    assert all_said(read(word(TITLE, bare)))[0]["when"] == "сентябрь, ноябрь"


def test_weeks_over_the_rows_that_print_their_days_are_those_days():
    table: Rows = [
        ["№", "Мероприятие", "Ответственный"],
        ["1 неделя (01.09 – 08.09.2023)", ACROSS, ACROSS],
        ["1", "Диагностика", "ИМЦ"],
    ]

    roadmap = read(word("План на сентябрь 2023 года", table))

    assert days(roadmap) == [(date(2023, 9, 1), date(2023, 9, 8))]
    assert roadmap.card.period is not None
    assert (roadmap.card.period.first, roadmap.card.period.last) == (
        date(2023, 9, 1),
        date(2023, 9, 30),
    )


def test_a_column_of_months_needs_no_heading():
    table: Rows = [
        ["", "Мероприятие", "Ведущий"],
        ["Сентябрь", "Анализ", "УО"],
        ["Октябрь", "Семинар", "ИМЦ"],
    ]

    roadmap = read(word(TITLE, table))

    assert [one[2] for one in told(roadmap)] == ["Сентябрь", "Октябрь"]
    assert codes(roadmap) == {}
