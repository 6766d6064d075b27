"""What an actor may see, as one condition that every query takes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from engine.domain.roles import Actor, Permission, Place, Role
from engine.domain.terms import local_day
from engine.storage.tables import AttachmentRow, CaseRow, SchoolRow

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, datetime

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import InstrumentedAttribute

READING_ZONE = "Europe/Moscow"
"""Where a reading spans regions, grants are taken as in force on Moscow's day."""


def reading_day(now: datetime) -> date:
    """The day on which grants are looked at for a reading."""
    return local_day(now, READING_ZONE)


def visible_cases(
    actor: Actor, today: date, permission: Permission = Permission.READ_CASE
) -> ColumnElement[bool]:
    """Cases in the actor's places, and those their school is attached to as a tutor."""
    conditions = [
        within(place, CaseRow.region_id, CaseRow.municipality_id, CaseRow.school_id)
        for place in actor.scopes(permission, today)
    ]
    schools = actor.tutor_schools(today)
    if schools and actor.allows(permission, (Role.TUTOR_SCHOOL_REP,)):
        conditions.append(_has_link(today, lambda link: link.school_id.in_(schools)))
    return sa.or_(*conditions) if conditions else sa.false()


def attached_to(actor: Actor, today: date) -> ColumnElement[bool]:
    """Cases to which the actor, or the tutor school he represents, is attached on the day."""
    schools = actor.tutor_schools(today)
    return _has_link(
        today,
        lambda link: sa.or_(link.account_id == actor.account_id, link.school_id.in_(schools)),
    )


def _has_link(
    today: date, names: Callable[[type[AttachmentRow]], ColumnElement[bool]]
) -> ColumnElement[bool]:
    """Cases with an attachment in force on the day that names somebody."""
    # Under a name of its own: the query around it may read attachments too.
    link = aliased(AttachmentRow)
    return sa.exists().where(
        link.case_id == CaseRow.id,
        names(link),
        link.starts_on <= today,
        sa.or_(link.ends_on.is_(None), link.ends_on >= today),
    )


def visible_schools(
    actor: Actor, today: date, permission: Permission = Permission.READ_SCHOOL
) -> ColumnElement[bool]:
    """Schools in the actor's places, and those with a case visible to them."""
    conditions = [
        within(place, SchoolRow.region_id, SchoolRow.municipality_id, SchoolRow.id)
        for place in actor.scopes(permission, today)
    ]
    if actor.tutor_schools(today) and actor.allows(permission, (Role.TUTOR_SCHOOL_REP,)):
        conditions.append(
            sa.exists().where(CaseRow.school_id == SchoolRow.id, visible_cases(actor, today))
        )
    return sa.or_(*conditions) if conditions else sa.false()


def within(
    place: Place,
    region: InstrumentedAttribute[Any],
    municipality: ColumnElement[Any] | InstrumentedAttribute[Any],
    school: InstrumentedAttribute[Any],
) -> ColumnElement[bool]:
    """Rows whose place lies at or below this one."""
    pairs = (
        (region, place.region_id),
        (municipality, place.municipality_id),
        (school, place.school_id),
    )
    bounds = [column == value for column, value in pairs if value is not None]
    return sa.and_(*bounds) if bounds else sa.true()
