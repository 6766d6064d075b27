"""Judging a move as it would be made: its day, its basis, the decision with every reason; pure.

The deed, its preview and a bulk of them ask here, so they cannot answer differently.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from engine.domain.definition import RESUME, Phase, StageKind
from engine.domain.errors import InvalidInput
from engine.domain.machine import Decision, MoveOrder, decide

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from engine.domain.definition import Definition
    from engine.domain.requirements import FactCatalogue, Unmet
    from engine.domain.roles import Role
    from engine.domain.situation import Situation


@dataclass(frozen=True, slots=True)
class Judgement:
    """A move that may be made: the decision, where it leads and on which day."""

    decision: Decision
    target: str
    happened_on: date


def judge_move(
    definition: Definition,
    facts: FactCatalogue,
    situation: Situation,
    order: MoveOrder,
    *,
    actor_id: UUID,
    roles: frozenset[Role],
    happened_on: date | None = None,
    lacking: tuple[Unmet, ...] = (),
) -> Judgement:
    """Whether the move may be made; raises InvalidInput, or MoveRefused with every reason.

    `lacking` is what whoever asks knows to be missing beyond the path's requirements: a bulk's
    order that is not registered for this case.
    """
    day = move_day(situation, happened_on)
    _know_basis(situation, order.basis)
    _check_said(definition, situation, order)
    decision = decide(definition, facts, situation, order, actor_id=actor_id, roles=roles)
    if lacking:
        decision = replace(decision, unmet=(*decision.unmet, *lacking))
    return Judgement(decision, decision.raise_if_refused(), day)


def move_day(situation: Situation, day: date | None) -> date:
    """The day of a move: not to come, and not before the present stage was entered."""
    entered_on = situation.case.stage_entered_on
    if day is None:
        return max(situation.today, entered_on)
    if day > situation.today:
        raise InvalidInput(field="happened_on", rule="future", value=day.isoformat())
    if day < entered_on:
        raise InvalidInput(field="happened_on", rule="before_stage", value=entered_on.isoformat())
    return day


def asks_end_code(definition: Definition, stage: str) -> bool:
    """Whether a move to this stage says why: it ends the case, and that is no exit."""
    found = definition.stage_by_code[stage]
    return found.kind is StageKind.END and found.phase is Phase.OUTSIDE


def asks_return(definition: Definition, stage: str) -> bool:
    """Whether a move to this stage says until when: the clocks stand still there."""
    return definition.stage_by_code[stage].kind is StageKind.PAUSE


def _check_said(definition: Definition, situation: Situation, order: MoveOrder) -> None:
    """A code that the path has, and a day to come; each only where the move leads to its like."""
    move = definition.move_by_code.get(order.move)
    targets = [way.target for way in move.ways if way.target != RESUME] if move else []
    if order.end_code:
        if not any(asks_end_code(definition, one) for one in targets):
            raise InvalidInput(field="end_code", rule="unasked")
        if order.end_code not in situation.words("end_code"):
            raise InvalidInput(field="end_code", rule="unknown", value=order.end_code)
    if order.expected_on is not None:
        if not any(asks_return(definition, one) for one in targets):
            raise InvalidInput(field="expected_on", rule="unasked")
        if order.expected_on <= situation.today:
            raise InvalidInput(
                field="expected_on", rule="past", value=order.expected_on.isoformat()
            )


def _know_basis(situation: Situation, basis: tuple[UUID, ...]) -> None:
    known = {decision.id for decision in situation.decisions if decision.in_force}
    for decision_id in basis:
        if decision_id not in known:
            raise InvalidInput(field="basis", rule="unknown", value=str(decision_id))
