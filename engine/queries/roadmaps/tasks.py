"""What one person has to do in measures: late, returned, due this week, to accept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

import sqlalchemy as sa

from engine.domain.roadmaps.progress import Standing
from engine.domain.roadmaps.states import (
    IN_FORCE,
    AssignmentState,
    EvidenceStatus,
    MeasureStatus,
)
from engine.domain.roles import Permission
from engine.queries.roadmaps.lines import Line, read_lines, visible_occurrences
from engine.queries.scope import reading_day
from engine.storage.database import reading
from engine.storage.tables import (
    AssignmentRow,
    EvidenceOfRow,
    EvidenceRow,
    MeasureRow,
    OccurrenceRow,
    RoadmapRow,
    SchoolRow,
)

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from sqlalchemy import ColumnElement
    from sqlalchemy.engine import Connection

    from engine.domain.roles import Actor
    from engine.workbench import Workbench

WEEK = timedelta(days=7)
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class MeasureTasks:
    """A person's own lines, and of what they oversee how many reports and late measures wait.

    `to_accept` are reports of others; `overdue` counts late measures of the schools overseen, and
    `behind` those schools.
    """

    late: tuple[Line, ...] = ()
    returned: tuple[Line, ...] = ()
    week: tuple[Line, ...] = ()
    to_accept: int = 0
    overdue: int = 0
    behind: int = 0

    @property
    def lines(self) -> tuple[Line, ...]:
        """All that the person has to hand in, what asks for most first."""
        return (*self.late, *self.returned, *self.week)

    @property
    def any(self) -> bool:
        """Whether there is anything to do."""
        return bool(self.lines or self.to_accept or self.overdue)


def read_tasks(bench: Workbench, *, actor: Actor) -> MeasureTasks:
    """What the actor has to do in measures in the days to come; nothing for who does none."""
    day = reading_day(bench.now())
    if not actor.scopes(Permission.REPORT_MEASURE, day):
        return MeasureTasks()
    near = (
        OccurrenceRow.state.in_(_OWED),
        OccurrenceRow.retroactive.is_(False),
        MeasureRow.status == MeasureStatus.OPEN.value,
        # A day further, for regions where it is tomorrow already.
        sa.or_(
            OccurrenceRow.due_on <= day + WEEK + _DAY,
            OccurrenceRow.state == AssignmentState.REJECTED.value,
        ),
    )
    lines = read_lines(bench, _own(actor, day), *near, actor=actor)
    with reading(bench.database) as connection:
        waiting = _waiting(connection, actor, day)
        overdue, behind = _overdue(connection, actor, day)
    return MeasureTasks(
        tuple(_standing(lines, Standing.LATE)),
        tuple(_standing(lines, Standing.RETURNED)),
        tuple(one for one in _standing(lines, Standing.SOON, Standing.BEHIND) if _this_week(one)),
        waiting,
        overdue,
        behind,
    )


_OWED = (
    AssignmentState.PLANNED.value,
    AssignmentState.IN_PROGRESS.value,
    AssignmentState.REJECTED.value,
)


def _standing(lines: Iterable[Line], *standings: Standing) -> Iterable[Line]:
    return (one for one in lines if one.standing in standings)


def _this_week(line: Line) -> bool:
    due_on = line.kept.course.due_on
    return due_on is not None and due_on <= line.today + WEEK


def _own(actor: Actor, day: date) -> ColumnElement[bool]:
    """One's school's, what names the person, and of one's authority what names nobody."""
    schools = [
        one.school_id
        for one in actor.scopes(Permission.REPORT_MEASURE, day)
        if one.school_id is not None
    ]
    people = sa.exists().where(
        AssignmentRow.measure_id == OccurrenceRow.measure_id, AssignmentRow.school_id.is_(None)
    )
    of_authority = OccurrenceRow.school_id.is_(None)
    mine = people.where(AssignmentRow.account_id == actor.account_id)
    nobodys = sa.and_(
        ~people.where(AssignmentRow.account_id.is_not(None)),
        visible_occurrences(actor, day, Permission.REVIEW_MEASURE),
    )
    return sa.or_(
        OccurrenceRow.school_id.in_(schools), sa.and_(of_authority, sa.or_(mine, nobodys))
    )


def _reviewed(actor: Actor, day: date) -> tuple[ColumnElement[bool], ...]:
    return (
        visible_occurrences(actor, day, Permission.REVIEW_MEASURE),
        RoadmapRow.status.in_([one.value for one in IN_FORCE]),
    )


def _waiting(connection: Connection, actor: Actor, day: date) -> int:
    """How many reports of others wait for the actor's verdict."""
    query = (
        sa.select(sa.func.count(EvidenceRow.id.distinct()))
        .select_from(EvidenceRow)
        .join(EvidenceOfRow, EvidenceOfRow.evidence_id == EvidenceRow.id)
        .join(OccurrenceRow, OccurrenceRow.id == EvidenceOfRow.occurrence_id)
        .join(RoadmapRow, RoadmapRow.id == OccurrenceRow.roadmap_id)
        .outerjoin(SchoolRow, SchoolRow.id == OccurrenceRow.school_id)
        .where(
            EvidenceRow.status == EvidenceStatus.SUBMITTED.value,
            EvidenceRow.author_id != actor.account_id,
            *_reviewed(actor, day),
        )
    )
    return int(connection.execute(query).scalar_one())


def _overdue(connection: Connection, actor: Actor, day: date) -> tuple[int, int]:
    """How many measures of schools overseen are late, and of how many schools."""
    query = (
        sa.select(sa.func.count(), sa.func.count(OccurrenceRow.school_id.distinct()))
        .select_from(OccurrenceRow)
        .join(RoadmapRow, RoadmapRow.id == OccurrenceRow.roadmap_id)
        .join(MeasureRow, MeasureRow.id == OccurrenceRow.measure_id)
        .join(SchoolRow, SchoolRow.id == OccurrenceRow.school_id)
        .where(
            OccurrenceRow.state.in_(_OWED),
            OccurrenceRow.retroactive.is_(False),
            MeasureRow.status == MeasureStatus.OPEN.value,
            sa.func.coalesce(OccurrenceRow.counts_until, OccurrenceRow.due_on) < day,
            *_reviewed(actor, day),
        )
    )
    row = connection.execute(query).one()
    return int(row[0]), int(row[1])
