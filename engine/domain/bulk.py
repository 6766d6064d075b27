"""A bulk move: one move, one reason and one order for many cases, each judged by itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from engine.domain.canonical import plain
from engine.domain.errors import EngineError, MoveRefused, StaleRevision
from engine.domain.machine import MoveOrder
from engine.domain.requirements import Unmet
from engine.domain.roles import GRANTED, Permission, Role

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from engine.domain.situation import Situation

NOT_REGISTERED = "basis_registered"
"""The code of the reason that a case does not have the bulk's order."""

_REGISTRARS = tuple(role for role in Role if Permission.REGISTER_DECISION in GRANTED[role])


class BulkMode(StrEnum):
    """Whether one refusal stops all, or each case goes its own way."""

    ALL_OR_NOTHING = "all_or_nothing"
    EACH = "each"


class ItemStatus(StrEnum):
    """What came of a case. Skipped: it could have been moved, but the bulk was all or nothing."""

    PLANNED = "planned"
    MOVED = "moved"
    REFUSED = "refused"
    CONFLICT = "conflict"
    SKIPPED = "skipped"


NOT_MOVED = (ItemStatus.REFUSED, ItemStatus.CONFLICT, ItemStatus.SKIPPED)
"""What a retry takes up again."""


@dataclass(frozen=True, slots=True)
class OrderName:
    """An order as the archive finds it, whatever row it has in which case."""

    kind: str
    number: str
    signed_on: date


@dataclass(frozen=True, slots=True)
class BulkOrder:
    """What is asked of every case: the move, the reason, the order it rests on, the day."""

    move: str
    reason: str = ""
    basis: OrderName | None = None
    happened_on: date | None = None


@dataclass(frozen=True, slots=True)
class ItemResult:
    """What came of one case; `reasons` are codes and fields, `seq` is the entry of the move."""

    status: ItemStatus
    code: str | None = None
    reasons: tuple[Any, ...] = ()
    seq: int | None = None


def order_for(asked: BulkOrder, situation: Situation) -> tuple[MoveOrder, tuple[Unmet, ...]]:
    """The move as it is asked of one case, resting on the row that the order has there.

    A case without the order lacks it, beside whatever else it lacks.
    """
    if asked.basis is None:
        return MoveOrder(asked.move, asked.reason), ()
    rows = basis_rows(asked.basis, situation)
    if rows:
        return MoveOrder(asked.move, asked.reason, rows[:1]), ()
    fields = (
        ("kind", asked.basis.kind),
        ("number", asked.basis.number),
        ("signed_on", asked.basis.signed_on.isoformat()),
    )
    by = situation.case.stage_due_on
    lacking = Unmet(NOT_REGISTERED, fields, _REGISTRARS, by, mend="decisions")
    return MoveOrder(asked.move, asked.reason), (lacking,)


def basis_rows(name: OrderName, situation: Situation) -> tuple[UUID, ...]:
    """The rows in force that an order has in a case."""
    return tuple(
        decision.id
        for decision in situation.decisions
        if decision.in_force
        and (decision.kind, decision.number, decision.signed_on)
        == (name.kind, name.number, name.signed_on)
    )


def refused(refusal: EngineError) -> ItemResult:
    """The result of a refused case, with every reason; a case moved meanwhile is a conflict."""
    if isinstance(refusal, MoveRefused):
        reasons = tuple(plain(unmet) for unmet in refusal.unmet)
        return ItemResult(ItemStatus.REFUSED, refusal.code, reasons)
    stale = isinstance(refusal, StaleRevision)
    status = ItemStatus.CONFLICT if stale else ItemStatus.REFUSED
    return ItemResult(status, refusal.code, (plain(refusal.fields),))


def unmet_of(reason: Mapping[str, Any]) -> Unmet:
    """An unmet requirement as a result keeps it, with who can supply it, by when and where."""
    by = reason.get("by")
    return Unmet(
        str(reason["code"]),
        tuple((name, _value(value)) for name, value in reason["fields"]),
        tuple(Role(role) for role in reason["supplied_by"]),
        date.fromisoformat(by) if by else None,
        reason["mend"],
        tuple(tuple(unmet_of(part) for part in branch) for branch in reason["alternatives"]),
    )


def _value(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
