"""Carrying on a succession: the next cases, each with its result written with its entry."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.actions.announcing import passed_notices
from engine.actions.batches import in_batches, record_judged
from engine.actions.casework import take_cases
from engine.actions.refusing import refuse_within
from engine.actions.succession.judging import judge_cases
from engine.actions.succession.sight import sighted_succession
from engine.actions.succession.undoing import judge_undo
from engine.domain.audit import AuditKind
from engine.domain.roles import Actor, Permission
from engine.domain.succession.results import CaseResult, ResultStatus, refused_result
from engine.storage.changes import apply_changes
from engine.storage.database import Transaction, unit_of_work
from engine.storage.succession import (
    ITEMS,
    Succession,
    find_succession,
    finish_succession,
    lock_succession,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

    from engine.domain.errors import EngineError
    from engine.workbench import Workbench


def carry_on_succession(
    bench: Workbench,
    succession_id: UUID,
    *,
    actor: Actor,
    seconds: float | None = None,
    limit: int | None = None,
) -> Mapping[ResultStatus, int]:
    """Do the next cases for about so long, or so many; gives how many cases came to what.

    Whoever may publish the region's paths carries on; a case out of their sight is refused. Raises
    NotFound, Forbidden, DatabaseBusy.
    """
    with unit_of_work(bench.database) as transaction:
        found = find_succession(transaction, succession_id)
        one = sighted_succession(transaction, found, actor, bench.now())
    in_batches(lambda most: _some(bench, one, actor, most), seconds=seconds, limit=limit)
    return _close(bench, one, actor=actor)


def _some(bench: Workbench, one: Succession, actor: Actor, most: int) -> int:
    """The next cases under one commit; gives how many there were."""
    with unit_of_work(bench.database) as transaction:
        items = ITEMS.next(transaction, one.id, most)
        ids = [item.case_id for item in items]
        taken = take_cases(bench, transaction, ids, Permission.PUBLISH_DEFINITION, actor=actor)
        judge = judge_cases if one.undoes_id is None else judge_undo
        judged = judge(bench, transaction, one, taken)
        receipts, more = record_judged(transaction, judged.ready)
        at = bench.now()
        results = dict(judged.results)
        for case_id, receipt in receipts.items():
            found = judged.found.get(case_id)
            results[case_id] = CaseResult(ResultStatus.DONE, found=found, seq=receipt.seq)
        for case_id, refusal in sorted({**judged.refusals, **more}.items()):
            _keep_refusal(transaction, one, case_id, refusal, actor=actor, at=at)
            results[case_id] = refused_result(refusal, judged.found.get(case_id))
        ITEMS.close(transaction, one.id, {key: _kept(value) for key, value in results.items()}, at)
    return len(items)


def _kept(result: CaseResult) -> dict[str, object]:
    return {
        "status": result.status.value,
        "code": result.code,
        "reasons": list(result.reasons),
        "found": dict(result.found) if result.found is not None else None,
        "seq": result.seq,
    }


def _keep_refusal(
    transaction: Transaction,
    one: Succession,
    case_id: UUID,
    refusal: EngineError,
    *,
    actor: Actor,
    at: datetime,
) -> None:
    """The attempt in the case's stream of refusals, as of any deed."""
    undoes = one.undoes_id is not None
    deed = AuditKind.CASE_RESTORED if undoes else AuditKind.CASE_MIGRATED
    refuse_within(
        transaction,
        case_id,
        refusal,
        actor=actor,
        at=at,
        permission=Permission.PUBLISH_DEFINITION,
        said={"succession": str(one.id), "deed": deed.value},
    )


def _close(bench: Workbench, one: Succession, *, actor: Actor) -> Mapping[ResultStatus, int]:
    """The counts; where no case waits any more the succession is finished, and that is told."""
    with unit_of_work(bench.database) as transaction:
        counts = ITEMS.counts(transaction, one.id)
        if ResultStatus.PLANNED not in counts:
            locked = lock_succession(transaction, one.id)
            if locked is not None and locked.finished_at is None:
                at = bench.now()
                finish_succession(transaction, one.id, at)
                told = passed_notices(transaction, locked, at, actor=actor)
                apply_changes(transaction, told)
    return {ResultStatus(status): number for status, number in counts.items()}
