"""What the clock must do for the terms of a stage, planned on entry."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.domain.definition import OnDue, Phase, Stage, StageTerm
from engine.domain.duties import PlannedDuty, consequence_of, plan_duties
from engine.domain.terms import Term, TermKind, day_begins, local_day
from workflows.calendars import federal_calendar

ZONE = "Asia/Vladivostok"
ENTERED = date(2023, 9, 15)
DUE = date(2023, 9, 25)
IN_TEN_DAYS = Term(TermKind.CALENDAR_DAYS, days=10)


def stage(*terms):
    return Stage("programme_review", "Экспертиза программ", Phase.PROGRAMME, terms=terms)


def term(**changes):
    return StageTerm("review_due", "Срок экспертизы", **{"due": IN_TEN_DAYS, **changes})


def plan(*terms, **known):
    return plan_duties(stage(*terms), ENTERED, ZONE, federal_calendar(), **known)


def midnight(day):
    # Midnight of Vladivostok is 14:00 of the day before in UTC.
    return datetime(2023, 9, day - 1, 14, tzinfo=UTC)


def test_a_term_is_overdue_only_when_its_day_has_ended():
    assert plan(term()) == (PlannedDuty("review_due", OnDue.ESCALATE, DUE, midnight(26)),)


def test_a_reminder_on_the_day_acts_when_the_day_begins():
    assert plan(term(on_due=OnDue.REMIND)) == (
        PlannedDuty("review_due", OnDue.REMIND, DUE, midnight(25)),
    )


def test_a_move_of_the_clock_is_made_when_the_day_begins():
    assert plan(term(on_due=OnDue.MOVE, move="open_interim")) == (
        PlannedDuty("review_due", OnDue.MOVE, DUE, midnight(25), "open_interim"),
    )


def test_reminders_go_ahead_of_the_term_and_carry_its_day():
    assert plan(term(remind_before=(1, 7))) == (
        PlannedDuty("review_due", OnDue.REMIND, DUE, midnight(18)),
        PlannedDuty("review_due", OnDue.REMIND, DUE, midnight(24)),
        PlannedDuty("review_due", OnDue.ESCALATE, DUE, midnight(26)),
    )


def test_a_reminder_of_a_day_before_the_entry_is_left_out():
    kept = plan(term(remind_before=(11, 10)))

    assert [duty.due_at for duty in kept] == [midnight(15), midnight(26)]


def test_one_act_at_one_instant_is_planned_once():
    assert len(plan(term(on_due=OnDue.REMIND, remind_before=(0, 3, 3)))) == 2


def test_an_open_term_gives_the_clock_nothing_to_do():
    assert plan(term(due=Term(TermKind.OPEN, note="по графику"), remind_before=(7,))) == ()


def test_a_term_that_had_passed_when_the_entry_was_registered_is_retroactive():
    planned = plan(term(remind_before=(7, 1)), today=date(2023, 10, 20))

    assert planned == (
        PlannedDuty("review_due", OnDue.ESCALATE, DUE, midnight(26), retroactive=True),
    )


@pytest.mark.parametrize(("today", "retroactive"), [(DUE, False), (date(2023, 9, 26), True)])
def test_a_term_is_not_retroactive_while_its_day_lasts(today, retroactive):
    assert [duty.retroactive for duty in plan(term(), today=today)] == [retroactive]


def test_a_late_registration_keeps_the_reminders_still_ahead():
    planned = plan(term(remind_before=(7, 1)), today=date(2023, 9, 19))

    assert [duty.due_at for duty in planned] == [midnight(24), midnight(26)]
    assert [duty.retroactive for duty in planned] == [False, False]


def test_duties_stand_in_the_order_the_clock_meets_them():
    soon = StageTerm("plan_due", "Срок плана", Term(TermKind.CALENDAR_DAYS, days=2))

    planned = plan(term(remind_before=(9,)), soon)

    assert [(duty.term_code, duty.kind) for duty in planned] == [
        ("review_due", OnDue.REMIND),
        ("plan_due", OnDue.ESCALATE),
        ("review_due", OnDue.ESCALATE),
    ]


@pytest.mark.parametrize(
    ("kind", "in_retrospect"),
    [(OnDue.REMIND, None), (OnDue.ESCALATE, None), (OnDue.MOVE, OnDue.MOVE)],
)
def test_in_retrospect_the_clock_raises_no_alarm_but_still_moves(kind, in_retrospect):
    assert consequence_of(kind, retroactive=False) == kind
    assert consequence_of(kind, retroactive=True) == in_retrospect


@given(
    st.dates(date(2018, 1, 1), date(2027, 1, 1)),
    st.integers(0, 40),
    st.integers(0, 60),
    st.lists(st.integers(0, 60), max_size=4).map(tuple),
)
def test_planning_agrees_with_asking_each_duty_in_turn(entered_on, days, late, ahead):
    due, today = entered_on + timedelta(days=days), entered_on + timedelta(days=late)
    watched = term(due=Term(TermKind.CALENDAR_DAYS, days=days), remind_before=ahead)

    planned = plan_duties(stage(watched), entered_on, ZONE, federal_calendar(), today=today)

    reminders = {due - timedelta(days=before) for before in ahead}
    kept = sorted(day for day in reminders if day >= today)
    assert [local_day(duty.due_at, ZONE) for duty in planned if duty.kind is OnDue.REMIND] == kept
    (alarm,) = [duty for duty in planned if duty.kind is OnDue.ESCALATE]
    assert alarm.retroactive is (due < today)
    assert alarm.due_at == day_begins(due + timedelta(days=1), ZONE)
