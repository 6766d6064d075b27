"""Findings of auditors whose day is near or over, and when people were last told of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from engine.domain.audit import AuditKind
from engine.domain.audit_findings import FindingStatus
from engine.domain.situation import RecordKind
from engine.storage.statements import Prepared
from engine.storage.tables import CaseRow, NoticeRow, RecordRow

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID

    from engine.storage.database import Database, Transaction

OWED = frozenset({FindingStatus.ISSUED, FindingStatus.ACKNOWLEDGED, FindingStatus.NOT_EXECUTED})
"""Words after which somebody still has to put something right."""

_later = sa.orm.aliased(RecordRow)


def cases_owing(database: Database, until: date) -> list[UUID]:
    """Open cases with a finding that is owed and whose day comes by then."""
    word_after = sa.exists().where(
        _later.case_id == RecordRow.case_id,
        _later.kind == RecordRow.kind,
        _later.key == RecordRow.key,
        _later.revision > RecordRow.revision,
    )
    query = (
        sa.select(RecordRow.case_id)
        .join(CaseRow, CaseRow.id == RecordRow.case_id)
        .where(
            RecordRow.due_on <= until,
            RecordRow.kind == RecordKind.FINDING.value,
            RecordRow.status.in_([one.value for one in OWED]),
            CaseRow.closed.is_(False),
            ~word_after,
        )
        .distinct()
        .order_by(RecordRow.case_id)
    )
    with database.source.connect() as connection:
        return list(connection.scalars(query))


_TOLD = Prepared(
    sa.select(NoticeRow.at, NoticeRow.fields)
    .where(
        NoticeRow.case_id == sa.bindparam("case_id", type_=NoticeRow.case_id.type),
        NoticeRow.kind == AuditKind.FINDING_REMINDED.value,
    )
    .order_by(NoticeRow.at)
)


def last_told(transaction: Transaction, case_id: UUID) -> dict[str, datetime]:
    """When people of a case were last reminded of each of its findings; ask under its lock."""
    rows = transaction.rows(_TOLD, case_id=case_id)
    return {str(row[1].get("finding", "")): row[0] for row in rows}
