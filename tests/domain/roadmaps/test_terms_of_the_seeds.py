"""Every term printed in the three documents that were read by hand comes out as it was read."""

import csv
from pathlib import Path

import pytest

from tests.domain.roadmaps.phrases import PROGRAMME, SCHOOL_YEAR, YEAR, document, read, told
from workflows.roadmaps.terms import YearKind, read_term

DOCUMENTS = {
    "000": document("2020-09-01..2021-08-31"),
    "001": document("2021-01-01..2021-12-31", signed="2021-01-28"),
    "004": document(YEAR, signed="2023-03-31"),
}
PRINTED = Path(__file__).with_name("deadlines.csv").read_text(encoding="utf-8")
ROWS = list(csv.DictReader(PRINTED.splitlines()))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['seed']} {row['phrase']}")
def test_a_term_read_by_hand_is_read_the_same(row):
    context = DOCUMENTS[row["seed"]]

    found = read(row["phrase"], f"{context.period.first}..{context.period.last}", context.year_kind)

    assert {
        "kind": found["kind"],
        "start": found["start"] or "",
        "end": found["end"] or "",
        "rrule": found["rrule"] or "",
        "due_dates": " ".join(found["due"]) if row["due_dates"] else "",
        "needs_human": "yes" if found["needs_person"] else "",
    } == {
        "kind": row["kind"].split("+")[0],
        **{name: row[name] for name in ("start", "end", "rrule", "due_dates", "needs_human")},
    }


OTHERS = (
    ("Ноябрь- декабрь 2019", "month_range 2019-11-01..2019-12-31"),
    ("Декабрь- январь 2019", "month_range 2019-12-01..2020-01-31"),
    ("Ноябрь 2019-январь 2020", "month_range 2019-11-01..2020-01-31"),
    ("Январь 2020-2021", "month_range ?"),
    ("2020-2021", "whole_period ?"),
    ("2020 год", "whole_period 2020-01-01..2020-12-31"),
    ("Январь 2020 - постоянно", "continuous 2020-01-01..2021-12-31"),
    ("ежегодно", "recurring FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=-1 ?"),
    ("ежегодно, ноябрь", "recurring FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=-1"),
    (
        "Апрель, май, июнь, июль ежегодно",
        "recurring FREQ=YEARLY;BYMONTH=4,5,6,7;BYMONTHDAY=-1",
    ),
    ("Январь 2020 Апрель, май, июнь, июль ежегодно", "month 2020-01-01..2020-01-31 ?"),
)


@pytest.mark.parametrize(("phrase", "expected"), OTHERS)
def test_the_terms_of_a_district_over_three_years(phrase, expected):
    assert told(phrase, PROGRAMME) == expected


MUNICIPAL = (
    ("Сентябрь –октябрь 2020", "month_range 2020-09-01..2020-10-31"),
    ("Июнь 2020 Декабрь 2020", "months_list 2020-06-01..2020-06-30 2020-12-01..2020-12-31"),
    ("Февраль-апрель 2020-2021", "month_range ?"),
    (
        "Промежуточный мониторинг – январь 2021 Итоговый мониторинг – июнь 2021",
        (
            "months_list Промежуточный мониторинг=2021-01-01..2021-01-31 "
            "Итоговый мониторинг=2021-06-01..2021-06-30"
        ),
    ),
    (
        "Сентябрь 2021 В 100% образовательных организаций",
        "month В 100% образовательных организаций=2021-09-01..2021-09-30",
    ),
    (
        "(по запросу) Февраль-апрель 2021 Октябрь-декабрь 2021",
        "months_list 2021-02-01..2021-04-30 2021-10-01..2021-12-31",
    ),
    (
        "не реже 1 раза в полугодие",
        "recurring FREQ=YEARLY;BYMONTH=6,12;BYMONTHDAY=-1",
    ),
    ("2021-2022г.г.", "whole_period 2021-01-01..2022-12-31"),
    (
        "не менее пяти мероприятий в течение одного учебного года",
        "recurring FREQ=YEARLY;BYMONTH=8;BYMONTHDAY=-1 x5 ?",
    ),
    (
        "не менее пяти мероприятий в течение одного учебного года. Сентябрь-декабрь 2020",
        "month_range 2020-09-01..2020-12-31 x5 ?",
    ),
)


@pytest.mark.parametrize(("phrase", "expected"), MUNICIPAL)
def test_the_terms_of_a_municipal_programme(phrase, expected):
    assert told(phrase, "2020-01-01..2022-12-31") == expected


def test_what_a_pair_of_years_may_mean_is_asked_with_the_preferred_reading_first():
    one = read("Январь 2020-2021", PROGRAMME)["candidates"]
    several = read("Февраль-апрель 2020-2021", "2020-01-01..2022-12-31")["candidates"]

    assert [(found["start"], found["end"]) for found in one[:3]] == [
        ("2020-01-01", "2021-12-31"),
        ("2020-01-01", "2020-01-31"),
        ("2021-01-01", "2021-01-31"),
    ]
    assert (several[0]["start"], several[0]["end"]) == ("2021-02-01", "2021-04-30")


def test_a_kind_of_year_that_is_said_leaves_one_half_year():
    calendar = read("раз в полугодие", YEAR, YearKind.CALENDAR)
    school = read("раз в полугодие", YEAR, YearKind.ACADEMIC)
    unsaid = read("раз в полугодие", YEAR)

    assert calendar["due"] == ["2023-06-30", "2023-12-31"]
    assert school["due"] == ["2023-05-31", "2023-12-31"]
    assert [one["due"] for one in unsaid["candidates"]] == [school["due"], calendar["due"]]
    assert not unsaid["needs_person"]


def test_terms_before_the_signing_are_told():
    def doubts(phrase):
        found = read_term(phrase, DOCUMENTS["004"]).warnings
        return [one.doubt.value for one in found]

    assert doubts("февраль 2023") == ["before_document"]
    assert doubts("февраль-март 2023") == ["starts_before_document"]
    assert doubts("март 2023") == ["starts_before_document"]
    assert doubts("в течение года") == []
    assert doubts("апрель 2023") == []
    assert doubts("декабрь 2022") == ["outside_period", "before_document"]


def test_the_school_year_of_a_school_year_is_its_own():
    assert told("в течение года", SCHOOL_YEAR) == "whole_period 2023-09-01..2024-08-31"
    assert told("в течение учебного года", SCHOOL_YEAR) == "whole_period 2023-09-01..2024-08-31"
