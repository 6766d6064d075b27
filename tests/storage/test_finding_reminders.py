"""The clock reminds of what auditors found: once a step, and of nothing that was put right."""

from __future__ import annotations

from datetime import date

import pytest

from engine.actions.delivering import deliver_due
from engine.actions.finding_reminders import remind_of_finding, remind_of_findings
from engine.actions.moving import MoveRequest, move_case
from engine.actions.service_accounts import clock_actor
from engine.domain.audit_findings import FindingStatus
from engine.domain.machine import MoveOrder
from engine.domain.roles import Role
from engine.storage.verification import verify
from tests.factories import make_scene
from tests.storage.noticed import login, told
from tests.storage.test_auditing import answer, issue, judge

REMINDED = "finding:reminded"
DUE = date(2023, 4, 28)
SCHOOL = (Role.SCHOOL_DIRECTOR, Role.SCHOOL_DEPUTY)


@pytest.fixture
def scene(bench):
    bench.now.set(2023, 4, 3)
    return make_scene(bench)


@pytest.fixture
def case_id(scene):
    found = scene.case_at("self_diagnosis")
    issue(scene, found, due_on=DUE)
    return found


def goes(scene, *day: int) -> int:
    scene.bench.now.set(*day)
    number = remind_of_findings(scene.bench)
    deliver_due(scene.bench, node="node-a", limit=1000)
    return number


def reached(scene) -> dict[str, int]:
    return dict(told(scene.bench, REMINDED))


def test_school_and_curator_are_reminded_before_the_day_and_on_it(scene, case_id):
    assert [goes(scene, 2023, 4, day) for day in (20, 21, 22, 24, 27, 28)] == [0, 1, 0, 0, 1, 1]

    curators = [one for one in reached(scene) if one.startswith(Role.CURATOR.value)]
    assert len(curators) == 1
    assert reached(scene) == dict.fromkeys([*curators, *(login(scene, role) for role in SCHOOL)], 3)
    assert verify(scene.bench.database).findings == []


def test_of_a_late_one_auditors_are_told_and_then_the_coordinators(scene, case_id):
    goes(scene, 2023, 4, 28)
    assert goes(scene, 2023, 5, 1) == 1
    assert reached(scene)[login(scene, Role.AUDITOR)] == 1
    assert login(scene, Role.MUNICIPAL_COORDINATOR) not in reached(scene)

    assert goes(scene, 2023, 5, 3) == 1
    assert reached(scene)[login(scene, Role.MUNICIPAL_COORDINATOR)] == 1
    assert reached(scene)[login(scene, Role.SCHOOL_DIRECTOR)] == 2


def test_weeks_without_a_clock_give_one_reminder_of_a_finding(scene, case_id):
    assert goes(scene, 2023, 7, 3) == 1
    assert goes(scene, 2023, 7, 3, 7) == 0

    assert set(reached(scene).values()) == {1}


def test_what_is_executed_is_left_in_peace_until_an_auditor_gives_it_another_day(scene, case_id):
    scene.bench.now.set(2023, 4, 20)
    answer(scene, case_id, FindingStatus.EXECUTED)
    assert goes(scene, 2023, 4, 28) == 0

    judge(scene, case_id, FindingStatus.NOT_EXECUTED, due_on=date(2023, 5, 15))
    assert goes(scene, 2023, 5, 5) == 0
    assert goes(scene, 2023, 5, 8) == 1
    answer(scene, case_id, FindingStatus.EXECUTED)
    judge(scene, case_id, FindingStatus.VERIFIED)
    assert goes(scene, 2023, 6, 1) == 0


def test_of_a_case_that_stands_still_nobody_is_reminded(scene, case_id):
    order = MoveOrder("suspend", "Школа на капитальном ремонте")
    coordinator = scene.actor(Role.MUNICIPAL_COORDINATOR)
    move_case(scene.bench, MoveRequest(case_id, order), actor=coordinator)

    assert goes(scene, 2023, 4, 28) == 0


def test_each_of_two_findings_is_told_of_once_by_two_nodes(scene, case_id):
    issue(scene, case_id, due_on=DUE)
    scene.bench.now.set(2023, 4, 28)
    actor = clock_actor(scene.bench)

    told_of = [remind_of_finding(scene.bench, case_id, actor=actor) for _ in range(4)]
    assert told_of == [True, True, False, False]


def test_a_page_read_before_a_reminder_is_not_stale(scene, case_id):
    seen = scene.revision(case_id)
    goes(scene, 2023, 4, 28)
    assert scene.revision(case_id) == seen + 1

    order = MoveOrder("suspend", "Школа на капитальном ремонте")
    request = MoveRequest(case_id, order, expected_revision=seen)
    move_case(scene.bench, request, actor=scene.actor(Role.MUNICIPAL_COORDINATOR))

    assert scene.stage(case_id) == "suspended"
