"""The rows of duties over a succession, and over the taking back of one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from engine.storage.changes import Change, Delete, Insert, Update
from engine.storage.tables import DutyRow

if TYPE_CHECKING:
    from uuid import UUID

    from engine.domain.succession import DutyState
    from engine.domain.succession.forms import DutyStep


def duty_rows(case_id: UUID, steps: Iterable[DutyStep]) -> list[Change]:
    """What is written for each step: a row that comes, changes, or is taken back."""
    return [_change(case_id, step) for step in steps]


def _change(case_id: UUID, step: DutyStep) -> Change:
    if step.now is None:
        return Delete(DutyRow, {"id": step.id})
    if step.was is None:
        return Insert(DutyRow, {"id": step.id, "case_id": case_id, **_values(step.now)})
    return Update(DutyRow, {"id": step.id}, _values(step.now))


def _values(state: DutyState) -> dict[str, Any]:
    return {
        "stage": state.stage,
        "term_code": state.term,
        "kind": state.kind.value,
        "move": state.move,
        "due_on": state.due_on,
        "due_at": state.due_at,
        "status": state.status,
        "retroactive": state.retroactive,
        "fixed": state.fixed,
        "outcome": state.outcome,
        "done_at": state.done_at,
        "met_on": state.met_on,
    }
