"""The form of a move asks why a case is closed, and when a suspended one is to go on."""

from __future__ import annotations

import pytest

from engine.domain.roles import Role
from tests.factories import make_scene
from tests.web.visiting import case_url, visits

REASON = "Школа закрыта на капитальный ремонт"


@pytest.fixture
def scene(bench):
    bench.now.set(2023, 4, 3)
    return make_scene(bench)


def test_the_day_of_the_return_is_asked_for_shown_and_told(scene):
    case_id = scene.open_case()
    coordinator = visits(scene).of(Role.MUNICIPAL_COORDINATOR)
    page = coordinator.page(case_url(case_id))
    form = {**page.hidden("move-suspend"), "reason": REASON, "expected_on": "01.09.2023"}

    done = coordinator.send(case_url(case_id, "/moves/suspend"), form)

    assert "Когда возобновить" in page.text
    assert "Возобновить собираются 01.09.2023" in done.text
    history = coordinator.page(f"/cases/{case_id}/history")
    assert "Возобновить собираются 01.09.2023." in history.text


def test_a_day_gone_by_is_refused_beside_its_field_and_stays_typed(scene):
    case_id = scene.open_case()
    coordinator = visits(scene).of(Role.MUNICIPAL_COORDINATOR)
    page = coordinator.page(case_url(case_id))
    form = {**page.hidden("move-suspend"), "reason": REASON, "expected_on": "01.03.2023"}

    again = coordinator.send(case_url(case_id, "/moves/suspend"), form, 422)

    assert "Этот день уже прошёл." in again.text
    assert REASON in again.html


def test_what_closing_still_lacks_names_the_code_too(scene):
    case_id = scene.open_case()
    coordinator = visits(scene).of(Role.MUNICIPAL_COORDINATOR)

    page = coordinator.page(f"/cases/{case_id}/step?move=close_other")

    assert "Не указано, почему дело закрывают." in page.text
