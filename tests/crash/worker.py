"""Processes that work on cases until they are killed, and tell every answer they were given."""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any
from uuid import UUID

from engine.actions.bulk import carry_on_bulk
from engine.actions.deciding import DecisionRequest, OrderPaper, register_decision
from engine.actions.filing import DocumentRequest, FilePaper, register_document
from engine.actions.moving import MoveRequest, move_case
from engine.actions.recording import RecordRequest, register_record
from engine.actions.recounting import RecountRequest, recount_terms
from engine.actions.roadmaps.approving import ApproveRequest, approve_roadmap
from engine.actions.roadmaps.importing import ImportRequest, import_roadmap
from engine.actions.roadmaps.recounting import RecountRoadmapRequest, recount_roadmap
from engine.actions.succession import carry_on_succession
from engine.domain.bulk import ItemStatus
from engine.domain.errors import DatabaseBusy, MoveRefused
from engine.domain.machine import MoveOrder
from engine.domain.roles import Actor
from engine.domain.situation import RecordKind
from engine.domain.succession.results import ResultStatus
from engine.queries.recounting import moved_cases
from engine.queries.roadmaps.moved import moved_roadmaps
from engine.storage import database as units
from engine.storage import journal
from engine.storage.changes import Change, apply_changes
from engine.storage.database import Transaction, open_database
from engine.storage.receipts import Receipt, RequestKey
from engine.storage.tables import IdempotencyRow, JournalRow, JournalTextRow
from engine.workbench import Workbench
from tests.conftest import KEYS
from workflows.facts import CATALOGUE

SECONDS_TO_ANSWER = 60
SECONDS_TO_BEGIN = 0.5
LONGEST_PAUSE = 0.003
"""Seconds between two deeds of a worker: SQLite's lock goes to whoever comes, not to who waits."""
SOME = 5
"""Cases of a bulk under one commit, so that a kill has many places to fall."""
MOST_TOLD = 12
"""Answers after which a worker waits for its kill: however late that comes, something is left."""
READY = "ready"
REASON = "Школа на капитальном ремонте до сентября"

Told = tuple[str, int, str]


@dataclass(frozen=True)
class Job:
    """What a worker is given: the cases it takes at random, and the person it acts for."""

    url: str
    cases: tuple[UUID, ...]
    coordinator: Actor
    seed: int


@dataclass
class Worker:
    """A process and the line on which it tells."""

    process: BaseProcess
    line: Connection

    def wait_until_it_works(self) -> None:
        """Wait for its first receipt, but not for long: another may hold the database."""
        self.wait_until_it_is_ready()
        self.line.poll(SECONDS_TO_BEGIN)

    def wait_until_it_is_ready(self) -> None:
        """Wait until it is about to begin."""
        assert self.line.poll(SECONDS_TO_ANSWER), "the worker is silent"
        assert self.line.recv() == READY

    def wait_until_it_has_told(self, count: int) -> None:
        """Wait until so much is done and told, and take it off the line."""
        for _ in range(count):
            assert self.line.poll(SECONDS_TO_ANSWER), "the worker is silent"
            self.line.recv()

    def kill(self) -> None:
        """End it as a power cut would, wherever it is."""
        self.process.kill()

    def last_words(self) -> Iterator[Told]:
        """What it told before it died; half a message was no answer."""
        self.process.join(SECONDS_TO_ANSWER)
        assert self.process.exitcode in (0, -signal.SIGKILL), "the worker failed by itself"
        try:
            while self.line.poll():
                yield self.line.recv()
        except EOFError:
            return


@contextmanager
def workers(work: Callable[..., None], *arguments: tuple[Any, ...]) -> Iterator[list[Worker]]:
    """One process of `work(line, ...)` for each of the arguments; dead when the block ends."""
    # A server with everything imported forks the workers: each is at work in a few milliseconds.
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__, "pytest"])
    started: list[Worker] = []
    try:
        for given in arguments:
            mine, theirs = context.Pipe(duplex=False)
            process = context.Process(target=work, args=(theirs, *given), daemon=True)
            process.start()
            theirs.close()
            started.append(Worker(process, mine))
        yield started
    finally:
        for worker in started:
            worker.kill()
            worker.process.join(SECONDS_TO_ANSWER)
            worker.line.close()


def works(line: Connection, job: Job) -> None:
    """Do deed after deed, and tell the receipt of each once the action has returned it."""
    bench = bench_of(job)
    draw = random.Random(job.seed)
    line.send(READY)
    while True:
        try:
            receipt = draw.choice(DEEDS)(bench, draw.choice(job.cases), job, draw)
        except (MoveRefused, DatabaseBusy):
            continue
        line.send((str(receipt.stream), receipt.seq, receipt.hash.hex()))
        time.sleep(draw.uniform(0, LONGEST_PAUSE))


def works_in_two_transactions(line: Connection, job: Job) -> None:
    """The mistake the harness must see: the state is committed, then the entry is written."""
    setattr(journal, "apply_deeds", _in_two_transactions)  # noqa: B010 - broken on purpose
    works(line, job)


def dies_at(line: Connection, job: Job, point: int) -> None:
    """Make one move and be killed at a point: before or after a statement or the commit."""
    dies_in(line, job, point, the_move)


def dies_in(
    line: Connection, job: Job, point: int, deed: Callable[..., Receipt], *given: Any
) -> None:
    """Do a deed and be killed at a point of it; its receipt is told where it has no such point."""
    bench = bench_of(job)
    points = _Points(point)
    commit = units._commit

    def mortal_commit(database: units.Database, transaction: Transaction) -> None:
        points.passed()
        commit(database, transaction)
        points.passed()

    begin = Transaction.__init__

    def mortal_begin(self: Transaction, *given: Any) -> None:
        begin(self, *given)
        self.cursor = _Mortal(self.cursor, points)

    setattr(units, "_commit", mortal_commit)  # noqa: B010
    setattr(Transaction, "__init__", mortal_begin)  # noqa: B010
    line.send(deed(bench, job, *given))


def carries_on(line: Connection, job: Job, bulk_id: UUID) -> None:
    """Move the cases of a bulk, and tell how many had been when each batch was committed."""
    bench = bench_of(job)
    line.send(READY)
    told = 0
    while True:
        try:
            counts = carry_on_bulk(bench, bulk_id, actor=job.coordinator, limit=SOME)
        except DatabaseBusy:
            continue
        line.send(counts.get(ItemStatus.MOVED, 0))
        if ItemStatus.PLANNED not in counts:
            return
        told += 1
        _wait_for_the_kill(told, MOST_TOLD)


def takes_over(line: Connection, job: Job, succession_id: UUID) -> None:
    """Take the cases of a succession over, and tell how many had gone after each commit."""
    bench = bench_of(job)
    line.send(READY)
    told = 0
    while True:
        try:
            counts = carry_on_succession(bench, succession_id, actor=job.coordinator, limit=SOME)
        except DatabaseBusy:
            continue
        line.send(counts.get(ResultStatus.DONE, 0))
        if ResultStatus.PLANNED not in counts:
            return
        told += 1
        _wait_for_the_kill(told, MOST_TOLD)


def recounts(line: Connection, job: Job, region_id: UUID, most: int) -> None:
    """Count what a changed calendar moves anew, and tell of each case and roadmap, up to `most`."""
    bench = bench_of(job)
    line.send(READY)
    told = 0
    while True:
        try:
            for one in _recounted(bench, job, region_id):
                line.send(str(one))
                told += 1
                _wait_for_the_kill(told, most)
        except DatabaseBusy:
            continue
        return


def _recounted(bench: Workbench, job: Job, region_id: UUID) -> Iterator[UUID]:
    for case_id in moved_cases(bench, region_id, actor=job.coordinator).case_ids:
        recount_terms(bench, RecountRequest(case_id), actor=job.coordinator)
        yield case_id
    for one in moved_roadmaps(bench, region_id):
        recount_roadmap(bench, RecountRoadmapRequest(one.id), actor=job.coordinator)
        yield one.id


def _wait_for_the_kill(told: int, most: int) -> None:
    if told >= most:
        signal.pause()


def the_move(bench: Workbench, job: Job) -> Receipt:
    """One move by one request with its key."""
    request = MoveRequest(job.cases[0], MoveOrder("suspend", REASON))
    key = RequestKey.of(f"form {job.seed}", request)
    return move_case(bench, request, actor=job.coordinator, request_key=key)


def the_import(bench: Workbench, job: Job, request: ImportRequest) -> Receipt:
    """Take in a roadmap by one request with its key."""
    key = RequestKey.of(f"form {job.seed}", request)
    return import_roadmap(bench, request, actor=job.coordinator, request_key=key)


def the_approval(bench: Workbench, job: Job, roadmap_id: UUID) -> Receipt:
    """Let a roadmap take effect by one request with its key."""
    request = ApproveRequest(roadmap_id)
    key = RequestKey.of(f"form {job.seed}", request)
    return approve_roadmap(bench, request, actor=job.coordinator, request_key=key)


def bench_of(job: Job) -> Workbench:
    """A bench of one's own by the machine's clock, already connected."""
    database = open_database(job.url, KEYS)
    assert database.keyring.keys == KEYS
    return Workbench(database, lambda: datetime.now(UTC), CATALOGUE)


def _moves(bench: Workbench, case_id: UUID, job: Job, draw: random.Random) -> Receipt:
    request = MoveRequest(case_id, MoveOrder(draw.choice(("suspend", "resume")), REASON))
    return move_case(bench, request, actor=job.coordinator)


def _files(bench: Workbench, case_id: UUID, job: Job, draw: random.Random) -> Receipt:
    file = FilePaper.of("programme.pdf", "application/pdf", draw.randbytes(2000))
    request = DocumentRequest(case_id, "midterm_programme", "Программа развития", file=file)
    return register_document(bench, request, actor=job.coordinator)


def _decides(bench: Workbench, case_id: UUID, job: Job, draw: random.Random) -> Receipt:
    number = f"{draw.randrange(1000)}-Д"
    paper = OrderPaper("curator_order", number, date(2023, 3, 31), "Управление образования")
    return register_decision(bench, DecisionRequest(case_id, paper), actor=job.coordinator)


def _records(bench: Workbench, case_id: UUID, job: Job, draw: random.Random) -> Receipt:
    measure = str(draw.randrange(1, 50))
    request = RecordRequest(case_id, RecordKind.MEASURE, measure, "done", note="По итогам выезда")
    return register_record(bench, request, actor=job.coordinator)


DEEDS = (_moves, _moves, _files, _decides, _records)
_OF_THE_JOURNAL = (JournalRow, JournalTextRow, IdempotencyRow)


def _in_two_transactions(transaction: Transaction, deeds: list[list[Change]]) -> None:
    (changes,) = deeds
    entry = [change for change in changes if change.row in _OF_THE_JOURNAL]
    apply_changes(transaction, [change for change in changes if change not in entry])
    if not entry:
        return
    units._commit(transaction.database, transaction)
    if transaction.database.dialect == "sqlite":
        transaction.cursor.execute("BEGIN IMMEDIATE")
    apply_changes(transaction, entry)


class _Points:
    """Counts down to the point at which the process is killed."""

    def __init__(self, left: int) -> None:
        self.left = left

    def passed(self) -> None:
        """Come by a point; the last one is deadly."""
        self.left -= 1
        if self.left == 0:
            os.kill(os.getpid(), signal.SIGKILL)


class _Mortal:
    """A cursor with a point before and after every statement."""

    def __init__(self, cursor: Any, points: _Points) -> None:
        self._cursor, self._points = cursor, points

    def execute(self, *given: Any) -> Any:
        return self._run(self._cursor.execute, *given)

    def executemany(self, *given: Any) -> Any:
        return self._run(self._cursor.executemany, *given)

    def _run(self, run: Callable[..., Any], *given: Any) -> Any:
        self._points.passed()
        done = run(*given)
        self._points.passed()
        return done

    def __getattr__(self, name: str) -> Any:
        return getattr(self._cursor, name)
