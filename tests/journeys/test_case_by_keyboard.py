"""The case card without a mouse: the path is read, followed and gone on by keys alone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.on_pages import tab_to
from tests.journeys.served import words

pytest_plugins = ["tests.journeys.served"]
pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("browser")]


def open_ready_case(page: Page) -> None:
    """By keys: to a school whose next step can be made now."""
    line = page.get_by_role("listitem").filter(has_text="можно сделать сейчас").first
    tab_to(page, line.get_by_role("heading", level=2).get_by_role("link"))
    page.keyboard.press("Enter")
    page.wait_for_load_state()


def test_a_curator_makes_a_move_by_keys_alone(visit):
    curator = visit()
    page = curator.sign_in("curator.sochi")
    open_ready_case(page)
    step = page.locator("article.step-open").first
    promised = re.search("→ «(.+)»", words(step.get_by_role("heading", level=3)))

    tab_to(page, page.get_by_role("link", name=re.compile("^Что дальше")))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name=re.compile("^Что дальше"))).to_be_in_viewport()
    tab_to(page, step.get_by_label(re.compile("^Причина")))
    page.keyboard.type("Проверено при выезде в школу")
    tab_to(page, step.locator("button[type=submit]"))
    page.keyboard.press("Enter")

    expect(page.get_by_role("status")).to_contain_text("Готово: ")
    assert promised
    expect(page.get_by_text(re.compile("^Сейчас: "))).to_have_text(f"Сейчас: {promised[1]}")
    curator.look()


def test_the_picture_has_a_name_and_its_stages_lead_to_the_table(visit):
    curator = visit()
    page = curator.sign_in("curator.sochi")
    open_ready_case(page)

    picture = page.get_by_role("group", name=re.compile("^Путь: "))
    expect(picture).to_have_count(1)
    expect(picture).to_have_accessible_description(re.compile("^Дело на этапе «"))
    here = picture.locator("a[aria-current=step]")
    expect(here).to_have_accessible_name(re.compile("дело сейчас здесь, с "))
    tab_to(page, page.get_by_role("region", name="Схема пути"))
    tab_to(page, here)
    page.keyboard.press("Enter")

    row = page.locator("tr:target")
    expect(row).to_be_visible()
    expect(row).to_contain_text("дело здесь")
    curator.look()


def test_on_a_narrow_screen_the_next_step_comes_before_the_picture(visit):
    curator = visit()
    page = curator.sign_in("curator.sochi")
    open_ready_case(page)
    page.set_viewport_size({"width": 390, "height": 844})

    step = page.get_by_role("heading", name=re.compile("^Что дальше")).bounding_box()
    picture = page.get_by_role("region", name="Схема пути").bounding_box()

    assert step
    assert picture
    assert step["y"] < picture["y"]
    assert picture["x"] + picture["width"] <= 390


def test_a_record_is_registered_by_its_form_as_a_browser_sends_it(visit):
    curator = visit()
    page = curator.sign_in("curator.sochi")
    open_ready_case(page)

    part = page.locator("#part-record-event")
    part.get_by_text("Внести событие").click()
    part.get_by_label("О чём").select_option(index=1)
    part.get_by_role("button", name="Записать").click()

    expect(part.get_by_role("status")).to_contain_text("Готово: событие «")
