"""What another person sees: told by that person's own grants, within what one sees oneself."""

from __future__ import annotations

import re
from uuid import UUID

import pytest

from admin.people.deeds import GROUPS
from engine.actions.registering import (
    MunicipalityRequest,
    SchoolRequest,
    register_municipality,
    register_school,
)
from engine.actions.service_accounts import command_actor
from engine.domain.roles import Permission, Place, Role
from engine.domain.situation import SchoolMode
from engine.queries.sight import read_sight
from tests.admin.scenes import Office
from tests.admin.test_definitions import opened_case
from tests.people import made


def second_town(office: Office) -> Place:
    """Another municipality of Amur with a school of its own."""
    bench, admin = office.bench, command_actor(office.bench)
    region = office.country.amur.region_id
    assert region is not None
    town = made(register_municipality(bench, MunicipalityRequest(region, "Тында"), actor=admin))
    school = SchoolRequest(region, town, "МБОУ СОШ № 7", SchoolMode.AT_RISK)
    return Place(region, town, made(register_school(bench, school, actor=admin)))


def tiles(page: str) -> list[str]:
    """The figures at the top: municipalities, schools, open cases."""
    return re.findall(r'class="tile"><strong>([^<]+)</strong>', page)


def test_every_permission_has_its_place_in_the_groups() -> None:
    listed = [one for _title, group in GROUPS for one in group]

    assert sorted(listed) == sorted(Permission)


def test_a_director_sees_one_school_and_a_coordinator_the_town(office: Office) -> None:
    second_town(office)
    case_id = opened_case(office, 53)
    amur = office.country.amur
    director = office.country.person("director", Role.SCHOOL_DIRECTOR, amur)
    town = Place(amur.region_id, amur.municipality_id)
    coordinator = office.country.person("coordinator", Role.MUNICIPAL_COORDINATOR, town)

    of_director = office.amur.get(f"/admin/people/{director}/sight").text
    of_coordinator = office.amur.get(f"/admin/people/{coordinator}/sight").text

    assert tiles(of_director) == ["1", "1", "0"]
    assert tiles(of_coordinator) == ["1", "2", "1"]
    assert f"/cases/{case_id}" in of_coordinator
    assert "муниципальный координатор" in of_coordinator
    assert "Тында" not in of_coordinator
    assert "Доска" in of_coordinator
    assert "Консоль</span>" not in of_coordinator


def test_of_other_places_one_learns_nothing(office: Office) -> None:
    account = office.country.person("petrova", Role.AUDITOR, office.country.primorye_region)
    path = f"/admin/people/{account}/sight"
    assert office.amur.get(path).status_code == 404

    form = {"role": "viewer", "place": f"region:{office.country.amur.region_id}"}
    chief = office.browser("chief", Role.SYSTEM_ADMIN, Place())
    chief.post(f"/admin/people/{account}/roles", form)
    page = office.amur.get(path).text

    assert "Наблюдатель" in page
    assert "Аудитор" not in page
    assert "Приморский" not in page
    assert tiles(page) == ["1", "1", "0"]


def test_who_reads_no_cases_is_shown_none(office: Office) -> None:
    opened_case(office, 53)
    viewer = office.country.person("viewer", Role.VIEWER)
    chief = office.browser("chief", Role.SYSTEM_ADMIN, Place())

    page = chief.get(f"/admin/people/{viewer}/sight").text

    assert tiles(page) == ["1", "2", "—"]
    assert "вы сами дел не читаете" in page
    assert "/cases/" not in page


def test_without_roles_there_is_nothing_to_see(office: Office) -> None:
    account = office.country.person("petrova", Role.VIEWER)
    actor = office.actor()
    office.country.bench.now.set(2023, 4, 3)  # type: ignore[attr-defined]
    (grant,) = read_sight(office.bench, account, actor=actor).actor.grants
    assert grant.role is Role.VIEWER
    page = office.amur.get(f"/admin/people/{account}").text
    (end,) = re.findall(r'action="(/admin/people/[^"]+/end)"', page)
    office.amur.post(end, {"last_day": "", "reason": "увольнение"})
    office.country.bench.now.advance(days=2)  # type: ignore[attr-defined]

    again = office.signed_in("amur.admin")
    assert "Действующих ролей нет" in again.get(f"/admin/people/{account}/sight").text


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("words=petrova", {"petrova"}),
        ("words=сотрудник петр", set()),
        ("role=curator", {"ivanova"}),
        ("words=Сотрудник&role=viewer", {"petrova"}),
        ("role=emperor&municipality=x&words=%00", {"amur.admin", "ivanova", "petrova"}),
        ("blocked=yes", set()),
    ],
)
def test_people_are_found_by_name_role_and_place(
    office: Office, query: str, found: set[str]
) -> None:
    office.country.person("petrova", Role.VIEWER)
    office.country.person("ivanova", Role.CURATOR, office.country.amur)

    page = office.amur.get(f"/admin/people/?{query}").text

    assert set(re.findall(r'text-secondary">([\w.]+)</span></td>', page)) == found


def test_people_of_a_town_are_found_by_their_roles_there(office: Office) -> None:
    town: UUID | None = office.country.amur.municipality_id
    office.country.person("petrova", Role.VIEWER)
    place = Place(office.country.amur.region_id, town)
    office.country.person("ivanova", Role.MUNICIPAL_COORDINATOR, place)

    page = office.amur.get(f"/admin/people/?municipality={town}").text

    assert "ivanova" in page
    assert "petrova" not in page
