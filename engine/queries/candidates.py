"""Who can be attached to a case: curators and experts over its place, tutor schools with places.

What speaks against a candidate is named by the same rules as the refusal of the deed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

import sqlalchemy as sa

from engine.domain.errors import NotFound
from engine.domain.roles import Actor, Permission, Role
from engine.domain.situation import AttachmentKind
from engine.domain.terms import local_day
from engine.queries.naming import schools_named
from engine.queries.scope import reading_day, visible_cases
from engine.storage.cases import LockedCase, find_case
from engine.storage.database import Reader, reading
from engine.storage.tables import (
    AccountRow,
    AttachmentRow,
    CaseRow,
    GrantRow,
    ListEntryRow,
    MunicipalityRow,
    SchoolRow,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from sqlalchemy import ColumnElement
    from sqlalchemy.engine import Connection

    from engine.storage.statements import AnySelect
    from engine.workbench import Workbench

MOST = 40
_MODES = ("effective", "development")
_EMPLOYED = (Role.SCHOOL_DIRECTOR.value, Role.SCHOOL_DEPUTY.value)


@dataclass(frozen=True, slots=True)
class PersonCandidate:
    """A person with the role over the case's place; `why_not` is own_school or case_limit.

    `cases` counts the open cases the person is attached to; `limit` 0 is no limit.
    """

    account_id: UUID
    title: str
    cases: int
    limit: int = 0
    why_not: str | None = None


@dataclass(frozen=True, slots=True)
class TutorCandidate:
    """A school of the region; `why_not` is same_school, mode, listed or capacity.

    Where the region only warns about capacity, a full school has no `why_not`.
    """

    school_id: UUID
    title: str
    municipality: str
    mode: str
    taken: int
    capacity: int
    why_not: str | None = None


def person_candidates(
    bench: Workbench, case_id: UUID, kind: AttachmentKind, *, actor: Actor
) -> list[PersonCandidate]:
    """Curators or experts who hold the role over the case's place today, the least loaded first."""
    with reading(bench.database) as connection:
        locked, today = _located(bench, connection, case_id, actor)
        limit = _limit(locked, kind)
        found = [
            PersonCandidate(row.id, row.title, row.cases, limit, _person_fault(row, limit))
            for row in connection.execute(_people(locked, kind, today))
        ]
    return sorted(found, key=lambda one: (one.why_not is not None, one.cases, one.title))


def tutor_candidates(
    bench: Workbench, case_id: UUID, *, actor: Actor, words: str = ""
) -> list[TutorCandidate]:
    """Schools of the region that the words fit: those that can be tutors first, then by load."""
    with reading(bench.database) as connection:
        locked, today = _located(bench, connection, case_id, actor)
        rows = connection.execute(_tutors(locked, today, words))
        return list(_tutor_lines(locked, rows))


def _located(
    bench: Workbench, connection: Connection, case_id: UUID, actor: Actor
) -> tuple[LockedCase, date]:
    now = bench.now()
    sight = visible_cases(actor, reading_day(now), Permission.ATTACH_PEOPLE)
    known = connection.execute(sa.select(CaseRow.id).where(CaseRow.id == case_id, sight))
    locked = find_case(Reader(bench.database, connection), case_id)
    if known.one_or_none() is None or locked is None:
        raise NotFound
    return locked, local_day(now, locked.zone)


def _limit(locked: LockedCase, kind: AttachmentKind) -> int:
    limit = locked.definition.setting("curator_case_limit", 0)
    return limit if kind is AttachmentKind.CURATOR and isinstance(limit, int) else 0


def _person_fault(row: Any, limit: int) -> str | None:
    if row.employed:
        return "own_school"
    return "case_limit" if limit and row.cases >= limit else None


def _people(locked: LockedCase, kind: AttachmentKind, today: date) -> AnySelect:
    place = locked.state.place
    columns = (
        (GrantRow.region_id, place.region_id),
        (GrantRow.municipality_id, place.municipality_id),
        (GrantRow.school_id, place.school_id),
    )
    covers = [sa.or_(column.is_(None), column == value) for column, value in columns]
    holds = sa.exists().where(
        GrantRow.account_id == AccountRow.id,
        GrantRow.role == kind.value,
        GrantRow.starts_on <= today,
        sa.or_(GrantRow.ends_on.is_(None), GrantRow.ends_on >= today),
        *covers,
    )
    return sa.select(
        AccountRow.id,
        AccountRow.title,
        _led(kind, today).label("cases"),
        _employed(place.school_id).label("employed"),
    ).where(AccountRow.blocked.is_(False), holds)


def _led(kind: AttachmentKind, today: date) -> Any:
    return (
        sa.select(sa.func.count())
        .select_from(AttachmentRow)
        .join(CaseRow, CaseRow.id == AttachmentRow.case_id)
        .where(
            AttachmentRow.account_id == AccountRow.id,
            AttachmentRow.kind == kind.value,
            CaseRow.closed.is_(False),
            sa.or_(AttachmentRow.ends_on.is_(None), AttachmentRow.ends_on >= today),
        )
        .correlate(AccountRow)
        .scalar_subquery()
    )


def _employed(school_id: UUID | None) -> ColumnElement[bool]:
    if school_id is None:
        return sa.false()
    return sa.exists().where(
        GrantRow.account_id == AccountRow.id,
        GrantRow.school_id == school_id,
        GrantRow.role.in_(_EMPLOYED),
    )


def _tutors(locked: LockedCase, today: date, words: str) -> AnySelect:
    modes = _words(locked, "tutor_school_modes", _MODES)
    fits = SchoolRow.mode.in_(modes)
    listed, taken = is_listed(), _taken(today)
    own = SchoolRow.id == locked.state.place.school_id
    asked = schools_named(words)
    # Without a search only schools in a fitting mode are offered; who seeks one is told why not.
    offered = asked or [fits, sa.not_(listed)]
    unfit = sa.case((sa.or_(sa.not_(fits), listed, own), 1), else_=0)
    return (
        sa.select(
            SchoolRow.id,
            SchoolRow.title,
            MunicipalityRow.title.label("municipality"),
            SchoolRow.mode,
            fits.label("fits"),
            listed.label("listed"),
            own.label("own"),
            taken.label("taken"),
        )
        .join(MunicipalityRow, MunicipalityRow.id == SchoolRow.municipality_id)
        .where(
            SchoolRow.region_id == locked.state.place.region_id,
            SchoolRow.closed.is_(False),
            *offered,
        )
        .order_by(unfit, sa.text("taken"), SchoolRow.sort_key, SchoolRow.id)
        .limit(MOST)
    )


def _words(locked: LockedCase, name: str, default: tuple[str, ...]) -> tuple[str, ...]:
    value = locked.definition.setting(name, default)
    return value if isinstance(value, tuple) else default


def is_listed() -> ColumnElement[bool]:
    """A school stands on a list or is being led, a watch after the exit aside."""
    led = sa.exists().where(
        CaseRow.school_id == SchoolRow.id, CaseRow.closed.is_(False), CaseRow.phase != "exit"
    )
    over = sa.exists().where(CaseRow.list_entry_id == ListEntryRow.id, CaseRow.closed.is_(True))
    entered = sa.exists().where(
        ListEntryRow.school_id == SchoolRow.id, ListEntryRow.left_on.is_(None), sa.not_(over)
    )
    return sa.or_(led, entered)


def _taken(today: date) -> Any:
    return (
        sa.select(sa.func.count())
        .select_from(AttachmentRow)
        .where(
            AttachmentRow.school_id == SchoolRow.id,
            AttachmentRow.kind == AttachmentKind.TUTOR_SCHOOL.value,
            sa.or_(AttachmentRow.ends_on.is_(None), AttachmentRow.ends_on >= today),
        )
        .correlate(SchoolRow)
        .scalar_subquery()
    )


def _tutor_lines(locked: LockedCase, rows: Any) -> Iterator[TutorCandidate]:
    capacity = locked.definition.setting("tutor_school_capacity", 3)
    places = capacity if isinstance(capacity, int) else 3
    denies = locked.definition.setting("tutor_capacity_rule", "deny") == "deny"
    for row in rows:
        full = denies and row.taken >= places
        yield TutorCandidate(
            row.id, row.title, row.municipality, row.mode, row.taken, places, _fault(row, full=full)
        )


def _fault(row: Any, *, full: bool) -> str | None:
    """The first rule that speaks against a school, in the order in which the deed asks."""
    if row.own:
        return "same_school"
    if not row.fits:
        return "mode"
    if row.listed:
        return "listed"
    return "capacity" if full else None
