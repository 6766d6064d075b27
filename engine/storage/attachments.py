"""What the rules about attachments count: places, load, roles and listings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

import sqlalchemy as sa

from engine.domain.roles import Place, Role
from engine.storage.among import among
from engine.storage.statements import Prepared
from engine.storage.tables import AccountRow, AttachmentRow, CaseRow, GrantRow, ListEntryRow

if TYPE_CHECKING:
    from collections.abc import Iterable

    from engine.storage.database import Transaction


def _day(name: str) -> Any:
    return sa.bindparam(name, type_=sa.Date())


_PLACES = Prepared(
    sa.select(sa.func.count())
    .select_from(AttachmentRow)
    .where(
        AttachmentRow.school_id == sa.bindparam("school_id", type_=AttachmentRow.id.type),
        AttachmentRow.kind == "tutor_school",
        AttachmentRow.starts_on <= _day("last_day"),
        sa.or_(AttachmentRow.ends_on.is_(None), AttachmentRow.ends_on >= _day("first_day")),
    )
)
_CURATED = Prepared(
    sa.select(sa.func.count())
    .select_from(AttachmentRow)
    .join(CaseRow, CaseRow.id == AttachmentRow.case_id)
    .where(
        AttachmentRow.account_id == sa.bindparam("account_id", type_=AttachmentRow.id.type),
        AttachmentRow.kind == "curator",
        CaseRow.closed.is_(False),
        sa.or_(AttachmentRow.ends_on.is_(None), AttachmentRow.ends_on >= _day("day")),
    )
)
_LISTED = Prepared(
    sa.select(CaseRow.id)
    .where(
        CaseRow.school_id == sa.bindparam("school_id", type_=CaseRow.id.type),
        CaseRow.closed.is_(False),
        CaseRow.phase != "exit",
    )
    .limit(1)
)
_ENTERED = Prepared(
    sa.select(ListEntryRow.id)
    .where(
        ListEntryRow.school_id == sa.bindparam("school_id", type_=CaseRow.id.type),
        ListEntryRow.left_on.is_(None),
        ~sa.exists().where(CaseRow.list_entry_id == ListEntryRow.id, CaseRow.closed.is_(True)),
    )
    .limit(1)
)
_TUTORED = Prepared(
    sa.select(AttachmentRow.id, AttachmentRow.case_id, AttachmentRow.ends_on)
    .join(CaseRow, CaseRow.id == AttachmentRow.case_id)
    .where(
        among(AttachmentRow.school_id),
        AttachmentRow.kind == "tutor_school",
        CaseRow.closed.is_(False),
    )
    .order_by(AttachmentRow.case_id, AttachmentRow.id)
)
_TIES = Prepared(
    sa.select(AttachmentRow.starts_on, AttachmentRow.ends_on)
    .join(CaseRow, CaseRow.id == AttachmentRow.case_id)
    .where(
        among(AttachmentRow.school_id),
        AttachmentRow.kind == "tutor_school",
        CaseRow.school_id == sa.bindparam("tutored_id", type_=CaseRow.id.type),
        CaseRow.closed.is_(False),
    )
    .order_by(AttachmentRow.starts_on, AttachmentRow.id)
)
_GRANTS = Prepared(
    sa.select(
        GrantRow.region_id,
        GrantRow.municipality_id,
        GrantRow.school_id,
        GrantRow.starts_on,
        GrantRow.ends_on,
    )
    .join(AccountRow, AccountRow.id == GrantRow.account_id)
    .where(
        GrantRow.account_id == sa.bindparam("account_id", type_=GrantRow.id.type),
        GrantRow.role == sa.bindparam("role"),
        AccountRow.blocked.is_(False),
    )
)
_EMPLOYED = Prepared(
    sa.select(GrantRow.id)
    .where(
        GrantRow.account_id == sa.bindparam("account_id", type_=GrantRow.id.type),
        GrantRow.school_id == sa.bindparam("school_id", type_=GrantRow.id.type),
        sa.or_(
            GrantRow.role == Role.SCHOOL_DIRECTOR.value, GrantRow.role == Role.SCHOOL_DEPUTY.value
        ),
    )
    .limit(1)
)


def active_places(
    transaction: Transaction, school_id: UUID, first_day: date, last_day: date | None
) -> int:
    """How many cases a tutor school is attached to within these days."""
    row = transaction.row(
        _PLACES,
        school_id=school_id,
        first_day=first_day,
        last_day=last_day or date.max,
    )
    return int(row[0]) if row else 0


def curator_cases(transaction: Transaction, account_id: UUID, day: date) -> int:
    """How many open cases a curator leads on a day or later."""
    row = transaction.row(_CURATED, account_id=account_id, day=day)
    return int(row[0]) if row else 0


def is_listed(transaction: Transaction, school_id: UUID) -> bool:
    """Whether the school stands on a list or is being led (a watch after the exit aside)."""
    return any(
        transaction.row(query, school_id=school_id) is not None for query in (_LISTED, _ENTERED)
    )


@dataclass(frozen=True, slots=True)
class Tutored:
    """An attachment of a tutor school to a case that is open."""

    id: UUID
    case_id: UUID


def tutored_by(
    transaction: Transaction, school_ids: Iterable[UUID], day: date
) -> tuple[Tutored, ...]:
    """The attachments of these schools as tutor schools that are not over on a day."""
    rows = transaction.rows(_TUTORED, ids=list(school_ids))
    return tuple(Tutored(row[0], row[1]) for row in rows if row[2] is None or row[2] >= day)


def holds_role(
    transaction: Transaction, account_id: UUID, role: str, place: Place, day: date
) -> bool:
    """Whether an account that is not blocked holds the role over the place on the day."""
    return any(
        Place(row[0], row[1], row[2]).covers(place)
        and row[3] <= day
        and (row[4] is None or row[4] >= day)
        for row in transaction.rows(_GRANTS, account_id=account_id, role=role)
    )


def curates_school(transaction: Transaction, account_id: UUID, school_id: UUID) -> bool:
    """Whether the person is employed in the school: nobody curates their own."""
    return transaction.row(_EMPLOYED, account_id=account_id, school_id=school_id) is not None


@dataclass(frozen=True, slots=True)
class Tie:
    """From which day to which a tutor school is attached to a school; without an end until told."""

    starts_on: date
    ends_on: date | None

    def holds_on(self, day: date) -> bool:
        """Whether the day lies within it."""
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)


def ties_of(transaction: Transaction, school_id: UUID, tutor_schools: Iterable[UUID]) -> list[Tie]:
    """The times that one of the tutor schools is attached to the school by an open case."""
    named = list(tutor_schools)
    if not named:
        return []
    return [Tie(*row) for row in transaction.rows(_TIES, tutored_id=school_id, ids=named)]
