"""Whatever is sent, the answer is a problem with its place and a Russian sentence, never a 500."""

import base64
import json

import pytest

from engine.domain.errors import DatabaseBusy
from engine.domain.roles import Role
from tests.conftest import DIALECTS
from tests.web.answers import assert_problem
from tests.web.programs import Program, make_app
from tests.web.world import ORDER, open_world


@pytest.fixture(scope="module", params=DIALECTS)
def world(request):
    with open_world(request) as opened:
        opened.case_id = opened.ready_case()
        yield opened


@pytest.fixture
def coordinator(world):
    return world.of(Role.MUNICIPAL_COORDINATOR)


def send(program, path, body, content_type="application/json", **options):
    headers = {"If-Match": '"2"', **options.pop("headers", {})}
    return program.post(path, data=body, content_type=content_type, headers=headers, **options)


MALFORMED = {
    "empty": b"",
    "not JSON": b"{",
    "two values": b"{} {}",
    "comment": b"{} // a",
    "Infinity": b'{"kind": "measure", "key": "1", "status": "done", "value": Infinity}',
    "NaN": b'{"kind": "measure", "key": "1", "status": "done", "value": NaN}',
    "1e999": b'{"kind": "measure", "key": "1", "status": "done", "value": 1e999}',
    "5000 digits": b'{"value": ' + b"9" * 5000 + b"}",
    "not UTF-8": '{"kind": "приказ"}'.encode("cp1251"),
    "UTF-16": '{"kind": "measure"}'.encode("utf-16"),
    "BOM": b"\xef\xbb\xbf{}",
    "deep list": b"[" * 100_000,
    "deep object": b'{"a":' * 50_000,
    "raw NUL": b'{"key": "a\x00"}',
    "twice": b'{"kind": "measure", "kind": "event"}',
    "strange name": b'{"\\ud800": 1}',
    "NUL in a name": b'{"a\\u0000": 1}',
    "long name": b'{"' + b"a" * 101 + b'": 1}',
}


@pytest.mark.parametrize("body", MALFORMED.values(), ids=MALFORMED)
def test_a_body_that_two_readers_could_read_differently_is_refused(world, coordinator, body):
    refused = send(coordinator, f"/cases/{world.case_id}/records", body)

    assert_problem(refused, 400, "request.malformed")


RECORD = {"kind": "measure", "key": "1", "status": "done"}
NESTED = json.loads("[" * 90 + "]" * 90)
MISTAKEN = [
    ({**RECORD, "key": "a\x00"}, "key", "unprintable"),
    ({**RECORD, "key": "\ud800"}, "key", "unprintable"),
    ({**RECORD, "note": "\x1b[31m"}, "note", "unprintable"),
    ({**RECORD, "key": ""}, "key", "length_between"),
    ({**RECORD, "key": "1" * 101}, "key", "length_between"),
    ({**RECORD, "note": "я" * 200_000}, "note", None),
    ({**RECORD, "key": 1}, "key", "not_text"),
    ({**RECORD, "key": None}, "key", "null"),
    ({**RECORD, "value": 2**60}, "value", "range_between"),
    ({**RECORD, "value": -(2**63)}, "value", "range_between"),
    ({**RECORD, "value": 1.5}, "value", "not_number"),
    ({**RECORD, "value": 1e300}, "value", "range_between"),
    ({**RECORD, "value": True}, "value", "not_number"),
    ({**RECORD, "value": "1"}, "value", "not_number"),
    ({**RECORD, "value": NESTED}, "value", "not_number"),
    ({**RECORD, "kind": "other"}, "kind", "choice"),
    ({**RECORD, "kind": {}}, "kind", "not_text"),
    ({**RECORD, "happened_on": "03.04.2023"}, "happened_on", "not_day"),
    ({**RECORD, "happened_on": "2023-02-30"}, "happened_on", "not_day"),
    ({**RECORD, "happened_on": "20230403"}, "happened_on", "not_day"),
    ({**RECORD, "happened_on": "٢٠٢٣-04-03"}, "happened_on", "not_day"),
    ({**RECORD, "happened_on": "0001-01-01"}, "happened_on", "day_between"),
    ({**RECORD, "happened_on": "9999-12-31"}, "happened_on", "day_between"),
    ({**RECORD, "revision": 7}, "revision", "unknown_field"),
    ({**RECORD, "author_id": "x"}, "author_id", "unknown_field"),
    ({"key": "1", "status": "done"}, "kind", "required"),
    ([], "", "not_object"),
    (None, "", "not_object"),
    ("text", "", "not_object"),
    (1, "", "not_object"),
]


@pytest.mark.parametrize(("body", "field", "rule"), MISTAKEN)
def test_a_mistaken_value_is_named_with_a_russian_sentence(world, coordinator, body, field, rule):
    text = json.dumps(body).encode()

    refused = send(coordinator, f"/cases/{world.case_id}/records", text)

    if rule is None:
        assert_problem(refused, 413, "body.too_large")
        return
    assert_problem(refused, 422, "input.invalid")
    assert [(one["field"], one["rule"]) for one in refused.json["errors"]] == [(field, rule)]
    message = refused.json["errors"][0]["message"]
    assert any("а" <= sign <= "я" for sign in message)
    assert message in refused.json["detail"]


def test_1_0_is_a_whole_number_as_in_json_schema(world, coordinator):
    refused = send(coordinator, f"/cases/{world.case_id}/records", b'{"value": 1.0}')

    assert "value" not in [one["field"] for one in refused.json["errors"]]


def test_mistakes_deep_inside_are_named_from_the_outside_in(coordinator):
    sent = {
        "definition_code": "base",
        "order": {**ORDER, "number": ""},
        "categories": ["low_results", "other"],
    }

    refused = coordinator.post("/cases", sent)

    assert_problem(refused, 422, "input.invalid")
    assert {one["field"] for one in refused.json["errors"]} == {"order.number", "categories.1"}


def test_many_mistakes_are_told_up_to_a_bound(coordinator):
    refused = coordinator.post("/cases", {f"field_{number}": 1 for number in range(500)})

    assert_problem(refused, 422, "input.invalid")
    assert len(refused.json["errors"]) == 50


@pytest.mark.parametrize("column", ["stage", "revision", "closed", "phase", "head", "round"])
def test_columns_of_a_case_cannot_be_set(coordinator, column):
    refused = coordinator.post("/cases", {"definition_code": "base", column: "1"})

    assert_problem(refused, 422, "input.invalid")
    assert [one["field"] for one in refused.json["errors"]] == [column]


@pytest.mark.parametrize(
    "content_type",
    [
        "text/plain",
        "application/xml",
        "",
        "application/x-www-form-urlencoded",
        "multipart/form-data",
    ],
)
def test_only_json_is_taken(world, coordinator, content_type):
    refused = send(coordinator, f"/cases/{world.case_id}/records", b"{}", content_type)

    assert_problem(refused, 415, "body.media_type")


def test_a_packed_body_is_not_taken(world, coordinator):
    refused = send(
        coordinator,
        f"/cases/{world.case_id}/records",
        b"{}",
        headers={"Content-Encoding": "gzip"},
    )

    assert_problem(refused, 415, "body.media_type")


def test_a_body_without_a_file_is_small(world, coordinator):
    body = json.dumps({**RECORD, "note": "a" * 300_000}).encode()

    assert_problem(
        send(coordinator, f"/cases/{world.case_id}/records", body), 413, "body.too_large"
    )


def form_with_file(size):
    """A form as it goes over the wire."""
    return (
        b'--b\r\nContent-Disposition: form-data; name="kind"\r\n\r\nantirisk_programme\r\n'
        b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n'
        + b"1" * size
        + b"\r\n--b--\r\n"
    )


def test_a_file_is_bounded(world, coordinator):
    path, form = f"/cases/{world.case_id}/documents", form_with_file(20 * 1024**2 + 1)

    refused = send(coordinator, path, form, "multipart/form-data; boundary=b")

    assert_problem(refused, 422, "input.invalid")
    assert refused.json["fields"]["field"] == "file"


def test_a_body_beyond_every_bound_is_not_read(world, coordinator):
    path, form = f"/cases/{world.case_id}/documents", form_with_file(26 * 1024**2)

    refused = send(coordinator, path, form, "multipart/form-data; boundary=b")

    assert_problem(refused, 413, "body.too_large")


FORMS = {
    "two titles": {"title": ["1", "2"]},
    "unknown field": {"other": "1"},
    "text for a file": {"file": "text"},
    "flag": {"submit": "yes"},
    "NUL": {"title": "a\x00"},
}


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_a_mistaken_form_is_refused_by_field(world, coordinator, form):
    sent = {"kind": "antirisk_programme", **form}

    refused = coordinator.post(
        f"/cases/{world.case_id}/documents",
        data=sent,
        content_type="multipart/form-data",
        revision=2,
    )

    assert_problem(refused, 422, "input.invalid")
    assert refused.json["errors"][0]["field"].split(".")[0] in form


@pytest.mark.parametrize("content", ["?", "абв", "QQ", 1, None, "QQ==\n\x00"])
def test_a_file_is_in_base64(world, coordinator, content):
    sent = {"kind": "antirisk_programme", "file": {"name": "a", "content": content}}

    refused = coordinator.post(f"/cases/{world.case_id}/documents", sent, revision=2)

    assert_problem(refused, 422, "input.invalid")
    assert [one["field"] for one in refused.json["errors"]] == ["file.content"]


@pytest.mark.parametrize("media_type", ["text/html\r\nX: 1", "text", "а/б", "text/html; a=1"])
def test_what_a_file_claims_to_be_cannot_break_a_header(world, coordinator, media_type):
    content = base64.b64encode(b"1").decode()
    file = {"name": "a", "media_type": media_type, "content": content}
    sent = {"kind": "antirisk_programme", "file": file}

    refused = coordinator.post(f"/cases/{world.case_id}/documents", sent, revision=2)

    assert [one["field"] for one in refused.json["errors"]] == ["file.media_type"]


def test_a_busy_database_says_when_to_come_back(world, coordinator, monkeypatch):
    def busy(*_args, **_kwargs):
        raise DatabaseBusy

    monkeypatch.setattr("web.api.places.list_regions", busy)

    refused = coordinator.get("/regions")

    assert_problem(refused, 503, "database.busy")
    assert refused.headers["Retry-After"] == "2"


def test_a_failure_of_ours_tells_nothing_but_its_number(world, coordinator, monkeypatch):
    def fail(*_args, **_kwargs):
        raise RuntimeError("SELECT secret FROM account")

    app = make_app(world.bench)
    app.testing = False
    monkeypatch.setattr("web.api.places.list_regions", fail)

    refused = Program(app, coordinator.secret).get("/regions")

    assert_problem(refused, 500, "internal")
    assert "SELECT" not in refused.text
