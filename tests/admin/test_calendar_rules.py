"""The rules of the calendar in the console: who set what, what would move, and the way back."""

from __future__ import annotations

import re

import pytest

from engine.workbench import Workbench
from tests.admin.scenes import Office
from tests.factories import PASSWORD, Scene, make_scene
from tests.web.browsing import Browser, make_app

SIX = {"rule": "week:six_days", "starts_on": "2023-04-01", "act": "Приказ министерства № 5"}


@pytest.fixture
def scene(bench: Workbench) -> Scene:
    bench.now.set(2023, 4, 3)  # type: ignore[attr-defined]
    scene = make_scene(bench)
    scene.case_at("listed")
    return scene


@pytest.fixture
def admin(scene: Scene) -> Browser:
    browser = Browser(make_app(scene.bench))
    browser.sign_in("regional_admin.0.amur", PASSWORD)
    return browser


def words(page: str) -> str:
    """What a page says, without its marks."""
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def told(page: str) -> str:
    found = re.search(r'name="moves" value="(\w+)"', page)
    assert found is not None
    return found[1]


def test_a_rule_shows_what_it_moves_first_moves_it_then_and_is_undone(
    scene: Scene, admin: Browser
) -> None:
    form = {**SIX, "layer": scene.region_id, "place": "region"}

    shown = admin.post("/admin/calendars/rules", form)
    before = words(admin.get("/admin/calendars/rules").text)
    saved = admin.post("/admin/calendars/rules", {**form, "moves": told(shown.text)})
    page = admin.get("/admin/calendars/rules").text

    assert shown.status_code == 200
    assert "Правило ещё не установлено: сдвинутся сроки" in shown.text
    assert "Срок назначения куратора 17.04.2023 14.04.2023" in words(shown.text)
    assert "Всё, что установлено 0" in before
    assert saved.status_code == 303
    assert "Сроки пересчитаны в делах: 1." in page
    assert "шестидневная: с понедельника по субботу регион" in words(page)
    seq = re.search(r'name="seq" value="(\d+)"', page)
    assert seq is not None
    undo = {"layer": scene.region_id, "seq": seq[1], "undo_act": "Приказ № 6"}
    asked = admin.post("/admin/calendars/rules/undo", undo)
    assert "с отменой сдвинутся сроки" in asked.text
    done = admin.post("/admin/calendars/rules/undo", {**undo, "moves": told(asked.text)})
    after = words(admin.get("/admin/calendars/rules").text)
    assert done.status_code == 303
    assert "Всё, что установлено 0" in after
    assert "Сроки пересчитаны в делах: 1." in after


def test_the_page_says_which_level_set_what_holds(scene: Scene, admin: Browser) -> None:
    town = scene.municipality_id
    place = f"/admin/calendars/rules?layer={scene.region_id}"
    rule = {"rule": "day_off:previous", "starts_on": "2023-01-01", "act": "Постановление № 7"}
    admin.post(
        "/admin/calendars/rules",
        {**rule, "layer": scene.region_id, "place": f"municipality:{town}"},
    )

    region, municipality = (
        words(admin.get(f"{place}{more}").text) for more in ("", f"&municipality={town}")
    )

    holds = "Срок, который кончается в выходной переходит на предыдущий рабочий день муниципалитет"
    assert holds in municipality
    assert "Срок, который кончается в выходной не установлено" in region


def test_a_rule_of_one_school_is_set_under_its_municipality(scene: Scene, admin: Browser) -> None:
    form = {
        **SIX,
        "layer": scene.region_id,
        "municipality": scene.municipality_id,
        "place": f"school:{scene.schools[1]}",
    }

    offered = admin.get(
        f"/admin/calendars/rules?layer={scene.region_id}&municipality={scene.municipality_id}"
    ).text
    answer = admin.post("/admin/calendars/rules", form)

    assert f'value="school:{scene.schools[1]}"' in offered
    assert answer.status_code == 303


@pytest.mark.parametrize("field", ["rule", "act", "starts_on"])
def test_what_is_lacking_is_said_beside_its_field(scene: Scene, admin: Browser, field: str) -> None:
    answer = admin.post(
        "/admin/calendars/rules", {**SIX, "layer": scene.region_id, "place": "region", field: ""}
    )

    assert answer.status_code == 422
    assert f'id="{field}-refusal"' in answer.text


def test_another_region_and_the_country_are_out_of_reach(office: Office) -> None:
    other = office.country.primorye.region_id

    foreign = office.amur.post("/admin/calendars/rules", {**SIX, "layer": other, "place": "region"})
    country = office.amur.post("/admin/calendars/rules", {**SIX, "layer": "federal"})

    assert (foreign.status_code, country.status_code) == (404, 404)
    assert "Установить правило" not in office.amur.get("/admin/calendars/rules?layer=federal").text


def test_the_calendar_says_on_request_that_every_term_is_counted_by_it(
    scene: Scene, admin: Browser
) -> None:
    place = f"/admin/calendars/?layer={scene.region_id}&year=2023"

    unasked, asked = admin.get(place).text, admin.get(f"{place}&check=1").text

    assert "Проверить, все ли сроки посчитаны по этому календарю" in unasked
    assert "Все сроки дел и мероприятий посчитаны по этому календарю." not in unasked
    assert "Все сроки дел и мероприятий посчитаны по этому календарю." in asked
