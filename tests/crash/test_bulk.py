"""A bulk killed at any moment: each case is moved and says so, or is untouched and still waits."""

from __future__ import annotations

import random
import time
from collections import Counter

import pytest
import sqlalchemy as sa

from engine.actions.bulk import BulkRequest, carry_on_bulk, plan_bulk
from engine.domain.bulk import BulkMode, BulkOrder, ItemStatus
from engine.storage.bulk import count_items
from engine.storage.database import Reader, reading
from engine.storage.tables import BulkItemRow, CaseRow, JournalRow
from engine.storage.verification import verify
from tests.crash.worker import Job, carries_on, workers
from tests.crowds import COORDINATOR, make_crowd
from tests.factories import make_scene

pytestmark = [pytest.mark.crash, pytest.mark.slow]

CASES, OBSTACLES, KILLS = 150, 12, 8
LONGEST_LIFE = {BulkMode.EACH: 0.05, BulkMode.ALL_OR_NOTHING: 0.5}
"""Seconds: after the first commit, or after the one transaction was about to begin."""


@pytest.fixture
def crowd(bench):
    return make_crowd(make_scene(bench, schools=1, tutor_schools=1), CASES, no_order=OBSTACLES)


def planned(crowd, mode):
    request = BulkRequest(tuple((one, None) for one in crowd.cases), ORDER, mode)
    actor = crowd.scene.actor(COORDINATOR)
    return plan_bulk(crowd.scene.bench, request, actor=actor).created_id


ORDER = BulkOrder("approve_listing")


def apart(bench, bulk_id):
    """Cases whose item and journal do not say the same, and whatever the verifier finds."""
    query = sa.select(BulkItemRow.case_id, BulkItemRow.status, CaseRow.stage).join(
        CaseRow, CaseRow.id == BulkItemRow.case_id
    )
    with reading(bench.database) as connection:
        wrong = [
            str(row.case_id)
            for row in connection.execute(query.where(BulkItemRow.bulk_id == bulk_id))
            if (row.status == "moved") != (row.stage == "listed")
        ]
    return wrong + [str(finding) for finding in verify(bench.database).findings]


def times_moved(bench):
    query = sa.select(JournalRow.subject_id).where(JournalRow.kind == "case:moved")
    with reading(bench.database) as connection:
        return Counter(connection.scalars(query))


def counts(bench, bulk_id):
    with reading(bench.database) as connection:
        return count_items(Reader(bench.database, connection), bulk_id)


def killed_while_carrying_on(crowd, url, bulk_id, mode):
    """Kill one worker after the other; what is left is looked at each time."""
    draw, seen = random.Random(20230403), []
    for number in range(KILLS):
        job = Job(url, tuple(crowd.cases), crowd.scene.actor(COORDINATOR), number)
        with workers(carries_on, (job, bulk_id)) as (worker,):
            if mode is BulkMode.EACH:
                worker.wait_until_it_works()
            else:
                worker.wait_until_it_is_ready()
            time.sleep(draw.uniform(0, LONGEST_LIFE[mode]))
            worker.kill()
            told = list(worker.last_words())
        assert apart(crowd.scene.bench, bulk_id) == []
        moved = counts(crowd.scene.bench, bulk_id).get(ItemStatus.MOVED, 0)
        assert all(one <= moved for one in told)
        seen.append(moved)
    return seen


@pytest.mark.parametrize("mode", BulkMode)
def test_a_bulk_killed_in_the_middle_is_carried_on_and_moves_each_case_once(
    bench, crowd, database_url, mode
):
    if mode is BulkMode.ALL_OR_NOTHING:
        crowd.no_order.clear()
    bulk_id = planned(crowd, mode)

    seen = killed_while_carrying_on(crowd, database_url, bulk_id, mode)
    carry_on_bulk(bench, bulk_id, actor=crowd.scene.actor(COORDINATOR))

    assert seen == sorted(seen)
    if mode is BulkMode.ALL_OR_NOTHING:
        assert set(seen) <= {0, CASES}
    else:
        assert len(set(seen)) > 2
    refused = {ItemStatus.REFUSED: len(crowd.no_order)} if crowd.no_order else {}
    assert counts(bench, bulk_id) == {ItemStatus.MOVED: CASES, **refused}
    moved = times_moved(bench)
    assert {one: moved[one] for one in crowd.cases} == {
        **dict.fromkeys(crowd.ready, 1),
        **dict.fromkeys(crowd.no_order, 0),
    }
    assert apart(bench, bulk_id) == []
