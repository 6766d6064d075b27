"""The working weeks and the rules for days off that places have set."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from uuid import UUID

import sqlalchemy as sa

from engine.domain.audit import AuditKind
from engine.domain.calendar_rules import CalendarRule, RuleChange, Setting, rule_change_from
from engine.domain.roles import Place
from engine.storage.database import Transaction
from engine.storage.statements import Prepared
from engine.storage.tables import CalendarRuleRow, JournalRow

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engine.domain.audit import Stream
    from engine.domain.calendar_rules import RuleKey
    from engine.storage.database import Reader

RULE_COLUMNS = (
    CalendarRuleRow.region_id,
    CalendarRuleRow.municipality_id,
    CalendarRuleRow.school_id,
    CalendarRuleRow.setting,
    CalendarRuleRow.value,
    CalendarRuleRow.starts_on,
    CalendarRuleRow.act,
)
_ORDER = (CalendarRuleRow.starts_on, CalendarRuleRow.id)

_REGION_ID = sa.bindparam("region_id", type_=CalendarRuleRow.region_id.type)
_RULES = Prepared(
    sa.select(*RULE_COLUMNS, CalendarRuleRow.id)
    .where(sa.or_(CalendarRuleRow.region_id.is_(None), CalendarRuleRow.region_id == _REGION_ID))
    .order_by(*_ORDER)
)


def rules_of(reader: Reader | Transaction, region_id: UUID | None) -> tuple[CalendarRule, ...]:
    """The rules of the whole installation and of the region with all that lies in it."""
    kept = reader.kept if isinstance(reader, Transaction) else {}
    key = ("calendar_rules", region_id)
    if key not in kept:
        rows = reader.rows(_RULES, region_id=region_id)
        kept[key] = tuple(rule_from(row) for row in rows)
    rules: tuple[CalendarRule, ...] = kept[key]
    return rules


def known_rule(transaction: Transaction, key: RuleKey) -> UUID | None:
    """The row of a rule, if it was ever set."""
    rows = transaction.rows(_RULES, region_id=key[0].region_id)
    return next((row[7] for row in rows if rule_from(row).key == key), None)


def rule_from(row: Sequence[Any]) -> CalendarRule:
    """A rule out of the columns of its row."""
    region, municipality, school, setting, value, starts_on, act, *_ = row
    return CalendarRule(
        Place(region, municipality, school), Setting(setting), value, starts_on, act
    )


_CHANGES = Prepared(
    sa.select(JournalRow.seq, JournalRow.body)
    .where(
        JournalRow.subject_id == sa.bindparam("subject_id", type_=JournalRow.subject_id.type),
        JournalRow.stream == sa.bindparam("stream"),
        JournalRow.kind == AuditKind.CALENDAR_RULED.value,
    )
    .order_by(JournalRow.seq)
)


def rule_changes(reader: Reader | Transaction, stream: Stream) -> list[RuleChange]:
    """Every change of the rules of a layer, in order, as its journal tells of them."""
    rows = reader.rows(_CHANGES, subject_id=stream.subject_id, stream=stream.kind.value)
    return [rule_change_from(row[0], json.loads(bytes(row[1]))["fields"]) for row in rows]
