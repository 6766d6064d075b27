"""How far a roadmap is, by its sections, municipalities and schools: counted by the database.

Times that have the same course stand alike, so the database counts them by their course and
`standing_of` judges each course once: one rule, however many schools there are.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias
from uuid import UUID

import sqlalchemy as sa

from engine.domain.roadmaps.progress import Course, Progress, Standing, standing_of
from engine.domain.roadmaps.states import (
    AssignmentState,
    EvidenceStatus,
    OccurrenceKind,
    RoadmapStatus,
)
from engine.domain.terms import local_day
from engine.queries.roadmaps.lines import visible_occurrences
from engine.queries.scope import reading_day
from engine.storage.database import reading
from engine.storage.tables import (
    EvidenceOfRow,
    EvidenceRow,
    MeasureRow,
    MunicipalityRow,
    OccurrenceRow,
    RegionRow,
    RoadmapRow,
    SchoolRow,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date, datetime

    from sqlalchemy import ColumnElement
    from sqlalchemy.engine import Connection

    from engine.domain.roles import Actor
    from engine.workbench import Workbench

MUNICIPALITY = sa.func.coalesce(SchoolRow.municipality_id, RoadmapRow.municipality_id)
"""Whose a time is: the school's municipality, else the roadmap's own."""


@dataclass(frozen=True, slots=True)
class Part:
    """A municipality or a school of a roadmap, with its figures."""

    id: UUID
    title: str
    figures: Progress


@dataclass(frozen=True, slots=True)
class SectionPart:
    """A section by the headings above it, in the order of the document."""

    sections: tuple[str, ...]
    figures: Progress


@dataclass(frozen=True, slots=True)
class RoadmapProgress:
    """A roadmap as far as the actor sees it; `schools` are those of the municipality asked for.

    `municipalities` are those with schools of the roadmap; `own` is what the authority does
    itself. What is late most stands first.
    """

    whole: Progress
    sections: tuple[SectionPart, ...]
    own: Progress
    municipalities: tuple[Part, ...]
    schools: tuple[Part, ...]


def read_progress(
    bench: Workbench, roadmap_id: UUID, *, actor: Actor, municipality_id: UUID | None = None
) -> RoadmapProgress:
    """The figures of a roadmap, of a draft none; its schools where they are of one municipality.

    With `municipality_id` every figure is of its schools alone, it is the only municipality, and
    the schools are named.
    """
    seen = visible_occurrences(actor, reading_day(bench.now()))
    here = [seen, OccurrenceRow.roadmap_id == roadmap_id, *_of_municipality(municipality_id)]
    with reading(bench.database) as connection:
        counts = _Counts(connection, bench.now(), roadmap_id)
        told = counts.by(OccurrenceRow.measure_id, MUNICIPALITY, _OWN, where=here)
        places = _gathered(told, lambda _, place, own: None if own else place)
        named = municipality_id is not None or len(places) <= 1
        return RoadmapProgress(
            whole_of(told.values()),
            counts.sections(_gathered(told, lambda measure, *_: measure)),
            whole_of(tally for (_, _, own), tally in told.items() if own),
            counts.named(MunicipalityRow, places),
            counts.schools(here) if named else (),
        )


def progress_of_roadmaps(bench: Workbench, *, actor: Actor) -> dict[UUID, Progress]:
    """The figures of each roadmap in force, as far as the actor sees it."""
    closed = RoadmapRow.status != RoadmapStatus.CLOSED.value
    seen = [visible_occurrences(actor, reading_day(bench.now())), closed]
    with reading(bench.database) as connection:
        found = tallied(connection, bench.now(), seen, OccurrenceRow.roadmap_id)
    return {key[0]: whole_of([one]) for key, one in found.items()}


def progress_of_measures(
    bench: Workbench, roadmap_id: UUID, *, actor: Actor
) -> dict[UUID, Progress]:
    """The figures of each measure of a roadmap, as far as the actor sees it."""
    seen = visible_occurrences(actor, reading_day(bench.now()))
    here = [seen, OccurrenceRow.roadmap_id == roadmap_id]
    with reading(bench.database) as connection:
        found = tallied(connection, bench.now(), here, OccurrenceRow.measure_id)
    return {key[0]: whole_of([one]) for key, one in found.items()}


def states_of_times(
    bench: Workbench, roadmap_id: UUID, *, actor: Actor, municipality_id: UUID | None = None
) -> dict[AssignmentState, int]:
    """How many times of a roadmap are in which state, as far as the actor sees them."""
    seen = visible_occurrences(actor, reading_day(bench.now()))
    query = (
        sa.select(OccurrenceRow.state, sa.func.count())
        .select_from(OccurrenceRow)
        .join(RoadmapRow, RoadmapRow.id == OccurrenceRow.roadmap_id)
        .outerjoin(SchoolRow, SchoolRow.id == OccurrenceRow.school_id)
        .where(seen, OccurrenceRow.roadmap_id == roadmap_id, *_of_municipality(municipality_id))
        .group_by(OccurrenceRow.state)
    )
    with reading(bench.database) as connection:
        return {AssignmentState(state): count for state, count in connection.execute(query)}


_OWN = OccurrenceRow.school_id.is_(None)
"""What the authority does itself."""

Key: TypeAlias = tuple[Any, ...]
Tally: TypeAlias = dict[Standing, int]


def _of_municipality(municipality_id: UUID | None) -> list[ColumnElement[bool]]:
    return [] if municipality_id is None else [SchoolRow.municipality_id == municipality_id]


def _gathered(told: dict[Key, Tally], part: Callable[..., UUID | None]) -> dict[UUID, list[Tally]]:
    """The tallies by the part that a key belongs to; those of no part are left out."""
    found: dict[UUID, list[Tally]] = {}
    for key, tally in told.items():
        place = part(*key)
        if place is not None:
            found.setdefault(place, []).append(tally)
    return found


@dataclass(frozen=True, slots=True)
class _Counts:
    """The counts of one roadmap, read over one connection."""

    connection: Connection
    now: datetime
    roadmap_id: UUID

    def by(self, *keys: Any, where: list[ColumnElement[bool]]) -> dict[Key, Tally]:
        """How many times stand how, by the keys."""
        return tallied(self.connection, self.now, where, *keys)

    def schools(self, where: list[ColumnElement[bool]]) -> tuple[Part, ...]:
        """The schools of the times that meet the conditions."""
        told = self.by(OccurrenceRow.school_id, where=[*where, sa.not_(_OWN)])
        return self.named(SchoolRow, {key[0]: [tally] for key, tally in told.items()})

    def named(
        self, row: type[SchoolRow | MunicipalityRow], tallies: dict[UUID, list[Tally]]
    ) -> tuple[Part, ...]:
        """The parts with their titles: what is late most first, then as numbers go."""
        region = sa.select(RoadmapRow.region_id).where(RoadmapRow.id == self.roadmap_id)
        order = SchoolRow.sort_key if row is SchoolRow else MunicipalityRow.title
        query = (
            sa.select(row.id, row.title)
            .where(row.region_id == region.scalar_subquery())
            .order_by(order, row.id)
        )
        # Chosen here: a region has more schools than a statement takes parameters.
        parts = [
            Part(one[0], one[1], whole_of(tallies[one[0]]))
            for one in self.connection.execute(query)
            if one[0] in tallies
        ]
        return tuple(sorted(parts, key=lambda one: -one.figures.count(Standing.LATE)))

    def sections(self, by_measure: dict[UUID, list[Tally]]) -> tuple[SectionPart, ...]:
        """The sections in the order of the document."""
        query = (
            sa.select(MeasureRow.id, MeasureRow.sections)
            .where(MeasureRow.roadmap_id == self.roadmap_id)
            .order_by(MeasureRow.sequence, MeasureRow.id)
        )
        found: dict[tuple[str, ...], list[Tally]] = {}
        for measure_id, sections in self.connection.execute(query):
            if measure_id in by_measure:
                found.setdefault(tuple(sections), []).extend(by_measure[measure_id])
        return tuple(SectionPart(path, whole_of(tallies)) for path, tallies in found.items())


def whole_of(tallies: Iterable[Tally]) -> Progress:
    """The figures of several tallies; what was dropped is not among them."""
    whole: Tally = defaultdict(int)
    for tally in tallies:
        for standing, count in tally.items():
            whole[standing] += count
    whole.pop(Standing.DROPPED, None)
    counts = tuple((one, whole[one]) for one in Standing if whole[one])
    return Progress(sum(count for _, count in counts), counts)


def tallied(
    connection: Connection,
    now: datetime,
    conditions: list[ColumnElement[bool]],
    *keys: Any,
) -> dict[Key, Tally]:
    """How many times stand how, by the keys, each on the day of its region."""
    found: dict[Key, Tally] = defaultdict(lambda: defaultdict(int))
    days = _days(connection, now)
    for row in connection.execute(_counted(conditions, *keys)):
        roadmap_id, *course, count = row[len(keys) :]
        standing = standing_of(_course(course), days[roadmap_id])
        found[tuple(row[: len(keys)])][standing] += count
    return found


def _days(connection: Connection, now: datetime) -> dict[UUID, date]:
    """The day it is at each roadmap: read apart, so that no zone stands in what is counted."""
    query = sa.select(RoadmapRow.id, RegionRow.zone).join(
        RegionRow, RegionRow.id == RoadmapRow.region_id
    )
    return {key: local_day(now, zone) for key, zone in connection.execute(query)}


def _course(values: list[Any]) -> Course:
    kind, state, starts_on, due_on, counts_until, needed, retroactive, held = values
    # Of what was accepted within the span only the number counts, not the days.
    accepted = (starts_on,) * held
    days = starts_on, due_on, counts_until
    state = AssignmentState(state)
    return Course(OccurrenceKind(kind), state, *days, needed, bool(retroactive), accepted)


def _counted(conditions: list[ColumnElement[bool]], *keys: Any) -> sa.Select[*tuple[Any, ...]]:
    held = accepted_within()
    course = (
        OccurrenceRow.roadmap_id,
        OccurrenceRow.kind,
        OccurrenceRow.state,
        OccurrenceRow.starts_on,
        OccurrenceRow.due_on,
        OccurrenceRow.counts_until,
        OccurrenceRow.needed,
        OccurrenceRow.retroactive,
        sa.func.coalesce(held.c.held, 0),
    )
    return (
        sa.select(*keys, *course, sa.func.count())
        .select_from(OccurrenceRow)
        .join(RoadmapRow, RoadmapRow.id == OccurrenceRow.roadmap_id)
        .outerjoin(SchoolRow, SchoolRow.id == OccurrenceRow.school_id)
        .outerjoin(held, held.c.occurrence_id == OccurrenceRow.id)
        .where(*conditions)
        .group_by(*keys, *course)
    )


def accepted_within() -> sa.Subquery:
    """How often each counted time was held within its span, as far as it was accepted."""
    last = sa.func.coalesce(OccurrenceRow.counts_until, OccurrenceRow.due_on)
    return (
        sa.select(EvidenceOfRow.occurrence_id, sa.func.count().label("held"))
        .join(EvidenceRow, EvidenceRow.id == EvidenceOfRow.evidence_id)
        .join(OccurrenceRow, OccurrenceRow.id == EvidenceOfRow.occurrence_id)
        .where(
            EvidenceRow.status == EvidenceStatus.ACCEPTED.value,
            OccurrenceRow.kind == OccurrenceKind.QUOTA.value,
            EvidenceRow.happened_on.between(OccurrenceRow.starts_on, last),
        )
        .group_by(EvidenceOfRow.occurrence_id)
        .subquery("held")
    )
