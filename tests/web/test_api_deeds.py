"""Deeds through the API: each one does what it says and is in the journal; each may be refused."""

import pytest

from engine.domain.roles import Role
from tests.conftest import DIALECTS
from tests.web.answers import assert_recorded, last_entry
from tests.web.world import ORDER, open_world

REASON = "Решение принято по итогам рассмотрения материалов школы"


@pytest.fixture(scope="module", params=DIALECTS)
def world(request):
    with open_world(request) as opened:
        yield opened


@pytest.fixture
def coordinator(world):
    return world.of(Role.MUNICIPAL_COORDINATOR)


@pytest.fixture
def case_id(world):
    """A case at revision 2 with the order that puts it on the list."""
    return world.ready_case()


def test_a_case_is_opened_from_the_list(world, coordinator):
    school, entry = world.new_school()

    opened = coordinator.post(
        "/cases", {"definition_code": "base", "list_entry_id": str(entry), "order": ORDER}
    )

    assert opened.status_code == 201
    assert_recorded(world, opened, "case:opened", 1)
    assert opened.json["created_id"] == opened.json["case_id"]
    shown = coordinator.get(f"/cases/{opened.json['created_id']}").json
    assert (shown["school_id"], shown["stage"]) == (str(school), "candidate")
    assert len(coordinator.get(f"/cases/{shown['id']}/decisions").json["items"]) == 1


def test_a_school_has_one_open_case_on_a_path(world, coordinator):
    _, entry = world.new_school()
    sent = {"definition_code": "base", "list_entry_id": str(entry)}
    first = coordinator.post("/cases", sent)

    refused = coordinator.post("/cases", sent)

    assert (first.status_code, refused.status_code) == (201, 409)
    assert refused.json["code"] == "case.exists"
    assert refused.json["fields"] == {"case_id": first.json["created_id"]}


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"definition_code": "nothing"}, "definition_code"),
        ({"opened_on": "2023-04-04"}, "opened_on"),
        ({"order": {**ORDER, "kind": "nothing"}}, "kind"),
        ({"order": {**ORDER, "signed_on": "2024-01-01"}}, "signed_on"),
        ({"subject_kind": "municipality"}, "subject_kind"),
    ],
)
def test_a_case_opened_wrongly_is_refused_by_field(world, coordinator, change, field):
    _, entry = world.new_school()
    sent = {"definition_code": "base", "list_entry_id": str(entry), **change}
    if "subject_kind" in change:
        sent |= {"subject_id": str(world.home.municipality_id)}

    refused = coordinator.post("/cases", sent)

    assert refused.status_code == 422
    assert [fault["field"] for fault in refused.json["errors"]] == [field]
    assert refused.json["fields"]["field"] == field


def test_a_case_is_moved(world, coordinator, case_id):
    moved = coordinator.post(
        f"/cases/{case_id}/moves", {"move": "approve_listing", "reason": REASON}, revision=2
    )

    assert moved.status_code == 200
    assert (moved.json["from"], moved.json["to"]) == ("candidate", "listed")
    assert_recorded(world, moved, "case:moved", 3)
    assert last_entry(world, case_id)["texts"] == {"reason": REASON}
    assert coordinator.get(f"/cases/{case_id}").json["stage"] == "listed"


def test_a_move_names_the_decision_it_rests_on(world, coordinator, case_id):
    (order,) = coordinator.get(f"/cases/{case_id}/decisions").json["items"]
    sent = {"move": "approve_listing", "basis": [order["id"]], "happened_on": "2023-04-03"}

    moved = coordinator.post(f"/cases/{case_id}/moves", sent, revision=2)

    assert moved.status_code == 200
    assert last_entry(world, case_id)["basis"] == [order["id"]]


def test_a_refused_move_tells_every_reason_and_is_recorded(world, coordinator):
    case_id = world.new_case()

    refused = coordinator.post(f"/cases/{case_id}/moves", {"move": "approve_listing"}, revision=1)

    assert refused.status_code == 409
    assert refused.mimetype == "application/problem+json"
    assert refused.json["type"] == "urn:marshrut:problem:move.requirements_unmet"
    assert [one["code"] for one in refused.json["unmet"]] == ["decision_present"]
    assert refused.json["detail"] == refused.json["unmet"][0]["sentence"]
    shown = coordinator.get(f"/cases/{case_id}/history").json["items"]
    assert [entry["kind"] for entry in shown] == ["case:opened", "move:refused"]
    assert coordinator.get(f"/cases/{case_id}").json["revision"] == 1


def test_a_refusal_is_the_preview_of_it(world, coordinator):
    case_id = world.new_case()
    moves = coordinator.get(f"/cases/{case_id}/moves").json["items"]
    (preview,) = [move for move in moves if move["code"] == "approve_listing"]

    refused = coordinator.post(f"/cases/{case_id}/moves", {"move": "approve_listing"}, revision=1)

    assert refused.json["unmet"] == preview["unmet"]


def test_a_move_of_another_stage_is_unavailable(coordinator, case_id):
    refused = coordinator.post(f"/cases/{case_id}/moves", {"move": "start_diagnosis"}, revision=2)

    assert refused.status_code in (409, 422)
    assert refused.json["code"] in ("move.unavailable", "input.invalid")


def test_a_move_of_another_role_is_forbidden(world, case_id):
    director = world.of(Role.GOVERNING_COUNCIL)

    refused = director.post(f"/cases/{case_id}/moves", {"move": "approve_listing"}, revision=2)

    assert refused.status_code == 403
    assert refused.json["code"] == "move.forbidden"
    assert [one["code"] for one in refused.json["unmet"]] == ["role"]


def test_a_move_nobody_knows_is_an_unknown_value(coordinator, case_id):
    refused = coordinator.post(f"/cases/{case_id}/moves", {"move": "nothing"}, revision=2)

    assert refused.status_code == 422
    assert refused.json["errors"] == [
        {"field": "move", "rule": "unknown", "message": "Выберите значение из списка."}
    ]


def test_a_stale_revision_tells_who_moved_the_case_when_and_where_to(world, coordinator, case_id):
    mover = world.of(Role.REGIONAL_COORDINATOR)
    moved = mover.post(f"/cases/{case_id}/moves", {"move": "approve_listing"}, revision=2)

    stale = coordinator.post(f"/cases/{case_id}/moves", {"move": "approve_listing"}, revision=2)

    person = world.home.actor(Role.REGIONAL_COORDINATOR)
    title = "regional_coordinator"
    assert stale.status_code == 412
    assert stale.json["code"] == "case.stale"
    assert stale.json["fields"]["changed_by"]["id"] == str(person.account_id)
    assert stale.json["fields"]["changed_by"]["title"].startswith(title)
    assert stale.json["fields"]["changed_at"] == moved.json["at"]
    assert stale.json["fields"]["stage"] == "listed"
    assert stale.json["fields"]["revision"] == 3
    assert "3 апреля 2023 г., 15:00" in stale.json["detail"]


@pytest.mark.parametrize("tag", ["", "*"])
def test_a_deed_on_a_case_says_what_state_it_starts_from(coordinator, case_id, tag):
    refused = coordinator.post(f"/cases/{case_id}/moves", {"move": "approve_listing"}, revision=tag)

    assert refused.status_code == 428
    assert refused.json["code"] == "precondition.required"


@pytest.mark.parametrize(
    "tag", ["2", 'W/"2"', '"02"', '"abc"', '"2", "3"', '"-2"', '"99999999999999999999"', '"0"']
)
def test_a_tag_that_no_case_ever_had_is_stale(coordinator, case_id, tag):
    refused = coordinator.post(f"/cases/{case_id}/moves", {"move": "approve_listing"}, revision=tag)

    assert refused.status_code == 412
    assert refused.json["fields"]["revision"] == 2


def test_a_case_is_put_in_any_stage_with_consent(world, case_id):
    admin, consenting = world.of(Role.REGIONAL_ADMIN), world.of(Role.REGIONAL_COORDINATOR)
    consent = {"kind": "approval", "key": "force_move", "status": "given"}
    path = f"/cases/{case_id}/force-moves"

    refused = admin.post(path, {"target": "listed", "reason": REASON}, revision=2)
    given = consenting.post(f"/cases/{case_id}/records", consent, revision=2)
    forced = admin.post(path, {"target": "listed", "reason": REASON}, revision=3)

    assert (refused.status_code, given.status_code, forced.status_code) == (409, 201, 200)
    assert [one["code"] for one in refused.json["unmet"]] == ["approvals"]
    assert_recorded(world, forced, "case:forced", 4)


def test_text_is_kept_in_its_composed_form(world, coordinator, case_id):
    decomposed = "Итог: й"

    coordinator.post(
        f"/cases/{case_id}/moves", {"move": "approve_listing", "reason": decomposed}, revision=2
    )

    assert last_entry(world, case_id)["texts"] == {"reason": "Итог: й"}
