"""Tables in other shapes: stamps above, sections in the middle, one cell for many rows."""

from __future__ import annotations

from datetime import date

import pytest

from tests.domain.roadmaps.elsewhere.expecting import all_said, codes, read, rows
from tests.domain.roadmaps.files import ACROSS, DOWN, Rows, word

HEADER = ["№ п/п", "Мероприятие", "Сроки", "Ответственные"]


def told(roadmap):
    return [
        (one.get("number", ""), one.get("section", ""), one.get("title", ""))
        for one in all_said(roadmap)
    ]


def test_stamps_side_by_side_are_neither_title_nor_preface():
    stamps: Rows = [
        [
            "РАССМОТРЕНО\nна педагогическом совете\nПротокол № 3 от 10.01.2024",
            "УТВЕРЖДАЮ\nДиректор МБОУ «Речная СОШ»\n______ О.О. Лебедь\nПриказ № 12 от 15.01.2024",
        ]
    ]
    roadmap = read(
        word(
            stamps,
            "ДОРОЖНАЯ КАРТА",
            "по повышению качества образования МБОУ «Речная СОШ»",
            "на 2024 год",
            [HEADER, ["1", "Самодиагностика", "февраль 2024", "Администрация"]],
        )
    )

    assert roadmap.card.title == (
        "ДОРОЖНАЯ КАРТА по повышению качества образования МБОУ «Речная СОШ» на 2024 год"
    )
    assert (roadmap.card.number, roadmap.card.day) == ("12", date(2024, 1, 15))
    assert roadmap.card.preface == ()
    assert roadmap.card.signatory is not None
    assert roadmap.card.signatory.name == "О.О. Лебедь"
    assert rows(roadmap) == {"measures": 1, "header": 1, "preface": 1}


def test_sections_in_the_second_cell_are_sections():
    roadmap = read(
        word(
            "План на 2024 год",
            [
                HEADER,
                ["", "Раздел 1. Кадры", "", ""],
                ["1", "Курсы", "май 2024", "ИРО"],
                ["2", "Наставничество", "постоянно", "Школа"],
                ["", "Раздел 2. Ученики", "", ""],
                ["3", "Кружки", "май 2024", "Школа"],
            ],
        )
    )

    assert told(roadmap) == [
        ("1", "Раздел 1. Кадры", "Курсы"),
        ("2", "Раздел 1. Кадры", "Наставничество"),
        ("3", "Раздел 2. Ученики", "Кружки"),
    ]
    assert codes(roadmap) == {}


def test_a_title_inside_the_table_is_no_section():
    roadmap = read(
        word(
            [
                ["Дорожная карта поддержки ШНОР на 2024 год", *[ACROSS] * 3],
                HEADER,
                ["1", "Курсы", "май 2024", "ИРО"],
            ]
        )
    )

    assert told(roadmap) == [("1", "", "Курсы")]
    assert roadmap.card.title == "Дорожная карта поддержки ШНОР на 2024 год"


def test_two_merged_columns_are_a_section_inside_a_section():
    roadmap = read(
        word(
            "План на 2024 год",
            [
                ["Направление", "Задача", "Мероприятие", "Срок", "Ответственный"],
                ["Кадры", "Устранить дефициты", "Диагностика", "май 2024", "ИМЦ"],
                [DOWN, DOWN, "Курсы", "июнь 2024", "ИРО"],
                [DOWN, "Привлечь молодых", "Ярмарка вакансий", "май 2024", "УО"],
                ["Среда", "Обновить классы", "Ремонт", "август 2024", "УО"],
            ],
        )
    )

    assert [(one["section"], one["task"], one["title"]) for one in all_said(roadmap)] == [
        ("Кадры", "Устранить дефициты", "Диагностика"),
        ("Кадры", "Устранить дефициты", "Курсы"),
        ("Кадры", "Привлечь молодых", "Ярмарка вакансий"),
        ("Среда", "Обновить классы", "Ремонт"),
    ]


def test_a_number_and_a_direction_merged_over_several_measures():
    roadmap = read(
        word(
            "План на 2024 год",
            [
                ["№", "Направление", "Мероприятия", "Сроки", "Исполнители"],
                ["1", "Анализ", "Изучить ВПР", "январь 2024", "ИМЦ"],
                [DOWN, DOWN, "Изучить ОГЭ", "июль 2024", "ИМЦ"],
                ["2", "Обучение", "Курсы", "март 2024", "ИРО"],
                [DOWN, DOWN, "Стажировка", "апрель 2024", "ИРО"],
            ],
        )
    )

    assert [(one["section"], one["title"], one["when"]) for one in all_said(roadmap)] == [
        ("Анализ", "Изучить ВПР", "январь 2024"),
        ("Анализ", "Изучить ОГЭ", "июль 2024"),
        ("Обучение", "Курсы", "март 2024"),
        ("Обучение", "Стажировка", "апрель 2024"),
    ]
    assert codes(roadmap) == {}


def test_a_deadline_merged_over_a_whole_section_is_that_of_all_its_measures():
    roadmap = read(
        word(
            "План на 2024 год",
            [
                HEADER,
                ["1", "Первое", "в течение года", "Директора школ"],
                ["2", "Второе", DOWN, DOWN],
                ["3", "Третье", DOWN, DOWN],
            ],
        )
    )

    assert [one["when"] for one in all_said(roadmap)] == ["в течение года"] * 3
    assert codes(roadmap) == {"inherited": [2, 3]}


def test_subitems_under_a_measure_without_a_term_are_measures_of_their_own():
    roadmap = read(
        word(
            "План на 2024 год",
            [
                HEADER,
                ["1", "Методическая поддержка", "", ""],
                ["1.1.", "Семинары", "ежемесячно", "ИМЦ"],
                ["1.1.1", "Семинар для директоров", "май 2024", "ИМЦ"],
                ["2", "Совещание", "июнь 2024", "УО"],
            ],
        )
    )

    assert told(roadmap) == [
        ("1.1.", "1 Методическая поддержка", "Семинары"),
        ("1.1.1", "1 Методическая поддержка", "Семинар для директоров"),
        ("2", "", "Совещание"),
    ]


def test_a_flat_measure_after_numbered_sections_stands_under_none_of_them():
    roadmap = read(
        word(
            "План на 2024 год",
            [
                HEADER,
                ["1", "Кадры", *[ACROSS] * 2],
                ["1.1", "Курсы", "май 2024", "ИРО"],
                ["2", "Контроль", *[ACROSS] * 2],
                ["2.1", "Проверка", "июнь 2024", "УО"],
            ],
        )
    )

    assert told(roadmap) == [
        ("1.1", "1 Кадры", "Курсы"),
        ("2.1", "2 Контроль", "Проверка"),
    ]


def test_two_annexes_with_measures_are_both_read():
    roadmap = read(
        word(
            "Приложение 1 к приказу отдела образования от 10.01.2024 № 5",
            "Муниципальная дорожная карта на 2024 год",
            [HEADER, ["1", "Первое", "май 2024", "УО"]],
            "Приложение 2 к приказу отдела образования от 10.01.2024 № 5",
            "График проведения методических дней",
            [
                ["Дата", "Школа", "Тема мероприятия", "Ответственный"],
                ["15.03.2024", "МБОУ СОШ № 2", "Функциональная грамотность", "ИМЦ"],
            ],
        )
    )

    assert told(roadmap) == [
        ("1", "", "Первое"),
        ("", "График проведения методических дней", "Функциональная грамотность"),
    ]
    assert all_said(roadmap)[1]["audience"] == "МБОУ СОШ № 2"


def test_years_of_school_with_other_words_are_columns_of_years():
    roadmap = read(
        word(
            "Программа на 2023-2025 годы",
            [
                ["№", "Мероприятия", "Этапы реализации", ACROSS, "Исполнитель"],
                [DOWN, DOWN, "2023-2024 уч. год", "2024-2025 уч.г.", DOWN],
                ["1", "Обучение", "Набор групп. Октябрь 2023", "Итоги. Апрель 2025", "ИРО"],
            ],
        )
    )

    assert all_said(roadmap) == [
        {
            "number": "1",
            "title": "Обучение",
            "who": ["ИРО"],
            "years": {
                "2023/24": "Набор групп. Октябрь 2023",
                "2024/25": "Итоги. Апрель 2025",
            },
        }
    ]
    assert codes(roadmap) == {}


def test_months_as_columns_make_the_terms():
    roadmap = read(
        word(
            "План на 2024 год",
            [
                ["№", "Мероприятие", "Месяц", ACROSS, ACROSS, "Отв."],
                [DOWN, DOWN, "январь", "февраль", "март", DOWN],
                ["1", "Анализ", "+", "", "+", "УО"],
            ],
        )
    )

    assert [one["when"] for one in all_said(roadmap)] == ["январь, март"]


def test_a_plan_without_a_column_of_those_responsible():
    roadmap = read(
        word(
            "План на 2024 год",
            [
                ["Дата", "Мероприятие", "Примечание"],
                ["15.01.2024", "Вебинар", ""],
                ["20-21.02.2024", "Форум", "очно"],
            ],
        )
    )

    assert [(one["title"], one["when"]) for one in all_said(roadmap)] == [
        ("Вебинар", "15.01.2024"),
        ("Форум", "20-21.02.2024"),
    ]


def test_signatures_in_a_row_and_notes_below_are_no_measures():
    roadmap = read(
        word(
            "План на 2024 год",
            [
                HEADER,
                ["1", "Курсы", "май 2024", "ИРО"],
                ["* по согласованию со школой", *[ACROSS] * 3],
                ["Примечание. Сроки уточняются.", *[ACROSS] * 3],
                ["Исполнитель: Маркова И.И., 2-11-12", *[ACROSS] * 3],
                ["Согласовано:", *[ACROSS] * 3],
                ["Заместитель главы", "", "", "Д.Д. Рябов"],
            ],
        )
    )

    assert told(roadmap) == [("1", "", "Курсы")]
    assert rows(roadmap) == {"measures": 1, "header": 1, "preface": 5}


def test_a_table_that_repeats_the_measures_with_their_money_gives_none_again():
    roadmap = read(
        word(
            "План на 2024 год",
            [HEADER, ["1", "Курсы", "май 2024", "ИРО"], ["Итого по разделу: 1", *[ACROSS] * 3]],
            "Финансирование",
            [["№", "Мероприятие", "2024 год", "2025 год"], ["1", "Курсы", "100,5", "-"]],
        )
    )

    assert told(roadmap) == [("1", "", "Курсы")]
    assert rows(roadmap) == {"measures": 1, "header": 1, "preface": 3}


def test_a_level_above_the_header_of_its_table_is_the_section():
    roadmap = read(
        word(
            [
                ["План работы на 2024 год", *[ACROSS] * 3],
                ["Муниципальный уровень", *[ACROSS] * 3],
                HEADER,
                ["1", "Совещание", "май 2024", "ИМЦ"],
                ["Школьный уровень", *[ACROSS] * 3],
                ["1", "Педсовет", "июнь 2024", "Завуч"],
            ]
        )
    )

    assert told(roadmap) == [
        ("1", "Муниципальный уровень", "Совещание"),
        ("1", "Школьный уровень", "Педсовет"),
    ]
    assert [one.level for one in roadmap.measures] == ["municipal", "school"]
    assert roadmap.card.title == "План работы на 2024 год"


def test_headings_in_a_row_are_sections_inside_sections():
    roadmap = read(
        word(
            "Дорожная карта на 2024 год",
            "I. Региональный уровень",
            "1.1. Анализ",
            [HEADER, ["1", "Первое", "май 2024", "ИРО"]],
            "1.2. Обучение",
            [HEADER, ["1", "Второе", "май 2024", "ИРО"]],
            "II. Муниципальный уровень",
            [HEADER, ["1", "Третье", "май 2024", "УО"]],
        )
    )

    assert [one.sections for one in roadmap.measures] == [
        ("I. Региональный уровень", "1.1. Анализ"),
        ("I. Региональный уровень", "1.2. Обучение"),
        ("II. Муниципальный уровень",),
    ]
    assert [one.level for one in roadmap.measures] == ["regional", "regional", "municipal"]
    assert roadmap.card.title == "Дорожная карта на 2024 год"


def test_crosses_under_levels_and_bodies_are_those_levels_and_bodies():
    roadmap = read(
        word(
            "План на 2024 год",
            [
                ["№", "Мероприятие", "Уровень", ACROSS, "Срок", "Исполнители", ACROSS],
                [DOWN, DOWN, "муниципальный", "школьный", DOWN, "ИМЦ", "Школы"],
                ["1", "Совещание", "+", "", "май 2024", "v", ""],
                ["2", "Аудит", "+", "+", "май 2024", "+", "+"],
            ],
        )
    )

    assert [one.level for one in roadmap.measures] == ["municipal", "municipal+school"]
    assert [one["who"] for one in all_said(roadmap)] == [["ИМЦ"], ["ИМЦ", "Школы"]]


@pytest.mark.parametrize(
    ("printed", "first", "last"),
    [
        ("на 2024 г.", date(2024, 1, 1), date(2024, 12, 31)),
        ("на 2023-2025 гг.", date(2023, 1, 1), date(2025, 12, 31)),
        ("на 2024-2025 уч. год", date(2024, 9, 1), date(2025, 8, 31)),
        ("на 2024/2025 уч.г.", date(2024, 9, 1), date(2025, 8, 31)),
        ("2024 год", date(2024, 1, 1), date(2024, 12, 31)),
        ("на 2024/25 учебный год", date(2024, 9, 1), date(2025, 8, 31)),
        ("с 01.09.2024 г. по 31.05.2025 г.", date(2024, 9, 1), date(2025, 5, 31)),
    ],
)
def test_a_period_may_be_printed_shortly(printed, first, last):
    table: Rows = [HEADER, ["1", "Курсы", "постоянно", "ИРО"]]

    card = read(word(f"План (дорожная карта) работы с ШНОР {printed}", table)).card

    assert card.title == f"План (дорожная карта) работы с ШНОР {printed}"
    assert card.period is not None
    assert (card.period.first, card.period.last) == (first, last)


def test_what_is_listed_between_the_title_and_the_table_is_no_title():
    passport: Rows = [["1", "Цель", "Рост качества"], ["2", "Период", "2024 год"]]
    schools = ["Школы с низкими результатами:", "- МБОУ «СОШ № 1»;", "- МБОУ «СОШ с. Лесное»."]

    roadmap = read(
        word(
            "Дорожная карта",
            "по работе со ШНОР на 2024 год",
            *schools,
            passport,
            [HEADER, ["1", "Курсы", "май 2024", "ИРО"]],
        )
    )

    assert roadmap.card.title == "Дорожная карта по работе со ШНОР на 2024 год"
    assert roadmap.card.level == ""
    assert [one.name for one in roadmap.card.schools] == [
        "МБОУ «СОШ № 1»",
        "МБОУ «СОШ с. Лесное»",
    ]
