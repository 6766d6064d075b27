"""Counted measures of a roadmap: held often enough in the period that is over, or that runs."""

from dataclasses import replace
from datetime import date

import pytest

from engine.domain.situation import CountFact, MeasureFact
from tests.domain.scene import case, judge, situation

SPRING = CountFact(date(2023, 3, 27), date(2023, 5, 31), date(2023, 8, 31), 2, 1)
AUTUMN = CountFact(date(2023, 9, 1), date(2023, 10, 27), date(2023, 11, 5), 1, 0)
NOTHING = {"held": (), "lacking": (), "needed": (), "since": (), "until": ()}


def seminars(*counts, key="10", **changes):
    return MeasureFact(key, "in_progress", counts=counts, **changes)


def verdict(*measures, on=date(2023, 9, 15), **params):
    return judge("quota_met", params, situation(measures=measures, today=on))


def test_the_newest_period_that_is_over_is_looked_at_and_what_it_lacks_is_named():
    winter = replace(SPRING, first=date(2023, 1, 9), last=date(2023, 3, 17), held=0)

    found = verdict(seminars(winter, SPRING, AUTUMN))

    assert not found.met
    assert found.fields == {
        "asked": 1,
        "measure": "",
        "period": "ended",
        "lacking": ("10",),
        "held": ("1",),
        "needed": ("2",),
        "since": ("2023-03-27",),
        "until": ("2023-05-31",),
    }


def test_a_period_held_often_enough_lacks_nothing():
    found = verdict(seminars(replace(SPRING, held=2), AUTUMN), seminars(AUTUMN, key="11"))

    assert found.met
    assert found.fields == {"asked": 2, "measure": "", "period": "ended", **NOTHING}


def test_the_period_that_runs_is_another_one_than_the_one_that_is_over():
    measure = seminars(SPRING, replace(AUTUMN, held=1))

    assert verdict(measure, period="running").met
    assert not verdict(measure, period="ended").met


@pytest.mark.parametrize(
    ("day", "runs"),
    [
        (date(2023, 8, 31), SPRING),
        (date(2023, 9, 1), AUTUMN),
        (date(2023, 11, 5), AUTUMN),
        (date(2023, 11, 6), None),
    ],
)
def test_a_period_runs_until_the_end_of_the_holidays_after_it(day, runs):
    found = verdict(seminars(SPRING, AUTUMN), on=day, period="running")

    assert found.fields["until"] == ((runs.last.isoformat(),) if runs else ())


@pytest.mark.parametrize(("day", "over"), [(date(2023, 5, 31), False), (date(2023, 6, 1), True)])
def test_a_period_is_over_on_the_day_after_its_last(day, over):
    assert verdict(seminars(SPRING), on=day).met is not over


def test_only_the_measure_that_is_named_is_asked_for():
    measures = seminars(replace(SPRING, held=2)), seminars(SPRING, key="11")

    assert verdict(*measures, measure="10").met
    assert verdict(*measures, measure="11").fields["lacking"] == ("11",)


def test_without_a_counted_measure_nothing_is_met():
    plain = MeasureFact("10", "done")

    assert verdict(plain) == verdict()
    assert not verdict(plain).met
    assert not verdict(seminars(replace(SPRING, held=9)), measure="12").met


def test_a_measure_of_another_stage_is_not_asked_for():
    elsewhere = seminars(SPRING, stages=("mentoring",))
    here = seminars(replace(SPRING, held=2), key="11", stages=(case().stage,))

    assert verdict(elsewhere, here).met
    assert verdict(elsewhere, here).fields["asked"] == 1
