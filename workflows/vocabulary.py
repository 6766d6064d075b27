"""The names a definition's text may use: settings with their meaning, and dictionaries.

The closed catalogue of facts is in `workflows.facts`; Russian sentences are made on the pages.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from engine.domain.publication import BY_ANOTHER, BY_AUTHOR, PUBLISH_APPROVAL
from engine.domain.requirements import FieldValue, Param, Tighter
from engine.domain.roles import Role
from engine.domain.situation import RECORD_STATUSES, RecordKind, SchoolMode
from engine.domain.tightening import MUNICIPAL_CHANGES, ONLY_TIGHTEN, compared

LONGEST_SOURCE = 500


class SettingKind(StrEnum):
    """What values a setting takes; the names are shown in findings."""

    NUMBER = "number"
    TEXT = "text"
    WORDS = "words"


@dataclass(frozen=True, slots=True)
class Setting:
    """A setting of a region: its default, what it governs, and the values it may take.

    `most` bounds a number, or the length of a text; `choices` are the words it is chosen from.
    `tighter` says which value is the stricter one; `zero_is_none`: zero then is no bound.
    """

    name: str
    kind: SettingKind
    default: FieldValue
    meaning: str
    most: int = 0
    choices: tuple[str, ...] = ()
    tighter: Tighter | None = None
    zero_is_none: bool = False

    def fault(self, value: FieldValue) -> str | None:
        """What is wrong with a value, as a finding's code; nothing when it may be set."""
        if not self._typed(value):
            return f"value_type:{self.kind.value}"
        if isinstance(value, int) and not 0 <= value <= self.most:
            return "value_range"
        if isinstance(value, str) and self.most and len(value) > self.most:
            return "value_too_long"
        chosen = (value,) if isinstance(value, str) else value if isinstance(value, tuple) else ()
        if self.choices and not set(chosen) <= set(self.choices):
            return "value_choice:" + ",".join(self.choices)
        return None

    def _typed(self, value: FieldValue) -> bool:
        if self.kind is SettingKind.NUMBER:
            return isinstance(value, int) and not isinstance(value, bool)
        if self.kind is SettingKind.TEXT:
            return isinstance(value, str)
        return isinstance(value, tuple) and bool(value)


_ROLES = tuple(role.value for role in Role)

SETTINGS: Mapping[str, Setting] = MappingProxyType(
    {
        setting.name: setting
        for setting in (
            Setting(
                "curator_case_limit",
                SettingKind.NUMBER,
                0,
                "How many open cases one curator leads at most; 0 is no limit.",
                most=1000,
                tighter=Tighter.FEWER,
                zero_is_none=True,
            ),
            Setting(
                "force_approvals",
                SettingKind.NUMBER,
                1,
                "How many other persons must consent to a forced move.",
                most=10,
                tighter=Tighter.MORE,
            ),
            Setting(
                "force_reason_min",
                SettingKind.NUMBER,
                20,
                "How many characters the reason of a forced move has at least.",
                most=1000,
                tighter=Tighter.MORE,
            ),
            Setting(
                MUNICIPAL_CHANGES,
                SettingKind.TEXT,
                ONLY_TIGHTEN,
                "Whether a municipality under the region may only tighten, or change anything.",
                choices=(ONLY_TIGHTEN, "any"),
                tighter=Tighter.FEWER,
            ),
            Setting(
                "opening_roles",
                SettingKind.WORDS,
                (Role.MUNICIPAL_COORDINATOR.value, Role.REGIONAL_COORDINATOR.value),
                "Who may open a case on this path.",
                choices=_ROLES,
                tighter=Tighter.FEWER,
            ),
            Setting(
                PUBLISH_APPROVAL,
                SettingKind.TEXT,
                BY_AUTHOR,
                "Whether another than the author must approve a version before it is published.",
                choices=(BY_ANOTHER, BY_AUTHOR),
                tighter=Tighter.FEWER,
            ),
            Setting(
                "source",
                SettingKind.TEXT,
                "",
                "The act or document the path was written from.",
                most=LONGEST_SOURCE,
                tighter=Tighter.EITHER,
            ),
            Setting(
                "tutor_capacity_rule",
                SettingKind.TEXT,
                "deny",
                "Whether one school more than the capacity is refused or only warned about.",
                choices=("deny", "warn"),
                tighter=Tighter.FEWER,
            ),
            Setting(
                "tutor_school_capacity",
                SettingKind.NUMBER,
                3,
                "How many schools one tutor school helps at the same time.",
                most=100,
                tighter=Tighter.FEWER,
            ),
            Setting(
                "tutor_school_modes",
                SettingKind.WORDS,
                (SchoolMode.EFFECTIVE.value, SchoolMode.DEVELOPMENT.value),
                "The modes a school must work in to be a tutor.",
                choices=tuple(mode.value for mode in SchoolMode),
                tighter=Tighter.FEWER,
            ),
        )
    }
)


def stricter_setting(name: str, old: FieldValue | None, new: FieldValue) -> bool:
    """Whether a setting is as strict as it was, or more; `None` is its default."""
    setting = SETTINGS.get(name)
    if setting is None:
        return False
    old = setting.default if old is None else old
    if setting.tighter is None or setting.tighter is Tighter.EITHER or old == new:
        return old == new or setting.tighter is Tighter.EITHER
    if setting.zero_is_none and 0 in (old, new):
        return new != 0
    param = Param(name, setting.kind.value, choices=setting.choices)
    return compared(param, setting.tighter, old, new)


DICTIONARIES: Mapping[str, str] = MappingProxyType(
    {
        "category": "Why a school is led; a school may be in several.",
        "decision": "Orders, minutes and other acts that moves rest on.",
        "document": "What schools, curators and authorities write for a case.",
        "end_code": "Why a case was closed without an exit.",
        "event": "What is held and counts against a quota.",
        "indicator": "Figures and rules whose result is recorded.",
        "listing_ground": "Why a school was put on the list.",
        "measure": "Kinds of measures of a roadmap.",
        "monitoring": "Monitoring rounds of a year.",
        "risk_factor": "Factors of the risk profile, every one of which gets a level.",
        "risk_level": "The levels of a risk factor.",
        "school_mode": "The modes a school works in.",
    }
)

CLOSED_DICTIONARIES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "risk_level": RECORD_STATUSES[RecordKind.RISK],
        "school_mode": tuple(mode.value for mode in SchoolMode),
    }
)
"""Dictionaries whose codes the rules know: a region calls them as it likes and adds none."""
