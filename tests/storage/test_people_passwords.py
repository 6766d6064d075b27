"""Blocked accounts, new passwords, and the sessions and tokens that end with them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from engine.actions.people import (
    BlockRequest,
    PasswordRequest,
    block_account,
    change_password,
    unblock_account,
)
from engine.actions.service_accounts import CLOCK
from engine.actions.signing_in import sign_in
from engine.actions.tokens import TokenRequest, issue_token
from engine.domain.errors import (
    Forbidden,
    InvalidInput,
    NotFound,
    SignInLocked,
    SignInRefused,
)
from engine.domain.roles import Permission, Place, Role
from engine.queries.identity import session_holder, token_holder
from tests.people import ADDRESS, PASSWORD
from tests.storage.people_scene import NEW_PASSWORD, country, refused

__all__ = ["country"]


def test_blocking_holds_from_the_next_request_for_sessions_and_tokens(country):
    bench, admin = country.bench, country.manager("admin.amur")
    account = country.person("kurator", Role.CURATOR)
    secret = country.secret("kurator")
    request = TokenRequest("Выгрузка", frozenset({Permission.READ_CASE}))
    token = issue_token(bench, request, actor=country.actor("kurator")).secret

    block_account(bench, BlockRequest(account, "уволен"), actor=admin)

    assert session_holder(bench, secret) is None
    assert token_holder(bench, token) is None
    with pytest.raises(SignInRefused):
        sign_in(bench, "kurator", PASSWORD, ADDRESS)


def test_unblocking_revives_no_session(country):
    bench, admin = country.bench, country.manager("admin.amur")
    account = country.person("kurator", Role.CURATOR)
    secret = country.secret("kurator")
    block_account(bench, BlockRequest(account, "уволен"), actor=admin)

    unblock_account(bench, BlockRequest(account, "вернулся"), actor=admin)

    assert session_holder(bench, secret) is None
    assert country.actor("kurator").account_id == account


def test_nobody_blocks_himself_or_the_clock(country):
    admin = country.manager("glavnyy", Role.SYSTEM_ADMIN, Place())

    with pytest.raises(Forbidden):
        block_account(country.bench, BlockRequest(admin.account_id, "ошибка"), actor=admin)
    with pytest.raises(NotFound):
        block_account(country.bench, BlockRequest(CLOCK, "ошибка"), actor=admin)


def test_a_new_password_ends_every_session_and_the_old_one_is_refused(country):
    bench = country.bench
    account = country.person("kurator", Role.CURATOR)
    secret, actor = country.secret("kurator"), country.actor("kurator")

    change_password(bench, PasswordRequest(account, NEW_PASSWORD, PASSWORD), actor=actor)

    assert session_holder(bench, secret) is None
    with pytest.raises(SignInRefused):
        sign_in(bench, "kurator", PASSWORD, ADDRESS)
    # The same letters typed on a keyboard that sends «й» and «ё» in two parts.
    decomposed = NEW_PASSWORD.replace("й", "и\u0306").replace("ё", "е\u0308")
    assert sign_in(bench, "kurator", decomposed, ADDRESS)


def test_ones_own_password_is_changed_by_whoever_knows_the_former_one(country, clock):
    bench = country.bench
    account = country.person("kurator", Role.CURATOR)
    actor = country.actor("kurator")
    for _ in range(10):
        with pytest.raises(InvalidInput) as error:
            change_password(bench, PasswordRequest(account, NEW_PASSWORD, "не тот"), actor=actor)
        assert refused(error) == ("former", "mismatch")

    with pytest.raises(SignInLocked):
        change_password(bench, PasswordRequest(account, NEW_PASSWORD, PASSWORD), actor=actor)

    clock.advance(minutes=15)
    change_password(bench, PasswordRequest(account, NEW_PASSWORD, PASSWORD), actor=actor)


def test_a_token_changes_no_password(country):
    account = country.person("kurator", Role.CURATOR)
    actor = replace(country.actor("kurator"), auth="token")

    with pytest.raises(Forbidden):
        change_password(
            country.bench, PasswordRequest(account, NEW_PASSWORD, PASSWORD), actor=actor
        )
