"""Claiming notices, finding whom they reach, and the inboxes they are put into.

What is delivered is decided under the notice's lock.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from uuid import UUID

import sqlalchemy as sa

from engine.domain.notices import NAMED, REGION, Circle, Holder
from engine.domain.roles import Place, Role
from engine.storage.among import among
from engine.storage.changes import InsertMissing, Update, apply_changes
from engine.storage.database import busy_means_later
from engine.storage.leases import claim, give_back, unclaimed
from engine.storage.statements import Prepared
from engine.storage.tables import (
    AccountRow,
    AttachmentRow,
    CaseRow,
    GrantRow,
    InboxRow,
    NoticeRow,
    RegionRow,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date, datetime, timedelta

    from engine.storage.database import Database, Transaction


@dataclass(frozen=True, slots=True)
class OpenNotice:
    """A notice that nobody has been given yet, under its lock, with the place it is about.

    `about` is the case of `case_id`, or what else it tells of.
    """

    id: UUID
    case_id: UUID | None
    role: str
    kind: str
    at: datetime
    fields: Mapping[str, Any]
    author_id: UUID | None
    place: Place
    zone: str
    about: UUID


def claim_notices(
    database: Database, now: datetime, node: str, limit: int, lease: timedelta
) -> list[UUID]:
    """Undelivered notices that no live lease holds, the oldest first."""
    waiting = (
        sa.select(NoticeRow.id)
        .where(NoticeRow.delivered_at.is_(None), unclaimed(NoticeRow, now))
        .order_by(NoticeRow.at, NoticeRow.id)
        .limit(limit)
    )
    return [row[0] for row in claim(database, NoticeRow, waiting, node, now + lease)]


def give_back_notices(database: Database, node: str, notices: Sequence[UUID]) -> None:
    """End the node's own leases on notices it has not tried."""
    give_back(database, NoticeRow, node, notices)


_REGION = sa.func.coalesce(CaseRow.region_id, NoticeRow.region_id)
_NOTICE = Prepared(
    sa.select(
        NoticeRow.id,
        NoticeRow.case_id,
        NoticeRow.role,
        NoticeRow.kind,
        NoticeRow.at,
        NoticeRow.fields,
        NoticeRow.author_id,
        _REGION,
        sa.func.coalesce(CaseRow.municipality_id, NoticeRow.municipality_id),
        CaseRow.school_id,
        RegionRow.zone,
        sa.func.coalesce(NoticeRow.case_id, NoticeRow.topic_id),
    )
    .outerjoin(CaseRow, CaseRow.id == NoticeRow.case_id)
    .join(RegionRow, RegionRow.id == _REGION)
    .where(
        NoticeRow.id == sa.bindparam("id", type_=NoticeRow.id.type),
        NoticeRow.delivered_at.is_(None),
    )
    .with_for_update(of=NoticeRow)
)


def lock_notice(transaction: Transaction, notice_id: UUID) -> OpenNotice | None:
    """The notice under its lock, if it is still to be delivered."""
    row = transaction.row(_NOTICE, id=notice_id)
    if row is None:
        return None
    place = Place(row[7], row[8], row[9])
    return OpenNotice(
        row[0], row[1], row[2], row[3], row[4], row[5], row[6], place, row[10], row[11]
    )


def _day(name: str = "day") -> Any:
    return sa.bindparam(name, type_=sa.Date())


def _lasts(row: Any) -> Any:
    return sa.and_(row.starts_on <= _day(), sa.or_(row.ends_on.is_(None), row.ends_on >= _day()))


def _covers(column: Any, name: str) -> Any:
    return sa.or_(column.is_(None), column == sa.bindparam(name, type_=GrantRow.id.type))


_HOLDERS = Prepared(
    sa.select(GrantRow.account_id, GrantRow.role, GrantRow.school_id)
    .join(AccountRow, AccountRow.id == GrantRow.account_id)
    .where(
        _covers(GrantRow.region_id, "region_id"),
        _covers(GrantRow.municipality_id, "municipality_id"),
        _covers(GrantRow.school_id, "school_id"),
        _lasts(GrantRow),
        AccountRow.blocked.is_(False),
    )
)
_BY_CASE = AttachmentRow.case_id == sa.bindparam("case_id", type_=CaseRow.id.type)
_ATTACHED = Prepared(
    sa.select(AttachmentRow.kind, AttachmentRow.account_id).where(
        _BY_CASE, _lasts(AttachmentRow), AttachmentRow.account_id.is_not(None)
    )
)
_TUTORS = Prepared(
    sa.select(GrantRow.account_id)
    .join(AttachmentRow, AttachmentRow.school_id == GrantRow.school_id)
    .join(AccountRow, AccountRow.id == GrantRow.account_id)
    .where(
        _BY_CASE,
        _lasts(AttachmentRow),
        _lasts(GrantRow),
        GrantRow.role == Role.TUTOR_SCHOOL_REP.value,
        AccountRow.blocked.is_(False),
    )
)


_LINKED = AttachmentRow.id == sa.bindparam("attachment_id", type_=AttachmentRow.id.type)
_LINKED_PERSON = Prepared(
    sa.select(AttachmentRow.account_id)
    .join(AccountRow, AccountRow.id == AttachmentRow.account_id)
    .where(_LINKED, AccountRow.blocked.is_(False))
)
_LINKED_SCHOOL = Prepared(
    sa.select(GrantRow.account_id)
    .join(AttachmentRow, AttachmentRow.school_id == GrantRow.school_id)
    .join(AccountRow, AccountRow.id == GrantRow.account_id)
    .where(
        _LINKED,
        _lasts(GrantRow),
        GrantRow.role == Role.TUTOR_SCHOOL_REP.value,
        AccountRow.blocked.is_(False),
    )
)


def people_of(transaction: Transaction, notice: OpenNotice, day: date) -> Circle:
    """The people around the case of a notice on a day, and whom the notice itself names."""
    circle = circle_of(transaction, notice.case_id, notice.place, day)
    if notice.role == REGION and notice.place.municipality_id is None:
        return replace(circle, holders=circle.holders | _of_towns(transaction, notice.place, day))
    if notice.role != NAMED:
        return circle
    filed = frozenset(UUID(one) for one in notice.fields.get("people", ()))
    if notice.case_id is None:
        return replace(circle, linked=_present(transaction, filed, notice.place, day))
    link = notice.fields.get("attachment")
    if link is None:
        return replace(circle, filed=filed)
    rows = [
        *transaction.rows(_LINKED_PERSON, attachment_id=UUID(link)),
        *transaction.rows(_LINKED_SCHOOL, attachment_id=UUID(link), day=day),
    ]
    return replace(circle, filed=filed, linked=frozenset(row[0] for row in rows))


_PRESENT = Prepared(
    sa.select(GrantRow.account_id)
    .join(AccountRow, AccountRow.id == GrantRow.account_id)
    .where(
        among(GrantRow.account_id),
        _covers(GrantRow.region_id, "region_id"),
        _lasts(GrantRow),
        AccountRow.blocked.is_(False),
    )
)


_OF_TOWNS = Prepared(
    sa.select(GrantRow.account_id)
    .join(AccountRow, AccountRow.id == GrantRow.account_id)
    .where(
        GrantRow.role == Role.MUNICIPAL_COORDINATOR.value,
        GrantRow.region_id == sa.bindparam("region_id", type_=GrantRow.region_id.type),
        _lasts(GrantRow),
        AccountRow.blocked.is_(False),
    )
)


def _of_towns(transaction: Transaction, place: Place, day: date) -> frozenset[Holder]:
    """The coordinators of every municipality: they open cases on the path of the region."""
    rows = transaction.rows(_OF_TOWNS, region_id=place.region_id, day=day)
    return frozenset(Holder(row[0], Role.MUNICIPAL_COORDINATOR) for row in rows)


def _present(
    transaction: Transaction, people: frozenset[UUID], place: Place, day: date
) -> frozenset[UUID]:
    """Who of these still has a role somewhere in the region."""
    rows = transaction.rows(_PRESENT, ids=sorted(people), region_id=place.region_id, day=day)
    return frozenset(row[0] for row in rows)


def circle_of(transaction: Transaction, case_id: UUID | None, place: Place, day: date) -> Circle:
    """The people around a case, or without one around a place, on a day."""
    held = transaction.rows(
        _HOLDERS,
        region_id=place.region_id,
        municipality_id=place.municipality_id,
        school_id=place.school_id,
        day=day,
    )
    holders = {Holder(row[0], Role(row[1]), row[2] is not None) for row in held}
    if case_id is None:
        return Circle(frozenset(holders), frozenset())
    tutors = [row[0] for row in transaction.rows(_TUTORS, case_id=case_id, day=day)]
    named = transaction.rows(_ATTACHED, case_id=case_id, day=day)
    return Circle(
        frozenset(holders | {Holder(one, Role.TUTOR_SCHOOL_REP) for one in tutors}),
        frozenset(
            [(Role(row[0]), row[1]) for row in named]
            + [(Role.TUTOR_SCHOOL_REP, one) for one in tutors]
        ),
    )


def put_into_inboxes(
    transaction: Transaction,
    notice: OpenNotice,
    deed: str,
    accounts: Iterable[UUID],
    delivered_at: datetime,
) -> None:
    """Give a notice to each of the accounts that has not been told of the deed, and close it."""
    values = {"notice_id": notice.id, "deed": deed, "at": notice.at}
    given = [
        InsertMissing(InboxRow, {"account_id": one, **values}, ("account_id", "deed"))
        for one in sorted(accounts)
    ]
    done = Update(NoticeRow, {"id": notice.id}, {"delivered_at": delivered_at})
    apply_changes(transaction, [*given, done])


def mark_seen(
    database: Database,
    account_id: UUID,
    seen_at: datetime,
    *,
    notice_id: UUID | None = None,
    until: datetime | None = None,
) -> None:
    """Note that a person has read one notice, or all that came until an instant.

    A mark of one's own reading, like the last use of a session: no deed and no entry.
    """
    mine = sa.update(InboxRow).where(InboxRow.account_id == account_id, InboxRow.seen_at.is_(None))
    if notice_id is not None:
        mine = mine.where(InboxRow.notice_id == notice_id)
    if until is not None:
        mine = mine.where(InboxRow.at <= until)
    with busy_means_later(), database.source.begin() as connection:
        connection.execute(mine.values(seen_at=seen_at))
