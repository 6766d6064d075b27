"""Every view says who may open it, every form is protected; what is forgotten is closed."""

from __future__ import annotations

from uuid import UUID

import pytest
from flask import Flask

from engine.domain.roles import Permission, Place, Role
from tests.people import Country, make_country
from tests.web.browsing import Browser, make_app, make_own_app
from web.permissions import Open, mark_of, permission, public, undeclared

NOTHING = UUID(int=0)
CHANGING = {"POST", "PUT", "PATCH", "DELETE"}


@pytest.fixture
def country(bench) -> Country:
    return make_country(bench)


@pytest.fixture
def app(country) -> Flask:
    return make_app(country.bench)


def addresses(app: Flask, methods: set[str]) -> list[tuple[str, str, str]]:
    """Every rule with an address it may be called at: endpoint, method, path."""
    found = []
    adapter = app.url_map.bind("localhost")
    for rule in app.url_map.iter_rules():
        values = {
            name: {"UUIDConverter": NOTHING, "IntegerConverter": 1}.get(
                type(kind).__name__, min(getattr(kind, "items", ["x"]))
            )
            for name, kind in rule._converters.items()
        }
        for method in sorted((rule.methods or set()) & methods):
            path = adapter.build(rule.endpoint, values, method=method)
            found.append((rule.endpoint, method, path))
    return found


def test_every_endpoint_says_who_may_open_it(app):
    assert undeclared(app) == []


def test_what_everybody_may_open_is_a_short_list(app):
    open_to_all = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if not rule.rule.startswith("/api/")
        and mark_of(app.view_functions[rule.endpoint], "GET") is Open.PUBLIC
        and not rule.endpoint.endswith("static")
    }

    assert open_to_all == {
        "agenda.feed",
        "health.alive",
        "health.ready",
        "guide.parts",
        "home.show",
        "preferences.choose",
        "signin.show",
        "signin.submit",
    }


def test_nobody_comes_further_than_the_sign_in_page_without_signing_in(app):
    browser = Browser(app)

    for endpoint, method, path in addresses(app, {"GET"}):
        if mark_of(app.view_functions[endpoint], method) is Open.PUBLIC:
            continue
        answer = browser.get(path)
        if path.startswith("/api/"):
            assert answer.status_code == 401, endpoint
        else:
            assert answer.status_code == 303, endpoint
            assert answer.location.startswith("/signin?next="), endpoint


@pytest.mark.parametrize("role", [None, Role.REGIONAL_ADMIN])
def test_every_form_without_its_token_is_refused(app, country, role):
    browser = Browser(app)
    if role is not None:
        country.person("admin.amur", role)
        assert browser.sign_in("admin.amur").status_code == 303
    checked = 0

    for endpoint, method, path in addresses(app, CHANGING):
        if path.startswith("/api/"):
            continue
        answer = browser.client.open(path, method=method)
        assert answer.status_code == 400, endpoint
        assert "Форма устарела или отправлена не с нашей страницы." in answer.text
        checked += 1

    assert checked >= 5


def test_a_form_from_another_site_is_refused_even_with_a_token(app, country):
    country.person("kurator", Role.CURATOR)
    browser = Browser(app)
    browser.sign_in("kurator")

    foreign = browser.post("/signout", headers={"Origin": "https://evil.example"})
    hidden = browser.post("/signout", headers={"Origin": "null"})
    broken = browser.post("/signout", headers={"Origin": "http://["})
    own = browser.post("/signout", headers={"Origin": "http://localhost"})

    refused = [foreign.status_code, hidden.status_code, broken.status_code]
    assert (refused, own.status_code) == ([400, 400, 400], 303)


def test_a_token_of_a_form_serves_its_own_browser_only(app, country):
    country.person("kurator", Role.CURATOR)
    other, browser = Browser(app), Browser(app)
    browser.sign_in("kurator")

    answer = browser.client.post("/signout", data={"csrf_token": other.form_token()})

    assert answer.status_code == 400


def test_an_api_call_with_a_session_cookie_is_nobodys(app, country):
    country.person("kurator", Role.CURATOR)
    browser = Browser(app)
    browser.sign_in("kurator")

    for endpoint, _method, path in addresses(app, {"GET"}):
        closed = mark_of(app.view_functions[endpoint], "GET") is not Open.PUBLIC
        if path.startswith("/api/") and closed:
            assert browser.get(path).status_code == 401, endpoint


def test_a_view_that_says_nothing_is_closed_even_to_the_system_admin(country):
    app = make_own_app(country.bench)
    app.add_url_rule("/forgotten", "forgotten", lambda: "open")
    country.person("glavnyy", Role.SYSTEM_ADMIN, Place())
    browser = Browser(app)
    browser.sign_in("glavnyy")

    answer = browser.get("/forgotten")

    assert undeclared(app) == ["forgotten GET"]
    assert answer.status_code == 403
    assert Browser(app).get("/forgotten").status_code == 403


@pytest.mark.parametrize(
    ("needed", "status"),
    [
        ((Permission.READ_CASE,), 200),
        ((Permission.PUBLISH_DEFINITION,), 403),
        ((Permission.PUBLISH_DEFINITION, Permission.READ_CASE), 200),
    ],
)
def test_one_of_the_permissions_named_opens_a_view(country, needed, status):
    app = make_own_app(country.bench)
    app.add_url_rule("/guarded", "guarded", permission(*needed)(lambda: "open"))
    country.person("kurator", Role.CURATOR)
    browser = Browser(app)
    browser.sign_in("kurator")

    assert browser.get("/guarded").status_code == status


def test_a_bound_view_is_marked_by_its_object():
    class Console:
        permission = Permission.MANAGE_PEOPLE

        def show(self) -> str:
            return "open"

        @public
        def about(self) -> str:
            return "open"

    assert mark_of(Console().show, "GET") is Permission.MANAGE_PEOPLE
    assert mark_of(Console().about, "GET") is Open.PUBLIC


def test_the_bar_shows_only_what_may_be_opened(country):
    app = make_own_app(country.bench)
    if "board.show" not in app.view_functions:
        view = permission(Permission.READ_CASE)(lambda: "board")
        app.add_url_rule("/board", "board.show", view)
    country.person("kurator", Role.CURATOR)
    country.person("glavnyy", Role.SYSTEM_ADMIN, Place())
    curator, admin = Browser(app), Browser(app)
    curator.sign_in("kurator")
    admin.sign_in("glavnyy")

    assert ">Доска</a>" in curator.get("/account").text
    assert ">Доска</a>" not in admin.get("/account").text
    assert ">Консоль</a>" not in curator.get("/account").text
