"""How an authority is reminded of its measures, as its coordinator sets it on a page."""

from __future__ import annotations

import pytest

from engine.domain.roadmaps.reminding import ReminderRule
from engine.domain.roles import GRANTED, Permission, Role
from engine.queries.roadmaps.reminders import reminder_places
from tests.factories import make_scene
from tests.web.visiting import faults_of, visits

PAGE = "/measures/reminders"
COORDINATOR = Role.MUNICIPAL_COORDINATOR


@pytest.fixture
def scene(bench):
    return make_scene(bench, schools=1, tutor_schools=0)


@pytest.fixture
def site(scene):
    return visits(scene)


def send(scene, site, role=COORDINATOR, authority=None, status=303, **typed):
    visitor = site.of(role)
    authority = authority or scene.municipality_id
    usual = {"before": "5, 1", "closing": "10", "every": "5", "escalate": "3"}
    key = visitor.page(PAGE).field(f"reminders-{authority}", "key")
    return visitor.send(f"{PAGE}/{authority}", {"key": key, **usual, **typed}, status)


def rule(scene, role=COORDINATOR) -> tuple[ReminderRule, bool]:
    (one,) = reminder_places(scene.bench, actor=scene.actor(role))
    return one.rule, one.own


def test_a_coordinator_sees_the_usual_days_and_sets_the_municipalitys_own(scene, site):
    page = site.of(COORDINATOR).page(PAGE)
    assert 'value="5, 1"' in page.html
    assert list(faults_of(page.html)) == []
    assert rule(scene) == (ReminderRule(), False)

    done = send(scene, site, before="10; 3, 1", every="0")
    assert rule(scene) == (ReminderRule((10, 3, 1), 10, 0, 3), True)
    assert "до срока — 10, 3 и 1; до конца периода — 10; повтор — 0" in done.text


def test_what_is_no_number_of_days_is_said_beside_its_field_and_changes_nothing(scene, site):
    for typed in (
        {"before": "пять"},
        {"before": "99"},
        {"every": "61"},
        {"escalate": "-1"},
        {"every": ""},
    ):
        answer = send(scene, site, status=422, **typed)
        assert "invalid-feedback" in answer.html

    assert rule(scene) == (ReminderRule(), False)


def test_a_municipality_without_days_of_its_own_shows_those_of_its_region(scene, site):
    send(scene, site, Role.REGIONAL_COORDINATOR, scene.region_id, before="7")

    assert rule(scene) == (ReminderRule((7,)), False)


def test_who_approves_no_roadmaps_has_no_such_page_and_another_place_is_not_there(scene, site):
    for role in scene.people:
        if Permission.APPROVE_ROADMAP not in GRANTED[role]:
            assert site.of(role).get(PAGE).status_code in (403, 404)
    visitor = site.of(COORDINATOR)
    assert visitor.post(f"{PAGE}/{scene.region_id}", {"before": "1"}).status_code == 404
