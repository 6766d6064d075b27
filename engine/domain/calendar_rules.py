"""What a place has set of its calendar beside single days: the working week, and days off.

A rule holds from its first day on, in its place and below it. The nearest place decides; it may
also give a rule back to the place above.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Any, TypeAlias
from uuid import UUID

from engine.domain.errors import InvalidInput, NotFound
from engine.domain.roles import Place


class Setting(StrEnum):
    """What is set."""

    DAY_OFF = "day_off"
    WEEK = "week"


class DayOff(StrEnum):
    """Where a term goes that ends on a day off: on (ГК, 193), back, or nowhere."""

    NEXT = "next"
    PREVIOUS = "previous"
    STAY = "stay"


class Week(StrEnum):
    """The working week: Monday to Friday, or to Saturday."""

    FIVE = "five_days"
    SIX = "six_days"


INHERIT = "inherit"
"""From its first day on the place above decides again."""

VALUES: Mapping[Setting, tuple[str, ...]] = MappingProxyType(
    {
        Setting.DAY_OFF: (*(one.value for one in DayOff), INHERIT),
        Setting.WEEK: (*(one.value for one in Week), INHERIT),
    }
)
"""What each setting may be set to."""

FIRST_DAY_OFF: Mapping[str, int] = MappingProxyType({Week.FIVE.value: 5, Week.SIX.value: 6})
"""The first day of the week that is off, Monday being 0."""

RuleKey: TypeAlias = tuple[Place, Setting, date]
"""What names a rule: its place, what it sets, its first day."""


@dataclass(frozen=True, slots=True)
class CalendarRule:
    """A setting of a place from a day on, with its act; `value` None says nothing any more."""

    place: Place
    setting: Setting
    value: str | None
    starts_on: date
    act: str = ""

    @property
    def key(self) -> RuleKey:
        """What names it."""
        return self.place, self.setting, self.starts_on


@dataclass(frozen=True, slots=True)
class RuleChange:
    """A rule set by one act of a person; `undoes` is the place of the change it takes back."""

    seq: int
    rule: CalendarRule
    undoes: int | None = None


def of_setting(rules: Iterable[CalendarRule], setting: Setting) -> tuple[CalendarRule, ...]:
    """The rules of a setting in the order in which they are asked: nearest place, latest day."""
    found = [one for one in rules if one.setting is setting]
    return tuple(sorted(found, key=lambda one: (_depth(one.place), one.starts_on), reverse=True))


def in_force(rules: Sequence[CalendarRule], day: date) -> CalendarRule | None:
    """The rule that decides on a day, of those of one setting in their order; None: none is set."""
    given_back: Place | None = None
    for one in rules:
        if one.value is None or one.starts_on > day or one.place == given_back:
            continue
        if one.value != INHERIT:
            return one
        given_back = one.place
    return None


def rules_at(rules: Iterable[CalendarRule], place: Place) -> tuple[CalendarRule, ...]:
    """Those of the rules that hold in a place: its own and those of the places above it."""
    return tuple(one for one in rules if one.place.covers(place))


def with_rule(
    rules: Iterable[CalendarRule], changed: CalendarRule | None
) -> tuple[CalendarRule, ...]:
    """The rules as they would be with one of them set anew."""
    if changed is None:
        return tuple(rules)
    return (*(one for one in rules if one.key != changed.key), changed)


def rule_fields(rule: CalendarRule, undoes: int | None = None) -> dict[str, Any]:
    """What the journal says of a change, so that `rule_change_from` gives it back."""
    place = rule.place
    ids = (place.region_id, place.municipality_id, place.school_id)
    fields: dict[str, Any] = {
        "place": [None if one is None else str(one) for one in ids],
        "setting": rule.setting.value,
        "value": rule.value,
        "starts_on": rule.starts_on.isoformat(),
        "act": rule.act,
    }
    return fields if undoes is None else {**fields, "undoes": undoes}


def rule_change_from(seq: int, fields: Mapping[str, Any]) -> RuleChange:
    """The change that an entry tells of."""
    place = Place(*(None if one is None else UUID(one) for one in fields["place"]))
    rule = CalendarRule(
        place,
        Setting(fields["setting"]),
        fields["value"],
        date.fromisoformat(fields["starts_on"]),
        fields["act"],
    )
    return RuleChange(seq, rule, fields.get("undoes"))


def rule_undone(changes: Sequence[RuleChange], seq: int, act: str) -> CalendarRule:
    """The rule as it was before a change; `act` is what takes back the new one.

    Raises NotFound for a change that is none, InvalidInput where a later one set the rule anew.
    """
    change = next((one for one in changes if one.seq == seq), None)
    if change is None:
        raise NotFound
    key = change.rule.key
    if any(one.seq > seq and one.rule.key == key for one in changes):
        raise InvalidInput(field="change", rule="changed_since")
    before = [one.rule for one in changes if one.seq < seq and one.rule.key == key]
    return CalendarRule(*key[:2], before[-1].value if before else None, key[2], act)


def undoable_rules(changes: Sequence[RuleChange]) -> frozenset[int]:
    """The places of the changes whose rule was not set anew since; an undoing is none of them."""
    newest = {one.rule.key: one for one in changes}
    return frozenset(one.seq for one in newest.values() if one.undoes is None)


def _depth(place: Place) -> int:
    ids = (place.region_id, place.municipality_id, place.school_id)
    return sum(one is not None for one in ids)
