"""What every answer carries, and what no request gets away with."""

from __future__ import annotations

import pytest

from engine.domain.roles import Role
from tests.people import Country, make_country
from tests.web.browsing import Browser, make_app, make_own_app
from web.headers import LARGEST_BODY, csp_nonce
from web.permissions import public

PAGES = ("/signin", "/nowhere", "/healthz", "/static/site.css", "/api/v1/nowhere")


@pytest.fixture
def country(bench) -> Country:
    return make_country(bench)


@pytest.mark.parametrize("path", PAGES)
def test_every_answer_forbids_what_no_page_of_ours_needs(country, path):
    answer = Browser(make_app(country.bench)).get(path)
    answer.close()

    assert answer.headers["Content-Security-Policy"] == (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
        "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    )
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert len(answer.headers["X-Request-ID"]) == 32
    assert "Strict-Transport-Security" not in answer.headers
    assert answer.headers["Cache-Control"].startswith("no-")


def test_over_https_a_browser_is_told_to_stay_there(country):
    answer = Browser(make_app(country.bench, secure_cookies=True)).get("/signin")

    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"


def test_a_nonce_allows_scripts_only_on_the_answer_that_asked_for_it(country):
    app = make_own_app(country.bench)
    app.add_url_rule("/console", "console", public(csp_nonce))
    browser = Browser(app)

    first, second = browser.get("/console"), browser.get("/console")

    assert f"'nonce-{first.text}'" in first.headers["Content-Security-Policy"]
    assert first.text != second.text
    assert "nonce" not in browser.get("/signin").headers["Content-Security-Policy"]


@pytest.mark.parametrize("page", ["/signin", "/account", "/tokens", "/nowhere"])
def test_no_page_has_anything_inline_or_from_elsewhere(country, page):
    country.person("kurator", Role.CURATOR)
    browser = Browser(make_app(country.bench))
    if page != "/signin":
        browser.sign_in("kurator")

    text = browser.get(page).text

    for bad in ("<script>", "<style", " style=", " onclick=", "javascript:", "http://", "https://"):
        assert bad not in text, bad
    assert '<html lang="ru">' in text
    assert (text.count("<main"), text.count("<h1")) == (1, 1)
    assert 'href="#main"' in text
    assert 'name="viewport"' in text


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "local_host"])
def test_a_host_that_is_not_ours_is_not_served(country, host):
    browser = Browser(make_app(country.bench))

    assert browser.get("/signin", base_url=f"http://{host}").status_code == 400
    assert browser.get("/healthz", base_url=f"http://{host}").status_code == 200


def test_a_proxy_is_believed_only_as_far_as_it_is_counted(country):
    plain = Browser(make_app(country.bench))
    behind = Browser(make_app(country.bench, proxies=1))
    told = {"X-Forwarded-Host": "evil.example", "X-Request-ID": "from-a-proxy-1"}

    assert plain.get("/signin", headers=told).status_code == 200
    assert plain.get("/signin", headers=told).headers["X-Request-ID"] != "from-a-proxy-1"
    assert behind.get("/signin", headers=told).status_code == 400
    told["X-Forwarded-Host"] = "localhost"
    assert behind.get("/signin", headers=told).headers["X-Request-ID"] == "from-a-proxy-1"
    told["X-Request-ID"] = "bad\tvalue"
    assert behind.get("/signin", headers=told).headers["X-Request-ID"] != "bad\tvalue"


def test_a_body_that_is_too_large_is_refused(country):
    browser = Browser(make_app(country.bench))
    length = {"CONTENT_LENGTH": str(LARGEST_BODY + 1)}

    answer = browser.client.post("/signin", data={"login": "x"}, environ_overrides=length)

    assert answer.status_code == 413
    assert "не больше 20 МБ" in answer.text


def test_a_method_that_a_page_does_not_have_names_those_it_has(country):
    answer = Browser(make_app(country.bench)).get("/signout")

    assert answer.status_code == 405
    assert set(answer.headers["Allow"].split(", ")) == {"OPTIONS", "POST"}
