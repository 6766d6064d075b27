"""Driving a case along a path: which moves lead from a stage to a stage, whatever they require.

The demonstration and the journey tests walk any region's definition with this, so that nothing
about a region is written in code. What the moves require is the business of
`engine.domain.supplies`.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from engine.domain.definition import RESUME, Definition, Effect, Move, StageKind, Way
from workflows.facts.reading import number

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from engine.domain.requirements import Requirement


class NoRoute(LookupError):
    """No sequence of moves leads from the one stage to the other."""


@dataclass(frozen=True, slots=True)
class Leg:
    """One move of a route: from a stage to a stage over one of the move's ways."""

    move: Move
    source: str
    way: Way

    @property
    def target(self) -> str:
        """The stage the leg ends in."""
        return self.way.target

    @property
    def requirements(self) -> tuple[Requirement, ...]:
        """What the move and this way of it require."""
        return self.move.requirements + (() if self.way.when is None else (self.way.when,))

    @property
    def raises_class(self) -> bool:
        """Whether the case counts one year more on the list afterwards."""
        return Effect.RAISE_CLASS in self.move.effects


def route(
    definition: Definition, from_stage: str, to_stage: str, *, years: int = 1
) -> tuple[Leg, ...]:
    """The shortest sequence of moves between two stages; the definition's order breaks ties.

    `years` is the class of the case: the one thing a way may ask that nobody can supply. Equal
    stages give no moves. The route never leads through a pause.

    Raises NoRoute when there is none.
    """
    return () if from_stage == to_stage else _search(definition, from_stage, to_stage, years)


def circle(definition: Definition, stage: str, *, years: int = 1) -> tuple[Leg, ...]:
    """The shortest sequence of moves that leads from a stage back to it, for paths without an end.

    Raises NoRoute when there is none.
    """
    return _search(definition, stage, stage, years)


def route_through(
    definition: Definition, stages: Sequence[str], *, years: int = 1
) -> tuple[Leg, ...]:
    """The route from the first of the stages to the last, calling at each in turn."""
    legs: list[Leg] = []
    for source, target in pairwise(stages):
        part = route(definition, source, target, years=years)
        years += sum(leg.raises_class for leg in part)
        legs.extend(part)
    return tuple(legs)


def reachable(definition: Definition) -> frozenset[str]:
    """The stages a case can come to from the start, in whatever class."""
    found = {definition.start.code}
    waiting = [definition.start.code]
    while waiting:
        for leg in legs_from(definition, waiting.pop()):
            if leg.target not in found:
                found.add(leg.target)
                waiting.append(leg.target)
    return frozenset(found)


def _search(definition: Definition, from_stage: str, to_stage: str, years: int) -> tuple[Leg, ...]:
    waiting: deque[tuple[tuple[Leg, ...], int]] = deque([((), years)])
    seen: set[str] = set()
    while waiting:
        path, years = waiting.popleft()
        stage = path[-1].target if path else from_stage
        if path and stage == to_stage:
            return path
        if stage in seen or (path and definition.stage_by_code[stage].kind is StageKind.PAUSE):
            continue
        # A circle has to come back to where it began.
        seen.update({stage} if path else ())
        settled: set[str] = set()
        for leg in legs_from(definition, stage):
            if leg.move.code in settled or not _open_to(leg.way.when, years):
                continue
            waiting.append(((*path, leg), years + leg.raises_class))
            if _by_class_alone(leg.way.when):
                # The move takes the first way that is open, so its later ways are not.
                settled.add(leg.move.code)
    raise NoRoute(definition.code, from_stage, to_stage)


def legs_from(definition: Definition, stage: str) -> Iterator[Leg]:
    """Every move that leaves the stage for a stage of its own, in the definition's order."""
    for move in definition.moves:
        for way in move.ways:
            if stage in way.sources and way.target != RESUME:
                yield Leg(move, stage, way)


def _by_class_alone(when: Requirement | None) -> bool:
    """Whether nothing but the class decides if the way is open."""
    if when is not None and when.fact == "all":
        return all(_by_class_alone(part) for part in when.parts)
    return when is None or when.fact == "years_in_status"


def _open_to(when: Requirement | None, years: int) -> bool:
    """Whether the class lets the way be taken; everything else can be supplied."""
    if when is None:
        return True
    if when.fact == "all":
        return all(_open_to(part, years) for part in when.parts)
    if when.fact != "years_in_status":
        return True
    bounds = dict(when.params)
    return number(bounds, "at_least", years) <= years <= number(bounds, "at_most", years)
