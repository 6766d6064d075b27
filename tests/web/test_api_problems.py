"""Whatever is sent, the answer is a problem with its place and a Russian sentence, never a 500."""

import base64
import json

import pytest
import sqlalchemy as sa

from engine.actions.tokens import revoke_token
from engine.domain.errors import DatabaseBusy
from engine.domain.roles import Permission, Role
from engine.storage.database import reading
from engine.storage.tables import TokenRow
from tests.conftest import DIALECTS
from tests.web.programs import ROOT, Program, make_app, program, token_of
from tests.web.world import ORDER, open_world

MEMBERS = {
    "type",
    "title",
    "status",
    "detail",
    "code",
    "fields",
    "errors",
    "unmet",
    "request_id",
}


@pytest.fixture(scope="module", params=DIALECTS)
def world(request):
    with open_world(request) as opened:
        opened.case_id = opened.ready_case()
        yield opened


@pytest.fixture
def coordinator(world):
    return world.of(Role.MUNICIPAL_COORDINATOR)


def assert_problem(answer, status, code):
    assert answer.status_code == status, answer.text
    assert answer.mimetype == "application/problem+json"
    assert set(answer.json) == MEMBERS
    assert answer.json["type"] == f"urn:marshrut:problem:{code}"
    assert (answer.json["status"], answer.json["code"]) == (status, code)
    assert answer.json["title"]
    assert answer.json["detail"]
    assert answer.json["request_id"] == answer.headers["X-Request-ID"]


def send(program, path, body, content_type="application/json", **options):
    headers = {"If-Match": '"2"', **options.pop("headers", {})}
    return program.post(path, data=body, content_type=content_type, headers=headers, **options)


@pytest.mark.parametrize(
    "secret", [None, "", "mrt_unknown", "nothing", "mrt_" + "a" * 5000, "mrt_\xff"]
)
def test_without_a_token_in_force_nothing_is_told(world, secret):
    stranger = Program(world.app, secret)

    for path in (f"/cases/{world.case_id}", "/cases", "/regions"):
        refused = stranger.get(path)

        assert_problem(refused, 401, "token.required")
        assert refused.headers["WWW-Authenticate"] == 'Bearer realm="marshrut"'


@pytest.mark.parametrize("header", ["Basic YTpi", "Bearer", "mrt_x", "Bearer  "])
def test_other_ways_to_sign_in_are_not_taken(world, header):
    stranger = Program(world.app, None, {"Authorization": header})

    assert_problem(stranger.get("/cases"), 401, "token.required")


def test_a_revoked_token_is_no_token(world):
    viewer = world.home.actor(Role.VIEWER)
    reader = program(world.app, world.bench, viewer)
    assert reader.get("/cases").status_code == 200
    with reading(world.bench.database) as connection:
        token_id = (
            connection.execute(
                sa.select(TokenRow.id)
                .where(TokenRow.account_id == viewer.account_id)
                .order_by(TokenRow.created_at.desc())
            )
            .scalars()
            .all()[0]
        )

    revoke_token(world.bench, token_id, actor=viewer)

    assert_problem(reader.get("/cases"), 401, "token.required")


def test_an_expired_token_is_no_token(world):
    actor = world.home.actor(Role.VIEWER)
    reader = Program(world.app, token_of(world.bench, actor, days=1))
    assert reader.get("/cases").status_code == 200

    world.clock.advance(days=2)
    refused = reader.get("/cases")
    world.clock.advance(days=-2)

    assert_problem(refused, 401, "token.required")


def test_a_session_of_a_page_says_nothing_to_the_api(world):
    client = world.app.test_client()
    client.set_cookie("marshrut", "whatever")

    assert client.get(f"{ROOT}/cases").status_code == 401


def test_a_token_does_no_more_than_its_scopes(world):
    actor = world.home.actor(Role.MUNICIPAL_COORDINATOR)
    reader = program(world.app, world.bench, actor, Permission.READ_CASE)

    refused = reader.post(f"/cases/{world.case_id}/decisions", ORDER, revision=2)

    assert reader.get(f"/cases/{world.case_id}").status_code == 200
    assert_problem(refused, 403, "forbidden")
    assert_problem(reader.get("/schools"), 403, "forbidden")


@pytest.mark.parametrize("path", ["/nothing", "/cases/1", "/cases/", "/../x", "/v2"])
def test_an_address_that_is_not_there_is_a_problem(coordinator, path):
    assert_problem(coordinator.get(path), 404, "not_found")


def test_an_address_outside_of_version_1_is_a_problem(world):
    for path in ("/api", "/api/", "/api/v2/cases"):
        assert_problem(world.app.test_client().get(path), 404, "not_found")


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "TRACE", "PROPFIND"])
def test_a_method_that_is_not_there_names_those_that_are(world, coordinator, method):
    refused = coordinator.call(method, f"/cases/{world.case_id}/moves")

    assert_problem(refused, 405, "method.not_allowed")
    assert set(refused.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS", "POST"}


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
