"""The stages that measures of a roadmap may belong to, and the measures of a stage of a case."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

import sqlalchemy as sa

from engine.domain.roadmaps.assignments import CLOSED, state_of_work
from engine.domain.roadmaps.states import IN_FORCE, AssignmentState, MeasureStatus
from engine.queries.roadmaps.lines import visible_occurrences
from engine.queries.scope import reading_day
from engine.storage.database import Reader, reading
from engine.storage.definitions import newest_of_region
from engine.storage.tables import MeasureRow, OccurrenceRow, RoadmapRow, SchoolRow

if TYPE_CHECKING:
    from datetime import date

    from engine.domain.definition import Definition
    from engine.domain.roles import Actor, Place
    from engine.workbench import Workbench


def paths_of_place(bench: Workbench, place: Place) -> list[Definition]:
    """The newest version of every path that schools of the place may go; they are no secret."""
    if place.region_id is None:
        return []
    with reading(bench.database) as connection:
        return newest_of_region(Reader(bench.database, connection), place.region_id)


@dataclass(frozen=True, slots=True)
class StageMeasure:
    """A measure of a stage, as far as a school is with it; `due_on` is its next day."""

    id: UUID
    roadmap_id: UUID
    number: str
    title: str
    state: AssignmentState
    due_on: date | None


def measures_of_stage(
    bench: Workbench, school_id: UUID, stage: str, day: date, *, actor: Actor
) -> list[StageMeasure]:
    """What the roadmaps in force on a day ask of a school in a stage, in their order."""
    query = (
        sa.select(
            MeasureRow.id,
            RoadmapRow.id,
            MeasureRow.number,
            MeasureRow.title,
            MeasureRow.actors,
            MeasureRow.stages,
            OccurrenceRow.state,
            OccurrenceRow.due_on,
        )
        .select_from(OccurrenceRow)
        .join(MeasureRow, MeasureRow.id == OccurrenceRow.measure_id)
        .join(RoadmapRow, RoadmapRow.id == OccurrenceRow.roadmap_id)
        .outerjoin(SchoolRow, SchoolRow.id == OccurrenceRow.school_id)
        .where(
            OccurrenceRow.school_id == school_id,
            MeasureRow.status == MeasureStatus.OPEN.value,
            # Kept as text: a measure that belongs to no stage is none of this list.
            MeasureRow.stages != [],
            RoadmapRow.status.in_([one.value for one in IN_FORCE]),
            RoadmapRow.period_start <= day,
            RoadmapRow.period_end >= day,
            visible_occurrences(actor, reading_day(bench.now())),
        )
        .order_by(RoadmapRow.period_start, MeasureRow.sequence, MeasureRow.id, OccurrenceRow.id)
    )
    found: dict[UUID, list[Any]] = {}
    with reading(bench.database) as connection:
        for row in connection.execute(query):
            if stage in row[5]:
                found.setdefault(row[0], []).append(row)
    return [_measure(rows) for rows in found.values()]


def _measure(rows: list[Any]) -> StageMeasure:
    measure_id, roadmap_id, number, title, actors = rows[0][:5]
    shown = title or next((one[1] for one in actors), "")
    states = [AssignmentState(row[6]) for row in rows]
    open_days = [row[7] for row in rows if row[7] and AssignmentState(row[6]) not in CLOSED]
    whole = state_of_work(states)
    return StageMeasure(measure_id, roadmap_id, number, shown, whole, min(open_days, default=None))
