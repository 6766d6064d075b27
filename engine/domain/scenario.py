"""A scenario: what a path promises of one case, written beside the path and kept with it.

Given facts, on a day, somebody in a role makes a move from a stage; then the case stands in a
stage, or the move is refused for named reasons. Words only: `engine.domain.playing` plays it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from engine.domain.requirements import Requirement
    from engine.domain.roles import Role


@dataclass(frozen=True, slots=True)
class Step:
    """One attempt: `by` is one person in all these roles; `given` holds from just before it on.

    Exactly one of `then` (the stage the case comes to) and `refused` (reasons that must be among
    those given) is there. Without `on` it is the day of the step before.
    """

    move: str
    by: tuple[Role, ...]
    on: date | None = None
    given: tuple[Requirement, ...] = ()
    then: str | None = None
    refused: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Scenario:
    """Steps of one made-up case, which begins in `stage` (without it: where cases are opened)."""

    code: str
    title: str
    steps: tuple[Step, ...]
    stage: str | None = None
    given: tuple[Requirement, ...] = ()

    def names(self) -> tuple[frozenset[str], frozenset[str]]:
        """The stages and the moves it speaks of."""
        stages = {step.then for step in self.steps} | {self.stage}
        return (
            frozenset(stage for stage in stages if stage is not None),
            frozenset(step.move for step in self.steps),
        )
