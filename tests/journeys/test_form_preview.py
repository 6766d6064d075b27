"""The picture beside a form of the path follows what is typed, however slowly its script comes."""

from __future__ import annotations

import pytest
from playwright.sync_api import Route, expect

pytest_plugins = ["tests.journeys.served"]
pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("browser")]


def test_what_was_typed_before_the_script_came_is_in_the_picture(visit):
    page = visit().sign_in("admin.programme")
    page.get_by_role("link", name="Консоль").click()
    page.get_by_role("main").get_by_role("link", name="Маршруты").first.click()
    own = page.get_by_role("row").filter(has_text="Муниципальная программа поддержки школ")
    own.get_by_role("link", name="Изменить").click()
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
