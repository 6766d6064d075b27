"""A person's calendar as other programs read it, and the page that gives its address."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from engine.actions.people import BlockRequest, block_account
from engine.domain.roles import Role
from tests.factories import make_scene
from tests.storage.roadmap_scene import ORDER, PASSPORT, PROFILE, make_roadmap
from tests.web.browsing import Browser
from tests.web.visiting import visits
from web.agenda.feed import printable, shortened

NASTY = "Отчёт; «итоги», часть 1\\2: =СУММ(A1)\nи вторая строка — " + "очень длинное название " * 9


@pytest.fixture
def scene(bench):
    return make_scene(bench, "amur")


@pytest.fixture
def site(scene):
    return visits(scene)


def address(site, role) -> str:
    page = site.of(role).send("/account/calendar", {}, 200)
    found = re.search(r'value="http://localhost(/calendar/mrf_[\w-]+\.ics)"', page.html)
    assert found is not None
    return found[1]


def events(site, role) -> dict[str, list]:
    answer = Browser(site.app).get(address(site, role))
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    found: dict[str, list] = {}
    for one in Calendar.from_ical(answer.data).walk("VEVENT"):
        found.setdefault(str(one["summary"]), []).append(one)
    return found


def test_the_address_is_shown_once_and_needs_no_sign_in(site, scene):
    make_roadmap(scene).approve()
    path = address(site, Role.MUNICIPAL_COORDINATOR)

    assert path not in site.of(Role.MUNICIPAL_COORDINATOR).page("/account").html
    answer = Browser(site.app).get(path)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert ORDER.encode() in answer.data.replace(b"\r\n ", b"")


def test_lines_are_folded_at_75_octets_and_end_as_the_standard_says(site, scene):
    make_roadmap(scene, [("7", NASTY, "municipal", "апрель 2023")]).approve()
    data = Browser(site.app).get(address(site, Role.MUNICIPAL_COORDINATOR)).data

    assert data.endswith(b"END:VCALENDAR\r\n")
    assert b"\n" not in data.replace(b"\r\n", b"")
    assert max(map(len, data.split(b"\r\n"))) <= 75


def test_a_title_comes_back_as_it_was(site, scene):
    make_roadmap(scene, [("7", NASTY, "municipal", "апрель 2023")]).approve()
    answer = Browser(site.app).get(address(site, Role.MUNICIPAL_COORDINATOR))

    (event,) = Calendar.from_ical(answer.data).walk("VEVENT")
    assert str(event["summary"]) == f"№ 7 {' '.join(NASTY.split())}"[:199].rstrip() + "…"
    assert "=СУММ(A1)" in str(event["description"])
    assert "\\2" in str(event["description"])


def test_a_term_is_a_whole_day_that_takes_no_time(site, scene):
    make_roadmap(scene, [("1", ORDER, "municipal", "апрель 2023")]).approve()
    (event,) = events(site, Role.MUNICIPAL_COORDINATOR)[f"№ 1 {ORDER}"]

    assert event["dtstart"].dt == date(2023, 5, 1)  # 30 April is a Sunday
    assert not isinstance(event["dtstart"].dt, datetime)
    assert event["dtstart"].params["VALUE"] == "DATE"
    assert event["dtend"].dt - event["dtstart"].dt == timedelta(days=1)
    assert event["transp"] == "TRANSPARENT"
    assert str(event["url"]).startswith("http://localhost/")


def test_the_name_of_an_event_stays_the_same(site, scene):
    make_roadmap(scene).approve()

    def names():
        found = events(site, Role.SCHOOL_DIRECTOR)
        return sorted(str(one["uid"]) for group in found.values() for one in group)

    first = names()
    assert len(first) == len(set(first)) > 2
    assert names() == first


def test_what_was_due_before_the_order_rings_no_bell(site, scene):
    make_roadmap(
        scene,
        [("1", PASSPORT, "school", "до 15 февраля 2023"), ("2", PROFILE, "school", "май 2023")],
    ).approve()
    bells = {
        title.split(". ")[-1]: [one.walk("VALARM") for one in group]
        for title, group in events(site, Role.SCHOOL_DIRECTOR).items()
    }

    rings = {name: bool(one[0]) for name, one in bells.items()}
    assert sorted(rings.values()) == [False, True]
    assert next(ring for name, ring in rings.items() if PASSPORT in name) is False


@pytest.mark.parametrize("path", ["/calendar/mrf_x.ics", "/calendar/.ics", "/calendar/m\u00ff.ics"])
def test_an_address_that_nobody_has_is_not_found(site, path):
    assert Browser(site.app).get(path).status_code == 404


def test_a_closed_address_and_one_of_a_blocked_account_are_not_found(site, scene, bench):
    path = address(site, Role.VIEWER)
    site.of(Role.VIEWER).send("/account/calendar/close", {})
    assert Browser(site.app).get(path).status_code == 404

    path = address(site, Role.VIEWER)
    admin = scene.actor(Role.REGIONAL_ADMIN)
    block_account(bench, BlockRequest(scene.actor(Role.VIEWER).account_id, "уволен"), actor=admin)
    assert Browser(site.app).get(path).status_code == 404


def test_the_page_shows_the_same_terms_by_months(site, scene):
    make_roadmap(scene).approve()
    page = site.of(Role.MUNICIPAL_COORDINATOR).page("/calendar")

    assert ORDER in page.text
    assert "Май 2023" in page.text


@given(st.text(max_size=400))
def test_no_text_breaks_a_line(text):
    assert not re.search(r"[\x00-\x1f\x7f-\x9f]", shortened(text))
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f]", printable(text))
    assert len(shortened(text)) <= 200
