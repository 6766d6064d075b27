"""What of notices, inboxes and letters the tests look at."""

from __future__ import annotations

from collections import Counter
from uuid import UUID

import sqlalchemy as sa

from engine.domain.roles import Role
from engine.storage.database import reading
from engine.storage.tables import AccountRow, InboxRow, MailingRow, NoticeRow
from engine.workbench import Workbench
from tests.factories import Scene


def told(bench: Workbench, kind: str = "case:moved", case_id: UUID | None = None) -> Counter[str]:
    """How often each person, by login, has been told of this kind of deed."""
    query = (
        sa.select(AccountRow.login)
        .join(InboxRow, InboxRow.account_id == AccountRow.id)
        .join(NoticeRow, NoticeRow.id == InboxRow.notice_id)
        .where(NoticeRow.kind == kind)
    )
    if case_id is not None:
        query = query.where(NoticeRow.case_id == case_id)
    with reading(bench.database) as connection:
        return Counter(connection.scalars(query))


def waiting(bench: Workbench) -> int:
    """How many notices nobody has been given yet."""
    query = sa.select(sa.func.count()).where(NoticeRow.delivered_at.is_(None))
    with reading(bench.database) as connection:
        return int(connection.execute(query).scalar_one())


def letters(bench: Workbench) -> list[tuple[str, str, str]]:
    """Login, kind and status of every letter, in the order they were owed."""
    query = (
        sa.select(AccountRow.login, MailingRow.kind, MailingRow.status)
        .join(AccountRow, AccountRow.id == MailingRow.account_id)
        .order_by(MailingRow.made_at, AccountRow.login, MailingRow.period)
    )
    with reading(bench.database) as connection:
        return [(row[0], row[1], row[2]) for row in connection.execute(query)]


def login(scene: Scene, role: Role, place: int = 0) -> str:
    """The login of a person of a scene."""
    return f"{role.value}.{place}.{scene.code}"
