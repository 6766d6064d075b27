"""A repealed order on the pages: beside the order, in the history, and as a list of its own."""

from __future__ import annotations

import re
from datetime import date
from html import unescape

import pytest
import sqlalchemy as sa

from engine.actions.calendars import CalendarRequest, change_calendar
from engine.actions.deciding import (
    DecisionRequest,
    OrderPaper,
    RepealRequest,
    register_decision,
    repeal_decision,
)
from engine.actions.succeeding import Successor
from engine.domain.calendar import CalendarDay
from engine.domain.roles import Role
from engine.storage.database import reading
from engine.storage.tables import DecisionRow
from tests.factories import PASSWORD, make_scene
from tests.storage.roadmap_scene import make_roadmap
from tests.web.browsing import Browser, make_app
from tests.web.visiting import visits


@pytest.fixture
def case(bench):
    """A case that was put on the list by an order, which is repealed since."""
    bench.now.set(2023, 4, 3)
    scene = make_scene(bench)
    case_id = scene.case_at("listed")
    coordinator = scene.actor(Role.MUNICIPAL_COORDINATOR)
    query = sa.select(DecisionRow.id).where(DecisionRow.case_id == case_id)
    with reading(bench.database) as connection:
        decisions = list(connection.scalars(query))
    for one in decisions:
        request = RepealRequest(case_id, one, date(2023, 4, 3), "Издан новый приказ")
        repeal_decision(bench, request, actor=coordinator)
    return scene, case_id


def page(scene, login: str, address: str) -> str:
    browser = Browser(make_app(scene.bench))
    browser.sign_in(login, PASSWORD)
    return " ".join(re.sub(r"<[^>]+>", " ", browser.get(address).text).split())


def test_the_case_says_what_rests_on_a_repealed_order(case):
    scene, case_id = case

    card = page(scene, "municipal_coordinator.0.amur", f"/cases/{case_id}")

    assert "утратил силу 03.04.2023" in card
    assert re.search(r"На нём держатся: [^.]*1 переход", card)


def test_the_history_marks_what_rests_on_it(case):
    scene, case_id = case

    history = page(scene, "auditor.0.amur", f"/cases/{case_id}/history")

    assert "основание утратило силу" in history


def test_the_auditor_has_a_list_of_what_rests_on_repealed_orders(case):
    scene, _ = case

    listed = page(scene, "auditor.0.amur", "/orders/repealed")

    assert "МБОУ СОШ № 1" in listed
    assert "утратил силу с 03.04.2023" in listed
    assert re.search(r"1 переход", listed)


def test_who_may_read_no_history_has_no_such_list(case):
    scene, _ = case
    browser = Browser(make_app(scene.bench))
    browser.sign_in("viewer.0.amur", PASSWORD)

    assert browser.get("/orders/repealed").status_code in (403, 404)


def test_a_successor_is_named_on_the_card_and_stands_in_the_list(case):
    scene, case_id = case
    coordinator = visits(scene).of(Role.MUNICIPAL_COORDINATOR)
    decision_id, _ = _repealed(scene, case_id)
    new = _order(scene, case_id, "200", date(2023, 4, 3))
    form = f"successor-{decision_id}"
    values = {"successor_id": str(new), "reason": ""}

    done = coordinator.send(
        f"/cases/{case_id}/decisions/{decision_id}/successor",
        {**coordinator.page(f"/cases/{case_id}").hidden(form), **values},
    )

    assert "Заменён: " in done.text
    assert "№ 200 от 03.04.2023" in done.text
    assert "Исправить, чем заменён" in done.text
    listed = page(scene, "auditor.0.amur", "/orders/repealed")
    assert "№ 200 от 03.04.2023" in listed
    history = page(scene, "auditor.0.amur", f"/cases/{case_id}/history")
    assert "Вместо утратившего силу приказа действует другой" in history


def test_a_form_that_names_no_fitting_order_says_why_and_keeps_what_was_chosen(case):
    scene, case_id = case
    coordinator = visits(scene).of(Role.MUNICIPAL_COORDINATOR)
    decision_id, _ = _repealed(scene, case_id)
    form = f"successor-{decision_id}"

    again = coordinator.send(
        f"/cases/{case_id}/decisions/{decision_id}/successor",
        {
            **coordinator.page(f"/cases/{case_id}").hidden(form),
            "successor_id": "",
            "carries": "1",
            "reason": "Новый приказ издан",
        },
        422,
    )

    assert "Заполните это поле." in again.text
    assert "Новый приказ издан" in again.html


def _repealed(scene, case_id):
    """The order of the case that was signed last and is repealed."""
    query = (
        sa.select(DecisionRow.id, DecisionRow.signed_on)
        .where(DecisionRow.case_id == case_id)
        .order_by(DecisionRow.signed_on.desc())
    )
    with reading(scene.bench.database) as connection:
        return connection.execute(query).first()


def _order(scene, case_id, number, signed_on):
    paper = OrderPaper("list_order", number, signed_on, "Управление образования")
    coordinator = scene.actor(Role.MUNICIPAL_COORDINATOR)
    return register_decision(
        scene.bench, DecisionRequest(case_id, paper), actor=coordinator
    ).created_id


def test_a_roadmap_by_a_repealed_order_leads_to_the_form_that_moves_it_to_the_next(bench):
    bench.now.set(2023, 4, 3)
    scene = make_scene(bench)
    roadmap, case_id = make_roadmap(scene), scene.open_case()
    roadmap.approve()
    old = _order(scene, case_id, "120", date(2023, 3, 31))
    new = _order(scene, case_id, "130", date(2023, 4, 2))
    request = RepealRequest(case_id, old, date(2023, 4, 3), "Издан новый приказ", Successor(new))
    repeal_decision(bench, request, actor=scene.actor(Role.MUNICIPAL_COORDINATOR))
    coordinator = visits(scene).of(Role.MUNICIPAL_COORDINATOR)

    listed = coordinator.page("/roadmaps/repealed")
    (href,) = re.findall(r'href="([^"]*/card[^"]*)"', listed.html)
    form = coordinator.page(unescape(href))

    assert "заменён приказом № 130 от 02.04.2023" in listed.text
    assert form.field("card", "number") == "130"
    assert form.field("card", "signed_on") == "2023-04-02"


def test_the_list_names_the_acts_of_the_calendar_that_rest_on_a_repealed_order(bench):
    bench.now.set(2023, 4, 3)
    scene = make_scene(bench)
    case_id, admin = scene.open_case(), scene.actor(Role.REGIONAL_ADMIN)
    act = "Приказ управления образования № 120 от 31.03.2023"
    day = CalendarDay(date(2023, 8, 18), working=False, act=act)
    change_calendar(bench, CalendarRequest(scene.region_id, (day,)), actor=admin)
    old = _order(scene, case_id, "120", date(2023, 3, 31))
    request = RepealRequest(case_id, old, date(2023, 4, 3), "Издан новый приказ")
    repeal_decision(bench, request, actor=scene.actor(Role.MUNICIPAL_COORDINATOR))

    listed = visits(scene).of(Role.REGIONAL_ADMIN).page("/orders/repealed")

    assert f"{act} — 1 день; чем заменён, не указано · Календарь" in listed.text
    assert f"layer={scene.region_id}" in listed.html
