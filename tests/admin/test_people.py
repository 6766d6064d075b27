"""People in the console: one's own places only, nothing above oneself, nothing to oneself."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID

import pytest

from engine.domain.roles import Role
from engine.queries.people import list_grants, list_people
from tests.admin.scenes import Office
from tests.people import PASSWORD

SECRET = "сорок тёплых вечеров у реки"


def new_person(office: Office, **values: Any):
    """Send the form of a new account in Amur."""
    form = {
        "login": "petrova",
        "title": "Петрова А. А.",
        "password": SECRET,
        "role": "municipal_coordinator",
        "place": f"municipality:{office.country.amur.municipality_id}",
        **values,
    }
    return office.amur.post("/admin/people/new", form)


def roles(office: Office, account_id: UUID) -> list[tuple[str, Any]]:
    """The roles of a person with their last days."""
    rows = list_grants(office.bench, account_id, actor=office.actor())
    return [(row.role, row.ends_on) for row in rows]


def test_an_account_is_made_with_its_first_role_by_an_order(office: Office) -> None:
    answer = new_person(office, basis="приказ № 120 от 31.03.2023", ends_on="31.12.2023")

    assert answer.status_code == 303
    page = office.amur.get(answer.location).text
    assert "Муниципальный координатор" in page
    assert "приказ № 120 от 31.03.2023" in page
    assert "по 31 декабря 2023" in page
    browser = office.amur.__class__(office.amur.client.application)
    assert browser.sign_in("petrova", SECRET).status_code == 303


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"login": "я"}, "login"),
        ({"login": "amur.admin"}, "login"),
        ({"title": " "}, "title"),
        ({"title": "А\x00Б"}, "title"),
        ({"password": "короткий"}, "password"),
        ({"role": "", "place": ""}, "role"),
        ({"role": "emperor"}, "role"),
        ({"place": "planet:1"}, "place"),
        ({"role": "school_director"}, "place"),
        ({"school": "лицей 999"}, "school"),
        ({"ends_on": "вчера"}, "ends_on"),
        ({"starts_on": "2023-05-01", "ends_on": "2023-04-10"}, "ends_on"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_nothing_typed_is_lost(
    office: Office, values: dict, field: str
) -> None:
    page = new_person(office, **{"basis": "приказ № 7", **values})

    assert page.status_code == 422
    assert f'id="{field}-refusal"' in page.text
    assert 'value="приказ № 7"' in page.text
    logins = {row.login for row in list_people(office.bench, actor=office.actor())}
    assert "petrova" not in logins


def test_a_role_at_a_school_is_given_by_the_name_of_the_school(office: Office) -> None:
    answer = new_person(office, role="school_director", school="СОШ №3")

    assert answer.status_code == 303
    assert "МБОУ СОШ № 3" in office.amur.get(answer.location).text


def test_only_what_one_may_give_is_offered_and_more_is_refused(office: Office) -> None:
    offered = set(re.findall(r'<option value="(\w+)"', office.amur.get("/admin/people/new").text))

    assert "regional_admin" in offered
    assert "system_admin" not in offered
    assert "scheduler" not in offered
    assert "everywhere" not in offered
    assert new_person(office, role="system_admin", place="everywhere").status_code in (403, 404)
    other = f"region:{office.country.primorye.region_id}"
    assert new_person(office, role="viewer", place=other).status_code == 404


def test_a_role_is_given_ended_and_the_account_blocked_and_opened(office: Office) -> None:
    account = office.country.person("petrova", Role.VIEWER)
    path = f"/admin/people/{account}"
    place = f"region:{office.country.amur.region_id}"

    office.amur.post(f"{path}/roles", {"role": "auditor", "place": place})
    (auditor,) = [
        row
        for row in list_grants(office.bench, account, actor=office.actor())
        if row.role == "auditor"
    ]
    form = {"last_day": "2023-06-30", "reason": "увольнение"}
    office.amur.post(f"{path}/roles/{auditor.id}/end", form)
    assert [str(day) for role, day in roles(office, account) if role == "auditor"] == ["2023-06-30"]

    office.amur.post(f"{path}/block", {"block_reason": "увольнение"})
    assert "заблокирована" in office.amur.get(path).text
    office.amur.post(f"{path}/unblock", {"block_reason": "вернулась"})
    assert "заблокирована" not in office.amur.get(path).text

    assert office.amur.post(f"{path}/password", {"password": SECRET}).status_code == 303
    browser = office.amur.__class__(office.amur.client.application)
    assert browser.sign_in("petrova", SECRET).status_code == 303


def test_a_block_without_a_reason_changes_nothing(office: Office) -> None:
    account = office.country.person("petrova", Role.VIEWER)

    answer = office.amur.post(f"/admin/people/{account}/block", {})

    assert answer.status_code == 422
    assert "Заблокировать" in answer.text


def test_oneself_is_shown_but_changed_by_another(office: Office) -> None:
    own = office.actor().account_id

    page = office.amur.get(f"/admin/people/{own}").text

    assert "меняет другой администратор" in page
    form = {"block_reason": "проверка", "password": SECRET}
    assert office.amur.post(f"/admin/people/{own}/block", form).status_code == 403
    assert office.amur.post(f"/admin/people/{own}/password", form).status_code == 404


def test_people_of_another_region_answer_like_absent_ones(office: Office) -> None:
    account = office.country.person("stranger", Role.VIEWER, office.country.primorye_region)
    path = f"/admin/people/{account}"

    assert "stranger" not in office.amur.get("/admin/people/").text
    assert office.amur.get(path).status_code == 404
    form = {
        "block_reason": "проверка",
        "password": PASSWORD,
        "role": "viewer",
        "place": f"region:{office.country.amur.region_id}",
    }
    for deed in ("block", "unblock", "password", "roles"):
        assert office.amur.post(f"{path}/{deed}", form).status_code == 404
    (grant,) = list_grants(office.bench, account, actor=office.actor("primorye.admin"))
    assert office.amur.post(f"{path}/roles/{grant.id}/end", {}).status_code == 404
    mine = office.country.person("petrova", Role.VIEWER)
    assert office.amur.post(f"/admin/people/{mine}/roles/{grant.id}/end", {}).status_code == 404


def test_people_are_paged_by_their_logins(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("admin.people.view.PAGE", 1)
    office.country.person("zoya", Role.VIEWER)

    first = office.amur.get("/admin/people/").text
    (after,) = re.findall(r'href="(/admin/people/\?after=[^"]+)"', first)

    assert "zoya" not in first
    assert "zoya" in office.amur.get(after).text


def test_a_page_of_people_after_a_login_nobody_can_have_begins_anew(office: Office) -> None:
    office.country.person("zoya", Role.VIEWER)

    assert "zoya" in office.amur.get("/admin/people/?after=%00").text
