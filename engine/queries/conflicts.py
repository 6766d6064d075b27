"""Attachments that cannot go on as they are until somebody decides: a tutor school is listed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

import sqlalchemy as sa

from engine.domain.situation import AttachmentKind
from engine.queries.candidates import is_listed
from engine.storage.tables import AttachmentRow, SchoolRow

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from sqlalchemy.engine import Connection


@dataclass(frozen=True, slots=True)
class ListedTutor:
    """A tutor school that stands on a list itself, and its attachment to a case."""

    case_id: UUID
    attachment_id: UUID
    title: str


def listed_tutors(
    connection: Connection, case_ids: Iterable[UUID], day: date
) -> dict[UUID, ListedTutor]:
    """Of the cases those whose tutor school is listed, by case; attachments over on the day aside.

    Nothing ends by itself: the attachment goes on until it is ended or replaced by an order.
    """
    query = (
        sa.select(AttachmentRow.case_id, AttachmentRow.id, SchoolRow.title)
        .join(SchoolRow, SchoolRow.id == AttachmentRow.school_id)
        .where(
            AttachmentRow.case_id.in_(list(case_ids)),
            AttachmentRow.kind == AttachmentKind.TUTOR_SCHOOL.value,
            sa.or_(AttachmentRow.ends_on.is_(None), AttachmentRow.ends_on >= day),
            is_listed(),
        )
        .order_by(AttachmentRow.starts_on.desc(), AttachmentRow.id)
    )
    return {row[0]: ListedTutor(*row) for row in connection.execute(query)}
