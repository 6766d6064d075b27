"""Tokens, addresses and methods: who is let in, and what is there at all."""

import pytest
import sqlalchemy as sa

from engine.actions.tokens import revoke_token
from engine.domain.roles import Permission, Role
from engine.storage.database import reading
from engine.storage.tables import TokenRow
from tests.conftest import DIALECTS
from tests.web.answers import assert_problem
from tests.web.programs import ROOT, Program, program, token_of
from tests.web.world import ORDER, open_world


@pytest.fixture(scope="module", params=DIALECTS)
def world(request):
    with open_world(request) as opened:
        opened.case_id = opened.ready_case()
        yield opened


@pytest.fixture
def coordinator(world):
    return world.of(Role.MUNICIPAL_COORDINATOR)


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
