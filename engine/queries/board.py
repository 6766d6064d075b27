"""The board: how many cases stand on each stage of a path, and the first cards of each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from engine.domain.roles import Actor
from engine.queries.cases import case_line
from engine.queries.late import due_day, late
from engine.queries.scope import reading_day, visible_cases
from engine.storage.database import Reader, reading
from engine.storage.definitions import definition_of
from engine.storage.tables import CaseRow, DefinitionRow, RegionRow

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy import ColumnElement, Row
    from sqlalchemy.engine import Connection

    from engine.domain.definition import Definition
    from engine.workbench import Workbench

CARDS = 8
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
class BoardStage:
    """A stage with its cases; one the newest version does not have keeps its code as title.

    The cards have the columns of `case_line`, and `late`; what is late comes first.
    """

    code: str
    title: str
    phase: str
    count: int
    late: int
    cards: tuple[Row[Any], ...]


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
        return _paths(connection, sight, late(connection, bench.now()))


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
        definition = _newest(Reader(bench.database, connection), connection, path.stream_id)
        counts = _counts(connection, of_path, is_late)
        cards = _cards(connection, of_path, is_late)
    return Board(path, definition, tuple(_stages(definition, counts, cards)))


def _paths(
    connection: Connection, sight: ColumnElement[bool], is_late: ColumnElement[bool]
) -> list[BoardPath]:
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
    newer = aliased(DefinitionRow)
    superseded = sa.exists().where(
        newer.stream_id == DefinitionRow.stream_id, newer.version > DefinitionRow.version
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
        .where(sa.not_(superseded))
        .order_by(RegionRow.title, DefinitionRow.title, counted.c.stream_id)
    )
    return [
        BoardPath(*row[:4], *(int(count or 0) for count in row[4:]))
        for row in connection.execute(query)
    ]


def _sum(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return sa.func.sum(sa.case((condition, 1), else_=0))


def _newest(reader: Reader, connection: Connection, stream_id: UUID) -> Definition:
    query = (
        sa.select(DefinitionRow.id)
        .where(DefinitionRow.stream_id == stream_id)
        .order_by(DefinitionRow.version.desc())
        .limit(1)
    )
    return definition_of(reader, connection.execute(query).scalar_one())


def _counts(
    connection: Connection, of_path: ColumnElement[bool], is_late: ColumnElement[bool]
) -> dict[str, tuple[str, int, int]]:
    query = (
        sa.select(CaseRow.stage, sa.func.max(CaseRow.phase), sa.func.count(), _sum(is_late))
        .where(of_path)
        .group_by(CaseRow.stage)
    )
    return {row[0]: (row[1], int(row[2]), int(row[3] or 0)) for row in connection.execute(query)}


def _cards(
    connection: Connection, of_path: ColumnElement[bool], is_late: ColumnElement[bool]
) -> dict[str, tuple[Row[Any], ...]]:
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
    cards: dict[str, tuple[Row[Any], ...]] = {}
    for row in connection.execute(query):
        cards[row.stage] = (*cards.get(row.stage, ()), row)
    return cards


def _stages(
    definition: Definition,
    counts: dict[str, tuple[str, int, int]],
    cards: dict[str, tuple[Row[Any], ...]],
) -> list[BoardStage]:
    known = [(stage.code, stage.title, stage.phase.value) for stage in definition.stages]
    gone = [
        (code, code, phase)
        for code, (phase, _, _) in sorted(counts.items())
        if code not in definition.stage_by_code
    ]
    return [
        BoardStage(code, title, phase, *counts.get(code, (phase, 0, 0))[1:], cards.get(code, ()))
        for code, title, phase in (*known, *gone)
    ]
