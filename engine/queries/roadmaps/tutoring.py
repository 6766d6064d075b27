"""What a tutor school may hold for the schools it is attached to, and how far these are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa

from engine.domain.roles import Actor, Permission
from engine.queries.roadmaps.lines import Line, grouped, read_lines
from engine.queries.scope import reading_day
from engine.storage.database import reading
from engine.storage.tables import AttachmentRow, CaseRow, OccurrenceRow

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from engine.workbench import Workbench


@dataclass(frozen=True, slots=True)
class Tutored:
    """A school that is tutored now: since when, until when, and the counters of these days."""

    school_id: UUID
    school: str
    since: date
    until: date | None
    lines: tuple[Line, ...]


def tutored_schools(bench: Workbench, *, actor: Actor) -> list[Tutored]:
    """The schools the actor's tutor schools are attached to today, with what is counted there now.

    A counter is there from its first day to the end of the holidays after it.
    """
    today = reading_day(bench.now())
    ties = _ties(bench, actor, today)
    counted = OccurrenceRow.kind == "quota"
    begun = OccurrenceRow.starts_on <= today
    last = sa.func.coalesce(OccurrenceRow.counts_until, OccurrenceRow.due_on)
    own = OccurrenceRow.school_id.in_(list(ties))
    lines = read_lines(
        bench,
        counted,
        begun,
        last >= today,
        own,
        actor=actor,
        permission=Permission.TUTOR_MEASURE,
    )
    by_school = grouped(lines, lambda one: one.kept.school_id)
    return [
        Tutored(school_id, own_lines[0].school or "", *ties[school_id], tuple(own_lines))
        for school_id, own_lines in by_school.items()
    ]


def _ties(bench: Workbench, actor: Actor, today: date) -> dict[UUID, tuple[date, date | None]]:
    """From when to when each school is tutored, of the attachments that hold today."""
    tutors = actor.tutor_schools(today)
    query = (
        sa.select(CaseRow.school_id, AttachmentRow.starts_on, AttachmentRow.ends_on)
        .join(CaseRow, CaseRow.id == AttachmentRow.case_id)
        .where(
            AttachmentRow.school_id.in_(tutors),
            AttachmentRow.starts_on <= today,
            sa.or_(AttachmentRow.ends_on.is_(None), AttachmentRow.ends_on >= today),
            CaseRow.closed.is_(False),
        )
        .order_by(AttachmentRow.starts_on.desc(), AttachmentRow.id)
    )
    with reading(bench.database) as connection:
        rows = connection.execute(query).all()
    return {row[0]: (row[1], row[2]) for row in rows if row[0] is not None}
