"""Several nodes deliver the same notices, one is killed half way: everybody is told once."""

from __future__ import annotations

from datetime import timedelta

import pytest

from engine.actions.delivering import LEASE, deliver_due
from engine.actions.moving import MoveRequest, move_case
from engine.domain.machine import MoveOrder
from engine.domain.roles import Role
from engine.storage.verification import verify
from tests.factories import make_scene
from tests.journeys.clock_nodes import nodes
from tests.journeys.notice_nodes import delivers_all, dies_delivering
from tests.storage.noticed import told, waiting

pytestmark = pytest.mark.slow

MOVES = 12


@pytest.fixture
def scene(bench):
    return make_scene(bench)


@pytest.fixture
def moved(scene):
    """A case that has been moved to and fro."""
    case_id = scene.open_case()
    for number in range(MOVES):
        order = MoveOrder(("suspend", "resume")[number % 2], "Школа на капитальном ремонте")
        move_case(
            scene.bench, MoveRequest(case_id, order), actor=scene.actor(Role.MUNICIPAL_COORDINATOR)
        )
    return case_id


def test_three_nodes_tell_everybody_once(bench, clock, moved, database_url):
    with nodes(delivers_all, 3, database_url, clock()) as running:
        for node in running:
            assert node.hear() == "ready"
        for node in running:
            node.line.send("go")
        tried = sum(node.hear() for node in running)

    assert tried >= MOVES
    assert set(told(bench, case_id=moved).values()) == {MOVES}
    assert waiting(bench) == 0
    assert verify(bench.database).findings == []


@pytest.mark.crash
def test_what_a_killed_node_held_is_told_once_by_another(bench, clock, moved, database_url):
    instant = clock()
    with nodes(dies_delivering, 1, database_url, instant) as (node,):
        assert node.hear() == "ready"
        node.line.send("go")
        node.process.join(60)
        assert node.process.exitcode == -9

    assert waiting(bench) == MOVES - 2
    assert deliver_due(bench, node="node-late") == 0
    clock.instant = instant + LEASE + timedelta(seconds=1)
    while deliver_due(bench, node="node-late"):
        continue

    assert set(told(bench, case_id=moved).values()) == {MOVES}
    assert waiting(bench) == 0
