"""A succession killed at any moment: each case went over and says so, or is untouched and waits."""

from __future__ import annotations

import random
import time
from collections import Counter

import pytest
import sqlalchemy as sa

from engine.domain.succession.results import ResultStatus
from engine.storage.database import reading
from engine.storage.tables import CaseRow, JournalRow, SuccessionItemRow
from engine.storage.verification import verify
from tests.crash.worker import Job, takes_over, workers
from tests.crowds import make_crowd
from tests.factories import make_scene
from tests.passages import ADMIN, begun, carried, plan_for, published, recoded

pytestmark = [pytest.mark.crash, pytest.mark.slow]

CASES, KILLS = 150, 4
LONGEST_LIFE = 0.05
"""Seconds after the first commit."""


def apart(bench, succession_id, digest):
    """Cases whose item and row do not say the same, and whatever the verifier finds."""
    query = (
        sa.select(SuccessionItemRow.case_id, SuccessionItemRow.status, CaseRow.definition_digest)
        .join(CaseRow, CaseRow.id == SuccessionItemRow.case_id)
        .where(SuccessionItemRow.succession_id == succession_id)
    )
    with reading(bench.database) as connection:
        wrong = [
            str(row.case_id)
            for row in connection.execute(query)
            if (row.status == "done") != (row.definition_digest == digest)
        ]
    return wrong + [str(finding) for finding in verify(bench.database).findings]


def times_gone(bench):
    query = sa.select(JournalRow.subject_id).where(JournalRow.kind == "case:migrated")
    with reading(bench.database) as connection:
        return Counter(connection.scalars(query))


def test_a_succession_killed_in_the_middle_is_carried_on_and_takes_each_case_over_once(
    bench, database_url
):
    crowd = make_crowd(make_scene(bench, schools=1, tutor_schools=1), CASES)
    scene = crowd.scene
    new = recoded(scene.definition, "candidate", "proposed")
    succession_id = begun(scene, published(scene, new), plan_for(scene.definition, new))
    draw, seen = random.Random(20230403), []
    for number in range(KILLS):
        job = Job(database_url, tuple(crowd.cases), scene.actor(ADMIN), number)
        with workers(takes_over, (job, succession_id)) as (worker,):
            worker.wait_until_it_works()
            time.sleep(draw.uniform(0, LONGEST_LIFE))
            worker.kill()
            list(worker.last_words())
        assert apart(bench, succession_id, new.digest) == []
        seen.append(len(times_gone(bench)))

    counts = carried(scene, succession_id)

    assert 0 < seen[0] < CASES
    assert seen == sorted(seen)
    assert counts == {ResultStatus.DONE: CASES}
    assert times_gone(bench) == Counter(crowd.cases)
    assert apart(bench, succession_id, new.digest) == []
