"""Signing in: nobody learns whether a login exists, nobody tries for ever, nothing floods."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from statistics import median

import pytest
import sqlalchemy as sa
from argon2 import PasswordHasher

from engine.actions import signing_in
from engine.actions.people import BlockRequest, block_account
from engine.actions.service_accounts import DOOR, command_actor
from engine.actions.signing_in import sign_in, sign_out
from engine.domain import passwords
from engine.domain.errors import SignInLocked, SignInRefused
from engine.domain.passwords import is_outdated
from engine.domain.roles import Role
from engine.queries.identity import session_holder
from engine.storage.database import reading
from engine.storage.secrets import secret_digest
from engine.storage.tables import AccountRow, JournalRow, SessionRow
from engine.storage.verification import verify
from tests.people import ADDRESS, PASSWORD, Country, journal, make_country


@pytest.fixture
def country(bench) -> Country:
    return make_country(bench)


@pytest.fixture
def real_hasher(monkeypatch):
    """The work of the product, where other tests save it."""
    monkeypatch.setattr(passwords, "_HASHER", PasswordHasher())
    passwords._nobodys.cache_clear()
    yield
    passwords._nobodys.cache_clear()


def fail(bench, login="kurator", address=ADDRESS, password="совсем не тот"):
    with pytest.raises(SignInRefused) as error:
        sign_in(bench, login, password, address)
    return error.value


def entries(bench) -> int:
    with reading(bench.database) as connection:
        return connection.execute(sa.select(sa.func.count()).select_from(JournalRow)).scalar_one()


def test_a_session_is_known_by_its_secret_and_kept_as_a_hash(country):
    account = country.person("kurator", Role.CURATOR)

    secret = sign_in(country.bench, " Kurator ", PASSWORD, ADDRESS, request_id="r1")

    holder = session_holder(country.bench, secret, request_id="r2")
    assert holder is not None
    assert (holder.login, holder.title) == ("kurator", "Сотрудник kurator")
    assert holder.actor.account_id == account
    assert (holder.actor.auth, holder.actor.origin) == ("session", "ui")
    assert holder.actor.request_id == "r2"
    with reading(country.bench.database) as connection:
        kept = connection.scalars(sa.select(SessionRow.secret_hash)).all()
    assert [bytes(one) for one in kept] == [secret_digest(secret)]


def test_a_made_up_secret_is_nobodys(country):
    assert session_holder(country.bench, "нет такого") is None
    assert session_holder(country.bench, "\ud800") is None


def test_a_session_ends_after_its_time(country, clock):
    country.person("kurator", Role.CURATOR)
    secret = country.secret("kurator")

    clock.advance(hours=11, minutes=59)
    assert session_holder(country.bench, secret) is not None
    clock.advance(minutes=1)
    assert session_holder(country.bench, secret) is None


def test_signing_out_ends_the_session_for_good(country):
    country.person("kurator", Role.CURATOR)
    secret, other = country.secret("kurator"), country.secret("kurator")
    holder = session_holder(country.bench, secret)
    assert holder is not None

    sign_out(country.bench, secret, actor=holder.actor)
    sign_out(country.bench, secret, actor=holder.actor)

    assert session_holder(country.bench, secret) is None
    assert session_holder(country.bench, other) is not None
    assert journal(country.bench, holder.actor.account_id, "account") == [
        "account:created",
        "role:granted",
        "account:signed_in",
        "account:signed_in",
        "account:signed_out",
    ]


def test_nobody_ends_anothers_session(country):
    country.person("kurator", Role.CURATOR)
    country.person("chuzhoy", Role.CURATOR)
    secret = country.secret("kurator")

    sign_out(country.bench, secret, actor=country.actor("chuzhoy"))

    assert session_holder(country.bench, secret) is not None


def test_a_wrong_password_and_an_unknown_login_are_refused_in_the_same_words(country):
    account = country.person("kurator", Role.CURATOR)
    blocked = country.person("uvolen", Role.CURATOR)
    block_account(
        country.bench, BlockRequest(blocked, "уволен"), actor=command_actor(country.bench)
    )

    refusals = [
        fail(country.bench),
        fail(country.bench, "net.takogo"),
        fail(country.bench, "uvolen", password=PASSWORD),
        fail(country.bench, "service:clock", password=""),
    ]

    assert {(type(one), str(one)) for one in refusals} == {(SignInRefused, str(refusals[0]))}
    assert journal(country.bench, account, "refusal") == ["sign_in:failed"]
    assert journal(country.bench, DOOR, "refusal") == ["sign_in:failed"]


@pytest.mark.slow
def test_an_unknown_login_takes_as_long_as_a_wrong_password(country, real_hasher):
    country.person("kurator", Role.CURATOR)
    took: dict[str, list[float]] = {"kurator": [], "net.takogo": []}

    for _ in range(9):
        for login, times in took.items():
            began = time.process_time()
            fail(country.bench, login)
            times.append(time.process_time() - began)

    known, unknown = (median(times) for times in took.values())
    # Without the work for nobody the ratio would be a hundred.
    assert 0.5 < known / unknown < 2


def test_ten_failures_within_a_quarter_of_an_hour_lock_the_account_for_as_long(country, clock):
    account = country.person("kurator", Role.CURATOR)
    for _ in range(10):
        fail(country.bench)

    clock.advance(minutes=14)
    fail(country.bench, password=PASSWORD)
    clock.advance(minutes=1)

    assert sign_in(country.bench, "kurator", PASSWORD, ADDRESS)
    assert journal(country.bench, account, "refusal") == ["sign_in:failed"] * 10
    assert journal(country.bench, account, "account") == [
        "account:created",
        "role:granted",
        "account:locked",
        "account:signed_in",
    ]


def test_failures_of_long_ago_and_before_a_success_do_not_lock(country, clock):
    country.person("kurator", Role.CURATOR)
    for _ in range(9):
        fail(country.bench)
    clock.advance(minutes=15)
    for _ in range(9):
        fail(country.bench)
    country.secret("kurator")
    for _ in range(9):
        fail(country.bench)

    assert sign_in(country.bench, "kurator", PASSWORD, ADDRESS)


def test_what_is_locked_is_refused_without_writing(country):
    country.person("kurator", Role.CURATOR)
    for _ in range(10):
        fail(country.bench)
    before = entries(country.bench)

    for number in range(5):
        fail(country.bench, address=f"192.0.2.{number + 20}")

    assert entries(country.bench) == before


def test_unknown_logins_cannot_flood_the_journal(country, clock, monkeypatch):
    monkeypatch.setattr(signing_in, "NOBODYS_FAILURES", 3)
    for number in range(6):
        fail(country.bench, f"net.takogo.{number}", f"192.0.2.{number + 20}")
    assert journal(country.bench, DOOR, "refusal") == ["sign_in:failed"] * 3

    clock.advance(minutes=15)
    fail(country.bench, "net.takogo")

    assert journal(country.bench, DOOR, "refusal") == ["sign_in:failed"] * 4


def test_an_address_that_fails_too_often_is_held_back_and_others_are_not(
    country, clock, monkeypatch
):
    monkeypatch.setattr(signing_in, "ADDRESS_FAILURES", 3)
    country.person("kurator", Role.CURATOR)
    for login in ("kurator", "net.takogo", "i.takogo.net"):
        fail(country.bench, login, "198.51.100.9")

    with pytest.raises(SignInLocked) as error:
        sign_in(country.bench, "kurator", PASSWORD, "198.51.100.9")

    assert sign_in(country.bench, "kurator", PASSWORD, ADDRESS)
    until = error.value.fields["until"]
    assert 14 * 60 < (until - clock()).total_seconds() < 15 * 60
    clock.advance(minutes=15)
    assert sign_in(country.bench, "kurator", PASSWORD, "198.51.100.9")


def test_many_at_once_get_no_more_than_ten_answers(country):
    account = country.person("kurator", Role.CURATOR)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: fail(country.bench), range(24)))

    assert journal(country.bench, account, "refusal") == ["sign_in:failed"] * 10
    fail(country.bench, password=PASSWORD)
    assert verify(country.bench.database).findings == []


def test_a_password_kept_by_weaker_settings_is_kept_anew_at_the_next_sign_in(country):
    account = country.person("kurator", Role.CURATOR)
    weak = PasswordHasher(time_cost=1, memory_cost=32, parallelism=1)
    with country.bench.database.source.begin() as connection:
        values = {"password_hash": weak.hash(PASSWORD)}
        connection.execute(sa.update(AccountRow).where(AccountRow.id == account).values(values))

    country.secret("kurator")

    with reading(country.bench.database) as connection:
        kept = connection.scalar(sa.select(AccountRow.password_hash).filter_by(id=account))
    assert not is_outdated(str(kept))
    country.secret("kurator")
