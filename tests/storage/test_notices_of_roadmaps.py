"""Notices about roadmaps: of an approval to its schools, of a first report to coordinators."""

from __future__ import annotations

import pytest

from engine.actions.delivering import deliver_due
from engine.domain.roles import Role
from engine.queries.inbox import TopicLine, read_inbox
from tests.factories import make_scene
from tests.storage.noticed import login, told
from tests.storage.roadmap_scene import PASSPORT, PROFILE, make_roadmap
from tests.storage.test_living_roadmap import profile_now, report
from tests.web.visiting import visits

DIRECTOR, COORDINATOR = Role.SCHOOL_DIRECTOR, Role.MUNICIPAL_COORDINATOR
APPROVED, REPORTED = "roadmap:approved", "measure:reported"


@pytest.fixture
def living(bench):
    """A roadmap of four schools that takes effect on 3 April 2023."""
    made = make_roadmap(make_scene(bench))
    made.approve()
    return made


def delivered(living, kind: str) -> dict[str, int]:
    deliver_due(living.scene.bench, node="node-a", limit=1000)
    return dict(told(living.scene.bench, kind))


def test_an_approved_roadmap_is_told_to_the_directors_of_its_schools_only(living):
    found = living.scene
    schools = range(len(found.people[DIRECTOR]))
    listed = [at for at in schools if living.occurrences(PROFILE, found.schools[at])]

    assert listed
    assert delivered(living, APPROVED) == {login(found, DIRECTOR, at): 1 for at in listed}


def test_the_first_report_of_a_day_is_told_to_the_coordinators_and_the_next_is_not(
    living,
    clock,
):
    found, profile = living.scene, profile_now(living).id
    passport = living.occurrences(PASSPORT, found.schools[0])[0].id
    both = {login(found, COORDINATOR, at): 1 for at in range(2)}
    report(living, profile)
    assert delivered(living, REPORTED) == both

    report(living, passport)
    report(living, profile_now(living, 1).id, school=1)
    assert delivered(living, REPORTED) == both

    clock.advance(days=1)
    report(living, profile)
    assert delivered(living, REPORTED) == dict.fromkeys(both, 2)


def test_who_reviews_reports_tells_nobody_of_his_own(living):
    report(living, profile_now(living).id, actor=living.scene.actor(COORDINATOR))

    assert delivered(living, REPORTED) == {}


def test_a_director_opens_the_roadmap_and_a_coordinator_the_reports_from_the_notice(
    living,
):
    found = living.scene
    report(living, profile_now(living).id)
    deliver_due(found.bench, node="node-a", limit=1000)
    site = visits(found)
    director, coordinator = site.of(DIRECTOR), site.of(COORDINATOR, 1)

    assert "Утверждена дорожная карта, в которой ваша школа." in director.page("/notices").text
    assert f'href="/measures/roadmaps/{living.id}"' in director.page("/notices").html
    director.page(f"/measures/roadmaps/{living.id}")
    assert "Школы сдают отчёты о мероприятиях." in coordinator.page("/notices").text
    assert 'href="/measures/review"' in coordinator.page("/notices").html
    assert "Рисковый профиль составлен" in coordinator.page("/measures/review").text


def test_who_has_no_role_in_the_place_sees_no_notice_about_its_roadmap(living):
    director = living.scene.actor(DIRECTOR)
    deliver_due(living.scene.bench, node="node-a", limit=1000)
    bare = type(director)(director.account_id, ())

    seen = read_inbox(living.scene.bench, actor=director).lines
    assert [one.kind for one in seen if isinstance(one, TopicLine)] == [APPROVED]
    assert read_inbox(living.scene.bench, actor=bare).lines == ()
