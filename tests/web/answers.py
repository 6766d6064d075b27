"""What every answer of the API is held to."""

from engine.domain.roles import Role

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


def last_entry(world, case_id):
    """The last entry of a case's own chain."""
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


def assert_problem(answer, status, code):
    """The one form of a refusal."""
    assert answer.status_code == status, answer.text
    assert answer.mimetype == "application/problem+json"
    assert set(answer.json) == MEMBERS
    assert answer.json["type"] == f"urn:marshrut:problem:{code}"
    assert (answer.json["status"], answer.json["code"]) == (status, code)
    assert answer.json["title"]
    assert answer.json["detail"]
    assert answer.json["request_id"] == answer.headers["X-Request-ID"]
