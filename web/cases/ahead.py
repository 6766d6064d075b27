"""What comes next for a case, in a line: for lists and boards, where the card is a click away."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.domain.machine import WRONG_ROLE
from web.cases.steps import Told, asked_in_form, goes_back, is_mine, is_open, told
from web.wording.grammar import said

if TYPE_CHECKING:
    from collections.abc import Iterator

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


def next_steps(standing: Standing, actor: Actor) -> Iterator[NextStep]:
    """The moves that lead on from where the case stands; those that return the work last."""

    def may(permission: Permission) -> bool:
        return actor.allows(permission, standing.roles)

    case_id, definition = standing.located.state.id, standing.definition
    for decision in sorted(standing.steps, key=lambda one: goes_back(one.move)):
        mine = is_mine(decision)
        # What can be mended is told before whose turn it then is; whoever's turn it is writes the
        # reason himself.
        unmet = [one for one in decision.unmet if mine or not asked_in_form(one)]
        unmet.sort(key=lambda one: one.code == WRONG_ROLE)
        yield NextStep(
            decision.move.code,
            said(decision.move.title),
            is_open(decision),
            mine,
            tuple(told(one, definition, case_id, standing.today, may) for one in unmet),
        )
