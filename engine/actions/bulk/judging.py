"""What a bulk asks of one case, and how its refusal is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.actions.casework import SaidWork, saying
from engine.actions.moving import MoveRequest
from engine.actions.refusing import refuse_within
from engine.domain.bulk import order_for
from engine.domain.roles import Actor, Permission

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from engine.actions.casework import CaseWork
    from engine.domain.errors import EngineError
    from engine.domain.requirements import Unmet
    from engine.storage.bulk import Bulk
    from engine.storage.database import Transaction


def of_bulk(work: CaseWork, bulk: Bulk) -> SaidWork:
    """The case on the bench for a bulk: the entry made of it names the bulk."""
    return saying(work, {"bulk": str(bulk.id)})


def request_of(work: CaseWork, bulk: Bulk) -> tuple[MoveRequest, tuple[Unmet, ...]]:
    """The move as it is asked of this case, and the order the case lacks, if it does."""
    order, lacking = order_for(bulk.order, work.situation)
    request = MoveRequest(work.locked.state.id, order, happened_on=bulk.order.happened_on)
    return request, lacking


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
