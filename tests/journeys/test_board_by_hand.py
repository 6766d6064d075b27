"""A move made on the board by every way there is: drag, keys alone, and without any script."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.on_pages import REASON, tab_to
from tests.journeys.served import PASSWORD, words

pytest_plugins = ["tests.journeys.served"]
pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("browser")]


def ready_card(page: Page) -> Locator:
    """The first card of the board whose next step can be made now."""
    board = page.get_by_role("region", name="Этапы маршрута")
    return board.get_by_role("listitem").filter(has_text="✓").first


def column_of(page: Page, school: str) -> str:
    """The stage in whose column a school stands."""
    board = page.get_by_role("region", name="Этапы маршрута")
    column = board.get_by_role("region").filter(
        has=page.get_by_role("link", name=school, exact=True)
    )
    return re.sub(r" \d+$", "", words(column.get_by_role("heading")))


def promised_by(place: Locator) -> str:
    """The stage that the form of a move leads to."""
    found = re.search("→ «(.+)»", words(place.get_by_role("heading").last))
    assert found
    return found[1]


def test_a_card_is_dragged_to_its_next_stage_and_the_dialog_asks_before_it_moves(visit):
    curator = visit()
    page = curator.sign_in("curator.sochi")
    page.get_by_role("link", name="Доска", exact=True).click()
    card = ready_card(page)
    school = words(card.get_by_role("link").first)
    before = column_of(page, school)
    dialog = page.get_by_role("dialog", name="Перевести на другой этап")
    card.get_by_role("paragraph").filter(has_text="✓").get_by_role("link").click()
    target = promised_by(dialog)
    dialog.get_by_role("button", name="Закрыть").click()
    expect(dialog).to_be_hidden()
    headings = page.get_by_role("region", name="Этапы маршрута").get_by_role("heading")
    column = headings.filter(has_text=re.compile(rf"^{re.escape(target)}\s"))

    card.drag_to(column)

    expect(dialog).to_contain_text(school)
    assert promised_by(dialog) == target
    assert column_of(page, school) == before
    curator.look()
    dialog.get_by_label("Причина").fill(REASON)
    dialog.locator("button[type=submit]").last.click()
    expect(page.get_by_role("status")).to_contain_text(f"на этап «{target}».")
    assert column_of(page, school) == target
    curator.look()


def test_a_card_dragged_where_no_way_leads_stays_and_the_dialog_says_what_is_possible(visit):
    curator = visit()
    page = curator.sign_in("curator.sochi")
    page.get_by_role("link", name="Доска", exact=True).click()
    card = ready_card(page)
    school = words(card.get_by_role("link").first)
    before = column_of(page, school)
    board = page.get_by_role("region", name="Этапы маршрута")

    card.drag_to(board.get_by_role("heading").filter(has_text="Кандидат"))

    dialog = page.get_by_role("dialog", name="Перевести на другой этап")
    expect(dialog).to_contain_text(f"С этапа «{before}» на этап «Кандидат» маршрут не ведёт.")
    expect(dialog).to_contain_text("Отсюда можно:")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    assert column_of(page, school) == before


def test_the_whole_journey_from_signing_in_to_a_move_on_the_board_is_made_by_keys_alone(visit):
    curator = visit()
    page = curator.page
    page.goto("/")
    expect(page.get_by_label("Имя пользователя")).to_be_focused()
    page.keyboard.type("curator.sochi")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Мои школы")
    _narrow_by_arrows(page)
    tab_to(page, page.get_by_role("link", name="Доска", exact=True))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Доска этапов")
    board = page.get_by_role("region", name="Этапы маршрута")
    tab_to(page, board)
    page.keyboard.press("ArrowRight")
    page.wait_for_function("document.querySelector('.board').scrollLeft > 0")

    card = ready_card(page)
    school = words(card.get_by_role("link").first)
    menu = card.get_by_role("group").filter(has_text="Перевести")
    tab_to(page, menu.locator("summary"))
    page.keyboard.press("Space")
    offered = menu.get_by_role("listitem").filter(has_text="можно сделать сейчас")
    tab_to(page, offered.first.get_by_role("link"))
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Перевести на другой этап")
    expect(dialog).to_contain_text(school)
    target = promised_by(dialog)
    curator.look()
    if not dialog.get_by_label("Причина").evaluate("one => one === document.activeElement"):
        tab_to(page, dialog.get_by_label("Причина"))
    page.keyboard.type(REASON)
    tab_to(page, dialog.locator("button[type=submit]").last)
    page.keyboard.press("Enter")

    expect(page.get_by_role("status")).to_contain_text(f"на этап «{target}».")
    assert column_of(page, school) == target


def _narrow_by_arrows(page: Page) -> None:
    """A phase is chosen with the arrows and the list is narrowed; then all is shown again."""
    phase = page.get_by_label("Фаза")
    tab_to(page, phase)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(phase.locator("option:checked")).to_have_text("Диагностика")
    tab_to(page, page.get_by_role("button", name="Показать"))
    page.keyboard.press("Enter")
    expect(page.get_by_text(re.compile(r"^\d+ дел[оа]? по отбору$"))).to_be_visible()


def test_without_any_script_the_menu_of_a_card_leads_to_the_same_move(visit, screen):
    curator = visit(java_script_enabled=False, viewport=screen)
    page = curator.sign_in("curator.sochi")
    page.get_by_role("link", name="Доска", exact=True).click()
    card = ready_card(page)
    school = words(card.get_by_role("link").first)
    menu = card.get_by_role("group").filter(has_text="Перевести")
    menu.locator("summary").click()
    offered = menu.get_by_role("listitem").filter(has_text="можно сделать сейчас")
    offered.first.get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(school)
    main = page.get_by_role("main")
    target = promised_by(main)
    curator.look()
    main.get_by_label("Причина").fill(REASON)
    main.locator("button[type=submit]").last.click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Доска этапов")
    expect(page.get_by_role("status")).to_contain_text(f"на этап «{target}».")
    assert column_of(page, school) == target
