"""Phrases as plans of many authorities print them, each as a careful methodist reads it."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from tests.domain.roadmaps.phrases import read, short, told

CORPUS = Path(__file__).with_name("phrases_elsewhere.csv")
"""A phrase and its reading in a document of 2023; a question mark where a person is asked."""


def _corpus():
    with CORPUS.open(encoding="utf-8", newline="") as file:
        return [(one["phrase"], one["reading"]) for one in csv.DictReader(file)]


@pytest.mark.parametrize(("phrase", "reading"), _corpus())
def test_a_phrase_is_read_as_a_methodist_reads_it(phrase, reading):
    assert told(phrase) == reading


@pytest.mark.parametrize(
    ("phrase", "readings"),
    [
        (
            "каждый второй вторник",
            ["recurring FREQ=MONTHLY;BYDAY=2TU", "recurring FREQ=WEEKLY;INTERVAL=2;BYDAY=TU"],
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


def test_a_weekday_that_is_not_the_days_own_is_asked():
    assert not read("17 марта 2023 (пятница)")["needs_person"]
    assert read("18 марта 2023 (пятница)")["needs_person"]


@pytest.mark.parametrize("piece", ["\u200b", "\u200f", "((((", "—–-", "«\u202e»", "до ", "2023-"])
def test_a_text_beyond_all_measure_is_refused_at_once(piece):
    found = read((piece * 100_000)[:100_000])

    assert (found["kind"], found["needs_person"]) == ("none", True)
    assert [one["code"] for one in found["warnings"]] == ["too_long"]


@pytest.mark.parametrize("mark", ["\u200b", "\u200e", "\u200f", "\u202e", "\u2060", "\u00ad"])
def test_marks_that_nobody_sees_change_no_reading(mark):
    assert told(f"до 30{mark} сен{mark}тября 2023{mark} г.") == "by_date ..2023-09-30"


@pytest.mark.parametrize("phrase", ["00.10.2023", "15.00.2023", "до 00.05.2023", "10.10.00"])
def test_a_nought_in_a_date_is_no_day_and_no_month_and_is_asked(phrase):
    assert read(phrase)["needs_person"]
