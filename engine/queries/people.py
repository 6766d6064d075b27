"""Accounts with their roles and tokens, as far as an actor manages them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from uuid import UUID

import sqlalchemy as sa

from engine.domain.errors import NotFound
from engine.domain.logins import login_form
from engine.domain.roles import Actor, Permission, Role
from engine.domain.search_keys import MOST_WORDS, words_of
from engine.queries.naming import has_word
from engine.queries.scope import reading_day, within
from engine.storage.database import reading
from engine.storage.tables import (
    AccountRow,
    GrantRow,
    MunicipalityRow,
    RegionRow,
    SchoolRow,
    TokenRow,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from sqlalchemy import ColumnElement

    from engine.storage.statements import AnySelect
    from engine.workbench import Workbench

LARGEST_PAGE = 200


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """A made-up person of a demonstration installation and the password to enter with."""

    login: str
    password: str
    title: str
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DemoRegion:
    """The made-up people of a region; without a title, those of the whole installation."""

    title: str | None
    accounts: list[DemoAccount] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class PeopleFilter:
    """Whom of the people is wanted; what is None or empty does not matter.

    `words` are of a name or a login; a role, a municipality or a school is one in force today.
    """

    words: str = ""
    role: Role | None = None
    municipality_id: UUID | None = None
    school_id: UUID | None = None
    blocked: bool = False

    def conditions(self, mine: ColumnElement[bool], today: date) -> Iterator[ColumnElement[bool]]:
        """What the accounts must satisfy; grants count on the actor's own places only."""
        words = words_of(self.words)[:MOST_WORDS]
        if words:
            named = sa.and_(*(has_word(AccountRow.search_key, word) for word in words))
            login = login_form(self.words)
            yield sa.or_(named, AccountRow.login.contains(login, autoescape=True))
        if self.blocked:
            yield AccountRow.blocked.is_(True)
        wanted: list[ColumnElement[bool]] = []
        if self.role is not None:
            wanted.append(GrantRow.role == self.role.value)
        if self.municipality_id is not None:
            wanted.append(GrantRow.municipality_id == self.municipality_id)
        if self.school_id is not None:
            wanted.append(GrantRow.school_id == self.school_id)
        if wanted:
            ends = sa.or_(GrantRow.ends_on.is_(None), GrantRow.ends_on >= today)
            begun = sa.and_(GrantRow.account_id == AccountRow.id, GrantRow.starts_on <= today)
            yield sa.exists().where(begun, ends, mine, *wanted)


def list_people(
    bench: Workbench,
    wanted: PeopleFilter | None = None,
    *,
    actor: Actor,
    after: str | None = None,
    limit: int = 50,
) -> list[sa.Row[Any]]:
    """Accounts the actor manages, by login: id, login, title, blocked, locked_until, created_at.

    Keyset pages: `after` is the last login of the former page.
    """
    conditions = (wanted or PeopleFilter()).conditions(
        _mine(bench, actor), reading_day(bench.now())
    )
    with reading(bench.database) as connection:
        select = (
            _person_lines()
            .where(managed_accounts(bench, actor), AccountRow.login > (after or ""), *conditions)
            .order_by(AccountRow.login)
            .limit(min(limit, LARGEST_PAGE))
        )
        return list(connection.execute(select))


def list_grants(bench: Workbench, account_id: UUID, *, actor: Actor) -> list[sa.Row[Any]]:
    """Every grant of an account that lies in the actor's places, the newest first.

    The rows carry the columns of a grant and the titles `region`, `municipality` and `school`.
    One's own grants are always shown.
    """
    own = account_id == actor.account_id
    sight = sa.true() if own else _mine(bench, actor)
    with reading(bench.database) as connection:
        return list(
            connection.execute(_grant_lines().where(GrantRow.account_id == account_id, sight))
        )


def grants_of_page(
    bench: Workbench, account_ids: list[UUID], *, actor: Actor
) -> dict[UUID, list[sa.Row[Any]]]:
    """The same by account for a page of people."""
    query = _grant_lines().where(GrantRow.account_id.in_(account_ids), _mine(bench, actor))
    grants: dict[UUID, list[sa.Row[Any]]] = {}
    with reading(bench.database) as connection:
        for row in connection.execute(query):
            grants.setdefault(row.account_id, []).append(row)
    return grants


def person_line(bench: Workbench, account_id: UUID, *, actor: Actor) -> sa.Row[Any]:
    """An account the actor manages, with the columns of `list_people`; NotFound otherwise."""
    query = _person_lines().where(AccountRow.id == account_id, managed_accounts(bench, actor))
    with reading(bench.database) as connection:
        line = connection.execute(query).one_or_none()
    if line is None:
        raise NotFound
    return line


def list_tokens(bench: Workbench, *, actor: Actor) -> list[sa.Row[Any]]:
    """The actor's own tokens, the newest first: id, title, scopes and the three instants."""
    with reading(bench.database) as connection:
        select = (
            sa.select(
                TokenRow.id,
                TokenRow.title,
                TokenRow.scopes,
                TokenRow.created_at,
                TokenRow.expires_at,
                TokenRow.revoked_at,
            )
            .where(TokenRow.account_id == actor.account_id)
            .order_by(TokenRow.created_at.desc(), TokenRow.id)
        )
        return list(connection.execute(select))


def demo_accounts(bench: Workbench) -> list[DemoRegion]:
    """The made-up people by region, with their passwords; none in a real installation."""
    select = (
        sa.select(
            AccountRow.login,
            AccountRow.demo_password,
            AccountRow.title,
            GrantRow.role,
            RegionRow.title.label("region"),
        )
        .join(GrantRow, GrantRow.account_id == AccountRow.id)
        .outerjoin(RegionRow, RegionRow.id == GrantRow.region_id)
        .where(AccountRow.demo_password.is_not(None), AccountRow.blocked.is_(False))
        .order_by(RegionRow.title.nulls_first(), AccountRow.login, GrantRow.id)
    )
    with reading(bench.database) as connection:
        rows = connection.execute(select).all()
    regions: dict[str | None, dict[str, DemoAccount]] = {}
    for row in rows:
        people = regions.setdefault(row.region, {})
        known = people.get(row.login)
        roles = (*known.roles, row.role) if known else (row.role,)
        people[row.login] = DemoAccount(row.login, row.demo_password, row.title, roles)
    return [DemoRegion(title, list(people.values())) for title, people in regions.items()]


def _person_lines() -> AnySelect:
    return sa.select(
        AccountRow.id,
        AccountRow.login,
        AccountRow.title,
        AccountRow.blocked,
        AccountRow.locked_until,
        AccountRow.created_at,
    )


def _grant_lines() -> AnySelect:
    return (
        sa.select(
            GrantRow,
            RegionRow.title.label("region"),
            MunicipalityRow.title.label("municipality"),
            SchoolRow.title.label("school"),
        )
        .outerjoin(RegionRow, RegionRow.id == GrantRow.region_id)
        .outerjoin(MunicipalityRow, MunicipalityRow.id == GrantRow.municipality_id)
        .outerjoin(SchoolRow, SchoolRow.id == GrantRow.school_id)
        .order_by(GrantRow.starts_on.desc(), GrantRow.id)
    )


def _mine(bench: Workbench, actor: Actor) -> ColumnElement[bool]:
    """Grants on the actor's places."""
    places = actor.scopes(Permission.MANAGE_PEOPLE, reading_day(bench.now()))
    columns = (GrantRow.region_id, GrantRow.municipality_id, GrantRow.school_id)
    return sa.or_(sa.false(), *(within(place, *columns) for place in places))


def managed_accounts(bench: Workbench, actor: Actor) -> ColumnElement[bool]:
    """Accounts with a grant on the actor's places; whoever manages everywhere sees all."""
    places = actor.scopes(Permission.MANAGE_PEOPLE, reading_day(bench.now()))
    if any(place.region_id is None for place in places):
        return AccountRow.password_hash.is_not(None)
    return sa.exists().where(GrantRow.account_id == AccountRow.id, _mine(bench, actor))
