"""The journeys of the users through the served demonstration, as a person makes them: in Chromium.

Schools are found by what the pages say of them, since the days of a demonstration follow the day
it is built on.
"""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.on_pages import (
    DAY,
    REASON,
    choose,
    current_stage,
    field,
    follow,
    open_school,
    press_move,
    schools_of,
    step_named,
    unfold,
    yesterday,
)
from tests.journeys.served import Visitor, words

pytest_plugins = ["tests.journeys.served"]
pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("browser")]

WHO_AND_WHEN = re.compile(
    rf"Не хватает документа «.+» в статусе «.+»\. Его регистрирует [а-яё ,]+"
    rf"( до {DAY}|; срок прошёл {DAY})\. (Сделать это здесь|Посмотреть)"
)


@pytest.mark.parametrize("scripts", [True, False], ids=["", "without-scripts"])
def test_a_curator_moves_a_school_that_is_ready_and_reads_why_another_one_is_not(visit, scripts):
    curator = visit(java_script_enabled=scripts)
    curator.page.goto("/")
    curator.look()
    page = curator.sign_in("curator.sochi")

    expect(page.get_by_role("heading", level=1)).to_have_text("Мои школы")
    curator.look()
    ready = schools_of(page).filter(has_text="можно сделать сейчас").first
    move = words(ready.get_by_role("link").nth(1))
    name = open_school(page, ready)
    stage = current_stage(page)
    curator.look()
    target = press_move(page, move, REASON)

    expect(page.get_by_role("status")).to_have_text(
        f"Готово: «{move}»: с этапа «{stage}» на этап «{target}»."
    )
    assert current_stage(page) == target
    curator.look()

    page.get_by_role("navigation", name="Разделы").get_by_role("link", name="Мои школы").click()
    moved = schools_of(page).filter(has=page.get_by_role("link", name=name, exact=True))
    expect(moved).to_contain_text(target)
    waiting = schools_of(page).filter(
        has_text="Не хватает документа", has_not_text="можно сделать сейчас"
    )
    open_school(page, waiting.first)
    why = page.get_by_role("article").filter(has_text="Почему нельзя и что сделать").first
    unfold(why, "Почему нельзя и что сделать")
    curator.look()
    reasons = [words(one) for one in why.get_by_role("listitem").all()]
    papers = [one for one in reasons if one.startswith("Не хватает документа")]
    assert papers
    assert [one for one in papers if not WHO_AND_WHEN.fullmatch(one)] == []
    assert words(why.locator(".count")) == str(len(reasons))
    missing = re.search("«(.+?)»", papers[0])
    assert missing

    why.get_by_role("link", name="Сделать это здесь").first.click()

    form = page.locator(":target")
    expect(form.get_by_role("button", name="Внести документ")).to_be_in_viewport()
    expect(field(form, "Вид документа").locator("option:checked")).to_have_text(missing[1])
    curator.look()


def test_every_link_beside_a_reason_leads_to_a_part_that_is_there(visit):
    curator = visit()
    page = curator.sign_in("curator.sochi")
    lines = schools_of(page).filter(has_text="мешает").all()
    names = [words(line.get_by_role("heading", level=2)) for line in lines]

    lost = []
    for name in names[:6]:
        follow(page.get_by_role("link", name=name, exact=True))
        for link in page.get_by_text(re.compile("^(Сделать это здесь|Посмотреть)$")).all():
            part = (link.get_attribute("href") or "").partition("#")[2]
            if page.locator(f'[id="{part}"]').count() != 1:
                lost.append((name, part))
        page.go_back()

    assert names
    assert lost == []


def test_a_coordinator_attaches_a_tutor_school_and_its_people_see_the_case(visit):
    coordinator = visit()
    page = coordinator.sign_in("coordinator.kirovsky")
    line = schools_of(page).filter(has_text="Не закреплена школа-тьютор").first
    name = open_school(page, line)
    step = page.get_by_role("article").filter(has_text="Не закреплена школа-тьютор")
    move = words(step.get_by_role("heading", level=3)).partition(" →")[0]
    reason = words(step.get_by_role("listitem").filter(has_text="Не закреплена школа-тьютор"))
    assert re.fullmatch(
        r"Не закреплена школа-тьютор\. Школу-тьютора закрепляет приказом муниципальный "
        rf"координатор или региональный координатор до {DAY}\. Сделать это здесь",
        reason,
    )
    coordinator.look()

    _register_order(coordinator, "Решение о школах-партнёрах", "77-Т")
    _search_tutor(coordinator, "Синявинская")
    listed = _tutor_form(page).get_by_role("row").filter(has_text="Школа работает в другом режиме")
    assert words(listed).startswith("МКОУ «Синявинская СОШ»")
    assert "Школа работает в другом режиме: режим риска." in words(listed)
    expect(_tutor_form(page).get_by_role("radio")).to_have_count(0)
    coordinator.look()
    _search_tutor(coordinator, "партнёр № 1")
    _tutor_form(page).get_by_role("radio", name="партнёр № 1").check()
    choose(field(_tutor_form(page), "Приказ"), "77-Т")
    coordinator.look()
    _tutor_form(page).get_by_role("button", name="Закрепить", exact=True).click()

    people = page.get_by_role("region", name="Люди и школа-тьютор")
    expect(people.get_by_role("status")).to_contain_text("Школа-тьютор: Демонстрационная школа")
    expect(people).to_contain_text("приказ № 77-Т от ")
    coordinator.look()
    unfold(step_named(page, move), "Можно сделать сейчас")
    expect(step_named(page, move).get_by_role("button", name=move, exact=True)).to_be_enabled()
    coordinator.sign_out()
    page = coordinator.sign_in("tutor.kirovsky")
    line = schools_of(page).filter(has=page.get_by_role("link", name=name, exact=True))
    coordinator.look()
    open_school(page, line)
    expect(page.get_by_role("region", name="Люди и школа-тьютор")).to_contain_text("партнёр № 1")
    coordinator.look()


def _register_order(visitor: Visitor, kind: str, number: str) -> None:
    part = visitor.page.get_by_role("region", name="Приказы и решения")
    unfold(part, "Зарегистрировать приказ или протокол")
    form = part.locator("form").filter(has=visitor.page.get_by_label("Вид документа"))
    field(form, "Вид документа").select_option(label=kind)
    field(form, "Номер").fill(number)
    field(form, "Дата подписания").fill(f"{yesterday():%Y-%m-%d}")
    field(form, "Кем издан").fill("Комитет образования (показ)")
    form.get_by_role("button", name="Зарегистрировать").click()
    expect(part.get_by_role("status")).to_contain_text(
        f"зарегистрирован документ: «{kind}» № {number} от ", ignore_case=True
    )
    visitor.look()


def _tutor_form(page: Page) -> Locator:
    part = page.get_by_role("region", name="Люди и школа-тьютор")
    return part.locator("form").filter(has=page.get_by_role("group", name="Школа-тьютор"))


def _search_tutor(visitor: Visitor, what: str) -> None:
    part = visitor.page.get_by_role("region", name="Люди и школа-тьютор")
    unfold(part, "Закрепить школу-тьютора")
    part.get_by_label("Найти школу").fill(what)
    part.get_by_role("button", name="Найти").click()


def test_who_presses_the_same_button_second_keeps_what_was_typed(visit):
    quick, slow = visit(), visit()
    page = quick.sign_in("curator.sochi")
    line = schools_of(page).filter(has_text="можно сделать сейчас").last
    move = words(line.get_by_role("link").filter(has_not_text=re.compile("^М")).first)
    name = open_school(page, line)
    other = slow.sign_in("curator.sochi")
    other.get_by_role("link", name=name, exact=True).click()

    press_move(page, move, REASON)
    expect(page.get_by_role("status")).to_contain_text("Готово: ")
    press_move(other, move, "Второе мнение: всё проверено ещё раз")

    alert = other.get_by_role("alert").filter(has_text="Пока страница была открыта").first
    expect(alert).to_contain_text("Куратор, Сочи")
    expect(other.get_by_text("Второе мнение: всё проверено ещё раз")).to_be_visible()
    slow.look()
