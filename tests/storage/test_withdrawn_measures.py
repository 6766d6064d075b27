"""A measure that one correction takes out and another brings back is lived as before."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.actions.filing import FilePaper
from engine.actions.roadmaps.amending import AmendRequest, amend_roadmap
from engine.actions.roadmaps.reporting import ReportRequest, report_measures
from engine.actions.roadmaps.stepping import CancelRequest, cancel_measures
from engine.domain.roadmaps.content import ListedSchool, RoadmapContent
from engine.domain.roadmaps.states import RoadmapList
from engine.domain.roles import Role
from engine.storage.database import Reader, reading
from engine.storage.roadmap_carrying import card_from
from engine.storage.roadmap_content import kept_measures
from engine.storage.roadmaps import card_of
from engine.storage.verification import verify
from tests.factories import make_scene
from tests.storage.roadmap_scene import make_roadmap

COORDINATOR = Role.MUNICIPAL_COORDINATOR
MEASURES = (
    ("1", "Приказ о координаторе", "municipal", "апрель 2023"),
    ("2", "Наставничество", "school", "не реже одного в четверть"),
    ("3", "Сверка планов", "municipal+school", "ежемесячно"),
    ("4", "Анализ ВПР", "school", "после проведения оценочной процедуры"),
    ("5", "Сайт школы", "school", "постоянно"),
    ("6", "Отчёт за год", "school", "до 15 декабря 2023"),
)
TITLES = tuple(one[1] for one in MEASURES)
FIRST = date(2023, 4, 3)


@pytest.fixture
def scene(bench):
    return make_scene(bench, schools=2)


@pytest.fixture
def alive(scene):
    """Makes a roadmap that is in force; each call another one."""

    def make():
        roadmap = make_roadmap(scene, MEASURES)
        roadmap.approve()
        return roadmap

    return make


def stand(clock, day):
    clock.set(day.year, day.month, day.day)


def content_of(roadmap):
    """The document of a roadmap as it was taken in."""
    with reading(roadmap.scene.bench.database) as connection:
        reader = Reader(roadmap.scene.bench.database, connection)
        card = card_from(card_of(reader, roadmap.id))
        measures = tuple(one.content for one in kept_measures(reader, roadmap.id))
    schools = tuple(
        ListedSchool(f"СОШ № {place}", RoadmapList.LOW_RESULTS, school)
        for place, school in enumerate(roadmap.scene.schools, start=1)
    )
    return RoadmapContent(card, measures, schools)


def amend(roadmap, content, name):
    file = FilePaper.of(name, "", f"{roadmap.id} {name}".encode())
    request = AmendRequest(roadmap.id, content, file, "Письмо управления")
    amend_roadmap(roadmap.scene.bench, request, actor=roadmap.scene.actor(COORDINATOR))


def without(content, titles):
    kept = tuple(one for one in content.measures if one.title not in titles)
    return replace(content, measures=kept)


def lived(roadmap):
    """What is asked of whom: the days and the state, by measure, school and slot."""
    whose = (None, *roadmap.scene.schools)
    return {
        (title, school, one.slot): (one.state, one.starts_on, one.due_on, one.counts_until)
        for title in TITLES
        for school in whose
        for one in roadmap.occurrences(title, school)
    }


def last_day(found):
    _, _, due_on, counts_until = found
    return counts_until or due_on


@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    titles=st.sets(st.sampled_from(TITLES), min_size=1, max_size=len(TITLES) - 1),
    gone=st.integers(0, 100),
    away=st.integers(0, 160),
)
def test_withdrawn_and_back_is_never_withdrawn_for_the_days_from_then_on(
    alive, clock, titles, gone, away
):
    clock.set(FIRST.year, FIRST.month, FIRST.day)
    left, stayed = alive(), alive()
    content = content_of(left)

    stand(clock, FIRST + timedelta(gone))
    amend(left, without(content, titles), "без них.docx")
    day = FIRST + timedelta(gone + away)
    stand(clock, day)
    amend(left, content, "снова с ними.docx")

    back, never = lived(left), lived(stayed)
    assert back.keys() == never.keys()
    for key, found in never.items():
        last = last_day(found)
        if last is None or last >= day:
            assert back[key] == found
        else:
            assert back[key][0] == ("withdrawn" if key[0] in titles else "planned")


def test_what_was_returned_with_remarks_is_so_again_and_what_was_cancelled_stays_so(scene, clock):
    roadmap = make_roadmap(scene, MEASURES)
    roadmap.approve()
    school, other = scene.schools
    director = scene.actor(Role.SCHOOL_DIRECTOR)
    report, cancelled = (roadmap.occurrences("Отчёт за год", one)[0] for one in (school, other))
    handed = ReportRequest(roadmap.id, (report.id,), "Отчёт и справка", school)
    report_measures(scene.bench, handed, actor=director)
    dropped = CancelRequest(roadmap.id, (cancelled.id,), "Школа закрыта на ремонт")
    cancel_measures(scene.bench, dropped, actor=scene.actor(COORDINATOR))
    content = content_of(roadmap)

    amend(roadmap, without(content, {"Отчёт за год"}), "без шестого.docx")
    amend(roadmap, content, "снова с шестым.docx")

    states = [roadmap.occurrences("Отчёт за год", one)[0].state for one in scene.schools]
    assert states == ["reported", "cancelled"]
    assert verify(scene.bench.database).findings == []
