"""A roadmap over its months: how many of each measure's times are done, late and ahead."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

import sqlalchemy as sa

from engine.domain.roadmaps.assignments import DONE, DROPPED
from engine.domain.roadmaps.progress import Standing
from engine.domain.roadmaps.states import AssignmentState, MeasureStatus
from engine.domain.roles import Permission
from engine.domain.terms import local_day
from engine.queries.roadmaps.scope import visible_roadmaps
from engine.queries.scope import reading_day, visible_schools
from engine.storage.database import reading
from engine.storage.tables import MeasureRow, OccurrenceRow, RegionRow, RoadmapRow, SchoolRow

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement

    from engine.domain.roles import Actor
    from engine.storage.statements import AnySelect
    from engine.workbench import Workbench


@dataclass(frozen=True, slots=True)
class MonthCount:
    """Times of a measure that fall due in a month and stand alike; without a day, no month."""

    measure_id: UUID
    year: int | None
    month: int | None
    standing: Standing
    count: int


@dataclass(frozen=True, slots=True)
class MonthView:
    """The months of a roadmap as of a day of its region, and the schools one may choose among."""

    today: date
    counts: tuple[MonthCount, ...]
    schools: tuple[tuple[UUID, str], ...]


def read_months(
    bench: Workbench, roadmap_id: UUID, *, actor: Actor, school_id: UUID | None = None
) -> MonthView:
    """What the actor may see of a roadmap's times: the authority's own, and those of schools.

    Narrowed to a school only its times count. A roadmap out of sight has none.
    """
    day = reading_day(bench.now())
    seen = visible_schools(actor, day, Permission.READ_ROADMAP)
    whose = sa.or_(OccurrenceRow.school_id.is_(None), seen)
    wanted = OccurrenceRow.school_id == school_id if school_id else sa.true()
    here = sa.and_(OccurrenceRow.roadmap_id == roadmap_id, visible_roadmaps(actor, day))
    with reading(bench.database) as connection:
        zone = sa.select(RegionRow.zone).join(RoadmapRow, RoadmapRow.region_id == RegionRow.id)
        found = connection.execute(zone.where(RoadmapRow.id == roadmap_id)).scalar_one_or_none()
        today = local_day(bench.now(), found) if found else day
        rows = connection.execute(_counted(today, here, whose, wanted)).all()
        schools = connection.execute(_schools(here, seen)).all()
    return MonthView(
        today,
        tuple(MonthCount(row[0], row[1], row[2], Standing(row[3]), row[4]) for row in rows),
        tuple((row[0], row[1]) for row in schools),
    )


def _counted(today: date, *conditions: ColumnElement[bool]) -> AnySelect:
    year = sa.cast(sa.extract("year", OccurrenceRow.due_on), sa.Integer).label("year")
    month = sa.cast(sa.extract("month", OccurrenceRow.due_on), sa.Integer).label("month")
    standing = _standing(today).label("standing")
    return (
        sa.select(
            OccurrenceRow.measure_id,
            year,
            month,
            standing,
            sa.func.count(),
        )
        .join(RoadmapRow, RoadmapRow.id == OccurrenceRow.roadmap_id)
        .join(MeasureRow, MeasureRow.id == OccurrenceRow.measure_id)
        .outerjoin(SchoolRow, SchoolRow.id == OccurrenceRow.school_id)
        .where(MeasureRow.status == MeasureStatus.OPEN.value, *conditions)
        .group_by(OccurrenceRow.measure_id, year, month, standing)
        .order_by(year, month, OccurrenceRow.measure_id)
    )


def _standing(today: date) -> ColumnElement[str]:
    """How a time stands, said by the database: it counts many thousands of them at once."""
    state = OccurrenceRow.state
    # What is counted may still be done in the holidays after its last day.
    last = sa.func.coalesce(OccurrenceRow.counts_until, OccurrenceRow.due_on)
    late = sa.and_(last < today, OccurrenceRow.retroactive.is_(False))
    return sa.case(
        (state.in_(sorted(DONE)), Standing.DONE.value),
        (state.in_(sorted(DROPPED)), Standing.DROPPED.value),
        (state == AssignmentState.REPORTED.value, Standing.REPORTED.value),
        (OccurrenceRow.due_on.is_(None), Standing.OPEN.value),
        (late, Standing.LATE.value),
        (last < today, Standing.RETROACTIVE.value),
        else_=Standing.AHEAD.value,
    )


def _schools(here: ColumnElement[bool], seen: ColumnElement[bool]) -> AnySelect:
    return (
        sa.select(SchoolRow.id, SchoolRow.title, SchoolRow.sort_key)
        .join(OccurrenceRow, OccurrenceRow.school_id == SchoolRow.id)
        .join(RoadmapRow, RoadmapRow.id == OccurrenceRow.roadmap_id)
        .where(here, seen)
        .distinct()
        .order_by(SchoolRow.sort_key, SchoolRow.id)
    )
