"""What people do on the pages in every journey: find a school, open a part, fill in, press."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.served import words

REASON = "Проверено при выезде в школу, решение принято вместе с директором"
DAY = r"\d\d\.\d\d\.\d{4}"
MOSCOW = ZoneInfo("Europe/Moscow")
MOST_KEYS = 150
OF_MONTHS = "января февраля марта апреля мая июня июля августа сентября октября ноября декабря"
FOCUSED = """() => {
    const one = document.activeElement;
    return [one.tagName, one.getAttribute('aria-label') || one.textContent.trim()];
}"""


def today() -> date:
    """The day in Moscow; the demonstration's own regions are there or further east."""
    return datetime.now(MOSCOW).date()


def yesterday() -> date:
    return today() - timedelta(days=1)


def long_day(day: date) -> str:
    """«3 апреля 2023 г.», as a history heads its days."""
    return f"{day.day} {OF_MONTHS.split()[day.month - 1]} {day.year} г."


def schools_of(page: Page) -> Locator:
    """The lines of «Мои школы»."""
    return page.get_by_role("listitem").filter(has=page.get_by_role("heading", level=2))


def open_school(page: Page, line: Locator) -> str:
    """Follow the name of the school; gives the name."""
    name = words(line.get_by_role("heading", level=2))
    line.get_by_role("heading", level=2).get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
    return name


def open_named(page: Page, name: str) -> None:
    """Follow a name in «Мои школы» that is known beforehand; what is far down is looked for."""
    link = page.get_by_role("heading", level=2).get_by_role("link", name=name, exact=True)
    if not link.count():
        page.get_by_label("Школа", exact=True).fill(name)
        page.get_by_role("button", name="Показать").click()
    link.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)


def follow(link: Locator) -> None:
    """Click what leads to another page, and wait until all of it is there."""
    link.click()
    link.page.wait_for_load_state()


def unfold(place: Locator, text: str) -> None:
    """Open a folded part by its line, unless it is open."""
    fold = place.locator("details").filter(has_text=text).first
    if fold.get_attribute("open") is None:
        fold.locator("summary").first.click()


def unfold_all(place: Locator) -> None:
    """Open every folded part."""
    place.evaluate("one => one.querySelectorAll('details').forEach(fold => { fold.open = true })")


def current_stage(page: Page) -> str:
    return words(page.get_by_text(re.compile("^Сейчас: "))).removeprefix("Сейчас: ")


def field(place: Locator, label: str) -> Locator:
    """A field by its label, whether or not it says that it may stay empty."""
    return place.get_by_label(re.compile(rf"^{label}( \(не обязательно\))?$"))


def choose(select: Locator, part: str) -> None:
    """Choose the option that has these words."""
    option = select.locator("option").filter(has_text=part)
    select.select_option(value=option.get_attribute("value"))


def step_named(page: Page, title: str) -> Locator:
    """The part of «Что дальше» about a move."""
    return page.get_by_role("article").filter(
        has=page.get_by_role("heading", level=3, name=re.compile(rf"^{re.escape(title)}( →|$)"))
    )


def press_move(page: Page, title: str, reason: str) -> str:
    """Fill in the form of a move and press its button; gives the stage it promises."""
    step = step_named(page, title)
    promised = re.search("→ «(.+)»", words(step.get_by_role("heading", level=3)))
    assert promised, "the heading of the move names the stage it leads to"
    unfold(step, "Можно сделать сейчас")
    field(step, "Причина").fill(reason)
    step.get_by_role("button", name=title, exact=True).click()
    return promised[1]


def tab_to(page: Page, wanted: Locator, *, key: str = "Tab") -> None:
    """Press the key until the element has the focus."""
    for _ in range(MOST_KEYS):
        page.keyboard.press(key)
        if wanted.evaluate("one => one === document.activeElement"):
            return
    pytest.fail(f"no key leads to {wanted}; the focus is on {page.evaluate(FOCUSED)}")
