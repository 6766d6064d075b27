"""Annexes with the words of measures that are no part of the roadmap are asked about."""

from __future__ import annotations

from tests.domain.roadmaps.elsewhere.expecting import all_said, codes, read, rows
from tests.domain.roadmaps.files import Rows, excel, word
from workflows.roadmaps.readers.opening import read_bytes
from workflows.roadmaps.review.directory import Directory
from workflows.roadmaps.review.reviewing import review_document

HEADER = ["№", "Мероприятие", "Срок", "Ответственные"]
MAP: Rows = [HEADER, ["1", "Диагностика", "март 2024", "ИМЦ"], ["2", "Курсы", "май 2024", "ИРО"]]
EXAM: Rows = [HEADER, ["1", "Консультации по ОГЭ", "апрель 2024", "Школы"]]
FORM: Rows = [
    ["№", "Мероприятие", "Срок", "Отметка о выполнении", "Ссылка на документ"],
    ["1", "", "", "", ""],
    ["2", "", "", "", ""],
]
SAMPLE: Rows = [
    ["№", "Мероприятие", "Срок", "Отметка о выполнении"],
    ["1", "Диагностика", "март 2024", "выполнено"],
]
CRITERIA: Rows = [
    ["Критерий", "Мероприятия, по которым он считается", "Срок оценки", "Баллы"],
    ["Рост результатов ВПР", "Диагностика", "май 2024", "0-2"],
]
TITLE = "Дорожная карта по поддержке ШНОР на 2024 год"


def order(*annexes):
    blocks = ["Об утверждении дорожной карты", "ПРИКАЗЫВАЮ:", "1. Утвердить дорожную карту."]
    for number, (title, table) in enumerate(((TITLE, MAP), *annexes), 1):
        blocks += [f"Приложение {number}", "к приказу от 10.01.2024 № 5", title, table]
    return word(*blocks)


def titles(roadmap):
    return [one["title"] for one in all_said(roadmap)]


def test_a_form_an_example_and_criteria_give_no_measures_and_say_so():
    roadmap = read(
        order(
            ("Форма отчёта о выполнении мероприятий", FORM),
            ("Образец заполнения отчёта", SAMPLE),
            ("Критерии оценки мероприятий", CRITERIA),
        )
    )

    assert titles(roadmap) == ["Диагностика", "Курсы"]
    assert codes(roadmap)["annex_left_out"] == [None, None, None]
    assert rows(roadmap) == {"measures": 2, "header": 1, "preface": 7}


def test_a_table_of_numbers_alone_is_a_form_whatever_it_is_called():
    roadmap = read(order(("Сведения о мероприятиях", FORM)))

    assert titles(roadmap) == ["Диагностика", "Курсы"]
    assert codes(roadmap)["annex_left_out"] == [None]


def test_the_plan_of_another_programme_is_read_and_asked_about():
    roadmap = read(order(("План подготовки к ОГЭ на 2024 год", EXAM)))

    assert titles(roadmap) == ["Диагностика", "Курсы", "Консультации по ОГЭ"]
    (warning,) = [one for one in roadmap.warnings if one.code == "other_annex"]
    assert warning.field("title") == "План подготовки к ОГЭ на 2024 год"
    assert (warning.field("table"), warning.field("rows")) == ("1", "1")


def test_a_person_decides_whether_an_annex_belongs_to_the_roadmap():
    document = read_bytes(
        order(("План подготовки к ОГЭ на 2024 год", EXAM), ("Образец отчёта", SAMPLE)), "a.docx"
    )

    asked = review_document(document, {}, Directory())
    decided = review_document(document, {"annex.1": "left_out", "annex.2": "taken"}, Directory())

    annexes = [one for one in asked.document if one.kind == "annex"]
    assert [(one.key, one.proposed, one.open) for one in annexes] == [
        ("annex.1", "taken", True),
        ("annex.2", "left_out", True),
    ]
    assert titles(decided.roadmap) == ["Диагностика", "Курсы", "Диагностика"]
    assert [one.open for one in decided.document] == [False, False]


def test_two_roadmaps_in_one_file_are_both_readable_one_at_a_time():
    document = read_bytes(order(("Дорожная карта школ со сложными условиями", EXAM)), "a.docx")

    both = review_document(document, {"annex.1": "taken"}, Directory()).roadmap
    first = review_document(document, {"annex.1": "left_out"}, Directory()).roadmap

    assert titles(both) == ["Диагностика", "Курсы", "Консультации по ОГЭ"]
    assert titles(first) == ["Диагностика", "Курсы"]


def test_tables_of_one_annex_are_one_roadmap_and_ask_nothing():
    roadmap = read(
        word(
            "Приложение 1",
            "Паспорт программы",
            [["Цель", "Рост качества"], ["Срок реализации", "2024 год"]],
            "Приложение 2",
            TITLE,
            "Раздел 1. Диагностика",
            MAP,
            "Раздел 2. Подготовка к ОГЭ",
            EXAM,
        )
    )

    assert titles(roadmap) == ["Диагностика", "Курсы", "Консультации по ОГЭ"]
    assert not {"other_annex", "annex_left_out"} & set(codes(roadmap))


def test_a_sheet_that_is_a_form_is_left_out_and_a_second_sheet_of_measures_is_not():
    title: Rows = [["Форма отчёта школы", "", "", ""], *SAMPLE]

    roadmap = read(excel(MAP, EXAM, title), "карта.xlsx")

    assert titles(roadmap) == ["Диагностика", "Курсы", "Консультации по ОГЭ"]
    assert codes(roadmap)["annex_left_out"] == [None]
    assert "other_annex" not in codes(roadmap)


def test_the_only_table_of_measures_is_read_whatever_it_is_called():
    roadmap = read(word("Отчёт о выполнении дорожной карты за 2024 год", MAP))

    assert titles(roadmap) == ["Диагностика", "Курсы"]
