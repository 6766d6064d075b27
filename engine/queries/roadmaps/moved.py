"""Which roadmaps a changed calendar, or changed quarters, move: those whose days are not theirs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from engine.domain.roadmaps.occurrences import Ground
from engine.domain.roadmaps.recounting import recount_occurrences
from engine.domain.roadmaps.states import IN_FORCE
from engine.storage.calendars import calendar_of
from engine.storage.database import Reader, reading
from engine.storage.occurrences import measures_to_plan, occurrences_of
from engine.storage.quarters import quarters_of
from engine.storage.tables import RoadmapRow

if TYPE_CHECKING:
    from uuid import UUID

    from engine.workbench import Workbench


def moved_roadmaps(bench: Workbench, region_id: UUID | None) -> list[UUID]:
    """The roadmaps of a region, or of all, that are to be counted anew by the calendar of now."""
    query = (
        sa.select(RoadmapRow.id, RoadmapRow.region_id, RoadmapRow.in_force_on)
        .where(
            RoadmapRow.region_id == region_id if region_id else sa.true(),
            RoadmapRow.status.in_([one.value for one in IN_FORCE]),
        )
        .order_by(RoadmapRow.id)
    )
    with reading(bench.database) as connection:
        reader = Reader(bench.database, connection)
        return [
            row.id
            for row in connection.execute(query).all()
            if recount_occurrences(
                measures_to_plan(reader, row.id),
                occurrences_of(reader, row.id),
                Ground(
                    calendar_of(reader, row.region_id),
                    quarters_of(reader, row.region_id),
                    row.in_force_on,
                ),
            )
        ]
