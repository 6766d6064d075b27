"""Bulk moves to be looked at: how far they are, and what came of each case."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

import sqlalchemy as sa

from engine.domain.bulk import ItemStatus
from engine.domain.errors import NotFound
from engine.domain.roles import Actor
from engine.domain.terms import local_day
from engine.queries.cases import case_line
from engine.queries.scope import reading_day, visible_cases
from engine.storage.bulk import Bulk, count_items, find_bulk
from engine.storage.database import Reader, reading
from engine.storage.definitions import definition_of, leading_definition, zone_of
from engine.storage.tables import AccountRow, BulkItemRow, BulkRow, CaseRow

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date, datetime

    from sqlalchemy import ColumnElement, Row
    from sqlalchemy.engine import Connection

    from engine.domain.definition import Definition
    from engine.workbench import Workbench

PAGE = 50
LATEST = 50
"""Bulks that a list shows."""


@dataclass(frozen=True, slots=True)
class BulkCard:
    """A bulk for somebody who may see it; `definition` is the newest version of its path."""

    bulk: Bulk
    author: str
    definition: Definition
    zone: str
    counts: Mapping[ItemStatus, int]

    @property
    def total(self) -> int:
        """How many cases it was planned for."""
        return sum(self.counts.values())

    @property
    def waiting(self) -> int:
        """How many cases still wait."""
        return self.counts.get(ItemStatus.PLANNED, 0)

    @property
    def failed(self) -> int:
        """How many cases were judged and not moved."""
        return self.total - self.waiting - self.counts.get(ItemStatus.MOVED, 0)


@dataclass(frozen=True, slots=True)
class BulkLine:
    """A case of a bulk: `line` has the columns of `case_line` and of the item.

    `definition` is the version the case is pinned to; `changed_by` is who was quicker.
    """

    line: Row[Any]
    definition: Definition
    today: date
    changed_by: str


@dataclass(frozen=True, slots=True)
class BulkPage:
    """A page of cases; `next` is the last of them when there are more."""

    lines: tuple[BulkLine, ...]
    next: UUID | None


def bulk_card(bench: Workbench, bulk_id: UUID, *, actor: Actor) -> BulkCard:
    """How far a bulk is; NotFound for whoever may not see it."""
    with reading(bench.database) as connection:
        reader = Reader(bench.database, connection)
        bulk = _sighted(connection, reader, bench, bulk_id, actor)
        author = _titles(connection, [bulk.actor_id]).get(bulk.actor_id, "")
        counts = count_items(reader, bulk_id)
        zone = zone_of(reader, bulk.region_id)
        definition = leading_definition(reader, bulk.stream_id, local_day(bench.now(), zone))
        return BulkCard(bulk, author, definition, zone, counts)


def bulk_items(
    bench: Workbench,
    bulk_id: UUID,
    *,
    actor: Actor,
    statuses: Iterable[ItemStatus] = (),
    after: UUID | None = None,
    limit: int = PAGE,
) -> BulkPage:
    """The cases of a bulk that the actor sees, by pages; only of these statuses where named."""
    wanted = [status.value for status in statuses]
    query = (
        case_line()
        .add_columns(
            BulkItemRow.case_id,
            BulkItemRow.status,
            BulkItemRow.code,
            BulkItemRow.reasons,
            BulkItemRow.seq,
            BulkItemRow.attempt,
            BulkItemRow.at,
            BulkItemRow.expected_revision,
        )
        .join(BulkItemRow, BulkItemRow.case_id == CaseRow.id)
        .where(
            BulkItemRow.bulk_id == bulk_id,
            visible_cases(actor, reading_day(bench.now())),
            BulkItemRow.status.in_(wanted) if wanted else sa.true(),
            sa.true() if after is None else BulkItemRow.case_id > after,
        )
        .order_by(BulkItemRow.case_id)
        .limit(limit + 1)
    )
    with reading(bench.database) as connection:
        reader = Reader(bench.database, connection)
        _sighted(connection, reader, bench, bulk_id, actor)
        rows = list(connection.execute(query))
        lines = tuple(_lines(connection, reader, rows[:limit], bench.now()))
    return BulkPage(lines, rows[limit - 1].case_id if len(rows) > limit else None)


def list_bulks(bench: Workbench, *, actor: Actor, mine: bool = False) -> list[BulkCard]:
    """The latest bulks the actor may see: one's own, and unless `mine` those of one's places."""
    own = BulkRow.actor_id == actor.account_id
    query = (
        sa.select(BulkRow.id)
        .where(own if mine else _visible(actor, bench))
        .order_by(BulkRow.created_at.desc(), BulkRow.id.desc())
        .limit(LATEST)
    )
    with reading(bench.database) as connection:
        reader = Reader(bench.database, connection)
        found = [find_bulk(reader, bulk_id) for bulk_id in connection.scalars(query)]
        bulks = [bulk for bulk in found if bulk is not None]
        authors = _titles(connection, {bulk.actor_id for bulk in bulks})
        counts = _counts(connection, [bulk.id for bulk in bulks])
        zones = {one.stream_id: zone_of(reader, one.region_id) for one in bulks}
        paths = {
            one: leading_definition(reader, one, local_day(bench.now(), zone))
            for one, zone in zones.items()
        }
        return [
            BulkCard(
                bulk,
                authors.get(bulk.actor_id, ""),
                paths[bulk.stream_id],
                zones[bulk.stream_id],
                counts.get(bulk.id, {}),
            )
            for bulk in bulks
        ]


def _visible(actor: Actor, bench: Workbench) -> ColumnElement[bool]:
    """One's own bulks, and those of which every case is in sight."""
    seen = visible_cases(actor, reading_day(bench.now()))
    unseen = sa.exists().where(
        BulkItemRow.bulk_id == BulkRow.id, CaseRow.id == BulkItemRow.case_id, sa.not_(seen)
    )
    return sa.or_(BulkRow.actor_id == actor.account_id, sa.not_(unseen))


def _sighted(
    connection: Connection, reader: Reader, bench: Workbench, bulk_id: UUID, actor: Actor
) -> Bulk:
    query = sa.select(BulkRow.id).where(BulkRow.id == bulk_id, _visible(actor, bench))
    bulk = find_bulk(reader, bulk_id) if connection.execute(query).one_or_none() else None
    if bulk is None:
        raise NotFound
    return bulk


def _lines(
    connection: Connection, reader: Reader, rows: list[Row[Any]], now: datetime
) -> Iterable[BulkLine]:
    quicker = {row.case_id: _changed_by(row) for row in rows}
    titles = _titles(connection, {one for one in quicker.values() if one is not None})
    for row in rows:
        person = quicker[row.case_id]
        definition = definition_of(reader, row.definition_id)
        changed_by = titles.get(person, "") if person else ""
        yield BulkLine(row, definition, local_day(now, row.zone), changed_by)


def _changed_by(row: Row[Any]) -> UUID | None:
    if row.status != ItemStatus.CONFLICT.value:
        return None
    return next((UUID(one["changed_by"]) for one in row.reasons if "changed_by" in one), None)


def _titles(connection: Connection, accounts: Iterable[UUID]) -> dict[UUID, str]:
    query = sa.select(AccountRow.id, AccountRow.title).where(AccountRow.id.in_(list(accounts)))
    return {row.id: row.title for row in connection.execute(query)}


def _counts(connection: Connection, bulks: list[UUID]) -> dict[UUID, dict[ItemStatus, int]]:
    query = (
        sa.select(BulkItemRow.bulk_id, BulkItemRow.status, sa.func.count())
        .where(BulkItemRow.bulk_id.in_(bulks))
        .group_by(BulkItemRow.bulk_id, BulkItemRow.status)
    )
    counts: dict[UUID, dict[ItemStatus, int]] = {}
    for bulk_id, status, number in connection.execute(query):
        counts.setdefault(bulk_id, {})[ItemStatus(status)] = int(number)
    return counts
