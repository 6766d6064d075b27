"""The calendar in the console: a year to look at, days by their acts, one's own layer only."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from admin.year import months_of
from engine.actions.calendars import CalendarRequest, change_calendar
from engine.actions.service_accounts import command_actor
from engine.domain.calendar import CalendarDay
from engine.domain.roles import Role
from engine.workbench import Workbench
from tests.admin.scenes import Office
from tests.factories import PASSWORD, make_scene
from tests.web.browsing import Browser, make_app

REGION = UUID(int=1)


@dataclass(frozen=True)
class Special:
    """A special day as the query gives it."""

    day: date
    working: bool
    act: str
    region_id: UUID | None = None
    shortened: bool = False


@given(st.integers(2015, 2050))
def test_every_day_of_the_year_stands_once_in_its_week(year: int) -> None:
    months = months_of(year, ())
    days = [cell.day for month in months for week in month.weeks for cell in week if cell]

    assert len(days) == len(set(days)) == (date(year + 1, 1, 1) - date(year, 1, 1)).days
    assert days == sorted(days)
    for month in months:
        for week in month.weeks:
            assert all(cell is None or cell.day.weekday() == i for i, cell in enumerate(week))


def test_a_day_of_the_region_covers_the_federal_one() -> None:
    federal = Special(date(2023, 5, 8), working=False, act="ПП РФ")
    own = Special(date(2023, 5, 8), working=True, act="Указ", region_id=REGION)

    (cell,) = (
        cell
        for week in months_of(2023, (federal, own))[4].weeks
        for cell in week
        if cell and cell.day == federal.day
    )

    assert (cell.working, cell.layer, cell.act, cell.hidden) == (True, "own", "Указ", "ПП РФ")


def cell_of(page: str, day: str) -> str:
    """The class of the cell whose link names the day."""
    found = re.search(rf'<td class="([^"]*)"[^>]*><a href="[^"]*day={day}', page)
    assert found is not None
    return found[1]


def test_the_year_shows_federal_days_and_those_of_the_region(office: Office) -> None:
    bench = office.bench
    holiday = CalendarDay(date(2023, 5, 9), working=False, act="ТК РФ, статья 112")
    change_calendar(bench, CalendarRequest(None, (holiday,)), actor=command_actor(bench))
    layer = office.country.amur.region_id
    form = {"layer": layer, "day": "2023-08-18", "working": "no", "act": "Закон области № 5"}

    answer = office.amur.post("/admin/calendars/", form)
    page = office.amur.get(f"/admin/calendars/?layer={layer}&year=2023").text

    assert answer.status_code == 303
    assert cell_of(page, "2023-05-09") == "off is-federal"
    assert cell_of(page, "2023-08-18") == "off is-own"
    assert cell_of(page, "2023-08-19") == "off"
    assert cell_of(page, "2023-08-21") == "work"
    assert "Закон области № 5" in page
    assert "2023-08-18" not in office.primorye.get("/admin/calendars/?year=2023").text.replace(
        "day=2023-08-18", ""
    )


def test_a_day_that_was_pressed_stands_in_the_form(office: Office) -> None:
    page = office.amur.get("/admin/calendars/?day=2023-08-18&year=2023").text
    strange = office.amur.get('/admin/calendars/?day="><script>&year=2023').text

    assert re.search(r'id="day" name="day" type="date"[^>]*value="2023-08-18"', page)
    assert "<script>" not in strange


def test_a_day_that_is_set_is_replaced_only_by_whoever_saw_it(office: Office) -> None:
    layer = office.country.amur.region_id
    form = {"layer": layer, "day": "2023-08-18", "working": "no", "act": "Закон № 5"}
    office.amur.post("/admin/calendars/", form)

    again = office.amur.post("/admin/calendars/", {**form, "working": "yes", "act": "Закон № 6"})

    assert again.status_code == 409
    assert "Эти дни уже внесены" in again.text
    assert "18 августа 2023 г., выходной. Акт: Закон № 5" in " ".join(again.text.split())
    assert "Закон № 6" in again.text


def test_a_day_that_moves_terms_shows_them_first_and_moves_them_then(bench: Workbench) -> None:
    bench.now.set(2023, 4, 3)  # type: ignore[attr-defined]
    scene = make_scene(bench)
    scene.case_at("listed")
    admin = Browser(make_app(bench))
    assert admin.sign_in("regional_admin.0.amur", PASSWORD).status_code == 303
    layer = scene.region_id
    form = {"layer": layer, "day": "2023-04-10", "working": "no", "act": "Закон области № 5"}

    shown = admin.post("/admin/calendars/", form)
    moves = re.search(r'name="moves" value="(\w+)"', shown.text)
    assert moves is not None
    untouched = admin.get(f"/admin/calendars/?layer={layer}&year=2023").text
    saved = admin.post("/admin/calendars/", {**form, "moves": moves[1]})
    page = admin.get(f"/admin/calendars/?layer={layer}&year=2023").text

    assert shown.status_code == 200
    row = re.search(r"<tr><th[^>]*>МБОУ СОШ № 1</th>(.*?)</tr>", shown.text)
    assert row is not None
    assert re.findall(r"<td[^>]*>(.*?)</td>", row[1]) == [
        *("Срок назначения куратора", "17.04.2023", "18.04.2023")
    ]
    assert cell_of(untouched, "2023-04-10") == "work"
    assert saved.status_code == 303
    assert "Сроки пересчитаны в делах: 1." in page
    assert cell_of(page, "2023-04-10") == "off is-own"


def test_terms_counted_by_a_former_calendar_are_counted_anew_on_request(bench: Workbench) -> None:
    bench.now.set(2023, 4, 3)  # type: ignore[attr-defined]
    scene = make_scene(bench)
    scene.case_at("listed")
    order = CalendarDay(date(2023, 4, 10), working=False, act="Закон области № 5")
    actor = scene.actor(Role.REGIONAL_ADMIN)
    change_calendar(bench, CalendarRequest(scene.region_id, (order,)), actor=actor)
    admin = Browser(make_app(bench))
    admin.sign_in("regional_admin.0.amur", PASSWORD)
    place = f"/admin/calendars/?layer={scene.region_id}&year=2023"

    before = admin.get(place).text
    answer = admin.post("/admin/calendars/recount", {"layer": scene.region_id, "year": "2023"})

    assert "Сроки, посчитанные по прежнему календарю" in before
    assert answer.status_code == 303
    assert "Сроки, посчитанные по прежнему календарю" not in admin.get(place).text
    other = admin.post("/admin/calendars/recount", {"layer": "federal"})
    assert other.status_code == 404


def test_a_stretch_of_days_is_set_at_once_and_taken_back_as_one(office: Office) -> None:
    layer = office.country.amur.region_id
    place = f"/admin/calendars/?layer={layer}&year=2023"
    form = {"layer": layer, "day": "2023-10-30", "until": "2023-11-03", "working": "no"}

    saved = office.amur.post("/admin/calendars/", {**form, "act": "Указ № 1"})
    page = office.amur.get(place).text
    seq = re.search(r'name="seq" value="(\d+)"', page)
    assert seq is not None
    order = {"layer": layer, "seq": seq[1], "undo_act": "Указ № 2"}
    strange = office.primorye.post("/admin/calendars/undo", order)
    undone = office.amur.post("/admin/calendars/undo", order)
    again = office.amur.post("/admin/calendars/undo", order)

    assert saved.status_code == 303
    assert [cell_of(page, f"2023-1{n}") for n in ("0-30", "1-01", "1-03")] == ["off is-own"] * 3
    assert strange.status_code == 404
    assert undone.status_code == 303
    assert cell_of(office.amur.get(place).text, "2023-11-01") == "work"
    assert again.status_code == 422
    assert "Сначала отмените то изменение" in again.text


def test_a_shortened_day_works_and_says_so(office: Office) -> None:
    layer = office.country.amur.region_id
    form = {"layer": layer, "day": "2023-08-18", "working": "short", "act": "Закон № 5"}

    office.amur.post("/admin/calendars/", form)
    page = office.amur.get(f"/admin/calendars/?layer={layer}&year=2023").text

    assert cell_of(page, "2023-08-18") == "work is-short is-own"
    assert "сокращённый" in page


@pytest.mark.parametrize("until", ["2023-08-17", "2024-08-18", "2060-01-01"])
def test_a_stretch_that_cannot_be_is_refused_beside_its_field(office: Office, until: str) -> None:
    layer = office.country.amur.region_id
    form = {"layer": layer, "day": "2023-08-18", "until": until, "working": "no", "act": "Указ"}

    answer = office.amur.post("/admin/calendars/", form)

    assert answer.status_code == 422
    assert 'id="refusal-until"' in answer.text or "Значение вне допустимых границ" in answer.text


def test_taking_a_change_back_shows_the_terms_that_move_with_it(bench: Workbench) -> None:
    bench.now.set(2023, 4, 3)  # type: ignore[attr-defined]
    scene = make_scene(bench)
    scene.case_at("listed")
    admin = Browser(make_app(bench))
    admin.sign_in("regional_admin.0.amur", PASSWORD)
    layer = scene.region_id
    form = {"layer": layer, "day": "2023-04-10", "working": "no", "act": "Закон области № 5"}
    shown = admin.post("/admin/calendars/", form)
    moves = re.search(r'name="moves" value="(\w+)"', shown.text)
    assert moves is not None
    admin.post("/admin/calendars/", {**form, "moves": moves[1]})
    seq = re.search(r'name="seq" value="(\d+)"', admin.get(f"/admin/calendars/?layer={layer}").text)
    assert seq is not None
    order = {"layer": layer, "seq": seq[1], "undo_act": "Закон отменён"}

    asked = admin.post("/admin/calendars/undo", order)
    moves = re.search(r'name="moves" value="(\w+)"', asked.text)
    assert moves is not None
    undone = admin.post("/admin/calendars/undo", {**order, "moves": moves[1]})
    page = admin.get(f"/admin/calendars/?layer={layer}&year=2023").text

    assert asked.status_code == 200
    assert re.findall(r"<td[^>]*>(1[78]\.04\.2023)</td>", asked.text) == [
        "18.04.2023",
        "17.04.2023",
    ]
    assert undone.status_code == 303
    assert "Сроки пересчитаны в делах: 1." in page
    assert cell_of(page, "2023-04-10") == "work"


QUARTERS = {
    "starts_on-1": "2022-09-01",
    "ends_on-1": "2022-10-28",
    "starts_on-2": "2022-11-07",
    "ends_on-2": "2022-12-29",
    "starts_on-3": "2023-01-09",
    "ends_on-3": "2023-03-20",
    "starts_on-4": "2023-03-28",
    "ends_on-4": "2023-05-25",
}


def test_the_quarters_of_a_school_year_are_set_in_a_form(office: Office) -> None:
    layer, place = office.country.amur.region_id, "/admin/calendars/quarters"
    form = {"layer": layer, "year": "2022", **QUARTERS, "act": "Приказ № 15"}

    wrong = office.amur.post(place, {**form, "starts_on-2": "2022-10-01"})
    answer = office.amur.post(place, form)
    page = office.amur.get(f"{place}?layer={layer}&year=2022").text

    assert wrong.status_code == 422
    assert 'id="starts_on-2-refusal"' in wrong.text
    assert 'value="2022-10-01"' in wrong.text
    assert answer.status_code == 303
    for name, value in QUARTERS.items():
        assert re.search(rf'name="{name}" value="{value}"', page), name
    assert 'value="Приказ № 15"' in page
    assert "2022-11-07" not in office.amur.get(f"{place}?layer={layer}&year=2023").text


def test_the_quarters_of_others_and_of_the_whole_country_are_not_set(office: Office) -> None:
    form = {"year": "2022", **QUARTERS, "act": "Приказ № 15"}
    for layer in (office.country.primorye.region_id, "federal"):
        answer = office.amur.post("/admin/calendars/quarters", {"layer": layer, **form})
        assert answer.status_code == 404


@pytest.mark.parametrize("layer", ["federal", "primorye"])
def test_a_layer_of_others_is_not_changed(office: Office, layer: str) -> None:
    other = office.country.primorye.region_id if layer == "primorye" else layer
    form = {"layer": other, "day": "2023-08-18", "working": "no", "act": "Закон № 5"}

    assert office.amur.post("/admin/calendars/", form).status_code == 404
