"""Rows «а) ...», «б) ...» are measures where they say when and who, else lines of the one above."""

from __future__ import annotations

from tests.domain.roadmaps.elsewhere.expecting import all_said, codes, read, rows
from tests.domain.roadmaps.files import Rows, word

HEADER = ["№", "Мероприятие", "Срок", "Ответственные"]


def plan(*table):
    body: Rows = [HEADER, *table]
    return read(word("План на 2024 год", body))


def told(roadmap):
    return [
        (one.get("number", ""), one.get("section", ""), one["title"], one.get("when", ""))
        for one in all_said(roadmap)
    ]


def test_letters_that_say_when_and_who_are_measures_under_their_heading():
    roadmap = plan(
        ["1", "Совещание", "март 2024", "УО"],
        ["2", "Организовать обучение:", "", ""],
        ["", "а) семинары", "май 2024", "ИМЦ"],
        ["", "б) консультации", "июнь 2024", "УО"],
        ["3", "Отчёт", "декабрь 2024", "УО"],
    )

    assert told(roadmap) == [
        ("1", "", "Совещание", "март 2024"),
        ("", "2 Организовать обучение:", "а) семинары", "май 2024"),
        ("", "2 Организовать обучение:", "б) консультации", "июнь 2024"),
        ("3", "", "Отчёт", "декабрь 2024"),
    ]
    assert codes(roadmap) == {}


def test_letters_in_the_column_of_numbers_are_read_alike():
    roadmap = plan(
        ["1", "Организовать обучение:", "", ""],
        ["а)", "семинары", "май 2024", "ИМЦ"],
        ["б)", "консультации", "июнь 2024", "УО"],
        ["2", "Отчёт", "декабрь 2024", "УО"],
    )

    assert told(roadmap) == [
        ("а)", "1 Организовать обучение:", "семинары", "май 2024"),
        ("б)", "1 Организовать обучение:", "консультации", "июнь 2024"),
        ("2", "", "Отчёт", "декабрь 2024"),
    ]
    assert codes(roadmap) == {}


def test_letters_that_say_nothing_but_themselves_are_lines_of_the_measure_above():
    firsts: Rows = (["", "а) ВПР;", "", ""], ["а)", "ВПР;", "", ""], ["", "- ВПР;", "", ""])
    for first in firsts:
        roadmap = plan(
            ["1", "Проанализировать результаты:", "май 2024", "ИМЦ"],
            first,
            ["", "б) ОГЭ", "", ""],
            ["2", "Отчёт", "декабрь 2024", "УО"],
        )

        assert [one[3] for one in told(roadmap)] == ["май 2024", "декабрь 2024"]
        assert all_said(roadmap)[0]["title"].endswith("ВПР; б) ОГЭ")
        assert rows(roadmap) == {"measures": 2, "header": 1, "joined": 2}
        assert codes(roadmap) == {}


def test_letters_with_terms_of_their_own_under_a_full_measure_are_measures_beside_it():
    roadmap = plan(
        ["1", "Мониторинг", "май 2024", "ИМЦ"],
        ["", "а) входной", "январь 2024", "школы"],
        ["", "б) итоговый", "", ""],
    )

    assert told(roadmap) == [
        ("1", "", "Мониторинг", "май 2024"),
        ("", "", "а) входной", "январь 2024"),
        ("", "", "б) итоговый", ""),
    ]
    assert "joined_rows" not in codes(roadmap)


def test_letters_with_a_term_but_nobody_are_asked_about():
    roadmap = plan(
        ["1", "Мониторинг", "", "ИМЦ"],
        ["", "а) входной", "январь 2024", ""],
        ["", "б) итоговый", "май 2024", ""],
    )

    assert len(roadmap.measures) == 1
    assert codes(roadmap)["joined_rows"] == [1, 1]


def test_without_a_column_of_people_a_term_makes_the_measure():
    roadmap = read(
        word(
            "План на 2024 год",
            [
                ["Мероприятие", "Срок"],
                ["Провести:", ""],
                ["а) семинар", "май 2024"],
                ["б) вебинар", "июнь 2024"],
            ],
        )
    )

    assert told(roadmap) == [
        ("", "Провести:", "а) семинар", "май 2024"),
        ("", "Провести:", "б) вебинар", "июнь 2024"),
    ]
