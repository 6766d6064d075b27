"""The working week of a place and its rule for days off: set by an act, and taken back by one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from engine.actions.layerwork import LayerWork, on_layer
from engine.domain.audit import AuditKind
from engine.domain.calendar_rules import VALUES, CalendarRule, rule_fields, rule_undone
from engine.domain.errors import InvalidInput
from engine.domain.roles import Actor, Place
from engine.storage.calendar_rules import known_rule, rule_changes
from engine.storage.changes import Change, Insert, Update
from engine.storage.places import is_place
from engine.storage.tables import CalendarRuleRow
from engine.storage.types import new_id

if TYPE_CHECKING:
    from uuid import UUID

    from engine.storage.database import Transaction
    from engine.storage.receipts import Receipt, RequestKey
    from engine.workbench import Workbench

LONGEST_ACT = 500


@dataclass(frozen=True, slots=True)
class RuleRequest:
    """A setting of a place from a day on, with its act."""

    rule: CalendarRule


@dataclass(frozen=True, slots=True)
class UndoRuleRequest:
    """The change of a rule at a place of the journal of its layer, to be taken back by an act."""

    region_id: UUID | None
    seq: int
    act: str


def set_calendar_rule(
    bench: Workbench,
    request: RuleRequest,
    *,
    actor: Actor,
    request_key: RequestKey | None = None,
) -> Receipt:
    """Set a rule of a place; terms already counted move by a deed on each case (recounting).

    Raises Forbidden, InvalidInput: a value the setting does not have, no act, a place that is none.
    """

    def deed(work: LayerWork) -> Receipt:
        return _set_rule(work, _checked(work.transaction, request.rule))

    region_id = request.rule.place.region_id
    return on_layer(bench, region_id, deed, actor=actor, request_key=request_key)


def undo_calendar_rule(
    bench: Workbench,
    request: UndoRuleRequest,
    *,
    actor: Actor,
    request_key: RequestKey | None = None,
) -> Receipt:
    """Give a rule back what it was before a change, as an entry of its own.

    Raises NotFound for no such change, Forbidden, InvalidInput where the rule was set anew since.
    """

    def deed(work: LayerWork) -> Receipt:
        act = _checked_act(request.act)
        changes = rule_changes(work.transaction, work.head.stream)
        return _set_rule(work, rule_undone(changes, request.seq, act), request.seq)

    return on_layer(bench, request.region_id, deed, actor=actor, request_key=request_key)


def _set_rule(work: LayerWork, rule: CalendarRule, undoes: int | None = None) -> Receipt:
    change = _change(rule, known_rule(work.transaction, rule.key))
    return work.record(AuditKind.CALENDAR_RULED, rule_fields(rule, undoes), [change])


def _checked(transaction: Transaction, rule: CalendarRule) -> CalendarRule:
    if rule.value not in VALUES[rule.setting]:
        raise InvalidInput(field="value", rule="unknown", value=rule.value)
    if not is_place(transaction, rule.place):
        raise InvalidInput(field="place", rule="unknown")
    return CalendarRule(
        rule.place, rule.setting, rule.value, rule.starts_on, _checked_act(rule.act)
    )


def _checked_act(act: str) -> str:
    text = " ".join(act.split())
    if not text:
        raise InvalidInput(field="act", rule="empty")
    if len(text) > LONGEST_ACT:
        raise InvalidInput(field="act", rule="length", value=LONGEST_ACT)
    return text


def _change(rule: CalendarRule, known: UUID | None) -> Change:
    values: dict[str, Any] = {"value": rule.value, "act": rule.act}
    if known is not None:
        return Update(CalendarRuleRow, {"id": known}, values)
    place: Place = rule.place
    own = {
        "id": new_id(),
        "region_id": place.region_id,
        "municipality_id": place.municipality_id,
        "school_id": place.school_id,
        "setting": rule.setting.value,
        "starts_on": rule.starts_on,
    }
    return Insert(CalendarRuleRow, {**own, **values})
