"""What the API shows: lists by pages, cards, moves, definitions, histories."""

import hashlib
import json
from uuid import uuid4

import pytest

from engine.domain.canonical import canonical_bytes
from engine.domain.roles import Role
from tests.conftest import DIALECTS
from tests.web.world import ORDER, open_world


@pytest.fixture(scope="module", params=DIALECTS)
def world(request):
    with open_world(request) as opened:
        opened.case_id = opened.ready_case()
        opened.other_case_id = opened.new_case()
        opened.away_case_id = opened.new_case(away=True)
        yield opened


@pytest.fixture
def coordinator(world):
    return world.of(Role.MUNICIPAL_COORDINATOR)


def walk(program, path, limit):
    """Every item of a long list, page by page."""
    items, cursor = [], None
    while True:
        page = program.get(
            path, query_string={"limit": limit, **({"cursor": cursor} if cursor else {})}
        )
        assert page.status_code == 200, page.text
        assert len(page.json["items"]) <= limit
        items += page.json["items"]
        cursor = page.json["next"]
        if cursor is None:
            return items


def test_regions_are_those_in_sight(world, coordinator):
    assert coordinator.get("/regions").json["items"] == [
        {
            "id": str(world.home.region_id),
            "code": "amur",
            "title": "Область amur",
            "zone": "Asia/Yakutsk",
        }
    ]


def test_whoever_reads_everywhere_sees_every_region(world):
    regions = world.of(Role.SYSTEM_ADMIN).get("/regions").json["items"]

    assert [region["code"] for region in regions] == ["amur", "primorye"]


def test_a_director_sees_the_region_of_the_school(world):
    regions = world.of(Role.SCHOOL_DIRECTOR).get("/regions").json["items"]

    assert [region["code"] for region in regions] == ["amur"]


def test_a_director_sees_one_school(world):
    schools = walk(world.of(Role.SCHOOL_DIRECTOR), "/schools", 50)

    assert [school["id"] for school in schools] == [str(world.home.schools[0])]


def test_pages_of_schools_hold_every_school_once(world, coordinator):
    by_twos = walk(coordinator, "/schools", 2)
    at_once = walk(coordinator, "/schools", 200)

    assert by_twos == at_once
    assert len({school["id"] for school in at_once}) == len(at_once) >= 9
    assert {school["region_code"] for school in at_once} == {"amur"}


def test_schools_are_filtered(world, coordinator):
    def count(**query):
        return len(coordinator.get("/schools", query_string=query).json["items"])

    everything = count()

    assert count(region="amur") == everything
    assert count(region="primorye") == 0
    assert count(municipality_id=str(world.home.municipality_id)) == everything
    assert count(closed="true") == 0
    assert count(closed="false") == everything


def test_a_school_is_shown(world, coordinator):
    shown = coordinator.get(f"/schools/{world.home.schools[0]}").json

    assert shown == {
        "id": str(world.home.schools[0]),
        "title": "МБОУ СОШ № 1",
        "mode": "at_risk",
        "code": None,
        "demo": False,
        "closed": False,
        "revision": 1,
        "region_id": str(world.home.region_id),
        "region_code": "amur",
        "region": "Область amur",
        "municipality_id": str(world.home.municipality_id),
        "municipality": "Сковородинский округ",
    }


def test_pages_of_cases_hold_every_case_once(world, coordinator):
    by_ones = walk(coordinator, "/cases", 1)

    assert [case["id"] for case in by_ones] == [str(world.case_id), str(world.other_case_id)]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"region": "amur"}, 2),
        ({"region": "primorye"}, 0),
        ({"stage": "candidate"}, 2),
        ({"stage": "listed"}, 0),
        ({"phase": "identification"}, 2),
        ({"phase": "exit"}, 0),
        ({"closed": "false"}, 2),
        ({"closed": "true"}, 0),
    ],
)
def test_cases_are_filtered(coordinator, query, found):
    cases = coordinator.get("/cases", query_string=query).json["items"]

    assert len(cases) == found


def test_cases_of_one_school(world, coordinator):
    school_id = coordinator.get(f"/cases/{world.case_id}").json["school_id"]

    cases = coordinator.get("/cases", query_string={"school_id": school_id}).json["items"]

    assert [case["id"] for case in cases] == [str(world.case_id)]


def test_a_case_carries_its_revision_as_etag(world, coordinator):
    shown = coordinator.get(f"/cases/{world.case_id}")

    assert shown.headers["ETag"] == '"2"'
    assert shown.json["revision"] == 2
    assert shown.json["stage"] == "candidate"
    assert shown.json["stage_title"] == "Кандидат"
    assert shown.json["zone"] == "Asia/Yakutsk"
    assert shown.json["roles"] == ["municipal_coordinator"]
    assert shown.json["listing"]["order_number"] == "120"
    assert [spell["stage"] for spell in shown.json["spells"]] == ["candidate"]
    assert {duty["term_code"] for duty in shown.json["duties"]} == {"listing_due"}


def test_moves_say_every_reason_why_not(world, coordinator):
    shown = coordinator.get(f"/cases/{world.other_case_id}/moves")
    moves = {move["code"]: move for move in shown.json["items"]}

    assert shown.headers["ETag"] == '"1"'
    assert moves["approve_listing"]["allowed"] is False
    assert moves["approve_listing"]["target"] == "listed"
    assert moves["approve_listing"]["unmet"] == [
        {
            "code": "decision_present",
            "fields": {"have": 0, "kind": "list_order", "per": "round"},
            "supplied_by": ["municipal_coordinator", "regional_coordinator"],
            "by": "2024-01-31",
            "mend": "decisions",
            "sentence": (
                "Не зарегистрирован документ «Приказ об утверждении перечня». Его регистрирует "
                "муниципальный координатор или региональный координатор до 31.01.2024."
            ),
            "alternatives": [],
        }
    ]


def test_a_move_without_reasons_against_it_is_allowed(world, coordinator):
    moves = coordinator.get(f"/cases/{world.case_id}/moves").json["items"]

    assert {move["code"]: move["allowed"] for move in moves}["approve_listing"] is True


def test_the_moves_of_a_role_that_makes_none_say_so(world):
    moves = world.of(Role.AUDITOR).get(f"/cases/{world.case_id}/moves").json["items"]

    assert all("role" in [one["code"] for one in move["unmet"]] for move in moves)


def test_the_digest_of_a_definition_is_that_of_its_content(world, coordinator):
    listed = coordinator.get("/definitions", query_string={"current": "true"}).json["items"]

    shown = coordinator.get(f"/definitions/{listed[0]['id']}").json

    assert [version["region_code"] for version in listed] == ["amur"]
    assert shown["version"] == 1
    assert shown["digest"] == world.home.definition.digest
    assert hashlib.sha256(canonical_bytes(shown["content"])).hexdigest() == shown["digest"]


@pytest.mark.parametrize("query", [{"current": "false"}, {"code": "other"}, {"region": "primorye"}])
def test_definitions_are_filtered(coordinator, query):
    assert coordinator.get("/definitions", query_string=query).json["items"] == []


def test_decisions_of_a_case_are_shown(world, coordinator):
    (shown,) = coordinator.get(f"/cases/{world.case_id}/decisions").json["items"]

    assert {name: shown[name] for name in ORDER} == ORDER
    assert shown["repealed_on"] is None


def test_the_history_of_a_case_is_its_journal(world, coordinator):
    entries = walk(coordinator, f"/cases/{world.case_id}/history", 1)

    assert [entry["kind"] for entry in entries] == ["case:opened", "decision:registered"]
    assert [entry["seq"] for entry in entries] == [1, 2]
    first, second = entries
    assert first["to"] == "candidate"
    assert first["actor"]["id"] == str(world.home.actor(Role.MUNICIPAL_COORDINATOR).account_id)
    assert first["role"] == "municipal_coordinator"
    assert second["origin"] == "api"
    assert second["texts"] == {"body": "Управление образования"}
    assert second["happened_on"] == "2023-03-31"
    assert len(second["hash"]) == 64
    assert "№ 120" in second["sentence"]


def test_the_history_of_a_school_holds_its_cases(world, coordinator):
    school_id = coordinator.get(f"/cases/{world.case_id}").json["school_id"]

    entries = walk(coordinator, f"/schools/{school_id}/history", 2)

    assert [entry["kind"] for entry in entries] == [
        "school:registered",
        "case:opened",
        "decision:registered",
    ]


def test_a_cursor_of_another_list_is_refused(coordinator):
    cursor = coordinator.get("/schools?limit=1").json["next"]

    refused = coordinator.get("/cases", query_string={"cursor": cursor})

    assert refused.status_code == 422
    assert refused.json["errors"] == [
        {
            "field": "cursor",
            "rule": "not_cursor",
            "message": "Этот курсор не от этого списка; начните с первой страницы.",
        }
    ]


@pytest.mark.parametrize("spoil", [lambda text: text[:-1], lambda text: "A" + text, lambda _: "."])
def test_a_broken_cursor_is_refused(coordinator, spoil):
    cursor = coordinator.get("/cases?limit=1").json["next"]

    refused = coordinator.get("/cases", query_string={"cursor": spoil(cursor)})

    assert refused.status_code == 422


@pytest.mark.parametrize("limit", ["0", "201", "-1", "1.5", "", "ten", "٣", "9" * 5000, "1e2"])
def test_a_page_has_from_1_to_200_items(coordinator, limit):
    refused = coordinator.get("/cases", query_string={"limit": limit})

    assert refused.status_code == 422
    assert [fault["field"] for fault in refused.json["errors"]] == ["limit"]


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("phase=other", "phase"),
        ("closed=yes", "closed"),
        ("closed=True", "closed"),
        ("school_id=1", "school_id"),
        ("stage=%00", "stage"),
        ("stage=%D1%81andidate", "stage"),
        ("region=%ED%A0%80", "region"),
        ("unknown=1", "unknown"),
        ("limit=1&limit=2", "limit"),
    ],
)
def test_a_filter_that_means_nothing_is_refused(coordinator, query, field):
    refused = coordinator.get(f"/cases?{query}")

    assert refused.status_code == 422
    assert [fault["field"] for fault in refused.json["errors"]] == [field]


def test_an_absent_case_and_a_foreign_one_answer_alike(world, coordinator):
    absent = coordinator.get(f"/cases/{uuid4()}")
    foreign = coordinator.get(f"/cases/{world.away_case_id}")

    assert absent.status_code == foreign.status_code == 404
    assert {**absent.json, "request_id": ""} == {**foreign.json, "request_id": ""}


def test_what_is_sent_back_is_readable_russian(coordinator):
    body = coordinator.get("/regions").get_data()

    assert "Область".encode() in body
    assert json.loads(body)
