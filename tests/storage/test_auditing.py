"""What an auditor finds is answered by who must act; only an auditor says that it is settled."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from engine.actions.auditing import (
    FindingRequest,
    FindingStepRequest,
    answer_finding,
    issue_finding,
    judge_finding,
)
from engine.actions.delivering import deliver_due
from engine.actions.recording import RecordRequest, register_record
from engine.domain.audit_findings import ANSWERS, FindingStatus, findings_of
from engine.domain.errors import Forbidden, InvalidInput, NotFound
from engine.domain.requirements import Attempt
from engine.domain.roles import GRANTED, Permission, Role
from engine.domain.situation import RecordKind
from engine.queries.cases import case_card
from engine.storage.verification import verify
from tests.factories import Scene, make_scene
from tests.storage.noticed import login, told
from workflows.facts.work import no_open
from workflows.rehearsal import look

FOUND = "Отчёт за первый квартал не утверждён, подписи руководителя нет"
ANSWER = "Отчёт утверждён приказом школы № 14"
SATURDAY, MONDAY = date(2023, 4, 15), date(2023, 4, 17)
Says = FindingStatus


@pytest.fixture
def scene(bench):
    bench.now.set(2023, 4, 3)
    return make_scene(bench)


@pytest.fixture
def case_id(scene):
    return scene.case_at("self_diagnosis")


def issue(scene: Scene, case_id: UUID, role: Role = Role.AUDITOR, due_on: date = MONDAY) -> None:
    request = FindingRequest(case_id, FOUND, due_on)
    issue_finding(scene.bench, request, actor=scene.actor(role))


def answer(
    scene: Scene, case_id: UUID, status: Says, role: Role = Role.SCHOOL_DIRECTOR, key: str = "1"
) -> None:
    request = FindingStepRequest(case_id, key, status, ANSWER)
    answer_finding(scene.bench, request, actor=scene.actor(role))


def judge(
    scene: Scene, case_id: UUID, status: Says, role: Role = Role.AUDITOR, **given: Any
) -> None:
    request = FindingStepRequest(case_id, "1", status, "Проверено по документам", **given)
    judge_finding(scene.bench, request, actor=scene.actor(role))


def standing(scene: Scene, case_id: UUID) -> list[tuple[str, str, date | None]]:
    _, situation = look(scene.bench, case_id)
    return [(one.key, one.status.value, one.due_on) for one in findings_of(situation.records)]


def test_a_finding_is_followed_until_an_auditor_verifies_it(scene, case_id):
    issue(scene, case_id)
    answer(scene, case_id, Says.ACKNOWLEDGED)
    answer(scene, case_id, Says.EXECUTED, Role.CURATOR)
    judge(scene, case_id, Says.NOT_EXECUTED, due_on=date(2023, 5, 2))
    assert standing(scene, case_id) == [("1", "not_executed", date(2023, 5, 2))]
    answer(scene, case_id, Says.EXECUTED)
    judge(scene, case_id, Says.VERIFIED)

    assert standing(scene, case_id) == [("1", "verified", date(2023, 5, 2))]
    card = case_card(scene.bench, case_id, actor=scene.actor(Role.AUDITOR), newest=True)
    said = [(row.status, row.note, row.due_on) for row in card.records if row.kind == "finding"]
    assert said[0] == ("issued", FOUND, MONDAY)
    assert [status for status, _, _ in said] == [
        "issued",
        "acknowledged",
        "executed",
        "not_executed",
        "executed",
        "verified",
    ]
    assert verify(scene.bench.database).findings == []


def test_those_concerned_are_told_of_each_word(scene, case_id):
    bench, now = scene.bench, Role.AUDITOR
    issue(scene, case_id)
    answer(scene, case_id, Says.EXECUTED)
    judge(scene, case_id, Says.VERIFIED)
    deliver_due(bench, node="node-a")

    school = {login(scene, role) for role in (Role.SCHOOL_DIRECTOR, Role.SCHOOL_DEPUTY)}
    curator = {one for one in told(bench, "finding:issued") if one.startswith(Role.CURATOR.value)}
    assert len(curator) == 1
    coordinators = {login(scene, Role.MUNICIPAL_COORDINATOR, place) for place in range(2)}
    assert set(told(bench, "finding:issued")) == school | curator | coordinators
    assert set(told(bench, "finding:answered")) == {login(scene, now, place) for place in range(2)}
    assert set(told(bench, "finding:judged")) == school | curator


def test_nobody_but_an_auditor_writes_or_verifies_a_finding(scene, case_id):
    issue(scene, case_id)
    answer(scene, case_id, Says.EXECUTED)
    before = standing(scene, case_id)
    others = [role for role in scene.people if role is not Role.AUDITOR]

    for role in others:
        with pytest.raises((Forbidden, NotFound)):
            issue(scene, case_id, role)
        with pytest.raises((Forbidden, NotFound)):
            judge(scene, case_id, Says.VERIFIED, role)

    assert standing(scene, case_id) == before
    granted = [role for role in Role if Permission.ISSUE_FINDING in GRANTED[role]]
    assert granted == [Role.AUDITOR]


def test_only_school_and_curator_answer(scene, case_id):
    issue(scene, case_id)

    for role in (Role.AUDITOR, Role.MUNICIPAL_COORDINATOR, Role.EXPERT, Role.VIEWER):
        with pytest.raises(Forbidden):
            answer(scene, case_id, Says.EXECUTED, role)

    assert standing(scene, case_id) == [("1", "issued", MONDAY)]


def test_a_case_cannot_be_audited_by_who_works_on_it(scene, case_id):
    director = scene.actor(Role.SCHOOL_DIRECTOR)
    auditor = scene.actor(Role.AUDITOR)
    both = type(auditor)(director.account_id, (*director.grants, *auditor.grants))

    with pytest.raises(Forbidden):
        issue_finding(scene.bench, FindingRequest(case_id, FOUND, MONDAY), actor=both)


def test_a_day_off_gives_the_next_working_day_and_a_past_one_is_refused(scene, case_id):
    issue(scene, case_id, due_on=SATURDAY)
    assert standing(scene, case_id) == [("1", "issued", MONDAY)]

    with pytest.raises(InvalidInput) as refused:
        issue(scene, case_id, due_on=date(2023, 4, 2))
    assert refused.value.fields["field"] == "due_on"
    assert refused.value.fields["rule"] == "past"


def test_silence_is_not_executed_only_once_the_day_is_over(scene, case_id, clock):
    issue(scene, case_id)
    with pytest.raises(InvalidInput):
        judge(scene, case_id, Says.NOT_EXECUTED)
    clock.set(2023, 4, 18)

    judge(scene, case_id, Says.NOT_EXECUTED)

    assert standing(scene, case_id) == [("1", "not_executed", MONDAY)]


def test_a_settled_finding_takes_no_further_word(scene, case_id):
    issue(scene, case_id)
    judge(scene, case_id, Says.WITHDRAWN)

    for status in Says:
        with pytest.raises(InvalidInput):
            (answer if status in ANSWERS else judge)(scene, case_id, status)


def test_a_record_cannot_pass_for_a_word_on_a_finding(scene, case_id):
    issue(scene, case_id)
    request = RecordRequest(case_id, RecordKind.FINDING, "1", "verified")

    with pytest.raises(InvalidInput):
        register_record(scene.bench, request, actor=scene.actor(Role.CURATOR))


def test_findings_are_numbered_and_what_is_not_settled_is_an_open_recommendation(scene, case_id):
    issue(scene, case_id)
    issue(scene, case_id)
    judge(scene, case_id, Says.WITHDRAWN)
    _, situation = look(scene.bench, case_id)

    director = scene.actor(Role.SCHOOL_DIRECTOR).account_id
    verdict = no_open(
        {"kind": "recommendation"}, situation, Attempt("suspend", director, frozenset())
    )

    assert [one[:2] for one in standing(scene, case_id)] == [("1", "withdrawn"), ("2", "issued")]
    assert not verdict.met
    assert verdict.fields["open"] == ("2",)
