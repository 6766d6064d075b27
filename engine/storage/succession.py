"""Successions and their cases: what is planned, what is next, what came of it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

import sqlalchemy as sa

from engine.domain.audit import StreamKind
from engine.domain.situation import AttachmentKind
from engine.domain.succession import SuccessionPlan, plan_from_plain, plan_to_plain
from engine.domain.succession.results import FAILED
from engine.storage.among import among
from engine.storage.changes import Insert, Update, apply_changes
from engine.storage.items import Items
from engine.storage.statements import Prepared
from engine.storage.tables import (
    AttachmentRow,
    CaseRow,
    DefinitionRow,
    JournalRow,
    SuccessionItemRow,
    SuccessionRow,
)

if TYPE_CHECKING:
    from datetime import date

    from engine.storage.database import Reader, Transaction

ITEMS = Items(SuccessionItemRow, "succession_id", FAILED)
"""The cases of successions."""


@dataclass(frozen=True, slots=True)
class Succession:
    """A succession as it was planned; with `undoes_id` it takes another one back.

    `definition_id` is the version the cases go over to (or come back from). `attempt` counts the
    retries.
    """

    id: UUID
    actor_id: UUID
    region_id: UUID
    stream_id: UUID
    definition_id: UUID
    undoes_id: UUID | None
    plan: SuccessionPlan
    reason: str
    attempt: int
    created_at: datetime
    finished_at: datetime | None


_SELECT = sa.select(
    SuccessionRow.id,
    SuccessionRow.actor_id,
    SuccessionRow.region_id,
    SuccessionRow.definition_stream_id,
    SuccessionRow.definition_id,
    SuccessionRow.undoes_id,
    SuccessionRow.plan,
    SuccessionRow.reason,
    SuccessionRow.attempt,
    SuccessionRow.created_at,
    SuccessionRow.finished_at,
).where(SuccessionRow.id == sa.bindparam("id", type_=SuccessionRow.id.type))
_ONE = Prepared(_SELECT)
_LOCKED = Prepared(_SELECT.with_for_update(of=SuccessionRow))


def find_succession(reader: Reader | Transaction, succession_id: UUID) -> Succession | None:
    """A succession with its plan."""
    return _succession(reader.row(_ONE, id=succession_id))


def lock_succession(transaction: Transaction, succession_id: UUID) -> Succession | None:
    """A succession under its lock: planned anew, or finished, by one at a time."""
    return _succession(transaction.row(_LOCKED, id=succession_id))


def _succession(row: tuple[Any, ...] | None) -> Succession | None:
    if row is None:
        return None
    values = [*row]
    values[6] = plan_from_plain(row[6])
    return Succession(*values)


def succession_row(one: Succession) -> Insert:
    """The row of a new succession."""
    values = {
        "id": one.id,
        "actor_id": one.actor_id,
        "region_id": one.region_id,
        "definition_stream_id": one.stream_id,
        "definition_id": one.definition_id,
        "undoes_id": one.undoes_id,
        "plan": plan_to_plain(one.plan),
        "plan_digest": one.plan.digest,
        "reason": one.reason,
        "attempt": one.attempt,
        "created_at": one.created_at,
        "finished_at": None,
    }
    return Insert(SuccessionRow, values)


def reopened(one: Succession) -> Update:
    """The succession under way once more."""
    values = {"attempt": one.attempt + 1, "finished_at": None}
    return Update(SuccessionRow, {"id": one.id, "attempt": one.attempt}, values)


def finish_succession(transaction: Transaction, succession_id: UUID, at: datetime) -> None:
    """No case waits any more."""
    change = Update(SuccessionRow, {"id": succession_id}, {"finished_at": at})
    apply_changes(transaction, [change])


@dataclass(frozen=True, slots=True)
class Target:
    """A published version as a succession names it."""

    id: UUID
    stream_id: UUID
    region_id: UUID | None
    code: str
    version: int
    digest: str


def _by_id(column: Any) -> Any:
    return column == sa.bindparam("id", type_=DefinitionRow.id.type)


_TARGET = Prepared(
    sa.select(
        DefinitionRow.id,
        DefinitionRow.stream_id,
        DefinitionRow.region_id,
        DefinitionRow.code,
        DefinitionRow.version,
        DefinitionRow.digest,
    ).where(_by_id(DefinitionRow.id))
)


def find_target(reader: Reader | Transaction, definition_id: UUID) -> Target | None:
    """A published version; None where there is none."""
    row = reader.row(_TARGET, id=definition_id)
    return None if row is None else Target(*row)


_RUNNING = Prepared(
    sa.select(CaseRow.id, CaseRow.revision, CaseRow.definition_id)
    .where(
        CaseRow.definition_stream_id
        == sa.bindparam("stream_id", type_=CaseRow.definition_stream_id.type),
        CaseRow.region_id == sa.bindparam("region_id", type_=CaseRow.region_id.type),
        CaseRow.closed.is_(False),
        CaseRow.definition_digest != sa.bindparam("digest"),
    )
    .order_by(CaseRow.id)
)


@dataclass(frozen=True, slots=True)
class RunningCase:
    """A case on an older version, as it stands."""

    id: UUID
    revision: int
    definition_id: UUID


def running_cases(
    reader: Reader | Transaction, stream_id: UUID, region_id: UUID, digest: str
) -> list[RunningCase]:
    """The running cases of a path that are not on the version with the digest."""
    rows = reader.rows(_RUNNING, stream_id=stream_id, region_id=region_id, digest=digest)
    return [RunningCase(*row) for row in rows]


@dataclass(frozen=True, slots=True)
class Since:
    """An entry of a case: the one by which it went over, or a later one."""

    seq: int
    kind: str
    at: datetime
    body: bytes


_SINCE = Prepared(
    sa.select(
        JournalRow.subject_id, JournalRow.seq, JournalRow.kind, JournalRow.at, JournalRow.body
    )
    .join(
        SuccessionItemRow,
        sa.and_(
            SuccessionItemRow.case_id == JournalRow.subject_id,
            SuccessionItemRow.seq <= JournalRow.seq,
        ),
    )
    .where(
        SuccessionItemRow.succession_id == sa.bindparam("id", type_=SuccessionRow.id.type),
        SuccessionItemRow.status == "done",
        JournalRow.stream == StreamKind.CASE.value,
        among(SuccessionItemRow.case_id),
    )
    .order_by(JournalRow.subject_id, JournalRow.seq)
)


def entries_since(
    transaction: Transaction, succession_id: UUID, case_ids: Collection[UUID]
) -> dict[UUID, list[Since]]:
    """The entries by which cases went over and every later one, by case, in their order."""
    found: dict[UUID, list[Since]] = {}
    for row in transaction.rows(_SINCE, id=succession_id, ids=list(case_ids)):
        found.setdefault(row[0], []).append(Since(row[1], row[2], row[3], bytes(row[4])))
    return found


_DONE = Prepared(
    sa.select(CaseRow.id, CaseRow.revision)
    .join(SuccessionItemRow, SuccessionItemRow.case_id == CaseRow.id)
    .where(
        SuccessionItemRow.succession_id == sa.bindparam("id", type_=SuccessionRow.id.type),
        SuccessionItemRow.status == "done",
    )
    .order_by(CaseRow.id)
)


def gone_over(reader: Reader | Transaction, succession_id: UUID) -> dict[UUID, int]:
    """The cases that went over by a succession, each with its revision now."""
    return {row[0]: row[1] for row in reader.rows(_DONE, id=succession_id)}


@dataclass(frozen=True, slots=True)
class PassedCase:
    """A case of which something came, where it lies, and a curator of it (None: it has none)."""

    id: UUID
    municipality_id: UUID
    curator_id: UUID | None


_PASSED = Prepared(
    sa.select(CaseRow.id, CaseRow.municipality_id, AttachmentRow.account_id)
    .join(SuccessionItemRow, SuccessionItemRow.case_id == CaseRow.id)
    .outerjoin(
        AttachmentRow,
        sa.and_(
            AttachmentRow.case_id == CaseRow.id,
            AttachmentRow.kind == AttachmentKind.CURATOR.value,
            AttachmentRow.starts_on <= sa.bindparam("day", type_=sa.Date()),
            sa.or_(
                AttachmentRow.ends_on.is_(None),
                AttachmentRow.ends_on >= sa.bindparam("day", type_=sa.Date()),
            ),
        ),
    )
    .where(
        SuccessionItemRow.succession_id == sa.bindparam("id", type_=SuccessionRow.id.type),
        SuccessionItemRow.status == "done",
        SuccessionItemRow.attempt == sa.bindparam("attempt", type_=sa.Integer()),
    )
    .order_by(CaseRow.id)
)


def passed_cases(transaction: Transaction, one: Succession, day: date) -> list[PassedCase]:
    """The cases that a succession has taken over (or back) at its attempt, with their curators."""
    rows = transaction.rows(_PASSED, id=one.id, attempt=one.attempt, day=day)
    return [PassedCase(*row) for row in rows]
