"""The cases of a deed done on many: what waits, what is next, what came of each.

Items are bookkeeping, written in the transaction of the deed they tell of; the deed itself is
recorded in the journal of its case.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

import sqlalchemy as sa

from engine.domain.bulk import ItemStatus
from engine.storage.changes import Insert, Update, apply_changes
from engine.storage.statements import Prepared

if TYPE_CHECKING:
    from engine.storage.database import Reader, Transaction
    from engine.storage.tables import Base

WAITING = ItemStatus.PLANNED.value
"""The status of a case that nobody has got to yet, whatever is done on it."""


@dataclass(frozen=True, slots=True)
class PlannedItem:
    """A case that waits, and the revision it was read at."""

    case_id: UUID
    expected_revision: int


class Items:
    """The items of one kind of deed: a table with the columns that every such table has."""

    def __init__(self, row: type[Base], owner: str, failed: Iterable[str]) -> None:
        """Keep the statements; `owner` is the column of the deed, `failed` what a retry takes."""
        columns = row.__table__.c
        mine = columns[owner] == sa.bindparam("owner_id", type_=columns[owner].type)
        waiting = (
            sa.select(columns.case_id, columns.expected_revision)
            .where(mine, columns.status == WAITING)
            .order_by(columns.case_id)
        )
        self._row, self._owner = row, owner
        self._waiting = Prepared(waiting)
        self._next = Prepared(
            waiting.limit(sa.bindparam("most", type_=sa.Integer())).with_for_update(
                skip_locked=True
            )
        )
        self._failed = Prepared(
            sa.select(columns.case_id)
            .where(mine, sa.or_(*(columns.status == status for status in failed)))
            .order_by(columns.case_id)
        )
        self._counts = Prepared(
            sa.select(columns.status, sa.func.count())
            .where(mine)
            .group_by(columns.status)
            .order_by(columns.status)
        )

    def next(self, transaction: Transaction, owner_id: UUID, most: int) -> list[PlannedItem]:
        """The next cases nobody is at, locked: two who carry on share the work, repeat none."""
        rows = transaction.rows(self._next, owner_id=owner_id, most=most)
        return [PlannedItem(*row) for row in rows]

    def waiting(self, reader: Reader | Transaction, owner_id: UUID) -> list[PlannedItem]:
        """Every case that still waits."""
        return [PlannedItem(*row) for row in reader.rows(self._waiting, owner_id=owner_id)]

    def failed(self, transaction: Transaction, owner_id: UUID) -> list[UUID]:
        """The cases that were judged and of which nothing came."""
        return [row[0] for row in transaction.rows(self._failed, owner_id=owner_id)]

    def counts(self, reader: Reader | Transaction, owner_id: UUID) -> dict[str, int]:
        """How many cases came to what."""
        rows = reader.rows(self._counts, owner_id=owner_id)
        return {status: int(number) for status, number in rows}

    def plan(self, transaction: Transaction, owner_id: UUID, revisions: Mapping[UUID, int]) -> None:
        """Let these cases wait for their first attempt."""
        given = {"status": WAITING, "reasons": list[Any]()}
        apply_changes(
            transaction,
            [
                Insert(
                    self._row,
                    {
                        self._owner: owner_id,
                        "case_id": case_id,
                        "expected_revision": revision,
                        **given,
                    },
                )
                for case_id, revision in sorted(revisions.items())
            ],
        )

    def replan(
        self,
        transaction: Transaction,
        owner_id: UUID,
        revisions: Mapping[UUID, int],
        attempt: int,
    ) -> None:
        """Let these cases wait again; what came of them before is in their journals."""
        anew: dict[UUID, dict[str, Any]] = {
            case_id: {
                "expected_revision": revision,
                "status": WAITING,
                "code": None,
                "reasons": [],
                "attempt": attempt,
            }
            for case_id, revision in revisions.items()
        }
        self.close(transaction, owner_id, anew, None)

    def close(
        self,
        transaction: Transaction,
        owner_id: UUID,
        results: Mapping[UUID, Mapping[str, Any]],
        at: datetime | None,
    ) -> None:
        """Keep what came of these cases, together with the deeds of the same transaction."""
        apply_changes(
            transaction,
            [
                Update(self._row, {self._owner: owner_id, "case_id": case_id}, {**values, "at": at})
                for case_id, values in sorted(results.items())
            ],
        )
