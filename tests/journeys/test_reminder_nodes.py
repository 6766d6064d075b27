"""Several nodes remind of the same measures and findings, one is killed: everybody is told once."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from engine.actions.delivering import deliver_due
from engine.actions.roadmaps.reminding import LEASE, remind_due
from engine.domain.roles import Role
from engine.storage.verification import verify
from tests.factories import make_scene
from tests.journeys.clock_nodes import nodes
from tests.journeys.reminder_nodes import dies_in_a_round, reminds_of_all
from tests.storage.noticed import login, told, waiting
from tests.storage.roadmap_scene import make_roadmap
from tests.storage.test_auditing import issue
from tests.storage.test_measure_reminders import MEASURES

pytestmark = pytest.mark.slow

ROADMAPS = 5
MORNING = datetime(2023, 4, 28, 0, tzinfo=UTC)
"""The day the plan of each school is due, after days without a clock."""


@pytest.fixture
def scene(bench):
    bench.now.set(2023, 4, 3)
    found = make_scene(bench)
    for _ in range(ROADMAPS):
        make_roadmap(found, MEASURES).approve()
    return found


def everybody_once(scene) -> None:
    """Each director has one notice of each roadmap, and the journal holds together."""
    while deliver_due(scene.bench, node="node-a"):
        continue
    found = told(scene.bench, "measures:reminded")
    directors = {login(scene, Role.SCHOOL_DIRECTOR, at) for at in range(len(scene.schools))}
    assert {found[one] for one in directors} == {ROADMAPS}
    assert waiting(scene.bench) == 0
    assert verify(scene.bench.database).findings == []


def test_three_nodes_remind_everybody_once(scene, database_url):
    case_id = scene.case_at("self_diagnosis")
    issue(scene, case_id, due_on=date(2023, 4, 28))

    with nodes(reminds_of_all, 3, database_url, MORNING) as running:
        for node in running:
            assert node.hear() == "ready"
        for node in running:
            node.line.send("go")
        said = [node.hear() for node in running]

    assert [sum(numbers) for numbers in zip(*said, strict=True)] == [ROADMAPS, 1]
    everybody_once(scene)


@pytest.mark.crash
def test_a_node_killed_in_a_round_leaves_it_whole_to_another(scene, clock, database_url):
    with nodes(dies_in_a_round, 1, database_url, MORNING) as (node,):
        assert node.hear() == "ready"
        node.line.send("go")
        node.process.join(60)
        assert node.process.exitcode == -9

    clock.instant = MORNING
    assert remind_due(scene.bench, node="node-b") == {}
    clock.instant = MORNING + LEASE + timedelta(seconds=1)
    assert sum(remind_due(scene.bench, node="node-b").values()) == ROADMAPS - 1
    everybody_once(scene)
