"""Carrying on a bulk move: the next cases, each with its result in the transaction of its move.

Killed at any moment, a case is moved and its item says so, or it is untouched and still waits.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.actions.batches import in_batches, record_judged
from engine.actions.bulk.at_once import move_at_once
from engine.actions.bulk.judging import judge_cases, keep_refusal, moved
from engine.actions.bulk.sight import sighted_bulk
from engine.actions.casework import take_cases
from engine.domain.bulk import BulkMode, ItemStatus, refused
from engine.domain.roles import Actor, Permission
from engine.storage.bulk import (
    ITEMS,
    Bulk,
    close_items,
    count_items,
    find_bulk,
    finish_bulk,
    lock_bulk,
)
from engine.storage.database import unit_of_work

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from engine.workbench import Workbench


def carry_on_bulk(
    bench: Workbench,
    bulk_id: UUID,
    *,
    actor: Actor,
    seconds: float | None = None,
    limit: int | None = None,
) -> Mapping[ItemStatus, int]:
    """Do the next cases for about so long, or so many; gives how many cases came to what.

    A bulk of all or nothing is done in one transaction whatever it takes. Anybody who may see the
    bulk carries on, by their own rights. Raises NotFound, Forbidden, DatabaseBusy.
    """
    with unit_of_work(bench.database) as transaction:
        bulk = sighted_bulk(transaction, find_bulk(transaction, bulk_id), actor, bench.now())
    if bulk.mode is BulkMode.ALL_OR_NOTHING:
        move_at_once(bench, bulk, actor=actor)
    else:
        _move_each(bench, bulk, actor, seconds, limit)
    return _close(bench, bulk)


def _move_each(
    bench: Workbench, bulk: Bulk, actor: Actor, seconds: float | None, limit: int | None
) -> None:
    in_batches(lambda most: _move_some(bench, bulk, actor, most), seconds=seconds, limit=limit)


def _move_some(bench: Workbench, bulk: Bulk, actor: Actor, most: int) -> int:
    """The next cases under one commit; gives how many there were."""
    with unit_of_work(bench.database) as transaction:
        items = ITEMS.next(transaction, bulk.id, most)
        expected = {item.case_id: item.expected_revision for item in items}
        taken = take_cases(bench, transaction, expected, Permission.MOVE_CASE, actor=actor)
        judged, refusals = judge_cases(bulk, expected, taken)
        receipts, more = record_judged(transaction, judged)
        results = moved(receipts)
        at = bench.now()
        for case_id, refusal in sorted({**refusals, **more}.items()):
            keep_refusal(transaction, bulk, case_id, refusal, actor=actor, at=at)
            results[case_id] = refused(refusal)
        close_items(transaction, bulk.id, results, at)
    return len(items)


def _close(bench: Workbench, bulk: Bulk) -> Mapping[ItemStatus, int]:
    """The counts; where no case waits any more the bulk is finished."""
    with unit_of_work(bench.database) as transaction:
        counts = count_items(transaction, bulk.id)
        if ItemStatus.PLANNED not in counts:
            locked = lock_bulk(transaction, bulk.id)
            if locked is not None and locked.finished_at is None:
                finish_bulk(transaction, bulk.id, bench.now())
    return counts
