"""Whose session or token this is: read afresh for every request, in one select."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from engine.domain.roles import Actor, Grant, Permission, Place, Role
from engine.domain.terms import local_day
from engine.queries.scope import READING_ZONE
from engine.storage.database import Reader, reading
from engine.storage.secrets import FEED_PREFIX, TOKEN_PREFIX, secret_digest
from engine.storage.statements import Prepared
from engine.storage.tables import (
    AccountRow,
    FeedRow,
    GrantRow,
    RegionRow,
    SessionRow,
    TokenRow,
)

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from engine.workbench import Workbench


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds a session or a token: the actor with today's grants, and the name to show."""

    actor: Actor
    title: str
    login: str


def session_holder(
    bench: Workbench, secret: str, *, request_id: str | None = None
) -> Holder | None:
    """The holder of a session that is neither ended nor expired, of an account not blocked."""
    rows = _rows(bench, _OF_SESSION, secret)
    return _holder(rows, "session", "ui", request_id) if rows else None


def token_holder(bench: Workbench, secret: str, *, request_id: str | None = None) -> Holder | None:
    """The holder of an API token in force; the actor's deeds are narrowed to its scopes."""
    if not secret.startswith(TOKEN_PREFIX):
        return None
    rows = _rows(bench, _OF_TOKEN, secret)
    if not rows:
        return None
    known = {permission.value for permission in Permission}
    scopes = frozenset(Permission(code) for code in rows[0][-1] if code in known)
    return _holder(rows, "token", "api", request_id, scopes)


def feed_holder(bench: Workbench, secret: str) -> Holder | None:
    """Whose calendar an address is; whoever has the address may read on and do nothing."""
    if not secret.startswith(FEED_PREFIX):
        return None
    rows = _rows(bench, _OF_FEED, secret)
    return _holder(rows, "feed", "feed", None, FEED_READS) if rows else None


def account_holder(bench: Workbench, account_id: UUID) -> Holder | None:
    """A person as he would be if he had just signed in; None for who may not. For letters."""
    rows = _near(bench, _OF_ACCOUNT, account_id=account_id)
    return _holder(rows, "letter", "clock", None) if rows else None


FEED_READS = frozenset({Permission.READ_CASE, Permission.READ_ROADMAP, Permission.REVIEW_MEASURE})
"""What a calendar is made from; the right to review tells whose work one sees."""

_WHO = (
    AccountRow.id,
    AccountRow.title,
    AccountRow.login,
    GrantRow.role,
    GrantRow.region_id,
    GrantRow.municipality_id,
    GrantRow.school_id,
    GrantRow.starts_on,
    GrantRow.ends_on,
    GrantRow.acting,
    RegionRow.zone,
)
# A day's slack on each side: the zone of the place decides which grants hold today.
_GRANTS_NEAR = sa.and_(
    GrantRow.account_id == AccountRow.id,
    GrantRow.starts_on <= sa.bindparam("latest", type_=sa.Date()),
    sa.or_(
        GrantRow.ends_on.is_(None),
        GrantRow.ends_on >= sa.bindparam("earliest", type_=sa.Date()),
    ),
)


def _of(row: type[SessionRow | TokenRow | FeedRow], *more: Any, lasting: Any) -> Prepared:
    return Prepared(
        sa.select(*_WHO, *more)
        .select_from(row)
        .join(AccountRow, AccountRow.id == row.account_id)
        .outerjoin(GrantRow, _GRANTS_NEAR)
        .outerjoin(RegionRow, RegionRow.id == GrantRow.region_id)
        .where(
            row.secret_hash == sa.bindparam("digest", type_=row.secret_hash.type),
            row.revoked_at.is_(None),
            lasting,
            AccountRow.blocked.is_(False),
        )
        .order_by(GrantRow.id)
    )


def _unexpired(row: type[SessionRow | TokenRow]) -> Any:
    return row.expires_at > sa.bindparam("now", type_=row.expires_at.type)


_OF_SESSION = _of(SessionRow, lasting=_unexpired(SessionRow))
_OF_TOKEN = _of(TokenRow, TokenRow.scopes, lasting=_unexpired(TokenRow))
# An address has no end of its own: it is renewed or closed by the person.
_OF_FEED = _of(
    FeedRow, lasting=FeedRow.created_at <= sa.bindparam("now", type_=FeedRow.created_at.type)
)


_OF_ACCOUNT = Prepared(
    sa.select(*_WHO)
    .select_from(AccountRow)
    .outerjoin(GrantRow, _GRANTS_NEAR)
    .outerjoin(RegionRow, RegionRow.id == GrantRow.region_id)
    .where(
        AccountRow.id == sa.bindparam("account_id", type_=AccountRow.id.type),
        AccountRow.blocked.is_(False),
    )
    .order_by(GrantRow.id)
)


def _rows(bench: Workbench, query: Prepared, secret: str) -> list[tuple[Any, ...]]:
    return _near(bench, query, digest=secret_digest(secret), now=bench.now())


def _near(bench: Workbench, query: Prepared, **params: Any) -> list[tuple[Any, ...]]:
    now = bench.now()
    latest, earliest = (now + timedelta(days=1)).date(), (now - timedelta(days=1)).date()
    with reading(bench.database) as connection:
        reader = Reader(bench.database, connection)
        rows = reader.rows(query, latest=latest, earliest=earliest, **params)
    return [_in_force(row, now) for row in rows]


def _in_force(row: tuple[Any, ...], now: datetime) -> tuple[Any, ...]:
    """The row without its grant once the last day is over by the clocks of the grant's place.

    A reading spans regions and takes Moscow's day, which in the east begins hours later.
    """
    ends_on, zone = row[8], row[10]
    if ends_on is None or ends_on >= local_day(now, zone or READING_ZONE):
        return row
    return (*row[:3], *(None,) * 8, *row[11:])


def _holder(
    rows: list[tuple[Any, ...]],
    auth: str,
    origin: str,
    request_id: str | None,
    scopes: frozenset[Permission] | None = None,
) -> Holder:
    account_id, title, login = rows[0][:3]
    grants = tuple(_grant(row[3:10]) for row in rows if row[3] is not None)
    actor = Actor(account_id, grants, auth, origin, request_id, token_scopes=scopes)
    return Holder(actor, title, login)


def _grant(row: tuple[Any, ...]) -> Grant:
    role, region_id, municipality_id, school_id, starts_on, ends_on, acting = row
    place = Place(region_id, municipality_id, school_id)
    return Grant(Role(role), place, starts_on, ends_on, bool(acting))
