"""Nodes of the clock as processes of their own, which can be waited for, stopped and killed."""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any

from engine.actions.firing import fire_duty
from engine.actions.service_accounts import clock_actor
from engine.actions.terms import fire_due
from engine.domain.requirements import Verdict
from engine.scheduling.jobs import Job
from engine.scheduling.runner import run
from engine.storage.database import open_database
from engine.storage.duties import claim_due
from engine.workbench import Workbench
from tests.conftest import KEYS
from workflows.facts import CATALOGUE

SECONDS_TO_ANSWER = 60


@dataclass
class Node:
    """A process and the line to it."""

    process: BaseProcess
    line: Connection

    def hear(self) -> Any:
        """What the node says next."""
        assert self.line.poll(SECONDS_TO_ANSWER), "the node is silent"
        return self.line.recv()

    def rest(self) -> list[Any]:
        """All it has still said, once it is over."""
        said: list[Any] = []
        with suppress(EOFError):
            while self.line.poll():
                said.append(self.line.recv())
        return said

    def kill(self) -> None:
        """End it as a power cut would, wherever it is."""
        assert self.process.pid is not None
        os.kill(self.process.pid, signal.SIGKILL)
        self.process.join(SECONDS_TO_ANSWER)

    def stop(self) -> int | None:
        """Ask it to stop, as the operator does, and give its exit code."""
        assert self.process.pid is not None
        os.kill(self.process.pid, signal.SIGTERM)
        self.process.join(SECONDS_TO_ANSWER)
        return self.process.exitcode


@contextmanager
def nodes(
    work: Callable[..., None], count: int, url: str, instant: datetime
) -> Iterator[list[Node]]:
    """Processes that run `work(line, url, name, instant)`; killed when the block ends."""
    context = multiprocessing.get_context("spawn")
    started: list[Node] = []
    try:
        for number in range(count):
            mine, theirs = context.Pipe()
            arguments = (theirs, url, f"node-{number}", instant)
            process = context.Process(target=work, args=arguments, daemon=True)
            process.start()
            started.append(Node(process, mine))
        yield started
    finally:
        for node in started:
            if node.process.is_alive():
                node.kill()
            node.line.close()


def bench_at(url: str, instant: datetime) -> Workbench:
    """A bench of its own, whose clock stands still."""
    return Workbench(open_database(url, KEYS), lambda: instant, CATALOGUE)


def fires_all(line: Connection, url: str, name: str, instant: datetime) -> None:
    """Be ready, wait for the word, fire until nothing is left, and tell what came of it."""
    bench = bench_at(url, instant)
    line.send("ready")
    line.recv()
    counts: dict[str, int] = {}
    while (fired := fire_due(bench, node=name, limit=5)).total:
        for outcome, number in fired.counts.items():
            counts[outcome.value] = counts.get(outcome.value, 0) + number
    line.send(counts)


def fires_what_others_hold(line: Connection, url: str, name: str, instant: datetime) -> None:
    """Claim everything on a lease that ends at once, and fire it, both on the word."""
    bench = bench_at(url, instant)
    # Of nodes that claim at the same moment one would leave out what another has locked.
    line.recv()
    claimed = claim_due(bench.database, instant, name, 1000, 0)
    line.send(len(claimed))
    line.recv()
    actor = clock_actor(bench)
    line.send([fire_duty(bench, duty, actor=actor).value for duty in claimed])


def says_when_it_fires(line: Connection, url: str, name: str, instant: datetime) -> None:
    """Fire without end; the first word is sent when the first duty is done."""
    bench = bench_at(url, instant)
    while True:
        if fire_due(bench, node=name, limit=2).total:
            line.send("firing")


def dies_in_a_move(line: Connection, url: str, name: str, instant: datetime) -> None:
    """Be killed by the first fact a move looks at: in the transaction, after its first write."""
    bench = bench_at(url, instant)

    def deadly(*_: object) -> Verdict:
        line.send("dying")
        os.kill(os.getpid(), signal.SIGKILL)
        raise AssertionError

    fact = replace(CATALOGUE["curator_assigned"], check=deadly)
    fire_due(replace(bench, facts={**CATALOGUE, fact.name: fact}), node=name)


def runs_slowly(line: Connection, url: str, name: str, instant: datetime) -> None:
    """The real process of the clock with everything in one batch, lingering before each duty."""
    bench = bench_at(url, instant)

    def tick(bench: Workbench, node: str, going_on: Callable[[], bool]) -> None:
        def lingering() -> bool:
            line.send("between")
            time.sleep(0.05)
            return going_on()

        fire_due(bench, node=node, going_on=lingering)
        line.send("batch over")

    run(bench, node=name, jobs=(Job("fire_terms", timedelta(seconds=1), tick),))
    line.send("stopped")


def runs_the_real_jobs(line: Connection, url: str, name: str, _instant: datetime) -> None:
    """The process of the clock as it is installed, by the machine's own time."""
    bench = Workbench(open_database(url, KEYS), lambda: datetime.now(UTC), CATALOGUE)
    line.send("ready")
    run(bench, node=name)
