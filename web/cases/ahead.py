"""What comes next for a case, in a line: for lists and boards, where the card is a click away."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from web.cases.steps import Told, goes_back, is_mine, is_open, told

if TYPE_CHECKING:
    from engine.domain.roles import Actor, Permission
    from engine.queries.standing import Standing


@dataclass(frozen=True, slots=True)
class NextStep:
    """A move that leads on: whether it can be made now, and what stands in the way."""

    code: str
    title: str
    open: bool
    mine: bool
    reasons: tuple[Told, ...]

    @property
    def waits(self) -> bool:
        """Whether only another role is needed."""
        return not self.mine and len(self.reasons) == 1


def next_steps(standing: Standing, actor: Actor) -> tuple[NextStep, ...]:
    """The moves that lead on from where the case stands; those that return the work last."""

    def may(permission: Permission) -> bool:
        return actor.allows(permission, standing.roles)

    case_id, definition = standing.located.state.id, standing.definition
    return tuple(
        NextStep(
            decision.move.code,
            decision.move.title,
            is_open(decision),
            is_mine(decision),
            tuple(
                told(unmet, definition, case_id, standing.today, may) for unmet in decision.unmet
            ),
        )
        for decision in sorted(standing.steps, key=lambda one: goes_back(one.move))
    )
