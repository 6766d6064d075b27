"""The history of a case or of a school over all its cases, straight from the journal."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

import sqlalchemy as sa

from engine.domain.audit import Stream, StreamKind
from engine.domain.errors import NotFound
from engine.domain.events import EventGroup, kinds_of
from engine.domain.roles import Actor, Permission
from engine.queries.scope import reading_day, visible_cases, visible_schools
from engine.storage.database import reading
from engine.storage.storable import LARGEST
from engine.storage.tables import (
    AccountRow,
    CaseRow,
    JournalRow,
    JournalTextRow,
    SchoolRow,
    StreamRow,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sqlalchemy import ColumnElement
    from sqlalchemy.engine import Connection

    from engine.storage.receipts import Receipt
    from engine.storage.statements import AnySelect
    from engine.workbench import Workbench


@dataclass(frozen=True, slots=True)
class HistoryFilter:
    """Which entries are wanted; what is None does not matter. Instants: from, and before."""

    group: EventGroup | None = None
    actor_id: UUID | None = None
    since: datetime | None = None
    until: datetime | None = None

    def conditions(self) -> Iterator[ColumnElement[bool]]:
        """What the entries must satisfy."""
        if self.group is not None:
            yield JournalRow.kind.in_(kinds_of(self.group))
        if self.actor_id is not None:
            yield JournalRow.actor_id == self.actor_id
        if self.since is not None:
            yield JournalRow.at >= self.since
        if self.until is not None:
            yield JournalRow.at < self.until


ALL = HistoryFilter()
_CASE_STREAMS = (StreamKind.CASE.value, StreamKind.REFUSAL.value)
LARGEST_PAGE = 2_000
LARGEST_SEQ = LARGEST


@dataclass(frozen=True, slots=True)
class HistoryPlace:
    """Where a page of a history ended; the next one begins after it."""

    at: datetime
    subject_id: UUID
    stream: str
    seq: int

    @property
    def written(self) -> str:
        """The place as an address carries it."""
        return f"{self.at.astimezone(UTC).isoformat()}_{self.subject_id}_{self.stream}_{self.seq}"

    @classmethod
    def read(cls, text: str) -> HistoryPlace | None:
        """The place an address carries; nothing for one that somebody wrote by hand."""
        try:
            instant, subject, stream, seq = text.split("_")
            at = datetime.fromisoformat(instant)
            place = cls(at.astimezone(UTC), UUID(subject), StreamKind(stream).value, int(seq))
        except (ValueError, OverflowError):
            # An instant at either end of the calendar has no counterpart in UTC.
            return None
        return place if at.tzinfo is not None and 0 <= place.seq <= LARGEST_SEQ else None


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """An entry with its body, its texts (erased ones are absent) and the person's title now.

    `late_days` says by how many days it was recorded late; only the journal's own pages read it.
    """

    subject_id: UUID
    stream: str
    seq: int
    kind: str
    at: datetime
    actor_id: UUID
    actor: str
    hash: bytes
    body: dict[str, Any]
    texts: dict[str, str]
    late_days: int | None = None

    @property
    def place(self) -> HistoryPlace:
        """The entry's place in the order of the history."""
        return HistoryPlace(self.at, self.subject_id, self.stream, self.seq)


def read_case_history(
    bench: Workbench,
    case_id: UUID,
    *,
    actor: Actor,
    after: HistoryPlace | None = None,
    limit: int = 100,
    wanted: HistoryFilter = ALL,
) -> list[HistoryEntry]:
    """Entries of a case with its refused attempts, oldest first; NotFound when not in sight."""
    with reading(bench.database) as connection:
        readable_case(connection, bench, case_id, actor)
        return entries_of(connection, [case_id], _CASE_STREAMS, after, limit, wanted=wanted)


def last_of_case(
    bench: Workbench, case_id: UUID, *, actor: Actor, limit: int = 8
) -> list[HistoryEntry]:
    """The last entries of a case with its refused attempts, the newest first."""
    with reading(bench.database) as connection:
        readable_case(connection, bench, case_id, actor)
        # Each stream from its end: the order of instants would look at every entry.
        found = [
            entry
            for stream in _CASE_STREAMS
            for entry in _told(
                connection,
                _lines([case_id], (stream,)).order_by(JournalRow.seq.desc()).limit(limit),
            )
        ]
    found.sort(key=lambda entry: (entry.at, entry.stream, entry.seq), reverse=True)
    return found[:limit]


def entries_since(
    bench: Workbench,
    case_id: UUID,
    revision: int,
    *,
    actor: Actor,
    own: bool = False,
    limit: int = 50,
) -> list[HistoryEntry]:
    """What others (or the actor as well) did to a case after a revision, the newest first."""
    with reading(bench.database) as connection:
        readable_case(connection, bench, case_id, actor)
        query = (
            _lines([case_id], (StreamKind.CASE.value,))
            .where(JournalRow.seq > revision)
            .order_by(JournalRow.seq.desc())
            .limit(min(limit, LARGEST_PAGE))
        )
        if not own:
            query = query.where(JournalRow.actor_id != actor.account_id)
        return _told(connection, query)


def entries_at(connection: Connection, stream: Stream, places: list[int]) -> list[HistoryEntry]:
    """Entries of a chain by their places, in their order; for whoever may read the chain."""
    query = _lines([stream.subject_id], (stream.kind.value,)).where(JournalRow.seq.in_(places))
    return _told(connection, query.order_by(JournalRow.seq))


def written_entry(bench: Workbench, receipt: Receipt) -> HistoryEntry | None:
    """The entry a deed has just written; for whoever holds its receipt."""
    kinds = (receipt.stream.kind.value,)
    with reading(bench.database) as connection:
        query = _lines([receipt.stream.subject_id], kinds).where(JournalRow.seq == receipt.seq)
        return next(iter(_told(connection, query)), None)


def read_school_history(
    bench: Workbench,
    school_id: UUID,
    *,
    actor: Actor,
    after: HistoryPlace | None = None,
    limit: int = 100,
    wanted: HistoryFilter = ALL,
) -> list[HistoryEntry]:
    """Entries of a school and of all its cases, closed ones too, oldest first."""
    with reading(bench.database) as connection:
        subjects = [school_id, *readable_school(connection, bench, school_id, actor)]
        streams = (*_CASE_STREAMS, StreamKind.SCHOOL.value)
        return entries_of(connection, subjects, streams, after, limit, wanted=wanted)


def readable_case(connection: Connection, bench: Workbench, case_id: UUID, actor: Actor) -> None:
    """Raise NotFound unless the actor may read the history of the case."""
    sight = visible_cases(actor, reading_day(bench.now()), Permission.READ_HISTORY)
    found = connection.execute(sa.select(CaseRow.id).where(CaseRow.id == case_id, sight))
    if found.one_or_none() is None:
        raise NotFound


def readable_school(
    connection: Connection, bench: Workbench, school_id: UUID, actor: Actor
) -> list[UUID]:
    """The cases of a school whose history the actor may read; NotFound where not the school's."""
    today = reading_day(bench.now())
    known = sa.select(SchoolRow.id).where(
        SchoolRow.id == school_id, visible_schools(actor, today, Permission.READ_HISTORY)
    )
    if connection.execute(known).one_or_none() is None:
        raise NotFound
    cases = sa.select(CaseRow.id).where(
        CaseRow.school_id == school_id, visible_cases(actor, today, Permission.READ_HISTORY)
    )
    return list(connection.execute(cases.order_by(CaseRow.id)).scalars())


def last_entry(bench: Workbench, stream: Stream) -> tuple[int, bytes] | None:
    """The place and the hash of the last entry of a chain; for whoever may read the chain."""
    query = (
        sa.select(JournalRow.seq, JournalRow.hash)
        .where(JournalRow.subject_id == stream.subject_id, JournalRow.stream == stream.kind.value)
        .order_by(JournalRow.seq.desc())
        .limit(1)
    )
    with reading(bench.database) as connection:
        row = connection.execute(query).one_or_none()
    return None if row is None else (row.seq, bytes(row.hash))


def entries_in(bench: Workbench, streams: Iterable[Stream]) -> int:
    """How many entries the streams have together, by their heads; for whoever may read them."""
    named = list(streams)
    cases = [one.subject_id for one in named if one.kind is StreamKind.CASE]
    others = [(one.subject_id, one.kind.value) for one in named if one.kind is not StreamKind.CASE]
    heads = sa.union_all(
        sa.select(CaseRow.revision.label("seq")).where(CaseRow.id.in_(cases)),
        sa.select(StreamRow.seq).where(
            sa.tuple_(StreamRow.subject_id, StreamRow.stream).in_(others)
        ),
    ).subquery()
    with reading(bench.database) as connection:
        return int(connection.execute(sa.select(sa.func.sum(heads.c.seq))).scalar_one() or 0)


def people_of_history(bench: Workbench, streams: Iterable[Stream]) -> list[tuple[UUID, str]]:
    """Who stands in the streams, by title; for whoever may read them."""
    places = [(stream.subject_id, stream.kind.value) for stream in streams]
    named = sa.tuple_(JournalRow.subject_id, JournalRow.stream).in_(places)
    query = (
        sa.select(JournalRow.actor_id, AccountRow.title)
        .join(AccountRow, AccountRow.id == JournalRow.actor_id)
        .where(named)
        .group_by(JournalRow.actor_id, AccountRow.title)
        .order_by(AccountRow.title, JournalRow.actor_id)
    )
    with reading(bench.database) as connection:
        return [(row.actor_id, row.title) for row in connection.execute(query)]


def entries_of(
    connection: Connection,
    subjects: list[UUID],
    streams: tuple[str, ...],
    after: HistoryPlace | None,
    limit: int,
    *,
    wanted: HistoryFilter = ALL,
) -> list[HistoryEntry]:
    """Entries of streams after a place, oldest first; for whoever may read them."""
    order = (JournalRow.at, JournalRow.subject_id, JournalRow.stream, JournalRow.seq)
    query = (
        _lines(subjects, streams)
        .where(*wanted.conditions())
        .order_by(*order)
        .limit(min(limit, LARGEST_PAGE))
    )
    if after is not None:
        bound = sa.tuple_(*order) > sa.tuple_(
            sa.literal(after.at, JournalRow.at.type),
            sa.literal(after.subject_id, JournalRow.subject_id.type),
            sa.literal(after.stream, JournalRow.stream.type),
            sa.literal(after.seq, JournalRow.seq.type),
        )
        query = query.where(bound)
    return _told(connection, query)


def _lines(subjects: list[UUID], streams: tuple[str, ...]) -> AnySelect:
    return (
        sa.select(
            JournalRow.subject_id,
            JournalRow.stream,
            JournalRow.seq,
            JournalRow.kind,
            JournalRow.at,
            JournalRow.actor_id,
            AccountRow.title.label("actor"),
            JournalRow.hash,
            JournalRow.body,
        )
        .outerjoin(AccountRow, AccountRow.id == JournalRow.actor_id)
        .where(JournalRow.subject_id.in_(subjects), JournalRow.stream.in_(streams))
    )


def _told(connection: Connection, query: AnySelect) -> list[HistoryEntry]:
    rows = list(connection.execute(query))
    texts = _texts(connection, rows)
    return [
        HistoryEntry(
            row.subject_id,
            row.stream,
            row.seq,
            row.kind,
            row.at,
            row.actor_id,
            row.actor or "",
            bytes(row.hash),
            json.loads(bytes(row.body)),
            texts.get((row.subject_id, row.stream, row.seq), {}),
        )
        for row in rows
    ]


def _texts(connection: Connection, rows: list[Any]) -> dict[tuple[UUID, str, int], dict[str, str]]:
    """The texts of a page: asked for by subject and the span of places the page covers."""
    texts: dict[tuple[UUID, str, int], dict[str, str]] = {}
    spans: dict[tuple[UUID, str], list[int]] = {}
    for row in rows:
        spans.setdefault((row.subject_id, row.stream), []).append(row.seq)
    for (subject_id, stream), places in spans.items():
        query = sa.select(JournalTextRow.seq, JournalTextRow.field, JournalTextRow.text).where(
            JournalTextRow.subject_id == subject_id,
            JournalTextRow.stream == stream,
            JournalTextRow.seq.between(min(places), max(places)),
        )
        for seq, name, text in connection.execute(query):
            texts.setdefault((subject_id, stream, seq), {})[name] = text
    return texts
