"""`marshrut term parse`: a phrase a line in, a JSON object a line out."""

import json

import pytest

from tests.web.commanding import bare_environment, marshrut
from workflows.roadmaps.grammar.words.rules import RULES

YEAR = ("term", "parse", "--period", "2023-01-01..2023-12-31")
KEYS = (
    *("phrase", "kind", "start", "end", "rrule", "due", "min_count", "offset", "event"),
    *("needs_person", "windows", "candidates", "warnings"),
)


def parse(text, *options):
    return marshrut(*YEAR, *options, env=bare_environment(), text=text)


def test_each_line_gives_one_object_with_all_keys():
    done = parse("Март 2023 Декабрь 2023\r\n\nне реже одного в четверть\n")

    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert [sorted(one) for one in found] == [sorted(KEYS)] * 3
    assert [one["phrase"] for one in found] == [
        "Март 2023 Декабрь 2023",
        "",
        "не реже одного в четверть",
    ]
    assert found[0]["windows"] == [
        {"start": "2023-03-01", "end": "2023-03-31", "label": ""},
        {"start": "2023-12-01", "end": "2023-12-31", "label": ""},
    ]
    assert found[2]["due"] == ["2023-03-31", "2023-05-31", "2023-10-31", "2023-12-31"]
    assert found[2]["rrule"] == (
        "FREQ=YEARLY;BYMONTH=3,5,10,12;BYMONTHDAY=-1;UNTIL=20231231T000000"
    )


def test_what_must_be_asked_comes_with_its_readings_and_a_sentence():
    done = parse("31 ноября 2023\n")

    found = json.loads(done.stdout)
    assert found["needs_person"]
    assert [(one["kind"], one["end"]) for one in found["candidates"]] == [("by_date", "2023-11-30")]
    assert found["warnings"] == [
        {
            "code": "impossible_date",
            "words": "31 ноября 2023",
            "text": "«31 ноября 2023»: Такого дня нет.",
        }
    ]


def test_the_trace_names_the_rules():
    done = parse("март\n", "--trace")

    (step,) = json.loads(done.stdout)["trace"]
    patterns = {one.pattern for one in RULES if one.name == "month"}
    assert (step["rule"], step["words"]) == ("month", "март")
    assert step["pattern"] in patterns


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (("--period", "2023"), "--period: нужны два дня, например 2023-01-01..2023-12-31."),
        (
            ("--period", "2023-02-30..2023-12-31"),
            "--period: «2023-02-30» — не день вида ГГГГ-ММ-ДД или такого дня нет.",
        ),
        (
            ("--period", "2023-12-31..2023-01-01"),
            "--period: 2023-12-31 позже, чем 2023-01-01.",
        ),
        (
            ("--period", "1800-01-01..1800-12-31"),
            "--period: читаются сроки от 1990-01-01 до 2099-12-31.",
        ),
        (("--year-kind", "lunar"), "--year-kind: значение не подходит; подойдёт одно из: "),
        (
            ("--document-date", "31.03.2023"),
            "--document-date: «31.03.2023» — не день вида ГГГГ-ММ-ДД или такого дня нет.",
        ),
    ],
)
def test_a_wrong_option_is_told_in_russian(options, sentence):
    done = parse("март\n", *options)

    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.startswith(sentence)


def test_a_period_is_needed():
    done = marshrut("term", "parse", env=bare_environment(), text="март\n")

    assert done.returncode == 2
    assert done.stderr.startswith("Не хватает: --period.")


def test_a_line_that_is_no_term_is_refused_by_its_number():
    done = parse("март\n" + "а" * 1_000_000 + "\n")

    assert done.returncode == 1
    assert [json.loads(line)["kind"] for line in done.stdout.splitlines()] == ["month"]
    assert done.stderr == "Строка 2 длиннее 100000 знаков: это не срок.\n"


def test_a_line_longer_than_any_term_is_answered_as_no_term_and_the_next_is_read():
    done = parse("а" * 10_000 + "\nмарт\n")

    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 0
    assert [(one["kind"], one["needs_person"]) for one in found] == [
        ("none", True),
        ("month", False),
    ]
    assert found[0]["phrase"] == "а" * 10_000
    assert [one["code"] for one in found[0]["warnings"]] == ["too_long"]
