"""The console as a whole: declared, guarded against forgery, closed to others, plain pages."""

from __future__ import annotations

import re

import pytest

from engine.domain.roles import GRANTED, Permission, Place, Role
from tests.admin.scenes import Office
from web.permissions import mark_of, undeclared

PAGES = {
    "/admin/definitions/": Permission.READ_DEFINITION,
    "/admin/people/": Permission.MANAGE_PEOPLE,
    "/admin/people/new": Permission.MANAGE_PEOPLE,
    "/admin/schools/": Permission.MANAGE_SCHOOLS,
    "/admin/schools/new": Permission.MANAGE_SCHOOLS,
    "/admin/calendars/": Permission.EDIT_CALENDAR,
    "/admin/journal/": Permission.READ_JOURNAL,
}
NOBODY = "00000000-0000-0000-0000-000000000000"


def rules(office: Office) -> list:
    """The rules of the console."""
    app = office.amur.client.application
    return [rule for rule in app.url_map.iter_rules() if rule.rule.startswith("/admin")]


def test_every_endpoint_is_declared_and_none_is_flask_admins_own(office: Office) -> None:
    app = office.amur.client.application

    assert undeclared(app) == []
    for rule in rules(office):
        assert mark_of(app.view_functions[rule.endpoint], "POST"), rule
        assert not re.search(r"static|delete|ajax|export|action", rule.rule), rule


def test_posts_without_a_token_are_refused_everywhere(office: Office) -> None:
    posts = [rule for rule in rules(office) if "POST" in rule.methods]
    assert len(posts) > 10
    for rule in posts:
        path = re.sub(r"<uuid:\w+>", NOBODY, rule.rule).replace("<code>", "listed")
        path = path.replace("<int:seq>", "1").replace("<stream>", "case")
        answer = office.amur.client.post(path, data={"do": "publish"})
        assert answer.status_code == 400, path


def test_a_stranger_is_asked_to_sign_in(office: Office) -> None:
    browser = office.amur.__class__(office.amur.client.application)
    for path in ("/admin/", *PAGES):
        answer = browser.get(path)
        assert answer.status_code == 303
        assert "/signin" in answer.location


@pytest.mark.parametrize("role", [Role.VIEWER, Role.AUDITOR, Role.CURATOR, Role.REGIONAL_ADMIN])
def test_each_role_opens_exactly_what_its_permissions_say(office: Office, role: Role) -> None:
    browser = office.browser("somebody", role)
    for path, needed in PAGES.items():
        expected = 200 if needed in GRANTED[role] else 403
        assert browser.get(path).status_code == expected, path


def test_the_bar_leads_to_the_console_whoever_may_do_something_there(office: Office) -> None:
    viewer = office.browser("viewer", Role.VIEWER)

    assert 'href="/admin/"' in office.amur.get("/admin/").text
    assert viewer.get("/admin/").status_code == 403
    assert 'href="/admin/"' not in viewer.get("/account").text


def test_pages_are_russian_labelled_and_hold_nothing_inline(office: Office) -> None:
    chief = office.browser("chief", Role.SYSTEM_ADMIN, Place())
    forms = ("edit", "path", "words", "stages/listed", "moves/retain", "add-stage", "add-move")
    own = [office.edit_path().removesuffix("edit") + page for page in forms]
    for browser in (office.amur, chief):
        for path in (
            "/admin/",
            *PAGES,
            *(own if browser is office.amur else ()),
        ):
            page = browser.get(path).text
            assert '<html lang="ru">' in page
            assert len(re.findall(r"<h1[ >]", page)) == 1, path
            assert '<main id="main"' in page
            inline = r'<script(?! type="module" src=")|<style|\son\w+=|\sstyle='
            assert not re.search(inline, page), path
            assert "/static/admin" not in page
            for name in re.findall(r'<(?:input|select|textarea)[^>]*\sid="([^"]+)"', page):
                assert f'for="{name}"' in page, (path, name)


def test_a_database_error_shows_no_sql(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    app = office.amur.client.application

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("SELECT secret FROM account WHERE login = 'admin'")

    monkeypatch.setattr("admin.people.view.list_people", broken)
    app.testing = False
    answer = office.amur.get("/admin/people/")

    assert answer.status_code == 500
    assert "SELECT" not in answer.text
