"""A person's notices, as far as what they are about is in sight today."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeAlias
from uuid import UUID

import sqlalchemy as sa

from engine.domain.notices import Topic
from engine.domain.terms import local_day
from engine.queries.scope import READING_ZONE, reading_day
from engine.queries.topics import visible_notices
from engine.storage.database import Reader, reading
from engine.storage.definitions import definition_of
from engine.storage.mail import zone_of_person
from engine.storage.tables import (
    AccountRow,
    AttachmentRow,
    CaseRow,
    InboxRow,
    MunicipalityRow,
    NoticeRow,
    RegionRow,
    SchoolRow,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from sqlalchemy import ColumnElement
    from sqlalchemy.engine import Connection

    from engine.domain.definition import Definition
    from engine.domain.roles import Actor
    from engine.workbench import Workbench

PAGE = 30
MOST_COUNTED = 100
"""Beyond it the bell counts no further."""


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """A notice with what its sentence is made of; `zone` is that of the case's region.

    `author` is empty where nobody is known. `whom` is who the attachment it tells of names, `mine`
    says that it is the reader, or the reader's school.
    """

    notice_id: UUID
    case_id: UUID
    kind: str
    at: datetime
    fields: Mapping[str, Any]
    seen: bool
    subject: str
    municipality: str
    author: str
    stage: str
    zone: str
    definition: Definition
    whom: str = ""
    mine: bool = False


@dataclass(frozen=True, slots=True)
class TopicLine:
    """A notice that is about no case: `about` says what it is about, `place` where that lies.

    `mine` says that the reader is the author the notice names.
    """

    notice_id: UUID
    topic: Topic
    about: UUID
    kind: str
    at: datetime
    fields: Mapping[str, Any]
    seen: bool
    place: str
    author: str
    zone: str
    mine: bool = False


AnyLine: TypeAlias = NoticeLine | TopicLine


@dataclass(frozen=True, slots=True)
class InboxPlace:
    """Where a page ended; the next one begins after it."""

    at: datetime
    notice_id: UUID


@dataclass(frozen=True, slots=True)
class InboxPage:
    """A page of notices, the newest first; `zone` is by whose clocks the person reads."""

    lines: tuple[AnyLine, ...]
    unseen: int
    zone: str
    next: InboxPlace | None


def read_inbox(
    bench: Workbench, *, actor: Actor, after: InboxPlace | None = None, unseen: bool = False
) -> InboxPage:
    """A page of the actor's notices about what is in his sight."""
    today = reading_day(bench.now())
    wanted: list[ColumnElement[bool]] = [InboxRow.seen_at.is_(None)] if unseen else []
    if after is not None:
        before = sa.and_(InboxRow.at == after.at, InboxRow.notice_id < after.notice_id)
        wanted.append(sa.or_(InboxRow.at < after.at, before))
    with reading(bench.database) as connection:
        reader = Reader(bench.database, connection)
        query = (
            notice_lines(actor, today)
            .where(*wanted)
            .order_by(InboxRow.at.desc(), InboxRow.notice_id.desc())
            .limit(PAGE + 1)
        )
        lines = lines_of(reader, list(connection.execute(query)), actor, today)
        count = _unseen(connection, bench, actor)
        day = local_day(bench.now(), READING_ZONE)
        zone = zone_of_person(reader, actor.account_id, day)
    shown = tuple(lines[:PAGE])
    last = InboxPlace(shown[-1].at, shown[-1].notice_id) if len(lines) > PAGE else None
    return InboxPage(shown, count, zone, last)


def unseen_count(bench: Workbench, *, actor: Actor) -> int:
    """How many notices the actor has not read, counted up to `MOST_COUNTED`."""
    with reading(bench.database) as connection:
        return _unseen(connection, bench, actor)


def notice_lines(actor: Actor, today: Any) -> sa.Select[*tuple[Any, ...]]:
    """The actor's notices about what is in his sight, without an order."""
    author = sa.orm.aliased(AccountRow)
    return (
        sa.select(
            InboxRow.notice_id,
            NoticeRow.case_id,
            NoticeRow.kind,
            InboxRow.at,
            NoticeRow.fields,
            InboxRow.seen_at,
            sa.func.coalesce(SchoolRow.title, MunicipalityRow.title).label("subject"),
            MunicipalityRow.title.label("municipality"),
            author.title.label("author"),
            CaseRow.stage,
            RegionRow.zone,
            CaseRow.definition_id,
            NoticeRow.topic,
            NoticeRow.topic_id,
            RegionRow.title.label("region"),
        )
        .select_from(InboxRow)
        .join(NoticeRow, NoticeRow.id == InboxRow.notice_id)
        .outerjoin(CaseRow, CaseRow.id == NoticeRow.case_id)
        .join(RegionRow, RegionRow.id == sa.func.coalesce(CaseRow.region_id, NoticeRow.region_id))
        .outerjoin(
            MunicipalityRow,
            MunicipalityRow.id
            == sa.func.coalesce(CaseRow.municipality_id, NoticeRow.municipality_id),
        )
        .outerjoin(SchoolRow, SchoolRow.id == CaseRow.school_id)
        .outerjoin(author, author.id == NoticeRow.author_id)
        .where(InboxRow.account_id == actor.account_id, visible_notices(actor, today))
    )


def lines_of(
    reader: Reader, rows: Sequence[sa.Row[Any]], actor: Actor, today: date
) -> list[AnyLine]:
    """Rows of `notice_lines` with the definitions and the names their words come from."""
    links = _links(reader.connection, rows)
    schools = actor.tutor_schools(today)
    lines: list[AnyLine] = []
    for row in rows:
        if row.topic is not None:
            lines.append(_topic_line(row, actor))
            continue
        title, account_id, school_id = links.get(_link_of(row), ("", None, None))
        mine = account_id == actor.account_id or school_id in schools
        lines.append(replace(_line_of(reader, row), whom=title, mine=mine))
    return lines


def _link_of(row: sa.Row[Any]) -> UUID | None:
    named = row.fields.get("attachment")
    return UUID(named) if isinstance(named, str) else None


def _links(connection: Connection, rows: Sequence[sa.Row[Any]]) -> dict[UUID | None, Any]:
    """Whom the attachments that the notices tell of name: title, account, school."""
    wanted = {one for one in map(_link_of, rows) if one is not None}
    if not wanted:
        return {}
    query = (
        sa.select(
            AttachmentRow.id,
            sa.func.coalesce(SchoolRow.title, AccountRow.title),
            AttachmentRow.account_id,
            AttachmentRow.school_id,
        )
        .outerjoin(AccountRow, AccountRow.id == AttachmentRow.account_id)
        .outerjoin(SchoolRow, SchoolRow.id == AttachmentRow.school_id)
        .where(AttachmentRow.id.in_(wanted))
    )
    return {row[0]: tuple(row[1:]) for row in connection.execute(query)}


def _line_of(reader: Reader, row: sa.Row[Any]) -> NoticeLine:
    return NoticeLine(
        notice_id=row.notice_id,
        case_id=row.case_id,
        kind=row.kind,
        at=row.at,
        fields=row.fields,
        seen=row.seen_at is not None,
        subject=row.subject,
        municipality=row.municipality,
        author=row.author or "",
        stage=row.stage,
        zone=row.zone,
        definition=definition_of(reader, row.definition_id),
    )


def _topic_line(row: sa.Row[Any], actor: Actor) -> TopicLine:
    people = row.fields.get("people")
    return TopicLine(
        notice_id=row.notice_id,
        topic=Topic(row.topic),
        about=row.topic_id,
        kind=row.kind,
        at=row.at,
        fields=row.fields,
        seen=row.seen_at is not None,
        place=row.municipality or row.region,
        author=row.author or "",
        zone=row.zone,
        mine=isinstance(people, list) and str(actor.account_id) in people,
    )


def _unseen(connection: Connection, bench: Workbench, actor: Actor) -> int:
    waiting = (
        sa.select(InboxRow.notice_id)
        .join(NoticeRow, NoticeRow.id == InboxRow.notice_id)
        .outerjoin(CaseRow, CaseRow.id == NoticeRow.case_id)
        .where(
            InboxRow.account_id == actor.account_id,
            InboxRow.seen_at.is_(None),
            visible_notices(actor, reading_day(bench.now())),
        )
        .limit(MOST_COUNTED)
        .subquery()
    )
    return int(connection.execute(sa.select(sa.func.count()).select_from(waiting)).scalar_one())
