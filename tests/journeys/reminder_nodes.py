"""Nodes that go over roadmaps and findings, as processes of their own; one dies half way."""

from __future__ import annotations

import os
import signal
from datetime import datetime
from multiprocessing.connection import Connection
from typing import Any

from engine.actions.finding_reminders import remind_of_findings
from engine.actions.roadmaps import reminding
from engine.actions.roadmaps.reminding import remind_due
from engine.storage.reminding import plan_round
from tests.journeys.clock_nodes import bench_at


def reminds_of_all(line: Connection, url: str, name: str, instant: datetime) -> None:
    """Be ready, wait for the word, go over everything, and tell how many were reminded of."""
    bench = bench_at(url, instant)
    line.send("ready")
    line.recv()
    told = 0
    while counts := remind_due(bench, node=name, limit=2):
        told += counts.get(reminding.RoundOutcome.REMINDED, 0)
    line.send((told, remind_of_findings(bench)))


def dies_in_a_round(line: Connection, url: str, name: str, instant: datetime) -> None:
    """Be killed in the second round, after its entry and notices and before they are kept."""
    bench, left = bench_at(url, instant), [2]

    def deadly(*given: Any) -> None:
        left[0] -= 1
        if left[0] == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        plan_round(*given)

    _replace(reminding, "plan_round", deadly)
    line.send("ready")
    line.recv()
    remind_due(bench, node=name)


def _replace(module: Any, name: str, value: Any) -> None:
    setattr(module, name, value)
