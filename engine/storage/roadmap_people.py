"""Whom deeds on a roadmap concern: who leads its schools, and what was told today already."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

import sqlalchemy as sa

from engine.domain.roadmaps.states import OFF_LISTS
from engine.domain.roles import Role
from engine.storage.statements import Prepared
from engine.storage.tables import (
    AccountRow,
    GrantRow,
    NoticeRow,
    RoadmapRow,
    RoadmapSchoolRow,
    SchoolRow,
)

if TYPE_CHECKING:
    from datetime import date, datetime

    from engine.storage.database import Transaction

_ID = sa.bindparam("roadmap_id", type_=RoadmapRow.id.type)
_DAY = sa.bindparam("day", type_=sa.Date())
_TITLE = Prepared(sa.select(RoadmapRow.title).where(RoadmapRow.id == _ID))
_DIRECTORS = Prepared(
    sa.select(GrantRow.account_id)
    .join(RoadmapSchoolRow, RoadmapSchoolRow.school_id == GrantRow.school_id)
    .join(AccountRow, AccountRow.id == GrantRow.account_id)
    .where(
        RoadmapSchoolRow.roadmap_id == _ID,
        *(RoadmapSchoolRow.listed != one.value for one in sorted(OFF_LISTS)),
        GrantRow.role == Role.SCHOOL_DIRECTOR.value,
        GrantRow.starts_on <= _DAY,
        sa.or_(GrantRow.ends_on.is_(None), GrantRow.ends_on >= _DAY),
        AccountRow.blocked.is_(False),
    )
    .distinct()
)
_TOWN = Prepared(
    sa.select(SchoolRow.municipality_id).where(
        SchoolRow.id == sa.bindparam("school_id", type_=SchoolRow.id.type)
    )
)
_TOLD = Prepared(
    sa.select(NoticeRow.id)
    .where(
        NoticeRow.kind == sa.bindparam("kind"),
        NoticeRow.topic_id == _ID,
        NoticeRow.municipality_id
        == sa.bindparam("municipality_id", type_=NoticeRow.municipality_id.type),
        NoticeRow.at >= sa.bindparam("since", type_=NoticeRow.at.type),
    )
    .limit(1)
)


def title_of_roadmap(transaction: Transaction, roadmap_id: UUID) -> str:
    """What a roadmap calls itself."""
    row = transaction.row(_TITLE, roadmap_id=roadmap_id)
    return row[0] if row else ""


def directors_of(transaction: Transaction, roadmap_id: UUID, day: date) -> list[UUID]:
    """Who leads the schools of a roadmap on a day; those that left its list are not among them."""
    rows = transaction.rows(_DIRECTORS, roadmap_id=roadmap_id, day=day)
    return sorted(row[0] for row in rows)


def municipality_of(transaction: Transaction, school_id: UUID) -> UUID | None:
    """Where a school lies."""
    row = transaction.row(_TOWN, school_id=school_id)
    return row[0] if row else None


def told_since(
    transaction: Transaction, kind: str, roadmap_id: UUID, municipality_id: UUID, since: datetime
) -> bool:
    """Whether a deed of this kind on the roadmap was told in the municipality since an instant."""
    given = {"kind": kind, "roadmap_id": roadmap_id, "municipality_id": municipality_id}
    return transaction.row(_TOLD, since=since, **given) is not None
