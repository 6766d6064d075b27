"""A roadmap of the project 500+: a column for each stage, with terms, marks or words in it."""

from __future__ import annotations

from tests.domain.roadmaps.elsewhere.expecting import all_said, codes, read
from tests.domain.roadmaps.files import ACROSS, DOWN, Rows, word

STAGES = ("Подготовительный этап", "Основной этап", "Заключительный этап")
TITLE = "Дорожная карта участия в проекте 500+ на 2022 год"


def test_terms_under_stages_are_the_terms_of_those_stages():
    table: Rows = [
        ["№", "Мероприятие", *STAGES, "Ответственный"],
        ["1", "Анкетирование", "март 2022", "", "ноябрь 2022", "Психолог"],
        ["2", "Наставничество", "", "апрель – октябрь 2022", "", "Директор"],
    ]

    roadmap = read(word(TITLE, table))

    assert all_said(roadmap) == [
        {
            "number": "1",
            "title": "Анкетирование",
            "when": "Подготовительный этап – март 2022; Заключительный этап – ноябрь 2022",
            "who": ["Психолог"],
        },
        {
            "number": "2",
            "title": "Наставничество",
            "when": "Основной этап – апрель – октябрь 2022",
            "who": ["Директор"],
        },
    ]
    assert [
        [(one.label, f"{one.start}", f"{one.end}") for one in read.term.windows]
        for measure in roadmap.measures
        for read in measure.terms
    ] == [
        [
            ("Подготовительный этап", "2022-03-01", "2022-03-31"),
            ("Заключительный этап", "2022-11-01", "2022-11-30"),
        ],
        [("Основной этап", "2022-04-01", "2022-10-31")],
    ]
    assert codes(roadmap) == {}


def test_marks_under_stages_that_print_their_months_are_those_months():
    table: Rows = [
        ["№", "Мероприятие", "Этапы реализации", ACROSS, "Ответственный"],
        [DOWN, DOWN, "Подготовительный (март – апрель 2022)", "Основной (май – ноябрь 2022)", DOWN],
        ["1", "Самодиагностика", "+", "", "Директор"],
        ["2", "Работа с куратором", "+", "+", "Куратор"],
    ]

    roadmap = read(word(TITLE, table))

    assert [(one["title"], one["when"]) for one in all_said(roadmap)] == [
        ("Самодиагностика", "март – апрель 2022"),
        ("Работа с куратором", "март – апрель 2022, май – ноябрь 2022"),
    ]
    assert codes(roadmap) == {}


def test_words_under_stages_are_kept_beside_the_measure_and_are_no_section():
    table: Rows = [
        ["Риск", "Мероприятие", *STAGES, "Срок", "Ответственный"],
        [
            *("Мотивация", "Проектная неделя", "Выбор тем", "Защита проектов", "Анализ"),
            *("май 2022", "Завуч"),
        ],
    ]

    (measure,) = all_said(read(word(TITLE, table)))

    assert measure == {
        "section": "Мотивация",
        "title": "Проектная неделя",
        "when": "май 2022",
        "who": ["Завуч"],
        "notes": dict(zip(STAGES, ("Выбор тем", "Защита проектов", "Анализ"), strict=True)),
    }


def test_a_single_column_of_stages_is_the_section_as_ever():
    table: Rows = [
        ["Этап", "Мероприятие", "Срок"],
        ["Подготовительный", "Самодиагностика", "март 2022"],
        ["Основной", "Курсы", "май 2022"],
    ]

    assert [one["section"] for one in all_said(read(word(TITLE, table)))] == [
        "Подготовительный",
        "Основной",
    ]
