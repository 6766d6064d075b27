"""Taking running cases over through the API: what it means, doing it, case by case, and back."""

from dataclasses import replace
from uuid import uuid4

import pytest

from engine.domain.roles import Role
from engine.storage.verification import verify
from tests.conftest import DIALECTS
from tests.passages import published, recoded
from tests.web.world import open_world

ADMIN = Role.REGIONAL_ADMIN
ACT = {
    "kind": "list_order",
    "number": "45-П",
    "signed_on": "2023-04-01",
    "body": "Министерство образования области",
}
ALLOWED = {"act": ACT, "reason": "Новая редакция дорожной карты области"}


@pytest.fixture(scope="module", params=DIALECTS)
def world(request):
    with open_world(request) as opened:
        yield opened


@pytest.fixture
def admin(world):
    return world.of(ADMIN)


@pytest.fixture
def version(world):
    """A newer version than a case runs on, in which the first stage has another code."""
    world.new_case()
    new = recoded(world.home.definition, "candidate", f"candidate_{uuid4().hex[:6]}")
    return published(world.home, replace(new, title="Новая редакция"))


def plan_of(admin, version, **changes):
    proposed = admin.get(f"/definitions/{version}/impact").json["plan"]
    return {**proposed, **ALLOWED, **changes}


def counted(answer):
    return {status: number for status, number in answer.json["counts"].items() if number}


def test_cases_go_over_as_the_report_says_and_come_back(world, admin, version):
    report = admin.get(f"/definitions/{version}/impact").json
    cases = admin.get(f"/definitions/{version}/impact/cases?figure=ready&limit=1").json

    done = admin.post(
        "/successions", {"definition_id": str(version), "plan": plan_of(admin, version)}
    )

    number = report["total"]["cases"]
    assert done.status_code == 201, done.text
    assert (done.json["total"], done.json["finished_at"] is None) == (number, False)
    assert counted(done).get("done") == report["total"]["by"]["ready"]
    assert (len(cases["items"]), cases["items"][0]["found"]["outcome"]) == (1, "ready")
    path = f"/successions/{done.json['id']}"
    assert admin.get(path).json == done.json
    (one, *_) = admin.get(f"{path}/cases?status=done").json["items"]
    assert (one["status"], one["sentences"]) == ("done", [])
    back = admin.post(f"{path}/undo", {"reason": "Ошибка в плане"})
    assert (back.json["undoes_id"], counted(back)) == (done.json["id"], counted(done))
    assert verify(world.bench.database).findings == []


def test_a_case_that_has_nowhere_to_go_says_so_and_is_retried(world, admin, version):
    plan = plan_of(admin, version)
    pairs = [pair for pair in plan["stages"] if not pair[1].startswith("candidate")]
    sent = {"definition_id": str(version), "plan": {**plan, "stages": pairs}}

    done = admin.post("/successions", sent)

    path = f"/successions/{done.json['id']}"
    refused = admin.get(f"{path}/cases?status=refused").json["items"]
    assert {one["code"] for one in refused} == {"succession.unmapped"}
    assert refused[0]["sentences"] == [
        "В плане не указано, на какой этап идёт дело с этапа «Кандидат»."
    ]
    again = admin.post(f"{path}/retry", {})
    assert (again.json["attempt"], counted(again)) == (2, counted(done))
    assert counted(admin.post(f"{path}/carry-on", {})) == counted(done)


def test_the_same_request_with_its_key_is_one_succession(world, admin, version):
    sent = {"definition_id": str(version), "plan": plan_of(admin, version)}
    key = uuid4().hex

    first = admin.post("/successions", sent, key=key)
    again = admin.post("/successions", sent, key=key)

    assert again.json == first.json
    assert again.headers["Idempotent-Replayed"] == "true"


def test_a_plan_that_cannot_be_carried_out_is_told_why(world, admin, version):
    plan = plan_of(admin, version, target="0", reason="да")

    refused = admin.post("/successions", {"definition_id": str(version), "plan": plan})

    assert (refused.status_code, refused.json["code"]) == (422, "succession.plan_invalid")
    codes = [one["code"] for one in refused.json["fields"]["findings"]]
    assert codes == ["plan_of_another_version", "plan_reason_short"]
    assert "План составлен для другой версии маршрута." in refused.json["detail"]


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.CURATOR, Role.REGIONAL_COORDINATOR])
def test_only_who_may_publish_reads_and_runs_successions(world, admin, version, role):
    sent = {"definition_id": str(version), "plan": plan_of(admin, version)}
    done = admin.post("/successions", sent)
    path = f"/successions/{done.json['id']}"
    program, away = world.of(role), world.of(ADMIN, away=True)

    answers = {
        name: (
            one.get(f"/definitions/{version}/impact").status_code,
            one.post("/successions", sent).status_code,
            one.get(path).status_code,
            one.get(f"{path}/cases").status_code,
            one.post(f"{path}/carry-on", {}).status_code,
            one.post(f"{path}/undo", {"reason": "Ошибка в плане"}).status_code,
        )
        for name, one in (("role", program), ("away", away))
    }

    assert answers == {"role": (403,) * 6, "away": (404,) * 6}
