"""What a path asks of measures reads the school's roadmap: evidence decides, not a word."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from engine.actions.recording import RecordRequest, register_record
from engine.actions.roadmaps.accepting import VerdictRequest, review_evidence
from engine.actions.roadmaps.carrying import (
    CarryDecision,
    CarryOrder,
    CarryRequest,
    decide_measures,
)
from engine.actions.roadmaps.reporting import ReportRequest, report_measures
from engine.domain.machine import preview
from engine.domain.requirements import Requirement
from engine.domain.roadmaps.carrying import CarryVerdict
from engine.domain.roadmaps.states import EvidenceStatus
from engine.domain.roles import Role
from engine.domain.situation import RecordKind
from tests.factories import make_scene, publish
from tests.people import made
from tests.storage.roadmap_scene import make_roadmap
from workflows.rehearsal import look

COORDINATOR = Role.MUNICIPAL_COORDINATOR
MEASURES = (
    ("1.", "Составление рискового профиля", "school", "апрель 2023"),
    ("2.", "Повышение квалификации", "school", "май 2023"),
)


@pytest.fixture
def scene(bench):
    """A path whose second step asks that all measures are done."""
    scene = make_scene(bench)
    asked = Requirement("measures_ratio", (("at_least", 100),))
    moves = tuple(
        replace(move, requirements=(*move.requirements, asked))
        if move.code == "start_self_diagnosis"
        else move
        for move in scene.definition.moves
    )
    scene.definition = replace(scene.definition, moves=moves, scenarios=())
    publish(scene, scene.definition)
    return scene


@pytest.fixture
def roadmap(scene):
    roadmap = make_roadmap(scene, MEASURES)
    roadmap.approve()
    return roadmap


def left(scene, case_id) -> object:
    """The measures that the next step still lacks; None where it lacks none."""
    located, situation = look(scene.bench, case_id)
    actor = scene.actor(COORDINATOR)
    decisions = preview(
        located.definition,
        scene.bench.facts,
        situation,
        actor_id=actor.account_id,
        roles=frozenset({COORDINATOR}),
    )
    (step,) = (one for one in decisions if one.move.code == "start_self_diagnosis")
    return next(
        (dict(one.fields)["left"] for one in step.unmet if one.code == "measures_ratio"), None
    )


def do(scene, roadmap, title):
    occurrence = roadmap.occurrences(title, scene.schools[0])[0]
    report = ReportRequest(roadmap.id, (occurrence.id,), "Сделано, справка", scene.schools[0])
    evidence = made(report_measures(scene.bench, report, actor=scene.actor(Role.SCHOOL_DIRECTOR)))
    verdict = VerdictRequest(roadmap.id, evidence, EvidenceStatus.ACCEPTED)
    review_evidence(scene.bench, verdict, actor=scene.actor(COORDINATOR))


def test_measures_of_the_roadmap_are_asked_for_until_their_evidence_is_accepted(scene, roadmap):
    case_id = scene.case_at("listed")
    assert left(scene, case_id) == ("1", "2")

    do(scene, roadmap, MEASURES[0][1])
    assert left(scene, case_id) == ("2",)

    do(scene, roadmap, MEASURES[1][1])
    assert left(scene, case_id) is None


def test_saying_done_does_not_do_a_measure_of_the_roadmap_and_an_explanation_counts(scene, roadmap):
    case_id = scene.case_at("listed")
    curator = scene.actor(COORDINATOR)
    said = RecordRequest(case_id, RecordKind.MEASURE, "1", "done", happened_on=date(2023, 4, 3))
    register_record(scene.bench, said, actor=curator)
    assert left(scene, case_id) == ("1", "2")

    register_record(
        scene.bench, replace(said, status="explained", note="Школа на ремонте"), actor=curator
    )

    assert left(scene, case_id) == ("2",)


def test_a_school_without_a_roadmap_goes_by_its_records_alone(scene):
    case_id = scene.case_at("listed")
    assert left(scene, case_id) == ()

    said = RecordRequest(case_id, RecordKind.MEASURE, "1", "done", happened_on=date(2023, 4, 3))
    register_record(scene.bench, said, actor=scene.actor(COORDINATOR))

    assert left(scene, case_id) is None


def test_what_an_order_decides_at_the_end_of_a_period_is_said_of_the_measure(scene, roadmap):
    case_id = scene.case_at("listed")
    decisions = (
        CarryDecision(roadmap.measures["Составление рискового профиля"], CarryVerdict.DONE),
        CarryDecision(roadmap.measures["Повышение квалификации"], CarryVerdict.CONTINUE),
    )
    assert {one.status for one in look(scene.bench, case_id)[1].measures} == {"planned"}

    order = CarryOrder("12", date(2023, 4, 3))
    request = CarryRequest(roadmap.id, order, decisions)
    decide_measures(scene.bench, request, actor=scene.actor(COORDINATOR))

    said = {one.key: one.status for one in look(scene.bench, case_id)[1].measures}
    assert said == {"1": "explained", "2": "continue"}


QUARTERLY = "Наставнические консультации"


@pytest.fixture
def counted(scene):
    """A path whose second step asks for the counted measures of the period that runs."""
    asked = Requirement("quota_met", (("period", "running"),))
    moves = tuple(
        replace(move, requirements=(*move.requirements[:-1], asked))
        if move.code == "start_self_diagnosis"
        else move
        for move in scene.definition.moves
    )
    scene.definition = replace(scene.definition, moves=moves)
    publish(scene, scene.definition)
    measures = (("3.", QUARTERLY, "school", "не реже двух раз в четверть"), *MEASURES)
    roadmap = make_roadmap(scene, measures)
    roadmap.approve()
    return roadmap


def lacks(scene, case_id) -> object:
    """What the next step says of counted measures: number, how many of how many; None if all."""
    located, situation = look(scene.bench, case_id)
    actor = scene.actor(COORDINATOR)
    decisions = preview(
        located.definition,
        scene.bench.facts,
        situation,
        actor_id=actor.account_id,
        roles=frozenset({COORDINATOR}),
    )
    (step,) = (one for one in decisions if one.move.code == "start_self_diagnosis")
    for one in step.unmet:
        if one.code == "quota_met":
            fields = dict(one.fields)
            return fields["lacking"], fields["held"], fields["needed"]
    return None


def consult(scene, roadmap, day, verdict=EvidenceStatus.ACCEPTED):
    found = roadmap.occurrences(QUARTERLY, scene.schools[0])
    occurrence = next(one for one in found if one.starts_on <= day <= one.counts_until)
    report = ReportRequest(
        roadmap.id, (occurrence.id,), "Консультация", scene.schools[0], happened_on=day
    )
    evidence = made(report_measures(scene.bench, report, actor=scene.actor(Role.SCHOOL_DIRECTOR)))
    asked = VerdictRequest(roadmap.id, evidence, verdict, "Приложите протокол")
    review_evidence(scene.bench, asked, actor=scene.actor(COORDINATOR))


def test_a_counted_measure_is_asked_for_until_it_was_held_and_accepted_often_enough(scene, counted):
    case_id = scene.case_at("listed")
    assert lacks(scene, case_id) == (("3",), ("0",), ("2",))

    consult(scene, counted, date(2023, 4, 3), EvidenceStatus.REJECTED)
    assert lacks(scene, case_id) == (("3",), ("0",), ("2",))

    consult(scene, counted, date(2023, 4, 3))
    assert lacks(scene, case_id) == (("3",), ("1",), ("2",))

    consult(scene, counted, date(2023, 4, 2))
    assert lacks(scene, case_id) is None


def test_what_was_held_in_one_quarter_does_not_pay_for_the_next(scene, counted):
    case_id = scene.case_at("listed")
    consult(scene, counted, date(2023, 3, 24))
    consult(scene, counted, date(2023, 3, 23))

    assert lacks(scene, case_id) == (("3",), ("0",), ("2",))
