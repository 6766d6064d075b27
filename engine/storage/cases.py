"""Locking a case and reading, under the lock, all that a decision looks at."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias
from uuid import UUID

import sqlalchemy as sa

from engine.domain.audit import Stream, StreamKind
from engine.domain.definition import StageKind
from engine.domain.roles import Place
from engine.domain.situation import (
    AttachmentFact,
    AttachmentKind,
    CaseState,
    DecisionFact,
    DocumentFact,
    DocumentStatus,
    MeasureFact,
    RecordFact,
    RecordKind,
    SchoolMode,
    Situation,
    SubjectKind,
)
from engine.storage.among import among
from engine.storage.definitions import definition_of
from engine.storage.journal import ChainHead
from engine.storage.measure_facts import measures_asked
from engine.storage.quarters import quarters_counted
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

    from engine.domain.calendar import Span
    from engine.domain.definition import Definition
    from engine.storage.database import Reader, Transaction
    from engine.storage.statements import AnySelect

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
    def region_id(self) -> UUID:
        """The region it lies in: every case has one."""
        region_id = self.state.place.region_id
        if region_id is None:
            raise LookupError(self.state.id)
        return region_id

    @property
    def suspended(self) -> bool:
        """Whether the clocks of its terms stand still."""
        return self.definition.stage_by_code[self.state.stage].kind is StageKind.PAUSE

    @property
    def head(self) -> ChainHead:
        """The head of the case's chain, held by the lock."""
        stream = Stream(StreamKind.CASE, self.state.id)
        return ChainHead(stream, self.state.revision, self.state.head)


def _by_case(column: Any) -> Any:
    return column == sa.bindparam("case_id", type_=CaseRow.id.type)


class Facts:
    """The rows of a table that decisions look at: of one case, and of many at once."""

    def __init__(self, select: AnySelect, case: Any, *order: Any) -> None:
        """Keep both statements; `case` is the column that names the case."""
        self._one = Prepared(select.where(_by_case(case)).order_by(*order))
        self._many = Prepared(select.add_columns(case).where(among(case)).order_by(*order))

    def of(self, reader: Reader | Transaction, case_id: UUID) -> list[tuple[Any, ...]]:
        """The rows of one case."""
        return reader.rows(self._one, case_id=case_id)

    def of_many(
        self, reader: Reader | Transaction, case_ids: Collection[UUID]
    ) -> dict[UUID, list[tuple[Any, ...]]]:
        """The rows of each of the cases."""
        found: dict[UUID, list[tuple[Any, ...]]] = {one: [] for one in case_ids}
        if found:
            for row in reader.rows(self._many, ids=list(found)):
                found[row[-1]].append(row[:-1])
        return found


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
        CaseRow.id,
        CaseRow.returns_on,
    )
    .join(RegionRow, RegionRow.id == CaseRow.region_id)
    .order_by(CaseRow.id)
)
_CASE = Prepared(_SELECT_CASE.where(_by_case(CaseRow.id)))
_CASE_LOCKED = Prepared(_SELECT_CASE.where(_by_case(CaseRow.id)).with_for_update(of=CaseRow))
_CASES = Prepared(_SELECT_CASE.where(among(CaseRow.id)))
_CASES_LOCKED = Prepared(_SELECT_CASE.where(among(CaseRow.id)).with_for_update(of=CaseRow))
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


def lock_case(transaction: Transaction, case_id: UUID) -> LockedCase | None:
    """The case under its lock until the transaction ends; None when there is none.

    The lock comes first and alone: facts read by a later statement are then as new as the lock.
    """
    row = transaction.row(_CASE_LOCKED, case_id=case_id)
    return None if row is None else _located(transaction, row)


def find_case(reader: Reader, case_id: UUID) -> LockedCase | None:
    """The case as a read-only view sees it: for previews, never for a decision that is kept."""
    row = reader.row(_CASE, case_id=case_id)
    return None if row is None else _located(reader, row)


def lock_cases(transaction: Transaction, case_ids: Iterable[UUID]) -> list[LockedCase]:
    """Those of the cases that there are, locked in the order of their ids.

    Whoever locks several goes in this order, so no two wait for each other.
    """
    return _located_all(transaction, _CASES_LOCKED, case_ids)


def find_cases(reader: Reader | Transaction, case_ids: Iterable[UUID]) -> list[LockedCase]:
    """Those of the cases that there are, as a read-only view sees them."""
    return _located_all(reader, _CASES, case_ids)


def _located_all(
    reader: Reader | Transaction, query: Prepared, case_ids: Iterable[UUID]
) -> list[LockedCase]:
    return [_located(reader, row) for row in reader.rows(query, ids=list(case_ids))]


def _located(reader: Reader | Transaction, row: tuple[Any, ...]) -> LockedCase:
    state = CaseState(
        id=row[24],
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
        returns_on=row[25],
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
