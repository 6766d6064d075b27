"""Finding and locking cases."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

import sqlalchemy as sa

from engine.domain.audit import Stream, StreamKind
from engine.domain.definition import StageKind
from engine.domain.roles import Place
from engine.domain.situation import CaseState, SubjectKind
from engine.storage.among import among
from engine.storage.definitions import definition_of
from engine.storage.journal import ChainHead
from engine.storage.statements import Prepared
from engine.storage.tables import CaseRow, RegionRow

if TYPE_CHECKING:
    from engine.domain.definition import Definition
    from engine.storage.database import Reader, Transaction
    from engine.storage.statements import AnySelect


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
