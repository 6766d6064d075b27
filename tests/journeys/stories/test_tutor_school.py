"""Stories of the tutor school: it sees whom it helps, and helps no more than it can."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.on_pages import open_named, open_school, schools_of
from tests.journeys.served import words

pytest_plugins = ["tests.journeys.served"]
pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("browser")]


def names_on(page: Page) -> list[str]:
    """The schools of «Мои школы», in their order."""
    return [words(one) for one in schools_of(page).get_by_role("heading").all()]


def test_story_10_a_tutor_school_sees_the_schools_attached_to_it_and_no_others(visit):
    tutor = visit()
    page = tutor.sign_in("tutor.sochi")
    mine = names_on(page)
    tutor.look()
    for name in mine:
        open_named(page, name)
        people = page.get_by_role("region", name="Люди и школа-тьютор")
        expect(people).to_contain_text("Демонстрационная школа-тьютор № 1 с ")
        page.go_back()
    page.get_by_role("link", name="Все в моём доступе").click()
    assert names_on(page) == mine
    page.get_by_role("link", name="Школы", exact=True).click()
    rows = page.get_by_role("main").get_by_role("row").get_by_role("link").all()
    assert sorted(map(words, rows)) == sorted(mine)
    tutor.look()

    coordinator = visit()
    theirs = coordinator.sign_in("coordinator.sochi")
    open_named(theirs, "МОБУ СОШ № 94")
    page.goto(theirs.url)
    expect(page.get_by_role("heading", level=1)).to_have_text("Страница или запись не найдена.")
    page.go_back()
    page.get_by_role("searchbox", name="Что найти").fill("СОШ 94")
    page.get_by_role("banner").get_by_role("button", name="Найти").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Поиск")
    expect(page.get_by_role("main").get_by_role("link", name="МОБУ СОШ № 94")).to_have_count(0)
    tutor.look()


def test_story_11_a_tutor_school_whose_places_are_taken_is_refused_and_the_page_says_why(visit):
    coordinator = visit()
    page = coordinator.sign_in("coordinator.sochi")
    open_school(page, schools_of(page).filter(has_text="Не закреплена школа-тьютор").first)

    page.get_by_role("link", name="Сделать это здесь").first.click()

    form = page.locator(":target")
    full = form.get_by_role("row").filter(has_text="Все места заняты: 3 из 3.")
    expect(full.first).to_be_visible()
    expect(full.get_by_role("radio")).to_have_count(0)
    expect(form.get_by_role("row").filter(has_text="2 из 3").get_by_role("radio")).to_be_visible()
    coordinator.look()
