"""Nodes that deliver notices, as processes of their own; one of them dies half way."""

from __future__ import annotations

import os
import signal
from datetime import datetime
from multiprocessing.connection import Connection
from typing import Any

from engine.actions.delivering import deliver_due
from engine.storage import notices
from engine.storage.changes import Change, apply_changes
from engine.storage.database import Transaction
from tests.journeys.clock_nodes import bench_at


def delivers_all(line: Connection, url: str, name: str, instant: datetime) -> None:
    """Be ready, wait for the word, deliver until nothing is left, and tell how many."""
    bench = bench_at(url, instant)
    line.send("ready")
    line.recv()
    tried = 0
    while delivered := deliver_due(bench, node=name, limit=3):
        tried += delivered
    line.send(tried)


def dies_delivering(line: Connection, url: str, name: str, instant: datetime) -> None:
    """Be killed in the third transaction, after its rows were written and before they are kept."""
    bench = bench_at(url, instant)
    left = [3]

    def deadly(transaction: Transaction, changes: list[Change]) -> None:
        apply_changes(transaction, changes)
        left[0] -= 1
        if left[0] == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    _replace(notices, "apply_changes", deadly)
    line.send("ready")
    line.recv()
    deliver_due(bench, node=name)


def _replace(module: Any, name: str, value: Any) -> None:
    setattr(module, name, value)
