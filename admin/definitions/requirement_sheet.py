"""Requirements as small forms, each a fact of the closed catalogue with its fields, or a group.

A small form says what it stands in: a group by its number, the condition of a way as `way-0`, or
nothing for the requirements of the move itself. Beside its fields a fact carries the requirement
it began as, and what comes back equal is left exactly as it was written.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from flask_babel import gettext as _
from marshmallow import ValidationError

from admin.definitions.catalogue import DEFAULTS, ParamField, fields_of
from admin.definitions.data import requirement_data
from admin.definitions.sheet import MOST_PARTS
from engine.domain.requirements import COMBINATORS, FieldValue, Requirement
from workflows.schema import MOST_REQUIREMENTS
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


def add_requirement(sheet: Sheet, shop: Shop, requirement: Requirement, inside: str = "") -> None:
    """Put a requirement into the list: a fact as a small form, a group with everything in it."""
    if requirement.fact in COMBINATORS and _has_room(sheet, requirement):
        number = sheet.add("req", {"in": inside, "fact": requirement.fact})
        for part in requirement.parts:
            add_requirement(sheet, shop, part, str(number))
        return
    fields: dict[str, Iterable[str] | str] = {
        "in": inside,
        "fact": requirement.fact,
        "was": json.dumps(requirement_data(requirement), ensure_ascii=False),
    }
    for one in shop.fields(requirement.fact):
        fields[one.name] = _typed(one, requirement)
    sheet.add("req", fields)


def branches(sheet: Sheet) -> dict[str, list[int]]:
    """The small forms by what they stand in; one that stands in nothing known is at the top."""
    numbers = sheet.numbers("req")
    inside = {number: sheet.get(f"req-{number}-in") for number in numbers}
    groups = {str(number) for number in numbers if is_group(sheet, number)}
    roots = {"", *(f"way-{number}" for number in sheet.numbers("way"))}
    tree: dict[str, list[int]] = {}
    for number in numbers:
        above, steps = inside[number], 0
        while above in groups and steps < _DEEPEST:
            above, steps = inside[int(above)], steps + 1
        tree.setdefault(inside[number] if above in roots else "", []).append(number)
    return tree


def is_group(sheet: Sheet, number: int) -> bool:
    """Whether a small form holds others."""
    prefix = f"req-{number}-"
    return sheet.get(f"{prefix}fact") in COMBINATORS and not sheet.get(f"{prefix}was")


def requirements_of(sheet: Sheet, shop: Shop, inside: str = "") -> tuple[Requirement, ...]:
    """The requirements of the list, in its order and each once; faults stand beside the fields."""
    tree = branches(sheet)
    found = [_requirement(sheet, shop, tree, number) for number in tree.get(inside, [])]
    return tuple(dict.fromkeys(one for one in found if one is not None))


def groups_in_words(sheet: Sheet, shop: Shop) -> dict[str, str]:
    """What each group that stands by itself asks for, as far as it is filled in."""
    tried, tree = replace(sheet, faults={}), branches(sheet)
    groups = [
        number
        for inside, listed in tree.items()
        for number in listed
        if not inside.isdecimal() and is_group(sheet, number)
    ]
    built = {number: _requirement(tried, shop, tree, number) for number in groups}
    return {
        f"req-{number}-words": _sentence(shop.wording.requirement(one, shop.definition))
        for number, one in built.items()
        if one is not None and one.parts
    }


def kept_requirement(text: str) -> Requirement | None:
    """The requirement a small form began as; the text comes from a form and may be anything."""
    try:
        data = json.loads(text) if text else None
        return parsed_requirement(data) if isinstance(data, dict) and _shallow(data) else None
    except (ValueError, RecursionError, ValidationError):
        return None


def _sentence(clause: str) -> str:
    return f"{clause[:1].upper()}{clause[1:]}."


def _has_room(sheet: Sheet, requirement: Requirement) -> bool:
    """Whether a group is small enough to be shown part by part; else it is kept as a whole."""
    left = MOST_PARTS - MOST_REQUIREMENTS - len(sheet.numbers("req"))
    return requirement.parts != () and _size(requirement) <= left and _depth(requirement) < _DEEPEST


def _size(requirement: Requirement) -> int:
    return 1 + sum(_size(part) for part in requirement.parts)


def _depth(requirement: Requirement) -> int:
    return 1 + max((_depth(part) for part in requirement.parts), default=0)


def _requirement(
    sheet: Sheet, shop: Shop, tree: dict[str, list[int]], number: int
) -> Requirement | None:
    if is_group(sheet, number):
        return _group(sheet, shop, tree, number)
    prefix = f"req-{number}-"
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


def _group(sheet: Sheet, shop: Shop, tree: dict[str, list[int]], number: int) -> Requirement | None:
    kind, name = sheet.get(f"req-{number}-fact"), f"req-{number}"
    found = [_requirement(sheet, shop, tree, one) for one in tree.get(str(number), [])]
    parts = tuple(one for one in found if one is not None)
    if not parts:
        sheet.refuse(name, _("Добавьте в группу требование или уберите группу."))
    elif kind == "not" and len(parts) > 1:
        sheet.refuse(name, _("Отрицать можно одно требование: объедините их в одну группу."))
    return Requirement(kind, parts=parts)


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
