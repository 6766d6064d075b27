"""Mailboxes and the letters owed: owed once, claimed with a lease, begun before they are sent.

A letter is marked as begun and committed before anybody talks to a server. Whatever happens then,
it is not sent a second time: its end is written, or it is named uncertain.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID, uuid5

import sqlalchemy as sa

from engine.domain.mail import Language, MailKind
from engine.domain.weekly import MONDAY_MORNING, Weekly
from engine.storage.changes import InsertMissing, Update, apply_changes
from engine.storage.database import busy_means_later
from engine.storage.definitions import DEFAULT_ZONE
from engine.storage.leases import claim, give_back, unclaimed
from engine.storage.statements import Prepared
from engine.storage.tables import (
    AccountRow,
    GrantRow,
    InboxRow,
    MailboxRow,
    MailingRow,
    NoticeRow,
    RegionRow,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date

    from engine.storage.database import Database, Reader, Transaction


@dataclass(frozen=True, slots=True)
class Mailbox:
    """Where a person's mail goes and which is wanted; without a row the wishes are these."""

    address: str | None = None
    digest: bool = True
    weekly: Weekly = MONDAY_MORNING
    escalations: bool = True
    digest_at: datetime | None = None
    language: Language = Language.RUSSIAN


@dataclass(frozen=True, slots=True)
class ClaimedLetter:
    """A letter that one node may try until the lease ends."""

    id: UUID
    account_id: UUID
    kind: MailKind
    period: str
    made_at: datetime
    attempts: int


_MAILBOX = sa.select(
    MailboxRow.address,
    MailboxRow.digest,
    MailboxRow.weekday,
    MailboxRow.hour,
    MailboxRow.escalations,
    MailboxRow.digest_at,
    MailboxRow.language,
).where(MailboxRow.account_id == sa.bindparam("account_id", type_=MailboxRow.account_id.type))
_FOUND = Prepared(_MAILBOX)
_LOCKED = Prepared(_MAILBOX.with_for_update())


def mailbox_of(
    reader: Reader | Transaction, account_id: UUID, *, lock: bool = False
) -> Mailbox | None:
    """The mailbox of a person, under its lock where it is to be changed."""
    row = reader.row(_LOCKED if lock else _FOUND, account_id=account_id)
    if row is None:
        return None
    weekly = Weekly(row[2], row[3])
    return Mailbox(row[0], bool(row[1]), weekly, bool(row[4]), row[5], Language(row[6]))


_ZONE = Prepared(
    sa.select(RegionRow.zone)
    .join(GrantRow, GrantRow.region_id == RegionRow.id)
    .where(
        GrantRow.account_id == sa.bindparam("account_id", type_=GrantRow.account_id.type),
        GrantRow.starts_on <= sa.bindparam("day", type_=sa.Date()),
        sa.or_(
            GrantRow.ends_on.is_(None), GrantRow.ends_on >= sa.bindparam("day", type_=sa.Date())
        ),
    )
    .order_by(GrantRow.starts_on, GrantRow.id)
    .limit(1)
)


def zone_of_person(reader: Reader | Transaction, account_id: UUID, day: date) -> str:
    """The zone of the region a person works in; Moscow's for who works in none."""
    row = reader.row(_ZONE, account_id=account_id, day=day)
    return row[0] if row else DEFAULT_ZONE


def digests_due(database: Database, now: datetime, limit: int) -> list[UUID]:
    """Whose weekly digest has come due, the longest waiting first."""
    due = (
        sa.select(MailboxRow.account_id)
        .join(AccountRow, AccountRow.id == MailboxRow.account_id)
        .where(MailboxRow.digest_at <= now)
        .order_by(MailboxRow.digest_at, MailboxRow.account_id)
        .limit(limit)
    )
    with busy_means_later(), database.source.connect() as connection:
        return list(connection.scalars(due))


def plan_digest(transaction: Transaction, account_id: UUID, at: datetime | None) -> None:
    """When the next digest of a person is due."""
    apply_changes(transaction, [Update(MailboxRow, {"account_id": account_id}, {"digest_at": at})])


def owe_letter(
    transaction: Transaction, account_id: UUID, kind: MailKind, period: str, at: datetime
) -> None:
    """Owe a person a letter, unless it is owed or was sent already.

    Its id follows from whom and what it is for, so that its Message-ID does as well.
    """
    installation = transaction.database.keyring.installation_id
    values = {
        "id": uuid5(installation, f"{account_id}:{kind.value}:{period}"),
        "account_id": account_id,
        "kind": kind.value,
        "period": period,
        "made_at": at,
        "due_at": at,
    }
    letter = InsertMissing(MailingRow, values, ("account_id", "kind", "period"))
    apply_changes(transaction, [letter])


def escalations_due(
    database: Database, kinds: Collection[str], since: datetime, limit: int
) -> list[tuple[UUID, str]]:
    """Whom an escalation made and delivered since an instant concerns, who wants a letter of it.

    Account and deed, the oldest first.
    """
    owed = sa.exists().where(
        MailingRow.account_id == InboxRow.account_id,
        MailingRow.kind == MailKind.ESCALATION.value,
        MailingRow.period == InboxRow.deed,
    )
    due = (
        sa.select(InboxRow.account_id, InboxRow.deed)
        .join(NoticeRow, NoticeRow.id == InboxRow.notice_id)
        .join(MailboxRow, MailboxRow.account_id == InboxRow.account_id)
        .join(AccountRow, AccountRow.id == InboxRow.account_id)
        .where(
            NoticeRow.kind.in_(kinds),
            NoticeRow.delivered_at > since,
            NoticeRow.at > since,
            MailboxRow.address.is_not(None),
            MailboxRow.escalations.is_(True),
            AccountRow.blocked.is_(False),
            ~owed,
        )
        .order_by(NoticeRow.delivered_at, InboxRow.notice_id, InboxRow.account_id)
        .limit(limit)
    )
    with busy_means_later(), database.source.connect() as connection:
        return [(row[0], row[1]) for row in connection.execute(due)]


# Written out, because a partial index is of use only where the planner sees its condition.
_IS_OPEN = MailingRow.status.in_(
    sa.bindparam("open", ("waiting", "sending"), expanding=True, literal_execute=True)
)


def claim_letters(
    database: Database, now: datetime, node: str, limit: int, lease: timedelta
) -> list[ClaimedLetter]:
    """Waiting letters whose time has come and which no live lease holds, the oldest first."""
    columns = (
        MailingRow.id,
        MailingRow.account_id,
        MailingRow.kind,
        MailingRow.period,
        MailingRow.made_at,
        MailingRow.attempts,
    )
    due = (
        sa.select(*columns)
        .where(
            _IS_OPEN,
            MailingRow.status == "waiting",
            MailingRow.due_at <= now,
            unclaimed(MailingRow, now),
        )
        .order_by(MailingRow.due_at, MailingRow.id)
        .limit(limit)
    )
    return [
        ClaimedLetter(row[0], row[1], MailKind(row[2]), *row[3:])
        for row in claim(database, MailingRow, due, node, now + lease)
    ]


def begin_sending(
    database: Database, letter: ClaimedLetter, node: str, now: datetime, patience: timedelta
) -> bool:
    """Mark a letter as begun, committed when this returns; False when it is not this node's."""
    mine = sa.update(MailingRow).where(
        MailingRow.id == letter.id,
        MailingRow.status == "waiting",
        MailingRow.claimed_by == node,
        MailingRow.attempts == letter.attempts,
    )
    begun = {"status": "sending", "attempts": letter.attempts + 1, "due_at": now + patience}
    with busy_means_later(), database.source.begin() as connection:
        return connection.execute(mine.values(begun)).rowcount == 1


def end_letter(
    database: Database,
    letter: ClaimedLetter,
    node: str,
    now: datetime,
    *,
    status: str,
    code: str | None = None,
) -> None:
    """Write what became of a node's letter; one named uncertain may still turn out well."""
    ended = sa.update(MailingRow).where(
        MailingRow.id == letter.id,
        MailingRow.claimed_by == node,
        MailingRow.status.in_(("waiting", "sending", "uncertain")),
    )
    with busy_means_later(), database.source.begin() as connection:
        connection.execute(ended.values(status=status, code=code, done_at=now))


def put_off_letter(
    database: Database,
    letter: ClaimedLetter,
    node: str,
    code: str,
    due_at: datetime,
    *,
    begun: bool,
    for_good: bool,
) -> None:
    """Let a letter that was certainly not delivered wait for another try, or give it up."""
    mine = sa.update(MailingRow).where(
        MailingRow.id == letter.id,
        MailingRow.status == ("sending" if begun else "waiting"),
        MailingRow.claimed_by == node,
    )
    values = {
        "status": "failed" if for_good else "waiting",
        "code": code,
        "attempts": letter.attempts + 1,
        "due_at": due_at,
    }
    with busy_means_later(), database.source.begin() as connection:
        connection.execute(mine.values(**values, claimed_by=None, claimed_until=None))


def give_back_letters(database: Database, node: str, letters: Sequence[ClaimedLetter]) -> None:
    """End the node's own leases on letters it has not begun."""
    begun_by_nobody = MailingRow.status == "waiting"
    give_back(database, MailingRow, node, (one.id for one in letters), begun_by_nobody)


def name_uncertain(database: Database, now: datetime) -> int:
    """Give up letters that were begun and never heard of again; how many."""
    lost = sa.update(MailingRow).where(
        _IS_OPEN, MailingRow.status == "sending", MailingRow.due_at <= now
    )
    values = {"status": "uncertain", "code": "interrupted", "done_at": now}
    with busy_means_later(), database.source.begin() as connection:
        return int(connection.execute(lost.values(values)).rowcount)
