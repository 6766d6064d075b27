"""Phrases as plans of many authorities print them, each as a careful methodist reads it."""

from __future__ import annotations

import tracemalloc
from datetime import datetime
from time import process_time

import pytest
from dateutil.rrule import rrulestr

from tests.domain.roadmaps.phrases import corpus, read, short, told
from workflows.roadmaps.grammar.words.phrases import MOST_TOKENS
from workflows.roadmaps.grammar.words.tokens import tokens_of
from workflows.roadmaps.terms import LONGEST

SECONDS = 10
"""More than any machine takes for a text that is read in linear time, less than a hang."""


@pytest.mark.parametrize(("phrase", "reading", "place"), corpus())
def test_a_phrase_is_read_as_a_methodist_reads_it(phrase, reading, place):
    assert told(phrase, *place) == reading


def test_every_reading_has_its_due_days_in_order_within_the_period():
    for phrase, _reading, place in corpus():
        first, last = place[0].split("..")
        found = read(phrase, *place)

        for one in (found, *found["candidates"]):
            assert one["due"] == sorted({day for day in one["due"] if first <= day <= last}), phrase
            assert not one["end"] or (one["start"] or one["end"]) <= one["end"], phrase


def test_a_reader_of_the_rules_finds_the_same_due_days():
    for phrase, _reading, place in corpus():
        first, last = place[0].split("..")
        found = read(phrase, *place)

        for one in (found, *found["candidates"]):
            if one["rrule"]:
                rule = rrulestr(one["rrule"], dtstart=datetime.fromisoformat(one["start"]))
                days = [day.date().isoformat() for day in rule]
                assert [day for day in days if first <= day <= last] == one["due"], phrase


@pytest.mark.parametrize(
    ("phrase", "readings"),
    [
        (
            "каждый второй вторник",
            ["recurring FREQ=MONTHLY;BYDAY=2TU", "recurring FREQ=WEEKLY;INTERVAL=2;BYDAY=TU"],
        ),
        (
            "январь 2023, май 2023, 2024",
            [
                "months_list 2023-01-01..2023-01-31 2023-05-01..2023-05-31 2024-05-01..2024-05-31",
                "month 2023-01-01..2023-01-31 2023-05-01..2023-05-31 2024-01-01..2024-12-31",
            ],
        ),
        (
            "II 2023",
            ["quarter 2023-04-01..2023-06-30", "month 2023-02-01..2023-02-28"],
        ),
        (
            "I квартал 2022-2024",
            [
                "quarter 2022-01-01..2022-03-31 2023-01-01..2023-03-31 2024-01-01..2024-03-31",
            ],
        ),
        (
            "март 2022-2024 гг.",
            [
                "months_list 2022-03-01..2022-03-31 2023-03-01..2023-03-31 2024-03-01..2024-03-31",
                "month_range 2022-03-01..2024-12-31",
                "month_range 2022-03-01..2022-03-31",
                "month_range 2024-03-01..2024-03-31",
            ],
        ),
        (
            "18 марта (пятница)",
            [
                "by_date 2023-03-18..2023-03-18",
                "by_date 2023-03-17..2023-03-17",
                "by_date 2022-03-18..2022-03-18",
            ],
        ),
        (
            "I квартал – до 10 апреля",
            ["by_date за I квартал=..2023-04-10", "month_range 2023-01-01..2023-04-10"],
        ),
        (
            "до 01.03.2023, далее ежеквартально",
            [
                "by_date ..2023-03-01 "
                + " ".join(
                    f"далее ежеквартально=..2023-{one}" for one in ("06-30", "09-30", "12-31")
                ),
                "by_date ..2023-03-01 ..2023-06-01 ..2023-09-01 ..2023-12-01",
                "by_date ..2023-03-01",
                "recurring FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=-1",
            ],
        ),
        (
            "ежемесячно/по запросу",
            ["recurring FREQ=MONTHLY;BYMONTHDAY=-1"] * 2 + ["as_needed"],
        ),
        (
            "январь 2023, 2024",
            [
                "months_list 2023-01-01..2023-01-31 2024-01-01..2024-01-31",
                "month 2023-01-01..2023-01-31 2024-01-01..2024-12-31",
            ],
        ),
    ],
)
def test_where_two_readings_are_usual_both_are_offered(phrase, readings):
    found = read(phrase)

    assert found["needs_person"]
    assert [short(one) for one in found["candidates"]] == readings


def test_in_a_document_of_several_years_a_time_is_offered_in_each_and_in_all_of_them():
    found = read("октябрь, март", "2022-01-01..2023-12-31")

    assert [short(one) for one in found["candidates"]] == [
        "months_list 2022-10-01..2022-10-31 2023-03-01..2023-03-31",
        "months_list 2022-10-01..2022-10-31 2022-03-01..2022-03-31",
        "months_list 2023-10-01..2023-10-31 2023-03-01..2023-03-31",
        "recurring FREQ=YEARLY;BYMONTH=3,10;BYMONTHDAY=-1",
    ]


def test_the_label_of_a_repeat_stands_in_a_window_of_its_bounds():
    found = read("информация – ежемесячно")

    assert found["windows"] == [{"start": "2023-01-01", "end": "2023-12-31", "label": "информация"}]
    assert read("ежемесячно")["windows"] == []


def test_the_other_reading_of_both_half_years_is_of_both():
    found = read("I и II полугодие")

    assert [short(one) for one in found["candidates"]] == [
        "months_list 2023-01-01..2023-06-30 2023-07-01..2023-12-31",
        "months_list 2023-09-01..2023-12-31 2023-01-01..2023-05-31",
    ]


@pytest.mark.parametrize("phrase", ["ориентировочно май", "май (ориентировочно)", "май, примерно"])
def test_roughly_is_told_before_a_time_and_behind_it(phrase):
    assert [one["code"] for one in read(phrase)["warnings"]] == ["approximate"]


@pytest.mark.parametrize("phrase", ["май 2023 (по итогам года)", "План до 02.10.23"])
def test_what_a_measure_is_about_is_no_event_and_no_plan_that_is_waited_for(phrase):
    found = read(phrase)

    assert (found["event"], found["warnings"]) == (None, [])


def test_a_weekday_that_is_not_the_days_own_is_asked():
    assert not read("17 марта 2023 (пятница)")["needs_person"]
    assert read("18 марта 2023 (пятница)")["needs_person"]


def test_a_day_without_its_month_is_offered_in_every_month_and_in_each():
    offered = [short(one) for one in read("до 25 числа")["candidates"]]

    assert len(offered) == 13
    assert offered[:3] == [
        "recurring FREQ=MONTHLY;BYMONTHDAY=25",
        "by_date ..2023-01-25",
        "by_date ..2023-02-25",
    ]


def test_a_day_without_its_month_is_no_question_in_a_document_of_one_month():
    assert told("до 25 числа", "2023-03-01..2023-03-31") == "by_date ..2023-03-25"


def test_several_holidays_are_offered_together():
    found = read("осенние и весенние каникулы", "2023-09-01..2024-05-31")

    assert found["event"]["text"] == "осенние и весенние каникулы"
    assert [short(one) for one in found["candidates"]] == [
        "months_list 2023-10-28..2023-11-05 2024-03-24..2024-03-31"
    ]


@pytest.mark.parametrize("piece", ["\u200b", "\u200f", "((((", "—–-", "«\u202e»", "до ", "2023-"])
def test_a_text_beyond_all_measure_is_refused_at_once(piece):
    found = read((piece * 100_000)[:100_000])

    assert (found["kind"], found["needs_person"]) == ("none", True)
    assert [one["code"] for one in found["warnings"]] == ["too_long"]


@pytest.mark.parametrize(
    "piece",
    [
        "(",
        ")(",
        "((([[[",
        "—–-",
        "1)(",
        ".,;:",
        "1 (один) ",
        "и, ",
        "2 и 4 ",
        "с 1 по ",
        "март - ",
        "сентябрь, ",
        "до 1 марта, ",
        "(осенние, ",
        "1-",
        "3О.",
        "2О 23 ",
        "\u200b\u200f",
        "далее ",
        "...",
        "_",
        "янв.(",
        "Ⅻ",
    ],
)
def test_the_longest_text_of_one_piece_is_read_within_seconds(piece):
    text = (piece * LONGEST)[:LONGEST]
    begun = process_time()

    found = read(text)

    assert process_time() - begun < SECONDS
    assert found["phrase"] == text


@pytest.mark.parametrize("piece", ["1, ", "1. ", "до ", "1-", "март ", "и ", "1 и ", "("])
def test_a_row_of_more_words_than_any_term_has_is_no_term(piece):
    words = len(tokens_of(piece))
    most = piece * (MOST_TOKENS // words)

    assert "too_long" not in [one["code"] for one in read(most)["warnings"]]
    refused = read(most + piece)
    assert refused["needs_person"]
    assert [one["code"] for one in refused["warnings"]] == ["too_long"]


def test_no_known_word_is_looked_for_in_a_word_longer_than_all():
    tracemalloc.start()

    found = read("сентябрь" * 400)

    assert tracemalloc.get_traced_memory()[1] < 1_000_000
    tracemalloc.stop()
    assert found["needs_person"]


@pytest.mark.parametrize("mark", ["\u200b", "\u200e", "\u200f", "\u202e", "\u2060", "\u00ad"])
def test_marks_that_nobody_sees_change_no_reading(mark):
    assert told(f"до 30{mark} сен{mark}тября 2023{mark} г.") == "by_date ..2023-09-30"


@pytest.mark.parametrize("phrase", ["00.10.2023", "15.00.2023", "до 00.05.2023", "10.10.00"])
def test_a_nought_in_a_date_is_no_day_and_no_month_and_is_asked(phrase):
    assert read(phrase)["needs_person"]
