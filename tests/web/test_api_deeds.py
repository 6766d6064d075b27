"""Deeds through the API: each one does what it says and is in the journal; each may be refused."""

import base64
import hashlib
import io
from uuid import uuid4

import pytest

from engine.domain.roles import Role
from tests.conftest import DIALECTS
from tests.web.world import ORDER, open_world

SCAN = b"%PDF-1.7 \xd0\xbf\xd1\x80\xd0\xb8\xd0\xba\xd0\xb0\xd0\xb7"
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


def last_entry(world, case_id):
    history = world.of(Role.MUNICIPAL_COORDINATOR).get(f"/cases/{case_id}/history?limit=200")
    return [entry for entry in history.json["items"] if entry["stream"] == "case"][-1]


def assert_recorded(world, answer, kind, revision):
    """The receipt, its ETag and the journal say the same."""
    entry = last_entry(world, answer.json["case_id"])
    assert answer.headers["ETag"] == f'"{revision}"'
    assert (answer.json["kind"], answer.json["revision"]) == (kind, revision)
    assert (entry["kind"], entry["seq"], entry["hash"]) == (kind, revision, answer.json["hash"])
    assert entry["at"] == answer.json["at"]
    assert entry["origin"] == "api"


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


def test_a_curator_is_attached_and_ended(world, coordinator, case_id):
    curator = world.home.actor(Role.CURATOR)
    path = f"/cases/{case_id}/attachments"

    attached = coordinator.post(
        path, {"kind": "curator", "account_id": str(curator.account_id)}, revision=2
    )
    assert attached.status_code == 201
    assert_recorded(world, attached, "curator:attached", 3)
    ended = coordinator.post(
        f"{path}/{attached.json['created_id']}/end",
        {"ends_on": "2023-04-30", "reason": REASON},
        revision=3,
    )

    assert ended.status_code == 200
    assert_recorded(world, ended, "curator:ended", 4)
    (shown,) = coordinator.get(path).json["items"]
    assert shown["id"] == attached.json["created_id"]
    assert shown["account_id"] == str(curator.account_id)
    assert (shown["starts_on"], shown["ends_on"]) == ("2023-04-03", "2023-04-30")


def test_a_case_has_one_curator_at_a_time(world, coordinator, case_id):
    path = f"/cases/{case_id}/attachments"
    first, second = (world.home.actor(Role.CURATOR, place).account_id for place in (0, 1))
    coordinator.post(path, {"kind": "curator", "account_id": str(first)}, revision=2)

    refused = coordinator.post(path, {"kind": "curator", "account_id": str(second)}, revision=3)

    assert refused.status_code == 409
    assert refused.json["code"] == "attachment.exists"


def test_a_tutor_school_without_an_order_is_not_attached(world, coordinator, case_id):
    sent = {"kind": "tutor_school", "school_id": str(world.home.tutor_schools[0])}

    refused = coordinator.post(f"/cases/{case_id}/attachments", sent, revision=2)

    assert refused.status_code == 422
    assert refused.json["fields"]["field"] == "decision_id"


def test_a_listed_school_is_no_tutor_school(world, coordinator, case_id):
    (order,) = coordinator.get(f"/cases/{case_id}/decisions").json["items"]
    sent = {
        "kind": "tutor_school",
        "school_id": str(world.home.schools[0]),
        "decision_id": order["id"],
    }

    refused = coordinator.post(f"/cases/{case_id}/attachments", sent, revision=2)

    assert refused.status_code == 409
    assert refused.json["code"] == "tutor_school.ineligible"
    assert refused.json["fields"]["rule"] in ("mode", "listed")
    assert "Школа" in refused.json["detail"]


def test_an_attachment_that_is_not_there_cannot_be_ended(coordinator, case_id):
    refused = coordinator.post(
        f"/cases/{case_id}/attachments/{uuid4()}/end",
        {"ends_on": "2023-04-30", "reason": REASON},
        revision=2,
    )

    assert refused.status_code == 404


def test_a_document_is_sent_as_json_reviewed_and_read_back(world, coordinator, case_id):
    path = f"/cases/{case_id}/documents"
    file = {
        "name": "Программа.pdf",
        "media_type": "application/pdf",
        "content": base64.b64encode(SCAN).decode(),
    }
    registered = coordinator.post(
        path, {"kind": "antirisk_programme", "title": "Программа", "file": file}, revision=2
    )
    assert registered.status_code == 201, registered.text
    assert_recorded(world, registered, "document:registered", 3)

    approved = world.of(Role.METHODIST).post(
        f"{path}/{registered.json['created_id']}/review", {"verdict": "approved"}, revision=3
    )

    assert approved.status_code == 200
    assert_recorded(world, approved, "document:approved", 4)
    (shown,) = coordinator.get(path).json["items"]
    assert (shown["status"], shown["version"], shown["size"]) == ("approved", 1, len(SCAN))
    assert shown["sha256"] == hashlib.sha256(SCAN).hexdigest()
    content = coordinator.get(f"{path}/{shown['id']}/file")
    assert content.get_data() == SCAN
    assert content.mimetype == "application/pdf"
    assert content.headers["Content-Disposition"].startswith("attachment; filename")
    assert content.headers["ETag"] == f'"{shown["sha256"]}"'


def test_a_document_is_sent_as_a_form(world, coordinator, case_id):
    form = {
        "kind": "antirisk_programme",
        "title": "Программа",
        "submit": "false",
        "file": (io.BytesIO(SCAN), "Программа.pdf", "application/pdf"),
    }

    registered = coordinator.post(f"/cases/{case_id}/documents", data=form, revision=2)

    assert registered.status_code == 201, registered.text
    (shown,) = coordinator.get(f"/cases/{case_id}/documents").json["items"]
    assert (shown["status"], shown["file_name"]) == ("draft", "Программа.pdf")
    assert (shown["media_type"], shown["size"]) == ("application/pdf", len(SCAN))


def test_an_author_does_not_approve_the_own_document(coordinator, case_id):
    path = f"/cases/{case_id}/documents"
    registered = coordinator.post(path, {"kind": "antirisk_programme"}, revision=2)

    refused = coordinator.post(
        f"{path}/{registered.json['created_id']}/review", {"verdict": "approved"}, revision=3
    )

    assert refused.status_code == 403
    assert refused.json["fields"]["rule"] == "author"


def test_a_document_is_not_returned_without_remarks(world, coordinator, case_id):
    path = f"/cases/{case_id}/documents"
    registered = coordinator.post(path, {"kind": "antirisk_programme"}, revision=2)

    refused = world.of(Role.METHODIST).post(
        f"{path}/{registered.json['created_id']}/review", {"verdict": "returned"}, revision=3
    )

    assert refused.status_code == 422
    assert refused.json["fields"]["field"] == "remarks"


def test_a_document_without_a_file_has_none_to_read(coordinator, case_id):
    path = f"/cases/{case_id}/documents"
    registered = coordinator.post(path, {"kind": "antirisk_programme"}, revision=2)

    assert coordinator.get(f"{path}/{registered.json['created_id']}/file").status_code == 404


def test_an_empty_file_is_refused(coordinator, case_id):
    file = {"name": "a.pdf", "content": ""}

    refused = coordinator.post(
        f"/cases/{case_id}/documents", {"kind": "antirisk_programme", "file": file}, revision=2
    )

    assert refused.status_code == 422
    assert refused.json["fields"] == {"field": "file", "rule": "empty"}


def test_a_decision_is_registered_and_repealed(world, coordinator, case_id):
    path = f"/cases/{case_id}/decisions"
    registered = coordinator.post(path, {**ORDER, "number": "121"}, revision=2)
    assert registered.status_code == 201
    assert_recorded(world, registered, "decision:registered", 3)

    repealed = coordinator.post(
        f"{path}/{registered.json['created_id']}/repeal",
        {"repealed_on": "2023-04-01", "reason": REASON},
        revision=3,
    )

    assert repealed.status_code == 200
    assert_recorded(world, repealed, "decision:repealed", 4)
    shown = {one["number"]: one["repealed_on"] for one in coordinator.get(path).json["items"]}
    assert shown == {"120": None, "121": "2023-04-01"}


def test_a_record_is_registered(world, coordinator, case_id):
    path = f"/cases/{case_id}/records"
    measure = {"kind": "measure", "key": "п. 3.1", "status": "planned", "note": "До сентября"}

    registered = coordinator.post(path, measure, revision=2)

    assert registered.status_code == 201
    assert_recorded(world, registered, "record:registered", 3)
    (shown,) = coordinator.get(path).json["items"]
    assert {name: shown[name] for name in measure} == measure
    assert shown["author_role"] == "municipal_coordinator"


def test_a_record_of_a_status_its_kind_does_not_have_is_refused(coordinator, case_id):
    sent = {"kind": "measure", "key": "1", "status": "high"}

    refused = coordinator.post(f"/cases/{case_id}/records", sent, revision=2)

    assert refused.status_code == 422
    assert refused.json["fields"]["field"] == "status"


def test_text_is_kept_in_its_composed_form(world, coordinator, case_id):
    decomposed = "Итог: й"

    coordinator.post(
        f"/cases/{case_id}/moves", {"move": "approve_listing", "reason": decomposed}, revision=2
    )

    assert last_entry(world, case_id)["texts"] == {"reason": "Итог: й"}
