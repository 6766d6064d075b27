"""A bulk of all or nothing: every case is moved in one transaction, or none is and all say why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.actions.bulk.judging import keep_refusal, of_bulk, request_of
from engine.actions.casework import CaseWork, refuse_stale, take_cases
from engine.actions.moving import judge, make_move
from engine.domain.bulk import ItemResult, ItemStatus, refused
from engine.domain.errors import EngineError
from engine.domain.roles import Actor, Permission
from engine.storage.bulk import Bulk, close_items, lock_bulk, waiting_items
from engine.storage.database import Transaction, part_of_work, unit_of_work

if TYPE_CHECKING:
    from uuid import UUID

    from engine.actions.moving import MoveRequest
    from engine.domain.judging import Judgement
    from engine.workbench import Workbench

    Judged = tuple[CaseWork, MoveRequest, Judgement]


def move_at_once(bench: Workbench, bulk: Bulk, *, actor: Actor) -> None:
    """Judge every case under its lock; move all if all may be moved, else keep every verdict.

    The verdicts are of the same moment and are kept in the same transaction as nothing is moved.
    """
    with unit_of_work(bench.database) as transaction:
        lock_bulk(transaction, bulk.id)
        items = {one.case_id: one.expected_revision for one in waiting_items(transaction, bulk.id)}
        taken = take_cases(bench, transaction, items, Permission.MOVE_CASE, actor=actor)
        judged, refusals = _judge_all(bulk, items, taken)
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


def _judge_all(
    bulk: Bulk, items: dict[UUID, int], taken: dict[UUID, CaseWork | EngineError]
) -> tuple[list[Judged], dict[UUID, EngineError]]:
    judged: list[Judged] = []
    refusals: dict[UUID, EngineError] = {}
    for case_id, expected in items.items():
        try:
            judged.append(_judge_one(bulk, taken[case_id], expected))
        except EngineError as refusal:
            refusals[case_id] = refusal
    return judged, refusals


def _judge_one(bulk: Bulk, taken: CaseWork | EngineError, expected: int) -> Judged:
    if isinstance(taken, EngineError):
        raise taken
    work = of_bulk(taken, bulk)
    refuse_stale(work, expected)
    request, lacking = request_of(work, bulk)
    return work, request, judge(work, request, lacking)


def _move_all(
    transaction: Transaction, judged: list[Judged]
) -> tuple[dict[UUID, ItemResult], dict[UUID, EngineError]]:
    """Move every case; what only shows while writing (a second open case) undoes all the same."""
    moved: dict[UUID, ItemResult] = {}
    now: UUID | None = None
    try:
        with part_of_work(transaction):
            for work, request, judgement in judged:
                now = request.case_id
                receipt = make_move(work, request, judgement)
                moved[request.case_id] = ItemResult(ItemStatus.MOVED, seq=receipt.seq)
    except EngineError as refusal:
        return {}, {now: refusal} if now is not None else {}
    return moved, {}
