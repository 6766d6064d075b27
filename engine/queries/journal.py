"""The journal as its readers page through it: newest first, over all streams in sight."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any
from uuid import UUID

import sqlalchemy as sa

from engine.domain.audit import AuditKind, Stream, StreamKind
from engine.domain.errors import NotFound
from engine.domain.roles import Actor, Permission, Place
from engine.queries.history import HistoryEntry, HistoryPlace
from engine.queries.scope import reading_day, within
from engine.storage.database import reading
from engine.storage.tables import (
    AccountRow,
    BulkRow,
    CaseRow,
    DefinitionRow,
    GrantRow,
    JournalRow,
    JournalTextRow,
    RoadmapRow,
    SchoolRow,
    SuccessionRow,
)
from engine.storage.tables.journal import IS_WATCHED

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy import ColumnElement
    from sqlalchemy.engine import Connection

    from engine.storage.statements import AnySelect
    from engine.workbench import Workbench

PAGE = 50
WHOLE = 1_000
"""Entries of an export read at once."""


class Watched(StrEnum):
    """What an auditor selects from the journal: all three together, or one of them."""

    ALL = "all"
    FORCED = "forced"
    REFUSED = "refused"
    LATE = "late"


_FORCED = (AuditKind.CASE_FORCED.value,)
_REFUSED = (AuditKind.DEED_REFUSED.value, AuditKind.MOVE_REFUSED.value)
_ORDER = (JournalRow.at, JournalRow.subject_id, JournalRow.stream, JournalRow.seq)


@dataclass(frozen=True, slots=True)
class JournalFilter:
    """Which entries are wanted; what is None does not matter. The span ends before `before`.

    Of entries recorded late, those by more than `late_by` days are meant.
    """

    stream: StreamKind | None = None
    kind: str | None = None
    since: datetime | None = None
    before: datetime | None = None
    watched: Watched | None = None
    late_by: int = 0

    def conditions(self) -> Iterator[ColumnElement[bool]]:
        """What the rows must satisfy."""
        if self.stream is not None:
            yield JournalRow.stream == self.stream.value
        if self.kind is not None:
            yield JournalRow.kind == self.kind
        if self.since is not None:
            yield JournalRow.at >= self.since
        if self.before is not None:
            yield JournalRow.at < self.before
        if self.watched is not None or self.kind in (*_FORCED, *_REFUSED):
            # The condition of the index that makes it quick.
            yield IS_WATCHED
        if self.watched is not None:
            yield self._meant(self.watched)

    def _meant(self, watched: Watched) -> ColumnElement[bool]:
        """What of the watched entries is meant."""
        forced, refused = JournalRow.kind.in_(_FORCED), JournalRow.kind.in_(_REFUSED)
        late = JournalRow.late_days > self.late_by
        meant = {Watched.FORCED: forced, Watched.REFUSED: refused, Watched.LATE: late}
        return meant.get(watched, sa.or_(forced, refused, late))


def read_journal(
    bench: Workbench,
    wanted: JournalFilter,
    *,
    actor: Actor,
    after: HistoryPlace | None = None,
    limit: int = PAGE,
) -> list[HistoryEntry]:
    """Entries in the actor's sight, the newest first, from after a place on; keyset pages."""
    today = reading_day(bench.now())
    query = _entries().where(_visible(actor, today), *wanted.conditions())
    if after is not None:
        query = query.where(_older_than(after))
    query = query.order_by(*(column.desc() for column in _ORDER)).limit(limit)
    with reading(bench.database) as connection:
        return _told(connection, query)


def journal_entry(bench: Workbench, stream: Stream, seq: int, *, actor: Actor) -> HistoryEntry:
    """One entry of a stream; NotFound when it is not in sight."""
    query = _entries().where(
        JournalRow.subject_id == stream.subject_id,
        JournalRow.stream == stream.kind.value,
        JournalRow.seq == seq,
        _visible(actor, reading_day(bench.now())),
    )
    with reading(bench.database) as connection:
        found = _told(connection, query)
    if not found:
        raise NotFound
    return found[0]


def _older_than(after: HistoryPlace) -> ColumnElement[bool]:
    return sa.tuple_(*_ORDER) < sa.tuple_(
        sa.literal(after.at.astimezone(UTC), JournalRow.at.type),
        sa.literal(after.subject_id, JournalRow.subject_id.type),
        sa.literal(after.stream, JournalRow.stream.type),
        sa.literal(after.seq, JournalRow.seq.type),
    )


def _visible(actor: Actor, today: date) -> ColumnElement[bool]:
    """Everything for whoever reads the whole journal; else what happened in the actor's places."""
    places = actor.scopes(Permission.READ_JOURNAL, today)
    if Place() in places:
        return sa.true()
    return sa.or_(sa.false(), *(part for place in places for part in _of_place(place)))


def _of_place(place: Place) -> Iterator[ColumnElement[bool]]:
    """Streams of the place; people, what they read and were refused by the roles they ever had."""
    subject, stream = JournalRow.subject_id, JournalRow.stream
    cases = within(place, CaseRow.region_id, CaseRow.municipality_id, CaseRow.school_id)
    schools = within(place, SchoolRow.region_id, SchoolRow.municipality_id, SchoolRow.id)
    grants = within(place, GrantRow.region_id, GrantRow.municipality_id, GrantRow.school_id)
    yield _among(
        sa.exists().where(CaseRow.id == subject, cases), StreamKind.CASE, StreamKind.REFUSAL
    )
    yield _among(sa.exists().where(SchoolRow.id == subject, schools), StreamKind.SCHOOL)
    if place.school_id is None:
        own = within(place, RoadmapRow.region_id, RoadmapRow.municipality_id, RoadmapRow.id)
        roadmaps = sa.exists().where(RoadmapRow.id == subject, own)
        yield _among(roadmaps, StreamKind.ROADMAP, StreamKind.REFUSAL)
    people = sa.exists().where(GrantRow.account_id == subject, grants)
    yield _among(people, StreamKind.ACCOUNT, StreamKind.READING, StreamKind.REFUSAL)
    if place.region_id is not None and place.municipality_id is None:
        yield sa.and_(stream == StreamKind.REGION.value, subject == place.region_id)
        own = sa.exists().where(
            DefinitionRow.stream_id == subject, DefinitionRow.region_id == place.region_id
        )
        yield _among(own, StreamKind.DEFINITION)
        bulks = sa.exists().where(BulkRow.id == subject, BulkRow.region_id == place.region_id)
        yield _among(bulks, StreamKind.BULK)
        passages = sa.exists().where(
            SuccessionRow.id == subject, SuccessionRow.region_id == place.region_id
        )
        yield _among(passages, StreamKind.SUCCESSION)


def _among(condition: ColumnElement[bool], *kinds: StreamKind) -> ColumnElement[bool]:
    return sa.and_(JournalRow.stream.in_([kind.value for kind in kinds]), condition)


def _entries() -> AnySelect:
    return sa.select(
        JournalRow.subject_id,
        JournalRow.stream,
        JournalRow.seq,
        JournalRow.kind,
        JournalRow.at,
        JournalRow.actor_id,
        AccountRow.title.label("actor"),
        JournalRow.hash,
        JournalRow.body,
        JournalRow.late_days,
    ).outerjoin(AccountRow, AccountRow.id == JournalRow.actor_id)


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
            row.late_days,
        )
        for row in rows
    ]


def _texts(connection: Connection, rows: list[Any]) -> dict[tuple[UUID, str, int], dict[str, str]]:
    """The texts of a page, whose entries are of many streams."""
    if not rows:
        return {}
    columns = (JournalTextRow.subject_id, JournalTextRow.stream, JournalTextRow.seq)
    places = [(row.subject_id, row.stream, row.seq) for row in rows]
    query = sa.select(*columns, JournalTextRow.field, JournalTextRow.text).where(
        sa.or_(
            *(sa.and_(*(c == part for c, part in zip(columns, one, strict=True))) for one in places)
        )
    )
    texts: dict[tuple[UUID, str, int], dict[str, str]] = {}
    for row in connection.execute(query):
        texts.setdefault((row.subject_id, row.stream, row.seq), {})[row.field] = row.text
    return texts
