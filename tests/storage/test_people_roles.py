"""Roles are given on their level, hold for their days and end at once."""

from __future__ import annotations

from datetime import date

import pytest

from engine.actions.people import (
    EndRoleRequest,
    GrantRequest,
    RoleRequest,
    end_role,
    grant_role,
)
from engine.actions.service_accounts import command_actor
from engine.domain.errors import (
    InvalidInput,
    NotFound,
)
from engine.domain.roles import Permission, Place, Role
from engine.queries.identity import session_holder
from engine.queries.people import list_grants
from engine.queries.scope import reading_day
from tests.storage.people_scene import country, refused

__all__ = ["country"]


@pytest.mark.parametrize(
    ("role", "level"),
    [
        (Role.SCHOOL_DIRECTOR, "region"),
        (Role.MUNICIPAL_COORDINATOR, "school"),
        (Role.REGIONAL_ADMIN, "municipality"),
        (Role.SYSTEM_ADMIN, "region"),
        (Role.CURATOR, "installation"),
    ],
)
def test_a_role_is_given_on_its_own_level(country, role, level):
    places = {
        "installation": Place(),
        "region": country.amur_region,
        "municipality": Place(municipality_id=country.amur.municipality_id),
        "school": country.amur,
    }
    account = country.person("kurator")
    request = GrantRequest(account, RoleRequest(role, places[level]))

    with pytest.raises(InvalidInput) as error:
        grant_role(country.bench, request, actor=command_actor(country.bench))

    assert error.value.fields == {"field": "place", "rule": "level", "value": level}


def test_a_role_is_not_given_twice_for_the_same_days(country):
    admin = command_actor(country.bench)
    account = country.person("kurator", Role.CURATOR)
    again = RoleRequest(Role.CURATOR, country.amur_region, date(2023, 9, 1))

    with pytest.raises(InvalidInput) as error:
        grant_role(country.bench, GrantRequest(account, again), actor=admin)

    assert refused(error) == ("role", "exists")


def test_a_role_granted_holds_from_the_next_request(country):
    admin = country.manager("admin.amur")
    account = country.person("kurator", Role.CURATOR)
    secret = country.secret("kurator")
    request = RoleRequest(Role.METHODIST, country.amur_region, acting=True)

    grant_role(country.bench, GrantRequest(account, request), actor=admin)

    holder = session_holder(country.bench, secret)
    assert holder is not None
    assert [(one.role, one.acting) for one in holder.actor.grants] == [
        (Role.CURATOR, False),
        (Role.METHODIST, True),
    ]


def test_a_role_ended_at_once_is_gone_with_the_next_request(country, clock):
    bench, admin = country.bench, country.manager("admin.amur")
    account = country.person("kurator", Role.CURATOR)
    secret = country.secret("kurator")
    grant = list_grants(bench, account, actor=admin)[0].id

    end_role(bench, EndRoleRequest(grant), actor=admin)

    holder = session_holder(bench, secret)
    assert holder is not None
    today = clock().date()
    assert holder.actor.scopes(Permission.READ_CASE, today) == ()


@pytest.mark.parametrize("hour", [15, 16, 20])
def test_a_role_that_is_over_in_its_place_is_over_though_moscow_is_a_day_behind(
    country, clock, hour
):
    bench, admin = country.bench, country.manager("admin.amur")
    account = country.person("kurator", Role.CURATOR)
    grant = list_grants(bench, account, actor=admin)[0].id

    clock.set(2023, 4, 3, hour)
    secret = country.secret("kurator")
    end_role(bench, EndRoleRequest(grant), actor=admin)

    holder = session_holder(bench, secret)
    assert holder is not None
    assert holder.actor.scopes(Permission.READ_CASE, reading_day(clock())) == ()


def test_a_role_lasts_through_its_last_day(country):
    bench, admin = country.bench, country.manager("admin.amur")
    account = country.person("kurator", Role.CURATOR)
    grant = list_grants(bench, account, actor=admin)[0].id

    end_role(bench, EndRoleRequest(grant, date(2023, 4, 10)), actor=admin)

    curator = country.actor("kurator")
    assert curator.scopes(Permission.READ_CASE, date(2023, 4, 10)) == (country.amur_region,)
    assert curator.scopes(Permission.READ_CASE, date(2023, 4, 11)) == ()


@pytest.mark.parametrize(
    ("ends_on", "field"), [(date(2023, 4, 1), "ends_on"), (date(2023, 5, 1), "grant_id")]
)
def test_a_role_is_neither_ended_backwards_nor_prolonged_by_ending(country, ends_on, field):
    bench, admin = country.bench, country.manager("admin.amur")
    account = country.person("kurator", Role.CURATOR)
    grant = list_grants(bench, account, actor=admin)[0].id
    end_role(bench, EndRoleRequest(grant, date(2023, 4, 10)), actor=admin)

    with pytest.raises(InvalidInput) as error:
        end_role(bench, EndRoleRequest(grant, ends_on), actor=admin)

    assert error.value.fields["field"] == field


def test_nobody_ends_a_role_above_his_own(country):
    bench, admin = country.bench, country.manager("admin.amur")
    system = country.person("glavnyy", Role.SYSTEM_ADMIN, Place())
    grant = list_grants(bench, system, actor=command_actor(bench))[0].id

    with pytest.raises(NotFound):
        end_role(bench, EndRoleRequest(grant), actor=admin)
