"""People that answer to a search: those the actor manages, and those attached to cases in sight.

Nobody else is found: the register of people is not open to whoever reads a case, but a case names
its curator and its expert to all of its readers.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

import sqlalchemy as sa

from engine.domain.roles import Actor
from engine.queries.naming import has_word
from engine.queries.people import grants_of_page, managed_accounts
from engine.queries.scope import reading_day, visible_cases
from engine.storage.database import reading
from engine.storage.tables import AccountRow, AttachmentRow, CaseRow, MunicipalityRow, SchoolRow

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy import ColumnElement, Row
    from sqlalchemy.engine import Connection

    from engine.workbench import Workbench

MOST_POSTS = 3


@dataclass(frozen=True, slots=True)
class FoundPerson:
    """A person: the roles one manages, and the first of `cases` attachments in sight today."""

    account_id: UUID
    title: str
    blocked: bool
    managed: bool
    grants: tuple[Row[Any], ...]
    posts: tuple[Row[Any], ...]
    cases: int


def find_people(
    bench: Workbench, words: tuple[str, ...], *, actor: Actor, most: int
) -> list[FoundPerson]:
    """People whose names have all the words, by name."""
    if not words:
        return []
    today, managed = reading_day(bench.now()), managed_accounts(bench, actor)
    sight = visible_cases(actor, today)
    query = (
        sa.select(AccountRow.id, AccountRow.title, AccountRow.blocked, managed.label("managed"))
        .where(
            *(has_word(AccountRow.search_key, word) for word in words),
            sa.or_(managed, _attached(sight, today)),
        )
        .order_by(AccountRow.title, AccountRow.id)
        .limit(most)
    )
    with reading(bench.database) as connection:
        rows = list(connection.execute(query))
        posts = _posts(connection, [row.id for row in rows], sight, today)
    grants = grants_of_page(bench, [row.id for row in rows if row.managed], actor=actor)
    return [
        FoundPerson(
            row.id,
            row.title,
            row.blocked,
            bool(row.managed),
            tuple(grants.get(row.id, ())),
            tuple(posts.get(row.id, ())[:MOST_POSTS]),
            len(posts.get(row.id, ())),
        )
        for row in rows
    ]


def _in_force(today: date) -> ColumnElement[bool]:
    return sa.and_(
        AttachmentRow.starts_on <= today,
        sa.or_(AttachmentRow.ends_on.is_(None), AttachmentRow.ends_on >= today),
    )


def _attached(sight: ColumnElement[bool], today: date) -> ColumnElement[bool]:
    return sa.exists(
        sa.select(AttachmentRow.id)
        .join(CaseRow, CaseRow.id == AttachmentRow.case_id)
        .where(AttachmentRow.account_id == AccountRow.id, _in_force(today), sight)
        .correlate(AccountRow)
    )


def _posts(
    connection: Connection, ids: list[UUID], sight: ColumnElement[bool], today: date
) -> dict[Any, list[Any]]:
    subject = sa.func.coalesce(SchoolRow.title, MunicipalityRow.title).label("subject")
    query = (
        sa.select(AttachmentRow.account_id, AttachmentRow.kind, CaseRow.id, subject)
        .join(CaseRow, CaseRow.id == AttachmentRow.case_id)
        .join(MunicipalityRow, MunicipalityRow.id == CaseRow.municipality_id)
        .outerjoin(SchoolRow, SchoolRow.id == CaseRow.school_id)
        .where(AttachmentRow.account_id.in_(ids), _in_force(today), sight)
        .order_by(CaseRow.closed, SchoolRow.sort_key, CaseRow.id)
    )
    posts: dict[Any, list[Any]] = {}
    for row in connection.execute(query):
        posts.setdefault(row.account_id, []).append(row)
    return posts
