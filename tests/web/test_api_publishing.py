"""Publishing through the API: submitted by one program, decided on by another person's."""

from __future__ import annotations

from uuid import uuid4

import pytest

from engine.domain.roles import Role
from tests.conftest import DIALECTS
from tests.web.world import World, open_world

HEAD = 'code = "{code}"\ntitle = "Маршрут {code}"\nsubject = "school"\nextends = "base"\n'
ANOTHER = '\n[[change]]\nop = "set"\nsetting = "publish_approval"\nvalue = "another"\n'


@pytest.fixture(scope="module", params=DIALECTS)
def world(request):
    with open_world(request) as opened:
        asks = text(opened, "asks", opened.away.region_id, ANOTHER)
        admin = opened.of(Role.REGIONAL_ADMIN, away=True)
        assert admin.post("/definitions", asks).status_code == 201
        yield opened


def text(world: World, code: str, region=None, more: str = "", expected: int = 0, **sent):
    return {
        "region_id": str(region or world.home.region_id),
        "text": HEAD.format(code=code) + more,
        "expected_version": expected,
        **sent,
    }


def test_a_text_is_published_from_a_day_and_shown_as_planned(world):
    admin = world.of(Role.REGIONAL_ADMIN)

    sent = admin.post("/definitions", text(world, "planned", effective_on="2023-05-01", note="№ 4"))

    assert (sent.status_code, sent.json["kind"]) == (201, "definition:published")
    shown = admin.get(f"/definitions/{sent.json['created_id']}").json
    assert (shown["effective_on"], shown["current"], shown["retired_on"]) == (
        "2023-05-01",
        False,
        None,
    )


def test_what_is_wrong_with_a_text_is_told_in_sentences(world):
    wrong = text(
        world, "wrong", more='\n[[change]]\nop = "rename_stage"\nstage = "no"\ntitle = "x"\n'
    )

    sent = world.of(Role.REGIONAL_ADMIN).post("/definitions", wrong)

    assert (sent.status_code, sent.json["code"]) == (422, "definition.invalid")
    assert "no" in sent.json["detail"]


def test_a_day_that_has_passed_is_refused(world):
    sent = world.of(Role.REGIONAL_ADMIN).post(
        "/definitions", text(world, "late", effective_on="2023-04-02")
    )

    assert sent.status_code == 422
    assert sent.json["errors"][0]["field"] == "effective_on"


def test_one_person_submits_and_another_approves(world):
    author, other = (
        world.of(Role.REGIONAL_ADMIN, away=True),
        world.of(Role.REGIONAL_ADMIN, 1, away=True),
    )
    region = world.away.region_id
    waiting = author.post("/definitions", text(world, "two", region)).json
    proposal = f"/definitions/proposals/{waiting['created_id']}"
    (listed,) = other.get("/definitions/proposals").json["items"]
    shown = other.get(proposal).json

    own = author.post(f"{proposal}/approve", {"digest": shown["digest"]})
    stale = other.post(f"{proposal}/approve", {"digest": "0" * 64})
    back = other.post(f"{proposal}/return", {"remarks": "Срок мал"})
    again = author.post("/definitions", text(world, "two", region)).json
    done = other.post(
        f"/definitions/proposals/{again['created_id']}/approve", {"digest": shown["digest"]}
    )

    assert waiting["kind"] == "definition:submitted"
    assert (listed["id"], listed["status"], listed["expected_version"]) == (
        waiting["created_id"],
        "waiting",
        0,
    )
    assert shown["text"] == HEAD.format(code="two")
    assert shown["content"]["code"] == "two"
    assert (own.status_code, own.json["code"]) == (403, "definition.own_approval")
    assert stale.status_code == 412
    assert back.status_code == 200
    assert (done.status_code, done.json["kind"]) == (201, "definition:published")


def test_an_author_withdraws_and_a_version_is_retired(world):
    admin = world.of(Role.REGIONAL_ADMIN, away=True)
    region = world.away.region_id
    waiting = admin.post("/definitions", text(world, "three", region)).json

    taken = admin.post(f"/definitions/proposals/{waiting['created_id']}/withdraw", {})
    planned = world.of(Role.REGIONAL_ADMIN).post(
        "/definitions", text(world, "four", effective_on="2023-06-01")
    )
    version = f"/definitions/{planned.json['created_id']}"
    retired = world.of(Role.REGIONAL_ADMIN).post(f"{version}/retire", {"reason": "Отменено"})

    assert taken.status_code == 200
    assert retired.json["kind"] == "definition:retired"
    assert world.of(Role.REGIONAL_ADMIN).get(version).json["retired_on"] == "2023-04-03"


def test_a_version_in_force_is_not_retired(world):
    admin = world.of(Role.REGIONAL_ADMIN)
    query = {"code": "base", "region": "amur", "current": "true"}
    (base,) = admin.get("/definitions", query_string=query).json["items"]

    refused = admin.post(f"/definitions/{base['id']}/retire", {"reason": "Лишняя"})

    assert (refused.status_code, refused.json["code"]) == (409, "definition.in_use")
    assert refused.json["fields"]["in_force"] is True


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.REGIONAL_COORDINATOR, Role.VIEWER])
def test_only_who_publishes_comes_near(world, role):
    program = world.of(role)

    answers = [
        program.post("/definitions", text(world, "five")),
        program.get("/definitions/proposals"),
        program.get(f"/definitions/proposals/{uuid4()}"),
        program.post(f"/definitions/proposals/{uuid4()}/approve", {"digest": "0" * 64}),
        program.post(f"/definitions/proposals/{uuid4()}/return", {"remarks": "Нет"}),
        program.post(f"/definitions/proposals/{uuid4()}/withdraw", {}),
        program.post(f"/definitions/{uuid4()}/retire", {"reason": "Нет"}),
    ]

    assert [one.status_code for one in answers] == [403] * 7


def test_another_region_answers_as_one_that_does_not_exist(world):
    admin = world.of(Role.REGIONAL_ADMIN)
    version = admin.get("/definitions", query_string={"region": "amur"}).json["items"][0]["id"]
    stranger = world.of(Role.REGIONAL_ADMIN, away=True)

    foreign = stranger.post(f"/definitions/{version}/retire", {"reason": "Нет"})
    absent = stranger.post(f"/definitions/{uuid4()}/retire", {"reason": "Нет"})
    into = stranger.post("/definitions", text(world, "six", world.home.region_id))
    nowhere = stranger.post("/definitions", text(world, "six", uuid4()))

    assert (foreign.status_code, absent.status_code) == (404, 404)
    assert (into.status_code, nowhere.status_code) == (404, 404)
