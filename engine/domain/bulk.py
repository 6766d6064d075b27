"""A bulk move: one move, one reason and one order for many cases, each judged by itself."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any
from uuid import UUID

from engine.domain.canonical import plain
from engine.domain.errors import EngineError, MoveRefused, StaleRevision
from engine.domain.machine import MoveOrder
from engine.domain.requirements import Unmet
from engine.domain.roles import GRANTED, Permission, Role
from engine.domain.situation import DecisionFact

if TYPE_CHECKING:
    from collections.abc import Mapping

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
class NewOrder:
    """What an order says beyond its name: who issued it, about what, and its scan.

    `id` is shared by the rows it gets in the cases, and is given when the bulk is planned.
    """

    body: str
    title: str = ""
    sha256: str | None = None
    id: UUID | None = None


@dataclass(frozen=True, slots=True)
class BulkOrder:
    """What is asked of every case: the move, the reason, the order it rests on, the day.

    With `registers` the order is registered together with the move where a case lacks it.
    `end_code` and `expected_on` are those of a `MoveOrder`.
    """

    move: str
    reason: str = ""
    basis: OrderName | None = None
    happened_on: date | None = None
    registers: NewOrder | None = None
    end_code: str = ""
    expected_on: date | None = None


@dataclass(frozen=True, slots=True)
class ItemResult:
    """What came of one case; `reasons` are codes and fields, `seq` is the entry of the move."""

    status: ItemStatus
    code: str | None = None
    reasons: tuple[Any, ...] = ()
    seq: int | None = None


@dataclass(frozen=True, slots=True)
class Grounds:
    """The move as it is asked of one case, and the situation it is judged in.

    Where the order is to be registered, `registers` is the row it gets, and the situation has it
    already: the move is judged as it will be made.
    """

    order: MoveOrder
    situation: Situation
    lacking: tuple[Unmet, ...] = ()
    registers: UUID | None = None


def grounds_for(asked: BulkOrder, situation: Situation, *, row_id: UUID | None = None) -> Grounds:
    """What the move of one case rests on: the row that the order has there, or is to get.

    `row_id` is for a new row, given where the actor may register. A case without the order lacks
    it, beside whatever else it lacks.
    """
    order = MoveOrder(
        asked.move, asked.reason, end_code=asked.end_code, expected_on=asked.expected_on
    )
    name = asked.basis
    if name is None:
        return Grounds(order, situation)
    rows = _rows_of(name, asked.registers, situation)
    in_force = tuple(one.id for one in rows if one.in_force)
    if in_force:
        return Grounds(replace(order, basis=in_force[:1]), situation)
    known = name.kind in situation.words("decision")
    # What was repealed in a case is not brought back by a bulk.
    if asked.registers is None or row_id is None or rows or not known:
        return Grounds(order, situation, (_not_registered(name, situation),))
    fact = DecisionFact(row_id, name.kind, name.number, name.signed_on, situation.case.round)
    there = replace(situation, decisions=(*situation.decisions, fact))
    return Grounds(replace(order, basis=(row_id,)), there, registers=row_id)


def _rows_of(
    name: OrderName, new: NewOrder | None, situation: Situation
) -> tuple[DecisionFact, ...]:
    """The rows an order has in a case; two bodies may give one number on one day."""
    return tuple(
        decision
        for decision in situation.decisions
        if (decision.kind, decision.number, decision.signed_on)
        == (name.kind, name.number, name.signed_on)
        and (new is None or _alike(decision.body) == _alike(new.body))
    )


def _alike(body: str) -> str:
    return " ".join(body.split()).casefold()


def _not_registered(name: OrderName, situation: Situation) -> Unmet:
    fields = (
        ("kind", name.kind),
        ("number", name.number),
        ("signed_on", name.signed_on.isoformat()),
    )
    by = situation.case.stage_due_on
    return Unmet(NOT_REGISTERED, fields, _REGISTRARS, by, mend="decisions")


def refused(refusal: EngineError) -> ItemResult:
    """The result of a refused case, with every reason; a case moved meanwhile is a conflict."""
    if isinstance(refusal, MoveRefused):
        reasons = tuple(plain(unmet) for unmet in refusal.unmet)
        return ItemResult(ItemStatus.REFUSED, refusal.code, reasons)
    stale = isinstance(refusal, StaleRevision)
    status = ItemStatus.CONFLICT if stale else ItemStatus.REFUSED
    return ItemResult(status, refusal.code, (plain(refusal.fields),) if refusal.fields else ())


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
