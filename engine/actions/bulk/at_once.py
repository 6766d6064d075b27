"""A bulk of all or nothing: every case is moved in one transaction, or none is and all say why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.actions.batches import record_judged
from engine.actions.bulk.judging import JudgedCase, judge_cases, keep_refusal, moved
from engine.actions.casework import take_cases
from engine.domain.bulk import ItemResult, ItemStatus, refused
from engine.domain.errors import EngineError
from engine.domain.roles import Actor, Permission
from engine.storage.bulk import ITEMS, Bulk, close_items, lock_bulk
from engine.storage.database import Transaction, part_of_work, unit_of_work

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from engine.workbench import Workbench


def move_at_once(bench: Workbench, bulk: Bulk, *, actor: Actor) -> None:
    """Judge every case under its lock; move all if all may be moved, else keep every verdict.

    The verdicts are of the same moment and are kept in the same transaction as nothing is moved.
    """
    with unit_of_work(bench.database) as transaction:
        lock_bulk(transaction, bulk.id)
        items = {one.case_id: one.expected_revision for one in ITEMS.waiting(transaction, bulk.id)}
        taken = take_cases(bench, transaction, items, Permission.MOVE_CASE, actor=actor)
        judged, refusals = judge_cases(bulk, items, taken)
        results: dict[UUID, ItemResult] = {}
        if not refusals:
            results, refusals = _move_all(transaction, judged)
        at = bench.now()
        for case_id, refusal in sorted(refusals.items()):
            keep_refusal(transaction, bulk, case_id, refusal, actor=actor, at=at)
        if refusals:
            results = dict.fromkeys(items, ItemResult(ItemStatus.SKIPPED))
            results |= {case_id: refused(refusal) for case_id, refusal in refusals.items()}
        close_items(transaction, bulk.id, results, at)


def _move_all(
    transaction: Transaction, judged: list[JudgedCase]
) -> tuple[dict[UUID, ItemResult], dict[UUID, EngineError]]:
    """Move every case; where one is refused only now (a second open case) all is undone."""
    refusals: dict[UUID, EngineError] = {}
    try:
        with part_of_work(transaction):
            receipts, refusals = record_judged(transaction, judged)
            _raise_any(refusals)
    except EngineError:
        return {}, refusals
    return moved(receipts), {}


def _raise_any(refusals: Mapping[UUID, EngineError]) -> None:
    for refusal in refusals.values():
        raise refusal
