"""When a measure is reminded of: by working days, once a step, and once after an outage."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.domain.calendar import CalendarDay, CalendarLayer, WorkingCalendar
from engine.domain.errors import InvalidInput
from engine.domain.roadmaps.progress import Course
from engine.domain.roadmaps.reminding import Due, Reminded, ReminderRule, Round, WorkingDays
from engine.domain.roadmaps.states import AssignmentState, OccurrenceKind

DAY = timedelta(days=1)
FRIDAY, MONDAY = date(2023, 12, 15), date(2023, 12, 18)
HOLIDAY = WorkingCalendar((CalendarLayer("region", (CalendarDay(MONDAY, working=False),)),))
USUAL = WorkingCalendar()
NEVER = Due(None, escalated=False)


def due_on(day: date | None, state=AssignmentState.PLANNED, **given) -> Course:
    return Course(given.pop("kind", OccurrenceKind.DATE), state, None, day, **given)


def quarter(needed: int = 1, state=AssignmentState.PLANNED) -> Course:
    """The fourth quarter with the summer that counts to it."""
    first, last, until = date(2023, 4, 1), date(2023, 5, 31), date(2023, 8, 31)
    return Course(OccurrenceKind.QUOTA, state, first, last, until, needed)


def told(course: Course, first: date, last: date, *, calendar=USUAL, rule=None, got=()):
    """What is told day after day, as a clock that always runs tells it."""
    since, found, day = None, [], first
    while day <= last:
        now = Round(rule or ReminderRule(), calendar, day, since)
        due = now.due(course, got) if now.works else NEVER
        if due.tells:
            since = day
            found.append((day, due.doer, due.escalated))
        day += DAY
    return found


def test_a_due_day_is_told_five_days_and_a_day_ahead_on_it_and_when_it_is_late():
    assert told(due_on(FRIDAY), date(2023, 12, 1), date(2024, 1, 1)) == [
        (date(2023, 12, 8), Reminded.AHEAD, False),
        (date(2023, 12, 14), Reminded.AHEAD, False),
        (FRIDAY, Reminded.TODAY, False),
        (MONDAY, Reminded.LATE, False),
        (date(2023, 12, 20), None, True),
        (date(2023, 12, 25), Reminded.LATE, False),
        (date(2023, 12, 27), None, True),
        (date(2024, 1, 1), Reminded.LATE, False),
    ]


def test_days_off_are_not_counted_and_nobody_is_told_on_them():
    found = told(due_on(FRIDAY), FRIDAY, date(2023, 12, 21), calendar=HOLIDAY)

    assert found == [
        (FRIDAY, Reminded.TODAY, False),
        (MONDAY + DAY, Reminded.LATE, False),
        (MONDAY + 3 * DAY, None, True),
    ]
    assert not Round(ReminderRule(), HOLIDAY, MONDAY).works


def test_what_is_due_on_a_day_off_is_told_on_the_working_day_before():
    saturday = FRIDAY + DAY

    assert told(due_on(saturday), FRIDAY, MONDAY)[0] == (FRIDAY, Reminded.TODAY, False)
    assert told(due_on(saturday), FRIDAY, MONDAY)[1] == (MONDAY, Reminded.LATE, False)


@pytest.mark.parametrize(
    "course",
    [
        due_on(None),
        due_on(None, kind=OccurrenceKind.EVENT),
        due_on(FRIDAY, retroactive=True),
        *(
            due_on(FRIDAY, state)
            for state in AssignmentState
            if state.value in ("accepted", "cancelled", "carried_over", "reported")
        ),
    ],
)
def test_what_waits_is_done_or_was_late_before_it_began_is_never_told(course):
    assert told(course, date(2023, 12, 1), date(2024, 2, 1)) == []


def test_a_count_is_told_once_before_its_closings_and_once_when_it_was_missed():
    found = told(quarter(), date(2023, 4, 3), date(2023, 12, 1))

    assert found == [
        (date(2023, 5, 17), Reminded.CLOSING, False),
        (date(2023, 9, 1), Reminded.MISSED, False),
        (date(2023, 9, 5), None, True),
    ]


def test_a_count_that_is_reached_or_waits_for_review_is_not_told():
    in_time = (date(2023, 5, 2),)

    assert told(quarter(), date(2023, 4, 3), date(2023, 12, 1), got=in_time) == []
    lacking = quarter(2, AssignmentState.REPORTED)
    found = told(lacking, date(2023, 4, 3), date(2023, 6, 1), got=in_time)
    assert [word for _, word, _ in found] == [Reminded.CLOSING]


def test_a_short_period_is_not_closing_from_its_first_day():
    week = Course(
        OccurrenceKind.QUOTA, AssignmentState.PLANNED, MONDAY, date(2023, 12, 22), None, 1
    )

    assert told(week, MONDAY, date(2023, 12, 22))[0][0] == date(2023, 12, 20)


def test_a_rule_of_zeros_reminds_only_on_the_day_and_when_it_is_over():
    found = told(
        due_on(FRIDAY), date(2023, 12, 1), date(2024, 2, 1), rule=ReminderRule((), 0, 0, 0)
    )

    assert [word for _, word, _ in found] == [Reminded.TODAY, Reminded.LATE]
    assert (
        told(quarter(), date(2023, 4, 3), date(2023, 8, 30), rule=ReminderRule((), 0, 0, 0)) == []
    )


days = st.dates(date(2023, 1, 1), date(2024, 12, 31))
rules = st.builds(
    ReminderRule,
    st.lists(st.integers(1, 12), max_size=3).map(tuple),
    st.integers(0, 12),
    st.integers(0, 9),
    st.integers(0, 9),
)


@given(due=days, rule=rules, start=days, away=st.integers(1, 40))
def test_days_without_a_clock_give_one_reminder_and_never_a_lost_one(due, rule, start, away):
    """Whatever a clock that ran would have told in the days away is told by the next round once."""
    course, calendar = due_on(due), WorkingCalendar()
    end = calendar.next_working_day(start + away * DAY)
    ran = [one for one in _running(course, rule, start, end) if one.tells]
    after_outage = Round(rule, calendar, end, start).due(course)

    assert after_outage.escalated == any(one.escalated for one in ran)
    assert (after_outage.doer is not None) == any(one.doer is not None for one in ran)
    assert Round(rule, calendar, end, end).due(course) == NEVER


def _running(course: Course, rule: ReminderRule, since: date, end: date) -> list[Due]:
    found, day = [], since
    while day < end:
        day += DAY
        now = Round(rule, WorkingCalendar(), day, since)
        if now.works and (due := now.due(course)).tells:
            found.append(due)
            since = day
    return found


@given(one=days, other=days)
def test_working_days_between_two_days_are_the_same_both_ways(one, other):
    count = WorkingDays(WorkingCalendar())

    assert count.between(one, other) == -count.between(other, one)
    assert abs(count.between(one, other)) <= abs((other - one).days)


@pytest.mark.parametrize(
    ("rule", "field"),
    [
        (ReminderRule((1, 2, 3, 4, 5, 6)), "before"),
        (ReminderRule((0,)), "before"),
        (ReminderRule((61,)), "before"),
        (ReminderRule(closing=61), "closing"),
        (ReminderRule(every=-1), "every"),
        (ReminderRule(escalate=61), "escalate"),
    ],
)
def test_a_rule_that_reaches_too_far_is_refused_by_its_field(rule, field):
    with pytest.raises(InvalidInput) as refused:
        rule.checked()

    assert refused.value.fields["field"] == field


def test_the_days_of_a_rule_are_put_in_order_and_kept_once():
    assert ReminderRule((1, 5, 1)).checked().before == (5, 1)
