"""The picture beside a form of the path follows what is typed, however slowly its script comes."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, Request, Route, expect

pytest_plugins = ["tests.journeys.served"]
pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("browser")]


def stages_of_the_path(page: Page) -> None:
    """The page that leads to the form of every stage and move."""
    page.get_by_role("link", name="Консоль").click()
    page.get_by_role("main").get_by_role("link", name="Маршруты").first.click()
    own = page.get_by_role("row").filter(has_text="Муниципальная программа поддержки школ")
    own.get_by_role("link", name="Изменить").click()


def test_what_was_typed_before_the_script_came_is_in_the_picture(visit):
    page = visit().sign_in("admin.programme")
    stages_of_the_path(page)
    script: list[Route] = []

    def hold(route: Route) -> None:
        script.append(route)

    page.route("**/console.js*", hold)

    page.get_by_role("link", name="Изменить этап «Анализ данных и идентификация»").click()
    page.get_by_label("Название этапа").fill("Предварительный список")
    preview = page.get_by_role("complementary", name="Что получится")
    expect(preview).not_to_contain_text("Предварительный список")
    for held in script:
        held.continue_()

    expect(preview).to_contain_text("новое «Предварительный список»")


@pytest.mark.parametrize(
    "form", ["Изменить этап «Анализ данных и идентификация»", "Добавить этап", "Настройки"]
)
def test_a_form_that_nobody_touched_asks_for_no_picture(visit, form):
    page = visit().sign_in("admin.programme")
    stages_of_the_path(page)
    sent: list[Request] = []
    page.on("request", lambda request: sent.append(request) if request.method == "POST" else None)

    page.get_by_role("link", name=form).first.click()
    expect(page.locator("form[data-preview]")).to_be_attached()
    page.wait_for_load_state("networkidle")

    assert sent == []
