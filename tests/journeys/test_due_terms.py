"""The terms of a case as the pages read them: what is due, when the clock acts, what is late."""

from __future__ import annotations

from datetime import UTC, date, datetime

import sqlalchemy as sa

from engine.actions.terms import fire_due
from engine.domain.definition import OnDue, StageTerm
from engine.queries.duties import duties_of
from engine.storage.database import reading
from engine.storage.tables import DutyRow
from tests.journeys.clock_scene import MOVED, TEN_DAYS, UNTIL_A_CURATOR, Scene, path

ALERT = StageTerm("due", "Срок", TEN_DAYS, OnDue.ESCALATE, remind_before=(5,))


def terms(bench, *case_ids):
    """The terms of cases in short: code, day, when the clock acts next, what came of it."""
    with reading(bench.database) as connection:
        found = duties_of(connection, case_ids)
    return {
        case_id: [(term.term_code, term.due_on, term.acts_at, term.outcome) for term in of_case]
        for case_id, of_case in found.items()
    }


def only(bench, case_id):
    """The one term of a case."""
    with reading(bench.database) as connection:
        (term,) = duties_of(connection, [case_id])[case_id]
    return term


def test_a_term_is_one_line_with_the_next_instant_of_the_clock(bench, clock):
    case_id = Scene(bench, definition=path(ALERT, MOVED)).open()
    day = date(2023, 4, 13)

    assert terms(bench, case_id) == {
        case_id: [
            ("due", day, datetime(2023, 4, 7, 21, tzinfo=UTC), None),
            ("profiling", day, datetime(2023, 4, 12, 21, tzinfo=UTC), None),
        ]
    }
    clock.set(2023, 4, 8)
    fire_due(bench, node="node-a")
    assert terms(bench, case_id)[case_id][0] == (
        "due",
        day,
        datetime(2023, 4, 13, 21, tzinfo=UTC),
        "reminded",
    )


def test_a_term_is_late_from_the_day_after_and_stays_so_after_the_escalation(bench, clock):
    case_id = Scene(bench, definition=path(ALERT)).open()
    clock.set(2023, 4, 20)
    fire_due(bench, node="node-a")

    term = only(bench, case_id)

    assert (term.kind, term.acts_at, term.outcome) == (OnDue.ESCALATE, None, "escalated")
    assert term.late_on(date(2023, 4, 14)) is True
    assert term.late_on(date(2023, 4, 13)) is False


def test_a_refused_timed_move_is_named_with_its_move(bench, clock):
    case_id = Scene(bench, definition=path(MOVED, requires=UNTIL_A_CURATOR)).open()
    clock.set(2023, 4, 13)
    fire_due(bench, node="node-a")

    term = only(bench, case_id)

    assert (term.kind, term.move, term.outcome) == (OnDue.MOVE, "open_profiling", "refused")


def test_the_terms_of_a_suspended_case_stand_still_and_are_not_late(bench, clock):
    scene = Scene(bench, definition=path(ALERT))
    case_id = scene.open()
    scene.move(case_id, "suspend")
    clock.set(2023, 5, 20)

    term = only(bench, case_id)

    assert (term.paused, term.acts_at, term.due_on) == (True, None, date(2023, 4, 13))
    assert term.late_on(date(2023, 5, 20)) is False


def test_the_terms_of_a_left_stage_are_gone_and_a_new_stay_has_only_its_own(bench, clock):
    scene = Scene(bench, definition=path(ALERT))
    case_id = scene.open()
    clock.set(2023, 4, 20)
    fire_due(bench, node="node-a")
    scene.move(case_id, "open_profiling")

    assert terms(bench, case_id) == {}
    clock.set(2023, 4, 21)
    scene.move(case_id, "reopen_diagnosis")
    assert terms(bench, case_id) == {
        case_id: [("due", date(2023, 5, 1), datetime(2023, 4, 25, 21, tzinfo=UTC), None)]
    }


def test_terms_that_had_passed_before_the_entry_are_left_out(bench):
    case_id = Scene(bench, definition=path(ALERT)).open(opened_on=date(2023, 3, 1))

    assert terms(bench, case_id) == {}


def test_a_term_that_the_clock_passed_over_in_silence_is_left_out(bench, clock):
    case_id = Scene(bench, definition=path(StageTerm("due", "Срок", TEN_DAYS))).open()
    with bench.database.source.begin() as connection:
        connection.execute(sa.update(DutyRow).values(retroactive=True))
    clock.set(2023, 4, 20)

    assert fire_due(bench, node="node-a").counts == {"retroactive": 1}
    assert terms(bench, case_id) == {}


def test_each_case_has_its_own_terms(bench):
    scene = Scene(bench, definition=path(ALERT))
    first, second = scene.open(), scene.open()

    assert {case_id: len(found) for case_id, found in terms(bench, first, second).items()} == {
        first: 1,
        second: 1,
    }
    assert list(terms(bench, second)) == [second]
