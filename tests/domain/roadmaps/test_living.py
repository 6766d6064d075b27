"""Counters, states of work and figures of progress, on a day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.domain.errors import InvalidInput
from engine.domain.roadmaps.assignments import (
    CLOSED,
    STEPS,
    WorkStep,
    may_take,
    state_of_work,
    take_step,
)
from engine.domain.roadmaps.progress import Course, Standing, progress_of, standing_of
from engine.domain.roadmaps.quotas import Counter, QuotaState, quota_state
from engine.domain.roadmaps.states import AssignmentState, OccurrenceKind

HALF = Counter("2021/1", date(2021, 1, 1), date(2021, 6, 30), date(2021, 6, 30))
NEXT = Counter("2021/2", date(2021, 7, 1), date(2021, 12, 31), date(2021, 12, 31))


def test_two_events_in_one_half_year_do_not_pay_for_the_next():
    held = [date(2021, 2, 3), date(2021, 3, 4)]

    assert quota_state(HALF, 1, held, date(2021, 12, 31)) is QuotaState.MET
    assert quota_state(NEXT, 1, held, date(2022, 1, 1)) is QuotaState.MISSED


@pytest.mark.parametrize(
    ("today", "state"),
    [
        (date(2020, 12, 31), QuotaState.AHEAD),
        (date(2021, 1, 1), QuotaState.ON_TRACK),
        (date(2021, 4, 30), QuotaState.ON_TRACK),
        (date(2021, 5, 2), QuotaState.BEHIND),
        (date(2021, 6, 30), QuotaState.BEHIND),
        (date(2021, 7, 1), QuotaState.MISSED),
    ],
)
def test_a_counter_of_one_falls_behind_in_the_last_third_of_its_span(today, state):
    assert quota_state(HALF, 1, [], today) is state


def test_a_counter_of_five_falls_behind_when_it_keeps_no_pace():
    assert quota_state(HALF, 5, [date(2021, 1, 10)], date(2021, 2, 1)) is QuotaState.ON_TRACK
    assert quota_state(HALF, 5, [date(2021, 1, 10)], date(2021, 4, 1)) is QuotaState.BEHIND


def test_what_happens_in_the_holidays_after_a_quarter_still_meets_it():
    quarter = Counter("2020/4", date(2021, 3, 30), date(2021, 5, 25), date(2021, 8, 31))

    assert quota_state(quarter, 1, [], date(2021, 6, 1)) is QuotaState.BEHIND
    assert quota_state(quarter, 1, [date(2021, 6, 2)], date(2021, 6, 2)) is QuotaState.MET


@given(
    held=st.lists(st.dates(date(2020, 6, 1), date(2022, 6, 1)), max_size=8),
    more=st.dates(date(2020, 6, 1), date(2022, 6, 1)),
    needed=st.integers(1, 6),
    today=st.dates(date(2020, 6, 1), date(2022, 6, 1)),
)
def test_another_event_never_makes_a_counter_worse(held, more, needed, today):
    order = list(QuotaState)
    ranks = {
        QuotaState.MISSED: 0,
        QuotaState.BEHIND: 1,
        QuotaState.ON_TRACK: 2,
        QuotaState.AHEAD: 2,
        QuotaState.MET: 3,
    }
    assert set(order) == set(ranks)

    before = quota_state(HALF, needed, held, today)
    after = quota_state(HALF, needed, [*held, more], today)

    assert ranks[after] >= ranks[before]


_LET_GO = {"cancel", "carry_over", "decide", "withdraw"}
WAYS = {
    AssignmentState.PLANNED: {"start", "report", *_LET_GO},
    AssignmentState.IN_PROGRESS: {"report", *_LET_GO},
    AssignmentState.REPORTED: {"accept", "reject"},
    AssignmentState.REJECTED: {"start", "report", *_LET_GO},
    AssignmentState.ACCEPTED: set(),
    AssignmentState.CANCELLED: set(),
    AssignmentState.CARRIED_OVER: set(),
    AssignmentState.DECIDED: set(),
    AssignmentState.WITHDRAWN: set(),
}


@pytest.mark.parametrize("state", AssignmentState)
def test_each_state_has_exactly_the_steps_of_the_domain_book(state):
    assert {step.value for step in STEPS if may_take(state, step)} == WAYS[state]


def test_a_step_that_the_state_does_not_have_is_refused():
    with pytest.raises(InvalidInput) as refused:
        take_step(AssignmentState.PLANNED, WorkStep.ACCEPT)

    assert refused.value.fields == {"field": "state", "rule": "step", "value": "planned"}


def test_nothing_leads_out_of_a_closed_state():
    assert not [step for state in CLOSED for step in WorkStep if may_take(state, step)]


@pytest.mark.parametrize(
    ("states", "whole"),
    [
        ([], AssignmentState.PLANNED),
        (["planned", "planned"], AssignmentState.PLANNED),
        (["planned", "accepted"], AssignmentState.IN_PROGRESS),
        (["reported", "accepted"], AssignmentState.REPORTED),
        (["reported", "rejected"], AssignmentState.REJECTED),
        (["accepted", "cancelled"], AssignmentState.ACCEPTED),
        (["accepted", "decided", "cancelled"], AssignmentState.DECIDED),
        (["withdrawn", "cancelled"], AssignmentState.CANCELLED),
        (["withdrawn"], AssignmentState.WITHDRAWN),
        (["cancelled"], AssignmentState.CANCELLED),
        (["cancelled", "carried_over"], AssignmentState.CARRIED_OVER),
    ],
)
def test_an_assignment_stands_as_the_occurrence_that_asks_for_most(states, whole):
    assert state_of_work([AssignmentState(one) for one in states]) is whole


TODAY = date(2021, 4, 1)


def course(due_on: date | None = None, **given) -> Course:
    kind = given.pop("kind", OccurrenceKind.DATE)
    return Course(kind, given.pop("state", AssignmentState.PLANNED), due_on=due_on, **given)


@pytest.mark.parametrize(
    ("one", "standing"),
    [
        (course(TODAY - timedelta(1)), Standing.LATE),
        (course(TODAY), Standing.SOON),
        (course(TODAY + timedelta(14)), Standing.SOON),
        (course(TODAY + timedelta(15)), Standing.AHEAD),
        (course(TODAY - timedelta(1), retroactive=True), Standing.RETROACTIVE),
        (course(TODAY - timedelta(1), state=AssignmentState.REPORTED), Standing.REPORTED),
        (course(TODAY - timedelta(1), state=AssignmentState.ACCEPTED), Standing.DONE),
        (course(TODAY - timedelta(1), state=AssignmentState.REJECTED), Standing.RETURNED),
        (course(TODAY - timedelta(1), state=AssignmentState.CANCELLED), Standing.DROPPED),
        (course(kind=OccurrenceKind.EVENT), Standing.WAITING),
        (course(kind=OccurrenceKind.OPEN), Standing.OPEN),
    ],
)
def test_how_an_occurrence_stands_is_told_by_its_day_and_its_state(one, standing):
    assert standing_of(one, TODAY) is standing


def test_what_was_accepted_meets_a_counter_and_what_was_only_sent_does_not():
    quota = {"kind": OccurrenceKind.QUOTA, "starts_on": date(2021, 1, 11)}
    last = date(2021, 3, 21)

    assert standing_of(course(last, **quota), TODAY) is Standing.LATE
    assert standing_of(course(last, accepted=(date(2021, 2, 1),), **quota), TODAY) is Standing.DONE


def test_progress_is_never_whole_while_something_is_left():
    figures = progress_of([Standing.DONE] * 199 + [Standing.LATE, Standing.DROPPED])

    assert (figures.total, figures.done, figures.percent) == (200, 199, 99)
    assert figures.count(Standing.LATE) == 1
