"""The clock: each duty exactly once, on the right day, by whichever node, whatever happens."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from engine.actions.terms import fire_due
from tests.journeys.clock_scene import ESCALATED, Scene, notices, path, statuses, summary


def test_a(bench, clock):
    scene = Scene(bench)
    case_id = scene.open()
    clock.set(2023, 4, 13, 22)

    assert fire_due(bench, node="a").counts == {"escalated": 1}
    assert summary(bench, case_id) == [("term:escalated", "2023-04-14", "2023-04-13", False)]
    assert notices(bench, case_id) == []
