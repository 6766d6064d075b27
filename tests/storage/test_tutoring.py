"""A tutor school tells what it held for a school it is attached to; accepted, it counts there."""

from __future__ import annotations

from datetime import date

import pytest

from engine.actions.filing import FilePaper
from engine.actions.roadmaps.accepting import VerdictRequest, review_evidence
from engine.actions.roadmaps.reporting import ReportRequest, report_measures
from engine.actions.roadmaps.tutoring import TutorRequest, report_tutoring
from engine.domain.errors import Forbidden, InvalidInput, NotFound
from engine.domain.roadmaps.progress import Standing
from engine.domain.roadmaps.states import EvidenceStatus
from engine.domain.roles import Role
from engine.queries.roadmaps.lines import read_lines
from engine.queries.roadmaps.places import evidence_file
from engine.queries.roadmaps.tutoring import tutored_schools
from engine.storage.tables import OccurrenceRow
from engine.storage.verification import verify
from tests.factories import make_scene
from tests.people import made
from tests.storage.roadmap_scene import ANALYSIS, PROFILE, make_roadmap, tie

COORDINATOR, TUTOR = Role.MUNICIPAL_COORDINATOR, Role.TUTOR_SCHOOL_REP
SINCE, UNTIL = date(2023, 4, 2), date(2023, 4, 20)


@pytest.fixture
def scene(bench):
    return make_scene(bench, schools=2)


@pytest.fixture
def roadmap(scene):
    roadmap = make_roadmap(scene)
    roadmap.approve()
    return roadmap


@pytest.fixture
def tied(scene, clock):
    """The first tutor school, attached to the first school for some days."""
    tie(scene, SINCE, UNTIL)
    clock.set(2023, 4, 10)
    return scene.actor(TUTOR)


def hold(roadmap, actor, *, school=0, day=None, measure=PROFILE, **more):
    request = TutorRequest(
        roadmap.id,
        roadmap.measures[measure],
        roadmap.scene.schools[school],
        "Консультация учителей математики",
        day,
        **more,
    )
    return report_tutoring(roadmap.scene.bench, request, actor=actor)


def counter(roadmap, role=COORDINATOR):
    """How far the counter of the first school is in the quarter of April."""
    own = OccurrenceRow.school_id == roadmap.scene.schools[0]
    april = OccurrenceRow.starts_on <= date(2023, 4, 10), OccurrenceRow.due_on >= date(2023, 4, 10)
    lines = read_lines(
        roadmap.scene.bench,
        own,
        *april,
        OccurrenceRow.kind == "quota",
        actor=roadmap.scene.actor(role),
    )
    (line,) = lines
    return line.standing, line.counted


def test_what_a_tutor_school_held_counts_once_the_coordinator_accepts_it(roadmap, tied):
    file = FilePaper.of("протокол.pdf", "application/pdf", b"%PDF-1.4 minutes")
    evidence = made(hold(roadmap, tied, day=date(2023, 4, 6), file=file))
    assert counter(roadmap) == (Standing.REPORTED, 0)

    verdict = VerdictRequest(roadmap.id, evidence, EvidenceStatus.ACCEPTED)
    review_evidence(roadmap.scene.bench, verdict, actor=roadmap.scene.actor(COORDINATOR))

    assert counter(roadmap) == (Standing.DONE, 1)
    assert counter(roadmap, TUTOR) == (Standing.DONE, 1)
    assert evidence_file(roadmap.scene.bench, evidence, actor=tied).name == "протокол.pdf"
    assert verify(roadmap.scene.bench.database).findings == []


def test_a_school_that_the_tutor_school_is_not_attached_to_is_not_there(roadmap, tied):
    with pytest.raises(NotFound):
        hold(roadmap, roadmap.scene.actor(TUTOR, 1))
    with pytest.raises(NotFound):
        hold(roadmap, tied, school=1)


@pytest.mark.parametrize("day", [date(2023, 4, 1), date(2023, 4, 22)])
def test_before_and_after_the_attachment_nothing_can_be_registered(roadmap, tied, clock, day):
    clock.set(day.year, day.month, day.day)

    with pytest.raises(NotFound):
        hold(roadmap, tied, day=min(day, UNTIL))

    assert tutored_schools(roadmap.scene.bench, actor=tied) == []
    assert read_lines(roadmap.scene.bench, actor=tied) == []


@pytest.mark.parametrize("role", [Role.SCHOOL_DIRECTOR, Role.CURATOR, COORDINATOR, Role.VIEWER])
def test_only_a_tutor_school_holds_for_another_one(roadmap, tied, role):
    with pytest.raises(Forbidden):
        hold(roadmap, roadmap.scene.actor(role))


def test_what_was_held_before_the_attachment_does_not_count(roadmap, tied):
    with pytest.raises(InvalidInput) as refused:
        hold(roadmap, tied, day=date(2023, 4, 1))

    assert refused.value.fields == {
        "field": "happened_on",
        "rule": "not_tied",
        "value": "2023-04-01",
    }


def test_a_measure_that_is_not_counted_is_no_tutoring(roadmap, tied):
    with pytest.raises(InvalidInput) as refused:
        hold(roadmap, tied, measure=ANALYSIS)

    assert refused.value.fields["rule"] == "no_counter"


def test_a_tutor_school_does_not_report_as_the_school_or_judge_what_it_held(roadmap, tied):
    scene = roadmap.scene
    evidence = made(hold(roadmap, tied, day=date(2023, 4, 6)))
    one = roadmap.occurrences(ANALYSIS, scene.schools[0])[0]
    report = ReportRequest(roadmap.id, (one.id,), "Справка по ВПР", scene.schools[0])

    with pytest.raises(Forbidden):
        report_measures(scene.bench, report, actor=tied)
    verdict = VerdictRequest(roadmap.id, evidence, EvidenceStatus.ACCEPTED)
    with pytest.raises((Forbidden, NotFound)):
        review_evidence(scene.bench, verdict, actor=tied)


def test_the_tutor_school_sees_the_schools_it_is_attached_to_and_what_counts_there_now(
    roadmap, tied
):
    (found,) = tutored_schools(roadmap.scene.bench, actor=tied)

    assert (found.school, found.since, found.until) == ("МБОУ СОШ № 1", SINCE, UNTIL)
    assert [one.title for one in found.lines] == [PROFILE]
    assert tutored_schools(roadmap.scene.bench, actor=roadmap.scene.actor(TUTOR, 1)) == []
