"""Every refusal has a status, a sentence and advice; no answer and no log says more than it may."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
import structlog
from werkzeug.exceptions import default_exceptions

from engine.domain.errors import (
    DatabaseBusy,
    EngineError,
    Forbidden,
    InvalidInput,
    NotFound,
    RequirementsUnmet,
    SignInLocked,
    StaleRevision,
)
from engine.domain.roles import Permission, Role
from engine.storage.database import open_database, reading
from engine.workbench import Workbench
from tests.conftest import KEYS
from tests.people import Country, make_country
from tests.web.browsing import Browser, make_app, make_own_app
from web.errors import ENGINE_ANSWERS, HTTP_ANSWERS, RULES, answer_of
from web.permissions import public
from web.titles import PERMISSION_TITLES, ROLE_TITLES
from workflows.facts import CATALOGUE

CANARY = "канарейка-9f3b"


@pytest.fixture
def country(bench) -> Country:
    return make_country(bench)


def family(base: type[EngineError]) -> list[type[EngineError]]:
    """The engine's own kinds; those that a test makes live as long as nobody sweeps them up."""
    ours = [kind for kind in base.__subclasses__() if kind.__module__.startswith("engine.")]
    return [base, *(one for kind in ours for one in family(kind))]


def raising(country: Country, error: Exception) -> Browser:
    """A browser of an application with a page that fails, run as in earnest."""
    app = make_own_app(country.bench)
    app.testing = False

    @public
    def fail() -> str:
        raise error

    app.add_url_rule("/fail", "fail", fail)
    app.add_url_rule("/api/fail", "api.fail", fail)
    return Browser(app)


def test_every_refusal_of_the_engine_is_told_in_russian():
    codes = {kind.code for kind in family(EngineError)}

    assert codes == set(ENGINE_ANSWERS)
    for answer in ENGINE_ANSWERS.values():
        assert 400 <= answer.status < 600
        for sentence in (str(answer.sentence), str(answer.advice)):
            assert "А" <= sentence[0] <= "Я"
            assert sentence.endswith(".")


def test_a_refusal_that_is_new_is_told_as_its_family():
    class Newest(StaleRevision):
        """Something else that is stale."""

        code = "newest"

    assert answer_of(Newest()) is ENGINE_ANSWERS["case.stale"]


def test_every_role_permission_and_status_has_its_words():
    assert set(ROLE_TITLES) == set(Role)
    assert set(PERMISSION_TITLES) == set(Permission)
    assert {400, 403, 404, 409, 412, 413, 429, 500, 503} <= set(HTTP_ANSWERS)
    assert all(RULES.values())


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (NotFound(), 404),
        (Forbidden(permission="case:move"), 403),
        (InvalidInput(field="title", rule="length", value=CANARY), 422),
        (StaleRevision(changed_by=CANARY), 409),
        (RequirementsUnmet(()), 409),
        (SignInLocked(until=None), 429),
        (DatabaseBusy(), 503),
        (RuntimeError(f"INSERT INTO account VALUES ('{CANARY}')"), 500),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else str(value),
)
def test_a_refusal_is_a_page_with_its_status_and_the_number_of_the_request(country, error, status):
    answer = raising(country, error).get("/fail")

    assert answer.status_code == status
    assert answer.headers["X-Request-ID"] in answer.text
    assert CANARY not in answer.text
    assert "Traceback" not in answer.text
    assert answer.headers.get("Retry-After") == ("2" if status == 503 else None)


def test_every_status_of_http_has_a_page_in_russian(country):
    app = make_own_app(country.bench)

    @public
    def fail(status: int) -> str:
        raise default_exceptions[status]

    app.add_url_rule("/fail/<int:status>", "fail", fail)
    browser = Browser(app)

    for status in sorted(default_exceptions):
        page = browser.get(f"/fail/{status}")
        assert page.status_code == status
        assert f"Ошибка {status}" in page.text
        assert str(default_exceptions[status].description) not in page.text


def test_the_api_is_told_in_json_and_nothing_of_what_it_may_not_know(country):
    answer = raising(country, NotFound(kind="case", code=CANARY)).get("/api/fail")

    assert answer.status_code == 404
    assert answer.json is not None
    assert answer.json["code"] == "not_found"
    assert CANARY not in answer.text


def test_of_a_failure_the_log_keeps_the_places_and_not_the_values(country):
    error = RuntimeError(f"INSERT INTO account VALUES ('{CANARY}')")

    with structlog.testing.capture_logs() as lines:
        answer = raising(country, error).get(f"/fail?name={CANARY}")

    failed = next(line for line in lines if line["event"] == "request.failed")
    assert failed["error"] == "RuntimeError"
    assert failed["places"][-1].endswith(" fail")
    assert answer.status_code == 500
    assert CANARY not in str(lines)


def test_the_log_of_a_sign_in_holds_neither_login_nor_password_nor_address(country):
    country.person("kurator.canary", Role.CURATOR)
    browser = Browser(make_app(country.bench), address="198.51.100.77")

    with structlog.testing.capture_logs() as lines:
        browser.sign_in("kurator.canary", CANARY)
        browser.sign_in("kurator.canary")
        browser.get(f"/account?q={CANARY}")

    told = str(lines)
    for secret in ("kurator.canary", CANARY, "198.51.100.77", browser.cookie() or "?"):
        assert secret not in told
    assert {line["rule"] for line in lines if line["event"] == "request.answered"} == {
        "/account",
        "/signin",
    }


def test_a_database_that_is_away_means_later_and_not_a_failure(clock):
    database = open_database("postgresql://nobody@127.0.0.1:9/none", KEYS)
    app = make_app(Workbench(database, clock, CATALOGUE))
    browser = Browser(app)
    browser.client.set_cookie("marshrut", "x")

    assert browser.get("/healthz").status_code == 200
    assert browser.get("/readyz").status_code == 503
    assert browser.get("/signin").status_code == 200
    answer = browser.post("/signin", {"login": "kurator", "password": "не важно"})
    assert answer.status_code == 503
    assert "База данных сейчас занята." in answer.text
    database.close()


def test_a_node_is_ready_when_the_database_is_installed_and_migrated(country):
    browser = Browser(make_app(country.bench))

    assert browser.get("/readyz").json == {"status": "ok"}
    with country.bench.database.source.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '0000'"))
    answer = browser.get("/readyz")

    assert (answer.status_code, answer.json) == (503, {"status": "migration_pending"})
    with reading(country.bench.database) as connection:
        assert connection.execute(sa.text("SELECT 1")).scalar_one() == 1
