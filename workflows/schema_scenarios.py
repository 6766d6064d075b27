"""The shape of the scenarios of a text, and of the list of what is final in it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from marshmallow import Schema, ValidationError, fields, post_load, validates_schema

from engine.domain.checks.naming import fault_of
from engine.domain.finality import PARTS
from engine.domain.roles import Role
from engine.domain.scenario import Scenario, Step
from workflows.schema_fields import Choice, Code, Many, Part, Text
from workflows.schema_values import RequirementField
from workflows.vocabulary import DICTIONARIES

MOST_SCENARIOS = 100
MOST_STEPS = 50
MOST_GIVEN = 30
MOST_REASONS = 30
MOST_FINAL = 200
FIRST_YEAR, LAST_YEAR = 2000, 2100


class Day(fields.Field[date]):
    """A day of a made-up case: `2023-03-31`, in quotes or without."""

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any
    ) -> date:
        del attr, data, kwargs
        if isinstance(value, datetime) or not isinstance(value, (str, date)):
            raise ValidationError("value_type:date")
        try:
            day = date.fromisoformat(value) if isinstance(value, str) else value
        except ValueError as error:
            raise ValidationError("day_malformed") from error
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise ValidationError("day_out_of_range")
        return day


class Roles(fields.Field[tuple[Role, ...]]):
    """The roles of one person; a single one may stand without brackets."""

    default_error_messages = {"required": "key_missing"}  # noqa: RUF012

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any
    ) -> tuple[Role, ...]:
        del attr, data, kwargs
        roles: tuple[Role, ...] = _ROLES.deserialize(value if isinstance(value, list) else [value])
        return tuple(dict.fromkeys(roles))


class FinalField(fields.Field[str]):
    """An element that overlays must not touch, or a part of it: `moves.approve_exit.requires`."""

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any
    ) -> str:
        del attr, data, kwargs
        if not isinstance(value, str):
            raise ValidationError("value_type:text")
        head, *parts = value.split(".")
        length = 2 if head == "words" else 1
        if head not in PARTS or not length <= len(parts) <= length + 1:
            raise ValidationError("final_malformed")
        for part in parts:
            fault = fault_of(part)
            if fault is not None:
                raise ValidationError(fault)
        if head == "words" and parts[0] not in DICTIONARIES:
            raise ValidationError("value_choice:" + ",".join(DICTIONARIES))
        return value


class StepSchema(Schema):
    """`{ on = "2023-03-31", by = "curator", move = "...", then = "..." }`."""

    error_messages = {"unknown": "key_unknown", "type": "value_type:table"}  # noqa: RUF012

    on = Day()
    by = Roles(required=True)
    move = Code(required=True)
    given = Many(RequirementField(), most=MOST_GIVEN)
    then = Code()
    refused = Many(Code(), most=MOST_REASONS, least=1)

    @validates_schema(pass_original=True)
    def _one_outcome(self, _: Any, original: Mapping[str, Any], **__: Any) -> None:
        if len({"then", "refused"} & original.keys()) != 1:
            raise ValidationError("scenario_outcome")

    @post_load
    def _make(self, data: dict[str, Any], **_: Any) -> Step:
        return Step(**data)


class ScenarioSchema(Schema):
    """`[[scenario]]`: one step written in the table itself, or several under `steps`."""

    error_messages = {"unknown": "key_unknown", "type": "value_type:table"}  # noqa: RUF012

    code = Code(required=True)
    title = Text(required=True)
    stage = Code(data_key="from")
    given = Many(RequirementField(), most=MOST_GIVEN)
    steps = Many(Part(StepSchema), most=MOST_STEPS, least=1, required=True)

    @post_load
    def _make(self, data: dict[str, Any], **_: Any) -> Scenario:
        return Scenario(**data)


class ScenarioField(fields.Field[Scenario]):
    """A scenario; the keys of its only step may stand in the table itself."""

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any
    ) -> Scenario:
        del attr, data, kwargs
        if not isinstance(value, dict):
            raise ValidationError("value_type:table")
        if "steps" in value:
            return _scenario(value)
        head = {key: part for key, part in value.items() if key not in _STEP_KEYS}
        step = {key: part for key, part in value.items() if key in _STEP_KEYS}
        try:
            return _scenario({**head, "steps": [step]})
        except ValidationError as error:
            # The keys stand in the table itself, and so do their faults.
            faults: dict[Any, Any] = dict(error.messages_dict)
            inner = faults.pop("steps", {}).get(0, {})
            raise ValidationError({**faults, **inner}) from error


def _scenario(table: dict[str, Any]) -> Scenario:
    scenario: Scenario = ScenarioSchema().load(table)
    return scenario


_ROLES: Any = Many(Choice(Role), most=len(Role), least=1)
_STEP_KEYS = frozenset({"by", "move", "on", "refused", "then"})
"""Keys of a step; `given` of the table is given before its only step just as well."""
