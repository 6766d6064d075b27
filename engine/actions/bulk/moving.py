"""Moving the cases of a bulk that were judged: all together, or each so that it stops no other."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import structlog

from engine.actions.casework import settle
from engine.actions.terms import what_failed
from engine.domain.bulk import ItemResult, ItemStatus
from engine.domain.errors import EngineError
from engine.storage.database import Transaction, is_busy, part_of_work
from engine.storage.journal import record_all

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from engine.actions.bulk.judging import JudgedCase

_log = structlog.get_logger(__name__)

Outcome: TypeAlias = "tuple[dict[UUID, ItemResult], dict[UUID, EngineError]]"
"""The cases that are moved, and those that were refused only when they were to be moved."""


def move_judged(transaction: Transaction, judged: Sequence[JudgedCase]) -> Outcome:
    """Move the cases together; where one of them fails, each again by itself.

    What fails is undone alone. Raises where the database is busy: then nobody is to blame.
    """
    try:
        return _move_together(transaction, judged), {}
    except Exception as error:
        if is_busy(error):
            raise
    moved: dict[UUID, ItemResult] = {}
    refusals: dict[UUID, EngineError] = {}
    for case in judged:
        try:
            moved |= _move_together(transaction, [case])
        except Exception as error:  # noqa: BLE001 - the edge of a loop that must go on
            refusals[case.request.case_id] = _why(error, case)
    return moved, refusals


def _move_together(
    transaction: Transaction, judged: Sequence[JudgedCase]
) -> dict[UUID, ItemResult]:
    """Move the cases, all or none; an order is there only with the move that rests on it."""
    with part_of_work(transaction):
        ready = _register_orders(transaction, judged)
        receipts = record_all(transaction, [case.move_deed() for case in ready])
        for case, receipt in zip(ready, receipts, strict=True):
            settle(case.work, receipt.target)
    return {
        receipt.stream.subject_id: ItemResult(ItemStatus.MOVED, seq=receipt.seq)
        for receipt in receipts
    }


def _register_orders(transaction: Transaction, judged: Sequence[JudgedCase]) -> list[JudgedCase]:
    """The cases after the order of the bulk was registered in those that lack it."""
    deeds = [case.order_deed() for case in judged]
    receipts = iter(record_all(transaction, [deed for deed in deeds if deed is not None]))
    return [
        case if deed is None else case.after(next(receipts))
        for case, deed in zip(judged, deeds, strict=True)
    ]


def _why(error: Exception, case: JudgedCase) -> EngineError:
    """What the case is told; a fault of ours is logged, and of it the case is told no more."""
    if isinstance(error, EngineError):
        return error
    if is_busy(error):
        raise error
    _log.error("bulk_item_failed", case=str(case.request.case_id), **what_failed(error))
    return EngineError()
