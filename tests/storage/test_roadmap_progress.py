"""The figures of a roadmap by its parts are those that its lines add up to, counted at once."""

from __future__ import annotations

from datetime import date

import pytest

from engine.actions.roadmaps.accepting import VerdictRequest, review_evidence
from engine.actions.roadmaps.reporting import ReportRequest, report_measures
from engine.domain.roadmaps.progress import Standing, progress_of
from engine.domain.roadmaps.states import EvidenceStatus
from engine.domain.roles import Role
from engine.queries.roadmaps.lines import grouped, read_lines
from engine.queries.roadmaps.progress import progress_of_roadmaps, read_progress
from engine.storage.tables import OccurrenceRow
from tests.factories import make_scene
from tests.people import made
from tests.statements import statements_of
from tests.storage.roadmap_scene import PASSPORT, PROFILE, make_regional, settle

REGIONAL = Role.REGIONAL_COORDINATOR


@pytest.fixture
def scene(bench):
    return make_scene(bench, schools=2)


def lines_of(scene, roadmap, role=REGIONAL):
    condition = OccurrenceRow.roadmap_id == roadmap.id
    return read_lines(scene.bench, condition, actor=scene.actor(role))


def by_lines(lines):
    return progress_of(one.standing for one in lines)


def hand_in(scene, roadmap, title, school, day):
    found = roadmap.occurrences(title, school)
    spans = (one for one in found if one.counts_until and one.starts_on <= day <= one.counts_until)
    one = next(spans, found[0])
    report = ReportRequest(roadmap.id, (one.id,), "Справка и протокол", school, day)
    return made(report_measures(scene.bench, report, actor=scene.actor(REGIONAL)))


def accept(scene, roadmap, evidence):
    verdict = VerdictRequest(roadmap.id, evidence, EvidenceStatus.ACCEPTED)
    review_evidence(scene.bench, verdict, actor=scene.actor(REGIONAL, 1))


@pytest.mark.parametrize(
    "day", [date(2023, 4, 3), date(2023, 5, 20), date(2023, 7, 1), date(2024, 1, 9)]
)
def test_the_figures_are_those_of_the_lines_on_any_day(scene, clock, day):
    settle(scene, 2, 2)
    roadmap = make_regional(scene)
    first, second, *_ = scene.schools
    accept(scene, roadmap, hand_in(scene, roadmap, PROFILE, first, date(2023, 4, 3)))
    hand_in(scene, roadmap, PASSPORT, second, date(2023, 4, 1))
    clock.set(day.year, day.month, day.day)

    found = read_progress(scene.bench, roadmap.id, actor=scene.actor(REGIONAL))

    lines = lines_of(scene, roadmap)
    assert found.whole == by_lines(lines)
    assert found.own == by_lines(one for one in lines if one.school is None)
    places = grouped((one for one in lines if one.school), lambda one: one.municipality_id)
    assert {one.id: one.figures for one in found.municipalities} == {
        place: by_lines(own) for place, own in places.items()
    }
    sections = grouped(lines, lambda one: one.sections)
    assert {one.sections: one.figures for one in found.sections} == {
        path: by_lines(own) for path, own in sections.items()
    }
    assert progress_of_roadmaps(scene.bench, actor=scene.actor(REGIONAL)) == {
        roadmap.id: found.whole
    }


def test_a_municipality_shows_its_schools_and_only_theirs(scene):
    place, _ = settle(scene, 2, 2)
    roadmap = make_regional(scene)

    found = read_progress(
        scene.bench, roadmap.id, actor=scene.actor(REGIONAL), municipality_id=place
    )

    own = [one for one in lines_of(scene, roadmap) if one.municipality_id == place and one.school]
    schools = grouped(own, lambda one: one.kept.school_id)
    assert {one.id: one.figures for one in found.schools} == {
        school: by_lines(lines) for school, lines in schools.items()
    }
    assert found.whole == by_lines(own)
    assert found.own.total == 0


def test_what_is_late_most_stands_first(scene, clock):
    settle(scene, 2)
    roadmap = make_regional(scene)
    for school in (scene.schools[2], *scene.schools[:2]):
        accept(scene, roadmap, hand_in(scene, roadmap, PROFILE, school, date(2023, 4, 3)))
    clock.set(2023, 9, 4)

    found = read_progress(scene.bench, roadmap.id, actor=scene.actor(REGIONAL)).municipalities

    late = [(one.title, one.figures.count(Standing.LATE)) for one in found]
    assert late == [("Округ 3", 2), ("Сковородинский округ", 2), ("Округ 2", 1)]


def test_a_director_counts_his_own_school_alone(scene):
    settle(scene, 1)
    roadmap = make_regional(scene)

    found = read_progress(scene.bench, roadmap.id, actor=scene.actor(Role.SCHOOL_DIRECTOR))

    lines = lines_of(scene, roadmap, Role.SCHOOL_DIRECTOR)
    assert found.whole == by_lines(lines)
    assert [one.id for one in found.schools] == [scene.schools[0]]


def test_many_municipalities_take_no_more_statements_than_two(scene, bench):
    settle(scene, 1)
    few = make_regional(scene)
    settle(scene, 6, 3)
    many = make_regional(scene)
    coordinator = scene.actor(REGIONAL)

    with statements_of(bench.database) as small:
        read_progress(bench, few.id, actor=coordinator)
    with statements_of(bench.database) as large:
        read_progress(bench, many.id, actor=coordinator)

    assert len(large) == len(small) == 4
