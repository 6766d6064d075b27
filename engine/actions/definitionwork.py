"""The one way every deed on a definition goes: its stream locked, the right asked, one entry."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import NAMESPACE_URL, UUID, uuid5

from engine.actions.refusing import record_own_refusal
from engine.domain.audit import AuditDraft, AuditKind, Stream, StreamKind
from engine.domain.errors import (
    ApprovalRequired,
    Forbidden,
    InvalidInput,
    OwnApproval,
    ProposalWaiting,
    VersionInUse,
)
from engine.domain.roles import Actor, Permission, Place, Role, require
from engine.domain.terms import local_day
from engine.storage.database import Transaction, unit_of_work
from engine.storage.definitions import zone_of
from engine.storage.journal import ChainHead, lock_stream, record
from engine.storage.receipts import Receipt, RequestKey, replayed

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from engine.storage.changes import Change
    from engine.workbench import Workbench


@dataclass(frozen=True, slots=True)
class DefinitionWork:
    """A deed on a definition under way, with its stream locked; `today` is the region's day."""

    bench: Workbench
    transaction: Transaction
    head: ChainHead
    actor: Actor
    role: Role
    at: datetime
    today: date
    request_key: RequestKey | None

    def write(
        self,
        kind: AuditKind,
        changes: Sequence[Change],
        *,
        created_id: UUID | None = None,
        **draft: Any,
    ) -> Receipt:
        """Record the deed in the stream of the definition."""
        entry = AuditDraft(
            kind, self.actor, self.at, happened_on=self.today, role=self.role, **draft
        )
        return record(
            self.transaction,
            self.head,
            entry,
            changes,
            request_key=self.request_key,
            created_id=created_id,
        )


def definition_stream(region_id: UUID | None, code: str) -> Stream:
    """The stream of a definition over all its versions: made from region and code."""
    return Stream(StreamKind.DEFINITION, uuid5(NAMESPACE_URL, f"definition:{region_id}:{code}"))


Found = Callable[[Transaction], "tuple[Stream, UUID | None]"]
_REFUSALS = (
    ApprovalRequired,
    Forbidden,
    InvalidInput,
    OwnApproval,
    ProposalWaiting,
    VersionInUse,
)


def on_definition(
    bench: Workbench,
    kind: AuditKind,
    find: Found,
    deed: Callable[[DefinitionWork], Receipt],
    *,
    actor: Actor,
    request_key: RequestKey | None = None,
) -> Receipt:
    """Do a deed in one transaction; a refusal changes nothing but is itself recorded.

    `find` names the stream and the region, raising NotFound for what is not there.
    """
    try:
        with unit_of_work(bench.database) as transaction:
            stream, region_id = find(transaction)
            at = bench.now()
            today = local_day(at, zone_of(transaction, region_id))
            head = lock_stream(transaction, stream)
            answer = replayed(transaction, actor, request_key)
            if answer is not None:
                return answer
            roles = require(Permission.PUBLISH_DEFINITION, actor, Place(region_id), today)
            work = DefinitionWork(
                bench, transaction, head, actor, min(roles), at, today, request_key
            )
            return deed(work)
    except _REFUSALS as refusal:
        record_own_refusal(bench, kind, refusal, actor)
        raise
