"""Of each part of a case what its card shows: the newest of everything, and how many there are.

A case of five years has thousands of rows; a page of them would be read by nobody.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from engine.domain.situation import RecordKind
from engine.storage.tables import AttachmentRow, CaseRow, DocumentRow, DutyRow, RecordRow

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from sqlalchemy import ColumnElement

    from engine.storage.statements import AnySelect

VERSIONS = 6
"""Of a document in a round: the version that counts, and those before."""

WORDS = 4
"""Of a record that a later word on the same key replaces."""

SERIES = 60
"""Of records that all count, of a kind."""

OVER = 8
"""Of attachments that are over, of a kind."""

_ALL_COUNT = (RecordKind.APPROVAL.value, RecordKind.EVENT.value, RecordKind.FINDING.value)
"""Of a finding every word is shown: the first says what was found."""


def newest_documents(query: AnySelect, case_id: UUID) -> AnySelect:
    """The newest versions of each document, with `alike`: how many versions there are."""
    alike = (DocumentRow.round, DocumentRow.kind, DocumentRow.topic)
    order = (DocumentRow.version.desc(),)
    return _newest(query, DocumentRow.case_id == case_id, alike, order, sa.literal(VERSIONS))


def newest_records(query: AnySelect, case_id: UUID) -> AnySelect:
    """The newest words on each key in each round, and the newest of each series."""
    in_series = RecordRow.kind.in_(_ALL_COUNT)
    alike = (
        RecordRow.kind,
        sa.case((in_series, 0), else_=RecordRow.round),
        sa.case((in_series, ""), else_=RecordRow.key),
    )
    order = (RecordRow.revision.desc(), RecordRow.id.desc())
    most = sa.case((in_series, SERIES), else_=WORDS)
    return _newest(query, RecordRow.case_id == case_id, alike, order, most)


def newest_attachments(query: AnySelect, case_id: UUID, today: date) -> AnySelect:
    """Every attachment that is not over, and of those that are the last ones of each kind."""
    over = sa.func.coalesce(AttachmentRow.ends_on, today) < today
    alike = (AttachmentRow.kind, sa.case((over, 1), else_=0))
    order = (AttachmentRow.ends_on.desc(), AttachmentRow.starts_on.desc(), AttachmentRow.id.desc())
    most = sa.case((over, OVER), else_=_UNBOUNDED)
    return _newest(query, AttachmentRow.case_id == case_id, alike, order, most)


def retroactive_duties(query: AnySelect, case_id: UUID) -> AnySelect:
    """The duties of the present stage whose day was over before the entry was registered."""
    here = sa.select(CaseRow.stage).where(CaseRow.id == case_id).scalar_subquery()
    return query.where(
        DutyRow.case_id == case_id, DutyRow.retroactive.is_(True), DutyRow.stage == here
    )


_UNBOUNDED = 1_000_000


def _newest(
    query: AnySelect,
    of_case: ColumnElement[bool],
    alike: tuple[Any, ...],
    order: tuple[Any, ...],
    most: ColumnElement[int],
) -> AnySelect:
    table = query.get_final_froms()[0]
    while isinstance(table, sa.Join):
        table = table.left
    place = sa.func.row_number().over(partition_by=alike, order_by=order)
    number = sa.func.count().over(partition_by=alike)
    numbered = (
        sa.select(table.c.id, place.label("place"), number.label("alike")).where(of_case).subquery()
    )
    return (
        query.add_columns(numbered.c.alike)
        .join(numbered, numbered.c.id == table.c.id)
        .where(numbered.c.place <= most)
    )
