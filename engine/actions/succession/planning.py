"""Planning a succession, planning to take one back, and planning again what was refused."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid5

from engine.actions.succession.sight import sighted_succession
from engine.domain.audit import AuditDraft, AuditKind, Stream, StreamKind
from engine.domain.checks import Severity
from engine.domain.errors import InvalidInput, NotFound, PlanInvalid
from engine.domain.roles import Actor, Permission, Place, require
from engine.domain.succession import SuccessionPlan, check_plan
from engine.domain.succession.checking import SHORTEST_REASON
from engine.domain.terms import local_day
from engine.storage.cases import find_cases
from engine.storage.database import Transaction, unit_of_work
from engine.storage.definitions import definition_in_force, definition_of, zone_of
from engine.storage.journal import lock_stream, record
from engine.storage.receipts import Receipt, RequestKey, replayed
from engine.storage.succession import (
    ITEMS,
    RunningCase,
    Succession,
    Target,
    find_target,
    gone_over,
    lock_succession,
    reopened,
    running_cases,
    succession_row,
)
from engine.storage.types import new_id

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from engine.workbench import Workbench


@dataclass(frozen=True, slots=True)
class SuccessionRequest:
    """The version in force of a region's path, and the plan for the cases on other ones."""

    definition_id: UUID
    plan: SuccessionPlan


@dataclass(frozen=True, slots=True)
class UndoRequest:
    """A succession whose cases are to come back, and why."""

    succession_id: UUID
    reason: str


def begin_succession(
    bench: Workbench,
    request: SuccessionRequest,
    *,
    actor: Actor,
    request_key: RequestKey | None = None,
) -> Receipt:
    """Keep the plan and the cases it is for; none goes over yet. The receipt names the succession.

    Raises PlanInvalid with every finding, InvalidInput for a version that is not in force today
    or has no running case behind it, NotFound, Forbidden.
    """
    with unit_of_work(bench.database) as transaction:
        # The same form sent twice waits for its first sending and gets the same answer.
        key = request_key.key if request_key else new_id().hex
        stream = Stream(StreamKind.SUCCESSION, uuid5(actor.account_id, key))
        head = lock_stream(transaction, stream)
        answer = replayed(transaction, actor, request_key)
        if answer is not None:
            return answer
        at = bench.now()
        target, region_id = _target(transaction, request.definition_id, actor, at)
        running = running_cases(transaction, target.stream_id, region_id, target.digest)
        _check(transaction, request.plan, target, running)
        one = Succession(
            stream.subject_id,
            actor.account_id,
            region_id,
            target.stream_id,
            target.id,
            None,
            request.plan,
            request.plan.reason,
            1,
            at,
            None,
        )
        draft = _planned(transaction, one, actor, target.digest, len(running))
        receipt = record(
            transaction,
            head,
            draft,
            [succession_row(one)],
            request_key=request_key,
            created_id=one.id,
        )
        ITEMS.plan(transaction, one.id, {case.id: case.revision for case in running})
        return receipt


def begin_undo(
    bench: Workbench,
    request: UndoRequest,
    *,
    actor: Actor,
    request_key: RequestKey | None = None,
) -> Receipt:
    """Plan to take back every case that went over by a succession; the receipt names the undo.

    Whether a case can still come back is judged case by case. Raises InvalidInput where nothing
    can, NotFound, Forbidden.
    """
    with unit_of_work(bench.database) as transaction:
        key = request_key.key if request_key else new_id().hex
        stream = Stream(StreamKind.SUCCESSION, uuid5(actor.account_id, key))
        head = lock_stream(transaction, stream)
        answer = replayed(transaction, actor, request_key)
        if answer is not None:
            return answer
        at = bench.now()
        found = lock_succession(transaction, request.succession_id)
        undone = sighted_succession(transaction, found, actor, at)
        revisions = _to_undo(transaction, undone, request.reason)
        one = Succession(
            stream.subject_id,
            actor.account_id,
            undone.region_id,
            undone.stream_id,
            undone.definition_id,
            undone.id,
            undone.plan,
            request.reason,
            1,
            at,
            None,
        )
        draft = _planned(transaction, one, actor, undone.plan.target, len(revisions))
        receipt = record(
            transaction,
            head,
            draft,
            [succession_row(one)],
            request_key=request_key,
            created_id=one.id,
        )
        ITEMS.plan(transaction, one.id, revisions)
        return receipt


def _to_undo(transaction: Transaction, undone: Succession, reason: str) -> Mapping[UUID, int]:
    if undone.undoes_id is not None:
        raise InvalidInput(field="succession", rule="is_undo")
    if not undone.plan.undo_days:
        raise InvalidInput(field="succession", rule="no_undo")
    if len(reason.strip()) < SHORTEST_REASON:
        raise InvalidInput(field="reason", rule="too_short", value=SHORTEST_REASON)
    revisions = gone_over(transaction, undone.id)
    if not revisions:
        raise InvalidInput(field="cases", rule="none_gone")
    return revisions


def retry_succession(bench: Workbench, succession_id: UUID, *, actor: Actor) -> Receipt | None:
    """Let the refused cases wait again, as they stand now; None when there are none.

    Raises NotFound, Forbidden.
    """
    with unit_of_work(bench.database) as transaction:
        head = lock_stream(transaction, Stream(StreamKind.SUCCESSION, succession_id))
        at = bench.now()
        found = lock_succession(transaction, succession_id)
        one = sighted_succession(transaction, found, actor, at)
        located = find_cases(transaction, ITEMS.failed(transaction, one.id))
        if not located:
            return None
        draft = AuditDraft(
            kind=AuditKind.SUCCESSION_RETRIED,
            actor=actor,
            at=at,
            definition_digest=one.plan.target,
            fields={"attempt": one.attempt + 1, "cases": len(located)},
        )
        receipt = record(transaction, head, draft, [reopened(one)])
        revisions = {case.state.id: case.state.revision for case in located}
        ITEMS.replan(transaction, one.id, revisions, one.attempt + 1)
        return receipt


def _target(
    transaction: Transaction, definition_id: UUID, actor: Actor, at: datetime
) -> tuple[Target, UUID]:
    """The version in force of a region's path, for whoever may publish there, with the region."""
    target = find_target(transaction, definition_id)
    if target is None or target.region_id is None:
        raise NotFound
    today = local_day(at, zone_of(transaction, target.region_id))
    require(Permission.PUBLISH_DEFINITION, actor, Place(target.region_id), today)
    in_force = definition_in_force(transaction, target.region_id, target.code, today, today)
    if in_force is None or in_force.id != target.id:
        raise InvalidInput(field="definition_id", rule="not_in_force")
    return target, target.region_id


def _check(
    transaction: Transaction, plan: SuccessionPlan, target: Target, running: list[RunningCase]
) -> None:
    if not running:
        raise InvalidInput(field="cases", rule="none_running")
    versions = sorted({case.definition_id for case in running})
    olds = [definition_of(transaction, one) for one in versions]
    findings = check_plan(plan, olds, definition_of(transaction, target.id))
    errors = tuple(one for one in findings if one.severity is Severity.ERROR)
    if errors:
        raise PlanInvalid(findings=errors)


def _planned(
    transaction: Transaction, one: Succession, actor: Actor, digest: str, cases: int
) -> AuditDraft:
    fields: dict[str, Any] = {"cases": cases, "plan": one.plan.digest}
    act = one.plan.act
    if one.undoes_id is not None:
        fields["undoes"] = str(one.undoes_id)
    elif act is not None:
        fields["act"] = [act.kind, act.number, act.signed_on.isoformat()]
    undoes = one.undoes_id is not None
    return AuditDraft(
        kind=AuditKind.SUCCESSION_UNDONE if undoes else AuditKind.SUCCESSION_PLANNED,
        actor=actor,
        at=one.created_at,
        happened_on=local_day(one.created_at, zone_of(transaction, one.region_id)),
        definition_digest=digest,
        fields=fields,
        text={"reason": one.reason},
    )
