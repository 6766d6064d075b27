"""Bringing back what a new base took out and an overlay goes on using."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from engine.domain.operations import AddMove, AddStage, AddWord, RerouteMove
from engine.domain.scenario_operations import AddScenario

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.domain.definition import Move, Way
    from engine.domain.drafting import Change
    from engine.domain.rebasing.sides import Sides


def restored(sides: Sides, element: str) -> tuple[Change, ...]:
    """The operations that add an element as the overlay had it, with a stage the ways over it."""
    group, _, code = element.partition(".")
    if group == "stages":
        return (AddStage(sides.raw.stages[code]), *_ways_back(sides, code))
    if group == "moves":
        return (AddMove(_move(sides, code)),)
    if group == "words":
        dictionary, _, word = code.partition(".")
        return (AddWord(dictionary, word, sides.raw.words[dictionary, word].title),)
    return (AddScenario(sides.raw.scenarios[code]),)


def _move(sides: Sides, code: str) -> Move:
    return sides.own.move_by_code.get(code, sides.raw.moves[code])


def _ways_back(sides: Sides, stage: str) -> Iterator[Change]:
    """The ways over the stage, of moves the overlay has nothing else to say about."""
    for move in sides.own.moves:
        if f"moves.{move.code}" in sides.by_element:
            continue
        over = tuple(way for way in (_over(one, stage) for one in move.ways) if way)
        if not over:
            continue
        now = sides.new.move_by_code.get(move.code)
        change: Change = (
            AddMove(replace(move, ways=over))
            if now is None
            else RerouteMove(move.code, (*now.ways, *over))
        )
        if not sides.final([change]):
            yield change


def _over(way: Way, stage: str) -> Way | None:
    """A way as far as it leaves the stage or leads to it; from everywhere it comes by itself."""
    if way.target == stage:
        return way
    if way.everywhere or stage not in way.sources:
        return None
    return replace(way, sources=(stage,))
