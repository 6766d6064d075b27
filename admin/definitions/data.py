"""Stages, moves and their parts as the data a person would write of them.

What stands for its default is left out, so that a text says no more than it must.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from engine.domain.definition import OnDue, StageKind
from engine.domain.overlay import ANY_OPEN, EXCEPT

if TYPE_CHECKING:
    from engine.domain.definition import Move, Stage, StageTerm, Way
    from engine.domain.requirements import Requirement
    from engine.domain.terms import Term

Data = dict[str, Any]


def stage_data(stage: Stage) -> Data:
    """A stage without its code."""
    data: Data = {"title": stage.title, "phase": stage.phase.value}
    if stage.kind is not StageKind.OPEN:
        data["kind"] = stage.kind.value
    data["order"] = stage.order
    if stage.hint:
        data["hint"] = stage.hint
    if stage.terms:
        data["terms"] = terms_data(stage.terms)
    return data


def terms_data(terms: Iterable[StageTerm]) -> list[Data]:
    """The terms of a stage."""
    return [_term(term) for term in terms]


def move_data(move: Move, stages: Iterable[Stage]) -> Data:
    """A move without its code."""
    data: Data = {"title": move.title}
    if move.order:
        data["order"] = move.order
    data |= ways_data(move.ways, stages)
    data["roles"] = [role.value for role in move.roles]
    if move.requirements:
        data["requires"] = [requirement_data(one) for one in move.requirements]
    if move.effects:
        data["effects"] = [effect.value for effect in move.effects]
    return data


def ways_data(ways: Iterable[Way], stages: Iterable[Stage]) -> Data:
    """The ways of a move: `from` and `to` for one, `ways` for more of them or for a condition."""
    listed = [_way(way, tuple(stages)) for way in ways]
    if len(listed) == 1 and "when" not in listed[0]:
        return listed[0]
    return {"ways": listed}


def requirement_data(requirement: Requirement) -> Data:
    """A fact with its parameters, or a combinator over its parts."""
    parts = [requirement_data(part) for part in requirement.parts]
    if requirement.fact == "not":
        return {"not": parts[0] if parts else {}}
    if parts:
        return {requirement.fact: parts}
    params = {name: _plain(value) for name, value in requirement.params}
    return {"fact": requirement.fact, **params}


def _term(term: StageTerm) -> Data:
    data: Data = {"code": term.code, "title": term.title, "due": _due(term.due)}
    if term.on_due is not OnDue.ESCALATE:
        data["on_due"] = term.on_due.value
    if term.move:
        data["move"] = term.move
    if term.remind_before:
        data["remind_before"] = list(term.remind_before)
    if term.met_by is not None:
        data["met_by"] = requirement_data(term.met_by)
    return data


def _due(term: Term) -> Data:
    numbers = ("days", "day", "from_month", "month")
    given = {name: getattr(term, name) for name in numbers if getattr(term, name)}
    return {"kind": term.kind.value, **given, **({"note": term.note} if term.note else {})}


def _way(way: Way, stages: tuple[Stage, ...]) -> Data:
    data: Data = {"from": _sources(way, stages), "to": way.target}
    if way.when is not None:
        data["when"] = requirement_data(way.when)
    return data


def _sources(way: Way, stages: tuple[Stage, ...]) -> list[str]:
    """The stages a way leaves; of one from everywhere, those that are left out are named."""
    if not way.everywhere:
        return list(way.sources)
    opened = [one.code for one in stages if one.kind in (StageKind.START, StageKind.OPEN)]
    left_out = [f"{EXCEPT}{code}" for code in opened if code not in way.sources]
    others = [code for code in way.sources if code not in opened]
    return [ANY_OPEN, *left_out, *others]


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value
