"""A roadmap whose period is over: its figures say what was done, and what was done can be read."""

from __future__ import annotations

from datetime import date

import pytest

from engine.actions.roadmaps.carrying import (
    CarryDecision,
    CarryOrder,
    CarryRequest,
    NextRequest,
    decide_measures,
    draft_next,
)
from engine.domain.roadmaps.carrying import CarryVerdict
from engine.domain.roles import Role
from tests.factories import make_scene
from tests.storage.roadmap_scene import ANALYSIS, ORDER, PASSPORT, PROFILE, make_roadmap
from tests.web.visiting import faults_of, visits

COORDINATOR = Role.MUNICIPAL_COORDINATOR
KEY = "0123456789abcdef"
EACH = {
    ORDER: CarryVerdict.DONE,
    PROFILE: CarryVerdict.CONTINUE,
    PASSPORT: CarryVerdict.DONE,
    ANALYSIS: CarryVerdict.REVISE,
}


@pytest.fixture
def ended(bench):
    """Closed by an order of December; one school had its profile of one quarter accepted."""
    roadmap = make_roadmap(make_scene(bench))
    roadmap.approve()
    people = visits(roadmap.scene)
    found = roadmap.occurrences(PROFILE, roadmap.scene.schools[0])
    one = next(one for one in found if one.slot == "0:2022/4")
    form = {"title": "Рисковый профиль", "key": KEY}
    people.of(Role.SCHOOL_DIRECTOR).send(f"/measures/report/{one.id}", form)
    page = people.of(COORDINATOR).page("/measures/review")
    address = next(one for one in page.html.split('"') if one.endswith("/accept"))
    people.of(COORDINATOR).send(address, {"key": KEY})
    bench.now.set(2023, 12, 29)
    _close(roadmap)
    return roadmap


def _close(roadmap):
    scene = roadmap.scene
    decisions = [
        CarryDecision(roadmap.measures[title], verdict, "Уточнить" if title == ANALYSIS else "")
        for title, verdict in EACH.items()
    ]
    order = CarryOrder("412", date(2023, 12, 28), "Управление образования")
    actor = scene.actor(COORDINATOR)
    decide_measures(scene.bench, CarryRequest(roadmap.id, order, tuple(decisions)), actor=actor)
    draft_next(scene.bench, NextRequest(roadmap.id), actor=actor)


@pytest.fixture
def people(ended):
    return visits(ended.scene)


def test_what_was_carried_over_does_not_make_a_closed_roadmap_done(ended, people):
    page = people.of(Role.AUDITOR).page(f"/measures/roadmaps/{ended.id}")

    # One profile accepted and five decided done by the order; three profiles and the analysis of
    # one school, all four of each of three others, went on.
    assert "6 из 25 принято" in page.text
    assert "5 из них закрыто приказом без отчёта" in page.text
    assert "19 перенесено на следующий период" in page.text
    assert "МБОУ СОШ № 2 1 из 6, 16 %" in page.text
    assert list(faults_of(page.html)) == []


def test_the_end_of_a_period_tells_each_decision_and_its_order_for_ever(ended, people):
    page = people.of(Role.AUDITOR).page(f"/roadmaps/{ended.id}/carry")

    told = page.text.split("Что решено о незавершённых мероприятиях")[1]
    assert told.count("№ 412 от 28.12.2023") == len(EACH)
    assert "Пересмотреть: Уточнить" in told
    assert list(faults_of(page.html)) == []


@pytest.mark.parametrize("role", [Role.SCHOOL_DIRECTOR, Role.AUDITOR])
def test_what_a_school_handed_in_for_a_closed_roadmap_is_read_and_not_reported_again(
    ended, people, role
):
    school = ended.scene.schools[0]
    sheet = people.of(role).page(f"/measures/schools/{school}")
    past = people.of(role).page(f"/measures/schools/{school}?roadmap={ended.id}")

    assert "Прошлые периоды" in sheet.text
    assert "Рисковый профиль" in past.text
    assert "Завершённая карта, только для чтения" in past.text
    assert "Отчитаться" not in past.text
    assert list(faults_of(past.html)) == []
