"""The history of a roadmap, straight from the journal: documents, reports, verdicts, orders."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from engine.domain.audit import StreamKind
from engine.domain.errors import NotFound
from engine.domain.roles import Actor, Permission
from engine.queries.history import ALL, HistoryEntry, HistoryFilter, HistoryPlace, entries_of
from engine.queries.scope import reading_day, within
from engine.storage.database import reading
from engine.storage.tables import OccurrenceRow, RoadmapRow

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from sqlalchemy import ColumnElement
    from sqlalchemy.engine import Connection

    from engine.workbench import Workbench

_STREAMS = (StreamKind.ROADMAP.value, StreamKind.REFUSAL.value)


def read_roadmap_history(
    bench: Workbench,
    roadmap_id: UUID,
    *,
    actor: Actor,
    after: HistoryPlace | None = None,
    limit: int = 100,
    wanted: HistoryFilter = ALL,
) -> list[HistoryEntry]:
    """Entries of a roadmap with its refused attempts, oldest first; NotFound when not in sight."""
    with reading(bench.database) as connection:
        readable_roadmap(connection, bench, roadmap_id, actor)
        return entries_of(connection, [roadmap_id], _STREAMS, after, limit, wanted=wanted)


def readable_roadmap(
    connection: Connection, bench: Workbench, roadmap_id: UUID, actor: Actor
) -> None:
    """Raise NotFound unless the actor may read the whole history of the roadmap."""
    sight = _told(actor, reading_day(bench.now()))
    found = connection.execute(sa.select(RoadmapRow.id).where(RoadmapRow.id == roadmap_id, sight))
    if found.one_or_none() is None:
        raise NotFound


def times_of(bench: Workbench, roadmap_id: UUID) -> int:
    """How many times a roadmap asks for something; for whoever may read it."""
    query = sa.select(sa.func.count()).where(OccurrenceRow.roadmap_id == roadmap_id)
    with reading(bench.database) as connection:
        return int(connection.execute(query).scalar_one())


def may_read_history(bench: Workbench, roadmap_id: UUID, *, actor: Actor) -> bool:
    """Whether `read_roadmap_history` would answer: a page offers nothing else."""
    try:
        with reading(bench.database) as connection:
            readable_roadmap(connection, bench, roadmap_id, actor)
    except NotFound:
        return False
    return True


def _told(actor: Actor, today: date) -> ColumnElement[bool]:
    """Roadmaps of one's places and below them.

    The entries tell of every school of the roadmap, so a school does not read them, nor does a
    municipality those of its region.
    """
    conditions = [
        within(place, RoadmapRow.region_id, RoadmapRow.municipality_id, RoadmapRow.id)
        for place in actor.scopes(Permission.READ_HISTORY, today)
        if place.school_id is None
    ]
    return sa.or_(*conditions) if conditions else sa.false()
