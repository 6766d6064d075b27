"""What one has to do in measures: on one's first page and in the letter, as notices say it."""

from __future__ import annotations

import re
from datetime import date

import pytest

from engine.actions.delivering import deliver_due
from engine.actions.roadmaps.reminding import remind_due
from engine.domain.roadmaps.states import EvidenceStatus
from engine.domain.roles import Role
from engine.queries.roadmaps.tasks import read_tasks
from tests.factories import make_scene
from tests.storage.roadmap_scene import PROFILE, make_roadmap
from tests.storage.test_living_roadmap import report, review
from tests.storage.test_measure_reminders import MEASURES, PLAN
from tests.web.visiting import faults_of, visits

DIRECTOR, COORDINATOR = Role.SCHOOL_DIRECTOR, Role.MUNICIPAL_COORDINATOR


@pytest.fixture
def living(bench):
    """A roadmap of four schools in force, on the morning of 24 April 2023."""
    made = make_roadmap(make_scene(bench), MEASURES)
    made.approve()
    bench.now.set(2023, 4, 24)
    return made


def plan_of(living, school: int = 0):
    return living.occurrences(PLAN, living.scene.schools[school])[0].id


def tasks(living, role: Role, place: int = 0):
    return read_tasks(living.scene.bench, actor=living.scene.actor(role, place))


def titles(lines) -> list[str]:
    return [one.title for one in lines]


def test_a_director_has_what_is_due_this_week_then_late_and_returned_apart(living):
    clock = living.scene.bench.now
    assert titles(tasks(living, DIRECTOR).week) == [PLAN]

    clock.set(2023, 5, 2)
    assert titles(tasks(living, DIRECTOR).late) == [PLAN]
    sent = report(living, plan_of(living), title="План работы")
    assert not tasks(living, DIRECTOR).any

    review(living, sent.created_id, EvidenceStatus.REJECTED, "Нет подписи директора")
    found = tasks(living, DIRECTOR)
    assert (titles(found.returned), found.late) == ([PLAN], ())


def test_a_coordinator_has_reports_to_accept_late_schools_and_what_names_nobody(living):
    report(living, plan_of(living), title="План работы")
    living.scene.bench.now.set(2023, 5, 2)

    found = tasks(living, COORDINATOR)
    assert (found.to_accept, found.overdue, found.behind) == (1, 3, 3)
    assert len(found.late) == 1
    assert found.late[0].school is None


def test_who_does_nothing_in_measures_has_no_tasks(living):
    living.scene.bench.now.set(2023, 5, 2)

    for role in (Role.AUDITOR, Role.CURATOR, Role.VIEWER, Role.REGIONAL_ADMIN):
        assert not tasks(living, role).any


def test_a_count_that_was_missed_is_late_and_one_that_ends_this_week_is_due(bench):
    counted = (("2", PROFILE, "school", "не реже одного в четверть"),)
    made = make_roadmap(make_scene(bench), counted, signed_on=date(2023, 4, 1))
    made.approve()
    bench.now.set(2023, 5, 29)
    assert titles(tasks(made, DIRECTOR).week) == [PROFILE]

    bench.now.set(2023, 9, 4)
    assert titles(tasks(made, DIRECTOR).late) == [PROFILE]


def test_the_first_page_says_what_the_notice_says_and_both_lead_to_where_it_is_done(living):
    scene = living.scene
    scene.bench.now.set(2023, 5, 2)
    remind_due(scene.bench, node="node-a")
    deliver_due(scene.bench, node="node-a", limit=1000)
    director = visits(scene).of(DIRECTOR)

    notices = director.page("/notices")
    assert f"Срок прошёл, отчёта нет: 1 мероприятие. Это «{PLAN}», срок 28.04.2023." in notices.text
    assert f'href="/measures/schools/{scene.schools[0]}"' in notices.html
    assert PLAN in director.page(f"/measures/schools/{scene.schools[0]}").text

    home = director.page("/worklist")
    assert "Мои задачи по дорожным картам" in home.text
    assert list(faults_of(home.html)) == []
    found = re.search(r'href="(/measures/report/[0-9a-f-]+)"', home.html)
    assert found is not None
    assert PLAN in director.page(found[1]).text


def test_a_coordinator_is_led_from_the_first_page_to_reports_and_from_a_notice_to_who_is_late(
    living,
):
    scene = living.scene
    report(living, plan_of(living), title="План работы")
    scene.bench.now.set(2023, 5, 4)
    remind_due(scene.bench, node="node-a")
    deliver_due(scene.bench, node="node-a", limit=1000)
    coordinator = visits(scene).of(COORDINATOR)

    home = coordinator.page("/worklist")
    assert 'href="/measures/review"' in home.html
    assert "Мероприятия, которые школы не сдали в срок 3 мероприятия у 3 школ" in home.text
    notices = coordinator.page("/notices")
    assert "Срок прошёл, отчётов нет: 4 мероприятия, 3 школы." in notices.text
    schedule = f"/measures/roadmaps/{living.id}/schedule"
    assert f'href="{schedule}"' in notices.html
    assert PLAN in coordinator.page(schedule).text
