"""Killed while a roadmap of a hundred measures is taken in or approved: all of it, or nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from uuid import UUID

import pytest
import sqlalchemy as sa

from engine.actions.filing import FilePaper
from engine.actions.roadmaps.importing import ImportRequest
from engine.domain.roles import Role
from engine.storage.database import reading
from engine.storage.tables import (
    AssignmentRow,
    FileRow,
    MeasureRow,
    OccurrenceRow,
    RoadmapRow,
)
from engine.storage.verification import verify
from tests.crash.worker import Job, dies_in, the_approval, the_import, workers
from tests.factories import make_scene
from tests.storage.reviewed_roadmaps import reviewed
from tests.storage.roadmap_scene import make_roadmap

pytestmark = [pytest.mark.crash, pytest.mark.slow]

MEASURES, SCHOOLS = 100, 2


@pytest.fixture
def scene(bench):
    return make_scene(bench, schools=SCHOOLS, tutor_schools=1)


@pytest.fixture
def content():
    """The roadmap of Sochi, its measures told again and again."""
    read = reviewed()
    some = read.measures
    measures = tuple(
        replace(some[place % len(some)], sequence=place, number=str(place), title=f"Сверка {place}")
        for place in range(1, MEASURES + 1)
    )
    return replace(read, measures=measures, schools=())


def points() -> Iterator[int]:
    """Each of the first statements, then ever fewer of the many that are alike."""
    point, step = 1, 1
    while True:
        yield point
        point, step = point + step, max(1, point // 3)


def kept(bench, row, roadmap_id=None) -> int:
    query = sa.select(sa.func.count()).select_from(row)
    if roadmap_id is not None:
        query = query.where(row.roadmap_id == roadmap_id)
    with reading(bench.database) as connection:
        return connection.execute(query).scalar_one()


def test_an_import_killed_at_any_statement_is_whole_or_absent_and_is_made_once(
    bench, scene, content, database_url
):
    outcomes: list[bool] = []
    for point in points():
        job = Job(database_url, (), scene.actor(Role.MUNICIPAL_COORDINATOR), point)
        card = replace(content.card, number=f"{point}-Д")
        file = FilePaper.of(f"{point}.txt", "text/plain", f"Дорожная карта {point}".encode())
        place = scene.region_id, scene.municipality_id
        request = ImportRequest(*place, replace(content, card=card), file)
        before = kept(bench, MeasureRow), kept(bench, RoadmapRow), kept(bench, FileRow)

        with workers(dies_in, (job, point, the_import, request)) as (worker,):
            answered = list(worker.last_words())

        after = kept(bench, MeasureRow), kept(bench, RoadmapRow), kept(bench, FileRow)
        outcomes.append(after != before)
        assert after in (before, (before[0] + MEASURES, before[1] + 1, before[2] + 1))
        again = the_import(bench, job, request)
        assert again.replayed is outcomes[-1]
        assert kept(bench, MeasureRow, again.created_id) == MEASURES
        assert kept(bench, RoadmapRow) == before[1] + 1
        if answered:
            break

    assert set(outcomes) == {False, True}
    assert outcomes == sorted(outcomes)
    assert verify(bench.database).findings == []


def test_an_approval_killed_at_any_statement_is_whole_or_absent_and_is_made_once(
    bench, scene, database_url
):
    told = [
        (str(place), f"Сверка {place}", "school", "до 15 декабря 2023")
        for place in range(1, MEASURES + 1)
    ]
    whole = MEASURES * SCHOOLS
    outcomes: list[bool] = []
    for point in points():
        job = Job(database_url, (), scene.actor(Role.MUNICIPAL_COORDINATOR), point)
        roadmap = make_roadmap(scene, told)
        before = lived(bench, roadmap.id)

        with workers(dies_in, (job, point, the_approval, roadmap.id)) as (worker,):
            answered = list(worker.last_words())

        after = lived(bench, roadmap.id)
        approved = ("approved", whole, MEASURES + whole)
        assert before == ("draft", 0, MEASURES)
        assert after in (before, approved)
        outcomes.append(after == approved)
        assert the_approval(bench, job, roadmap.id).replayed is outcomes[-1]
        assert lived(bench, roadmap.id) == approved
        if answered:
            break

    assert set(outcomes) == {False, True}
    assert outcomes == sorted(outcomes)
    assert verify(bench.database).findings == []


def lived(bench, roadmap_id: UUID) -> tuple[str, int, int]:
    """How a roadmap stands, how many times it asks for, and how many act."""
    query = sa.select(RoadmapRow.status).where(RoadmapRow.id == roadmap_id)
    with reading(bench.database) as connection:
        status = connection.execute(query).scalar_one()
    return status, kept(bench, OccurrenceRow, roadmap_id), kept(bench, AssignmentRow, roadmap_id)
