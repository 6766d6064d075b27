"""The order of a bulk: checked when it is planned, registered in each case that it moves."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from engine.actions.casework import SaidWork
from engine.actions.deciding import OrderPaper, check_order, decision_deed
from engine.domain.bulk import BulkOrder
from engine.domain.errors import Forbidden, InvalidInput
from engine.domain.roles import Actor, Permission
from engine.storage.types import new_id

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from engine.actions.filing import FilePaper
    from engine.domain.definition import Definition
    from engine.storage.journal import Deed


def planned_order(
    asked: BulkOrder,
    file: FilePaper | None,
    definition: Definition,
    *,
    actor: Actor,
    today: date,
) -> BulkOrder:
    """What is asked with the order it registers, if any: checked once, and given its id.

    Raises Forbidden where the actor may register nowhere, InvalidInput for an order that no case
    could have.
    """
    if asked.registers is None:
        if file is not None:
            raise InvalidInput(field="file", rule="unknown")
        return asked
    if not actor.allows(Permission.REGISTER_DECISION, {grant.role for grant in actor.grants}):
        raise Forbidden(permission=Permission.REGISTER_DECISION.value)
    if asked.basis is None:
        raise InvalidInput(field="number", rule="empty")
    check_order(_paper(asked), today)
    if asked.basis.kind not in dict(definition.vocabulary).get("decision", ()):
        raise InvalidInput(field="kind", rule="unknown", value=asked.basis.kind)
    # Named as the row will name it, or a second attempt would not find it.
    name = replace(asked.basis, number=asked.basis.number.strip())
    new = replace(asked.registers, sha256=file.sha256 if file else None, id=new_id())
    return replace(asked, basis=name, registers=new)


def order_deed(work: SaidWork, asked: BulkOrder, row_id: UUID) -> Deed:
    """The order as it is to be recorded in a case by an entry of its own; the move comes after."""
    sha256 = asked.registers.sha256 if asked.registers else None
    return decision_deed(work, _paper(asked), sha256, row_id=row_id)


def _paper(asked: BulkOrder) -> OrderPaper:
    name, new = asked.basis, asked.registers
    if name is None or new is None:
        raise TypeError("a bulk without an order registers none")
    return OrderPaper(name.kind, name.number, name.signed_on, new.body, new.title, new.id)
