"""My schools: what is due, what is late, and what blocks each next step."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from engine.domain.roles import Actor
from engine.queries.cases import case_line
from engine.queries.conflicts import ListedTutor, listed_tutors
from engine.queries.duties import DueTerm, duties_of
from engine.queries.lacking import Lack, QuarterCount, count_quarters, lacks
from engine.queries.late import DueWindow, due, due_day, late
from engine.queries.naming import cases_named
from engine.queries.overview import OverviewFilter, definitions_in_use
from engine.queries.overview_years import Course, in_course
from engine.queries.scope import attached_to, reading_day, visible_cases
from engine.queries.standing import Standing, read_standings
from engine.storage.database import Reader, reading
from engine.storage.tables import CaseRow, MunicipalityRow, RegionRow

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy import ColumnElement, Row
    from sqlalchemy.engine import Connection

    from engine.workbench import Workbench

PAGE = 25


@dataclass(frozen=True, slots=True)
class WorkFilter:
    """Which cases are wanted; what is None or empty does not matter.

    `attached` narrows to the cases the actor is attached to, `stream_id` to one definition over all
    its versions, `year` to those that a figure of the overview counts (`course`, else all that
    entered in it); closed cases are left out unless asked for, also by the `end_code` of them.
    """

    region_id: UUID | None = None
    municipality_id: UUID | None = None
    stream_id: UUID | None = None
    phase: str | None = None
    stage: str | None = None
    due: DueWindow | None = None
    lack: Lack | None = None
    attached: bool = False
    closed: bool = False
    end_code: str | None = None
    words: str = ""
    year: int | None = None
    course: Course = Course.ENTERED


@dataclass(frozen=True, slots=True)
class WorkPlace:
    """Where a page ended; the next one begins after it."""

    due_on: date
    case_id: UUID


@dataclass(frozen=True, slots=True)
class WorkLine:
    """A case with its terms and where it stands; `line` has the columns of `case_line`.

    `listed_tutor` is its tutor school where that has got on a list itself.
    """

    line: Row[Any]
    standing: Standing
    terms: tuple[DueTerm, ...]
    listed_tutor: ListedTutor | None = None


@dataclass(frozen=True, slots=True)
class WorkPage:
    """A page of the list, and how many cases there are whatever their term.

    `total` counts all that the other parts of the filter let through, `overdue` those of them that
    are late, `soon` those due within a week; `shown` counts what the whole filter lets through.
    `quarters` count who has what the filter asks for, where it asks.
    """

    lines: tuple[WorkLine, ...]
    total: int
    overdue: int
    soon: int
    shown: int
    next: WorkPlace | None
    quarters: tuple[QuarterCount, ...] = ()


def read_worklist(
    bench: Workbench, wanted: WorkFilter, *, actor: Actor, after: WorkPlace | None = None
) -> WorkPage:
    """Cases in the actor's sight, what is late first; at most a page of them."""
    now = bench.now()
    with reading(bench.database) as connection:
        reader = Reader(bench.database, connection)
        conditions = work_conditions(reader, wanted, actor, reading_day(now))
        in_window = narrowed(connection, now, wanted)
        rows = _rows(connection, (*conditions, in_window), after)
        total, overdue, soon, shown = _counts(
            connection,
            conditions,
            (late(connection, now), due(connection, now, DueWindow.WEEK), in_window),
        )
        lines = tuple(_lines(bench, connection, rows[:PAGE], actor))
        quarters = count_quarters(connection, now, wanted.lack, conditions) if wanted.lack else ()
    last = WorkPlace(rows[PAGE - 1].day, rows[PAGE - 1].id) if len(rows) > PAGE else None
    return WorkPage(lines, total, overdue, soon, shown, last, quarters)


def narrowed(connection: Connection, now: datetime, wanted: WorkFilter) -> ColumnElement[bool]:
    """What depends on the day it is in each region: when a case is due, and what it lacks."""
    in_window = due(connection, now, wanted.due) if wanted.due else sa.true()
    return sa.and_(in_window, lacks(connection, now, wanted.lack) if wanted.lack else sa.true())


def attached_count(bench: Workbench, *, actor: Actor) -> int:
    """How many open cases the actor is attached to today."""
    today = reading_day(bench.now())
    query = (
        sa.select(sa.func.count())
        .select_from(CaseRow)
        .where(CaseRow.closed.is_(False), visible_cases(actor, today), attached_to(actor, today))
    )
    with reading(bench.database) as connection:
        return int(connection.execute(query).scalar_one())


def work_places(bench: Workbench, *, actor: Actor) -> list[Row[Any]]:
    """Municipalities with open cases in sight, by region: ids, titles and how many cases."""
    counted = (
        sa.select(CaseRow.municipality_id, sa.func.count().label("cases"))
        .where(CaseRow.closed.is_(False), visible_cases(actor, reading_day(bench.now())))
        .group_by(CaseRow.municipality_id)
        .subquery()
    )
    query = (
        sa.select(
            MunicipalityRow.id,
            MunicipalityRow.title,
            RegionRow.id.label("region_id"),
            RegionRow.title.label("region"),
            counted.c.cases,
        )
        .join(counted, counted.c.municipality_id == MunicipalityRow.id)
        .join(RegionRow, RegionRow.id == MunicipalityRow.region_id)
        .order_by(RegionRow.title, MunicipalityRow.title, MunicipalityRow.id)
    )
    with reading(bench.database) as connection:
        return list(connection.execute(query))


def work_conditions(
    reader: Reader, wanted: WorkFilter, actor: Actor, today: date
) -> tuple[ColumnElement[bool], ...]:
    """What a case in the actor's sight must satisfy to be wanted, but for when it is due."""
    place = OverviewFilter(wanted.region_id, wanted.municipality_id, wanted.stream_id)
    sight = sa.and_(visible_cases(actor, today), *place.conditions())
    if wanted.year is None:
        return (sight, *_conditions(wanted, actor, today))
    counted = in_course(sight, definitions_in_use(reader, sight), wanted.year, wanted.course)
    return (sight, counted, *_conditions(wanted, actor, today))


def _conditions(wanted: WorkFilter, actor: Actor, today: date) -> Iterator[ColumnElement[bool]]:
    if wanted.phase is not None:
        yield CaseRow.phase == wanted.phase
    if wanted.stage is not None:
        yield CaseRow.stage == wanted.stage
    if wanted.end_code is not None:
        yield CaseRow.end_code == wanted.end_code
    elif not wanted.closed:
        yield CaseRow.closed.is_(False)
    if wanted.attached:
        yield attached_to(actor, today)
    yield from cases_named(wanted.words)


def _rows(
    connection: Connection,
    conditions: tuple[ColumnElement[bool], ...],
    after: WorkPlace | None,
) -> list[Row[Any]]:
    """A page and one more, found by the case's own columns before anything is joined."""
    day = due_day()
    found = sa.select(CaseRow.id, day.label("day")).where(*conditions)
    if after is not None:
        later = sa.and_(day == after.due_on, CaseRow.id > after.case_id)
        found = found.where(sa.or_(day > after.due_on, later))
    page = found.order_by(day, CaseRow.id).limit(PAGE + 1).subquery()
    query = (
        case_line()
        .add_columns(page.c.day)
        .join(page, page.c.id == CaseRow.id)
        .order_by(page.c.day, CaseRow.id)
    )
    return list(connection.execute(query))


def _counts(
    connection: Connection,
    conditions: tuple[ColumnElement[bool], ...],
    parts: tuple[ColumnElement[bool], ...],
) -> list[int]:
    """How many cases there are, and of them in each of the parts."""
    query = (
        sa.select(sa.func.count(), *(sa.func.sum(sa.case((part, 1), else_=0)) for part in parts))
        .select_from(CaseRow)
        .where(*conditions)
    )
    return [int(count or 0) for count in connection.execute(query).one()]


def _lines(
    bench: Workbench, connection: Connection, rows: list[Row[Any]], actor: Actor
) -> Iterator[WorkLine]:
    case_ids = [row.id for row in rows]
    terms = duties_of(connection, case_ids)
    listed = listed_tutors(connection, case_ids, reading_day(bench.now()))
    standings = read_standings(bench, Reader(bench.database, connection), case_ids, actor=actor)
    for row in rows:
        if (standing := standings.get(row.id)) is not None:
            yield WorkLine(row, standing, terms.get(row.id, ()), listed.get(row.id))
