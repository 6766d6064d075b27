"""What of a roadmap asks for somebody now: what is late, due soon, or waits for its day.

What is late and what is ahead is counted by the database; lines are read of few schools at a time.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from engine.domain.roadmaps.assignments import CLOSED
from engine.domain.roadmaps.progress import Progress, Standing
from engine.domain.roadmaps.states import IN_FORCE, OccurrenceKind
from engine.queries.roadmaps.lines import Line, read_lines, shown_title, visible_occurrences
from engine.queries.roadmaps.progress import tallied, whole_of
from engine.queries.scope import reading_day
from engine.storage.database import reading
from engine.storage.tables import MeasureRow, OccurrenceRow, RoadmapRow, SchoolRow

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date
    from uuid import UUID

    from sqlalchemy import ColumnElement
    from sqlalchemy.engine import Connection

    from engine.domain.roles import Actor
    from engine.queries.roadmaps.places import RoadmapPlace
    from engine.workbench import Workbench

AHEAD = timedelta(days=30)
"""How far ahead is soon; the months of the whole period have a page of their own."""


@dataclass(frozen=True, slots=True)
class LateSchool:
    """How much is late at a school; without an id it is the authority itself."""

    id: UUID | None
    title: str
    count: int


@dataclass(frozen=True, slots=True)
class AheadMeasure:
    """A measure that falls due on a day, and how it stands at all who owe it."""

    due_on: date
    starts_on: date | None
    number: str
    title: str
    figures: Progress


@dataclass(frozen=True, slots=True)
class Soon:
    """Who is late, by how much, and what falls due within `AHEAD`, by day."""

    late: tuple[LateSchool, ...]
    ahead: tuple[AheadMeasure, ...]


@dataclass(frozen=True, slots=True)
class Counted:
    """The counted measures that schools do, in the order of the document, and those schools."""

    measures: tuple[tuple[UUID, str, str], ...]
    schools: tuple[tuple[UUID, str], ...]


def read_soon(
    bench: Workbench,
    roadmap: RoadmapPlace,
    *,
    actor: Actor,
    municipality_id: UUID | None = None,
) -> Soon:
    """Who is late and what falls due soon, of the schools of a municipality where one is named."""
    seen = visible_occurrences(actor, reading_day(bench.now()))
    here = [seen, *_here(roadmap.id, municipality_id), *_open(roadmap.today)]
    days = OccurrenceRow.due_on.between(roadmap.today, roadmap.today + AHEAD)
    with reading(bench.database) as connection:
        late = tallied(connection, bench.now(), [*here, _passed(roadmap)], OccurrenceRow.school_id)
        keys = OccurrenceRow.due_on, OccurrenceRow.measure_id, OccurrenceRow.starts_on
        ahead = tallied(connection, bench.now(), [*here, days], *keys)
        return Soon(_late(connection, roadmap, late), _ahead(connection, roadmap, ahead))


def late_lines(
    bench: Workbench,
    roadmap: RoadmapPlace,
    schools: Collection[UUID | None],
    *,
    actor: Actor,
) -> list[Line]:
    """What is late at some schools, by day; None among them is the authority itself."""
    named = [one for one in schools if one is not None]
    own = [OccurrenceRow.school_id.is_(None)] if None in schools else []
    whose = sa.or_(OccurrenceRow.school_id.in_(named), *own)
    here = (*_here(roadmap.id, None), *_open(roadmap.today), _passed(roadmap))
    found = read_lines(bench, whose, *here, actor=actor)
    return [one for one in found if one.standing is Standing.LATE]


def _open(today: date) -> list[ColumnElement[bool]]:
    """What somebody still has to do; what had passed before the approval is no alarm."""
    return [
        OccurrenceRow.state.not_in([one.value for one in CLOSED]),
        RoadmapRow.status.in_([one.value for one in IN_FORCE]),
        sa.or_(OccurrenceRow.due_on >= today, OccurrenceRow.retroactive.is_(False)),
    ]


def _passed(roadmap: RoadmapPlace) -> ColumnElement[bool]:
    return OccurrenceRow.due_on < roadmap.today


def _late(
    connection: Connection, roadmap: RoadmapPlace, told: dict[Any, dict[Standing, int]]
) -> tuple[LateSchool, ...]:
    """The authority and the schools, those with most first, then as numbers go."""
    counts = {key: one[Standing.LATE] for (key,), one in told.items() if one.get(Standing.LATE)}
    query = (
        sa.select(SchoolRow.id, SchoolRow.title)
        .where(SchoolRow.region_id == roadmap.place.region_id)
        .order_by(SchoolRow.sort_key, SchoolRow.id)
    )
    # Chosen here: a region has more schools than a statement takes parameters.
    rows = [(key, title) for key, title in connection.execute(query) if key in counts]
    found = [LateSchool(key, title, counts[key]) for key, title in rows]
    own = [LateSchool(None, "", counts[None])] if None in counts else []
    return tuple(sorted([*own, *found], key=lambda one: -one.count))


def _ahead(
    connection: Connection, roadmap: RoadmapPlace, told: dict[Any, dict[Standing, int]]
) -> tuple[AheadMeasure, ...]:
    query = (
        sa.select(
            MeasureRow.id, MeasureRow.number, MeasureRow.title, MeasureRow.task, MeasureRow.actors
        )
        .where(MeasureRow.roadmap_id == roadmap.id)
        .order_by(MeasureRow.sequence, MeasureRow.id)
    )
    found = {
        key: (place, number, shown_title(title, task, actors))
        for place, (key, number, title, task, actors) in enumerate(connection.execute(query))
    }
    rows = [
        (found[measure_id][0], AheadMeasure(due_on, starts_on, *found[measure_id][1:], figures))
        for (due_on, measure_id, starts_on), tally in told.items()
        for figures in (whole_of([tally]),)
    ]
    return tuple(one for _, one in sorted(rows, key=lambda pair: (pair[1].due_on, pair[0])))


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
    bench: Workbench, roadmap_id: UUID, *, actor: Actor, municipality_id: UUID | None = None
) -> Counted:
    """What an event may count for: the counted measures of schools in sight, and the schools."""
    seen = visible_occurrences(actor, reading_day(bench.now()))
    counters = (
        seen,
        *_here(roadmap_id, municipality_id),
        OccurrenceRow.kind == OccurrenceKind.QUOTA.value,
    )
    of_measure = _counters(OccurrenceRow.measure_id == MeasureRow.id, *counters)
    measures = (
        sa.select(
            MeasureRow.id, MeasureRow.number, MeasureRow.title, MeasureRow.task, MeasureRow.actors
        )
        .where(MeasureRow.roadmap_id == roadmap_id, of_measure)
        .order_by(MeasureRow.sequence, MeasureRow.id)
    )
    ids = (
        sa.select(OccurrenceRow.school_id)
        .join(RoadmapRow, RoadmapRow.id == OccurrenceRow.roadmap_id)
        .join(SchoolRow, SchoolRow.id == OccurrenceRow.school_id)
        .where(*counters)
        .distinct()
    )
    schools = (
        sa.select(SchoolRow.id, SchoolRow.title)
        .where(SchoolRow.id.in_(ids))
        .order_by(SchoolRow.sort_key, SchoolRow.id)
    )
    with reading(bench.database) as connection:
        return Counted(
            tuple(
                (key, number, shown_title(title, task, actors))
                for key, number, title, task, actors in connection.execute(measures)
            ),
            tuple((key, title) for key, title in connection.execute(schools)),
        )


def _counters(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    return (
        sa.select(sa.literal(1))
        .select_from(OccurrenceRow)
        .join(RoadmapRow, RoadmapRow.id == OccurrenceRow.roadmap_id)
        .join(SchoolRow, SchoolRow.id == OccurrenceRow.school_id)
        .where(*conditions)
        .correlate(MeasureRow)
        .exists()
    )


def _here(roadmap_id: UUID, municipality_id: UUID | None) -> list[ColumnElement[bool]]:
    here = [OccurrenceRow.roadmap_id == roadmap_id]
    if municipality_id is not None:
        here.append(SchoolRow.municipality_id == municipality_id)
    return here
