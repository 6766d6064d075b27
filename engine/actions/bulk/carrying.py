"""Carrying on a bulk move: the next cases, each with its result in the transaction of its move.

Killed at any moment, a case is moved and its item says so, or it is untouched and still waits.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import structlog

from engine.actions.bulk.at_once import move_at_once
from engine.actions.bulk.judging import keep_refusal, of_bulk, request_of
from engine.actions.bulk.sight import sighted_bulk
from engine.actions.casework import CaseWork, refuse_stale, take_cases
from engine.actions.moving import judge, make_move
from engine.actions.terms import what_failed
from engine.domain.bulk import BulkMode, ItemResult, ItemStatus, refused
from engine.domain.errors import EngineError
from engine.domain.roles import Actor, Permission
from engine.storage.bulk import (
    Bulk,
    PlannedItem,
    close_items,
    count_items,
    find_bulk,
    finish_bulk,
    lock_bulk,
    next_items,
)
from engine.storage.database import Transaction, is_busy, part_of_work, unit_of_work

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

    from engine.storage.receipts import Receipt
    from engine.workbench import Workbench

BATCH = 25
"""Cases under one commit: each is undone by itself, and nobody waits long for their locks."""

_log = structlog.get_logger(__name__)


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
    ends = None if seconds is None else time.monotonic() + seconds
    left = limit
    while left is None or left > 0:
        asked = BATCH if left is None else min(BATCH, left)
        done = _move_some(bench, bulk, actor, asked)
        left = None if left is None else left - done
        if done < asked or (ends is not None and time.monotonic() >= ends):
            return


def _move_some(bench: Workbench, bulk: Bulk, actor: Actor, most: int) -> int:
    """The next cases under one commit; gives how many there were."""
    with unit_of_work(bench.database) as transaction:
        items = next_items(transaction, bulk.id, most)
        case_ids = [item.case_id for item in items]
        taken = take_cases(bench, transaction, case_ids, Permission.MOVE_CASE, actor=actor)
        results = {
            item.case_id: _move_one(
                transaction, bulk, item, taken[item.case_id], actor=actor, at=bench.now()
            )
            for item in items
        }
        close_items(transaction, bulk.id, results, bench.now())
    return len(items)


def _move_one(
    transaction: Transaction,
    bulk: Bulk,
    item: PlannedItem,
    taken: CaseWork | EngineError,
    *,
    actor: Actor,
    at: datetime,
) -> ItemResult:
    """Move one case, or give every reason why not; what fails here stops no other case."""
    try:
        with part_of_work(transaction):
            return ItemResult(ItemStatus.MOVED, seq=_moved(bulk, item, taken).seq)
    except EngineError as refusal:
        keep_refusal(transaction, bulk, item.case_id, refusal, actor=actor, at=at)
        return refused(refusal)
    except Exception as error:  # the edge of a loop that must go on
        if is_busy(error):
            raise
        told = what_failed(error)
        _log.error("bulk_item_failed", bulk=str(bulk.id), case=str(item.case_id), **told)
        return ItemResult(ItemStatus.REFUSED, EngineError.code)


def _moved(bulk: Bulk, item: PlannedItem, taken: CaseWork | EngineError) -> Receipt:
    if isinstance(taken, EngineError):
        raise taken
    work = of_bulk(taken, bulk)
    refuse_stale(work, item.expected_revision)
    request, lacking = request_of(work, bulk)
    return make_move(work, request, judge(work, request, lacking))


def _close(bench: Workbench, bulk: Bulk) -> Mapping[ItemStatus, int]:
    """The counts; where no case waits any more the bulk is finished."""
    with unit_of_work(bench.database) as transaction:
        counts = count_items(transaction, bulk.id)
        if ItemStatus.PLANNED not in counts:
            locked = lock_bulk(transaction, bulk.id)
            if locked is not None and locked.finished_at is None:
                finish_bulk(transaction, bulk.id, bench.now())
    return counts
