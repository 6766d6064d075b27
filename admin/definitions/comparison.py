"""Two paths side by side: stage by stage and move by move, and both drawn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from flask import request
from flask_admin.base import expose

from admin.views import ConsoleView
from engine.domain.difference import difference
from engine.queries.authoring import list_current, version_by_id

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from engine.domain.definition import Definition, Move, Stage
    from engine.queries.authoring import VersionText

EVERYWHERE = "*"
"""Stands for the stage of moves that leave every stage."""


@dataclass(frozen=True, slots=True)
class Pair:
    """One stage or move in both paths; where one lacks it, `only` names the side that has it."""

    code: str
    left: Any
    right: Any
    differs: tuple[str, ...] = ()

    @property
    def only(self) -> str:
        """The side that alone has it; nothing when both have it."""
        if self.left is None:
            return "right"
        return "left" if self.right is None else ""


@dataclass(frozen=True, slots=True)
class StagePair:
    """A stage in both paths with the moves that leave it in either."""

    stage: Pair
    moves: tuple[Pair, ...]


@dataclass(frozen=True, slots=True)
class Compared:
    """Everything of two paths, put beside each other; `rest` differs outside stages and moves."""

    stages: tuple[StagePair, ...]
    everywhere: tuple[Pair, ...]
    rest: tuple[str, ...]

    @property
    def counts(self) -> dict[str, int]:
        """How many stages and moves are alike, differ, or stand on one side only."""
        pairs = [
            *(one.stage for one in self.stages),
            *(move for one in self.stages for move in one.moves),
            *self.everywhere,
        ]
        differing = sum(1 for one in pairs if not one.only and one.differs)
        left = sum(1 for one in pairs if one.only == "left")
        right = sum(1 for one in pairs if one.only == "right")
        alike = len(pairs) - differing - left - right
        return {"alike": alike, "differing": differing, "left": left, "right": right}


class ComparisonPages(ConsoleView):
    """The page that compares; it belongs to the view of definitions and reads only."""

    @expose("/compare")
    def compare(self) -> str:
        """Two versions in force in the actor's sight, chosen by their ids."""
        rows = list_current(self.bench, actor=self.actor)
        left, right = self._chosen("left"), self._chosen("right")
        compared = None
        if left is not None and right is not None:
            old, new = left.definition, right.definition
            said: dict[str, list[str]] = {}
            for one in difference(old, new):
                sentence = self.host.wording.difference(one, old, new)
                said.setdefault(one.element, []).append(sentence)
            compared = beside(old, new, said)
        return self.page("comparison.html", rows=rows, left=left, right=right, compared=compared)

    def _chosen(self, side: str) -> VersionText | None:
        """The version a side was chosen to be; an id that is none chooses nothing."""
        try:
            version_id = UUID(request.args.get(side, ""))
        except ValueError:
            return None
        return version_by_id(self.bench, version_id, actor=self.actor)


def beside(left: Definition, right: Definition, said: Mapping[str, Iterable[str]]) -> Compared:
    """Both paths in one order; `said` are the differences of each element in sentences."""
    told = {element: tuple(sentences) for element, sentences in said.items()}
    stages = _together(left.stages, right.stages)
    codes = [one.code for one in stages]
    moves: dict[str, list[Pair]] = {code: [] for code in (*codes, EVERYWHERE)}
    for code in (one.code for one in _together(left.moves, right.moves)):
        mine, theirs = left.move_by_code.get(code), right.move_by_code.get(code)
        pair = Pair(code, mine, theirs, told.pop(f"moves.{code}", ()))
        moves[_leaves(mine or theirs, codes)].append(pair)
    pairs = tuple(
        StagePair(
            Pair(
                code,
                left.stage_by_code.get(code),
                right.stage_by_code.get(code),
                told.pop(f"stages.{code}", ()),
            ),
            tuple(moves[code]),
        )
        for code in codes
    )
    rest = tuple(sentence for sentences in told.values() for sentence in sentences)
    return Compared(pairs, tuple(moves[EVERYWHERE]), rest)


def _together(left: Iterable[Any], right: Iterable[Any]) -> list[Stage | Move]:
    """What either has, each once, in the order of the board."""
    found = {one.code: one for one in right} | {one.code: one for one in left}
    return sorted(found.values(), key=lambda one: (one.order, one.code))


def _leaves(move: Move | None, stages: list[str]) -> str:
    """The first stage a move leaves; of one that leaves all of them, none in particular."""
    ways = move.ways if move else ()
    own = {source for way in ways if not way.everywhere for source in way.sources}
    return next((stage for stage in stages if stage in own), EVERYWHERE)
