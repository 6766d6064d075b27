"""A definition from its stored form: the exact inverse of `canonical.plain`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.domain.definition import (
    Definition,
    Effect,
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
from engine.domain.situation import SubjectKind
from engine.domain.terms import Term, TermKind


def definition_from_plain(data: Mapping[str, Any]) -> Definition:
    """The definition that was stored; its digest is the one it had.

    Raises DefinitionUnreadable when the form is not one that `plain` gives.
    """
    try:
        return Definition(
            data["code"],
            data["title"],
            SubjectKind(data["subject"]),
            tuple(_stage(stage) for stage in data["stages"]),
            tuple(_move(move) for move in data["moves"]),
            tuple(Word(**word) for word in data["words"]),
            tuple((name, _value(value)) for name, value in data["settings"]),
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


def _value(value: Any) -> FieldValue:
    if isinstance(value, list):
        return tuple(value)
    if isinstance(value, (str, int)):
        return value
    raise TypeError(type(value).__name__)
