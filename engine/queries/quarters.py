"""The quarters of a region, and the same stretch of days in every region of a sight."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from engine.domain.calendar import Span, school_quarter_of
from engine.domain.terms import local_day
from engine.storage.database import Reader, reading
from engine.storage.definitions import definition_of
from engine.storage.tables import CaseRow, RegionRow, SchoolQuarterRow

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import Row
    from sqlalchemy.engine import Connection

    from engine.domain.definition import Definition
    from engine.workbench import Workbench


def quarters_of_year(bench: Workbench, region_id: UUID, year: int) -> list[Row[Any]]:
    """The quarters of the school year that begins in the year, with their act."""
    query = (
        sa.select(
            SchoolQuarterRow.number,
            SchoolQuarterRow.starts_on,
            SchoolQuarterRow.ends_on,
            SchoolQuarterRow.act,
        )
        .where(SchoolQuarterRow.region_id == region_id, SchoolQuarterRow.year == year)
        .order_by(SchoolQuarterRow.number)
    )
    with reading(bench.database) as connection:
        return list(connection.execute(query))


@dataclass(frozen=True, slots=True)
class CountedPath:
    """A version of a path that counts something by the quarter, and its open cases."""

    definition: Definition
    cases: int


def paths_by_quarter(bench: Workbench, region_id: UUID) -> list[CountedPath]:
    """The versions by which open cases of a region go, as far as they count by the quarter."""
    query = (
        sa.select(CaseRow.definition_id, sa.func.count())
        .where(CaseRow.region_id == region_id, CaseRow.closed.is_(False))
        .group_by(CaseRow.definition_id)
        .order_by(CaseRow.definition_id)
    )
    with reading(bench.database) as connection:
        reader = Reader(bench.database, connection)
        found = [
            CountedPath(definition_of(reader, definition_id), cases)
            for definition_id, cases in connection.execute(query)
        ]
    return [one for one in found if one.definition.counts_quarters]


def quarters_back(connection: Connection, now: datetime, count: int) -> list[dict[UUID, Span]]:
    """The quarter each region is in and those before it, the present one first."""
    days = {
        row.id: local_day(now, row.zone)
        for row in connection.execute(sa.select(RegionRow.id, RegionRow.zone))
    }
    own: dict[UUID, list[Span]] = defaultdict(list)
    query = sa.select(
        SchoolQuarterRow.region_id, SchoolQuarterRow.starts_on, SchoolQuarterRow.ends_on
    ).order_by(SchoolQuarterRow.starts_on)
    for row in connection.execute(query):
        own[row.region_id].append((row.starts_on, row.ends_on))
    found: list[dict[UUID, Span]] = []
    for _ in range(count):
        spans = {
            region_id: school_quarter_of(day, own[region_id]) for region_id, day in days.items()
        }
        found.append(spans)
        days = {region_id: first - timedelta(days=1) for region_id, (first, _last) in spans.items()}
    return found
