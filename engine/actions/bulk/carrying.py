"""Carrying on a bulk move: the next cases, each with its result in the transaction of its move.

Killed at any moment, a case is moved and its item says so, or it is untouched and still waits.
"""

from __future__ import annotations

import time
from functools import partial
from typing import TYPE_CHECKING

import structlog

from engine.actions.bulk.at_once import move_at_once
from engine.actions.bulk.judging import JudgedCase, judge_cases, keep_refusal
from engine.actions.bulk.sight import sighted_bulk
from engine.actions.casework import take_cases
from engine.actions.terms import what_failed
from engine.domain.bulk import BulkMode, ItemResult, ItemStatus, refused
from engine.domain.errors import EngineError
from engine.domain.roles import Actor, Permission
from engine.storage.bulk import (
    Bulk,
    close_items,
    count_items,
    find_bulk,
    finish_bulk,
    lock_bulk,
    next_items,
)
from engine.storage.database import Transaction, is_busy, part_of_work, unit_of_work

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from uuid import UUID

    from engine.workbench import Workbench

BATCH = 50
"""Cases under one commit: nobody waits long for their locks."""

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
        expected = {item.case_id: item.expected_revision for item in items}
        taken = take_cases(bench, transaction, expected, Permission.MOVE_CASE, actor=actor)
        judged, refusals = judge_cases(bulk, expected, taken)
        results, more = _move_judged(transaction, judged)
        at = bench.now()
        for case_id, refusal in sorted({**refusals, **more}.items()):
            keep_refusal(transaction, bulk, case_id, refusal, actor=actor, at=at)
            results[case_id] = refused(refusal)
        close_items(transaction, bulk.id, results, at)
    return len(items)


Outcome = tuple[dict["UUID", ItemResult], dict["UUID", EngineError]]
"""The cases that are settled, and those that were refused only when they were to be moved."""


def _move_judged(transaction: Transaction, judged: list[JudgedCase]) -> Outcome:
    """Move the cases; where one of them fails, each again by itself, so it stops no other."""
    try:
        with part_of_work(transaction):
            return _move_in_turn(judged, lambda case: case.move())
    except Exception as error:
        if is_busy(error):
            raise
        return _move_in_turn(judged, partial(_move_apart, transaction))


def _move_in_turn(judged: list[JudgedCase], move: Callable[[JudgedCase], ItemResult]) -> Outcome:
    results: dict[UUID, ItemResult] = {}
    refusals: dict[UUID, EngineError] = {}
    for case in judged:
        try:
            results[case.request.case_id] = move(case)
        except EngineError as refusal:
            # Refused before anything of it was written: `record` is the first to write.
            refusals[case.request.case_id] = refusal
    return results, refusals


def _move_apart(transaction: Transaction, case: JudgedCase) -> ItemResult:
    """Move a case so that its failure undoes nothing else; a fault of ours is told and counted."""
    try:
        with part_of_work(transaction):
            return case.move()
    except EngineError:
        raise
    except Exception as error:
        if is_busy(error):
            raise
        _log.error("bulk_item_failed", case=str(case.request.case_id), **what_failed(error))
        return ItemResult(ItemStatus.REFUSED, EngineError.code)


def _close(bench: Workbench, bulk: Bulk) -> Mapping[ItemStatus, int]:
    """The counts; where no case waits any more the bulk is finished."""
    with unit_of_work(bench.database) as transaction:
        counts = count_items(transaction, bulk.id)
        if ItemStatus.PLANNED not in counts:
            locked = lock_bulk(transaction, bulk.id)
            if locked is not None and locked.finished_at is None:
                finish_bulk(transaction, bulk.id, bench.now())
    return counts
