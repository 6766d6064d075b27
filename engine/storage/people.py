"""Reading accounts, grants, sessions and tokens under the locks of a deed.

Every deed on an account locks its row first, then an address, then the heads of streams, so that
two deeds never wait for each other in a circle.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

import sqlalchemy as sa

from engine.domain.audit import AuditKind, StreamKind
from engine.domain.roles import Grant, Place, Role
from engine.storage.statements import Prepared
from engine.storage.tables import (
    AccountRow,
    AddressRow,
    FeedRow,
    GrantRow,
    InstallationRow,
    JournalRow,
    MunicipalityRow,
    RegionRow,
    SchoolRow,
    SessionRow,
    TokenRow,
)

if TYPE_CHECKING:
    from engine.storage.database import Reader, Transaction


@dataclass(frozen=True, slots=True)
class Account:
    """An account as a deed finds it."""

    id: UUID
    login: str
    password_hash: str | None
    blocked: bool
    failed_count: int
    locked_until: datetime | None


@dataclass(frozen=True, slots=True)
class KeptGrant:
    """A stored grant with its id and whose it is."""

    id: UUID
    account_id: UUID
    grant: Grant


@dataclass(frozen=True, slots=True)
class KeptToken:
    """A stored token as a deed finds it."""

    id: UUID
    account_id: UUID
    revoked_at: datetime | None


_ACCOUNT = sa.select(
    AccountRow.id,
    AccountRow.login,
    AccountRow.password_hash,
    AccountRow.blocked,
    AccountRow.failed_count,
    AccountRow.locked_until,
)
_LOCKED = Prepared(
    _ACCOUNT.where(AccountRow.id == sa.bindparam("id", type_=AccountRow.id.type)).with_for_update()
)
_FOUND = Prepared(_ACCOUNT.where(AccountRow.id == sa.bindparam("id", type_=AccountRow.id.type)))
_BY_LOGIN = Prepared(_ACCOUNT.where(AccountRow.login == sa.bindparam("login")))
_ADDRESS = sa.select(AddressRow.failed_count, AddressRow.window_began_at).where(
    AddressRow.address == sa.bindparam("address")
)
_ADDRESS_READ = Prepared(_ADDRESS)
_ADDRESS_LOCKED = Prepared(_ADDRESS.with_for_update())
_FAILURES = Prepared(
    sa.select(JournalRow.at)
    .where(
        JournalRow.subject_id == sa.bindparam("subject_id", type_=JournalRow.subject_id.type),
        JournalRow.stream == StreamKind.REFUSAL.value,
        JournalRow.kind == AuditKind.SIGN_IN_FAILED.value,
        JournalRow.at > sa.bindparam("since", type_=JournalRow.at.type),
    )
    .order_by(JournalRow.seq.desc())
    .limit(sa.bindparam("most", type_=sa.Integer()))
)
_OPEN_SESSIONS = Prepared(
    sa.select(SessionRow.secret_hash).where(
        SessionRow.account_id == sa.bindparam("id", type_=SessionRow.account_id.type),
        SessionRow.revoked_at.is_(None),
        SessionRow.expires_at > sa.bindparam("now", type_=SessionRow.expires_at.type),
    )
)
_SESSION = Prepared(
    sa.select(SessionRow.account_id).where(
        SessionRow.secret_hash == sa.bindparam("digest", type_=SessionRow.secret_hash.type),
        SessionRow.revoked_at.is_(None),
    )
)
_GRANT = sa.select(
    GrantRow.id,
    GrantRow.account_id,
    GrantRow.role,
    GrantRow.region_id,
    GrantRow.municipality_id,
    GrantRow.school_id,
    GrantRow.starts_on,
    GrantRow.ends_on,
    GrantRow.acting,
)
_GRANT_LOCKED = Prepared(
    _GRANT.where(GrantRow.id == sa.bindparam("id", type_=GrantRow.id.type)).with_for_update()
)
_GRANTS = Prepared(
    _GRANT.where(
        GrantRow.account_id == sa.bindparam("id", type_=GrantRow.account_id.type)
    ).order_by(GrantRow.id)
)
_TOKEN_LOCKED = Prepared(
    sa.select(TokenRow.id, TokenRow.account_id, TokenRow.revoked_at)
    .where(TokenRow.id == sa.bindparam("id", type_=TokenRow.id.type))
    .with_for_update()
)
_FEEDS = Prepared(
    sa.select(FeedRow.id)
    .where(
        FeedRow.account_id == sa.bindparam("account_id", type_=FeedRow.account_id.type),
        FeedRow.revoked_at.is_(None),
    )
    .order_by(FeedRow.id)
)
_SCHOOL = Prepared(
    sa.select(SchoolRow.region_id, SchoolRow.municipality_id).where(
        SchoolRow.id == sa.bindparam("id", type_=SchoolRow.id.type)
    )
)
_MUNICIPALITY = Prepared(
    sa.select(MunicipalityRow.region_id).where(
        MunicipalityRow.id == sa.bindparam("id", type_=MunicipalityRow.id.type)
    )
)
_REGION = Prepared(
    sa.select(RegionRow.id).where(RegionRow.id == sa.bindparam("id", type_=RegionRow.id.type))
)
_DEMO = Prepared(sa.select(InstallationRow.demo))


def lock_account(transaction: Transaction, account_id: UUID) -> Account | None:
    """An account under its lock."""
    row = transaction.row(_LOCKED, id=account_id)
    return _account(row) if row else None


def find_account(reader: Reader | Transaction, account_id: UUID) -> Account | None:
    """An account without a lock."""
    row = reader.row(_FOUND, id=account_id)
    return _account(row) if row else None


def account_by_login(reader: Reader | Transaction, login: str) -> Account | None:
    """The account of a login in its normal form."""
    row = reader.row(_BY_LOGIN, login=login)
    return _account(row) if row else None


def address_failures(
    reader: Reader | Transaction, address: str, *, lock: bool = False
) -> tuple[int, datetime] | None:
    """Failed sign-ins of a network address and the beginning of their window."""
    row = reader.row(_ADDRESS_LOCKED if lock else _ADDRESS_READ, address=address)
    return (row[0], row[1]) if row else None


def failures_since(transaction: Transaction, subject_id: UUID, since: datetime, most: int) -> int:
    """How many failed sign-ins the journal has since an instant; counting stops at `most`."""
    return len(transaction.rows(_FAILURES, subject_id=subject_id, since=since, most=most))


def open_sessions(transaction: Transaction, account_id: UUID, now: datetime) -> list[bytes]:
    """The sessions of an account that would still be accepted."""
    return [bytes(row[0]) for row in transaction.rows(_OPEN_SESSIONS, id=account_id, now=now)]


def session_account(transaction: Transaction, digest: bytes) -> UUID | None:
    """Whose session this is, unless it was ended."""
    row = transaction.row(_SESSION, digest=digest)
    return row[0] if row else None


def lock_grant(transaction: Transaction, grant_id: UUID) -> KeptGrant | None:
    """A grant under its lock."""
    row = transaction.row(_GRANT_LOCKED, id=grant_id)
    return _grant(row) if row else None


def grants_of(transaction: Transaction, account_id: UUID) -> list[KeptGrant]:
    """Every grant of an account, past and future ones too."""
    return [_grant(row) for row in transaction.rows(_GRANTS, id=account_id)]


def open_feeds(transaction: Transaction, account_id: UUID) -> list[UUID]:
    """The calendar addresses of an account that still answer; its lock keeps them at one."""
    return [row[0] for row in transaction.rows(_FEEDS, account_id=account_id)]


def lock_token(transaction: Transaction, token_id: UUID) -> KeptToken | None:
    """A token under its lock."""
    row = transaction.row(_TOKEN_LOCKED, id=token_id)
    return KeptToken(row[0], row[1], row[2]) if row else None


def whole_place(transaction: Transaction, place: Place) -> Place | None:
    """A place with everything above it filled in; None when it does not exist or contradicts."""
    found: tuple[Any, ...] | None
    if place.school_id is not None:
        found = transaction.row(_SCHOOL, id=place.school_id)
        whole = Place(found[0], found[1], place.school_id) if found else None
    elif place.municipality_id is not None:
        found = transaction.row(_MUNICIPALITY, id=place.municipality_id)
        whole = Place(found[0], place.municipality_id) if found else None
    elif place.region_id is not None:
        whole = place if transaction.row(_REGION, id=place.region_id) else None
    else:
        whole = place
    return whole if whole is not None and place.covers(whole) else None


def is_demo(transaction: Transaction) -> bool:
    """Whether this installation was made to be shown, with made-up people."""
    row = transaction.row(_DEMO)
    return bool(row and row[0])


def _account(row: tuple[Any, ...]) -> Account:
    return Account(row[0], row[1], row[2], bool(row[3]), row[4], row[5])


def _grant(row: tuple[Any, ...]) -> KeptGrant:
    place = Place(row[3], row[4], row[5])
    starts_on: date = row[6]
    return KeptGrant(row[0], row[1], Grant(Role(row[2]), place, starts_on, row[7], bool(row[8])))
