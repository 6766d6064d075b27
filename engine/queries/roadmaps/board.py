"""The board of a roadmap: where each school stands with each counted measure on a day.

A region has ten thousand such counters running at once, so they are read as plain values: without
their evidence, without the words of a measure in every row.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

import sqlalchemy as sa

from engine.domain.roadmaps.progress import Course, quota_of
from engine.domain.roadmaps.quotas import QuotaState
from engine.domain.roadmaps.states import (
    IN_FORCE,
    AssignmentState,
    EvidenceStatus,
    OccurrenceKind,
)
from engine.queries.roadmaps.lines import shown_title, visible_occurrences
from engine.queries.roadmaps.progress import accepted_within
from engine.queries.scope import reading_day
from engine.storage.database import reading
from engine.storage.tables import (
    EvidenceOfRow,
    EvidenceRow,
    MeasureRow,
    OccurrenceRow,
    RoadmapRow,
    SchoolRow,
)

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy import ColumnElement
    from sqlalchemy.engine import Connection

    from engine.domain.roles import Actor
    from engine.queries.roadmaps.places import RoadmapPlace
    from engine.workbench import Workbench


@dataclass(frozen=True, slots=True)
class BoardMeasure:
    """A counted measure, by number and title."""

    id: UUID
    number: str
    title: str


@dataclass(frozen=True, slots=True)
class BoardCell:
    """A counter of a school: how much of what is asked was accepted; whether a report waits."""

    measure_id: UUID
    school_id: UUID
    school: str
    state: QuotaState
    counted: int
    needed: int
    starts_on: date
    due_on: date
    counts_until: date
    waits: bool


@dataclass(frozen=True, slots=True)
class Board:
    """The counters a day lies in, by school and then by measure, and the days beside their spans.

    `measures` stand in the order of the document. `before` and `after` are days of the spans next
    to these; None where the roadmap has none.
    """

    measures: tuple[BoardMeasure, ...]
    cells: tuple[BoardCell, ...]
    before: date | None
    after: date | None


def read_board(
    bench: Workbench,
    roadmap: RoadmapPlace,
    on: date,
    *,
    actor: Actor,
    municipality_id: UUID | None = None,
) -> Board:
    """The board on a day, of the schools of a municipality where one is named."""
    here = _counters(bench, roadmap, actor, municipality_id)
    with reading(bench.database) as connection:
        rows = connection.execute(_running(roadmap.id, on).where(*here))
        cells = tuple(_cell(row, roadmap.today) for row in rows)
        ids = {one.measure_id for one in cells}
        return Board(
            _measures(connection, roadmap.id, ids),
            cells,
            _beside(connection, here, cells, on, -1),
            _beside(connection, here, cells, on, 1),
        )


_LAST = sa.func.coalesce(OccurrenceRow.counts_until, OccurrenceRow.due_on)


def _counters(
    bench: Workbench, roadmap: RoadmapPlace, actor: Actor, municipality_id: UUID | None
) -> list[ColumnElement[bool]]:
    here = [
        visible_occurrences(actor, reading_day(bench.now())),
        OccurrenceRow.roadmap_id == roadmap.id,
        OccurrenceRow.kind == OccurrenceKind.QUOTA.value,
        OccurrenceRow.school_id.is_not(None),
        RoadmapRow.status.in_([one.value for one in IN_FORCE]),
    ]
    if municipality_id is not None:
        here.append(SchoolRow.municipality_id == municipality_id)
    return here


def _running(roadmap_id: UUID, on: date) -> sa.Select[*tuple[Any, ...]]:
    """The counters whose span the day lies in: schools as numbers go."""
    held, waiting = accepted_within(), _waiting(roadmap_id)
    return (
        sa.select(
            OccurrenceRow.measure_id,
            OccurrenceRow.school_id,
            SchoolRow.title,
            OccurrenceRow.state,
            OccurrenceRow.starts_on,
            OccurrenceRow.due_on,
            OccurrenceRow.counts_until,
            OccurrenceRow.needed,
            sa.func.coalesce(held.c.held, 0),
            waiting.c.occurrence_id.is_not(None),
        )
        .select_from(OccurrenceRow)
        .join(RoadmapRow, RoadmapRow.id == OccurrenceRow.roadmap_id)
        .join(SchoolRow, SchoolRow.id == OccurrenceRow.school_id)
        .outerjoin(held, held.c.occurrence_id == OccurrenceRow.id)
        .outerjoin(waiting, waiting.c.occurrence_id == OccurrenceRow.id)
        .where(OccurrenceRow.starts_on <= on, on <= _LAST)
        .order_by(SchoolRow.sort_key, SchoolRow.id, OccurrenceRow.due_on)
    )


def _waiting(roadmap_id: UUID) -> sa.Subquery:
    """The times with a report that nobody has looked at yet."""
    return (
        sa.select(EvidenceOfRow.occurrence_id)
        .join(EvidenceRow, EvidenceRow.id == EvidenceOfRow.evidence_id)
        .where(
            EvidenceRow.roadmap_id == roadmap_id,
            EvidenceRow.status == EvidenceStatus.SUBMITTED.value,
        )
        .distinct()
        .subquery("waiting")
    )


def _cell(row: Any, today: date) -> BoardCell:
    measure_id, school_id, school, state, starts_on, due_on, until, needed, held, waits = row
    # Of what was accepted within the span only the number counts, not the days.
    course = Course(
        OccurrenceKind.QUOTA,
        AssignmentState(state),
        starts_on,
        due_on,
        until,
        needed,
        accepted=(starts_on,) * held,
    )
    stands = quota_of(course, today) or QuotaState.AHEAD
    days = starts_on, due_on, until or due_on
    return BoardCell(measure_id, school_id, school, stands, held, needed, *days, bool(waits))


def _measures(connection: Connection, roadmap_id: UUID, ids: set[UUID]) -> tuple[BoardMeasure, ...]:
    query = (
        sa.select(
            MeasureRow.id, MeasureRow.number, MeasureRow.title, MeasureRow.task, MeasureRow.actors
        )
        .where(MeasureRow.roadmap_id == roadmap_id)
        .order_by(MeasureRow.sequence, MeasureRow.id)
    )
    return tuple(
        BoardMeasure(key, number, shown_title(title, task, actors))
        for key, number, title, task, actors in connection.execute(query)
        if key in ids
    )


def _beside(
    connection: Connection,
    here: list[ColumnElement[bool]],
    cells: tuple[BoardCell, ...],
    on: date,
    way: int,
) -> date | None:
    """A day of the nearest spans before the earliest of these, or after the latest."""
    found: sa.ColumnElement[Any]
    if way < 0:
        edge = min((one.starts_on for one in cells), default=on)
        found, beyond = sa.func.max(_LAST), edge > _LAST
    else:
        edge = max((one.counts_until for one in cells), default=on)
        found, beyond = sa.func.min(OccurrenceRow.starts_on), OccurrenceRow.starts_on > edge
    query = (
        sa.select(found)
        .select_from(OccurrenceRow)
        .join(RoadmapRow, RoadmapRow.id == OccurrenceRow.roadmap_id)
        .join(SchoolRow, SchoolRow.id == OccurrenceRow.school_id)
        .where(*here, beyond)
    )
    day: date | None = connection.execute(query).scalar_one()
    return day
