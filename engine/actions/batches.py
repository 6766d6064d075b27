"""Deeds on many cases, some hundred under one commit: recorded together, or each by itself.

Killed at any moment, a case has its entry and its item says so, or it is untouched and waits.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Protocol, Self, TypeAlias, TypeVar
from uuid import UUID

import structlog

from engine.actions.attempting import what_failed
from engine.domain.errors import EngineError
from engine.storage.database import Transaction, hindrance, part_of_work
from engine.storage.journal import Deed, record_all

if TYPE_CHECKING:
    from engine.storage.receipts import Receipt

BATCH = 100
"""Cases under one commit: nobody waits long for their locks."""

_log = structlog.get_logger(__name__)

Recorded: TypeAlias = "tuple[dict[UUID, Receipt], dict[UUID, EngineError]]"
"""The answers of the cases that have their entry, and the refusals of the others."""


class Judged(Protocol):
    """A case under its lock whose deed may be recorded."""

    @property
    def case_id(self) -> UUID: ...
    def order_deed(self) -> Deed | None:
        """The order to be registered before the deed that rests on it, if it is."""

    def main_deed(self) -> Deed:
        """What the case is here for."""

    def after(self, receipt: Receipt) -> Self:
        """The same case after one of its entries."""

    def settle(self, receipt: Receipt) -> None:
        """What follows in the same transaction."""


_Case = TypeVar("_Case", bound=Judged)


def in_batches(
    step: Callable[[int], int], *, seconds: float | None = None, limit: int | None = None
) -> None:
    """Take step after step, each of at most so many cases, until a step finds fewer than asked.

    A step gives how many cases it found. `seconds` and `limit` end the work earlier.
    """
    ends = None if seconds is None else time.monotonic() + seconds
    left = limit
    while left is None or left > 0:
        asked = BATCH if left is None else min(BATCH, left)
        done = step(asked)
        left = None if left is None else left - done
        if done < asked or (ends is not None and time.monotonic() >= ends):
            return


def record_judged(transaction: Transaction, judged: Sequence[Judged]) -> Recorded:
    """Record the deeds together; where one of them fails, each again by itself.

    What fails is undone alone. Raises where the database is busy: then nobody is to blame.
    """
    try:
        return _record_together(transaction, judged), {}
    except Exception as error:
        if hindrance(error):
            raise
    recorded: dict[UUID, Receipt] = {}
    refusals: dict[UUID, EngineError] = {}
    for case in judged:
        try:
            recorded |= _record_together(transaction, [case])
        except Exception as error:  # noqa: BLE001 - the edge of a loop that must go on
            refusals[case.case_id] = _why(error, case)
    return recorded, refusals


def _record_together(transaction: Transaction, judged: Sequence[Judged]) -> dict[UUID, Receipt]:
    """Record the deeds, all or none; an order is there only with the deed that rests on it."""
    with part_of_work(transaction):
        ready = _register_orders(transaction, judged)
        receipts = record_all(transaction, [case.main_deed() for case in ready])
        for case, receipt in zip(ready, receipts, strict=True):
            case.settle(receipt)
    return {receipt.stream.subject_id: receipt for receipt in receipts}


def _register_orders(transaction: Transaction, judged: Sequence[_Case]) -> list[_Case]:
    """The cases after the order was registered in those that lack it."""
    deeds = [case.order_deed() for case in judged]
    receipts = iter(record_all(transaction, [deed for deed in deeds if deed is not None]))
    return [
        case if deed is None else case.after(next(receipts))
        for case, deed in zip(judged, deeds, strict=True)
    ]


def _why(error: Exception, case: Judged) -> EngineError:
    """What the case is told; a fault of ours is logged, and of it the case is told no more."""
    if isinstance(error, EngineError):
        return error
    if hindrance(error):
        raise error
    _log.error("bulk_item_failed", case=str(case.case_id), **what_failed(error))
    return EngineError()
