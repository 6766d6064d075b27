"""The clock's process: ticks until it is told to stop. The only module that imports apscheduler.

The scheduler keeps its jobs in memory and nothing of ours: what is due stands in our own tables, so
any number of nodes may tick at once and one that was off has missed nothing.
"""

from __future__ import annotations

import os
import signal
import socket
from contextlib import suppress
from datetime import UTC, datetime
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING

import structlog
from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.jobstores.memory import MemoryJobStore
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.interval import IntervalTrigger

from engine.actions.attempting import what_failed
from engine.domain.errors import DatabaseBusy
from engine.scheduling.jobs import JOBS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engine.scheduling.jobs import Job
    from engine.workbench import Workbench

_log = structlog.get_logger(__name__)


_LISTEN_SECONDS = 0.5


class _Stop:
    """Told by a signal, heard between two duties."""

    def __init__(self) -> None:
        self._asked = False
        # Unlike an Event it may be touched from a signal handler while the same thread waits on it.
        self._wake: SimpleQueue[int] = SimpleQueue()

    def ask(self, number: int, _frame: object = None) -> None:
        self._asked = True
        self._wake.put(number)

    def going_on(self) -> bool:
        return not self._asked

    def wait(self) -> int:
        # A signal that comes just before the wait is heard by the interpreter only after it, so
        # the wait is never without end.
        while True:
            with suppress(Empty):
                return self._wake.get(timeout=_LISTEN_SECONDS)


def node_name() -> str:
    """A name for this process among the nodes: machine and process."""
    return f"{socket.gethostname()}:{os.getpid()}"


def run(bench: Workbench, *, node: str | None = None, jobs: Sequence[Job] = JOBS) -> None:
    """Tick until SIGTERM or SIGINT comes, then finish the duty in hand and return."""
    name, stop = node or node_name(), _Stop()
    scheduler = _scheduler(bench, name, jobs, stop)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop.ask)
    scheduler.start()
    _log.info("clock_started", node=name)
    try:
        _log.info("clock_stopping", node=name, signal=signal.Signals(stop.wait()).name)
    finally:
        stop.ask(0)
        scheduler.shutdown(wait=True)
    _log.info("clock_stopped", node=name)


def _scheduler(
    bench: Workbench, node: str, jobs: Sequence[Job], stop: _Stop
) -> BackgroundScheduler:
    scheduler = BackgroundScheduler(
        timezone=UTC,
        jobstores={"default": MemoryJobStore()},
        executors={"default": ThreadPoolExecutor(len(jobs))},
        job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
    )
    for job in jobs:
        scheduler.add_job(
            _tick,
            IntervalTrigger(seconds=job.every.total_seconds(), timezone=UTC),
            args=(job, bench, node, stop),
            id=job.name,
            next_run_time=datetime.now(UTC),
        )
    return scheduler


def _tick(job: Job, bench: Workbench, node: str, stop: _Stop) -> None:
    """One round of a job; whatever goes wrong in it, the next one comes."""
    try:
        job.work(bench, node, stop.going_on)
    except DatabaseBusy:
        _log.warning("tick_put_off", job=job.name, node=node, reason="database.busy")
    except Exception as error:  # noqa: BLE001 - the edge of a loop that must go on
        _log.error("tick_failed", job=job.name, node=node, **what_failed(error))
