"""Locking a case and reading, under the lock, all that a decision looks at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

import sqlalchemy as sa

from engine.domain.audit import Stream, StreamKind
from engine.domain.roles import Place
from engine.domain.situation import (
    AttachmentFact,
    AttachmentKind,
    CaseState,
    DecisionFact,
    DocumentFact,
    DocumentStatus,
    RecordFact,
    RecordKind,
    SchoolMode,
    Situation,
    SubjectKind,
)
from engine.storage.definitions import definition_of
from engine.storage.journal import ChainHead
from engine.storage.statements import Prepared
from engine.storage.tables import (
    AttachmentRow,
    CaseRow,
    DecisionRow,
    DocumentRow,
    RecordRow,
    RegionRow,
    SchoolRow,
)

if TYPE_CHECKING:
    from datetime import date

    from engine.domain.definition import Definition
    from engine.storage.database import Reader, Transaction

_SERIES = (RecordKind.APPROVAL, RecordKind.EVENT)
"""Records that all count; of the other kinds the latest word on a key counts."""


@dataclass(frozen=True, slots=True)
class LockedCase:
    """A case under its row lock, with the definition it is pinned to and its region's zone."""

    state: CaseState
    definition: Definition
    definition_id: UUID
    definition_stream_id: UUID
    zone: str
    closed: bool
    categories: tuple[str, ...]
    stage_entered_revision: int

    @property
    def head(self) -> ChainHead:
        """The head of the case's chain, held by the lock."""
        stream = Stream(StreamKind.CASE, self.state.id)
        return ChainHead(stream, self.state.revision, self.state.head)


def _by_case(column: Any) -> Any:
    return column == sa.bindparam("case_id", type_=CaseRow.id.type)


_SELECT_CASE = (
    sa.select(
        CaseRow.subject_kind,
        CaseRow.subject_id,
        CaseRow.region_id,
        CaseRow.municipality_id,
        CaseRow.school_id,
        CaseRow.definition_digest,
        CaseRow.stage,
        CaseRow.stage_entered_on,
        CaseRow.round,
        CaseRow.years_in_status,
        CaseRow.revision,
        CaseRow.head,
        CaseRow.changed_at,
        CaseRow.changed_by,
        CaseRow.resume_stage,
        CaseRow.list_entry_id,
        CaseRow.opened_by,
        CaseRow.stage_due_on,
        CaseRow.definition_id,
        CaseRow.definition_stream_id,
        RegionRow.zone,
        CaseRow.closed,
        CaseRow.categories,
        CaseRow.stage_entered_revision,
    )
    .join(RegionRow, RegionRow.id == CaseRow.region_id)
    .where(_by_case(CaseRow.id))
)
_CASE = Prepared(_SELECT_CASE)
_CASE_LOCKED = Prepared(_SELECT_CASE.with_for_update(of=CaseRow))
_DOCUMENTS = Prepared(
    sa.select(
        DocumentRow.id,
        DocumentRow.kind,
        DocumentRow.status,
        DocumentRow.version,
        DocumentRow.round,
        DocumentRow.author_id,
        DocumentRow.sha256,
        DocumentRow.topic,
    )
    .where(_by_case(DocumentRow.case_id))
    .order_by(DocumentRow.id)
)
_DECISIONS = Prepared(
    sa.select(
        DecisionRow.id,
        DecisionRow.kind,
        DecisionRow.number,
        DecisionRow.signed_on,
        DecisionRow.round,
        DecisionRow.repealed_on,
    )
    .where(_by_case(DecisionRow.case_id))
    .order_by(DecisionRow.id)
)
_ATTACHMENTS = Prepared(
    sa.select(
        AttachmentRow.id,
        AttachmentRow.kind,
        AttachmentRow.starts_on,
        AttachmentRow.ends_on,
        AttachmentRow.account_id,
        AttachmentRow.school_id,
        SchoolRow.mode,
        AttachmentRow.decision_id,
    )
    .outerjoin(SchoolRow, SchoolRow.id == AttachmentRow.school_id)
    .where(_by_case(AttachmentRow.case_id))
    .order_by(AttachmentRow.id)
)
_RECORDS = Prepared(
    sa.select(
        RecordRow.id,
        RecordRow.kind,
        RecordRow.key,
        RecordRow.status,
        RecordRow.round,
        RecordRow.happened_on,
        RecordRow.author_id,
        RecordRow.author_role,
        RecordRow.value,
        RecordRow.revision,
    )
    .where(_by_case(RecordRow.case_id))
    .order_by(RecordRow.revision, RecordRow.id)
)


def lock_case(transaction: Transaction, case_id: UUID) -> LockedCase | None:
    """The case under its lock until the transaction ends; None when there is none.

    The lock comes first and alone: facts read by a later statement are then as new as the lock.
    """
    return _located(transaction, transaction.row(_CASE_LOCKED, case_id=case_id), case_id)


def find_case(reader: Reader, case_id: UUID) -> LockedCase | None:
    """The case as a read-only view sees it: for previews, never for a decision that is kept."""
    return _located(reader, reader.row(_CASE, case_id=case_id), case_id)


def _located(
    reader: Reader | Transaction, row: tuple[Any, ...] | None, case_id: UUID
) -> LockedCase | None:
    if row is None:
        return None
    state = CaseState(
        id=case_id,
        subject_kind=SubjectKind(row[0]),
        subject_id=row[1],
        place=Place(row[2], row[3], row[4]),
        definition_digest=row[5],
        stage=row[6],
        stage_entered_on=row[7],
        round=row[8],
        years_in_status=row[9],
        revision=row[10],
        head=bytes(row[11]),
        changed_at=row[12],
        changed_by=row[13],
        resume_stage=row[14],
        list_entry_id=row[15],
        opened_by=row[16],
        stage_due_on=row[17],
    )
    return LockedCase(
        state,
        definition_of(reader, row[18]),
        row[18],
        row[19],
        row[20],
        bool(row[21]),
        tuple(row[22]),
        row[23],
    )


def read_situation(transaction: Reader | Transaction, locked: LockedCase, today: date) -> Situation:
    """All that a decision on the locked case may look at; `today` in the region's zone."""
    case_id = locked.state.id
    return Situation(
        case=locked.state,
        today=today,
        documents=tuple(
            DocumentFact(row[0], row[1], DocumentStatus(row[2]), *row[3:])
            for row in transaction.rows(_DOCUMENTS, case_id=case_id)
        ),
        decisions=tuple(
            DecisionFact(row[0], row[1], row[2], row[3], row[4], row[5] is None or row[5] > today)
            for row in transaction.rows(_DECISIONS, case_id=case_id)
        ),
        attachments=tuple(
            _attachment(row) for row in transaction.rows(_ATTACHMENTS, case_id=case_id)
        ),
        records=_latest(transaction.rows(_RECORDS, case_id=case_id)),
        entry_facts_present=locked.state.list_entry_id is not None,
        stage_entered_revision=locked.stage_entered_revision,
        vocabulary=locked.definition.vocabulary,
    )


def _attachment(row: tuple[Any, ...]) -> AttachmentFact:
    mode = SchoolMode(row[6]) if row[6] else None
    return AttachmentFact(
        row[0], AttachmentKind(row[1]), row[2], row[3], row[4], row[5], mode, row[7]
    )


def _latest(rows: list[tuple[Any, ...]]) -> tuple[RecordFact, ...]:
    """Of a series all, of other kinds the latest word on each key of a round."""
    kept: dict[Any, RecordFact] = {}
    for row in rows:
        fact = RecordFact(row[0], RecordKind(row[1]), *row[2:])
        key = fact.id if fact.kind in _SERIES else (fact.kind, fact.key, fact.round)
        kept[key] = fact
    return tuple(kept.values())
