"""A recount killed at any moment: each case and roadmap is moved whole or not, and can be later."""

from __future__ import annotations

import random
import time
from collections import Counter, defaultdict
from datetime import date

import pytest
import sqlalchemy as sa

from engine.actions.calendars import CalendarRequest, change_calendar
from engine.domain.calendar import CalendarDay
from engine.domain.roles import Role
from engine.queries.recounting import moved_cases
from engine.queries.roadmaps.moved import moved_roadmaps
from engine.storage.database import reading
from engine.storage.tables import DutyRow, JournalRow, OccurrenceRow
from engine.storage.verification import verify
from tests.crash.worker import MOST_TOLD, Job, recounts, workers
from tests.crowds import make_crowd
from tests.factories import make_scene
from tests.storage.roadmap_scene import make_roadmap

pytestmark = [pytest.mark.crash, pytest.mark.slow]

CASES, KILLS, MOST_AWAITED, LONGEST_LIFE = 60, 4, 8, 0.03
HOLIDAYS = (date(2023, 4, 10), date(2023, 5, 2))
"""A day within the terms of the cases, and the day after the last one of a measure of April."""

MEASURES = tuple((str(n), f"Издание приказа № {n}", "school", "до 2 мая 2023") for n in range(1, 6))


@pytest.fixture
def scene(bench):
    """Cases and a roadmap that a changed calendar has left behind."""
    bench.now.set(2023, 4, 3)
    scene = make_scene(bench)
    make_crowd(scene, 0, listed=CASES)
    make_roadmap(scene, measures=MEASURES).approve()
    days = tuple(CalendarDay(one, working=False, act="Закон области № 5") for one in HOLIDAYS)
    change_calendar(
        bench, CalendarRequest(scene.region_id, days), actor=scene.actor(Role.REGIONAL_ADMIN)
    )
    return scene


def halves(bench) -> list[str]:
    """Cases and roadmaps of which a part has moved and a part has not."""
    with reading(bench.database) as connection:
        duties = sa.select(DutyRow.case_id, DutyRow.due_on).where(
            DutyRow.term_code == "curator_due", DutyRow.status == "open"
        )
        days: dict[str, set[date | None]] = defaultdict(set)
        for row in connection.execute(duties):
            days[str(row.case_id)].add(row.due_on)
        occurrences = sa.select(OccurrenceRow.roadmap_id, OccurrenceRow.due_on)
        for one in connection.execute(occurrences):
            days[str(one.roadmap_id)].add(one.due_on)
    torn = [key for key, found in days.items() if len(found) > 1]
    return torn + [str(one) for one in verify(bench.database).findings]


def left(scene) -> int:
    """What is still to be counted anew."""
    actor = scene.actor(Role.REGIONAL_ADMIN)
    cases = moved_cases(scene.bench, scene.region_id, actor=actor).case_ids
    return len(cases) + len(moved_roadmaps(scene.bench, scene.region_id))


def test_a_recount_killed_in_the_middle_is_run_again_and_moves_each_once(scene, database_url):
    bench, draw = scene.bench, random.Random(20230403)
    waiting = [left(scene)]
    for number in range(KILLS):
        job = Job(database_url, (), scene.actor(Role.REGIONAL_ADMIN), number)
        with workers(recounts, (job, scene.region_id, MOST_TOLD)) as (worker,):
            worker.wait_until_it_is_ready()
            done = draw.randint(1, MOST_AWAITED)
            worker.wait_until_it_has_told(done)
            time.sleep(draw.uniform(0, LONGEST_LIFE))
            worker.kill()
            told = list(worker.last_words())
        assert halves(bench) == []
        waiting.append(left(scene))
        assert waiting[-2] - waiting[-1] >= done + len(told)

    job = Job(database_url, (), scene.actor(Role.REGIONAL_ADMIN), KILLS)
    with workers(recounts, (job, scene.region_id, 2 * CASES)) as (worker,):
        worker.wait_until_it_is_ready()
        list(worker.last_words())

    assert waiting[0] == CASES + 1
    assert waiting == sorted(waiting, reverse=True)
    assert len(set(waiting)) > 2, waiting
    assert left(scene) == 0
    assert halves(bench) == []
    query = sa.select(JournalRow.subject_id).where(
        JournalRow.kind.in_(["term:recounted", "roadmap:recounted"])
    )
    with reading(bench.database) as connection:
        assert set(Counter(connection.scalars(query)).values()) == {1}
