"""Moving many cases through the API: started, carried on by the same request, told case by case."""

from uuid import uuid4

import pytest

from engine.domain.roles import Role
from tests.conftest import DIALECTS
from tests.crowds import COORDINATOR, REASON
from tests.web.world import open_world


@pytest.fixture(scope="module", params=DIALECTS)
def world(request):
    with open_world(request) as opened:
        yield opened


@pytest.fixture
def coordinator(world):
    return world.of(COORDINATOR)


def asked(*cases, **more):
    sent = [one if isinstance(one, dict) else {"id": str(one)} for one in cases]
    return {"cases": sent, "move": "approve_listing", "mode": "each", **more}


def counted(answer):
    return {status: number for status, number in answer.json["counts"].items() if number}


def test_cases_are_moved_and_each_that_is_not_says_every_reason(world, coordinator):
    ready, without = world.ready_case(), world.new_case()

    done = coordinator.post("/bulk-moves", asked(ready, without, reason=REASON))

    assert done.status_code == 201, done.text
    assert (done.json["total"], counted(done)) == (2, {"moved": 1, "refused": 1})
    assert (done.json["reason"], done.json["finished_at"] is None) == (REASON, False)
    path = f"/bulk-moves/{done.json['id']}"
    assert coordinator.get(path).json == done.json
    moved, refused = sorted(
        coordinator.get(f"{path}/cases").json["items"], key=lambda x: x["code"] or ""
    )
    assert (moved["case_id"], moved["status"], moved["revision"]) == (str(ready), "moved", 3)
    assert (refused["case_id"], refused["code"]) == (str(without), "move.requirements_unmet")
    (unmet,) = refused["unmet"]
    assert (unmet["code"], unmet["fields"]["kind"]) == ("decision_present", "list_order")
    assert refused["sentences"] == [unmet["sentence"]]
    only = coordinator.get(f"{path}/cases?status=refused").json
    assert [one["case_id"] for one in only["items"]] == [str(without)]


def test_results_come_by_pages(world, coordinator):
    cases = [world.new_case() for _ in range(3)]
    done = coordinator.post("/bulk-moves", asked(*cases))
    path = f"/bulk-moves/{done.json['id']}/cases?limit=2"

    first = coordinator.get(path).json
    last = coordinator.get(f"{path}&cursor={first['next']}").json

    assert [len(first["items"]), len(last["items"])] == [2, 1]
    assert last["next"] is None
    told = {one["case_id"] for page in (first, last) for one in page["items"]}
    assert told == {str(one) for one in cases}


def test_the_same_request_with_its_key_is_one_bulk(world, coordinator):
    case_id, key = world.ready_case(), uuid4().hex

    first = coordinator.post("/bulk-moves", asked(case_id), key=key)
    again = coordinator.post("/bulk-moves", asked(case_id), key=key)
    other = coordinator.post("/bulk-moves", asked(case_id, move="suspend"), key=key)

    assert (first.status_code, again.status_code, other.status_code) == (201, 201, 422)
    assert again.json == first.json
    assert again.headers["Idempotent-Replayed"] == "true"
    assert other.json["code"] == "idempotency.key_reused"


def test_a_case_read_at_another_revision_is_a_conflict(world, coordinator):
    case_id = world.ready_case()

    done = coordinator.post("/bulk-moves", asked({"id": str(case_id), "revision": 1}))

    assert counted(done) == {"conflict": 1}
    (told,) = coordinator.get(f"/bulk-moves/{done.json['id']}/cases").json["items"]
    assert (told["code"], told["fields"]["revision"]) == ("case.stale", 2)
    assert told["sentences"][0].startswith("После проверки дело изменилось: municipal_coordinator")


def test_all_or_nothing_moves_nothing_when_one_is_refused(world, coordinator):
    ready, without = world.ready_case(), world.new_case()

    done = coordinator.post("/bulk-moves", asked(ready, without, mode="all_or_nothing"))

    assert counted(done) == {"refused": 1, "skipped": 1}
    assert coordinator.get(f"/cases/{ready}").json["stage"] == "candidate"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"cases": []}, "cases"),
        ({"move": "nothing"}, "move"),
        ({"mode": "some"}, "mode"),
        ({"basis": {"kind": "list_order"}}, "basis.number"),
    ],
)
def test_what_cannot_be_planned_is_refused_by_field(world, coordinator, change, field):
    refused = coordinator.post("/bulk-moves", {**asked(world.ready_case()), **change})

    assert refused.status_code == 422
    assert field in [fault["field"] for fault in refused.json["errors"]]


def test_another_regions_cases_and_bulks_are_not_there(world, coordinator):
    away = world.new_case(away=True)
    own = world.of(COORDINATOR, away=True).post("/bulk-moves", asked(away))

    answers = [
        coordinator.post("/bulk-moves", asked(away)),
        coordinator.post("/bulk-moves", asked(uuid4())),
        coordinator.get(f"/bulk-moves/{own.json['id']}"),
        coordinator.get(f"/bulk-moves/{own.json['id']}/cases"),
        coordinator.get(f"/bulk-moves/{uuid4()}"),
    ]

    assert [one.status_code for one in answers] == [404] * 5
    assert len({str({**one.json, "request_id": ""}) for one in answers}) == 1


def test_whoever_only_reads_sees_the_results_and_moves_nothing(world, coordinator):
    case_id = world.ready_case()
    viewer = world.of(Role.VIEWER)

    refused = viewer.post("/bulk-moves", asked(case_id))
    done = coordinator.post("/bulk-moves", asked(case_id))

    assert refused.status_code == 403
    assert viewer.get(f"/bulk-moves/{done.json['id']}").json == done.json


ORDER = {
    "kind": "list_order",
    "number": "77",
    "signed_on": "2023-03-30",
    "body": "Управление образования",
    "title": "О перечне школ 2023 года",
}


def test_one_order_is_registered_in_every_case_that_is_moved(world, coordinator):
    cases, key = [world.new_case(), world.new_case()], uuid4().hex
    scan = {"name": "77.pdf", "media_type": "application/pdf", "content": "JVBERi0xLjc="}
    sent = asked(*cases, order={**ORDER, "file": scan})

    done = coordinator.post("/bulk-moves", sent, key=key)
    again = coordinator.post("/bulk-moves", sent, key=key)

    assert counted(done) == {"moved": 2}, done.text
    assert again.json == done.json
    assert done.json["basis"] == {name: ORDER[name] for name in ("kind", "number", "signed_on")}
    for case_id in cases:
        (decision,) = coordinator.get(f"/cases/{case_id}/decisions").json["items"]
        assert {name: decision[name] for name in ORDER} == ORDER
        assert decision["order_id"] == done.json["order_id"]
        assert decision["sha256"]


def test_a_bulk_rests_on_one_order_old_or_new(world, coordinator):
    basis = {name: ORDER[name] for name in ("kind", "number", "signed_on")}

    refused = coordinator.post("/bulk-moves", asked(world.new_case(), order=ORDER, basis=basis))

    assert refused.status_code == 422
    assert [one["field"] for one in refused.json["errors"]] == ["basis"]


def test_an_order_of_a_day_to_come_is_refused(world, coordinator):
    ahead = {**ORDER, "signed_on": "2099-01-01"}

    refused = coordinator.post("/bulk-moves", asked(world.new_case(), order=ahead))

    assert (refused.status_code, refused.json["code"]) == (422, "input.invalid")
