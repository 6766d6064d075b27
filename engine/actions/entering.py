"""What entering a stage writes: the case's own values, its spell and its duties."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from engine.domain.definition import Stage, StageKind
from engine.domain.duties import PlannedDuty, consequence_of, plan_duties
from engine.domain.terms import TermKind
from engine.storage.calendars import calendar_of
from engine.storage.changes import Change, Insert, Update
from engine.storage.tables import DutyRow, SpellRow
from engine.storage.types import new_id

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID

    from engine.actions.casework import CaseWork
    from engine.domain.roles import Place
    from engine.storage.database import Transaction


@dataclass(frozen=True, slots=True)
class Entry:
    """New values of the case row, the former ones that the journal keeps, and other rows."""

    values: dict[str, Any]
    before: dict[str, Any] = field(default_factory=dict)
    changes: tuple[Change, ...] = ()


def enter_stage(
    work: CaseWork,
    target: str,
    happened_on: date,
    *,
    end_code: str = "",
    returns_on: date | None = None,
) -> Entry:
    """Move the case into a stage: former spell closed, clocks stopped, shifted or set.

    A stage that ends the case keeps the `end_code`, one that suspends it the day it `returns_on`.
    """
    state = work.locked.state
    source = work.locked.definition.stage_by_code[state.stage]
    stage = work.locked.definition.stage_by_code[target]
    values = stage_values(stage, happened_on, work.next_revision)
    if stage.kind is StageKind.PAUSE:
        values["resume_stage"] = state.stage
    elif source.kind is StageKind.PAUSE:
        values["resume_stage"] = None
    if end_code and stage.kind is StageKind.END:
        values["end_code"] = end_code
    returns_on = returns_on if stage.kind is StageKind.PAUSE else None
    if returns_on != state.returns_on:
        values["returns_on"] = returns_on
    duties, due_on = _duties(work, source, stage, happened_on, returns_on)
    values["stage_due_on"] = due_on
    before = {
        "stage": state.stage,
        "stage_entered_on": state.stage_entered_on,
        "stage_due_on": state.stage_due_on,
    }
    return Entry(values, before, (*_spells(work, stage, happened_on), *duties))


def stage_values(stage: Stage, entered_on: date, revision: int) -> dict[str, Any]:
    """The values of a case row that say where it stands."""
    return {
        "stage": stage.code,
        "phase": stage.phase.value,
        "stage_entered_on": entered_on,
        "stage_entered_revision": revision,
        "closed": stage.kind is StageKind.END,
    }


def _spells(work: CaseWork, stage: Stage, day: date) -> tuple[Change, ...]:
    case_id = work.locked.state.id
    key = {"case_id": case_id, "seq": work.locked.stage_entered_revision}
    return (
        Update(SpellRow, key, {"left_on": day, "left_at": work.at}),
        first_spell(
            case_id,
            stage,
            round_number=work.locked.state.round,
            day=day,
            revision=work.next_revision,
            at=work.at,
        ),
    )


def first_spell(
    case_id: UUID, stage: Stage, *, round_number: int, day: date, revision: int, at: datetime
) -> Change:
    """The row that opens a stay in a stage."""
    values = {
        "case_id": case_id,
        "seq": revision,
        "stage": stage.code,
        "round": round_number,
        "entered_on": day,
        "entered_at": at,
    }
    return Insert(SpellRow, values)


def _duties(
    work: CaseWork, source: Stage, stage: Stage, day: date, returns_on: date | None
) -> tuple[tuple[Change, ...], date | None]:
    """Entering a pause stops the clocks, leaving one shifts them; else old go, new come."""
    case_id = work.locked.state.id
    open_ones = {"case_id": case_id, "status": "open"}
    paused = {"case_id": case_id, "status": "paused"}
    dropped = Update(DutyRow, open_ones, {"status": "cancelled"}, exactly_one=False)
    if source.kind is StageKind.PAUSE and stage.code == work.locked.state.resume_stage:
        shifted, due_on = _shifted(work, day)
        return (dropped, *shifted), due_on
    planned, due_on = new_duties(
        work.transaction,
        work.locked.state.place,
        work.locked.zone,
        case_id,
        stage,
        entered_on=day,
        today=work.today,
        returns_on=returns_on,
    )
    if stage.kind is StageKind.PAUSE:
        stopped = Update(DutyRow, open_ones, {"status": "paused"}, exactly_one=False)
        return (stopped, *planned), work.locked.state.stage_due_on
    if source.kind is not StageKind.PAUSE:
        return (dropped, *planned), due_on
    gone = Update(DutyRow, paused, {"status": "cancelled"}, exactly_one=False)
    return (dropped, gone, *planned), due_on


def _shifted(work: CaseWork, day: date) -> tuple[tuple[Change, ...], date | None]:
    """The clocks stood still: every term moves by the days the case was suspended.

    One that would then end on a day off follows the rule for days off.
    """
    still = timedelta(days=max((day - work.locked.state.stage_entered_on).days, 0))
    calendar = calendar_of(work.transaction, work.locked.state.place, counts_days=False)
    changes: list[Change] = []
    for duty_id, due_on, due_at in work.paused:
        falls_on = calendar.settle(due_on + still)
        acts_at = due_at + (falls_on - due_on)
        values = {"status": "open", "due_on": falls_on, "due_at": acts_at}
        changes.append(Update(DutyRow, {"id": duty_id}, values))
    first = work.locked.state.stage_due_on
    return tuple(changes), None if first is None else calendar.settle(first + still)


def new_duties(
    transaction: Transaction,
    place: Place,
    zone: str,
    case_id: UUID,
    stage: Stage,
    *,
    entered_on: date,
    today: date,
    returns_on: date | None = None,
) -> tuple[tuple[Change, ...], date | None]:
    """The duties of a stage entered on a day, and the first day on which something is due."""
    if not stage.terms:
        return (), None
    counts_days = any(term.due.kind is TermKind.WORKING_DAYS for term in stage.terms)
    calendar = calendar_of(transaction, place, counts_days=counts_days)
    planned = plan_duties(stage, entered_on, zone, calendar, today=today, returns_on=returns_on)
    days = [duty.due_on for duty in planned if not duty.retroactive]
    return tuple(_duty_row(case_id, stage, duty) for duty in planned), min(days, default=None)


def _duty_row(case_id: UUID, stage: Stage, duty: PlannedDuty) -> Change:
    """A term that had passed before the entry was registered raises no alarm, but still moves."""
    silent = consequence_of(duty.kind, retroactive=duty.retroactive) is None
    values = {
        "id": new_id(),
        "case_id": case_id,
        "stage": stage.code,
        "term_code": duty.term_code,
        "kind": duty.kind.value,
        "move": duty.move,
        "due_on": duty.due_on,
        "due_at": duty.due_at,
        "retroactive": duty.retroactive,
        "status": "done" if silent else "open",
        "outcome": "retroactive" if silent else None,
    }
    return Insert(DutyRow, values)
