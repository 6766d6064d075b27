"""Requirements as a list of small forms, each a fact of the closed catalogue with its fields.

Beside its fields a small form carries the requirement it began as. What comes back equal is left
exactly as it was written, and a combination of facts is kept as a whole: it is changed as a text.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from flask_babel import gettext as _
from marshmallow import ValidationError

from admin.definitions.catalogue import DEFAULTS, ParamField, fields_of
from admin.definitions.data import requirement_data
from engine.domain.requirements import COMBINATORS, FieldValue, Requirement
from workflows.schema_values import requirement as parsed_requirement

if TYPE_CHECKING:
    from admin.definitions.sheet import Sheet
    from admin.host import Wording
    from engine.domain.definition import Definition
    from engine.domain.requirements import FactCatalogue

_SHORT = re.compile(r"(\d{1,2})\.(\d{1,2})", re.ASCII)
_LONG = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})", re.ASCII)
_LEAP = 2024
_DEEPEST = 20


@dataclass(frozen=True, slots=True)
class Shop:
    """What a requirement may be made of: the facts, this definition's words, and how they sound."""

    facts: FactCatalogue
    definition: Definition
    wording: Wording

    def fields(self, fact: str) -> tuple[ParamField, ...]:
        """The fields of a fact."""
        return fields_of(fact, self.facts, self.definition, self.wording)


def add_requirement(sheet: Sheet, shop: Shop, requirement: Requirement) -> None:
    """Put a requirement into the list as a small form."""
    fields: dict[str, Iterable[str] | str] = {
        "fact": requirement.fact,
        "was": json.dumps(requirement_data(requirement), ensure_ascii=False),
    }
    for one in shop.fields(requirement.fact):
        fields[one.name] = _typed(one, requirement)
    sheet.add("req", fields)


def add_fact(sheet: Sheet, shop: Shop, fact: str) -> None:
    """Put an empty small form of a fact into the list; what holds by default is filled in."""
    if fact in shop.facts:
        defaults = {one.name: DEFAULTS.get((fact, one.name), "") for one in shop.fields(fact)}
        sheet.add("req", {"fact": fact, **defaults})


def requirements_of(sheet: Sheet, shop: Shop) -> tuple[Requirement, ...]:
    """The requirements of the list, in its order and each once; faults stand beside the fields."""
    found = [_requirement(sheet, shop, f"req-{number}-") for number in sheet.numbers("req")]
    return tuple(dict.fromkeys(one for one in found if one is not None))


def kept_requirement(text: str) -> Requirement | None:
    """The requirement a small form began as; the text comes from a form and may be anything."""
    try:
        data = json.loads(text) if text else None
        return parsed_requirement(data) if isinstance(data, dict) and _shallow(data) else None
    except (ValueError, RecursionError, ValidationError):
        return None


def _requirement(sheet: Sheet, shop: Shop, prefix: str) -> Requirement | None:
    was, fact = kept_requirement(sheet.get(f"{prefix}was")), sheet.get(f"{prefix}fact")
    if was is not None and (was.fact in COMBINATORS or was.fact not in shop.facts):
        return was
    if fact not in shop.facts:
        return None
    given: dict[str, FieldValue] = {}
    for one in shop.fields(fact):
        value = _value(sheet, prefix, one)
        if value is not None:
            given[one.name] = value
    new = Requirement(fact, tuple(sorted(given.items())))
    return was if was is not None and _plain(was, shop) == _plain(new, shop) else new


def _plain(requirement: Requirement, shop: Shop) -> dict[str, FieldValue]:
    """Parameters with a list of one as a list, and without what holds anyway."""
    found: dict[str, FieldValue] = {}
    fields = {one.name: one for one in shop.fields(requirement.fact)}
    for name, value in requirement.params:
        many = name in fields and fields[name].widget == "many"
        plain = (value,) if many and isinstance(value, str) else value
        kept = tuple(sorted(plain)) if isinstance(plain, tuple) else plain
        if _as_typed(kept) != _as_typed(_default(requirement.fact, name)):
            found[name] = kept
    return found


def _default(fact: str, name: str) -> FieldValue | None:
    value = DEFAULTS.get((fact, name))
    return tuple(sorted(value)) if isinstance(value, tuple) else value


def _as_typed(value: FieldValue | None) -> object:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value if isinstance(value, tuple) or value is None else str(value)


def _typed(one: ParamField, requirement: Requirement) -> Iterable[str] | str:
    """What a field shows of a requirement."""
    given = dict(requirement.params)
    if one.name not in given:
        return DEFAULTS.get((requirement.fact, one.name), "")
    value = given[one.name]
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return value
    return typed_bound(str(value)) if one.widget == "day" else str(value)


def typed_bound(bound: str) -> str:
    """«01.06» for `06-01`, «01.06.2024» for `2024-06-01`."""
    return ".".join(reversed(bound.split("-")))


def _value(sheet: Sheet, prefix: str, one: ParamField) -> FieldValue | None:
    name = prefix + one.name
    if one.widget == "many":
        chosen = tuple(dict.fromkeys(sheet.all(name)))
        return _needed(sheet, name, one, chosen or None)
    text = sheet.get(name)
    if not text:
        return _needed(sheet, name, one, None)
    if one.widget == "number":
        number = sheet.number(name)
        if number is None:
            sheet.refuse(name, _("Впишите целое число."))
        return number
    if one.widget == "day":
        return _bound(sheet, name, text)
    if {"yes", "no"} == {code for code, _title in one.options}:
        return text == "yes"
    return text


def _needed(
    sheet: Sheet, name: str, one: ParamField, value: FieldValue | None
) -> FieldValue | None:
    if value is None and one.required:
        sheet.refuse(name, _("Выберите или впишите: без этого требование не проверить."))
    return value


def _bound(sheet: Sheet, name: str, text: str) -> str | None:
    """A day of every year or of one year, as people write it."""
    short, long = _SHORT.fullmatch(text), _LONG.fullmatch(text)
    try:
        if short:
            return f"{date(_LEAP, int(short[2]), int(short[1])):%m-%d}"
        if long:
            return date(int(long[3]), int(long[2]), int(long[1])).isoformat()
    except ValueError:
        pass
    sheet.refuse(name, _("Впишите день и месяц, например 01.06, или день одного года: 01.06.2024."))
    return None


def _shallow(data: object, depth: int = _DEEPEST) -> bool:
    if depth == 0:
        return False
    parts = data.values() if isinstance(data, dict) else data if isinstance(data, list) else ()
    return all(_shallow(part, depth - 1) for part in parts)
