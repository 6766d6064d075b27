"""Orders and minutes: decisions registered for cases, which moves may require and rest on."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import UUID

from engine.actions.casework import CaseWork, on_case
from engine.actions.filing import FilePaper, file_changes
from engine.actions.succeeding import (
    LEFT_OPEN,
    Successor,
    known_decision,
    moved_fields,
    successor_changes,
)
from engine.domain.audit import AuditKind
from engine.domain.errors import InvalidInput
from engine.domain.roles import Actor, Permission
from engine.storage.changes import Insert, Update
from engine.storage.journal import Deed, record, record_all
from engine.storage.tables import DecisionRow
from engine.storage.types import new_id

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from engine.domain.situation import DecisionFact
    from engine.storage.changes import Change
    from engine.storage.receipts import Receipt, RequestKey
    from engine.workbench import Workbench


@dataclass(frozen=True, slots=True)
class OrderPaper:
    """An order (приказ) or minutes: kind, number, the day it was signed, the issuing body.

    `order_id` is shared by the rows of one order over several cases.
    """

    kind: str
    number: str
    signed_on: date
    body: str
    title: str = ""
    order_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class DecisionRequest:
    """A decision for a case, with the scan if there is one."""

    case_id: UUID
    paper: OrderPaper
    file: FilePaper | None = None
    expected_revision: int | None = None


@dataclass(frozen=True, slots=True)
class RepealRequest:
    """A decision is repealed («признать утратившим силу») from a day.

    What takes its place can be named at once, or later (`succeeding`).
    """

    case_id: UUID
    decision_id: UUID
    repealed_on: date
    reason: str
    successor: Successor = LEFT_OPEN
    expected_revision: int | None = None


def register_decision(
    bench: Workbench,
    request: DecisionRequest,
    *,
    actor: Actor,
    request_key: RequestKey | None = None,
) -> Receipt:
    """Register an order or minutes for a case; the receipt names the decision."""
    deed = partial(_register, request=request)
    return on_case(
        bench, request, Permission.REGISTER_DECISION, deed, actor=actor, request_key=request_key
    )


def _register(work: CaseWork, *, request: DecisionRequest) -> Receipt:
    sha256 = request.file.sha256 if request.file else None
    deed = decision_deed(work, request.paper, sha256, file_changes(request.file))
    (receipt,) = record_all(work.transaction, [deed])
    return receipt


def decision_deed(
    work: CaseWork,
    paper: OrderPaper,
    sha256: str | None = None,
    changes: Sequence[Change] = (),
    *,
    row_id: UUID | None = None,
) -> Deed:
    """An order as it is to be recorded in a case that is on the bench; the bulk comes in here.

    `sha256` is that of its scan, kept already or by the `changes`.
    """
    work.word("decision", paper.kind, "kind")
    row, text = decision_row(
        paper,
        case_id=work.locked.state.id,
        round_number=work.locked.state.round,
        actor=work.actor,
        at=work.at,
        today=work.today,
        sha256=sha256,
        row_id=row_id,
    )
    draft = work.draft(
        AuditKind.DECISION_REGISTERED,
        happened_on=paper.signed_on,
        evidence=(sha256,) if sha256 else (),
        text=text,
    )
    return Deed(
        work.locked.head,
        draft,
        [*changes, row],
        request_key=work.request_key,
        created_id=row.values["id"],
    )


def repeal_decision(
    bench: Workbench,
    request: RepealRequest,
    *,
    actor: Actor,
    request_key: RequestKey | None = None,
) -> Receipt:
    """Take a decision out of force from a day; what rested on it stays in the history."""
    deed = partial(_repeal, request=request)
    return on_case(
        bench, request, Permission.REGISTER_DECISION, deed, actor=actor, request_key=request_key
    )


def _repeal(work: CaseWork, *, request: RepealRequest) -> Receipt:
    decision = known_decision(work, request.decision_id)
    if request.repealed_on < decision.signed_on:
        raise InvalidInput(
            field="repealed_on", rule="before_signed", value=decision.signed_on.isoformat()
        )
    if not decision.in_force:
        raise InvalidInput(field="decision_id", rule="repealed", value=decision.number)
    changes = _repeal_changes(work, decision, request)
    named = request.successor.decision_id
    draft = work.draft(
        AuditKind.DECISION_REPEALED,
        happened_on=work.past_day(request.repealed_on, "repealed_on"),
        fields={"kind": decision.kind, "number": decision.number, **moved_fields(changes)},
        basis=(str(named),) if named else (),
        text={"reason": request.reason},
    )
    return record(work.transaction, work.locked.head, draft, changes, request_key=work.request_key)


def _repeal_changes(work: CaseWork, decision: DecisionFact, request: RepealRequest) -> list[Change]:
    """The rows that become other; the decision's own row once."""
    repealed = {"repealed_on": request.repealed_on}
    changes = successor_changes(work, decision, request.successor, request.repealed_on)
    if request.successor.decision_id is None:
        named: dict[str, Any] = {}
    else:
        named, changes = dict(changes[0].values), changes[1:]
    before = dict.fromkeys({**repealed, **named})
    own = Update(DecisionRow, {"id": decision.id}, {**repealed, **named}, before=before)
    return [own, *changes]


def check_order(paper: OrderPaper, today: date) -> None:
    """Refuse an order without a number or a body, or of a day to come."""
    if not paper.number.strip():
        raise InvalidInput(field="number", rule="empty")
    if not paper.body.strip():
        raise InvalidInput(field="body", rule="empty")
    if paper.signed_on > today:
        raise InvalidInput(field="signed_on", rule="future", value=paper.signed_on.isoformat())


def decision_row(
    paper: OrderPaper,
    *,
    case_id: UUID,
    round_number: int,
    actor: Actor,
    at: datetime,
    today: date,
    sha256: str | None = None,
    row_id: UUID | None = None,
) -> tuple[Insert, dict[str, str]]:
    """The row of a decision and the texts that stand beside its entry."""
    check_order(paper, today)
    values = {
        "id": row_id or new_id(),
        "case_id": case_id,
        "order_id": paper.order_id or new_id(),
        "kind": paper.kind,
        "number": paper.number.strip(),
        "signed_on": paper.signed_on,
        "body": paper.body.strip(),
        "title": paper.title.strip(),
        "round": round_number,
        "repealed_on": None,
        "sha256": sha256,
        "registered_at": at,
        "registered_by": actor.account_id,
    }
    return Insert(DecisionRow, values), {"body": paper.body, "title": paper.title}
