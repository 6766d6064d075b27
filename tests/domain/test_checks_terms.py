"""What is found in the terms of a path and in the moves of the clock."""

from dataclasses import replace

import pytest

from engine.domain.definition import OnDue, Phase
from engine.domain.requirements import Requirement
from engine.domain.roles import Role
from engine.domain.terms import Term, TermKind
from tests.domain.definitions import (
    SOUND,
    and_moves,
    and_stages,
    findings,
    move,
    stage,
    term,
    with_move,
    with_stage,
)

SCHEDULED = (Role.MUNICIPAL_COORDINATOR, Role.SCHEDULER)


@pytest.mark.parametrize(
    "due",
    [
        Term(TermKind.CALENDAR_DAYS, days=1),
        Term(TermKind.WORKING_DAYS, days=1100),
        Term(TermKind.YEARLY_DATE, day=31, month=12),
        Term(TermKind.YEARLY_DATE, day=28, month=2),
        Term(TermKind.MONTH_WINDOW, from_month=12, month=1),
        Term(TermKind.OPEN, note="по графику"),
    ],
)
def test_a_term_the_calendar_has_is_sound(due):
    assert findings(with_stage("listed", terms=(term(due=due),))) == []


@pytest.mark.parametrize(
    ("due", "name", "value", "least", "most"),
    [
        (Term(TermKind.CALENDAR_DAYS), "days", 0, 1, 1100),
        (Term(TermKind.WORKING_DAYS, days=1101), "days", 1101, 1, 1100),
        (Term(TermKind.WORKING_DAYS, days=5, month=3), "month", 3, 0, 0),
        (Term(TermKind.YEARLY_DATE, day=1, month=13), "month", 13, 1, 12),
        (Term(TermKind.YEARLY_DATE, day=29, month=2), "day", 29, 1, 28),
        (Term(TermKind.YEARLY_DATE, day=31, month=4), "day", 31, 1, 30),
        (Term(TermKind.YEARLY_DATE, day=0, month=4), "day", 0, 1, 30),
        (Term(TermKind.MONTH_WINDOW, from_month=0, month=4), "from_month", 0, 1, 12),
        (Term(TermKind.MONTH_WINDOW, from_month=3, month=13), "month", 13, 1, 12),
        (Term(TermKind.OPEN, days=5), "days", 5, 0, 0),
    ],
)
def test_a_number_of_a_term_lies_in_its_range(due, name, value, least, most):
    fields = {"name": name, "value": value, "least": least, "most": most}

    assert findings(with_stage("listed", terms=(term(due=due),))) == [
        ("error", "term_out_of_range", "stages.listed.terms.term", fields)
    ]


@pytest.mark.parametrize("days", [0, 367])
def test_a_reminder_comes_one_day_to_a_year_ahead(days):
    fields = {"name": "remind_before", "value": days, "least": 1, "most": 366}

    assert findings(with_stage("listed", terms=(term(remind_before=(366, days, 1)),))) == [
        ("error", "term_out_of_range", "stages.listed.terms.term", fields)
    ]


def timed(code="start_mentoring", due=None, definition=None):
    clocked = term(due=due, on_due=OnDue.MOVE, move=code)
    base = definition or with_move("start_mentoring", roles=SCHEDULED)
    return with_stage("listed", base, terms=(clocked,))


def test_a_term_may_make_a_move_of_the_clock():
    assert findings(timed()) == []


def test_a_term_that_moves_names_the_move():
    assert findings(timed(None)) == [("error", "term_move_missing", "stages.listed.terms.term", {})]


def test_a_term_names_a_move_there_is():
    assert findings(timed("fly")) == [
        ("error", "term_move_unknown", "stages.listed.terms.term", {"move": "fly"})
    ]


def test_a_timed_move_leaves_the_stage_of_the_term():
    away = timed("approve_exit", definition=with_move("approve_exit", roles=SCHEDULED))

    assert findings(away) == [
        ("error", "term_move_elsewhere", "stages.listed.terms.term", {"move": "approve_exit"})
    ]


def test_a_timed_move_is_given_to_the_clock():
    assert findings(timed(definition=SOUND)) == [
        (
            "error",
            "term_move_not_scheduled",
            "stages.listed.terms.term",
            {"move": "start_mentoring"},
        )
    ]


def test_a_term_without_a_day_makes_no_move():
    assert findings(timed(due=Term(TermKind.OPEN))) == [
        ("error", "term_never_due", "stages.listed.terms.term", {})
    ]


def test_a_term_that_only_reminds_names_no_move():
    reminding = term(on_due=OnDue.REMIND, move="start_mentoring")

    assert findings(with_stage("listed", terms=(reminding,))) == [
        ("error", "term_move_unused", "stages.listed.terms.term", {"move": "start_mentoring"})
    ]


def test_the_clock_alone_leads_no_case_around_for_ever():
    watched = and_moves(
        move("start_watch", "exited", "watch", roles=SCHEDULED),
        move("end_watch", "watch", "exited", roles=SCHEDULED),
        definition=and_stages(
            stage(
                "watch",
                phase=Phase.EXIT,
                terms=(term(on_due=OnDue.MOVE, move="end_watch"),),
            )
        ),
    )
    turning = with_stage("exited", watched, terms=(term(on_due=OnDue.MOVE, move="start_watch"),))

    assert findings(watched) == [("note", "end_is_left", "stages.exited", {})]
    assert findings(turning) == [
        ("error", "timed_moves_turn", "stages.exited", {"stages": ("exited", "watch")}),
        ("note", "end_is_left", "stages.exited", {}),
    ]


def test_a_term_is_closed_by_a_fact_about_the_case():
    closed = term(met_by=Requirement("curator_assigned"))

    assert findings(with_stage("listed", terms=(closed,))) == []


def test_what_closes_a_term_is_checked_like_any_requirement():
    unknown = term(met_by=Requirement("all", (), (Requirement("curator_is_kind"),)))

    assert findings(with_stage("listed", terms=(unknown,))) == [
        ("error", "fact_unknown", "stages.listed.terms.term", {"fact": "curator_is_kind"})
    ]


@pytest.mark.parametrize(
    "requirement",
    [
        Requirement("reason_given"),
        Requirement("role_of_actor", (("roles", ("curator",)),)),
        Requirement("any", (), (Requirement("curator_assigned"), Requirement("basis_given"))),
    ],
)
def test_a_term_is_not_closed_by_how_somebody_makes_a_move(requirement):
    fact = requirement.parts[-1].fact if requirement.parts else requirement.fact

    assert findings(with_stage("listed", terms=(term(met_by=requirement),))) == [
        ("error", "term_met_by_attempt", "stages.listed.terms.term", {"fact": fact})
    ]


def test_a_term_that_moves_the_case_is_closed_by_the_move_alone():
    clocked = term(
        on_due=OnDue.MOVE, move="start_mentoring", met_by=Requirement("curator_assigned")
    )
    base = with_move("start_mentoring", roles=SCHEDULED)

    assert findings(with_stage("listed", base, terms=(clocked,))) == [
        ("error", "term_met_moves", "stages.listed.terms.term", {})
    ]


def test_errors_stand_before_notes():
    both = with_stage("exited", replace(SOUND, title=""), phase=Phase.MONITORING)

    assert [code for _, code, _, _ in findings(both)] == ["title_empty", "no_exit_phase"]
