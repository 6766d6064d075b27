"""Operations as the tables a person would write of them: the name, and every key."""

from __future__ import annotations

from functools import singledispatch
from typing import TYPE_CHECKING, Any

from admin.definitions.data import move_data, requirement_data, stage_data, terms_data, ways_data
from engine.domain import operations
from engine.domain.definition import Stage
from engine.domain.scenario_operations import AddScenario, DropScenario

if TYPE_CHECKING:
    from collections.abc import Iterable

    from engine.domain.drafting import Change
    from engine.domain.scenario import Scenario, Step

Data = dict[str, Any]


def change_table(change: Change, stages: Iterable[Stage]) -> Data:
    """The keys of a `[[change]]` table; ways from everywhere are told among these stages."""
    return {"op": change.operation(), **_keys(change, tuple(stages))}


@singledispatch
def _keys(change: Change, _stages: tuple[Stage, ...]) -> Data:
    raise TypeError(type(change).__name__)


@_keys.register
def _add_stage(change: operations.AddStage, _stages: tuple[Stage, ...]) -> Data:
    return {"stage": change.added.code, **stage_data(change.added)}


@_keys.register
def _rename_stage(change: operations.RenameStage, _stages: tuple[Stage, ...]) -> Data:
    hint = {} if change.hint is None else {"hint": change.hint}
    return {"stage": change.stage, "title": change.title, **hint}


@_keys.register
def _remove_stage(change: operations.RemoveStage, _stages: tuple[Stage, ...]) -> Data:
    return {"stage": change.stage}


@_keys.register
def _set_phase(change: operations.SetPhase, _stages: tuple[Stage, ...]) -> Data:
    return {"stage": change.stage, "phase": change.phase.value}


@_keys.register
def _set_terms(change: operations.SetTerms, _stages: tuple[Stage, ...]) -> Data:
    return {"stage": change.stage, "terms": terms_data(change.terms)}


@_keys.register
def _order_stage(change: operations.OrderStage, _stages: tuple[Stage, ...]) -> Data:
    return {"stage": change.stage, "order": change.order}


@_keys.register
def _add_move(change: operations.AddMove, stages: tuple[Stage, ...]) -> Data:
    return {"move": change.added.code, **move_data(change.added, stages)}


@_keys.register
def _rename_move(change: operations.RenameMove, _stages: tuple[Stage, ...]) -> Data:
    return {"move": change.move, "title": change.title}


@_keys.register
def _remove_move(change: operations.RemoveMove, _stages: tuple[Stage, ...]) -> Data:
    return {"move": change.move}


@_keys.register
def _reroute_move(change: operations.RerouteMove, stages: tuple[Stage, ...]) -> Data:
    return {"move": change.move, **ways_data(change.ways, stages)}


@_keys.register
def _set_roles(change: operations.SetRoles, _stages: tuple[Stage, ...]) -> Data:
    return {"move": change.move, "roles": [role.value for role in change.roles]}


@_keys.register
def _set_effects(change: operations.SetEffects, _stages: tuple[Stage, ...]) -> Data:
    return {"move": change.move, "effects": [effect.value for effect in change.effects]}


@_keys.register
def _require(change: operations.Require, _stages: tuple[Stage, ...]) -> Data:
    return {"move": change.move, "requires": [requirement_data(one) for one in change.requirements]}


@_keys.register
def _waive(change: operations.Waive, _stages: tuple[Stage, ...]) -> Data:
    params = {name: _plain(value) for name, value in change.params}
    return {"move": change.move, "fact": change.fact, **params}


@_keys.register(operations.AddWord)
@_keys.register(operations.RenameWord)
def _word(change: Any, _stages: tuple[Stage, ...]) -> Data:
    return {"dictionary": change.dictionary, "word": change.word, "title": change.title}


@_keys.register(operations.RemoveWord)
@_keys.register(operations.WithdrawWord)
def _remove_word(change: Any, _stages: tuple[Stage, ...]) -> Data:
    return {"dictionary": change.dictionary, "word": change.word}


@_keys.register
def _set(change: operations.Set, _stages: tuple[Stage, ...]) -> Data:
    return {"setting": change.setting, "value": _plain(change.value)}


@_keys.register
def _drop_scenario(change: DropScenario, _stages: tuple[Stage, ...]) -> Data:
    return {"scenario": change.scenario, "reason": change.reason}


def scenario_table(change: AddScenario) -> Data:
    """The keys of a `[[scenario]]` table."""
    one: Scenario = change.added
    data: Data = {"code": one.code, "title": one.title}
    if one.stage is not None:
        data["from"] = one.stage
    if one.given:
        data["given"] = [requirement_data(given) for given in one.given]
    return {**data, "steps": [_step(step) for step in one.steps]}


def _step(step: Step) -> Data:
    data: Data = {} if step.on is None else {"on": step.on.isoformat()}
    data |= {"by": [role.value for role in step.by], "move": step.move}
    if step.given:
        data["given"] = [requirement_data(given) for given in step.given]
    if step.then is not None:
        return {**data, "then": step.then}
    return {**data, "refused": list(step.refused)}


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value
