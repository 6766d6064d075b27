"""The board: how many cases stand on each stage of a path, and the first cards of each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from engine.domain.roles import Actor
from engine.domain.situation import AttachmentKind
from engine.domain.terms import local_day
from engine.queries.cases import case_line
from engine.queries.in_force import is_in_force, region_days
from engine.queries.late import due_day, late
from engine.queries.scope import reading_day, visible_cases
from engine.queries.standing import Standing, read_standings
from engine.storage.database import Reader, reading
from engine.storage.definitions import leading_definition, zone_of
from engine.storage.tables import (
    AccountRow,
    AttachmentRow,
    CaseRow,
    DefinitionRow,
    RegionRow,
    SchoolRow,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy import ColumnElement, Row
    from sqlalchemy.engine import Connection

    from engine.domain.definition import Definition
    from engine.workbench import Workbench

CARDS = 12
"""Cards shown of a stage; the others are one link away."""


@dataclass(frozen=True, slots=True)
class BoardPath:
    """A path with cases in sight: its region, its title now, and how many are open, over, late."""

    region_id: UUID
    region: str
    stream_id: UUID
    title: str
    cases: int
    closed: int
    late: int


@dataclass(frozen=True, slots=True)
class BoardCard:
    """A case on the board; `line` has the columns of `case_line`, and `late`.

    `days` are those in the stage up to today; the names are of whom the case has today.
    """

    line: Row[Any]
    standing: Standing
    days: int
    curators: tuple[str, ...]
    tutor_schools: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BoardStage:
    """A stage with its cases; one the version in force does not have keeps its code as title.

    What is late comes first. `median` and `longest` are days in the stage up to today; None where
    the stage has no case or is the end of the path.
    """

    code: str
    title: str
    phase: str
    count: int
    late: int
    median: int | None
    longest: int | None
    cards: tuple[BoardCard, ...]


@dataclass(frozen=True, slots=True)
class Board:
    """The stages of a path in their order, those that only old versions have last."""

    path: BoardPath
    definition: Definition
    stages: tuple[BoardStage, ...]


def board_paths(bench: Workbench, *, actor: Actor) -> list[BoardPath]:
    """The paths that have cases in the actor's sight, by region."""
    with reading(bench.database) as connection:
        sight = visible_cases(actor, reading_day(bench.now()))
        return _paths(connection, sight, bench.now())


def read_board(
    bench: Workbench, path: BoardPath, *, actor: Actor, municipality_id: UUID | None = None
) -> Board:
    """The board of one of the actor's paths, or of one municipality on it."""
    now = bench.now()
    with reading(bench.database) as connection:
        is_late = late(connection, now)
        of_path = sa.and_(
            CaseRow.region_id == path.region_id,
            CaseRow.definition_stream_id == path.stream_id,
            visible_cases(actor, reading_day(now)),
            sa.true() if municipality_id is None else CaseRow.municipality_id == municipality_id,
        )
        reader = Reader(bench.database, connection)
        today = local_day(now, zone_of(reader, path.region_id))
        definition = leading_definition(reader, path.stream_id, today)
        counts = _counts(connection, of_path, is_late)
        rows = _rows(connection, of_path, is_late)
        ages = _ages(connection, of_path, reading_day(now))
        cards = _cards(bench, connection, rows, actor)
    return Board(path, definition, tuple(_stages(definition, counts, ages, cards)))


def _paths(connection: Connection, sight: ColumnElement[bool], now: datetime) -> list[BoardPath]:
    is_late = late(connection, now)
    counted = (
        sa.select(
            CaseRow.region_id,
            CaseRow.definition_stream_id.label("stream_id"),
            _sum(CaseRow.closed.is_(False)).label("open"),
            _sum(CaseRow.closed.is_(True)).label("closed"),
            _sum(is_late).label("late"),
        )
        .where(sight)
        .group_by(CaseRow.region_id, CaseRow.definition_stream_id)
        .subquery()
    )
    query = (
        sa.select(
            counted.c.region_id,
            RegionRow.title.label("region"),
            counted.c.stream_id,
            DefinitionRow.title,
            counted.c.open,
            counted.c.closed,
            counted.c.late,
        )
        .join(RegionRow, RegionRow.id == counted.c.region_id)
        .join(DefinitionRow, DefinitionRow.stream_id == counted.c.stream_id)
        .where(is_in_force(region_days(connection, now)))
        .order_by(RegionRow.title, DefinitionRow.title, counted.c.stream_id)
    )
    return [
        BoardPath(*row[:4], *(int(count or 0) for count in row[4:]))
        for row in connection.execute(query)
    ]


def _sum(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return sa.func.sum(sa.case((condition, 1), else_=0))


def _counts(
    connection: Connection, of_path: ColumnElement[bool], is_late: ColumnElement[bool]
) -> dict[str, tuple[str, int, int]]:
    query = (
        sa.select(CaseRow.stage, sa.func.max(CaseRow.phase), sa.func.count(), _sum(is_late))
        .where(of_path)
        .group_by(CaseRow.stage)
    )
    return {row[0]: (row[1], int(row[2]), int(row[3] or 0)) for row in connection.execute(query)}


def _ages(
    connection: Connection, of_path: ColumnElement[bool], today: date
) -> dict[str, list[int]]:
    """Days in the stage of every open case, by stage, the shortest first."""
    query = (
        sa.select(CaseRow.stage, CaseRow.stage_entered_on, sa.func.count())
        .where(of_path, CaseRow.closed.is_(False))
        .group_by(CaseRow.stage, CaseRow.stage_entered_on)
        .order_by(CaseRow.stage, CaseRow.stage_entered_on.desc())
    )
    ages: dict[str, list[int]] = {}
    for stage, entered_on, cases in connection.execute(query):
        ages.setdefault(stage, []).extend([max(0, (today - entered_on).days)] * cases)
    return ages


def _rows(
    connection: Connection, of_path: ColumnElement[bool], is_late: ColumnElement[bool]
) -> list[Row[Any]]:
    # Numbered before anything is joined: of thousands of cases only the first few become cards.
    place = sa.func.row_number().over(partition_by=CaseRow.stage, order_by=(due_day(), CaseRow.id))
    numbered = sa.select(CaseRow.id, place.label("place")).where(of_path).subquery()
    query = (
        case_line()
        .add_columns(is_late.label("late"))
        .join(numbered, numbered.c.id == CaseRow.id)
        .where(numbered.c.place <= CARDS)
        .order_by(CaseRow.stage, numbered.c.place)
    )
    return list(connection.execute(query))


def _cards(
    bench: Workbench, connection: Connection, rows: list[Row[Any]], actor: Actor
) -> dict[str, tuple[BoardCard, ...]]:
    case_ids = [row.id for row in rows]
    standings = read_standings(bench, Reader(bench.database, connection), case_ids, actor=actor)
    names = _names(connection, case_ids)
    cards: dict[str, tuple[BoardCard, ...]] = {}
    for row in rows:
        if (standing := standings.get(row.id)) is not None:
            card = _card(row, standing, names)
            cards[row.stage] = (*cards.get(row.stage, ()), card)
    return cards


def _card(row: Row[Any], standing: Standing, names: dict[UUID, str]) -> BoardCard:
    today = standing.today
    here = [link for link in standing.situation.attachments if link.active_on(today)]

    def of_kind(kind: AttachmentKind) -> tuple[str, ...]:
        found = (names.get(link.id, "") for link in here if link.kind is kind)
        return tuple(name for name in found if name)

    days = max(0, (today - row.stage_entered_on).days)
    curators, tutors = of_kind(AttachmentKind.CURATOR), of_kind(AttachmentKind.TUTOR_SCHOOL)
    return BoardCard(row, standing, days, curators, tutors)


def _names(connection: Connection, case_ids: list[UUID]) -> dict[UUID, str]:
    """Whom each attachment names: a person or a school."""
    title = sa.func.coalesce(AccountRow.title, SchoolRow.title).label("title")
    query = (
        sa.select(AttachmentRow.id, title)
        .outerjoin(AccountRow, AccountRow.id == AttachmentRow.account_id)
        .outerjoin(SchoolRow, SchoolRow.id == AttachmentRow.school_id)
        .where(AttachmentRow.case_id.in_(case_ids))
    )
    return {row.id: row.title for row in connection.execute(query)}


def _stages(
    definition: Definition,
    counts: dict[str, tuple[str, int, int]],
    ages: dict[str, list[int]],
    cards: dict[str, tuple[BoardCard, ...]],
) -> Iterator[BoardStage]:
    known = [(stage.code, stage.title, stage.phase.value) for stage in definition.stages]
    gone = [
        (code, code, phase)
        for code, (phase, _, _) in sorted(counts.items())
        if code not in definition.stage_by_code
    ]
    for code, title, phase in (*known, *gone):
        _, count, late = counts.get(code, (phase, 0, 0))
        days = ages.get(code)
        median, longest = (days[len(days) // 2], days[-1]) if days else (None, None)
        yield BoardStage(code, title, phase, count, late, median, longest, cards.get(code, ()))
