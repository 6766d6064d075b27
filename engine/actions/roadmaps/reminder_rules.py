"""How an authority wants to be reminded of its measures: a setting of its own, in the journal."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from engine.domain.audit import AuditDraft, AuditKind, Stream, StreamKind
from engine.domain.errors import NotFound
from engine.domain.roles import Actor, Permission, Place, require
from engine.domain.terms import local_day
from engine.storage.changes import Change, Insert, Update
from engine.storage.database import unit_of_work
from engine.storage.definitions import zone_of
from engine.storage.journal import lock_stream, record
from engine.storage.places import region_of
from engine.storage.receipts import Receipt, RequestKey, replayed
from engine.storage.reminding import KeptRule, own_rule
from engine.storage.tables import ReminderRuleRow
from engine.storage.types import new_id

if TYPE_CHECKING:
    from uuid import UUID

    from engine.domain.roadmaps.reminding import ReminderRule
    from engine.storage.database import Transaction
    from engine.workbench import Workbench


@dataclass(frozen=True, slots=True)
class RuleRequest:
    """The rule of a municipality, or of a region for those that have set none."""

    place: Place
    rule: ReminderRule


def set_reminder_rule(
    bench: Workbench,
    request: RuleRequest,
    *,
    actor: Actor,
    request_key: RequestKey | None = None,
) -> Receipt:
    """Set how people of the place are reminded from the next round on.

    Raises NotFound and Forbidden for a place that is not the actor's, InvalidInput by the field.
    """
    with unit_of_work(bench.database) as transaction:
        place = _known(transaction, request.place)
        head = lock_stream(transaction, Stream(StreamKind.REGION, place[0]))
        at = bench.now()
        today = local_day(at, zone_of(transaction, place[0]))
        roles = require(Permission.APPROVE_ROADMAP, actor, request.place, today)
        answer = replayed(transaction, actor, request_key)
        if answer is not None:
            return answer
        rule = asdict(request.rule.checked())
        fields = {**rule, "before": list(rule["before"]), "authority": str(place[1])}
        draft = AuditDraft(
            kind=AuditKind.REMINDERS_SET,
            actor=actor,
            at=at,
            happened_on=today,
            role=min(roles),
            fields=fields,
        )
        kept = own_rule(transaction, place[1])
        return record(
            transaction, head, draft, [_change(kept, place[1], rule)], request_key=request_key
        )


def _known(transaction: Transaction, place: Place) -> tuple[UUID, UUID]:
    """The region, and whose rule it is; a municipality of another region is none."""
    region_id, municipality_id = place.region_id, place.municipality_id
    if region_id is None or place.school_id is not None:
        raise NotFound
    if municipality_id is not None and region_of(transaction, municipality_id) != region_id:
        raise NotFound
    return region_id, municipality_id or region_id


def _change(kept: KeptRule | None, authority_id: UUID, rule: dict[str, Any]) -> Change:
    values = {**rule, "before": list(rule["before"])}
    if kept is not None:
        return Update(ReminderRuleRow, {"id": kept.id}, values)
    return Insert(ReminderRuleRow, {"id": new_id(), "authority_id": authority_id, **values})
