"""Planning a bulk move, and planning again what was not moved."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid5

from engine.actions.bulk.ordering import planned_order
from engine.actions.bulk.sight import sighted_bulk
from engine.actions.filing import file_changes
from engine.domain.audit import AuditDraft, AuditKind, Stream, StreamKind
from engine.domain.bulk import BulkMode, BulkOrder
from engine.domain.errors import Forbidden, InvalidInput, NotFound
from engine.domain.roles import Actor, Permission, Role, reads
from engine.domain.terms import local_day
from engine.storage.bulk import (
    BODY,
    ITEMS,
    REASON,
    TITLE,
    Bulk,
    bulk_row,
    lock_bulk,
    reopened,
)
from engine.storage.cases import LockedCase, find_cases
from engine.storage.database import Transaction, unit_of_work
from engine.storage.journal import lock_stream, record
from engine.storage.receipts import Receipt, RequestKey, replayed
from engine.storage.situations import read_situations
from engine.storage.types import new_id

if TYPE_CHECKING:
    from datetime import datetime

    from engine.actions.filing import FilePaper
    from engine.workbench import Workbench

MOST_CASES = 2_000
"""A bulk of all or nothing holds the locks of all its cases for as long as it takes."""


@dataclass(frozen=True, slots=True)
class BulkRequest:
    """One move for many cases of one path; beside each the revision it was read at, if known.

    `file` is the scan of the order that the bulk registers.
    """

    cases: tuple[tuple[UUID, int | None], ...]
    order: BulkOrder
    mode: BulkMode
    file: FilePaper | None = None


def plan_bulk(
    bench: Workbench,
    request: BulkRequest,
    *,
    actor: Actor,
    request_key: RequestKey | None = None,
) -> Receipt:
    """Keep what is to be done to which cases; nothing is moved yet. The receipt names the bulk.

    Raises NotFound where a case is out of sight, Forbidden, InvalidInput.
    """
    read_at = dict(request.cases)
    _require_number(len(read_at))
    with unit_of_work(bench.database) as transaction:
        # The same form sent twice waits for its first sending and gets the same answer.
        key = request_key.key if request_key else new_id().hex
        stream = Stream(StreamKind.BULK, uuid5(actor.account_id, key))
        head = lock_stream(transaction, stream)
        answer = replayed(transaction, actor, request_key)
        if answer is not None:
            return answer
        at = bench.now()
        located = _in_sight(transaction, set(read_at), actor, at)
        path = _one_path(located, request.order.move)
        order = planned_order(
            request.order,
            request.file,
            path.definition,
            actor=actor,
            today=local_day(at, path.zone),
        )
        bulk = Bulk(
            stream.subject_id,
            actor.account_id,
            path.region_id,
            path.definition_stream_id,
            order,
            request.mode,
            1,
            at,
            None,
        )
        receipt = record(
            transaction,
            head,
            _planned(bulk, actor, path, at, len(located)),
            [*file_changes(request.file), bulk_row(bulk)],
            request_key=request_key,
            created_id=bulk.id,
        )
        expected = {one.state.id: read_at[one.state.id] or one.state.revision for one in located}
        ITEMS.plan(transaction, bulk.id, expected)
        return receipt


def retry_bulk(bench: Workbench, bulk_id: UUID, *, actor: Actor) -> Receipt | None:
    """Let the cases that were not moved wait again, as they stand now; the moved ones stay.

    None when there is nothing to try again. Raises NotFound, Forbidden.
    """
    with unit_of_work(bench.database) as transaction:
        head = lock_stream(transaction, Stream(StreamKind.BULK, bulk_id))
        at = bench.now()
        bulk = sighted_bulk(transaction, lock_bulk(transaction, bulk_id), actor, at)
        located = find_cases(transaction, ITEMS.failed(transaction, bulk.id))
        if not located:
            return None
        draft = AuditDraft(
            kind=AuditKind.BULK_RETRIED,
            actor=actor,
            at=at,
            definition_digest=located[0].definition.digest,
            move=bulk.order.move,
            fields={"attempt": bulk.attempt + 1, "cases": len(located)},
        )
        receipt = record(transaction, head, draft, [reopened(bulk)])
        revisions = {one.state.id: one.state.revision for one in located}
        ITEMS.replan(transaction, bulk.id, revisions, bulk.attempt + 1)
        return receipt


def _require_number(cases: int) -> None:
    if not cases:
        raise InvalidInput(field="cases", rule="empty")
    if cases > MOST_CASES:
        raise InvalidInput(field="cases", rule="too_many_cases", value=MOST_CASES)


def _in_sight(
    transaction: Transaction, case_ids: set[UUID], actor: Actor, at: datetime
) -> list[LockedCase]:
    """The cases, all of which the actor sees; one out of sight answers like one that is not."""
    located = find_cases(transaction, case_ids)
    if len(located) != len(case_ids):
        raise NotFound
    days = {one.state.id: local_day(at, one.zone) for one in located}
    hidden = [one for one in located if not reads(actor, one.state.place, days[one.state.id])]
    situations = read_situations(transaction, hidden, days)
    if any(
        Role.TUTOR_SCHOOL_REP not in situations[one.state.id].attached_roles(actor)
        for one in hidden
    ):
        raise NotFound
    if not actor.allows(Permission.MOVE_CASE, {grant.role for grant in actor.grants}):
        raise Forbidden(permission=Permission.MOVE_CASE.value)
    return located


def _one_path(located: list[LockedCase], move: str) -> LockedCase:
    """The case on the newest version of the one path that all of them follow."""
    if len({(one.definition_stream_id, one.state.place.region_id) for one in located}) > 1:
        raise InvalidInput(field="cases", rule="mixed")
    for one in reversed(located):
        if move in one.definition.move_by_code:
            return one
    raise InvalidInput(field="move", rule="unknown", value=move)


def _planned(bulk: Bulk, actor: Actor, path: LockedCase, at: datetime, cases: int) -> AuditDraft:
    fields: dict[str, Any] = {"cases": cases, "mode": bulk.mode.value}
    text = {REASON: bulk.order.reason}
    today = local_day(at, path.zone)
    basis, new = bulk.order.basis, bulk.order.registers
    if basis is not None:
        fields["basis"] = [basis.kind, basis.number, basis.signed_on.isoformat()]
    if new is not None:
        fields["registers"] = str(new.id)
        text |= {BODY: new.body, TITLE: new.title}
    return AuditDraft(
        kind=AuditKind.BULK_PLANNED,
        actor=actor,
        at=at,
        happened_on=bulk.order.happened_on or today,
        recorded_on=today,
        definition_digest=path.definition.digest,
        move=bulk.order.move,
        evidence=(new.sha256,) if new and new.sha256 else (),
        fields=fields,
        text=text,
    )
