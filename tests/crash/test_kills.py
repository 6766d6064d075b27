"""Killed at any moment: what was answered is kept, and state and journal are never apart."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator

import pytest
import sqlalchemy as sa

from engine.actions.moving import MoveRequest, move_case
from engine.domain.audit import Stream, StreamKind
from engine.domain.machine import MoveOrder
from engine.domain.roles import Role
from engine.storage.database import reading
from engine.storage.tables import JournalRow
from engine.storage.verification import verify
from tests.crash.worker import (
    Job,
    Told,
    dies_at,
    the_move,
    workers,
    works,
    works_in_two_transactions,
)
from tests.factories import make_scene

pytestmark = [pytest.mark.crash, pytest.mark.slow]

KILLS, AT_ONCE = 60, 3
MOST_KILLS = 600
"""The broken deed is killed until it shows: 3 to 21 kills in 24 runs on a busy machine, 8 on
average; a kill must fall between two commits, and how often one does is the machine's affair."""
LONGEST_LIFE = 0.1
"""Seconds that a worker lives longer than the one before; a deed takes some milliseconds."""


@pytest.fixture
def scene(bench):
    """A region with a case for each worker."""
    return make_scene(bench, schools=AT_ONCE, tutor_schools=1)


def job(scene, url, cases, seed: int) -> Job:
    return Job(url, tuple(cases), scene.actor(Role.MUNICIPAL_COORDINATOR), seed)


def killed(work: Callable[..., None], jobs: list[Job], draw: random.Random) -> Iterator[Told]:
    """Let workers work, kill them one after the other, and give all that they were answered."""
    with workers(work, *((one,) for one in jobs)) as running:
        for worker in running:
            worker.wait_until_it_works()
        for worker in running:
            time.sleep(draw.uniform(0, LONGEST_LIFE))
            worker.kill()
        for worker in running:
            yield from worker.last_words()


def apart(bench, told: list[Told]) -> list[str]:
    """Answers that are lost, and whatever the verifier finds."""
    query = sa.select(JournalRow.subject_id, JournalRow.stream, JournalRow.seq, JournalRow.hash)
    with reading(bench.database) as connection:
        kept = {
            (str(Stream(StreamKind(row.stream), row.subject_id)), row.seq, bytes(row.hash).hex())
            for row in connection.execute(query)
        }
    lost = [
        f"lost: {stream} #{seq}"
        for stream, seq, digest in told
        if (stream, seq, digest) not in kept
    ]
    return lost + [str(finding) for finding in verify(bench.database).findings]


def test_a_worker_killed_at_any_moment_loses_no_answer_and_leaves_no_half_deed(
    bench, scene, database_url
):
    cases = [scene.open_case(school) for school in range(AT_ONCE)]
    draw = random.Random(20230403)
    told: list[Told] = []

    for number in range(KILLS // AT_ONCE):
        jobs = [job(scene, database_url, cases, AT_ONCE * number + one) for one in range(AT_ONCE)]
        told += killed(works, jobs, draw)
        if number % 5 == 4:
            assert apart(bench, told) == []

    assert len(told) > KILLS // 2
    assert len(set(told)) == len(told)


def test_the_harness_finds_a_state_written_before_its_entry(bench, scene, database_url):
    cases = [scene.open_case(school) for school in range(AT_ONCE)]
    draw = random.Random(20230403)
    found: list[str] = []

    for number in range(MOST_KILLS // AT_ONCE):
        # A case each: the lock ends with the first transaction, and they would trip each other.
        jobs = [job(scene, database_url, [case_id], number) for case_id in cases]
        told = list(killed(works_in_two_transactions, jobs, draw))
        found = apart(bench, told)
        if found:
            break

    assert {line.partition(":")[0] for line in found} & {"head", "state", "row_unknown"}


def test_a_move_killed_at_any_statement_is_whole_or_absent_and_sent_again_is_made_once(
    bench, scene, database_url
):
    case_id = scene.open_case()
    outcomes = []
    for point in range(1, 100):
        one = job(scene, database_url, [case_id], point)
        before = scene.revision(case_id)
        with workers(dies_at, (one, point)) as (worker,):
            answered = list(worker.last_words())
        outcomes.append(scene.revision(case_id) - before)
        assert apart(bench, []) == []

        again = the_move(bench, one)

        assert (again.replayed, again.seq) == (bool(outcomes[-1]), before + 1)
        assert scene.revision(case_id) == before + 1
        resume = MoveRequest(case_id, MoveOrder("resume", "Ремонт школы закончен"))
        move_case(bench, resume, actor=one.coordinator)
        if answered:
            break

    assert outcomes == sorted(outcomes)
    assert set(outcomes) == {0, 1}
    assert len(outcomes) > 10
    assert apart(bench, []) == []
