"""The overview: where the cases in sight stand, how long stages take, how years of entry went on.

It tells nothing that its reader could not count in the lists: every figure is over `visible_cases`,
grouped by the database and put together here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

import sqlalchemy as sa

from engine.domain.definition import Definition, Phase
from engine.domain.roles import Actor
from engine.queries.late import late
from engine.queries.overview_load import TutorLoad, tutor_loads
from engine.queries.overview_stays import StageStays, read_stays
from engine.queries.overview_years import YearFigures, read_years
from engine.queries.scope import reading_day, visible_cases
from engine.storage.database import Reader, reading
from engine.storage.definitions import definition_of
from engine.storage.tables import CaseRow, MunicipalityRow, RegionRow

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from sqlalchemy import ColumnElement, Row
    from sqlalchemy.engine import Connection

    from engine.workbench import Workbench

LATE_BOUNDS = (7, 30, 90)
"""Days that part what is a little late from what is very late."""


@dataclass(frozen=True, slots=True)
class OverviewFilter:
    """Which cases are looked at; `stream_id` is one path over all its versions."""

    region_id: UUID | None = None
    municipality_id: UUID | None = None
    stream_id: UUID | None = None

    def conditions(self) -> Iterator[ColumnElement[bool]]:
        """What a case must satisfy; what is None does not matter."""
        pairs = (
            (CaseRow.region_id, self.region_id),
            (CaseRow.municipality_id, self.municipality_id),
            (CaseRow.definition_stream_id, self.stream_id),
        )
        yield from (column == value for column, value in pairs if value is not None)


@dataclass(frozen=True, slots=True)
class PhaseFigures:
    """Open cases of a phase, how many schools they are of, and how many cases are late."""

    phase: str
    cases: int
    schools: int
    late: int


@dataclass(frozen=True, slots=True)
class PlaceFigures:
    """Open cases of a municipality and how many of them are late."""

    municipality_id: UUID
    title: str
    region: str
    cases: int
    late: int


@dataclass(frozen=True, slots=True)
class LateFigures:
    """Cases late by `first` to `last` days; without a last day, by more."""

    first: int
    last: int | None
    cases: int


@dataclass(frozen=True, slots=True)
class Overview:
    """Everything the page tells; `definitions` are the versions in use, the commonest first."""

    cases: int
    schools: int
    late: int
    phases: tuple[PhaseFigures, ...]
    places: tuple[PlaceFigures, ...]
    delays: tuple[LateFigures, ...]
    stays: tuple[StageStays, ...]
    years: tuple[YearFigures, ...]
    tutors: tuple[TutorLoad, ...]


def read_overview(bench: Workbench, wanted: OverviewFilter, *, actor: Actor) -> Overview:
    """The figures over the wanted cases in the actor's sight."""
    now = bench.now()
    today = reading_day(now)
    with reading(bench.database) as connection:
        sight = sa.and_(visible_cases(actor, today), *wanted.conditions())
        is_late = late(connection, now)
        phases, cases, schools = _phases(connection, sight, is_late)
        definitions = definitions_in_use(Reader(bench.database, connection), sight)
        return Overview(
            cases,
            schools,
            sum(phase.late for phase in phases),
            phases,
            _places(connection, sight, is_late),
            _delays(connection, sa.and_(sight, is_late), today),
            read_stays(connection, sight, definitions),
            read_years(connection, sight, definitions),
            tutor_loads(connection, sight, definitions, today),
        )


def _phases(
    connection: Connection, sight: ColumnElement[bool], is_late: ColumnElement[bool]
) -> tuple[tuple[PhaseFigures, ...], int, int]:
    """The phases in their order, the open cases, and the schools: one may be in two phases."""
    is_open = sa.and_(sight, CaseRow.closed.is_(False))
    query = (
        sa.select(
            CaseRow.phase,
            sa.func.count(),
            sa.func.count(CaseRow.school_id.distinct()),
            sa.func.sum(sa.case((is_late, 1), else_=0)),
        )
        .where(is_open)
        .group_by(CaseRow.phase)
    )
    found = {row[0]: row for row in connection.execute(query)}
    schools = sa.select(sa.func.count(CaseRow.school_id.distinct())).where(is_open)
    phases = tuple(
        PhaseFigures(phase.value, int(row[1]), int(row[2]), int(row[3] or 0))
        for phase in Phase
        if (row := found.get(phase.value)) is not None
    )
    total = int(connection.execute(schools).scalar_one())
    return phases, sum(phase.cases for phase in phases), total


def _places(
    connection: Connection, sight: ColumnElement[bool], is_late: ColumnElement[bool]
) -> tuple[PlaceFigures, ...]:
    """Municipalities with open cases, the most late first."""
    counted = (
        sa.select(
            CaseRow.municipality_id,
            sa.func.count().label("cases"),
            sa.func.sum(sa.case((is_late, 1), else_=0)).label("late"),
        )
        .where(sight, CaseRow.closed.is_(False))
        .group_by(CaseRow.municipality_id)
        .subquery()
    )
    query = (
        sa.select(
            MunicipalityRow.id,
            MunicipalityRow.title,
            RegionRow.title,
            counted.c.cases,
            counted.c.late,
        )
        .join(counted, counted.c.municipality_id == MunicipalityRow.id)
        .join(RegionRow, RegionRow.id == MunicipalityRow.region_id)
        .order_by(counted.c.late.desc(), RegionRow.title, MunicipalityRow.title, MunicipalityRow.id)
    )
    return tuple(
        PlaceFigures(row[0], row[1], row[2], int(row[3]), int(row[4] or 0))
        for row in connection.execute(query)
    )


def _delays(
    connection: Connection, are_late: ColumnElement[bool], today: date
) -> tuple[LateFigures, ...]:
    """How late the late ones are, if any: the database gives the days, the parting is ours."""
    query = (
        sa.select(CaseRow.stage_due_on, sa.func.count())
        .where(are_late)
        .group_by(CaseRow.stage_due_on)
    )
    days = [((today - row[0]).days, int(row[1])) for row in connection.execute(query) if row[0]]
    if not days:
        return ()
    bounds = (*LATE_BOUNDS, None)
    firsts = (1, *(bound + 1 for bound in LATE_BOUNDS))
    return tuple(
        LateFigures(first, last, _between(days, first, last))
        for first, last in zip(firsts, bounds, strict=True)
    )


def _between(days: Iterable[tuple[int, int]], first: int, last: int | None) -> int:
    # A region ahead of Moscow may count a day more: what is late at all is late by one day.
    return sum(
        cases
        for late_by, cases in days
        if first <= max(late_by, 1) and late_by <= (last or late_by)
    )


def definitions_in_use(reader: Reader, sight: ColumnElement[bool]) -> tuple[Definition, ...]:
    """The versions that cases in sight follow, the commonest first: its titles are shown."""
    count = sa.func.count()
    query = (
        sa.select(CaseRow.definition_id)
        .where(sight)
        .group_by(CaseRow.definition_id)
        .order_by(count.desc(), CaseRow.definition_id)
    )
    rows: list[Row[Any]] = list(reader.connection.execute(query))
    return tuple(definition_of(reader, row.definition_id) for row in rows)
