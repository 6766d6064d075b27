"""The OpenAPI document is true: generated requests are answered as it says."""

import json
import os
from collections import Counter

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import seed as seeded
from schemathesis import GenerationMode

from engine.domain.roles import Role
from tests.conftest import DIALECTS
from tests.web.world import open_world

EXAMPLES = int(os.environ.get("API_EXAMPLES", "15"))
"""Generated requests an operation, mode and database."""


@pytest.fixture(scope="module", params=DIALECTS)
def world(request):
    with open_world(request) as opened:
        opened.ids["own"] = opened.furnish()
        yield opened


@pytest.fixture(scope="module")
def document(world):
    return world.app.test_client().get("/api/v1/openapi.json").json


@pytest.fixture(scope="module")
def schema(world):
    loaded = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", world.app)
    # What the words of a path allow is not in the document: such requests are told so.
    loaded.config.checks.positive_data_acceptance.expected_statuses = [
        "2xx",
        "403",
        "404",
        "409",
        "412",
        "422",
    ]
    loaded.config.checks.negative_data_rejection.expected_statuses = [
        "400",
        "401",
        "403",
        "404",
        "405",
        "409",
        "412",
        "413",
        "415",
        "422",
        "428",
    ]
    loaded.config.checks.missing_required_header.expected_statuses = ["401", "415", "422", "428"]
    return loaded


def test_the_document_is_public_and_of_version_3_1(world, document):
    answer = world.app.test_client().get("/api/v1/openapi.json")

    assert answer.status_code == 200
    assert answer.mimetype == "application/json"
    assert document["openapi"] == "3.1.0"
    assert document["security"] == [{"token": []}]
    assert document["components"]["securitySchemes"]["token"]["scheme"] == "bearer"


def test_nothing_is_loaded_from_elsewhere(document):
    assert "http" not in json.dumps(document).replace('"http"', "")


def test_every_deed_takes_an_idempotency_key_and_a_state(document):
    deeds = {
        path: {one["name"]: one["required"] for one in item["post"]["parameters"]}
        for path, item in document["paths"].items()
        if "post" in item
    }

    assert len(deeds) == 21
    for path, headers in deeds.items():
        assert headers["Idempotency-Key"] is False
        assert headers.get("If-Match", False) is ("{case_id}" in path)


def test_every_operation_has_a_summary_and_tells_its_refusals(document):
    for item in document["paths"].values():
        for method in item.keys() & {"get", "post"}:
            operation = item[method]
            assert operation["summary"]
            assert {"401", "403", "default"} <= operation["responses"].keys()
            assert operation["responses"]["401"] == {"$ref": "#/components/responses/Problem"}


def test_what_is_taken_is_closed_and_what_is_given_is_open(document):
    schemas = document["components"]["schemas"]

    closed = {name for name, one in schemas.items() if one.get("additionalProperties") is False}
    assert closed == {name for name in schemas if name.endswith("Sent")}


WORDS = {
    "/moves": {"move": "approve_listing"},
    "/documents": {"kind": "antirisk_programme"},
    "/decisions": {"kind": "list_order"},
    "/records": {"kind": "measure", "status": "done"},
    "/attachments": {"kind": "expert"},
}


def make_possible(world, case):
    """Words that the path has and the case's revision, so that requests reach the deed itself."""
    words = WORDS.get(case.operation.path.removeprefix("/api/v1/cases/{case_id}"), {})
    if isinstance(case.body, dict):
        case.body |= words
    # A cursor or a key that was used is good for one request only.
    case.query.pop("cursor", None)
    case.headers.pop("Idempotency-Key", None)
    if "If-Match" not in case.headers:
        return {}
    return {"If-Match": f'"{world.home.revision(world.ids["own"]["case"])}"'}


@pytest.mark.slow
@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
def test_generated_requests_are_answered_as_the_document_says(world, schema, mode):
    program, seen = world.of(Role.MUNICIPAL_COORDINATOR), Counter[int]()
    bearer = {"Authorization": f"Bearer {program.secret}", "Accept-Encoding": "identity"}
    ids = {f"{name}_id": str(value) for name, value in world.ids["own"].items()}
    operations = [found.ok() for found in schema.get_all_operations()]
    assert len(operations) == 46

    for operation in operations:
        names = {parameter.name for parameter in operation.path_parameters}
        known = {name: value for name, value in ids.items() if name in names}

        @seeded(20230403)
        @settings(
            max_examples=EXAMPLES,
            database=None,
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy(mode, path_parameters=known, headers=bearer))
        def check(case):
            headers = dict(bearer)
            if mode is GenerationMode.POSITIVE:
                headers |= make_possible(world, case)
            answer = case.call_and_validate(headers=headers)
            seen[answer.status_code] += 1

        # A reading without a query has nothing that could be spoilt.
        if mode is GenerationMode.POSITIVE or operation.query or operation.body:
            check()

    assert sum(seen.values()) >= len(operations)
    assert not [status for status in seen if status >= 500]
