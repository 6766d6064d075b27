"""Where many cases stand for an actor: their facts, and what is decided of each next move."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.domain.definition import Definition, Move, Phase
from engine.domain.machine import Decision, MoveOrder, decide
from engine.domain.roles import Actor, Role
from engine.domain.terms import local_day
from engine.storage.cases import LockedCase, find_cases
from engine.storage.database import Reader
from engine.storage.situations import read_situations

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from uuid import UUID

    from engine.domain.situation import Situation
    from engine.workbench import Workbench


@dataclass(frozen=True, slots=True)
class Standing:
    """A case as a read-only view sees it; `roles` are the actor's on it, `steps` lead on."""

    located: LockedCase
    situation: Situation
    roles: frozenset[Role]
    steps: tuple[Decision, ...]

    @property
    def definition(self) -> Definition:
        """The version the case goes by."""
        return self.located.definition

    @property
    def today(self) -> date:
        """The day in the region of the case."""
        return self.situation.today


def read_standings(
    bench: Workbench, reader: Reader, case_ids: Iterable[UUID], *, actor: Actor
) -> dict[UUID, Standing]:
    """The standing of each case, in a number of statements that does not grow with them."""
    now, located = bench.now(), find_cases(reader, case_ids)
    today = {one.state.id: local_day(now, one.zone) for one in located}
    situations = read_situations(reader, located, today)
    return {one.state.id: _standing(bench, one, situations[one.state.id], actor) for one in located}


def _standing(
    bench: Workbench, located: LockedCase, situation: Situation, actor: Actor
) -> Standing:
    attached = situation.attached_roles(actor)
    roles = actor.roles_on(located.state.place, situation.today, attached=attached)
    definition, stage = located.definition, located.state.stage
    # Only these are judged: of a hundred cases that is most of the work.
    onward = (
        move
        for move in definition.moves_by_source.get(stage, ())
        if leads_on(definition, move, stage)
    )
    steps = tuple(
        decide(
            definition,
            bench.facts,
            situation,
            MoveOrder(move.code),
            actor_id=actor.account_id,
            roles=roles,
        )
        for move in onward
    )
    return Standing(located, situation, roles, steps)


def leads_on(definition: Definition, move: Move, stage: str) -> bool:
    """Whether a move is a step of the path, not one that leaves it (suspended, closed)."""
    targets = (way.target for way in move.ways if stage in way.sources)
    stages = definition.stage_by_code
    return any(
        target not in stages or stages[target].phase is not Phase.OUTSIDE for target in targets
    )
