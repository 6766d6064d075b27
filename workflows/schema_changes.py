"""The shape of an overlay's text: a header and typed operations, each with its own keys."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from marshmallow import INCLUDE, Schema, ValidationError, fields

from engine.domain import operations, scenario_operations
from engine.domain.checks.naming import LONGEST_HINT
from engine.domain.definition import Effect, Phase
from engine.domain.drafting import Change
from engine.domain.roles import Role
from workflows.schema import (
    LARGEST_ORDER,
    MOST_REQUIREMENTS,
    MOST_TERMS,
    HeaderSchema,
    MoveSchema,
    RoutedSchema,
    StageSchema,
    StageTermSchema,
    Strict,
    move_of,
    stage_of,
)
from workflows.schema_fields import (
    Choice,
    Code,
    Many,
    Part,
    Text,
    Whole,
)
from workflows.schema_values import RequirementField, params, setting_value
from workflows.vocabulary import CLOSED_DICTIONARIES, DICTIONARIES

MOST_CHANGES = 500


class Open(Strict):
    """A table whose other keys are read afterwards: the parameters of a fact."""

    class Meta:
        unknown = INCLUDE


class Raw(fields.Raw):
    """A value that is read afterwards, together with the name of its setting."""

    default_error_messages = {"required": "key_missing"}  # noqa: RUF012

    def __init__(self) -> None:
        super().__init__(required=True)


Make = Callable[..., Change]


def _add_stage(stage: str, **data: Any) -> Change:
    return operations.AddStage(stage_of(stage, data))


def _add_move(move: str, **data: Any) -> Change:
    return operations.AddMove(move_of(move, data))


def _waive(move: str, fact: str, **rest: Any) -> Change:
    return operations.Waive(move, fact, params(rest))


def _of_open(make: Make) -> Make:
    """An operation on a word of a dictionary whose codes a region may choose."""

    def checked(dictionary: str, **data: Any) -> Change:
        if dictionary in CLOSED_DICTIONARIES:
            raise ValidationError("dictionary_closed", "dictionary")
        return make(dictionary=dictionary, **data)

    return checked


def _set(setting: str, value: Any) -> Change:
    try:
        return operations.Set(setting, setting_value(setting, value))
    except ValidationError as error:
        raise ValidationError({"value": error.messages}) from error


_STAGE = {"stage": Code(required=True)}
_MOVE = {"move": Code(required=True)}
_WORD = {"dictionary": Choice(DICTIONARIES, required=True), "word": Code(required=True)}
_SCENARIO = {
    "scenario": Code(required=True),
    "reason": Text(required=True, most=LONGEST_HINT),
}
_TITLE = {"title": Text(required=True)}
_HINT = {"hint": Text(least=0, most=LONGEST_HINT)}
_PHASE = {"phase": Choice(Phase, required=True)}
_ORDER = {"order": Whole(LARGEST_ORDER, required=True)}
_TERMS = {"terms": Many(Part(StageTermSchema), most=MOST_TERMS, required=True)}
_ROLES = {"roles": Many(Choice(Role), most=len(Role), required=True)}
_EFFECTS = {"effects": Many(Choice(Effect), most=len(Effect), required=True)}
_REQUIRES = {
    "requirements": Many(
        RequirementField(), most=MOST_REQUIREMENTS, least=1, data_key="requires", required=True
    )
}


def _keys(*groups: Mapping[str, fields.Field[Any]], parent: type[Schema] = Strict) -> Schema:
    return parent.from_dict({name: key for group in groups for name, key in group.items()})()


OPERATIONS: Mapping[str, tuple[Schema, Make]] = MappingProxyType(
    {
        "add_stage": (_keys(_STAGE, parent=StageSchema), _add_stage),
        "rename_stage": (_keys(_STAGE, _TITLE, _HINT), operations.RenameStage),
        "remove_stage": (_keys(_STAGE), operations.RemoveStage),
        "set_phase": (_keys(_STAGE, _PHASE), operations.SetPhase),
        "set_terms": (_keys(_STAGE, _TERMS), operations.SetTerms),
        "order_stage": (_keys(_STAGE, _ORDER), operations.OrderStage),
        "add_move": (_keys(_MOVE, parent=MoveSchema), _add_move),
        "rename_move": (_keys(_MOVE, _TITLE), operations.RenameMove),
        "remove_move": (_keys(_MOVE), operations.RemoveMove),
        "reroute_move": (_keys(_MOVE, parent=RoutedSchema), operations.RerouteMove),
        "set_roles": (_keys(_MOVE, _ROLES), operations.SetRoles),
        "require": (_keys(_MOVE, _REQUIRES), operations.Require),
        "waive": (_keys(_MOVE, {"fact": Code(required=True)}, parent=Open), _waive),
        "set_effects": (_keys(_MOVE, _EFFECTS), operations.SetEffects),
        "add_word": (_keys(_WORD, _TITLE), _of_open(operations.AddWord)),
        "rename_word": (_keys(_WORD, _TITLE), operations.RenameWord),
        "remove_word": (_keys(_WORD), _of_open(operations.RemoveWord)),
        "withdraw_word": (_keys(_WORD), _of_open(operations.WithdrawWord)),
        "drop_scenario": (_keys(_SCENARIO), scenario_operations.DropScenario),
        "set": (_keys({"setting": Code(required=True), "value": Raw()}), _set),
    }
)
"""Every operation a text may hold: its keys, and what makes the value of them."""


class ChangeField(fields.Field[Change]):
    """One `[[change]]` table: `op` names the operation, the other keys belong to it."""

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any
    ) -> Change:
        del attr, data, kwargs
        if not isinstance(value, dict):
            raise ValidationError("value_type:table")
        keys = dict(value)
        operation = keys.pop("op", None)
        if operation is None:
            raise ValidationError({"op": ["key_missing"]})
        if not isinstance(operation, str) or operation not in OPERATIONS:
            raise ValidationError({"op": ["value_choice:" + ",".join(OPERATIONS)]})
        schema, make = OPERATIONS[operation]
        return make(**schema.load(keys))


class OverlaySchema(HeaderSchema):
    """A text that changes another one."""

    extends = Code(required=True)
    changes = Many(ChangeField(), most=MOST_CHANGES, data_key="change")
