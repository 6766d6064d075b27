"""Values that are not of one type: requirements, parameters of facts, settings."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from marshmallow import ValidationError, fields

from engine.domain.checks.naming import fault_of
from engine.domain.requirements import COMBINATORS, FieldValue, Requirement
from workflows.schema_fields import MOST_VALUES, Messages, Text, bounded, named, table
from workflows.vocabulary import SETTINGS

LARGEST_NUMBER = 1_000_000
MOST_PARTS = 20


class SettingTable(fields.Field[dict[str, FieldValue]]):
    """`[settings]`: only names of the vocabulary, with values of their kind."""

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any
    ) -> dict[str, FieldValue]:
        del attr, data, kwargs
        return _each(table(value), setting_value)


class RequirementField(fields.Field[Requirement]):
    """A fact with its parameters, or `all`, `any`, `not` over requirements."""

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any
    ) -> Requirement:
        del attr, data, kwargs
        return requirement(value)


def requirement(data: Any) -> Requirement:
    """The requirement a table describes; exactly one of fact, all, any, not stands in it."""
    heads = [key for key in ("fact", *sorted(COMBINATORS)) if key in table(data)]
    if len(heads) != 1:
        raise ValidationError("requirement_head")
    head = heads[0]
    others = {key: value for key, value in data.items() if key != head}
    if head == "fact":
        return Requirement(_fact(data[head]), params(others))
    if others:
        raise ValidationError({key: ["key_unknown"] for key in others})
    parts = [data[head]] if head == "not" else data[head]
    if not isinstance(parts, list):
        raise ValidationError({head: ["value_type:list"]})
    return Requirement(head, parts=_parts(head, parts))


def params(given: Mapping[str, Any]) -> tuple[tuple[str, FieldValue], ...]:
    """Parameters of a fact, sorted by name, so that their order in a text means nothing."""
    bounded(given, 0, MOST_PARTS)
    return tuple(sorted(_each(given, lambda _, value: field_value(value)).items()))


def field_value(value: Any) -> FieldValue:
    """A value of a parameter or a setting."""
    if isinstance(value, bool):
        return value
    if isinstance(value, int):
        if abs(value) > LARGEST_NUMBER:
            raise ValidationError("value_range")
        return value
    if isinstance(value, list):
        bounded(value, 0, MOST_VALUES)
        return tuple(_text(part) for part in value)
    if not isinstance(value, str):
        raise ValidationError("value_type:text,number,flag,list")
    return _text(value)


def setting_value(name: str, value: Any) -> FieldValue:
    """The value of a setting the vocabulary knows."""
    if name not in SETTINGS:
        raise ValidationError("setting_unknown")
    found = field_value(value)
    fault = SETTINGS[name].fault(found)
    if fault is not None:
        raise ValidationError(fault)
    return found


def _fact(value: Any) -> str:
    fault = fault_of(_text(value))
    if fault is not None:
        raise ValidationError({"fact": [fault]})
    return str(value)


def _parts(head: str, parts: list[Any]) -> tuple[Requirement, ...]:
    faults: Messages = {}
    found = []
    if not 1 <= len(parts) <= MOST_PARTS:
        raise ValidationError({head: ["too_many" if parts else "value_empty"]})
    for index, part in enumerate(parts):
        try:
            found.append(requirement(part))
        except ValidationError as error:
            faults[index] = error.messages
    if faults:
        raise ValidationError({head: faults[0] if head == "not" else faults})
    return tuple(found)


def _each(
    given: Mapping[str, Any], read: Callable[[str, Any], FieldValue]
) -> dict[str, FieldValue]:
    faults: Messages = {}
    found: dict[str, FieldValue] = {}
    for name, value in given.items():
        try:
            named(name)
            found[name] = read(name, value)
        except ValidationError as error:
            faults[name] = error.messages
    if faults:
        raise ValidationError(faults)
    return found


def _text(value: Any) -> str:
    return str(_TEXT.deserialize(value))


_TEXT = Text(least=0, most=500)
