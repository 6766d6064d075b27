"""A refused deed: every reason at once, kept for the auditor, and nothing else is changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

import pytest

from engine.actions.forcing import force_move
from engine.actions.mentoring import attach
from engine.actions.moving import MoveRequest, move_case
from engine.domain.errors import (
    EngineError,
    KeyReused,
    MoveForbidden,
    MoveUnavailable,
    NotFound,
    RequirementsUnmet,
    StaleRevision,
    TutorSchoolIneligible,
)
from engine.domain.machine import MoveOrder
from engine.domain.roles import Role
from engine.storage.receipts import RequestKey
from engine.storage.verification import verify
from tests.factories import make_scene
from tests.storage.reading import but_refusals, everything, refusals
from tests.storage.refused import MOVES, NOBODY, OTHERS, REASON, attaching

COORDINATOR = Role.MUNICIPAL_COORDINATOR


@pytest.fixture
def scene(bench):
    return make_scene(bench)


def refused(scene, case_id, move, role, **more: Any) -> EngineError:
    """The refusal of a move by the first person of a role."""
    revision = more.pop("revision", None)
    request = MoveRequest(case_id, MoveOrder(move, **more), revision)
    with pytest.raises(EngineError) as refusal:
        move_case(scene.bench, request, actor=scene.actor(role))
    return refusal.value


def test_a_skipped_stage_a_wrong_role_and_missing_papers_are_all_told_at_once(scene):
    case_id = scene.case_at("listed")

    refusal = refused(scene, case_id, "approve_correction", Role.SCHOOL_DIRECTOR)

    assert type(refusal) is MoveUnavailable
    told = [
        ("stage", {"sources": ("correction",), "stage": "listed"}),
        ("role", {"roles": ("municipal_coordinator",)}),
        (
            "document_present",
            {
                "kind": "midterm_programme",
                "status": "approved",
                "per": "round",
                "have": 0,
                "need": 1,
            },
        ),
        (
            "basis_given",
            {"kind": "correction_order", "have": 0, "registered": 0, "found_kinds": ()},
        ),
    ]
    assert [(one.code, dict(one.fields)) for one in refusal.unmet] == told
    assert refusal.fields == {"move": "approve_correction", "stage": "listed"}


def test_a_wrong_role_alone_is_a_forbidden_move(scene):
    case_id = scene.case_at("risk_profiling")

    refusal = refused(scene, case_id, "suspend", Role.SCHOOL_DIRECTOR, reason=REASON)

    assert type(refusal) is MoveForbidden
    assert [one.code for one in refusal.unmet] == ["role"]
    assert refusal.unmet[0].supplied_by == (Role.MUNICIPAL_COORDINATOR,)


def test_missing_papers_are_told_with_who_supplies_them_and_by_when(scene):
    case_id = scene.case_at("programme_drafting")

    refusal = refused(scene, case_id, "submit_programmes", Role.SCHOOL_DIRECTOR)

    assert type(refusal) is RequirementsUnmet
    kinds = [dict(one.fields).get("kind") for one in refusal.unmet]
    assert kinds == [
        "development_concept",
        "midterm_programme",
        "school_roadmap",
        "antirisk_programme",
    ]
    assert {one.supplied_by for one in refusal.unmet} == {
        (Role.SCHOOL_DIRECTOR, Role.SCHOOL_DEPUTY)
    }
    assert {one.mend for one in refusal.unmet} == {"documents"}
    assert {one.by for one in refusal.unmet} == {date(2023, 4, 30)}


def test_a_stale_page_is_told_before_anything_else(scene):
    case_id = scene.case_at("listed")
    coordinator = scene.actor(Role.MUNICIPAL_COORDINATOR)
    request = MoveRequest(case_id, MoveOrder("suspend", REASON))
    receipt = move_case(scene.bench, request, actor=coordinator)

    revision = receipt.seq - 1
    refusal = refused(scene, case_id, "approve_exit", Role.SCHOOL_DIRECTOR, revision=revision)

    assert type(refusal) is StaleRevision
    assert refusal.fields == {
        "case_id": case_id,
        "expected": revision,
        "revision": receipt.seq,
        "stage": "suspended",
        "changed_by": coordinator.account_id,
        "changed_at": receipt.at,
    }


def test_the_attempt_stands_in_the_journal_with_every_reason(scene):
    case_id = scene.case_at("listed")
    replaced = scene.actor(Role.SCHOOL_DEPUTY)
    director = replace(
        scene.actor(Role.SCHOOL_DIRECTOR), request_id="r-7", on_behalf_of=replaced.account_id
    )
    request = MoveRequest(case_id, MoveOrder("start_self_diagnosis", REASON))
    with pytest.raises(MoveForbidden):
        move_case(scene.bench, request, actor=director)

    (body,) = refusals(scene.bench, case_id)
    at = body.pop("at")
    assert at.startswith("2023-04-03T06:00:")
    assert body == {
        "v": 1,
        "stream": f"refusal:{case_id}",
        "seq": 1,
        "event": "move:refused",
        "actor": str(director.account_id),
        "for": str(replaced.account_id),
        "auth": "session",
        "origin": "ui",
        "request": "r-7",
        "def": scene.definition.digest,
        "move": "start_self_diagnosis",
        "from": "listed",
        "fields": {
            "code": "move.forbidden",
            "permission": "case:move",
            "revision": 3,
            "unmet": [
                {
                    "code": "role",
                    "fields": {"roles": ["municipal_coordinator", "curator", "scheduler"]},
                },
                {"code": "curator_assigned", "fields": {"have": 0}},
            ],
        },
    }


def changes_nothing_else(scene, case_id, deed, kind) -> dict[str, Any]:
    """Refuse the deed, compare every row there is, and give the entry of the attempt."""
    before = but_refusals(scene.bench, case_id)
    known = len(refusals(scene.bench, case_id))

    with pytest.raises(EngineError) as refusal:
        deed()

    assert type(refusal.value) is kind
    assert but_refusals(scene.bench, case_id) == before
    *_, body = refusals(scene.bench, case_id)
    assert len(refusals(scene.bench, case_id)) == known + 1
    assert body["fields"]["code"] == kind.code
    assert verify(scene.bench.database).findings == []
    return body


def test_a_refused_deed_changes_nothing_but_is_itself_recorded(scene, subtests):
    case_id = scene.case_at("self_diagnosis")
    deeds: list[Any] = [
        *((what, move_case, role, *more) for what, (role, *more) in MOVES.items()),
        *((what, act, COORDINATOR, *more) for what, (act, *more) in OTHERS.items()),
    ]
    for what, act, role, request, kind in deeds:
        with subtests.test(what):
            deed = partial(act, scene.bench, request(scene, case_id), actor=scene.actor(role))

            body = changes_nothing_else(scene, case_id, deed, kind)

            assert body["actor"] == str(scene.actor(role).account_id)
            assert body["from"] == "self_diagnosis"
            assert (body["event"] == "move:refused") == (act in (move_case, force_move))


def test_the_refusal_of_a_full_tutor_school_says_how_full_it_was(scene):
    school, coordinator = scene.tutor_schools[0], scene.actor(COORDINATOR)
    for place in range(3):
        request = attaching(scene, scene.open_case(place), school)
        attach(scene.bench, request, actor=coordinator)
    case_id = scene.open_case(3)
    request = attaching(scene, case_id, school)
    deed = partial(attach, scene.bench, request, actor=coordinator)

    body = changes_nothing_else(scene, case_id, deed, TutorSchoolIneligible)

    assert body["event"] == "deed:refused"
    assert body["fields"] == {
        "code": "tutor_school.ineligible",
        "permission": "attachment:write",
        "revision": 2,
        "unmet": [{"rule": "capacity", "capacity": 3, "taken": 3}],
    }


def test_whoever_sees_nothing_of_the_case_is_told_it_is_not_there_and_recorded(scene):
    case_id = scene.open_case()
    elsewhere = make_scene(scene.bench, "sochi").actor(COORDINATOR)
    request = MoveRequest(case_id, MoveOrder("suspend", REASON))

    deed = partial(move_case, scene.bench, request, actor=elsewhere)

    changes_nothing_else(scene, case_id, deed, NotFound)


def test_an_attempt_on_a_case_that_is_not_there_leaves_nothing(scene):
    before = everything(scene.bench)

    refusal = refused(scene, NOBODY, "suspend", COORDINATOR)

    assert type(refusal) is NotFound
    assert everything(scene.bench) == before


def test_what_was_sent_as_a_move_is_not_kept_when_no_path_has_it(scene):
    case_id = scene.open_case()

    refusal = refused(scene, case_id, "Иванов: исключить", COORDINATOR)

    assert refusal.fields == {"field": "move", "rule": "unknown", "value": "Иванов: исключить"}
    (body,) = refusals(scene.bench, case_id)
    assert "move" not in body
    assert body["fields"]["unmet"] == [{"field": "move", "rule": "unknown"}]


def test_a_key_used_again_for_another_request_leaves_nothing(scene):
    case_id = scene.open_case()
    coordinator = scene.actor(COORDINATOR)
    suspend, resume = (
        MoveRequest(case_id, MoveOrder(move, REASON)) for move in ("suspend", "resume")
    )
    move_case(scene.bench, suspend, actor=coordinator, request_key=RequestKey.of("form", suspend))
    before = everything(scene.bench)

    with pytest.raises(KeyReused):
        move_case(scene.bench, resume, actor=coordinator, request_key=RequestKey.of("form", resume))

    assert everything(scene.bench) == before
