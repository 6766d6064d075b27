"""Definitions in the console: reading, trying, and publishing what a person wrote."""

from __future__ import annotations

import re
from datetime import date
from html import unescape
from uuid import UUID

from engine.actions.listing import EntryRequest, ListingRequest, register_listing
from engine.actions.opening import OpenRequest, open_case
from engine.actions.registering import SchoolRequest, register_school
from engine.actions.service_accounts import command_actor
from engine.domain.roles import Role
from engine.domain.situation import Category, SchoolMode
from engine.queries.openings import entries_to_open
from tests.admin.scenes import HEADER, Office, typed_text
from tests.people import made
from workflows.rehearsal import look

RENAMED = """
[[change]]
op = "rename_stage"
stage = "listed"
title = "Принята на сопровождение"
"""
ANOTHER_START = """
[[change]]
op = "remove_stage"
stage = "candidate"
[[change]]
op = "add_stage"
stage = "entered"
title = "Внесена"
phase = "identification"
kind = "start"
order = 5
[[change]]
op = "add_move"
move = "accept"
title = "Принять"
roles = ["regional_coordinator"]
from = ["entered"]
to = "listed"
"""


ANOTHER_WAY = """
[[change]]
op = "drop_scenario"
scenario = "main_way"
reason = "Путь региона идёт через другие этапы"
"""


def opened_case(office: Office, number: int) -> UUID:
    """A case of a new school of Amur that stands on a list."""
    bench, place = office.bench, office.country.amur
    region, municipality = place.region_id, place.municipality_id
    assert region is not None
    assert municipality is not None
    school = SchoolRequest(region, municipality, f"МБОУ СОШ № {number}", SchoolMode.AT_RISK)
    school_id = made(register_school(bench, school, actor=command_actor(bench)))
    login = f"amur.coordinator.{number}"
    office.country.person(login, Role.REGIONAL_COORDINATOR, office.country.amur_region)
    coordinator = office.country.actor(login)
    entry = EntryRequest(school_id, (Category.SHNOR,))
    listing = ListingRequest(
        region, 2022, f"Перечень {number}", "120", date(2023, 3, 31), "УО", (entry,)
    )
    register_listing(bench, listing, actor=coordinator)
    (line,) = entries_to_open(bench, actor=coordinator)
    request = OpenRequest("amur_path", list_entry_id=line.id)
    return made(open_case(bench, request, actor=coordinator))


def test_a_stage_renamed_and_published_is_how_new_cases_are_led(office: Office) -> None:
    under_way = opened_case(office, 53)

    answer = office.send("publish", HEADER.format(code="amur") + RENAMED)

    assert answer.status_code == 303
    current = office.current()
    assert current.version == 2
    assert current.definition.stage_by_code["listed"].title == "Принята на сопровождение"
    titles = [
        look(office.bench, case_id)[0].definition.stage_by_code["listed"].title
        for case_id in (under_way, opened_case(office, 54))
    ]
    assert titles == ["Включена в перечень", "Принята на сопровождение"]
    assert office.current("primorye_path").version == 1
    assert "действует" in office.amur.get(answer.location).text


def test_every_snippet_can_be_appended_as_it_stands(office: Office) -> None:
    page = office.amur.get(office.edit_path()).text
    texts = [unescape(one) for one in re.findall(r"<pre[^>]*><code>(.*?)</code>", page, re.DOTALL)]

    assert len(texts) == 4
    for text in texts:
        answer = office.send("check", HEADER.format(code="amur") + ANOTHER_WAY + text)
        assert "Ошибок не найдено" in answer.text, text


def test_what_would_change_is_told_with_the_cases_that_stand_there(office: Office) -> None:
    opened_case(office, 53)
    text = HEADER.format(code="amur") + ANOTHER_START

    page = office.send("compare", text)

    assert page.status_code == 200
    assert "Этап «Кандидат» исчезает; дел на нём: 1" in page.text
    assert "Внесена" in page.text
    assert typed_text(page.text) == text
    assert office.current().version == 1


def test_two_editors_the_second_sees_both_and_loses_nothing(office: Office) -> None:
    colleague = office.browser("amur.second", Role.REGIONAL_ADMIN)
    mine = HEADER.format(code="amur") + "# мой текст\n" + RENAMED.replace("Принята", "Взята")
    office.send("publish", HEADER.format(code="amur") + RENAMED, colleague)

    conflict = office.send("publish", mine, expected=1)

    assert conflict.status_code == 409
    assert typed_text(conflict.text) == mine
    assert "опубликована версия 2: Сотрудник amur.second" in conflict.text
    assert "Принята на сопровождение" in conflict.text
    assert 'name="expected" value="2"' in conflict.text
    assert office.current().version == 2
    assert office.send("publish", mine, expected=2).status_code == 303
    assert office.current().text == mine


def test_publishing_the_same_text_twice_makes_one_version(office: Office) -> None:
    text = HEADER.format(code="amur") + RENAMED
    first = office.send("publish", text, expected=1)

    again = office.send("publish", text, expected=1)

    assert first.location == again.location
    assert office.current().version == 2


def test_former_versions_stay_readable(office: Office) -> None:
    former = office.current()
    office.send("publish", HEADER.format(code="amur") + RENAMED)

    page = office.amur.get(f"/admin/definitions/{former.id}").text

    assert "прежняя версия" in page
    assert "версия 2" in page


def test_a_region_may_begin_a_path_of_its_own(office: Office) -> None:
    path = f"/admin/definitions/region/{office.country.amur.region_id}/new"
    text = HEADER.format(code="second")

    assert 'code = "amur_path"' in typed_text(office.amur.get(path).text)
    form = {"expected": 0, "do": "publish"}
    answer = office.amur.post(path, {"text": text, **form})
    taken = office.amur.post(path, {"text": HEADER.format(code="amur"), **form})

    assert answer.status_code == 303
    assert taken.status_code == 409
    assert typed_text(taken.text) == HEADER.format(code="amur")


def test_the_code_of_a_path_cannot_be_changed(office: Office) -> None:
    page = office.send("publish", HEADER.format(code="other"))

    assert page.status_code == 422
    assert "Код маршрута не меняется" in page.text


def test_the_base_is_only_read(office: Office) -> None:
    base = office.current_base()

    assert office.amur.get(f"/admin/definitions/{base.id}").status_code == 200
    path = f"/admin/definitions/stream/{base.stream_id}/edit"
    assert office.amur.get(path).status_code == 404
    form = {"text": base.text, "expected": 1, "do": "publish"}
    assert office.amur.post(path, form).status_code == 404


def test_another_regions_admin_sees_nothing_of_a_path(office: Office) -> None:
    path, current = office.edit_path(), office.current()

    assert "Маршрут amur" not in office.primorye.get("/admin/definitions/").text
    assert office.primorye.get(f"/admin/definitions/{current.id}").status_code == 404
    assert office.primorye.get(path).status_code == 404
    form = {"text": current.text, "expected": 1, "do": "publish"}
    assert office.primorye.post(path, form).status_code == 404
    new = f"/admin/definitions/region/{office.country.amur.region_id}/new"
    assert office.primorye.get(new).status_code == 404
