"""The clock's rules: what it does on which day, by whose zone, and what it leaves alone."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa

from engine.actions.firing import fire_duty
from engine.actions.service_accounts import clock_actor
from engine.actions.terms import LEASE_SECONDS, fire_due
from engine.domain.definition import OnDue, StageTerm
from engine.domain.errors import DatabaseBusy
from engine.domain.roles import Role
from engine.domain.terms import Term, TermKind
from engine.storage.database import open_database
from engine.storage.duties import claim_due
from engine.storage.tables import CaseRow, DutyRow, RegionRow
from engine.storage.verification import verify
from engine.workbench import Workbench
from tests.conftest import KEYS
from tests.journeys.clock_scene import (
    ESCALATED,
    MOVED,
    REMINDED,
    TEN_DAYS,
    UNTIL_A_CURATOR,
    Scene,
    deeds,
    duties,
    notices,
    path,
    rows,
    statuses,
    summary,
)

# The clock of the tests stands on 3 April 2023 in Moscow, so a term of ten days is the 13th; that
# day begins there on the 12th at 21:00 UTC and ends on the 13th at 21:00 UTC.
DAY_BEGINS = datetime(2023, 4, 12, 21, tzinfo=UTC)
DAY_ENDS = datetime(2023, 4, 13, 21, tzinfo=UTC)


def at(clock, instant: datetime) -> None:
    clock.instant = instant


def fired(bench, node: str = "node-a") -> dict[str, int]:
    counts = fire_due(bench, node=node).counts
    return {outcome.value: number for outcome, number in counts.items()}


def test_a_reminder_goes_to_the_curator_and_the_school_on_the_day(bench, clock):
    scene = Scene(bench, definition=path(REMINDED))
    case_id = scene.open()

    at(clock, DAY_BEGINS - timedelta(seconds=1))
    assert fired(bench) == {}
    at(clock, DAY_BEGINS)
    assert fired(bench) == {"reminded": 1}

    assert summary(bench, case_id) == [("term:reminded", "2023-04-13", "2023-04-13", False)]
    assert notices(bench, case_id) == [
        ("term:reminded", "curator"),
        ("term:reminded", "school_deputy"),
        ("term:reminded", "school_director"),
    ]
    assert statuses(bench, case_id) == [("remind", "done", "reminded")]


def test_reminders_ahead_go_on_their_own_days(bench, clock):
    term = StageTerm("due", "Срок", TEN_DAYS, OnDue.ESCALATE, remind_before=(5, 1))
    case_id = Scene(bench, definition=path(term)).open()

    for day in range(3, 20):
        clock.set(2023, 4, day)
        fire_due(bench, node="node-a")

    assert summary(bench, case_id) == [
        ("term:reminded", "2023-04-08", "2023-04-13", False),
        ("term:reminded", "2023-04-12", "2023-04-13", False),
        ("term:escalated", "2023-04-14", "2023-04-13", False),
    ]


def test_an_overdue_term_is_told_to_the_municipal_coordinator(bench, clock):
    scene = Scene(bench)
    scene.appoint(Role.MUNICIPAL_COORDINATOR)
    case_id = scene.open()

    at(clock, DAY_ENDS)

    assert fired(bench) == {"escalated": 1}
    assert notices(bench, case_id) == [("term:escalated", "municipal_coordinator")]


def test_the_region_hears_of_it_while_the_municipality_has_no_coordinator(bench, clock):
    scene = Scene(bench)
    scene.appoint(Role.REGIONAL_COORDINATOR)
    case_id = scene.open()

    at(clock, DAY_ENDS)

    assert fired(bench) == {"escalated": 1}
    assert notices(bench, case_id) == [
        ("term:escalated", "municipal_coordinator"),
        ("term:escalated", "regional_coordinator"),
    ]


def test_a_coordinator_who_left_yesterday_is_blocked_or_works_elsewhere_is_none(bench, clock):
    scene, elsewhere = Scene(bench), Scene(bench)
    scene.appoint(Role.MUNICIPAL_COORDINATOR, ends_on=date(2023, 4, 13))
    scene.appoint(Role.MUNICIPAL_COORDINATOR, blocked=True)
    elsewhere.appoint(Role.MUNICIPAL_COORDINATOR)
    case_id = scene.open()

    at(clock, DAY_ENDS)
    fire_due(bench, node="node-a")

    assert notices(bench, case_id) == [
        ("term:escalated", "municipal_coordinator"),
        ("term:escalated", "regional_coordinator"),
    ]


def test_a_coordinator_on_the_last_day_of_office_is_still_one(bench, clock):
    scene = Scene(bench)
    scene.appoint(Role.MUNICIPAL_COORDINATOR, ends_on=date(2023, 4, 14))
    case_id = scene.open()

    at(clock, DAY_ENDS)
    fire_due(bench, node="node-a")

    assert notices(bench, case_id) == [("term:escalated", "municipal_coordinator")]


@pytest.mark.parametrize(
    ("zone", "day_ends"),
    [
        ("Asia/Kamchatka", datetime(2023, 4, 13, 12, tzinfo=UTC)),
        ("Europe/Kaliningrad", datetime(2023, 4, 13, 22, tzinfo=UTC)),
    ],
)
def test_an_escalation_waits_until_the_local_day_has_ended(bench, clock, zone, day_ends):
    case_id = Scene(bench, zone).open()

    at(clock, day_ends - timedelta(seconds=1))
    assert fired(bench) == {}
    at(clock, day_ends)
    assert fired(bench) == {"escalated": 1}

    assert summary(bench, case_id) == [("term:escalated", "2023-04-14", "2023-04-13", False)]


def test_the_zone_of_the_region_decides_on_which_day_a_term_begins_to_count(bench, clock):
    at(clock, datetime(2023, 4, 3, 20, tzinfo=UTC))
    in_kamchatka = Scene(bench, "Asia/Kamchatka").open()
    in_kaliningrad = Scene(bench, "Europe/Kaliningrad").open()

    assert [duty.due_on for duty in duties(bench, in_kamchatka)] == [date(2023, 4, 14)]
    assert [duty.due_on for duty in duties(bench, in_kaliningrad)] == [date(2023, 4, 13)]


def test_a_region_that_has_changed_its_zone_keeps_the_local_day(bench, clock):
    scene = Scene(bench, "Asia/Kamchatka")
    case_id = scene.open()
    with bench.database.source.begin() as connection:
        moved = sa.update(RegionRow).where(RegionRow.id == scene.region_id)
        connection.execute(moved.values(zone="Europe/Kaliningrad"))

    at(clock, datetime(2023, 4, 13, 12, tzinfo=UTC))
    assert fired(bench) == {"not_yet": 1}
    assert fired(bench) == {}
    at(clock, datetime(2023, 4, 13, 22, tzinfo=UTC))
    assert fired(bench) == {"escalated": 1}

    assert summary(bench, case_id) == [("term:escalated", "2023-04-14", "2023-04-13", False)]


def test_a_timed_move_is_made_by_the_clock_and_cancels_the_other_duties(bench, clock):
    case_id = Scene(bench, definition=path(MOVED, ESCALATED)).open()

    at(clock, DAY_BEGINS)

    assert fired(bench) == {"moved": 1}
    (entry,) = deeds(bench, case_id)
    assert (entry["event"], entry["from"], entry["to"], entry["role"], entry["fields"]) == (
        "case:moved",
        "self_diagnosis",
        "risk_profiling",
        "scheduler",
        {"duty": str(duties(bench, case_id)[0].id), "term": "profiling", "due_on": "2023-04-13"},
    )
    assert statuses(bench, case_id) == [
        ("move", "done", "moved"),
        ("escalate", "cancelled", None),
    ]
    assert verify(bench.database).findings == []


def test_a_refused_timed_move_is_recorded_with_its_reasons_and_escalated(bench, clock):
    case_id = Scene(bench, definition=path(MOVED, requires=UNTIL_A_CURATOR)).open()

    at(clock, DAY_BEGINS)

    assert fired(bench) == {"refused": 1}
    (refusal,) = deeds(bench, case_id, "refusal")
    (escalation,) = deeds(bench, case_id)
    reasons = refusal["fields"]["unmet"]
    assert (refusal["event"], refusal["move"]) == ("move:refused", "open_profiling")
    assert [reason["code"] for reason in reasons] == ["curator_assigned"]
    assert (escalation["event"], escalation["fields"]) == (
        "term:escalated",
        {
            "code": "move.requirements_unmet",
            "due_on": "2023-04-13",
            "duty": str(duties(bench, case_id)[0].id),
            "move": "open_profiling",
            "term": "profiling",
            "unmet": reasons,
        },
    )
    assert notices(bench, case_id) == [
        ("term:escalated", "municipal_coordinator"),
        ("term:escalated", "regional_coordinator"),
    ]
    assert statuses(bench, case_id) == [("move", "done", "refused")]
    assert rows(bench, sa.select(CaseRow.stage)) == [("self_diagnosis",)]
    assert verify(bench.database).findings == []


def test_a_suspended_case_is_left_alone_and_its_term_moves_by_the_days_it_stood_still(bench, clock):
    scene = Scene(bench)
    case_id = scene.open()
    clock.set(2023, 4, 10)
    scene.move(case_id, "suspend")

    clock.set(2023, 4, 20)
    assert fired(bench) == {}
    scene.move(case_id, "resume")
    at(clock, DAY_ENDS + timedelta(days=10, seconds=-1))
    assert fired(bench) == {}
    at(clock, DAY_ENDS + timedelta(days=10))
    assert fired(bench) == {"escalated": 1}

    assert summary(bench, case_id) == [("term:escalated", "2023-04-24", "2023-04-23", False)]


def test_a_duty_of_a_left_stage_does_not_fire(bench, clock):
    scene = Scene(bench)
    case_id = scene.open()
    scene.move(case_id, "open_profiling")

    at(clock, DAY_ENDS)

    assert fired(bench) == {}
    assert summary(bench, case_id) == []


def test_a_stage_left_between_the_claim_and_the_lock_is_noticed_under_the_lock(bench, clock):
    scene = Scene(bench)
    case_id = scene.open()
    at(clock, DAY_ENDS)
    (claimed,) = claim_due(bench.database, clock(), "node-a", 10, LEASE_SECONDS)
    scene.move(case_id, "open_profiling")

    outcome = fire_duty(bench, claimed, actor=clock_actor(bench))

    assert outcome == "gone"
    assert summary(bench, case_id) == []


def test_a_case_suspended_between_the_claim_and_the_lock_is_left_alone(bench, clock):
    scene = Scene(bench)
    case_id = scene.open()
    at(clock, DAY_ENDS)
    (claimed,) = claim_due(bench.database, clock(), "node-a", 10, LEASE_SECONDS)
    scene.move(case_id, "suspend")

    outcome = fire_duty(bench, claimed, actor=clock_actor(bench))

    assert outcome == "gone"
    assert statuses(bench, case_id) == [("escalate", "paused", None)]


def test_an_open_duty_of_another_stage_is_put_away_unfired(bench, clock):
    case_id = Scene(bench).open()
    with bench.database.source.begin() as connection:
        connection.execute(sa.update(DutyRow).values(stage="risk_profiling"))

    at(clock, DAY_ENDS)

    assert fired(bench) == {"stage_left": 1}
    assert fired(bench) == {}
    assert statuses(bench, case_id) == [("escalate", "cancelled", "stage_left")]
    assert summary(bench, case_id) == []


def test_a_stage_entered_again_has_its_term_anew(bench, clock):
    scene = Scene(bench)
    case_id = scene.open()
    clock.set(2023, 4, 5)
    scene.move(case_id, "open_profiling")
    clock.set(2023, 4, 6)
    scene.move(case_id, "reopen_diagnosis")

    for day in range(6, 25):
        clock.set(2023, 4, day)
        fire_due(bench, node="node-a")

    assert summary(bench, case_id) == [("term:escalated", "2023-04-17", "2023-04-16", False)]


def test_after_three_days_off_each_duty_is_done_once_and_marked_late(bench, clock):
    escalated, reminded, moved = (
        Scene(bench, definition=path(term)).open() for term in (ESCALATED, REMINDED, MOVED)
    )

    at(clock, DAY_ENDS + timedelta(days=3))

    assert fired(bench) == {"escalated": 1, "reminded": 1, "moved": 1}
    assert fired(bench, "node-b") == {}
    assert summary(bench, escalated) == [("term:escalated", "2023-04-17", "2023-04-13", True)]
    assert summary(bench, reminded) == [("term:reminded", "2023-04-17", "2023-04-13", True)]
    assert summary(bench, moved) == [("case:moved", "2023-04-17", "2023-04-13", True)]


def test_reminders_of_one_term_that_were_missed_are_told_as_one_with_their_days(bench, clock):
    term = StageTerm("due", "Срок", TEN_DAYS, OnDue.ESCALATE, remind_before=(8, 5, 3))
    case_id = Scene(bench, definition=path(term)).open()

    clock.set(2023, 4, 10, 12)

    assert fired(bench) == {"reminded": 1, "gone": 2}
    assert summary(bench, case_id) == [("term:reminded", "2023-04-10", "2023-04-13", False)]
    (body,) = deeds(bench, case_id)
    eighth, fifth, third = (duty for duty in duties(bench, case_id) if duty.kind == "remind")
    assert body["fields"]["duty"] == str(third.id)
    assert body["fields"]["folded"] == [str(eighth.id), str(fifth.id)]
    assert body["fields"]["missed"] == ["2023-04-05", "2023-04-08"]
    assert notices(bench, case_id) == [
        ("term:reminded", "curator"),
        ("term:reminded", "school_deputy"),
        ("term:reminded", "school_director"),
    ]
    assert [outcome for _, _, outcome in statuses(bench, case_id)] == [
        "folded",
        "folded",
        "reminded",
        None,
    ]
    assert verify(bench.database).findings == []


def test_a_reminder_that_is_late_itself_names_its_own_day_among_the_missed(bench, clock):
    term = StageTerm("due", "Срок", TEN_DAYS, OnDue.ESCALATE, remind_before=(5, 3))
    other = StageTerm("other", "Другой срок", TEN_DAYS, OnDue.ESCALATE, remind_before=(3,))
    case_id = Scene(bench, definition=path(term, other)).open()

    clock.set(2023, 4, 12)
    fire_due(bench, node="node-a")

    assert {
        (body["fields"]["term"], tuple(body["fields"]["missed"]), body["fields"]["late"])
        for body in deeds(bench, case_id)
    } == {("due", ("2023-04-08", "2023-04-10"), True), ("other", ("2023-04-10",), True)}


def test_a_reminder_that_was_folded_into_another_shows_when_it_is_taken_out_again(bench, clock):
    term = StageTerm("due", "Срок", TEN_DAYS, OnDue.ESCALATE, remind_before=(5, 3))
    case_id = Scene(bench, definition=path(term)).open()
    clock.set(2023, 4, 12)
    fire_due(bench, node="node-a")

    with bench.database.source.begin() as connection:
        connection.execute(
            sa.update(DutyRow).where(DutyRow.outcome == "folded").values(outcome="reminded")
        )

    findings = verify(bench.database).findings
    assert [(one.code, one.stream) for one in findings] == [("state", f"case:{case_id}")]


def test_a_few_hours_late_on_the_same_day_is_not_late(bench, clock):
    case_id = Scene(bench).open()

    at(clock, DAY_ENDS + timedelta(hours=23, minutes=59))
    fire_due(bench, node="node-a")

    assert summary(bench, case_id) == [("term:escalated", "2023-04-14", "2023-04-13", False)]


def test_a_term_that_had_passed_before_the_entry_raises_no_alarm(bench, clock):
    term = StageTerm("due", "Срок", TEN_DAYS, OnDue.ESCALATE, remind_before=(5, 1))
    case_id = Scene(bench, definition=path(term, REMINDED)).open(opened_on=date(2023, 3, 1))

    clock.set(2023, 5, 1)

    assert fired(bench) == {}
    assert summary(bench, case_id) == []
    assert {(status, outcome) for _, status, outcome in statuses(bench, case_id)} == {
        ("done", "retroactive")
    }


def test_an_open_duty_marked_retroactive_is_closed_without_an_alarm(bench, clock):
    case_id = Scene(bench).open()
    with bench.database.source.begin() as connection:
        connection.execute(sa.update(DutyRow).values(retroactive=True))

    at(clock, DAY_ENDS)

    assert fired(bench) == {"retroactive": 1}
    assert summary(bench, case_id) == []
    assert statuses(bench, case_id) == [("escalate", "done", "retroactive")]


def test_a_timed_move_whose_day_had_passed_before_the_entry_is_still_made(bench):
    case_id = Scene(bench, definition=path(MOVED)).open(opened_on=date(2023, 3, 1))

    assert fired(bench) == {"moved": 1}
    assert summary(bench, case_id) == [("case:moved", "2023-04-03", "2023-03-11", False)]
    assert deeds(bench, case_id)[0]["fields"]["retroactive"] is True


def test_a_clock_that_steps_back_fires_nothing_twice(bench, clock):
    case_id = Scene(bench, definition=path(REMINDED, ESCALATED)).open()
    at(clock, DAY_ENDS)
    fire_due(bench, node="node-a")
    before = summary(bench, case_id)

    for days in (-1, -2, 1, 1, 1, 1):
        clock.advance(days=days)
        assert fired(bench) == {}

    assert [entry[0] for entry in before] == ["term:reminded", "term:escalated"]
    assert summary(bench, case_id) == before


def test_a_clock_that_steps_back_between_the_claim_and_the_lock_waits_for_the_instant(bench, clock):
    case_id = Scene(bench).open()
    at(clock, DAY_ENDS)
    (claimed,) = claim_due(bench.database, clock(), "node-a", 10, LEASE_SECONDS)
    clock.advance(hours=-6)

    assert fire_duty(bench, claimed, actor=clock_actor(bench)) == "not_yet"
    assert summary(bench, case_id) == []
    at(clock, DAY_ENDS)
    assert fired(bench) == {"escalated": 1}


def test_one_failing_duty_stops_no_other_and_is_tried_again_later(bench, clock):
    scene = Scene(bench)
    broken, sound = scene.open(), scene.open()
    spoil(bench, broken, "nonsense")
    at(clock, DAY_ENDS)

    assert fired(bench) == {"failed": 1, "escalated": 1}
    assert fired(bench) == {}
    assert [duty.attempts for duty in duties(bench, broken)] == [1]
    assert [entry[0] for entry in summary(bench, sound)] == ["term:escalated"]

    spoil(bench, broken, "escalate")
    clock.advance(minutes=1)

    assert fired(bench) == {"escalated": 1}
    assert [entry[0] for entry in summary(bench, broken)] == ["term:escalated"]


def spoil(bench, case_id, kind: str) -> None:
    with bench.database.source.begin() as connection:
        connection.execute(sa.update(DutyRow).where(DutyRow.case_id == case_id).values(kind=kind))


def test_a_node_told_to_stop_finishes_the_duty_in_hand_and_gives_the_rest_back(bench, clock):
    scene = Scene(bench)
    cases = [scene.open() for _ in range(3)]
    at(clock, DAY_ENDS)
    answers = iter((True, False))

    first = fire_due(bench, node="node-a", going_on=lambda: next(answers))

    assert dict(first.counts) == {"escalated": 1}
    assert fired(bench, "node-b") == {"escalated": 2}
    assert [len(summary(bench, case_id)) for case_id in cases] == [1, 1, 1]


@pytest.fixture
def hasty(database_url, clock):
    """A bench whose database does not wait for locks."""
    database = open_database(database_url, KEYS)
    words = {"sqlite": "PRAGMA busy_timeout=50", "postgresql": "SET lock_timeout='50ms'"}

    def hurry(connection, _record):
        cursor = connection.cursor()
        cursor.execute(words[database.dialect])
        cursor.close()
        connection.commit()

    sa.event.listen(database.source, "connect", hurry)
    yield Workbench(database, clock, {})
    database.close()


def test_a_busy_database_only_puts_the_duty_off(bench, hasty, clock):
    case_id = Scene(bench).open()
    at(clock, DAY_ENDS)

    with bench.database.source.begin() as connection:
        locked = sa.select(CaseRow.id).where(CaseRow.id == case_id).with_for_update()
        connection.execute(locked).all()
        if bench.database.dialect == "sqlite":
            with pytest.raises(DatabaseBusy):
                fire_due(hasty, node="node-b")
        else:
            assert fired(hasty, "node-b") == {"busy": 1}

    clock.advance(seconds=LEASE_SECONDS)
    assert fired(bench) == {"escalated": 1}
    assert [duty.attempts for duty in duties(bench, case_id)] == [0]


def test_a_term_without_a_day_is_never_fired(bench, clock):
    term = StageTerm("on_demand", "По графику", Term(TermKind.OPEN, note="по графику"))
    case_id = Scene(bench, definition=path(term)).open()

    clock.set(2026, 1, 1)

    assert fired(bench) == {}
    assert duties(bench, case_id) == []
