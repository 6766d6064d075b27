"""The steps of what somebody has to do for a measure, as a table; occurrences go by them too."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING

from engine.domain.errors import InvalidInput
from engine.domain.roadmaps.states import AssignmentState

if TYPE_CHECKING:
    from collections.abc import Collection


class WorkStep(StrEnum):
    """What is done with an assignment or an occurrence."""

    START = "start"
    REPORT = "report"
    ACCEPT = "accept"
    REJECT = "reject"
    CANCEL = "cancel"
    CARRY_OVER = "carry_over"
    DECIDE = "decide"
    WITHDRAW = "withdraw"


_S = AssignmentState
_NOT_HANDED_IN = frozenset({_S.PLANNED, _S.IN_PROGRESS, _S.REJECTED})

STEPS: Mapping[WorkStep, tuple[frozenset[AssignmentState], AssignmentState]] = MappingProxyType(
    {
        WorkStep.START: (frozenset({_S.PLANNED, _S.REJECTED}), _S.IN_PROGRESS),
        WorkStep.REPORT: (_NOT_HANDED_IN, _S.REPORTED),
        WorkStep.ACCEPT: (frozenset({_S.REPORTED}), _S.ACCEPTED),
        WorkStep.REJECT: (frozenset({_S.REPORTED}), _S.REJECTED),
        WorkStep.CANCEL: (_NOT_HANDED_IN, _S.CANCELLED),
        WorkStep.CARRY_OVER: (_NOT_HANDED_IN, _S.CARRIED_OVER),
        WorkStep.DECIDE: (_NOT_HANDED_IN, _S.DECIDED),
        WorkStep.WITHDRAW: (_NOT_HANDED_IN, _S.WITHDRAWN),
    }
)
"""Each step, the states it is done from, and the state it leads to (domain book 13.4).

What was returned may be reported again at once: the work on it is the report.
"""

DONE = frozenset({_S.ACCEPTED, _S.DECIDED})
"""States of what is done: by accepted evidence, or by the word of an order."""

DROPPED = frozenset({_S.CANCELLED, _S.CARRIED_OVER, _S.WITHDRAWN})
"""States of what is not to be done any more, here."""

CLOSED = DONE | DROPPED
"""States in which nothing is left to do."""


def take_step(state: AssignmentState, step: WorkStep) -> AssignmentState:
    """The state after a step.

    Raises InvalidInput (field `state`, rule `step`) where the state does not have it.
    """
    sources, target = STEPS[step]
    if state not in sources:
        raise InvalidInput(field="state", rule="step", value=state.value)
    return target


def may_take(state: AssignmentState, step: WorkStep) -> bool:
    """Whether the state has the step."""
    return state in STEPS[step][0]


def state_of_work(states: Collection[AssignmentState]) -> AssignmentState:
    """The state of an assignment from those of its occurrences: the one that asks for most.

    All accepted (what was cancelled apart) is accepted; a part of it under way is in progress.
    """
    left = {one for one in states if one not in DROPPED}
    if not left:
        return _all_dropped(states)
    if left <= DONE:
        return _S.DECIDED if _S.DECIDED in left else _S.ACCEPTED
    for one in (_S.REJECTED, _S.REPORTED):
        if one in left:
            return one
    return left.pop() if len(left) == 1 else _S.IN_PROGRESS


def _all_dropped(states: Iterable[AssignmentState]) -> AssignmentState:
    kept = set(states)
    if not kept:
        return _S.PLANNED
    for one in (_S.CARRIED_OVER, _S.CANCELLED):
        if one in kept:
            return one
    return _S.WITHDRAWN
