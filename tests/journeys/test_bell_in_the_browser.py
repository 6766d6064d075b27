"""The bell as people meet it: what one does the others are told, while the clock runs beside."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.on_pages import REASON, open_school, press_move, schools_of
from tests.journeys.served import words

pytest_plugins = ["tests.journeys.served"]
pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("browser")]

SECONDS_TO_BE_TOLD = 40


def bell(page: Page) -> Locator:
    """The link to the notices in the bar."""
    return page.get_by_role("link", name=re.compile("^Уведомления"))


def unread(page: Page) -> int:
    """How many unread notices the bell speaks of."""
    found = re.search(r"(\d+) непрочитанн", words(bell(page)))
    return int(found[1]) if found else 0


def notice_of(page: Page, school: str, said: str) -> Locator:
    """The notice about a school with these words."""
    lines = page.get_by_role("main").get_by_role("listitem")
    return lines.filter(has=page.get_by_role("link", name=school, exact=True), has_text=said).first


def wait_until_told(page: Page, notice: Locator) -> None:
    """Come back to the page until the clock has delivered; it tells of terms in between."""
    for _ in range(SECONDS_TO_BE_TOLD):
        if notice.count():
            return
        page.wait_for_timeout(1000)
        page.reload()
    pytest.fail("the notice does not come", pytrace=False)


@pytest.mark.parametrize("scripts", [True, False], ids=["", "without-scripts"])
def test_a_move_rings_the_bell_of_the_others_and_not_of_who_made_it(visit, scripts):
    coordinator, curator = visit(java_script_enabled=scripts), visit(java_script_enabled=scripts)
    theirs = coordinator.sign_in("coordinator.sochi")
    page = curator.sign_in("curator.sochi")
    ready = schools_of(page).filter(has_text="можно сделать сейчас").first
    move = words(ready.get_by_role("link").nth(1))
    school = open_school(page, ready)
    stage = press_move(page, move, REASON)
    said = f"Новый этап — «{stage}». Сделан переход «{move}»."

    bell(theirs).click()
    notice = notice_of(theirs, school, said)
    wait_until_told(theirs, notice)
    coordinator.look()
    before = unread(theirs)
    assert before > 0

    notice.get_by_role("button", name="Отметить прочитанным").click()
    expect(notice.get_by_role("button")).to_have_count(0)
    expect(notice).not_to_contain_text("новое")
    if unread(theirs):
        theirs.get_by_role("button", name="Прочитать всё").click()
        expect(theirs.get_by_role("status")).to_have_text("Все уведомления отмечены прочитанными.")
    notice.get_by_role("link", name=school).click()
    expect(theirs.get_by_role("heading", level=1)).to_have_text(school)
    bell(page).click()
    expect(notice_of(page, school, said)).to_have_count(0)


def test_the_hour_of_the_digest_is_chosen_on_the_page_of_ones_account(visit):
    director = visit()
    page = director.sign_in("director.sochi")
    bell(page).click()
    page.get_by_role("link", name="Настроить почту").click()
    director.look()

    page.get_by_label("День").select_option("пятница")
    page.get_by_label("Час, по времени вашего региона").select_option("17:00")
    page.get_by_role("button", name="Сохранить").click()

    expect(page.get_by_role("status")).to_have_text("Настройки писем сохранены.")
    expect(page.get_by_label("День").locator("option:checked")).to_have_text("пятница")
    director.look()
