"""What a person's own calendar holds: terms of their cases, and measures that fall due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

import sqlalchemy as sa

from engine.domain.mail import Language
from engine.domain.roadmaps.assignments import CLOSED
from engine.domain.roadmaps.states import IN_FORCE, AssignmentState, MeasureStatus
from engine.domain.roles import Actor, Permission
from engine.domain.terms import local_day
from engine.queries.cases import case_line
from engine.queries.duties import DueTerm, duties_of
from engine.queries.roadmaps.scope import visible_roadmaps
from engine.queries.scope import attached_to, reading_day, visible_cases, within
from engine.storage.database import Reader, reading
from engine.storage.definitions import definition_of
from engine.storage.mail import mailbox_of, zone_of_person
from engine.storage.tables import (
    AssignmentRow,
    CaseRow,
    FeedRow,
    MeasureRow,
    MunicipalityRow,
    OccurrenceRow,
    RegionRow,
    RoadmapRow,
    SchoolRow,
)

if TYPE_CHECKING:
    from datetime import date, datetime

    from sqlalchemy import ColumnElement
    from sqlalchemy.engine import Connection

    from engine.domain.definition import Definition
    from engine.queries.identity import Holder
    from engine.workbench import Workbench

BACK, AHEAD = timedelta(days=92), timedelta(days=400)
"""How far a calendar reaches; what is older stands on the pages."""

MOST = 1_000
"""Entries of one kind; a calendar of more is of no use to anybody."""

OPEN_STATES = tuple(one.value for one in AssignmentState if one not in CLOSED)
"""States of an occurrence that is not settled."""


@dataclass(frozen=True, slots=True)
class CaseEntry:
    """A term of a case; `entered` is the deed by which the case came to its stage."""

    case_id: UUID
    subject: str
    definition: Definition
    stage: str
    entered: int
    term: DueTerm


@dataclass(frozen=True, slots=True)
class MeasureEntry:
    """A measure that falls due: one's own, a school's, or what several schools still owe.

    `key` stays the same as long as the measure falls due on the day. `schools` counts the schools
    it is still open for, where one oversees them; `school` is the one school where it is a
    school's own. `retroactive` ones were due before the order was signed.
    """

    key: str
    roadmap_id: UUID
    measure_id: UUID
    number: str
    title: str
    roadmap: str
    place: str
    due_on: date
    starts_on: date | None
    retroactive: bool
    school: str = ""
    schools: int = 0


@dataclass(frozen=True, slots=True)
class Agenda:
    """A person's calendar as of an instant: whose it is, in which language, by which clocks."""

    holder: Holder
    language: Language
    at: datetime
    today: date
    cases: tuple[CaseEntry, ...]
    measures: tuple[MeasureEntry, ...]


def read_agenda(bench: Workbench, holder: Holder) -> Agenda:
    """The calendar of a person, on a page or behind an address of their own."""
    actor, day = holder.actor, reading_day(bench.now())
    with reading(bench.database) as connection:
        reader = Reader(bench.database, connection)
        box = mailbox_of(reader, actor.account_id)
        today = local_day(bench.now(), zone_of_person(reader, actor.account_id, day))
        own = _own_measures(connection, actor, today)
        return Agenda(
            holder,
            box.language if box else Language.RUSSIAN,
            bench.now(),
            today,
            tuple(_cases(reader, actor, today)),
            (*own, *_overseen(connection, actor, today, own)),
        )


def feed_opened_at(bench: Workbench, *, actor: Actor) -> datetime | None:
    """Since when the actor's calendar has an address; None where it has none."""
    query = sa.select(FeedRow.created_at).where(
        FeedRow.account_id == actor.account_id, FeedRow.revoked_at.is_(None)
    )
    with reading(bench.database) as connection:
        found: datetime | None = connection.execute(query).scalar_one_or_none()
    return found


def _cases(reader: Reader, actor: Actor, today: date) -> list[CaseEntry]:
    """Terms of the cases one is attached to, else of all in sight, as the weekly digest tells."""
    seen = sa.and_(visible_cases(actor, today), CaseRow.closed.is_(False))
    mine = sa.and_(seen, attached_to(actor, today))
    connection = reader.connection
    attached = connection.execute(sa.select(CaseRow.id).where(mine).limit(1)).first()
    query = (
        case_line()
        .add_columns(CaseRow.stage_entered_revision)
        .where(mine if attached else seen)
        .where(CaseRow.stage_due_on >= today - BACK)
        .order_by(CaseRow.stage_due_on, CaseRow.id)
        .limit(MOST)
    )
    rows = {row.id: row for row in connection.execute(query)}
    terms = duties_of(connection, list(rows))
    return [
        CaseEntry(
            case_id,
            row.subject,
            definition_of(reader, row.definition_id),
            row.stage,
            row.stage_entered_revision,
            term,
        )
        for case_id, row in rows.items()
        for term in terms.get(case_id, ())
        if not term.paused and term.met_on is None
    ]


_MEASURE = (
    MeasureRow.id.label("measure_id"),
    MeasureRow.roadmap_id,
    MeasureRow.number,
    MeasureRow.title,
    MeasureRow.actors,
    RoadmapRow.title.label("roadmap"),
    sa.func.coalesce(MunicipalityRow.title, RegionRow.title).label("place"),
)


def _open_measures(today: date) -> tuple[ColumnElement[bool], ...]:
    return (
        RoadmapRow.status.in_([one.value for one in IN_FORCE]),
        MeasureRow.status == MeasureStatus.OPEN.value,
        OccurrenceRow.state.in_(OPEN_STATES),
        OccurrenceRow.due_on.between(today - BACK, today + AHEAD),
    )


def _placed(query: sa.Select[Any]) -> sa.Select[Any]:
    """With the roadmap of each measure and the place it is for."""
    return (
        query.join(RoadmapRow, RoadmapRow.id == MeasureRow.roadmap_id)
        .join(RegionRow, RegionRow.id == RoadmapRow.region_id)
        .outerjoin(MunicipalityRow, MunicipalityRow.id == RoadmapRow.municipality_id)
    )


def _of_occurrences(*columns: Any) -> sa.Select[Any]:
    measured = sa.select(*columns).select_from(OccurrenceRow)
    return measured.join(MeasureRow, MeasureRow.id == OccurrenceRow.measure_id)


def _own_measures(connection: Connection, actor: Actor, today: date) -> list[MeasureEntry]:
    """What the document gives to the person by name, and what their own school has to do."""
    places = actor.scopes(Permission.READ_ROADMAP, today)
    if not places:
        return []
    schools = [one.school_id for one in places if one.school_id is not None]
    named = sa.and_(AssignmentRow.account_id == actor.account_id, visible_roadmaps(actor, today))
    query = (
        _placed(
            _of_occurrences(
                *_MEASURE,
                OccurrenceRow.id,
                OccurrenceRow.due_on,
                OccurrenceRow.starts_on,
                OccurrenceRow.retroactive,
                SchoolRow.title.label("school"),
            )
        )
        .outerjoin(AssignmentRow, AssignmentRow.id == OccurrenceRow.assignment_id)
        .outerjoin(SchoolRow, SchoolRow.id == OccurrenceRow.school_id)
        .where(*_open_measures(today), sa.or_(named, OccurrenceRow.school_id.in_(schools)))
        .order_by(OccurrenceRow.due_on, OccurrenceRow.id)
        .limit(MOST)
    )
    return [_entry(row, str(row.id), school=row.school or "") for row in connection.execute(query)]


def _overseen(
    connection: Connection, actor: Actor, today: date, own: list[MeasureEntry]
) -> list[MeasureEntry]:
    """Each measure of the roadmaps one reviews, once a day however many schools owe it."""
    places = [
        one for one in actor.scopes(Permission.REVIEW_MEASURE, today) if one.school_id is None
    ]
    if not places:
        return []
    reviewed = sa.or_(
        *(
            within(one, RoadmapRow.region_id, RoadmapRow.municipality_id, OccurrenceRow.school_id)
            for one in places
        )
    )
    ahead = sa.case((OccurrenceRow.retroactive.is_(True), 0), else_=1)
    groups = (
        _placed(
            _of_occurrences(
                OccurrenceRow.measure_id.label("of_measure"),
                OccurrenceRow.due_on,
                sa.func.min(OccurrenceRow.starts_on).label("starts_on"),
                sa.func.max(ahead).label("ahead"),
                sa.func.count(OccurrenceRow.school_id).label("schools"),
            )
        )
        .where(*_open_measures(today), reviewed)
        .group_by(OccurrenceRow.measure_id, OccurrenceRow.due_on)
        .order_by(OccurrenceRow.due_on, OccurrenceRow.measure_id)
        .limit(MOST)
        .subquery()
    )
    query = _placed(
        sa.select(
            *_MEASURE,
            groups.c.due_on,
            groups.c.starts_on,
            (groups.c.ahead == 0).label("retroactive"),
            groups.c.schools,
        ).join(groups, groups.c.of_measure == MeasureRow.id)
    ).order_by(groups.c.due_on, MeasureRow.sequence, MeasureRow.id)
    known = {(one.measure_id, one.due_on) for one in own}
    return [
        _entry(row, f"{row.measure_id}.{row.due_on:%Y%m%d}", schools=row.schools)
        for row in connection.execute(query)
        if (row.measure_id, row.due_on) not in known
    ]


def _entry(row: Any, key: str, *, school: str = "", schools: int = 0) -> MeasureEntry:
    title = row.title or next((text for _, text in row.actors), "")
    return MeasureEntry(
        key,
        row.roadmap_id,
        row.measure_id,
        row.number,
        title,
        row.roadmap,
        row.place,
        row.due_on,
        row.starts_on,
        bool(row.retroactive),
        school,
        schools,
    )
