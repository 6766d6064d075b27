"""Personal API tokens: shown once, narrower than the person, ended at will and after their time."""

from __future__ import annotations

from dataclasses import replace

import pytest
import sqlalchemy as sa

from engine.actions.people import EndRoleRequest, end_role
from engine.actions.service_accounts import command_actor
from engine.actions.tokens import TokenRequest, issue_token, revoke_token
from engine.domain.errors import Forbidden, InvalidInput, NotFound
from engine.domain.roles import Permission, Role
from engine.queries.identity import token_holder
from engine.queries.people import list_grants, list_tokens
from engine.storage.database import reading
from engine.storage.secrets import secret_digest
from engine.storage.tables import JournalRow, JournalTextRow, TokenRow
from tests.people import Country, make_country

READ = frozenset({Permission.READ_CASE})


@pytest.fixture
def country(bench) -> Country:
    return make_country(bench)


@pytest.fixture
def curator(country):
    country.person("kurator", Role.CURATOR)
    return country.actor("kurator")


def test_a_token_gives_the_persons_roles_narrowed_to_its_scopes(country, curator, clock):
    issued = issue_token(country.bench, TokenRequest("Выгрузка", READ), actor=curator)

    holder = token_holder(country.bench, issued.secret, request_id="r1")

    assert issued.secret.startswith("mrt_")
    assert holder is not None
    assert holder.actor == replace(
        curator, auth="token", origin="api", request_id="r1", token_scopes=READ
    )
    today = clock().date()
    assert holder.actor.scopes(Permission.READ_CASE, today) == (country.amur_region,)
    assert holder.actor.scopes(Permission.MOVE_CASE, today) == ()


def test_a_tokens_secret_is_kept_nowhere(country, curator):
    secret = issue_token(country.bench, TokenRequest("Выгрузка", READ), actor=curator).secret

    with reading(country.bench.database) as connection:
        row = connection.execute(sa.select(TokenRow)).one()
        bodies = connection.scalars(sa.select(JournalRow.body)).all()
        texts = connection.scalars(sa.select(JournalTextRow.text)).all()

    assert bytes(row.secret_hash) == secret_digest(secret)
    assert not any(secret.encode() in bytes(body) for body in bodies)
    assert not any(secret in text for text in texts)


def test_a_token_is_no_wider_than_the_person(country, curator):
    wide = TokenRequest("Выгрузка", READ | {Permission.MANAGE_PEOPLE})

    with pytest.raises(InvalidInput) as error:
        issue_token(country.bench, wide, actor=curator)

    assert error.value.fields == {"field": "scopes", "rule": "unknown", "value": ["people:manage"]}
    assert list_tokens(country.bench, actor=curator) == []


@pytest.mark.parametrize(
    ("change", "field"),
    [({"scopes": frozenset()}, "scopes"), ({"days": 0}, "days"), ({"days": 366}, "days")],
)
def test_a_token_has_a_purpose_and_an_end_within_a_year(country, curator, change, field):
    request = replace(TokenRequest("Выгрузка", READ), **change)

    with pytest.raises(InvalidInput) as error:
        issue_token(country.bench, request, actor=curator)

    assert error.value.fields["field"] == field


def test_a_token_issues_no_token(country, curator):
    both = frozenset({Permission.READ_CASE, Permission.MANAGE_TOKENS})
    issued = issue_token(country.bench, TokenRequest("Выгрузка", both), actor=curator)
    holder = token_holder(country.bench, issued.secret)
    assert holder is not None

    with pytest.raises(Forbidden):
        issue_token(country.bench, TokenRequest("Ещё", READ), actor=holder.actor)


def test_a_token_ends_with_its_time(country, curator, clock):
    issued = issue_token(country.bench, TokenRequest("Выгрузка", READ, 30), actor=curator)

    clock.advance(days=29, hours=23)
    assert token_holder(country.bench, issued.secret) is not None
    clock.advance(hours=1)
    assert token_holder(country.bench, issued.secret) is None


def test_a_token_ends_when_it_is_revoked_and_only_once(country, curator):
    issued = issue_token(country.bench, TokenRequest("Выгрузка", READ), actor=curator)

    revoke_token(country.bench, issued.token_id, actor=curator)

    assert token_holder(country.bench, issued.secret) is None
    with pytest.raises(InvalidInput):
        revoke_token(country.bench, issued.token_id, actor=curator)


def test_a_token_loses_what_its_person_loses(country, curator):
    issued = issue_token(country.bench, TokenRequest("Выгрузка", READ), actor=curator)
    admin = command_actor(country.bench)
    grant = list_grants(country.bench, curator.account_id, actor=admin)[0].id

    end_role(country.bench, EndRoleRequest(grant), actor=admin)

    holder = token_holder(country.bench, issued.secret)
    assert holder is not None
    assert holder.actor.scopes(Permission.READ_CASE, country.bench.now().date()) == ()


def test_a_token_is_revoked_by_its_person_or_whoever_manages_him(country, curator):
    issued = issue_token(country.bench, TokenRequest("Выгрузка", READ), actor=curator)
    stranger = country.manager("admin.primorye", Role.REGIONAL_ADMIN, country.primorye_region)
    colleague = country.manager("kollega", Role.CURATOR)

    with pytest.raises(NotFound):
        revoke_token(country.bench, issued.token_id, actor=stranger)
    with pytest.raises(Forbidden):
        revoke_token(country.bench, issued.token_id, actor=colleague)

    revoke_token(country.bench, issued.token_id, actor=country.manager("admin.amur"))
    assert token_holder(country.bench, issued.secret) is None
