"""What another person sees, told to whoever manages that person.

The queries are those the person's own pages use, with the person's grants; what comes out is cut to
what the one who asks may read anyway. Nobody is signed in, and nothing is written.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from engine.domain.roles import Actor, Grant, Permission, Place, Role
from engine.queries.cases import case_line
from engine.queries.people import person_line
from engine.queries.scope import reading_day, visible_cases, visible_schools
from engine.queries.standing import read_standings
from engine.storage.database import Reader, reading
from engine.storage.tables import CaseRow, GrantRow, MunicipalityRow, RegionRow, SchoolRow

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from sqlalchemy import ColumnElement, Row
    from sqlalchemy.engine import Connection

    from engine.storage.statements import AnySelect
    from engine.workbench import Workbench

MOST_PLACES = 200
MOST_SAMPLES = 5


@dataclass(frozen=True, slots=True)
class Sample:
    """A case as the person meets it: where it stands, and in which roles they act on it."""

    line: Row[Any]
    stage: str
    roles: tuple[Role, ...]


@dataclass(frozen=True, slots=True)
class Sight:
    """A person with the roles that reach into one's own places, and what these let them see.

    `places` are municipalities with how many schools and open cases in them the person sees;
    `cases` counts the open ones, None where the one who asks reads no cases; `samples` are some of
    them, those first that are due first.
    """

    person: Row[Any]
    actor: Actor
    places: tuple[Row[Any], ...]
    schools: int
    cases: int | None
    samples: tuple[Sample, ...]


def read_sight(bench: Workbench, account_id: UUID, *, actor: Actor) -> Sight:
    """What a person one manages sees of one's own places today; NotFound for anybody else."""
    person = person_line(bench, account_id, actor=actor)
    today = reading_day(bench.now())
    with reading(bench.database) as connection:
        other = Actor(account_id, _grants(connection, account_id, actor, today))
        schools = sa.and_(visible_schools(other, today), visible_schools(actor, today))
        both = sa.and_(visible_cases(other, today), visible_cases(actor, today))
        cases = sa.and_(both, CaseRow.closed.is_(False))
        reads = bool(actor.scopes(Permission.READ_CASE, today))
        return Sight(
            person,
            other,
            tuple(connection.execute(_places(schools, cases))),
            _count(connection, SchoolRow, schools),
            _count(connection, CaseRow, cases) if reads else None,
            _samples(bench, connection, cases, other),
        )


def _grants(
    connection: Connection, account_id: UUID, actor: Actor, today: date
) -> tuple[Grant, ...]:
    """The grants in force on or above one's own places; of others one learns nothing."""
    mine = actor.scopes(Permission.MANAGE_PEOPLE, today)
    query = sa.select(GrantRow.__table__).where(GrantRow.account_id == account_id)
    grants = (_grant(row) for row in connection.execute(query.order_by(GrantRow.id)))
    return tuple(
        grant
        for grant in grants
        if grant.in_force(today)
        and any(one.covers(grant.place) or grant.place.covers(one) for one in mine)
    )


def _grant(row: Row[Any]) -> Grant:
    place = Place(row.region_id, row.municipality_id, row.school_id)
    return Grant(Role(row.role), place, row.starts_on, row.ends_on, bool(row.acting))


def _count(
    connection: Connection, row: type[SchoolRow | CaseRow], seen: ColumnElement[bool]
) -> int:
    query = sa.select(sa.func.count()).select_from(row).where(seen)
    return int(connection.execute(query).scalar_one())


def _places(schools: ColumnElement[bool], cases: ColumnElement[bool]) -> AnySelect:
    """Municipalities with something to see in them."""
    of_schools = (
        sa.select(sa.func.count())
        .select_from(SchoolRow)
        .where(SchoolRow.municipality_id == MunicipalityRow.id, schools)
        .correlate(MunicipalityRow)
        .scalar_subquery()
    )
    of_cases = (
        sa.select(sa.func.count())
        .select_from(CaseRow)
        .where(CaseRow.municipality_id == MunicipalityRow.id, cases)
        .correlate(MunicipalityRow)
        .scalar_subquery()
    )
    return (
        sa.select(
            RegionRow.title.label("region"),
            MunicipalityRow.title,
            of_schools.label("schools"),
            of_cases.label("cases"),
        )
        .join(RegionRow, RegionRow.id == MunicipalityRow.region_id)
        .where(sa.or_(of_schools > 0, of_cases > 0))
        .order_by(RegionRow.title, MunicipalityRow.title, MunicipalityRow.id)
        .limit(MOST_PLACES)
    )


def _samples(
    bench: Workbench, connection: Connection, cases: ColumnElement[bool], other: Actor
) -> tuple[Sample, ...]:
    query = (
        case_line()
        .where(cases)
        .order_by(CaseRow.stage_due_on.is_(None), CaseRow.stage_due_on, CaseRow.id)
        .limit(MOST_SAMPLES)
    )
    lines = list(connection.execute(query))
    reader = Reader(bench.database, connection)
    standings = read_standings(bench, reader, [line.id for line in lines], actor=other)
    found = []
    for line in lines:
        standing = standings.get(line.id)
        if standing is not None:
            stage = standing.definition.stage_by_code.get(line.stage)
            title = stage.title if stage else line.stage
            found.append(Sample(line, title, tuple(sorted(standing.roles))))
    return tuple(found)


def place_titles(bench: Workbench, places: list[Place]) -> dict[Place, str]:
    """What the places of grants are called; the whole installation has no name."""
    tables = (
        (SchoolRow, {place.school_id for place in places}),
        (MunicipalityRow, {place.municipality_id for place in places}),
        (RegionRow, {place.region_id for place in places}),
    )
    titles: dict[UUID, str] = {}
    with reading(bench.database) as connection:
        for table, ids in tables:
            rows = sa.select(table.id, table.title).where(table.id.in_(ids - {None}))
            titles |= {row.id: row.title for row in connection.execute(rows)}
    found = {}
    for place in places:
        lowest = place.school_id or place.municipality_id or place.region_id
        found[place] = titles.get(lowest, "") if lowest else ""
    return found
