"""Scenarios: names the path has, facts that can be given, and promises that hold.

They are played only on a path without errors: what cannot be decided cannot be promised.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from engine.domain.checks.finding import Finding, error
from engine.domain.checks.naming import inspect_name
from engine.domain.checks.requirements import inspect_requirement
from engine.domain.machine import WRONG_ROLE, WRONG_STAGE
from engine.domain.playing import Played, play

if TYPE_CHECKING:
    from engine.domain.definition import Definition
    from engine.domain.requirements import FactCatalogue, FieldValue, Requirement
    from engine.domain.scenario import Scenario

MOST_SCENARIOS = 200
MOST_STEPS = 1000
"""How many steps of all scenarios together are played."""

_REASONS = frozenset({WRONG_STAGE, WRONG_ROLE, "any", "not"})
"""Reasons of a refusal that are not facts."""


def inspect_scenarios(definition: Definition, catalogue: FactCatalogue) -> Iterator[Finding]:
    """What scenarios name that is not there, and how many there are."""
    for code, times in Counter(one.code for one in definition.scenarios).items():
        if times > 1:
            yield error("code_duplicate", f"scenarios.{code}", times=times)
    if len(definition.scenarios) > MOST_SCENARIOS:
        yield error("scenarios_too_many", "definition", most=MOST_SCENARIOS)
    elif sum(len(one.steps) for one in definition.scenarios) > MOST_STEPS:
        yield error("scenario_steps_too_many", "definition", most=MOST_STEPS)
    for scenario in definition.scenarios:
        yield from inspect_name(f"scenarios.{scenario.code}", scenario.code, scenario.title)
        yield from _names(definition, catalogue, scenario)


def play_scenarios(definition: Definition, catalogue: FactCatalogue) -> Iterator[Finding]:
    """The promises that do not hold: what was expected, and what came of it."""
    for scenario in definition.scenarios:
        element = f"scenarios.{scenario.code}"
        for played in play(definition, catalogue, scenario):
            failure = _failure(element, played)
            if failure is not None:
                yield failure
                # What follows rests on a step that went another way.
                break


def _names(
    definition: Definition, catalogue: FactCatalogue, scenario: Scenario
) -> Iterator[Finding]:
    element = f"scenarios.{scenario.code}"
    if scenario.stage is not None and scenario.stage not in definition.stage_by_code:
        yield error("scenario_stage_unknown", element, stage=scenario.stage, side="from")
    yield from _facts(definition, catalogue, element, scenario.given)
    for number, step in enumerate(scenario.steps, start=1):
        if step.move not in definition.move_by_code:
            yield error("scenario_move_unknown", element, move=step.move, step=number)
        if step.then is not None and step.then not in definition.stage_by_code:
            yield error(
                "scenario_stage_unknown", element, stage=step.then, step=number, side="then"
            )
        for code in step.refused:
            if code not in catalogue and code not in _REASONS:
                yield error("scenario_reason_unknown", element, reason=code, step=number)
        yield from _facts(definition, catalogue, element, step.given)


def _facts(
    definition: Definition,
    catalogue: FactCatalogue,
    element: str,
    given: tuple[Requirement, ...],
) -> Iterator[Finding]:
    for requirement in given:
        yield from inspect_requirement(definition, catalogue, element, requirement)


def _failure(element: str, played: Played) -> Finding | None:
    step, decision = played.step, played.decision
    where: dict[str, FieldValue] = {"step": played.number, "move": step.move}
    if decision is None:
        fact = played.impossible.fact if played.impossible else ""
        return error("scenario_not_given", element, fact=fact, **where)
    came = tuple(dict.fromkeys(unmet.code for unmet in decision.unmet))
    if step.then is not None:
        if decision.allowed and decision.target == step.then:
            return None
        where["expected"] = step.then
    else:
        if _refused_as_said(set(step.refused), set(came)):
            return None
        where["refused"] = step.refused
    if decision.allowed:
        return error("scenario_moved", element, stage=str(decision.target), **where)
    return error("scenario_refused", element, came=came, **where)


def _refused_as_said(expected: set[str], came: set[str]) -> bool:
    """Whether every expected reason is among those that came.

    More reasons are no failure: a region that asks for more keeps the promise. But a wrong stage or
    role is another refusal than the one that was promised.
    """
    elsewhere = {WRONG_STAGE, WRONG_ROLE}
    return bool(expected) and expected <= came and came & elsewhere == expected & elsewhere
