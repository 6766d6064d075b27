"""The order that takes the place of a repealed one, and the attachments that go over to it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import UUID

from engine.actions.casework import CaseWork, on_case
from engine.domain.audit import AuditKind
from engine.domain.errors import Forbidden, InvalidInput, NotFound
from engine.domain.roles import Actor, Permission
from engine.storage.changes import Update
from engine.storage.journal import record
from engine.storage.tables import AttachmentRow, DecisionRow

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from engine.domain.situation import AttachmentFact, DecisionFact
    from engine.storage.changes import Change
    from engine.storage.receipts import Receipt, RequestKey
    from engine.workbench import Workbench


@dataclass(frozen=True, slots=True)
class Successor:
    """The order of the case that takes the place of a repealed one; none leaves it open.

    With `carries` the attachments that hold on the day of the repeal or later rest on it from now
    on; without, those that went over before come back.
    """

    decision_id: UUID | None = None
    carries: bool = False


LEFT_OPEN = Successor()
"""Nothing is named yet, and nothing goes over."""


@dataclass(frozen=True, slots=True)
class SuccessorRequest:
    """What takes the place of a repealed order of a case; said anew it needs a reason."""

    case_id: UUID
    decision_id: UUID
    successor: Successor
    reason: str = ""
    expected_revision: int | None = None


def name_successor(
    bench: Workbench,
    request: SuccessorRequest,
    *,
    actor: Actor,
    request_key: RequestKey | None = None,
) -> Receipt:
    """Name the order that takes the place of a repealed one, another one, or none.

    Raises InvalidInput: `decision_id` of an order in force, `successor_id` of what is none in force
    or where nothing is other, `reason`; Forbidden where attachments go over without the right to.
    """
    deed = partial(_name, request=request)
    return on_case(
        bench, request, Permission.REGISTER_DECISION, deed, actor=actor, request_key=request_key
    )


def _name(work: CaseWork, *, request: SuccessorRequest) -> Receipt:
    decision = known_decision(work, request.decision_id)
    if decision.in_force or decision.repealed_on is None:
        raise InvalidInput(field="decision_id", rule="not_repealed", value=decision.number)
    changes = successor_changes(work, decision, request.successor, decision.repealed_on)
    if not changes:
        raise InvalidInput(field="successor_id", rule="unchanged")
    if decision.successor_id is not None:
        work.remark(request.reason, "reason")
    target = request.successor.decision_id
    draft = work.draft(
        AuditKind.DECISION_SUCCEEDED,
        fields={"kind": decision.kind, "number": decision.number, **moved_fields(changes)},
        basis=(str(target),) if target else (),
        text={"reason": request.reason},
    )
    return record(work.transaction, work.locked.head, draft, changes, request_key=work.request_key)


def known_decision(work: CaseWork, decision_id: UUID) -> DecisionFact:
    """A decision of the case that is on the bench."""
    known = {decision.id: decision for decision in work.situation.decisions}
    if decision_id not in known:
        raise NotFound
    return known[decision_id]


def successor_changes(
    work: CaseWork, decision: DecisionFact, successor: Successor, repealed_on: date
) -> list[Change]:
    """The rows that become other when this takes the place of a decision out of force."""
    _check(work, decision, successor)
    links = list(_links(work, decision, successor, repealed_on))
    if links and not work.actor.allows(Permission.ATTACH_PEOPLE, work.roles):
        raise Forbidden(permission=Permission.ATTACH_PEOPLE.value)
    if decision.successor_id == successor.decision_id:
        return links
    named = Update(
        DecisionRow,
        {"id": decision.id},
        {"successor_id": successor.decision_id},
        before={"successor_id": decision.successor_id},
    )
    return [named, *links]


def moved_fields(changes: list[Change]) -> dict[str, Any]:
    """What an entry tells of the attachments among the changes: how many go over, or come back."""
    links = [one.values["former_decision_id"] for one in changes if one.row is AttachmentRow]
    over = sum(former is not None for former in links)
    told = {"moved": over, "returned": len(links) - over}
    return {name: number for name, number in told.items() if number}


def _check(work: CaseWork, decision: DecisionFact, successor: Successor) -> None:
    """An order in force of the same case, signed no earlier than the one it takes the place of."""
    if successor.decision_id is None:
        if successor.carries:
            raise InvalidInput(field="successor_id", rule="empty")
        return
    known = {one.id: one for one in work.situation.decisions if one.in_force}
    found = known.get(successor.decision_id)
    if found is None or found.id == decision.id:
        raise InvalidInput(field="successor_id", rule="unknown", value=str(successor.decision_id))
    if found.signed_on < decision.signed_on:
        raise InvalidInput(
            field="successor_id", rule="before_signed", value=decision.signed_on.isoformat()
        )


def _links(
    work: CaseWork, decision: DecisionFact, successor: Successor, repealed_on: date
) -> Iterator[Change]:
    for link in work.situation.attachments:
        moved = link.former_decision_id == decision.id
        if not moved and link.decision_id != decision.id:
            continue
        wanted = _rests_on(link, decision.id, successor, repealed_on)
        stands = link.decision_id, link.former_decision_id
        if wanted != stands:
            values, before = dict(zip(_REST, wanted, strict=True)), zip(_REST, stands, strict=True)
            yield Update(AttachmentRow, {"id": link.id}, values, before=dict(before))


_REST = ("decision_id", "former_decision_id")


def _rests_on(
    link: AttachmentFact, decision_id: UUID, successor: Successor, repealed_on: date
) -> tuple[UUID | None, UUID | None]:
    """What an attachment rests on, and what it rested on before; one that had ended stays."""
    holds = link.ends_on is None or link.ends_on >= repealed_on
    if successor.carries and holds:
        return successor.decision_id, decision_id
    if link.former_decision_id == decision_id:
        return decision_id, None
    return link.decision_id, link.former_decision_id
