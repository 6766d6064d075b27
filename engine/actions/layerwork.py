"""The one way a layer of the calendar changes: lock, admit, decide, record in one transaction."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from engine.domain.audit import AuditDraft, AuditKind
from engine.domain.roles import Actor, Permission, Place, Role, require
from engine.domain.terms import local_day
from engine.storage.calendars import layer_stream
from engine.storage.database import Transaction, unit_of_work
from engine.storage.definitions import zone_of
from engine.storage.journal import ChainHead, lock_stream, record
from engine.storage.receipts import Receipt, RequestKey, replayed

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date, datetime

    from engine.storage.changes import Change
    from engine.workbench import Workbench


@dataclass(frozen=True, slots=True)
class LayerWork:
    """A layer on the bench, locked: that of a region, or of the whole country without one."""

    transaction: Transaction
    region_id: UUID | None
    head: ChainHead
    actor: Actor
    roles: frozenset[Role]
    at: datetime
    today: date
    request_key: RequestKey | None

    def record(
        self, kind: AuditKind, fields: Mapping[str, Any], changes: Sequence[Change]
    ) -> Receipt:
        """Write a change of the layer and its entry together."""
        draft = AuditDraft(
            kind=kind,
            actor=self.actor,
            at=self.at,
            happened_on=self.today,
            role=min(self.roles),
            fields=fields,
        )
        return record(self.transaction, self.head, draft, changes, request_key=self.request_key)


def on_layer(
    bench: Workbench,
    region_id: UUID | None,
    deed: Callable[[LayerWork], Receipt],
    *,
    actor: Actor,
    request_key: RequestKey | None,
) -> Receipt:
    """Do a deed on a layer; a known key gives its kept answer.

    Who may not edit it is refused before the deed looks anything up. The calendar is edited by
    those who hold the whole layer, also where a rule is for one municipality or school.
    """
    with unit_of_work(bench.database) as transaction:
        head = lock_stream(transaction, layer_stream(region_id, bench.database))
        answer = replayed(transaction, actor, request_key)
        if answer is not None:
            return answer
        at = bench.now()
        today = local_day(at, zone_of(transaction, region_id))
        roles = require(Permission.EDIT_CALENDAR, actor, Place(region_id), today)
        work = LayerWork(transaction, region_id, head, actor, roles, at, today, request_key)
        return deed(work)
