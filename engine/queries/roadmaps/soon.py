"""What of a roadmap asks for somebody now: what is late, due soon, or waits for its day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from engine.domain.roadmaps.assignments import CLOSED
from engine.domain.roadmaps.progress import Standing
from engine.domain.roadmaps.states import OccurrenceKind
from engine.queries.roadmaps.lines import Line, read_lines, shown_title, visible_occurrences
from engine.queries.scope import reading_day
from engine.storage.database import reading
from engine.storage.tables import MeasureRow, OccurrenceRow, RoadmapRow, SchoolRow

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy import ColumnElement

    from engine.domain.roles import Actor
    from engine.queries.roadmaps.places import RoadmapPlace
    from engine.workbench import Workbench

AHEAD = timedelta(days=30)
"""How far ahead is soon; the months of the whole period have a page of their own."""


@dataclass(frozen=True, slots=True)
class Soon:
    """The lines that are late, and those that fall due within `AHEAD`, by day."""

    late: tuple[Line, ...]
    ahead: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Counted:
    """A counted measure that schools do, and the schools that do it: what an event counts for."""

    measure_id: UUID
    number: str
    title: str
    schools: tuple[tuple[UUID, str], ...]


def read_soon(
    bench: Workbench,
    roadmap: RoadmapPlace,
    *,
    actor: Actor,
    municipality_id: UUID | None = None,
) -> Soon:
    """What is late and what falls due soon, of the schools of a municipality where one is named."""
    until = OccurrenceRow.due_on <= roadmap.today + AHEAD
    open_now = OccurrenceRow.state.not_in([one.value for one in CLOSED])
    alarms = sa.or_(OccurrenceRow.due_on >= roadmap.today, OccurrenceRow.retroactive.is_(False))
    here = _here(roadmap.id, municipality_id)
    late, ahead = [], []
    for one in read_lines(bench, *here, until, open_now, alarms, actor=actor):
        if one.standing is Standing.LATE:
            late.append(one)
        elif one.kept.course.due_on is not None and one.kept.course.due_on >= roadmap.today:
            ahead.append(one)
    return Soon(tuple(late), tuple(ahead))


def waiting_events(bench: Workbench, roadmap: RoadmapPlace, *, actor: Actor) -> list[Line]:
    """One line for each term that waits for an event or a plan, whatever the schools."""
    whole = OccurrenceRow.roadmap_id == roadmap.id
    waits = sa.and_(
        OccurrenceRow.kind == OccurrenceKind.EVENT.value,
        OccurrenceRow.due_on.is_(None),
        OccurrenceRow.state.not_in([one.value for one in CLOSED]),
    )
    place = sa.func.row_number().over(
        partition_by=(OccurrenceRow.measure_id, OccurrenceRow.slot), order_by=OccurrenceRow.id
    )
    numbered = sa.select(OccurrenceRow.id, place.label("place")).where(whole, waits).subquery()
    first = OccurrenceRow.id.in_(sa.select(numbered.c.id).where(numbered.c.place == 1))
    found = read_lines(bench, whole, waits, first, actor=actor)
    return [one for one in found if one.standing is Standing.WAITING]


def counted_measures(
    bench: Workbench,
    roadmap_id: UUID,
    *conditions: ColumnElement[bool],
    actor: Actor,
    municipality_id: UUID | None = None,
) -> list[Counted]:
    """The counted measures of schools in sight, in the order of the document."""
    seen = visible_occurrences(actor, reading_day(bench.now()))
    query = (
        sa.select(
            MeasureRow.id,
            MeasureRow.number,
            MeasureRow.title,
            MeasureRow.task,
            MeasureRow.actors,
            SchoolRow.id,
            SchoolRow.title,
        )
        .select_from(OccurrenceRow)
        .join(RoadmapRow, RoadmapRow.id == OccurrenceRow.roadmap_id)
        .join(MeasureRow, MeasureRow.id == OccurrenceRow.measure_id)
        .join(SchoolRow, SchoolRow.id == OccurrenceRow.school_id)
        .where(
            seen,
            *_here(roadmap_id, municipality_id),
            *conditions,
            OccurrenceRow.id.in_(_first_counters(roadmap_id)),
        )
        .order_by(MeasureRow.sequence, MeasureRow.id, SchoolRow.sort_key, SchoolRow.id)
    )
    with reading(bench.database) as connection:
        rows = connection.execute(query).all()
    return _counted(rows)


def _first_counters(roadmap_id: UUID) -> sa.Select[tuple[UUID]]:
    """One counter of each measure and school: a measure has one for every quarter."""
    place = sa.func.row_number().over(
        partition_by=(OccurrenceRow.measure_id, OccurrenceRow.school_id),
        order_by=OccurrenceRow.id,
    )
    numbered = (
        sa.select(OccurrenceRow.id, place.label("place"))
        .where(
            OccurrenceRow.roadmap_id == roadmap_id,
            OccurrenceRow.kind == OccurrenceKind.QUOTA.value,
            OccurrenceRow.school_id.is_not(None),
        )
        .subquery()
    )
    return sa.select(numbered.c.id).where(numbered.c.place == 1)


def _counted(rows: Any) -> list[Counted]:
    found: dict[UUID, tuple[str, str, list[tuple[UUID, str]]]] = {}
    for measure_id, number, title, task, actors, school_id, school in rows:
        shown = shown_title(title, task, actors)
        found.setdefault(measure_id, (number, shown, []))[2].append((school_id, school))
    return [
        Counted(key, number, title, tuple(schools))
        for key, (number, title, schools) in found.items()
    ]


def _here(roadmap_id: UUID, municipality_id: UUID | None) -> list[ColumnElement[bool]]:
    here = [OccurrenceRow.roadmap_id == roadmap_id]
    if municipality_id is not None:
        here.append(SchoolRow.municipality_id == municipality_id)
    return here
