"""Whom a case is opened for, and which cases a school or municipality already has."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

import sqlalchemy as sa

from engine.domain.definition import StageKind
from engine.domain.errors import CaseExists
from engine.domain.roles import Place
from engine.domain.situation import SubjectKind
from engine.storage.statements import Prepared
from engine.storage.tables import (
    CaseRow,
    ListEditionRow,
    ListEntryRow,
    MunicipalityRow,
    RegionRow,
    SchoolRow,
)

if TYPE_CHECKING:
    from engine.storage.cases import LockedCase
    from engine.storage.database import Reader, Transaction


@dataclass(frozen=True, slots=True)
class Subject:
    """A school or a municipality under its row lock, with its place, zone and listing."""

    id: UUID
    place: Place
    zone: str
    categories: tuple[str, ...] = ()
    mode: str | None = None


_SAME_PATH = (
    CaseRow.subject_id == sa.bindparam("subject_id", type_=CaseRow.subject_id.type),
    CaseRow.definition_stream_id
    == sa.bindparam("stream_id", type_=CaseRow.definition_stream_id.type),
)
_OPEN = Prepared(sa.select(CaseRow.id).where(*_SAME_PATH, CaseRow.closed.is_(False)))
_LAST = Prepared(
    sa.select(CaseRow.id, CaseRow.years_in_status)
    .where(*_SAME_PATH, CaseRow.closed.is_(True))
    .order_by(CaseRow.opened_at.desc(), CaseRow.id.desc())
    .limit(1)
)
_SCHOOL = Prepared(
    sa.select(
        SchoolRow.id, SchoolRow.region_id, SchoolRow.municipality_id, RegionRow.zone, SchoolRow.mode
    )
    .join(RegionRow, RegionRow.id == SchoolRow.region_id)
    .where(SchoolRow.id == sa.bindparam("id", type_=SchoolRow.id.type))
    .with_for_update(of=SchoolRow)
)
_MUNICIPALITY = Prepared(
    sa.select(MunicipalityRow.id, MunicipalityRow.region_id, RegionRow.zone)
    .join(RegionRow, RegionRow.id == MunicipalityRow.region_id)
    .where(MunicipalityRow.id == sa.bindparam("id", type_=MunicipalityRow.id.type))
    .with_for_update(of=MunicipalityRow)
)
_ENTRY = Prepared(
    sa.select(ListEntryRow.school_id, ListEntryRow.categories)
    .join(ListEditionRow, ListEditionRow.id == ListEntryRow.edition_id)
    .where(ListEntryRow.id == sa.bindparam("id", type_=ListEntryRow.id.type))
)


_GROUNDS = Prepared(
    sa.select(ListEntryRow.grounds).where(
        ListEntryRow.id == sa.bindparam("id", type_=ListEntryRow.id.type)
    )
)


def grounds_of(transaction: Transaction, list_entry_id: UUID | None) -> tuple[str, ...]:
    """Why a school stands on the list, by code."""
    found = transaction.row(_GROUNDS, id=list_entry_id) if list_entry_id else None
    return tuple(found[0]) if found else ()


def lock_subject(
    transaction: Transaction,
    kind: SubjectKind,
    subject_id: UUID | None,
    list_entry_id: UUID | None,
) -> Subject | None:
    """The subject under its lock; beside a list entry no other school may be named."""
    if kind is SubjectKind.MUNICIPALITY:
        return None if subject_id is None else _lock_municipality(transaction, subject_id)
    if list_entry_id is None:
        return None if subject_id is None else lock_school(transaction, subject_id)
    entry = transaction.row(_ENTRY, id=list_entry_id)
    if entry is None or subject_id not in (None, entry[0]):
        return None
    return lock_school(transaction, entry[0], tuple(entry[1]))


def lock_school(
    transaction: Transaction, school_id: UUID, categories: tuple[str, ...] = ()
) -> Subject | None:
    """A school under its lock: places at it are counted and cases opened one after the other."""
    row = transaction.row(_SCHOOL, id=school_id)
    if row is None:
        return None
    return Subject(row[0], Place(row[1], row[2], row[0]), row[3], categories, row[4])


def _lock_municipality(transaction: Transaction, municipality_id: UUID) -> Subject | None:
    row = transaction.row(_MUNICIPALITY, id=municipality_id)
    return None if row is None else Subject(row[0], Place(row[1], row[0]), row[2])


def open_case_of(
    transaction: Reader | Transaction, subject_id: UUID, stream_id: UUID
) -> UUID | None:
    """The open case of a subject on a path, if any: there is at most one."""
    row = transaction.row(_OPEN, subject_id=subject_id, stream_id=stream_id)
    return None if row is None else row[0]


def stay_alone(transaction: Reader | Transaction, locked: LockedCase, target: str) -> None:
    """A path that was over may not start again while the school has a newer open case."""
    if not locked.closed or locked.definition.stage_by_code[target].kind is StageKind.END:
        return
    state = locked.state
    other = open_case_of(transaction, state.subject_id, locked.definition_stream_id)
    if other is not None and other != state.id:
        raise CaseExists(case_id=other)


def last_case_of(transaction: Transaction, subject_id: UUID, stream_id: UUID) -> UUID | None:
    """The latest closed case of a subject on a path: a re-entry is linked to it."""
    row = transaction.row(_LAST, subject_id=subject_id, stream_id=stream_id)
    return None if row is None else row[0]
