"""What a weekly digest tells a person: late, due, waiting and happened, read on one day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

import sqlalchemy as sa

from engine.domain.audit import AuditKind
from engine.domain.mail import Language, MailKind
from engine.domain.notices import MEASURES_ESCALATED
from engine.domain.terms import local_day
from engine.queries.cases import case_line
from engine.queries.duties import DueTerm, duties_of
from engine.queries.identity import Holder, account_holder
from engine.queries.inbox import AnyLine, lines_of, notice_lines
from engine.queries.late import late, runs
from engine.queries.roadmaps.tasks import MeasureTasks, read_tasks
from engine.queries.scope import attached_to, reading_day, visible_cases
from engine.queries.worklist import (
    WorkFilter,
    WorkLine,
    attached_count,
    read_worklist,
)
from engine.storage.database import Reader, reading
from engine.storage.definitions import definition_of
from engine.storage.mail import mailbox_of, zone_of_person
from engine.storage.tables import CaseRow, InboxRow, MailingRow, NoticeRow

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy import ColumnElement, Row
    from sqlalchemy.engine import Connection

    from engine.domain.definition import Definition
    from engine.domain.roles import Actor
    from engine.workbench import Workbench

MOST_LINES = 10
AHEAD = timedelta(days=14)
FIRST, LONGEST = timedelta(days=7), timedelta(days=28)
"""How far back a first digest looks, and how far back any."""


@dataclass(frozen=True, slots=True)
class DueCase:
    """A case with a term that is near or over; `line` has the columns of `case_line`."""

    line: Row[Any]
    definition: Definition
    terms: tuple[DueTerm, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """The first lines of a part of the digest, and how many there are in all."""

    lines: tuple[Any, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Digest:
    """All that a digest is written from; `work` are the nearest cases with their next steps.

    `measures` is what the person has to do in roadmaps.
    """

    holder: Holder
    address: str
    language: Language
    zone: str
    today: date
    late: Told
    due: Told
    work: tuple[WorkLine, ...]
    happened: Told
    measures: MeasureTasks


@dataclass(frozen=True, slots=True)
class Escalation:
    """All that a letter about one escalation is written from."""

    holder: Holder
    address: str
    language: Language
    zone: str
    notice: AnyLine


def read_digest(bench: Workbench, account_id: UUID, made_at: datetime) -> Digest | None:
    """What the digest owed at an instant tells; None for who may not sign in or has no address."""
    holder = account_holder(bench, account_id)
    if holder is None:
        return None
    actor, day = holder.actor, reading_day(bench.now())
    mine = attached_count(bench, actor=actor) > 0
    seen = visible_cases(actor, day)
    scope = sa.and_(seen, attached_to(actor, day)) if mine else seen
    with reading(bench.database) as connection:
        reader = Reader(bench.database, connection)
        box = mailbox_of(reader, account_id)
        if box is None or box.address is None:
            return None
        zone = zone_of_person(reader, account_id, day)
        today = local_day(bench.now(), zone)
        near = sa.and_(runs(), CaseRow.stage_due_on.between(today, today + AHEAD))
        over = late(connection, bench.now())
        found = (
            _cases(reader, sa.and_(scope, over)),
            _cases(reader, sa.and_(scope, near, sa.not_(over))),
            _happened(reader, actor, day, made_at),
        )
    work = read_worklist(bench, WorkFilter(attached=mine), actor=actor).lines
    late_ones, due_ones, happened = found
    to = (holder, box.address, box.language)
    measures = read_tasks(bench, actor=actor)
    return Digest(*to, zone, today, late_ones, due_ones, work, happened, measures)


def read_escalation(bench: Workbench, account_id: UUID, deed: str) -> Escalation | None:
    """What the letter about an escalation tells; None where it is nobody's business any more."""
    holder = account_holder(bench, account_id)
    if holder is None:
        return None
    day = reading_day(bench.now())
    with reading(bench.database) as connection:
        reader = Reader(bench.database, connection)
        box = mailbox_of(reader, account_id)
        query = notice_lines(holder.actor, day).where(InboxRow.deed == deed)
        row = connection.execute(query).one_or_none()
        if box is None or box.address is None or not box.escalations or row is None:
            return None
        zone = zone_of_person(reader, account_id, day)
        (notice,) = lines_of(reader, [row], holder.actor, day)
        return Escalation(holder, box.address, box.language, zone, notice)


def _cases(reader: Reader, wanted: ColumnElement[bool]) -> Told:
    connection = reader.connection
    total = connection.execute(sa.select(sa.func.count()).select_from(CaseRow).where(wanted))
    query = case_line().where(wanted).order_by(CaseRow.stage_due_on, CaseRow.id).limit(MOST_LINES)
    rows = list(connection.execute(query))
    terms = duties_of(connection, [row.id for row in rows])
    lines = tuple(
        DueCase(row, definition_of(reader, row.definition_id), terms.get(row.id, ()))
        for row in rows
    )
    return Told(lines, int(total.scalar_one()))


def _happened(reader: Reader, actor: Actor, day: date, made_at: datetime) -> Told:
    """What was delivered since the digest before, but for what a letter of its own has told."""
    connection = reader.connection
    told = sa.exists().where(
        MailingRow.account_id == InboxRow.account_id,
        MailingRow.kind == MailKind.ESCALATION.value,
        MailingRow.period == InboxRow.deed,
        MailingRow.status.in_(("sent", "uncertain")),
    )
    since = _since(connection, actor.account_id, made_at)
    found = notice_lines(actor, day).where(
        NoticeRow.delivered_at > since,
        NoticeRow.delivered_at <= made_at,
        InboxRow.at > made_at - LONGEST,
        # What is due the digest says itself.
        NoticeRow.kind.not_in(_SAID_ITSELF),
        ~told,
    )
    total = connection.execute(sa.select(sa.func.count()).select_from(found.subquery()))
    query = found.order_by(InboxRow.at.desc(), InboxRow.notice_id.desc()).limit(MOST_LINES)
    lines = tuple(lines_of(reader, list(connection.execute(query)), actor, day))
    return Told(lines, int(total.scalar_one()))


_SAID_ITSELF = (
    AuditKind.MEASURES_REMINDED.value,
    AuditKind.TERM_REMINDED.value,
    MEASURES_ESCALATED,
)
"""Notices of what is due: a digest reads that anew, as it stands on its day."""


def _since(connection: Connection, account_id: UUID, made_at: datetime) -> datetime:
    """Up to where the person has been told; a letter that did not go out told nothing."""
    query = sa.select(sa.func.max(MailingRow.made_at)).where(
        MailingRow.account_id == account_id,
        MailingRow.kind == MailKind.DIGEST.value,
        MailingRow.status.in_(("sent", "skipped", "uncertain")),
        MailingRow.made_at < made_at,
    )
    former: datetime | None = connection.execute(query).scalar_one()
    return max(former or made_at - FIRST, made_at - LONGEST)
