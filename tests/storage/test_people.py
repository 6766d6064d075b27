"""Accounts: who may make them, and what the journal keeps of it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa

from engine.actions.installing import install
from engine.actions.people import (
    AccountRequest,
    BlockRequest,
    EndRoleRequest,
    GrantRequest,
    PasswordRequest,
    RoleRequest,
    block_account,
    change_password,
    create_account,
    end_role,
    grant_role,
    unblock_account,
)
from engine.actions.service_accounts import CLOCK, command_actor
from engine.actions.tokens import TokenRequest, issue_token
from engine.domain.errors import (
    Forbidden,
    InvalidInput,
    NotFound,
)
from engine.domain.roles import Permission, Place, Role
from engine.queries.people import demo_accounts, list_grants, list_people
from engine.storage.database import reading
from engine.storage.tables import JournalRow
from engine.storage.verification import verify
from tests.people import PASSWORD, journal, made
from tests.storage.people_scene import NEW_PASSWORD, country, refused

__all__ = ["country"]


def test_installing_again_changes_nothing(bench):
    first = install(bench)

    assert install(bench, demo=True) == first
    assert journal(bench, CLOCK, "account") == ["account:created"]


def test_the_journal_of_an_account_holds_neither_name_nor_login(country):
    account = country.person("ivanova.gs")

    with reading(country.bench.database) as connection:
        bodies = connection.scalars(
            sa.select(JournalRow.body).where(JournalRow.subject_id == account)
        ).all()

    assert len(bodies) == 1
    assert b"ivanova" not in bodies[0]
    assert "Сотрудник".encode() not in bodies[0]


def test_every_deed_on_people_verifies(country):
    bench, admin = country.bench, country.manager("admin.amur")
    account = country.person("kurator", Role.CURATOR)
    curator = country.actor("kurator")
    issue_token(bench, TokenRequest("Выгрузка", frozenset({Permission.READ_CASE})), actor=curator)
    viewer = RoleRequest(Role.VIEWER, country.amur, basis="Приказ № 12")
    granted = made(grant_role(bench, GrantRequest(account, viewer), actor=admin))
    end_role(bench, EndRoleRequest(granted, reason="перевод"), actor=admin)
    change_password(bench, PasswordRequest(account, NEW_PASSWORD), actor=admin)
    block_account(bench, BlockRequest(account, "уволен"), actor=admin)
    unblock_account(bench, BlockRequest(account, "вернулся"), actor=admin)

    assert verify(bench.database).findings == []
    assert journal(bench, account, "account") == [
        "account:created",
        "role:granted",
        "account:signed_in",
        "token:issued",
        "role:granted",
        "role:ended",
        "password:changed",
        "account:blocked",
        "account:unblocked",
    ]


@pytest.mark.parametrize("login", ["IVANOVA.GS", " ivanova.gs ", "ｉｖａｎｏｖａ.gs"])
def test_a_login_differs_by_more_than_its_form(country, login):
    country.person("ivanova.gs")

    with pytest.raises(InvalidInput) as error:
        country.person(login)

    assert refused(error) == ("login", "exists")


def test_of_many_who_take_a_login_at_once_one_gets_it(country):
    def take(_: int) -> str:
        try:
            country.person("ivanova.gs")
        except InvalidInput as refusal:
            return str(refusal.fields["rule"])
        return "made"

    with ThreadPoolExecutor(6) as pool:
        answers = sorted(pool.map(take, range(6)))

    assert answers == ["exists"] * 5 + ["made"]
    assert verify(country.bench.database).findings == []


@pytest.mark.parametrize("login", ["ab", "service:clock", "с пробелом", "a" * 101, "a\x00bc"])
def test_a_login_of_other_characters_is_refused(country, login):
    with pytest.raises(InvalidInput) as error:
        country.person(login)

    assert refused(error) == ("login", "characters")


@pytest.mark.parametrize(
    ("password", "rule"),
    [
        ("коротко", "too_short"),
        ("а" * 129, "too_long"),
        ("password1234", "common"),
        ("Пароль123456", "common"),
        ("Marshrut2023!", "common"),
        ("йцукенгшщзхъ", "common"),
        ("qwertyuiop12", "common"),
        ("193847560192", "common"),
        ("абабабабабаб", "common"),
        ("petrova.na-2023", "common"),
    ],
)
def test_a_password_that_everybody_tries_first_is_refused(country, password, rule):
    request = AccountRequest("petrova.na", "Петрова", password)

    with pytest.raises(InvalidInput) as error:
        create_account(country.bench, request, actor=command_actor(country.bench))

    assert refused(error) == ("password", rule)


def test_a_made_up_person_lives_only_in_a_demonstration(country):
    request = AccountRequest("demo.one", "Показ", "показ", demo=True)

    with pytest.raises(InvalidInput) as error:
        create_account(country.bench, request, actor=command_actor(country.bench))

    assert refused(error) == ("demo", "unknown")
    assert demo_accounts(country.bench) == []


def test_a_regional_admin_makes_people_of_his_region_with_their_first_role(country):
    admin = country.manager("admin.amur")
    role = RoleRequest(Role.SCHOOL_DIRECTOR, Place(school_id=country.amur.school_id))
    request = AccountRequest("director.3", "Директор", PASSWORD, role)

    account = made(create_account(country.bench, request, actor=admin))

    director = country.actor("director.3")
    assert director.account_id == account
    assert [grant.place for grant in director.grants] == [country.amur]
    assert [row.login for row in list_people(country.bench, actor=admin)] == [
        "admin.amur",
        "director.3",
    ]


def test_a_regional_admin_makes_nobody_without_a_role(country):
    admin = country.manager("admin.amur")
    request = AccountRequest("director.3", "Директор", PASSWORD)

    with pytest.raises(InvalidInput) as error:
        create_account(country.bench, request, actor=admin)

    assert refused(error) == ("role", "required")


def test_another_region_answers_like_one_that_does_not_exist(country):
    admin = country.manager("admin.amur")
    account = country.person("kurator", Role.CURATOR)
    elsewhere = RoleRequest(Role.CURATOR, country.primorye_region)
    nowhere = RoleRequest(Role.CURATOR, Place(account))

    for request in (elsewhere, nowhere):
        with pytest.raises(NotFound) as error:
            grant_role(country.bench, GrantRequest(account, request), actor=admin)

        assert error.value.fields == {}


def test_a_place_that_contradicts_itself_does_not_exist(country):
    admin = command_actor(country.bench)
    account = country.person("kurator")
    place = Place(country.primorye.region_id, country.amur.municipality_id)

    with pytest.raises(NotFound):
        grant_role(
            country.bench, GrantRequest(account, RoleRequest(Role.CURATOR, place)), actor=admin
        )


@pytest.mark.parametrize("role", [Role.SYSTEM_ADMIN, Role.SCHEDULER])
def test_a_regional_admin_gives_nothing_above_himself(country, role):
    admin = country.manager("admin.amur")
    account = country.person("kurator", Role.CURATOR)

    here = GrantRequest(account, RoleRequest(role, country.amur_region))
    everywhere = GrantRequest(account, RoleRequest(role, Place()))

    with pytest.raises(Forbidden):
        grant_role(country.bench, here, actor=admin)
    with pytest.raises(NotFound):
        grant_role(country.bench, everywhere, actor=admin)


def test_a_system_admin_gives_the_clocks_role_to_nobody(country):
    account = country.person("kurator")
    request = GrantRequest(account, RoleRequest(Role.SCHEDULER, Place()))

    with pytest.raises(Forbidden):
        grant_role(country.bench, request, actor=command_actor(country.bench))


def test_nobody_grants_himself(country):
    admin = country.manager("admin.amur")
    request = GrantRequest(admin.account_id, RoleRequest(Role.CURATOR, country.amur_region))

    with pytest.raises(Forbidden):
        grant_role(country.bench, request, actor=admin)


def test_who_manages_nobody_grants_nothing(country):
    coordinator = country.manager("koordinator", Role.REGIONAL_COORDINATOR)
    account = country.person("kurator", Role.CURATOR)
    request = GrantRequest(account, RoleRequest(Role.VIEWER, country.amur_region))

    with pytest.raises(Forbidden):
        grant_role(country.bench, request, actor=coordinator)

    assert journal(country.bench, coordinator.account_id, "refusal") == ["deed:refused"]


def test_a_person_of_another_region_is_not_found(country):
    admin = country.manager("admin.amur")
    stranger = country.person("kurator", Role.CURATOR, country.primorye_region)

    with pytest.raises(NotFound):
        block_account(country.bench, BlockRequest(stranger, "ошибка"), actor=admin)
    with pytest.raises(NotFound):
        change_password(country.bench, PasswordRequest(stranger, NEW_PASSWORD), actor=admin)
    assert list_grants(country.bench, stranger, actor=admin) == []


def test_a_person_with_roles_elsewhere_is_not_one_regions_to_block(country):
    bench, admin = country.bench, country.manager("admin.amur")
    account = country.person("metodist", Role.METHODIST)
    other = RoleRequest(Role.METHODIST, country.primorye_region)
    grant_role(bench, GrantRequest(account, other), actor=command_actor(bench))

    with pytest.raises(Forbidden):
        block_account(bench, BlockRequest(account, "уволен"), actor=admin)
