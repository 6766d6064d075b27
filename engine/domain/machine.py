"""Deciding a move: the definition compiled to a machine, and every reason why not.

The only module that imports transitions. The machine is the law about stages and ways; the
requirements are checked by us, all of them, before it is asked (it would stop at the first).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from transitions import Machine

from engine.domain.definition import RESUME, Definition, Move, StageKind, Way
from engine.domain.errors import (
    InvalidInput,
    MoveForbidden,
    MoveRefused,
    MoveUnavailable,
    RequirementsUnmet,
)
from engine.domain.requirements import (
    Attempt,
    FactCatalogue,
    FieldValue,
    Requirement,
    Unmet,
    evaluate,
)

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from engine.domain.roles import Role
    from engine.domain.situation import Situation

WRONG_STAGE = "stage"
WRONG_ROLE = "role"


@dataclass(frozen=True, slots=True)
class MoveOrder:
    """What is asked: a move, the reason in the actor's words, the decisions it rests on.

    `end_code` says why a case is closed without an exit; `expected_on` when a suspended one is
    expected to go on.
    """

    move: str
    reason: str = ""
    basis: tuple[UUID, ...] = ()
    end_code: str = ""
    expected_on: date | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """The answer: the target stage, or every reason why not; `values` are the facts looked at."""

    move: Move
    source: str
    target: str | None
    unmet: tuple[Unmet, ...]
    values: tuple[tuple[str, bool, tuple[tuple[str, FieldValue], ...]], ...]

    @property
    def allowed(self) -> bool:
        """Whether the move may be made now."""
        return not self.unmet

    def raise_if_refused(self) -> str:
        """The target stage; raises the refusal with every reason otherwise."""
        if self.target is not None and not self.unmet:
            return self.target
        codes = {unmet.code for unmet in self.unmet}
        refusal: type[MoveRefused] = RequirementsUnmet
        if WRONG_STAGE in codes:
            refusal = MoveUnavailable
        elif WRONG_ROLE in codes:
            refusal = MoveForbidden
        raise refusal(self.unmet, move=self.move.code, stage=self.source)


@dataclass(slots=True)
class _Position:
    """What the machine moves: never the case row, never registered with the machine."""

    state: str


@dataclass(frozen=True, slots=True)
class _Question:
    """What a branch condition may look at."""

    catalogue: FactCatalogue
    situation: Situation
    attempt: Attempt


_MOST_MACHINES = 500
"""Every text tried in the console has a digest of its own; the oldest machine goes first."""

_machines: dict[str, Machine] = {}


def compile_machine(definition: Definition) -> Machine:
    """The machine of a definition, made once per content digest and shared by all threads."""
    machine = _machines.get(definition.digest)
    if machine is None:
        machine = _machines[definition.digest] = _build(definition)
        if len(_machines) > _MOST_MACHINES:
            _machines.pop(next(iter(_machines)), None)
    return machine


def _build(definition: Definition) -> Machine:
    machine = Machine(
        model=None,
        states=[stage.code for stage in definition.stages],
        initial=None,
        auto_transitions=False,
        queued=False,
    )
    for move in definition.moves:
        for way in move.ways:
            for source in way.sources:
                _add_way(machine, definition, move, way, source)
    return machine


def _add_way(machine: Machine, definition: Definition, move: Move, way: Way, source: str) -> None:
    if way.target != RESUME:
        machine.add_transition(
            move.code, source, way.target, conditions=[partial(_branch_holds, way.when)]
        )
        return
    for stage in definition.stages:
        if stage.kind in (StageKind.START, StageKind.OPEN):
            resumes = partial(_resumes_to, stage.code)
            machine.add_transition(move.code, source, stage.code, conditions=[resumes])


def _branch_holds(when: Requirement | None, question: _Question) -> bool:
    if when is None:
        return True
    return not evaluate(when, question.catalogue, question.situation, question.attempt).unmet


def _resumes_to(stage: str, question: _Question) -> bool:
    return question.situation.case.resume_stage == stage


def decide(
    definition: Definition,
    catalogue: FactCatalogue,
    situation: Situation,
    order: MoveOrder,
    *,
    actor_id: UUID,
    roles: frozenset[Role],
) -> Decision:
    """Whether the move may be made in this situation by this actor; pure, and says every reason.

    The preview on the page and the refusal of the deed are this same value.
    """
    move = definition.move_by_code.get(order.move)
    if move is None:
        raise InvalidInput(field="move", rule="unknown", value=order.move)
    attempt = Attempt(
        move.code, actor_id, roles, order.reason, order.basis, order.end_code, order.expected_on
    )
    stage = situation.case.stage
    reasons = [*_wrong_stage(move, stage), *_wrong_role(move, roles)]
    values: list[tuple[str, bool, tuple[tuple[str, FieldValue], ...]]] = []
    for requirement in move.requirements:
        outcome = evaluate(
            requirement, catalogue, situation, attempt, by=situation.case.stage_due_on
        )
        reasons.extend(outcome.unmet)
        values.extend(outcome.values)
    question = _Question(catalogue, situation, attempt)
    target = None
    if not any(reason.code == WRONG_STAGE for reason in reasons):
        target = _target(definition, move, stage, question)
        if target is None:
            reasons.extend(_no_branch(move, stage, question))
    return Decision(move, stage, target, tuple(reasons), tuple(values))


def preview(
    definition: Definition,
    catalogue: FactCatalogue,
    situation: Situation,
    *,
    actor_id: UUID,
    roles: frozenset[Role],
) -> tuple[Decision, ...]:
    """The decision on every move that leaves the present stage, in the order of the definition."""
    return tuple(
        decide(
            definition, catalogue, situation, MoveOrder(move.code), actor_id=actor_id, roles=roles
        )
        for move in definition.moves_by_source.get(situation.case.stage, ())
    )


def _wrong_stage(move: Move, stage: str) -> tuple[Unmet, ...]:
    if move.leaves(stage):
        return ()
    sources = tuple(sorted({source for way in move.ways for source in way.sources}))
    return (Unmet(WRONG_STAGE, (("sources", sources), ("stage", stage)), mend="moves"),)


def _wrong_role(move: Move, roles: frozenset[Role]) -> tuple[Unmet, ...]:
    if roles & frozenset(move.roles):
        return ()
    return (Unmet(WRONG_ROLE, (("roles", tuple(role.value for role in move.roles)),), move.roles),)


def _target(definition: Definition, move: Move, stage: str, question: _Question) -> str | None:
    """The stage the machine would go to; the position it moves is ours and thrown away."""
    position = _Position(stage)
    event = compile_machine(definition).events[move.code]
    return position.state if event.trigger(position, question) else None


def _no_branch(move: Move, stage: str, question: _Question) -> tuple[Unmet, ...]:
    branches = tuple(
        evaluate(way.when, question.catalogue, question.situation, question.attempt).unmet
        for way in move.ways
        if stage in way.sources and way.when is not None
    )
    return (Unmet("any", alternatives=branches),)
