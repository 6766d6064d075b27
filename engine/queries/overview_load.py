"""How many of their places tutor schools have taken, by the cases in sight."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

import sqlalchemy as sa

from engine.domain.situation import AttachmentKind
from engine.storage.tables import AttachmentRow, CaseRow, MunicipalityRow, SchoolRow

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy import ColumnElement
    from sqlalchemy.engine import Connection

    from engine.domain.definition import Definition

DEFAULT_CAPACITY = 3


@dataclass(frozen=True, slots=True)
class TutorLoad:
    """A tutor school with the places it has taken by cases in sight, of the places it has."""

    school_id: UUID
    title: str
    municipality: str
    taken: int
    capacity: int


def tutor_loads(
    connection: Connection,
    sight: ColumnElement[bool],
    definitions: tuple[Definition, ...],
    today: date,
) -> tuple[TutorLoad, ...]:
    """Schools attached now or from a day to come, the fullest first.

    Cases out of sight take places too; how many is not told here.
    """
    capacity = _capacity(definitions)
    taken: Any = (
        sa.select(AttachmentRow.school_id, sa.func.count().label("taken"))
        .join(CaseRow, CaseRow.id == AttachmentRow.case_id)
        .where(
            sight,
            AttachmentRow.kind == AttachmentKind.TUTOR_SCHOOL.value,
            sa.or_(AttachmentRow.ends_on.is_(None), AttachmentRow.ends_on >= today),
        )
        .group_by(AttachmentRow.school_id)
        .subquery()
    )
    query = (
        sa.select(SchoolRow.id, SchoolRow.title, MunicipalityRow.title, taken.c.taken)
        .join(taken, taken.c.school_id == SchoolRow.id)
        .join(MunicipalityRow, MunicipalityRow.id == SchoolRow.municipality_id)
        .order_by(taken.c.taken.desc(), SchoolRow.sort_key, SchoolRow.id)
    )
    return tuple(
        TutorLoad(row[0], row[1], row[2], int(row[3]), capacity)
        for row in connection.execute(query)
    )


def _capacity(definitions: tuple[Definition, ...]) -> int:
    """The places a tutor school has, by the path that most of the cases follow."""
    for definition in definitions:
        places = definition.setting("tutor_school_capacity", DEFAULT_CAPACITY)
        if isinstance(places, int):
            return places
    return DEFAULT_CAPACITY
