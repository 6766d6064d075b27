"""Several nodes of the clock, killed and stopped: nothing is lost and nothing done twice."""

from __future__ import annotations

import random
import time
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from engine.actions.terms import LEASE_SECONDS, fire_due
from engine.domain.definition import OnDue, StageTerm
from engine.domain.requirements import Requirement
from engine.storage.verification import verify
from tests.journeys.clock_nodes import (
    dies_in_a_move,
    fires_all,
    fires_what_others_hold,
    nodes,
    runs_slowly,
    runs_the_real_jobs,
    says_when_it_fires,
)
from tests.journeys.clock_scene import (
    ESCALATED,
    MOVED,
    REMINDED,
    TEN_DAYS,
    Scene,
    duties,
    entries_by_duty,
    notices,
    path,
    statuses,
    summary,
)

AFTERWARDS = datetime(2023, 4, 13, 21, tzinfo=UTC)
WITHOUT_A_CURATOR = (Requirement("not", parts=(Requirement("curator_assigned"),)),)


def every_duty_once(bench, cases) -> None:
    """Each duty has one entry, and the journal holds together."""
    ids = [str(duty.id) for case_id in cases for duty in duties(bench, case_id)]
    assert entries_by_duty(bench) == Counter(ids)
    assert verify(bench.database).findings == []


@pytest.mark.slow
def test_a_reminder_goes_once_though_three_nodes_run(bench, database_url):
    scene = Scene(bench, definition=path(REMINDED, ESCALATED))
    cases = [scene.open() for _ in range(20)]

    with nodes(fires_all, 3, database_url, AFTERWARDS) as running:
        assert [node.hear() for node in running] == ["ready"] * 3
        for node in running:
            node.line.send("go")
        told = sum((Counter(node.hear()) for node in running), Counter())

    assert told == {"reminded": 20, "escalated": 20}
    every_duty_once(bench, cases)
    assert {len(notices(bench, case_id)) for case_id in cases} == {5}


@pytest.mark.slow
def test_three_nodes_that_all_hold_the_same_duties_do_each_once(bench, database_url):
    scene = Scene(bench, definition=path(MOVED))
    cases = [scene.open() for _ in range(20)]

    with nodes(fires_what_others_hold, 3, database_url, AFTERWARDS) as running:
        for node in running:
            node.line.send("claim")
            assert node.hear() == 20
        for node in running:
            node.line.send("fire")
        told = sum((Counter(node.hear()) for node in running), Counter())

    assert told == {"moved": 20, "gone": 40}
    every_duty_once(bench, cases)


@pytest.mark.crash
def test_a_node_killed_in_the_middle_of_a_move_leaves_it_to_another_whole(
    bench, clock, database_url
):
    case_id = Scene(bench, definition=path(MOVED, requires=WITHOUT_A_CURATOR)).open()
    clock.instant = AFTERWARDS

    with nodes(dies_in_a_move, 1, database_url, clock()) as (node,):
        assert node.hear() == "dying"
        node.process.join(10)
        assert node.process.exitcode == -9

    assert statuses(bench, case_id) == [("move", "open", None)]
    assert fire_due(bench, node="node-b").total == 0
    clock.advance(seconds=LEASE_SECONDS)
    assert dict(fire_due(bench, node="node-b").counts) == {"moved": 1}
    assert [entry[0] for entry in summary(bench, case_id)] == ["case:moved"]
    every_duty_once(bench, [case_id])


@pytest.mark.crash
@pytest.mark.slow
def test_nodes_killed_at_any_moment_lose_and_double_nothing(bench, clock, database_url):
    term = StageTerm("due", "Срок", TEN_DAYS, OnDue.ESCALATE, remind_before=(5, 1))
    scene = Scene(bench, definition=path(term, REMINDED))
    cases = [scene.open() for _ in range(60)]
    clock.instant = AFTERWARDS

    for _ in range(5):
        with nodes(says_when_it_fires, 1, database_url, clock()) as (node,):
            node.hear()
            time.sleep(random.uniform(0, 0.05))
            node.kill()
        clock.advance(seconds=LEASE_SECONDS)
    done_by_the_dead = sum(entries_by_duty(bench).values())
    while fire_due(bench, node="survivor").total:
        pass

    assert done_by_the_dead < 240
    assert sum(entries_by_duty(bench).values()) == 240
    every_duty_once(bench, cases)


@pytest.mark.slow
def test_a_clock_told_to_stop_finishes_the_duty_in_hand_and_leaves_the_rest_free(
    bench, clock, database_url
):
    scene = Scene(bench)
    cases = [scene.open() for _ in range(60)]
    clock.instant = AFTERWARDS

    with nodes(runs_slowly, 1, database_url, AFTERWARDS) as (node,):
        assert [node.hear(), node.hear()] == ["between", "between"]
        assert node.stop() == 0
        said = node.rest()

    assert said[-2:] == ["batch over", "stopped"]
    done = sum(entries_by_duty(bench).values())
    assert 0 < done < 60
    assert sum(fire_due(bench, node="node-b").counts.values()) == 60 - done
    every_duty_once(bench, cases)


@pytest.mark.slow
def test_the_installed_clock_fires_what_is_due_and_stops_on_a_signal(bench, clock, database_url):
    scene = Scene(bench, definition=path(REMINDED, ESCALATED))
    cases = [scene.open() for _ in range(3)]
    clock.instant = datetime.now(UTC) + timedelta(days=30)
    cases.append(scene.open())

    with nodes(runs_the_real_jobs, 1, database_url, AFTERWARDS) as (node,):
        node.hear()
        deadline = time.monotonic() + 30
        while len(entries_by_duty(bench)) < 6 and time.monotonic() < deadline:
            time.sleep(0.05)
        assert node.stop() == 0

    assert [len(summary(bench, case_id)) for case_id in cases] == [2, 2, 2, 0]
