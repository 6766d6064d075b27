"""Reading all that a decision on a case looks at, under its lock or from a read-only view."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias
from uuid import UUID

import sqlalchemy as sa

from engine.domain.situation import (
    AttachmentFact,
    AttachmentKind,
    DecisionFact,
    DocumentFact,
    DocumentStatus,
    MeasureFact,
    RecordFact,
    RecordKind,
    SchoolMode,
    Situation,
)
from engine.storage.cases import Facts, LockedCase
from engine.storage.measure_facts import measures_asked
from engine.storage.quarters import quarters_counted
from engine.storage.tables import AttachmentRow, DecisionRow, DocumentRow, RecordRow, SchoolRow

if TYPE_CHECKING:
    from datetime import date

    from engine.domain.calendar import Span
    from engine.storage.database import Reader, Transaction

_SERIES = (RecordKind.APPROVAL, RecordKind.EVENT)
"""Records that all count; of the other kinds the latest word on a key counts."""

_DOCUMENTS = Facts(
    sa.select(
        DocumentRow.id,
        DocumentRow.kind,
        DocumentRow.status,
        DocumentRow.version,
        DocumentRow.round,
        DocumentRow.author_id,
        DocumentRow.sha256,
        DocumentRow.topic,
    ),
    DocumentRow.case_id,
    DocumentRow.id,
)
_DECISIONS = Facts(
    sa.select(
        DecisionRow.id,
        DecisionRow.kind,
        DecisionRow.number,
        DecisionRow.signed_on,
        DecisionRow.round,
        DecisionRow.repealed_on,
        DecisionRow.body,
        DecisionRow.successor_id,
    ),
    DecisionRow.case_id,
    DecisionRow.id,
)
_ATTACHMENTS = Facts(
    sa.select(
        AttachmentRow.id,
        AttachmentRow.kind,
        AttachmentRow.starts_on,
        AttachmentRow.ends_on,
        AttachmentRow.account_id,
        AttachmentRow.school_id,
        SchoolRow.mode,
        AttachmentRow.decision_id,
        AttachmentRow.former_decision_id,
    ).outerjoin(SchoolRow, SchoolRow.id == AttachmentRow.school_id),
    AttachmentRow.case_id,
    AttachmentRow.id,
)
_RECORDS = Facts(
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
        RecordRow.due_on,
    ),
    RecordRow.case_id,
    RecordRow.revision,
    RecordRow.id,
)
_FACTS = (_DOCUMENTS, _DECISIONS, _ATTACHMENTS, _RECORDS)


def read_situation(transaction: Reader | Transaction, locked: LockedCase, today: date) -> Situation:
    """All that a decision on the locked case may look at; `today` in the region's zone."""
    rows = [facts.of(transaction, locked.state.id) for facts in _FACTS]
    measures = measures_asked(transaction, [locked], {locked.state.id: today})
    return _situation(locked, today, rows, (quarters_counted(transaction, [locked]), measures))


def read_situations(
    reader: Reader | Transaction, located: Sequence[LockedCase], today: Mapping[UUID, date]
) -> dict[UUID, Situation]:
    """The situations of many cases, each on its own day, by four statements."""
    by_id = {one.state.id: one for one in located}
    around = quarters_counted(reader, located), measures_asked(reader, located, today)
    tables = [facts.of_many(reader, by_id) for facts in _FACTS]
    return {
        case_id: _situation(one, today[case_id], [table[case_id] for table in tables], around)
        for case_id, one in by_id.items()
    }


Around: TypeAlias = tuple[
    "Mapping[UUID, tuple[Span, ...]]", "Mapping[UUID, tuple[MeasureFact, ...]]"
]
"""What lies around cases: the quarters by region, and the measures by school."""


def _situation(
    locked: LockedCase,
    today: date,
    rows: Sequence[list[tuple[Any, ...]]],
    around: Around,
) -> Situation:
    quarters, measures = around
    documents, decisions, attachments, records = rows
    return Situation(
        case=locked.state,
        today=today,
        documents=tuple(
            DocumentFact(row[0], row[1], DocumentStatus(row[2]), *row[3:]) for row in documents
        ),
        decisions=tuple(_decision(row, today) for row in decisions),
        attachments=tuple(_attachment(row) for row in attachments),
        records=_latest(records),
        entry_facts_present=locked.state.list_entry_id is not None,
        stage_entered_revision=locked.stage_entered_revision,
        vocabulary=locked.definition.vocabulary,
        quarters=quarters.get(locked.region_id, ()),
        measures=measures.get(locked.state.subject_id, ()),
    )


def _decision(row: tuple[Any, ...], today: date) -> DecisionFact:
    in_force = row[5] is None or row[5] > today
    return DecisionFact(row[0], row[1], row[2], row[3], row[4], in_force, row[6], row[5], row[7])


def _attachment(row: tuple[Any, ...]) -> AttachmentFact:
    mode = SchoolMode(row[6]) if row[6] else None
    return AttachmentFact(
        row[0], AttachmentKind(row[1]), row[2], row[3], row[4], row[5], mode, *row[7:]
    )


def _latest(rows: list[tuple[Any, ...]]) -> tuple[RecordFact, ...]:
    """Of a series all, of other kinds the latest word on each key of a round."""
    kept: dict[Any, RecordFact] = {}
    for row in rows:
        fact = RecordFact(row[0], RecordKind(row[1]), *row[2:])
        key = fact.id if fact.kind in _SERIES else (fact.kind, fact.key, fact.round)
        kept[key] = fact
    return tuple(kept.values())
