"""A definition as it is stored, and back: the content, and apart from it what is not hashed.

The content is what `canonical.plain` gives and the digest is taken of. Scenarios, final elements
and the level stand under a key of their own; versions stored before there were any have none.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from engine.domain.canonical import plain
from engine.domain.definition import (
    Definition,
    Effect,
    Level,
    Move,
    OnDue,
    Phase,
    Stage,
    StageKind,
    StageTerm,
    Way,
    Word,
)
from engine.domain.errors import DefinitionUnreadable
from engine.domain.requirements import FieldValue, Requirement
from engine.domain.roles import Role
from engine.domain.scenario import Scenario, Step
from engine.domain.situation import SubjectKind
from engine.domain.terms import Term, TermKind

BESIDE = "apart"
"""The key of what stands beside the content."""


def stored_form(definition: Definition) -> dict[str, Any]:
    """The form a definition is stored in; hashed is what `hashed_form` leaves of it."""
    content: dict[str, Any] = plain(definition)
    content[BESIDE] = {
        "final": plain(definition.final),
        "level": definition.level.value,
        "scenarios": plain(definition.scenarios),
    }
    return content


def hashed_form(stored: Mapping[str, Any]) -> dict[str, Any]:
    """The content alone: what the digest of a stored definition is the digest of."""
    return {key: value for key, value in stored.items() if key != BESIDE}


def definition_from_plain(data: Mapping[str, Any]) -> Definition:
    """The definition that was stored; its digest is the one it had.

    Raises DefinitionUnreadable when the form is not one that `plain` gives.
    """
    try:
        beside = data.get(BESIDE, {})
        return Definition(
            data["code"],
            data["title"],
            SubjectKind(data["subject"]),
            tuple(_stage(stage) for stage in data["stages"]),
            tuple(_move(move) for move in data["moves"]),
            tuple(Word(**word) for word in data["words"]),
            tuple((name, _value(value)) for name, value in data["settings"]),
            tuple(_scenario(scenario) for scenario in beside.get("scenarios", ())),
            tuple(beside.get("final", ())),
            Level(beside.get("level", Level.BASE)),
        )
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise DefinitionUnreadable(line=None, reason="form", detail=str(error)) from error


def _stage(data: Mapping[str, Any]) -> Stage:
    return Stage(
        data["code"],
        data["title"],
        Phase(data["phase"]),
        StageKind(data["kind"]),
        data["order"],
        data["hint"],
        tuple(_term(term) for term in data["terms"]),
    )


def _term(data: Mapping[str, Any]) -> StageTerm:
    due, met_by = dict(data["due"]), data.get("met_by")
    return StageTerm(
        data["code"],
        data["title"],
        Term(TermKind(due.pop("kind")), **due),
        OnDue(data["on_due"]),
        data["move"],
        tuple(data["remind_before"]),
        None if met_by is None else _requirement(met_by),
    )


def _move(data: Mapping[str, Any]) -> Move:
    return Move(
        data["code"],
        data["title"],
        tuple(_way(way) for way in data["ways"]),
        tuple(Role(role) for role in data["roles"]),
        tuple(_requirement(requirement) for requirement in data["requirements"]),
        tuple(Effect(effect) for effect in data["effects"]),
        data["order"],
    )


def _way(data: Mapping[str, Any]) -> Way:
    when = data["when"]
    return Way(
        tuple(data["sources"]),
        data["target"],
        None if when is None else _requirement(when),
        data["everywhere"],
    )


def _requirement(data: Mapping[str, Any]) -> Requirement:
    return Requirement(
        data["fact"],
        tuple((name, _value(value)) for name, value in data["params"]),
        tuple(_requirement(part) for part in data["parts"]),
    )


def _scenario(data: Mapping[str, Any]) -> Scenario:
    return Scenario(
        data["code"],
        data["title"],
        tuple(_step(step) for step in data["steps"]),
        data["stage"],
        tuple(_requirement(requirement) for requirement in data["given"]),
    )


def _step(data: Mapping[str, Any]) -> Step:
    return Step(
        data["move"],
        tuple(Role(role) for role in data["by"]),
        None if data["on"] is None else date.fromisoformat(data["on"]),
        tuple(_requirement(requirement) for requirement in data["given"]),
        data["then"],
        tuple(data["refused"]),
    )


def _value(value: Any) -> FieldValue:
    if isinstance(value, list):
        return tuple(value)
    if isinstance(value, (str, int)):
        return value
    raise TypeError(type(value).__name__)
