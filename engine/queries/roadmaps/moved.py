"""Which roadmaps a changed calendar, or changed quarters, move: those whose days are not theirs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import sqlalchemy as sa

from engine.domain.roadmaps.occurrences import Ground
from engine.domain.roadmaps.recounting import Moved, recount_occurrences
from engine.domain.roadmaps.states import IN_FORCE
from engine.domain.roles import Place
from engine.queries.recounting import Calendars
from engine.storage.database import Reader, reading
from engine.storage.occurrences import measures_to_plan, occurrences_of
from engine.storage.quarters import quarters_of
from engine.storage.tables import RoadmapRow

if TYPE_CHECKING:
    from uuid import UUID

    from engine.domain.calendar import CalendarDay
    from engine.domain.calendar_rules import CalendarRule
    from engine.workbench import Workbench

SHOWN_DAYS = 3
"""Pairs of days named of a roadmap before the deed; the rest is counted."""


@dataclass(frozen=True, slots=True)
class MovedRoadmap:
    """A roadmap of which occurrences fall on other days: how many, and the first pairs of days.

    None is the day of what waits for one.
    """

    id: UUID
    title: str
    occurrences: int
    days: tuple[tuple[date | None, date | None], ...]


def moved_roadmaps(
    bench: Workbench,
    region_id: UUID | None,
    changed: Iterable[CalendarDay] = (),
    rule: CalendarRule | None = None,
) -> list[MovedRoadmap]:
    """The roadmaps of a region, or of all, that are to be counted anew by the calendar of now.

    With days or a rule: by the calendar as it would be with them.
    """
    query = (
        sa.select(
            RoadmapRow.id,
            RoadmapRow.title,
            RoadmapRow.region_id,
            RoadmapRow.municipality_id,
            RoadmapRow.in_force_on,
        )
        .where(
            RoadmapRow.region_id == region_id if region_id else sa.true(),
            RoadmapRow.status.in_([one.value for one in IN_FORCE]),
        )
        .order_by(RoadmapRow.id)
    )
    with reading(bench.database) as connection:
        reader = Reader(bench.database, connection)
        calendars = Calendars(connection, region_id, tuple(changed), rule)
        found = []
        for row in connection.execute(query).all():
            calendar = calendars.of(Place(row.region_id, row.municipality_id))
            ground = Ground(calendar, quarters_of(reader, row.region_id), row.in_force_on)
            measures, kept = measures_to_plan(reader, row.id), occurrences_of(reader, row.id)
            moved = recount_occurrences(measures, kept, ground)
            if moved:
                days = _days(moved)[:SHOWN_DAYS]
                found.append(MovedRoadmap(row.id, row.title, len(moved), days))
    return found


def _days(moved: Iterable[Moved]) -> tuple[tuple[date | None, date | None], ...]:
    """Each pair of former and new last day once, by the former one."""
    pairs = {(one.was.due_on, one.now.due_on) for one in moved if one.was.due_on or one.now.due_on}
    return tuple(sorted(pairs, key=lambda pair: [one or date.min for one in pair]))
