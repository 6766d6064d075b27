"""Answers of a former version hold only while the words and the directory are the same."""

from __future__ import annotations

from uuid import uuid4

from tests.domain.roadmaps.files import word
from workflows.roadmaps.readers.opening import read_bytes
from workflows.roadmaps.review.directory import Directory, KnownSchool
from workflows.roadmaps.review.former import Settled, former_answers
from workflows.roadmaps.review.questions import NONE
from workflows.roadmaps.review.reviewing import review_document

HEAD = ["№", "Мероприятие", "Срок", "Ответственный"]
SCHOOL = KnownSchool(uuid4(), "МБОУ СОШ № 9")


def reviewed(rows, answers=None, schools=(), title="Дорожная карта на 2026 год"):
    order = "1. Утвердить карту для школ с низкими результатами: МБОУ СОШ № 9."
    document = read_bytes(word(order, title, [HEAD, *rows]), "map.docx")
    return review_document(document, answers or {}, Directory(tuple(schools)))


def row(number, title, when):
    return [number, title, when, "УО"]


def test_one_that_was_in_no_directory_is_asked_about_once_it_may_be_there():
    settled = Settled({"school.МБОУ СОШ № 9": NONE})
    other = KnownSchool(uuid4(), "МБОУ СОШ № 10")
    rows = [row("1", "Совещание", "май 2026")]

    assert former_answers(reviewed(rows, schools=[other]), settled) == {"school.МБОУ СОШ № 9": NONE}
    assert former_answers(reviewed(rows, schools=[SCHOOL]), settled) == {}


def test_a_school_that_the_directory_has_no_more_is_asked_about():
    rows = [row("1", "Совещание", "май 2026")]
    settled = Settled({"school.МБОУ СОШ № 9": str(uuid4())})

    assert former_answers(reviewed(rows, schools=[SCHOOL]), settled) == {}


def test_a_reading_holds_for_the_same_words_of_the_same_measure_wherever_it_stands():
    before = [row("1", "Справка", "31 июня 2026 года"), row("2", "Отчёт", "31 июня 2026 года")]
    answers = {"term.0.1..0": "30 июня 2026 г.", "term.0.2..0": "1 июля 2026 г."}
    former = reviewed(before, answers)
    after = reviewed(
        [
            row("1", "Совещание", "31 июня 2026 года"),
            row("2", "Отчёт", "31 июня 2026 года"),
            row("3", "Справка", "31 апреля 2026 года"),
        ]
    )

    found = former_answers(after, Settled(review=former, answers=answers))

    assert found == {"term.0.2..0": "1 июля 2026 г."}


def test_words_that_got_two_answers_are_asked_about():
    twice = [row("1", "Справка", "31 июня 2026 года"), row("2", "Справка", "31 июня 2026 года")]
    answers = {"term.0.1..0": "30 июня 2026 г.", "term.0.2..0": "1 июля 2026 г."}

    settled = Settled(review=reviewed(twice, answers), answers=answers)

    assert former_answers(reviewed(twice), settled) == {}


def test_a_period_given_by_hand_holds_for_a_document_of_the_same_title():
    rows = [row("1", "Совещание", "в течение года")]
    period = {"period.first": "2026-01-01", "period.last": "2026-12-31"}
    former = reviewed(rows, period, title="Дорожная карта")
    settled = Settled(review=former, answers=period)

    assert former_answers(reviewed(rows, title="Дорожная карта"), settled) == period
    assert former_answers(reviewed(rows, title="План работы"), settled) == {}
