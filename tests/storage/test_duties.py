"""Leases of the clock's duties: who may try what, in which order, and for how long."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa

from engine.storage.database import unit_of_work
from engine.storage.duties import (
    ClaimedDuty,
    claim_due,
    close_duty,
    give_back_duties,
    open_duty,
    paused_duties,
    put_off,
)
from engine.storage.leases import LONGEST_LEASE
from engine.storage.tables import DutyRow
from engine.storage.types import new_id
from tests.journeys.clock_scene import Scene, path, rows

NOON = datetime(2023, 4, 13, 12, tzinfo=UTC)


@pytest.fixture
def case_id(bench):
    """A case whose stage has no terms of its own."""
    return Scene(bench, definition=path()).open()


def due(bench, case_id, *instants: datetime, **values):
    """Duties of the case at the instants given, in that order."""
    duty_ids = [new_id() for _ in instants]
    with bench.database.source.begin() as connection:
        for duty_id, instant in zip(duty_ids, instants, strict=True):
            row = {
                "id": duty_id,
                "case_id": case_id,
                "stage": "self_diagnosis",
                "term_code": "due",
                "kind": "remind",
                "due_on": date(2023, 4, 13),
                "due_at": instant,
                **values,
            }
            connection.execute(sa.insert(DutyRow).values(row))
    return duty_ids


def claim(bench, now=NOON, node="node-a", limit=10, seconds=60.0):
    return [duty.id for duty in claim_due(bench.database, now, node, limit, seconds)]


def hours(count: float) -> datetime:
    return NOON + timedelta(hours=count)


def test_the_oldest_are_claimed_first_and_no_more_than_the_limit(bench, case_id):
    late, latest, first = due(bench, case_id, hours(-1), hours(-0.5), hours(-2))

    assert claim(bench, limit=2) == [first, late]
    assert claim(bench, limit=2) == [latest]
    assert claim(bench, limit=2) == []


def test_what_is_due_this_very_instant_is_claimed_and_what_is_due_later_is_not(bench, case_id):
    now, _later = due(bench, case_id, NOON, NOON + timedelta(microseconds=1))

    assert claim(bench) == [now]


@pytest.mark.parametrize("status", ["paused", "cancelled", "done"])
def test_a_duty_that_is_not_open_is_not_claimed(bench, case_id, status):
    due(bench, case_id, hours(-1), status=status)

    assert claim(bench) == []


def test_a_live_lease_keeps_others_off_and_a_dead_nodes_lease_runs_out(bench, case_id):
    (duty,) = due(bench, case_id, hours(-1))

    assert claim(bench, node="node-a", seconds=60) == [duty]
    assert claim(bench, NOON + timedelta(seconds=59), "node-b") == []
    assert claim(bench, NOON + timedelta(seconds=60), "node-b") == [duty]
    assert rows(bench, sa.select(DutyRow.claimed_by)) == [("node-b",)]


def test_a_lease_given_by_a_clock_that_was_set_back_since_is_void(bench, case_id):
    (duty,) = due(bench, case_id, hours(-48))
    claim(bench, NOON, "node-a", seconds=60)

    assert claim(bench, NOON + timedelta(seconds=60) - LONGEST_LEASE, "node-b") == []
    assert claim(bench, hours(-24), "node-b") == [duty]


def test_many_who_claim_at_once_get_different_duties(bench, case_id):
    duty_ids = due(bench, case_id, *[hours(-1)] * 40)

    with ThreadPoolExecutor(8) as threads:
        nodes = [f"node-{number}" for number in range(8)]
        claims = list(threads.map(lambda node: claim(bench, node=node, limit=5), nodes))

    assert sorted(duty for claimed in claims for duty in claimed) == sorted(duty_ids)
    assert [len(claimed) for claimed in claims] == [5] * 8


def test_rows_that_another_node_is_just_claiming_are_passed_over(bench, case_id):
    if bench.database.dialect == "sqlite":
        pytest.skip("SQLite has one writer at a time.")
    first, second = due(bench, case_id, hours(-2), hours(-1))

    with bench.database.source.begin() as connection:
        connection.execute(sa.select(DutyRow.id).where(DutyRow.id == first).with_for_update())
        assert claim(bench, limit=1) == [second]


def test_each_failure_keeps_the_duty_away_twice_as_long_but_never_over_an_hour(bench, case_id):
    (duty,) = due(bench, case_id, hours(-1))

    waits = []
    for attempts in (0, 1, 2, 7, 60):
        put_off(bench.database, ClaimedDuty(duty, case_id, attempts), NOON)
        ((until,),) = rows(bench, sa.select(DutyRow.claimed_until))
        waits.append((until - NOON).total_seconds())

    assert waits == [30, 60, 120, 3600, 3600]
    assert rows(bench, sa.select(DutyRow.attempts)) == [(5,)]
    assert claim(bench, hours(1) - timedelta(seconds=1)) == []
    assert claim(bench, hours(1)) == [duty]


def test_a_node_gives_back_its_own_leases_only(bench, case_id):
    due(bench, case_id, hours(-2), hours(-1))
    mine = claim_due(bench.database, NOON, "node-a", 1, 60)
    theirs = claim_due(bench.database, NOON, "node-b", 1, 60)

    give_back_duties(bench.database, "node-a", [*mine, *theirs])

    assert claim(bench, node="node-c") == [mine[0].id]


def test_a_closed_duty_is_no_longer_open(bench, case_id):
    (duty,) = due(bench, case_id, hours(-1))

    with unit_of_work(bench.database) as transaction:
        before = open_duty(transaction, duty)
        close_duty(transaction, duty, "reminded", NOON)
        after = open_duty(transaction, duty)

    assert before is not None
    assert (before.term_code, before.due_on, before.due_at) == ("due", NOON.date(), hours(-1))
    assert after is None
    assert claim(bench) == []


def test_the_duties_of_a_suspended_case_are_read_with_their_days(bench, case_id):
    (paused,) = due(bench, case_id, hours(1), status="paused")
    due(bench, case_id, hours(1))

    with unit_of_work(bench.database) as transaction:
        found = paused_duties(transaction, [case_id])

    assert found == {case_id: ((paused, date(2023, 4, 13), hours(1)),)}


def test_a_sweep_reads_the_index_of_open_duties(bench):
    explain = {"sqlite": "EXPLAIN QUERY PLAN ", "postgresql": "EXPLAIN "}[bench.database.dialect]
    plans: list[str] = []

    def listen(_connection, cursor, statement, parameters, _context, _many):
        if statement.startswith("SELECT duty.id"):
            reader = cursor.connection.cursor()
            if bench.database.dialect == "postgresql":
                reader.execute("SET LOCAL enable_seqscan = off")
            reader.execute(explain + statement, parameters)
            plans.extend(str(row) for row in reader.fetchall())

    sa.event.listen(bench.database.source, "before_cursor_execute", listen)
    claim(bench)

    assert any("ix_duty_open_due_at" in plan for plan in plans)
