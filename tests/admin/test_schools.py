"""Schools and calendars in the console: found, added, changed at a revision, never across."""

from __future__ import annotations

import re
from typing import Any

import pytest

from engine.domain.roles import Place, Role
from engine.queries.places import school_line
from tests.admin.scenes import Office


def change(office: Office, **values: Any):
    """Send the form of Amur's school."""
    form = {"revision": 1, "title": "МБОУ СОШ № 3 (новая)", "mode": "effective", **values}
    return office.amur.post(f"/admin/schools/{office.country.amur.school_id}", form)


def line(office: Office) -> Any:
    """Amur's school as it stands."""
    school_id = office.country.amur.school_id
    assert school_id is not None
    return school_line(office.bench, school_id, actor=office.actor())


def test_a_school_is_found_as_people_call_it(office: Office) -> None:
    found = office.amur.get("/admin/schools/?words=школа 3").text

    assert "МБОУ СОШ № 3" in found
    assert "Ничего не найдено" in office.amur.get("/admin/schools/?words=школа 4\x00").text


def test_a_school_is_added_and_changed(office: Office) -> None:
    form = {
        "title": "МБОУ СОШ № 53",
        "mode": "at_risk",
        "code": "1022800000000",
        "municipality_id": office.country.amur.municipality_id,
    }

    made = office.amur.post("/admin/schools/new", form)
    again = office.amur.post("/admin/schools/new", {**form, "title": "Другая школа"})
    changed = change(office, closed="yes", reason="реорганизация")

    assert made.status_code == 303
    assert "1022800000000" in office.amur.get(made.location).text
    assert again.status_code == 422
    assert 'id="code-refusal"' in again.text
    assert 'value="Другая школа"' in again.text
    assert changed.status_code == 303
    assert (line(office).title, line(office).closed) == ("МБОУ СОШ № 3 (новая)", True)


def test_a_stale_form_shows_both_and_keeps_what_was_typed(office: Office) -> None:
    change(office)

    conflict = change(office, title="МБОУ «Школа на горе»", mode="development")

    assert conflict.status_code == 409
    assert "МБОУ СОШ № 3 (новая)" in conflict.text
    assert 'value="МБОУ «Школа на горе»"' in conflict.text
    assert 'name="revision" value="2"' in conflict.text
    assert line(office).title == "МБОУ СОШ № 3 (новая)"
    assert change(office, title="МБОУ «Школа на горе»", revision=2).status_code == 303


@pytest.mark.parametrize(
    ("values", "field"),
    [({"title": ""}, "title"), ({"mode": "best"}, "mode"), ({"title": "А\x00"}, "title")],
)
def test_a_wrong_value_is_said_beside_its_field(office: Office, values: dict, field: str) -> None:
    answer = change(office, **{"reason": "по письму", **values})

    assert answer.status_code == 422
    assert f'id="{field}-refusal"' in answer.text
    assert 'value="по письму"' in answer.text


def test_columns_that_no_form_has_are_never_set(office: Office) -> None:
    answer = change(
        office,
        region_id=office.country.primorye.region_id,
        municipality_id=office.country.primorye.municipality_id,
        code="1",
        demo="yes",
        sort_key="а",
    )

    assert answer.status_code == 303
    school = line(office)
    assert school.region_id == office.country.amur.region_id
    assert (school.code, school.demo, school.revision) == (None, False, 2)


def test_another_regions_school_and_municipality_answer_like_absent_ones(office: Office) -> None:
    path = f"/admin/schools/{office.country.amur.school_id}"
    form = {"revision": 1, "title": "Захвачена", "mode": "effective"}
    new = {**form, "municipality_id": office.country.amur.municipality_id}

    assert office.primorye.get(path).status_code == 404
    assert office.primorye.post(path, form).status_code == 404
    assert office.primorye.post("/admin/schools/new", new).status_code == 422
    town = {"region_id": office.country.amur.region_id, "municipality_title": "Город"}
    assert office.primorye.post("/admin/schools/municipality", town).status_code == 422
    assert "Сковородинский" not in office.primorye.get("/admin/schools/").text
    assert line(office).title == "МБОУ СОШ № 3"


def test_a_municipality_is_added_once(office: Office) -> None:
    form = {"region_id": office.country.amur.region_id, "municipality_title": "Тында"}

    first = office.amur.post("/admin/schools/municipality", form)
    second = office.amur.post("/admin/schools/municipality", form)

    assert (first.status_code, second.status_code) == (303, 422)
    assert "Тында" in office.amur.get("/admin/schools/new").text


def day(office: Office, **values: Any):
    """Set a day of Amur's calendar."""
    form = {
        "layer": office.country.amur.region_id,
        "day": "2023-05-08",
        "working": "no",
        "act": "Постановление правительства области № 12",
        **values,
    }
    return office.amur.post("/admin/calendars/", form)


def test_a_day_is_set_with_its_act_and_replaced_only_by_who_has_seen_it(office: Office) -> None:
    assert day(office).status_code == 303

    conflict = day(office, working="yes", act="Другое постановление")

    assert conflict.status_code == 409
    assert "Постановление правительства области № 12" in conflict.text
    assert 'value="Другое постановление"' in conflict.text
    seen = re.search(r'name="seen" value="(\w+)"', conflict.text)
    assert seen is not None
    assert day(office, working="yes", act="Другое", seen=seen[1]).status_code == 303
    path = f"/admin/calendars/?layer={office.country.amur.region_id}&year=2023"
    assert "Другое" in office.amur.get(path).text


@pytest.mark.parametrize(
    ("values", "field"),
    [({"day": "31.02.2023"}, "day"), ({"act": " "}, "act"), ({"working": ""}, "working")],
)
def test_a_wrong_day_is_said_beside_its_field(office: Office, values: dict, field: str) -> None:
    answer = day(office, **values)

    assert answer.status_code == 422
    assert f'id="{field}-refusal"' in answer.text


def test_the_federal_layer_is_read_by_regions_and_set_by_the_installation(office: Office) -> None:
    chief = office.browser("chief", Role.SYSTEM_ADMIN, Place())
    form = {"layer": "federal", "day": "2023-05-08", "working": "no", "act": "Постановление № 1505"}

    assert office.amur.post("/admin/calendars/", form).status_code == 404
    assert chief.post("/admin/calendars/", form).status_code == 303
    assert "Постановление № 1505" in office.amur.get("/admin/calendars/?year=2023").text
    other = f"/admin/calendars/?layer={office.country.primorye.region_id}"
    assert office.amur.get(other).status_code == 404
