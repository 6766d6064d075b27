"""Moving a case along its path."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

from engine.actions.casework import CaseWork, on_case
from engine.actions.entering import Entry, enter_stage
from engine.actions.noticing import moved_notices
from engine.domain.audit import AuditKind
from engine.domain.canonical import plain
from engine.domain.definition import Effect
from engine.domain.judging import Judgement, judge_move
from engine.domain.machine import Decision, MoveOrder
from engine.domain.roles import Actor, Permission, Role
from engine.domain.situation import DocumentFact, DocumentStatus
from engine.storage.changes import Change, Insert, Update
from engine.storage.journal import Deed, record_all
from engine.storage.openings import stay_alone
from engine.storage.tables import AttachmentRow, DocumentRow, SpellRow

if TYPE_CHECKING:
    from datetime import date

    from engine.domain.requirements import Unmet
    from engine.storage.receipts import Receipt, RequestKey
    from engine.workbench import Workbench


@dataclass(frozen=True, slots=True)
class MoveRequest:
    """A move of a case as read at a revision; `happened_on` dates it back, never forward."""

    case_id: UUID
    order: MoveOrder
    expected_revision: int | None = None
    happened_on: date | None = None


def move_case(
    bench: Workbench,
    request: MoveRequest,
    *,
    actor: Actor,
    request_key: RequestKey | None = None,
) -> Receipt:
    """Move a case, or refuse with every reason; the refusal changes nothing and is recorded.

    Raises MoveUnavailable, MoveForbidden, RequirementsUnmet (all carry `unmet`), StaleRevision,
    NotFound, Forbidden, InvalidInput, KeyReused.
    """
    return on_case(
        bench,
        request,
        Permission.MOVE_CASE,
        partial(move_within, request=request),
        actor=actor,
        request_key=request_key,
        move=request.order.move,
    )


def move_within(work: CaseWork, *, request: MoveRequest) -> Receipt:
    """Move a case that is already on the bench; the clock and the bulk come in here."""
    deed = move_deed(work, request, judge(work, request))
    (receipt,) = record_all(work.transaction, [deed])
    return receipt


def judge(work: CaseWork, request: MoveRequest, lacking: tuple[Unmet, ...] = ()) -> Judgement:
    """The judgement that the move is made by; a refusal is raised with every reason."""
    judged = judge_move(
        work.locked.definition,
        work.bench.facts,
        work.situation,
        request.order,
        actor_id=work.actor.account_id,
        roles=work.roles,
        happened_on=request.happened_on,
        lacking=lacking,
    )
    stay_alone(work.transaction, work.locked, judged.target)
    return judged


def move_deed(work: CaseWork, request: MoveRequest, judged: Judgement) -> Deed:
    """A move as it is to be recorded, under the lock that it was judged under."""
    decision, target = judged.decision, judged.target
    order = request.order
    entered = enter_stage(
        work, target, judged.happened_on, end_code=order.end_code, returns_on=order.expected_on
    )
    entry = _with_effects(work, decision, request, entered)
    draft = work.draft(
        AuditKind.CASE_MOVED,
        happened_on=judged.happened_on,
        role=_role_used(decision, work.roles),
        move=decision.move.code,
        source=decision.source,
        target=target,
        basis=tuple(str(item) for item in request.order.basis),
        evidence=_evidence(work, decision),
        values=tuple(plain([name, met, dict(fields)]) for name, met, fields in decision.values),
        text={"reason": request.order.reason},
    )
    return Deed(
        work.locked.head,
        draft,
        [*entry.changes, *_told(work, decision, target)],
        case_values=entry.values,
        case_before=entry.before,
        request_key=work.request_key,
    )


def _told(work: CaseWork, decision: Decision, target: str) -> list[Change]:
    fields = {"move": decision.move.code, "to": target}
    returns = Effect.RETURN_DOCUMENTS in decision.move.effects
    papers = _going_back(work, target) if returns else ()
    return moved_notices(work, fields, papers)


def _role_used(decision: Decision, roles: frozenset[Role]) -> Role | None:
    return next((role for role in decision.move.roles if role in roles), None)


def _evidence(work: CaseWork, decision: Decision) -> tuple[str, ...]:
    """The hashes of the files that the requirements of the move look at."""
    kinds = {
        value
        for _, _, fields in decision.values
        for name, value in fields
        if name == "kind" and isinstance(value, str)
    }
    counted = (DocumentStatus.SUBMITTED, DocumentStatus.APPROVED)
    return tuple(
        sorted(
            document.sha256
            for document in work.situation.documents
            if document.sha256 and document.kind in kinds and document.status in counted
        )
    )


def _with_effects(work: CaseWork, decision: Decision, request: MoveRequest, entry: Entry) -> Entry:
    """The entry with what the move does besides changing the stage."""
    state = work.locked.state
    values, before, changes = dict(entry.values), dict(entry.before), list(entry.changes)
    for effect in decision.move.effects:
        if effect is Effect.NEXT_ROUND:
            values["round"], before["round"] = state.round + 1, state.round
            changes = [_in_round(change, state.round + 1) for change in changes]
        elif effect is Effect.RAISE_CLASS:
            values["years_in_status"] = state.years_in_status + 1
            before["years_in_status"] = state.years_in_status
        elif effect is Effect.END_ATTACHMENTS:
            changes += _ended(work, values["stage_entered_on"])
        elif effect is Effect.RETURN_DOCUMENTS:
            changes += _returned(work, request.order.reason, values["stage"])
    return replace(entry, values=values, before=before, changes=tuple(changes))


def _in_round(change: Change, round_number: int) -> Change:
    """The stay that the move begins belongs to the round that the move begins."""
    if isinstance(change, Insert) and change.row is SpellRow:
        return replace(change, values={**change.values, "round": round_number})
    return change


def _ended(work: CaseWork, day: date) -> list[Change]:
    return [
        Update(AttachmentRow, {"id": link.id}, {"ends_on": max(day, link.starts_on)})
        for link in work.situation.attachments
        if link.ends_on is None or link.ends_on > day
    ]


def _returned(work: CaseWork, remarks: str, target: str) -> list[Change]:
    return [
        Update(
            DocumentRow,
            {"id": document.id},
            {"status": DocumentStatus.RETURNED.value, "remarks": remarks},
            before={"status": document.status.value},
        )
        for document in _going_back(work, target)
    ]


def _going_back(work: CaseWork, target: str) -> tuple[DocumentFact, ...]:
    """The submitted documents that the stage returned to works on go back with the remarks."""
    asked = _asked_documents(work, target)
    return tuple(
        document
        for document in work.situation.documents
        if document.status is DocumentStatus.SUBMITTED
        and document.round == work.locked.state.round
        and document.kind in asked
    )


def _asked_documents(work: CaseWork, stage: str) -> frozenset[str]:
    """The kinds of documents that the moves leaving a stage ask for."""
    waiting = [
        requirement
        for move in work.locked.definition.moves
        if move.leaves(stage)
        for requirement in move.requirements
    ]
    kinds: set[str] = set()
    while waiting:
        requirement = waiting.pop()
        waiting += requirement.parts
        fact = work.bench.facts.get(requirement.fact)
        named = {one.name for one in fact.params if one.vocabulary == "document"} if fact else set()
        # A parameter left out takes its default, which the check alone knows: risks_covered.
        kinds |= {str(value) for name, value in requirement.params if name in named}
    return frozenset(kinds)
