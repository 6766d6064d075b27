"""Schools in sight: found as people call them, each with all its cases and list entries."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from engine.domain.errors import NotFound
from engine.domain.roles import Actor
from engine.domain.situation import AttachmentKind, RecordKind
from engine.queries.cases import case_line
from engine.queries.naming import schools_named
from engine.queries.openings import entry_line
from engine.queries.scope import reading_day, visible_cases, visible_schools
from engine.storage.database import Reader, reading
from engine.storage.definitions import definition_of
from engine.storage.tables import (
    AttachmentRow,
    CaseRow,
    MunicipalityRow,
    RecordRow,
    RegionRow,
    SchoolRow,
)

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy import ColumnElement, Row
    from sqlalchemy.engine import Connection

    from engine.domain.definition import Definition
    from engine.storage.statements import AnySelect
    from engine.workbench import Workbench

PAGE = 25


@dataclass(frozen=True, slots=True)
class SchoolPlace:
    """Where a page of schools ended."""

    sort_key: str
    school_id: UUID


@dataclass(frozen=True, slots=True)
class SchoolsPage:
    """A page of schools with how many cases they have open; `total` counts all that were found."""

    rows: tuple[Row[Any], ...]
    total: int
    next: SchoolPlace | None


@dataclass(frozen=True, slots=True)
class SchoolCard:
    """A school with its cases (the newest first), its list entries, and the schools it helps.

    `cases` and `helped` have the columns of `case_line`; `definitions` are by version id.
    """

    school: Row[Any]
    cases: tuple[Row[Any], ...]
    entries: tuple[Row[Any], ...]
    helped: tuple[Row[Any], ...]
    objections: tuple[Row[Any], ...]
    definitions: dict[UUID, Definition]


def find_schools(
    bench: Workbench,
    words: str,
    *,
    actor: Actor,
    municipality_id: UUID | None = None,
    after: SchoolPlace | None = None,
) -> SchoolsPage:
    """Schools in the actor's sight that answer to all the words, in the order of titles."""
    conditions = [
        visible_schools(actor, reading_day(bench.now())),
        *schools_named(words),
    ]
    if municipality_id is not None:
        conditions.append(SchoolRow.municipality_id == municipality_id)
    order = (SchoolRow.sort_key, SchoolRow.id)
    query = school_line().where(*conditions).order_by(*order).limit(PAGE + 1)
    if after is not None:
        query = query.where(
            sa.or_(
                SchoolRow.sort_key > after.sort_key,
                sa.and_(SchoolRow.sort_key == after.sort_key, SchoolRow.id > after.school_id),
            )
        )
    with reading(bench.database) as connection:
        rows = list(connection.execute(query))
        counted = sa.select(sa.func.count()).select_from(SchoolRow).where(*conditions)
        total = int(connection.execute(counted).scalar_one())
    last = rows[PAGE - 1] if len(rows) > PAGE else None
    place = SchoolPlace(last.sort_key, last.id) if last is not None else None
    return SchoolsPage(tuple(rows[:PAGE]), total, place)


def school_card(bench: Workbench, school_id: UUID, *, actor: Actor) -> SchoolCard:
    """A school for an actor who may see it; NotFound for everybody else."""
    with reading(bench.database) as connection:
        today = reading_day(bench.now())
        seen = school_line().where(SchoolRow.id == school_id, visible_schools(actor, today))
        school = connection.execute(seen).one_or_none()
        if school is None:
            raise NotFound
        sight = visible_cases(actor, today)
        cases = _cases(connection, CaseRow.school_id == school_id, sight)
        helped = _cases(connection, _helped_by(school_id), sight)
        entries = tuple(connection.execute(entry_line().where(SchoolRow.id == school_id)))
        objections = tuple(connection.execute(_objections(school_id, sight)))
        reader = Reader(bench.database, connection)
        ids = {row.definition_id for row in (*cases, *helped)}
        definitions = {one: definition_of(reader, one) for one in sorted(ids)}
    return SchoolCard(school, cases, entries, helped, objections, definitions)


def school_line() -> AnySelect:
    """The columns of a school in a list: its place, mode and how many cases it has open."""
    open_cases = (
        sa.select(sa.func.count())
        .select_from(CaseRow)
        .where(CaseRow.school_id == SchoolRow.id, CaseRow.closed.is_(False))
        .correlate(SchoolRow)
        .scalar_subquery()
    )
    return (
        sa.select(
            SchoolRow.id,
            SchoolRow.title,
            SchoolRow.sort_key,
            SchoolRow.mode,
            SchoolRow.code,
            SchoolRow.demo,
            SchoolRow.closed,
            SchoolRow.region_id,
            RegionRow.title.label("region"),
            RegionRow.zone,
            SchoolRow.municipality_id,
            MunicipalityRow.title.label("municipality"),
            open_cases.label("open_cases"),
        )
        .join(RegionRow, RegionRow.id == SchoolRow.region_id)
        .join(MunicipalityRow, MunicipalityRow.id == SchoolRow.municipality_id)
    )


def _cases(
    connection: Connection, which: ColumnElement[bool], sight: ColumnElement[bool]
) -> tuple[Row[Any], ...]:
    query = case_line().where(which, sight).order_by(CaseRow.opened_at.desc(), CaseRow.id.desc())
    return tuple(connection.execute(query))


def _objections(school_id: UUID, sight: ColumnElement[bool]) -> AnySelect:
    """What the school said against the grounds of its listing, and what was decided."""
    return (
        sa.select(
            CaseRow.list_entry_id,
            RecordRow.id,
            RecordRow.key,
            RecordRow.kind,
            RecordRow.status,
            RecordRow.note,
            RecordRow.happened_on,
        )
        .join(CaseRow, CaseRow.id == RecordRow.case_id)
        .where(CaseRow.school_id == school_id, RecordRow.kind == RecordKind.OBJECTION.value, sight)
        .order_by(RecordRow.happened_on, RecordRow.revision)
    )


def _helped_by(school_id: UUID) -> ColumnElement[bool]:
    return sa.exists().where(
        AttachmentRow.case_id == CaseRow.id,
        AttachmentRow.school_id == school_id,
        AttachmentRow.kind == AttachmentKind.TUTOR_SCHOOL.value,
    )
