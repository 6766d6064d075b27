"""Successions to be looked at: how far they are, and what came of each case."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

import sqlalchemy as sa

from engine.domain.errors import NotFound
from engine.domain.roles import Actor, Permission, Place
from engine.domain.succession.counting import StageCount, Tally, figures_of_form
from engine.domain.succession.results import ResultStatus
from engine.domain.terms import local_day
from engine.queries.cases import case_line
from engine.queries.scope import reading_day, within
from engine.storage.database import Reader, reading
from engine.storage.definitions import definition_of, zone_of
from engine.storage.succession import ITEMS, Succession, find_succession
from engine.storage.tables import (
    AccountRow,
    CaseRow,
    DefinitionRow,
    SuccessionItemRow,
    SuccessionRow,
)

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy import ColumnElement, Row
    from sqlalchemy.engine import Connection

    from engine.domain.definition import Definition
    from engine.workbench import Workbench

PAGE = 50
LATEST = 50
"""Successions that a list shows."""


@dataclass(frozen=True, slots=True)
class SuccessionCard:
    """A succession for somebody who may publish in its region.

    `definition` is the version the cases go over to (or come back from) with its number;
    `undone_by` are the ids of what takes it back, the newest first.
    """

    succession: Succession
    author: str
    definition: Definition
    version: int
    zone: str
    counts: Mapping[ResultStatus, int]
    undone_by: tuple[UUID, ...]

    @property
    def total(self) -> int:
        """How many cases it was planned for."""
        return sum(self.counts.values())

    @property
    def waiting(self) -> int:
        """How many cases still wait."""
        return self.counts.get(ResultStatus.PLANNED, 0)

    @property
    def refused(self) -> int:
        """How many cases were judged and refused."""
        return self.counts.get(ResultStatus.REFUSED, 0)


@dataclass(frozen=True, slots=True)
class SuccessionLine:
    """A case of a succession: `line` has the columns of `case_line` and of the item.

    `definition` is the version the case is pinned to now; `line.found` is its verdict in short.
    """

    line: Row[Any]
    definition: Definition
    today: date


@dataclass(frozen=True, slots=True)
class SuccessionPage:
    """A page of cases; `next` is the last of them when there are more."""

    lines: tuple[SuccessionLine, ...]
    next: UUID | None


def succession_card(bench: Workbench, succession_id: UUID, *, actor: Actor) -> SuccessionCard:
    """How far a succession is; NotFound for whoever may not publish in its region."""
    with reading(bench.database) as connection:
        reader = Reader(bench.database, connection)
        return _card(connection, reader, _sighted(connection, reader, bench, succession_id, actor))


def list_successions(
    bench: Workbench, *, actor: Actor, stream_id: UUID | None = None
) -> list[SuccessionCard]:
    """The latest successions in the actor's regions, of one path where named; the newest first."""
    query = (
        sa.select(SuccessionRow.id)
        .where(
            _visible(bench, actor),
            sa.true() if stream_id is None else SuccessionRow.definition_stream_id == stream_id,
        )
        .order_by(SuccessionRow.created_at.desc(), SuccessionRow.id.desc())
        .limit(LATEST)
    )
    with reading(bench.database) as connection:
        reader = Reader(bench.database, connection)
        found = (find_succession(reader, one) for one in connection.scalars(query).all())
        return [_card(connection, reader, one) for one in found if one is not None]


def succession_items(
    bench: Workbench,
    succession_id: UUID,
    *,
    actor: Actor,
    statuses: Iterable[ResultStatus] = (),
    after: UUID | None = None,
    limit: int = PAGE,
) -> SuccessionPage:
    """The cases of a succession by pages; only of these statuses where named."""
    wanted = [status.value for status in statuses]
    query = (
        case_line()
        .add_columns(
            SuccessionItemRow.case_id,
            SuccessionItemRow.status,
            SuccessionItemRow.code,
            SuccessionItemRow.reasons,
            SuccessionItemRow.found,
            SuccessionItemRow.seq,
            SuccessionItemRow.attempt,
            SuccessionItemRow.at,
            SuccessionItemRow.expected_revision,
        )
        .join(SuccessionItemRow, SuccessionItemRow.case_id == CaseRow.id)
        .where(
            SuccessionItemRow.succession_id == succession_id,
            SuccessionItemRow.status.in_(wanted) if wanted else sa.true(),
            sa.true() if after is None else SuccessionItemRow.case_id > after,
        )
        .order_by(SuccessionItemRow.case_id)
        .limit(limit + 1)
    )
    with reading(bench.database) as connection:
        reader = Reader(bench.database, connection)
        _sighted(connection, reader, bench, succession_id, actor)
        rows = list(connection.execute(query))
        now = bench.now()
        lines = tuple(
            SuccessionLine(row, definition_of(reader, row.definition_id), local_day(now, row.zone))
            for row in rows[:limit]
        )
    return SuccessionPage(lines, rows[limit - 1].case_id if len(rows) > limit else None)


def succession_figures(
    bench: Workbench, succession_id: UUID, *, actor: Actor
) -> tuple[StageCount, ...]:
    """What a run came to by the stages the cases stood in: the figures of an impact report.

    Cases that still wait, and those that were refused before they were judged, do not count.
    """
    query = (
        sa.select(SuccessionItemRow.found)
        .where(SuccessionItemRow.succession_id == succession_id)
        .order_by(SuccessionItemRow.case_id)
    )
    with reading(bench.database) as connection:
        reader = Reader(bench.database, connection)
        _sighted(connection, reader, bench, succession_id, actor)
        tally = Tally()
        for found in connection.scalars(query):
            if found is not None and "outcome" in found:
                tally.add(found["from"], figures_of_form(found))
    return tally.stages


def _visible(bench: Workbench, actor: Actor) -> ColumnElement[bool]:
    """The successions of regions in which the actor may publish."""
    places = actor.scopes(Permission.PUBLISH_DEFINITION, reading_day(bench.now()))
    regions = (one for one in places if one.municipality_id is None and one.school_id is None)
    column = SuccessionRow.region_id
    return sa.or_(
        sa.false(), *(within(Place(one.region_id), column, column, column) for one in regions)
    )


def _sighted(
    connection: Connection, reader: Reader, bench: Workbench, succession_id: UUID, actor: Actor
) -> Succession:
    query = sa.select(SuccessionRow.id).where(
        SuccessionRow.id == succession_id, _visible(bench, actor)
    )
    one = find_succession(reader, succession_id) if connection.execute(query).first() else None
    if one is None:
        raise NotFound
    return one


def _card(connection: Connection, reader: Reader, one: Succession) -> SuccessionCard:
    author = sa.select(AccountRow.title).where(AccountRow.id == one.actor_id)
    version = sa.select(DefinitionRow.version).where(DefinitionRow.id == one.definition_id)
    undone = (
        sa.select(SuccessionRow.id)
        .where(SuccessionRow.undoes_id == one.id)
        .order_by(SuccessionRow.created_at.desc())
    )
    counts = ITEMS.counts(reader, one.id)
    return SuccessionCard(
        one,
        connection.scalar(author) or "",
        definition_of(reader, one.definition_id),
        int(connection.scalar(version) or 0),
        zone_of(reader, one.region_id),
        {ResultStatus(status): number for status, number in counts.items()},
        tuple(connection.scalars(undone)),
    )
