"""Sessions in the browser: from the sign-in page to a cookie that is worth nothing any more."""

from __future__ import annotations

from dataclasses import replace

import pytest

from engine.actions.installing import install
from engine.actions.people import (
    AccountRequest,
    BlockRequest,
    EndRoleRequest,
    RoleRequest,
    block_account,
    create_account,
    end_role,
)
from engine.actions.service_accounts import command_actor
from engine.domain.roles import Place, Role
from engine.queries.people import list_grants
from engine.workbench import Workbench
from tests.people import PASSWORD, Country, make_country
from tests.web.browsing import SECRET, Browser, make_app
from web.identity import cookie_value
from web.navigation import local_target
from workflows.facts import CATALOGUE


@pytest.fixture
def country(bench) -> Country:
    return make_country(bench)


@pytest.fixture
def app(country):
    return make_app(country.bench)


@pytest.fixture
def browser(country, app) -> Browser:
    country.person("kurator", Role.CURATOR)
    return Browser(app)


def test_whoever_signs_in_comes_where_he_wanted_and_is_named_there(browser):
    asked = browser.get("/account?a=1")

    answer = browser.sign_in("kurator", next="/account?a=1")

    assert (asked.status_code, asked.location) == (303, "/signin?next=/account?a%3D1")
    assert (answer.status_code, answer.location) == (303, "/account?a=1")
    page = browser.get("/account")
    assert page.status_code == 200
    assert "Сотрудник kurator" in page.text
    assert "Амурская область" in page.text


@pytest.mark.parametrize(
    "target",
    [
        "//evil.example/",
        "https://evil.example/",
        "/\\evil.example",
        "\\\\evil.example",
        "javascript:alert(1)",
        "/\t/evil.example",
        "/\r\nSet-Cookie: a=b",
        "account",
        "",
        None,
    ],
)
def test_nobody_is_led_to_another_site(target):
    assert local_target(target) is None


def test_an_address_of_our_own_is_kept_whole():
    assert local_target("/cases/1?tab=history#last") == "/cases/1?tab=history#last"


def test_a_refused_sign_in_says_the_same_for_a_wrong_password_and_an_unknown_login(browser):
    wrong = browser.sign_in("kurator", "совсем не тот")
    unknown = browser.sign_in("net.takogo", "совсем не тот")

    assert (wrong.status_code, unknown.status_code) == (401, 401)
    assert "Имя и пароль не подошли." in wrong.text
    plain = [
        page.text.replace(login, "").replace(browser.form_token(), "")
        for page, login in ((wrong, "kurator"), (unknown, "net.takogo"))
    ]
    assert plain[0].split("csrf_token")[0] == plain[1].split("csrf_token")[0]
    assert "совсем не тот" not in wrong.text
    assert browser.cookie() is None


def test_the_cookie_is_out_of_reach_of_scripts_and_of_other_sites(country):
    country.person("kurator", Role.CURATOR)
    browser = Browser(make_app(country.bench, secure_cookies=True))
    secure = {"base_url": "https://localhost", "headers": {"Referer": "https://localhost/signin"}}
    token = browser.get("/signin", base_url="https://localhost").text
    token = token.split('name="csrf_token" value="')[1].split('"')[0]

    form = {"login": "kurator", "password": PASSWORD, "csrf_token": token}
    answer = browser.client.post("/signin", data=form, **secure)

    cookie = next(
        one for one in answer.headers.getlist("Set-Cookie") if one.startswith("__Host-marshrut=")
    )
    parts = {part.strip() for part in cookie.split(";")[1:]}
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= parts
    assert not any(part.startswith("Domain") for part in parts)


def test_every_sign_in_has_a_new_secret_and_ends_the_former_session(browser, app):
    browser.sign_in("kurator")
    first = browser.cookie()

    browser.sign_in("kurator")

    assert first is not None
    assert browser.cookie() != first
    thief = Browser(app)
    thief.client.set_cookie("marshrut", first)
    assert thief.get("/account").status_code == 303


def test_a_cookie_planted_before_the_sign_in_is_not_the_one_after_it(browser):
    browser.client.set_cookie("marshrut", "planted.1680501600.signature")

    browser.sign_in("kurator")

    assert browser.cookie() != "planted.1680501600.signature"
    assert browser.get("/account").status_code == 200


def test_a_copied_cookie_dies_at_sign_out(browser, app):
    browser.sign_in("kurator")
    copied = browser.cookie()
    assert copied is not None
    thief = Browser(app)
    thief.client.set_cookie("marshrut", copied)
    assert thief.get("/account").status_code == 200

    answer = browser.post("/signout")

    assert (answer.status_code, answer.location) == (303, "/signin")
    assert browser.cookie() is None
    assert thief.get("/account").status_code == 303


def test_signing_out_is_a_form_and_not_a_link(browser):
    browser.sign_in("kurator")

    assert browser.get("/signout").status_code == 405
    assert browser.get("/account").status_code == 200


def test_a_session_ends_when_it_lies_idle(browser, clock):
    browser.sign_in("kurator")
    for _ in range(3):
        clock.advance(minutes=110)
        assert browser.get("/account").status_code == 200

    clock.advance(minutes=121)

    assert browser.get("/account").status_code == 303


def test_a_session_ends_after_twelve_hours_of_work(browser, clock):
    browser.sign_in("kurator")
    for _ in range(11):
        clock.advance(minutes=65)
        assert browser.get("/account").status_code == 200

    clock.advance(minutes=65)

    assert browser.get("/account").status_code == 303


def test_an_old_copy_of_a_cookie_is_refused_though_the_session_goes_on(browser, app, clock):
    browser.sign_in("kurator")
    copied = browser.cookie()
    assert copied is not None
    for _ in range(3):
        clock.advance(minutes=60)
        browser.get("/account")

    thief = Browser(app)
    thief.client.set_cookie("marshrut", copied)

    assert thief.get("/account").status_code == 303
    assert browser.get("/account").status_code == 200


def test_a_cookie_signed_with_a_former_key_is_accepted_while_keys_change(browser, country):
    browser.sign_in("kurator")
    kept = browser.cookie()
    assert kept is not None
    newer = "9c41f7d20e6ba853f1d97c3b5e08a642"

    both = Browser(make_app(country.bench, secret_keys=(newer, SECRET)))
    both.client.set_cookie("marshrut", kept)
    only = Browser(make_app(country.bench, secret_keys=(newer,)))
    only.client.set_cookie("marshrut", kept)

    assert both.get("/account").status_code == 200
    assert only.get("/account").status_code == 303


def test_a_signature_made_with_another_key_is_refused(browser, app, country, clock):
    settings = app.extensions["marshrut"].settings
    secret = country.secret("kurator")
    forged = replace(settings, secret_keys=("0123456789abcdefghijklmnopqrstuv",))

    browser.client.set_cookie("marshrut", cookie_value(forged, secret, clock()))
    assert browser.get("/account").status_code == 303
    browser.client.set_cookie("marshrut", cookie_value(settings, secret, clock()))
    assert browser.get("/account").status_code == 200


def test_blocking_and_a_role_ended_hold_from_the_next_request(browser, country):
    bench, admin = country.bench, command_actor(country.bench)
    browser.sign_in("kurator")
    account = country.actor("kurator").account_id
    assert browser.get("/tokens").status_code == 200

    end_role(bench, EndRoleRequest(list_grants(bench, account, actor=admin)[0].id), actor=admin)
    assert browser.get("/tokens").status_code == 403
    block_account(bench, BlockRequest(account, "уволен"), actor=admin)
    assert browser.get("/account").status_code == 303


def test_an_address_held_back_is_told_to_wait(browser, monkeypatch):
    monkeypatch.setattr("engine.actions.signing_in.ADDRESS_FAILURES", 2)
    for _ in range(2):
        browser.sign_in("kurator", "совсем не тот")

    answer = browser.sign_in("kurator")

    assert answer.status_code == 429
    assert "Подождите 15 минут" in answer.text


def test_a_new_password_is_set_by_repeating_it_and_ends_the_session(browser):
    browser.sign_in("kurator")
    form = {"former": PASSWORD, "password": "йод, ёж и пятый этап", "repeated": "другое"}

    differs = browser.post("/account/password", form)
    short = browser.post("/account/password", {**form, "password": "ёж", "repeated": "ёж"})
    done = browser.post("/account/password", {**form, "repeated": form["password"]})

    assert [differs.status_code, short.status_code, done.status_code] == [422, 422, 303]
    assert browser.get("/account").status_code == 303
    assert browser.sign_in("kurator", form["password"]).status_code == 303


def test_a_token_is_shown_once_and_revoked_by_a_button(browser):
    browser.sign_in("kurator")
    form = {"title": "Выгрузка в район", "scopes": ["case:read"], "days": "30"}

    issued = browser.post("/tokens", form)
    secret = issued.text.split('id="secret" readonly value="')[1].split('"')[0]
    shown = browser.get("/tokens")
    revoke = shown.text.split('action="/tokens/')[1].split('"')[0]
    revoked = browser.post(f"/tokens/{revoke}")

    assert secret.startswith("mrt_")
    assert "Выгрузка в район" in shown.text
    assert secret not in shown.text
    assert revoked.status_code == 303
    assert "отозван" in browser.get("/tokens").text


@pytest.mark.parametrize(
    "form",
    [
        {"title": "Выгрузка", "days": "30"},
        {"title": "", "scopes": ["case:read"], "days": "30"},
        {"title": "Выгрузка", "scopes": ["case:read"], "days": "½"},
        {"title": "Выгрузка", "scopes": ["case:read"], "days": "9999"},
        {"title": "Выгрузка", "scopes": ["people:manage"], "days": "30"},
        {"title": "Выгрузка", "scopes": ["everything"], "days": "30"},
    ],
)
def test_a_token_form_that_will_not_do_is_shown_again(browser, form):
    browser.sign_in("kurator")

    answer = browser.post("/tokens", form)

    assert answer.status_code == 422
    assert "Ключ не выпущен." in answer.text


def test_a_demonstration_lists_its_people_by_region_and_one_click_signs_in(database, clock):
    bench = Workbench(database, clock, CATALOGUE)
    install(bench, demo=True)
    country = make_country(bench)
    for login, role, place in (
        ("admin", Role.SYSTEM_ADMIN, Place()),
        ("kurator", Role.CURATOR, country.amur_region),
    ):
        request = AccountRequest(login, login.title(), "показ", RoleRequest(role, place), demo=True)
        create_account(bench, request, actor=command_actor(bench))
    browser = Browser(make_app(bench, demo=True))

    page = browser.get("/signin").text
    answer = browser.sign_in("kurator", "показ")

    assert page.index("Амурская область") < page.index("kurator</small>")
    assert page.index("Вся система") < page.index("admin</small>")
    assert 'name="password" value="показ"' in page
    assert answer.status_code == 303
    assert "Показательные" not in Browser(make_app(bench)).get("/signin").text


def test_what_is_sent_after_the_session_ended_is_told_not_to_be_kept(browser, clock):
    browser.sign_in("kurator")
    clock.advance(hours=13)

    typed = browser.post("/tokens", {"title": "Выгрузка", "key": "0123456789abcdef"})
    left = browser.post("/signout")

    assert typed.status_code == 401
    assert "Вход закончился: отправленное не записано." in typed.text
    assert 'href="/signin" target="_blank"' in typed.text
    assert left.status_code == 303
