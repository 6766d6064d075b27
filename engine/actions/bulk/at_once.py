"""A bulk of all or nothing: every case is moved in one transaction, or none is and all say why."""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog

from engine.actions.bulk.judging import JudgedCase, judge_cases, keep_refusal
from engine.actions.casework import take_cases
from engine.actions.terms import what_failed
from engine.domain.bulk import ItemResult, ItemStatus, refused
from engine.domain.errors import EngineError
from engine.domain.roles import Actor, Permission
from engine.storage.bulk import Bulk, close_items, lock_bulk, waiting_items
from engine.storage.database import Transaction, is_busy, part_of_work, unit_of_work

if TYPE_CHECKING:
    from uuid import UUID

    from engine.workbench import Workbench

_log = structlog.get_logger(__name__)


def move_at_once(bench: Workbench, bulk: Bulk, *, actor: Actor) -> None:
    """Judge every case under its lock; move all if all may be moved, else keep every verdict.

    The verdicts are of the same moment and are kept in the same transaction as nothing is moved.
    """
    with unit_of_work(bench.database) as transaction:
        lock_bulk(transaction, bulk.id)
        items = {one.case_id: one.expected_revision for one in waiting_items(transaction, bulk.id)}
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
    moved: dict[UUID, ItemResult] = {}
    refusals: dict[UUID, EngineError] = {}
    try:
        with part_of_work(transaction):
            for case in judged:
                moved[case.request.case_id] = _move(case, refusals)
    except EngineError:
        return {}, refusals
    return moved, {}


def _move(case: JudgedCase, refusals: dict[UUID, EngineError]) -> ItemResult:
    """Move a case or name it as the one that stops all; a fault of ours is told."""
    case_id = case.request.case_id
    try:
        return case.move()
    except EngineError as refusal:
        refusals[case_id] = refusal
        raise
    except Exception as error:
        if is_busy(error):
            raise
        _log.error("bulk_item_failed", case=str(case_id), **what_failed(error))
        refusals[case_id] = EngineError()
        raise refusals[case_id] from error
