"""What a bulk asks of each case: judged under the lock, or refused and kept as such."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from engine.actions.bulk.ordering import order_deed
from engine.actions.casework import CaseWork, SaidWork, after, refuse_stale, saying, settle
from engine.actions.moving import MoveRequest, judge, move_deed
from engine.actions.refusing import refuse_within
from engine.domain.bulk import ItemResult, ItemStatus, grounds_for
from engine.domain.errors import EngineError
from engine.domain.roles import Actor, Permission
from engine.storage.openings import stay_alone
from engine.storage.types import new_id

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

    from engine.domain.bulk import BulkOrder
    from engine.domain.judging import Judgement
    from engine.storage.bulk import Bulk
    from engine.storage.database import Transaction
    from engine.storage.journal import Deed
    from engine.storage.receipts import Receipt


@dataclass(frozen=True, slots=True)
class JudgedCase:
    """A case under its lock whose move may be made; `registers` is the row its order gets first."""

    work: SaidWork
    request: MoveRequest
    judgement: Judgement
    order: BulkOrder
    registers: UUID | None

    def order_deed(self) -> Deed | None:
        """The order to be registered before the move that rests on it, if it is."""
        return order_deed(self.work, self.order, self.registers) if self.registers else None

    def main_deed(self) -> Deed:
        """The move to be recorded; a case of the same school may have been opened meanwhile."""
        stay_alone(self.work.transaction, self.work.locked, self.judgement.target)
        return move_deed(self.work, self.request, self.judgement)

    def after(self, receipt: Receipt) -> JudgedCase:
        """The same case after one of its entries."""
        return replace(self, work=after(self.work, receipt))

    def settle(self, receipt: Receipt) -> None:
        """Close the terms of the new stage whose subject is done."""
        settle(self.work, receipt.target)

    @property
    def case_id(self) -> UUID:
        """Whose move it is."""
        return self.request.case_id


def moved(receipts: Mapping[UUID, Receipt]) -> dict[UUID, ItemResult]:
    """The results of the cases that were moved, each with its entry."""
    return {
        case_id: ItemResult(ItemStatus.MOVED, seq=receipt.seq)
        for case_id, receipt in receipts.items()
    }


def judge_cases(
    bulk: Bulk, expected: Mapping[UUID, int], taken: Mapping[UUID, CaseWork | EngineError]
) -> tuple[list[JudgedCase], dict[UUID, EngineError]]:
    """Those of the cases that may be moved, and of the others every reason; nothing is written."""
    judged: list[JudgedCase] = []
    refusals: dict[UUID, EngineError] = {}
    for case_id, revision in expected.items():
        try:
            judged.append(_judge_case(bulk, taken[case_id], revision))
        except EngineError as refusal:
            refusals[case_id] = refusal
    return judged, refusals


def _judge_case(bulk: Bulk, taken: CaseWork | EngineError, expected: int) -> JudgedCase:
    if isinstance(taken, EngineError):
        raise taken
    work = _of_bulk(taken, bulk)
    refuse_stale(work, expected)
    may_register = work.actor.allows(Permission.REGISTER_DECISION, work.roles)
    row_id = new_id() if may_register else None
    grounds = grounds_for(bulk.order, work.situation, row_id=row_id)
    work = replace(work, situation=grounds.situation)
    request = MoveRequest(work.locked.state.id, grounds.order, happened_on=bulk.order.happened_on)
    judgement = judge(work, request, grounds.lacking)
    return JudgedCase(work, request, judgement, bulk.order, grounds.registers)


def _of_bulk(work: CaseWork, bulk: Bulk) -> SaidWork:
    """The case on the bench for a bulk: the entry made of it names the bulk."""
    return saying(work, {"bulk": str(bulk.id)})


def keep_refusal(
    transaction: Transaction,
    bulk: Bulk,
    case_id: UUID,
    refusal: EngineError,
    *,
    actor: Actor,
    at: datetime,
) -> None:
    """The attempt in the case's stream of refusals, as of any move."""
    refuse_within(
        transaction,
        case_id,
        refusal,
        actor=actor,
        at=at,
        permission=Permission.MOVE_CASE,
        move=bulk.order.move,
        said={"bulk": str(bulk.id)},
    )
