"""People, documents, decisions and facts of a case through the API."""

import base64
import hashlib
import io
from uuid import uuid4

import pytest

from engine.domain.roles import Role
from tests.conftest import DIALECTS
from tests.web.answers import assert_recorded
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


@pytest.mark.parametrize(
    ("name", "kept", "saved_as"),
    [
        ("a\nb.pdf", "a b.pdf", '"a b.pdf"'),
        ("a\r\nX-Own: 1.pdf", "a X-Own: 1.pdf", '"a X-Own: 1.pdf"'),
        ("../../etc/passwd", "../../etc/passwd", ".._.._etc_passwd"),
        ("..\\x.pdf", "..\\x.pdf", ".._x.pdf"),
    ],
)
def test_a_name_of_a_file_cannot_break_a_header_or_lead_elsewhere(
    coordinator, case_id, name, kept, saved_as
):
    path = f"/cases/{case_id}/documents"
    file = {"name": name, "media_type": "text/html", "content": "PGI+"}
    sent = {"kind": "antirisk_programme", "file": file}
    assert coordinator.post(path, sent, revision=2).status_code == 201

    (shown,) = coordinator.get(path).json["items"]
    content = coordinator.get(f"{path}/{shown['id']}/file")

    assert shown["file_name"] == kept
    assert content.status_code == 200
    assert content.headers["Content-Disposition"] == f"attachment; filename={saved_as}"
    assert content.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"


@pytest.mark.parametrize("part", ["bytes=0-0", "bytes=9-", "bytes=x"])
def test_a_file_is_given_whole_whatever_part_is_asked_for(coordinator, case_id, part):
    path = f"/cases/{case_id}/documents"
    file = {"name": "a.txt", "media_type": "text/plain", "content": "PGI+"}
    sent = {"kind": "antirisk_programme", "file": file}
    made = coordinator.post(path, sent, revision=2).json["created_id"]

    content = coordinator.get(f"{path}/{made}/file", headers={"Range": part})

    assert (content.status_code, content.get_data()) == (200, b"<b>")


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


def test_a_repealed_decision_names_its_successor_and_attachments_go_over(
    world, coordinator, case_id
):
    path = f"/cases/{case_id}"
    order = {**ORDER, "kind": "tutor_order"}
    old, new = (
        coordinator.post(f"{path}/decisions", {**order, "number": number}, revision=at)
        for at, number in enumerate(("141", "142"), start=2)
    )
    old, new = old.json["created_id"], new.json["created_id"]
    expert = str(world.home.actor(Role.EXPERT).account_id)
    attached = {"kind": "expert", "account_id": expert, "decision_id": old}
    coordinator.post(f"{path}/attachments", attached, revision=4)
    repealed = {"repealed_on": "2023-04-03", "reason": REASON}
    coordinator.post(f"{path}/decisions/{old}/repeal", repealed, revision=5)

    named = coordinator.post(
        f"{path}/decisions/{old}/successor", {"successor_id": new, "carries": True}, revision=6
    )

    assert named.status_code == 200
    assert named.json["kind"] == "decision:succeeded"
    shown = {
        one["id"]: one["successor_id"] for one in coordinator.get(f"{path}/decisions").json["items"]
    }
    assert (shown[old], shown[new]) == (new, None)
    (link,) = coordinator.get(f"{path}/attachments").json["items"]
    assert (link["decision_id"], link["former_decision_id"]) == (new, old)


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
