"""Taking a succession of a case back: every row as it was, unless something was done since."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from engine.actions.casework import CaseWork, SaidWork, after, saying, settle
from engine.actions.succession.duty_rows import duty_rows
from engine.actions.succession.judging import Judgements
from engine.domain.audit import ONLY_TELLS, AuditKind
from engine.domain.errors import EngineError, UndoRefused
from engine.domain.succession.forms import DutyStep, duty_steps, duty_steps_form
from engine.domain.succession.results import CaseResult, ResultStatus
from engine.domain.terms import local_day
from engine.storage.changes import Change, Delete, Update
from engine.storage.definitions import definition_of
from engine.storage.journal import Deed
from engine.storage.standings import all_duties
from engine.storage.succession import Since, Succession, entries_since
from engine.storage.tables import AttachmentRow, SpellRow

if TYPE_CHECKING:
    from engine.domain.succession import DutyFact, DutyState
    from engine.storage.database import Transaction
    from engine.storage.receipts import Receipt
    from engine.workbench import Workbench

_GOING_ON = ("open", "paused")
_MET = "met"


@dataclass(frozen=True, slots=True)
class ReturningCase:
    """A case under its lock that comes back; `body` is of the entry by which it went over."""

    work: SaidWork
    seq: int
    body: Mapping[str, Any]
    steps: tuple[DutyStep, ...]
    undo: Succession

    @property
    def case_id(self) -> UUID:
        """Whose succession is taken back."""
        return self.work.locked.state.id

    def order_deed(self) -> Deed | None:
        """An act that was registered stays registered: it was signed."""
        return None

    def main_deed(self) -> Deed:
        """The case as it was before."""
        values = _case_values(self.body)
        state = self.work.locked.state
        before = {name: _now(self.work, name) for name in values}
        draft = self.work.draft(
            AuditKind.CASE_RESTORED,
            source=state.stage,
            target=values.get("stage", state.stage),
            fields={
                "former": state.definition_digest,
                "undoes": str(self.undo.undoes_id),
                "went": self.seq,
                "duties": duty_steps_form(self.steps),
            },
            text={"reason": self.undo.reason},
        )
        return Deed(
            self.work.locked.head,
            replace(draft, definition_digest=values["definition_digest"]),
            [
                *_stay(self.case_id, self.seq, values),
                *duty_rows(self.case_id, self.steps),
                *_links(self.body),
            ],
            case_values=values,
            case_before=before,
        )

    def after(self, receipt: Receipt) -> ReturningCase:
        """The same case after one of its entries."""
        return replace(self, work=after(self.work, receipt))

    def settle(self, receipt: Receipt) -> None:
        """Close the terms that are met by the old version."""
        values = _case_values(self.body)
        former = definition_of(self.work.transaction, values["definition_id"])
        locked = replace(self.work.locked, definition=former)
        settle(replace(self.work, locked=locked), receipt.target)


def judge_undo(
    _bench: Workbench,
    transaction: Transaction,
    undo: Succession,
    taken: Mapping[UUID, CaseWork | EngineError],
) -> Judgements:
    """Which of the cases can come back, and why not the others; nothing is written."""
    judgements = Judgements()
    entries = entries_since(transaction, undo.undoes_id or undo.id, taken)
    duties = all_duties(transaction, list(taken))
    for case_id, work in taken.items():
        try:
            if isinstance(work, EngineError):
                raise work
            ready = _judge(undo, work, entries.get(case_id, []), duties[case_id])
        except EngineError as refusal:
            judgements.refusals[case_id] = refusal
            continue
        if ready is None:
            judgements.results[case_id] = CaseResult(ResultStatus.NOTHING, "done")
        else:
            judgements.ready.append(ready)
            judgements.found[case_id] = {
                "former": work.locked.state.definition_digest,
                "from": work.locked.state.stage,
                "to": _case_values(ready.body).get("stage", work.locked.state.stage),
            }
    return judgements


def _judge(
    undo: Succession, work: CaseWork, entries: Sequence[Since], duties: Sequence[DutyFact]
) -> ReturningCase | None:
    if not entries or any(one.kind == AuditKind.CASE_RESTORED for one in entries):
        return None
    went, *later = entries
    ends_on = local_day(went.at, work.locked.zone) + timedelta(days=undo.plan.undo_days)
    if work.today > ends_on:
        raise UndoRefused(rule="late", ends_on=ends_on.isoformat())
    if not {one.kind for one in later} <= ONLY_TELLS:
        raise UndoRefused(
            rule="changed",
            changed_by=work.locked.state.changed_by,
            changed_at=work.locked.state.changed_at,
        )
    body = json.loads(went.body)
    steps = tuple(_steps(body, _met_since(later), duties))
    said = saying(work, {"succession": str(undo.id)})
    return ReturningCase(said, went.seq, body, steps, undo)


def _met_since(later: Sequence[Since]) -> frozenset[str]:
    """The terms that were closed since because they are met by the new version."""
    met = (one for one in later if one.kind == AuditKind.TERM_MET)
    return frozenset(term for one in met for term in json.loads(one.body)["fields"]["terms"])


def _steps(
    body: Mapping[str, Any], met: frozenset[str], duties: Sequence[DutyFact]
) -> Iterator[DutyStep]:
    """Each duty back to what it was, but for what the clock has told of since."""
    stored = {one.id: one.state for one in duties}
    went = {step.id: step for step in duty_steps(body["fields"].get("duties", ()))}
    for step in went.values():
        state = stored[step.id]
        if not _was_told(step, state):
            yield DutyStep(step.id, state, step.was)
    for duty in duties:
        state = duty.state
        if duty.id in went or state.met_on is None or state.term not in met:
            continue
        again = replace(state, met_on=None)
        if state.outcome == _MET:
            again = replace(again, status="open", outcome=None, done_at=None)
        yield DutyStep(duty.id, state, again)


def _was_told(step: DutyStep, state: DutyState) -> bool:
    """Whether the clock has done it since: it is not done a second time."""
    went_on = step.now is not None and step.now.status in _GOING_ON
    return went_on and state.status == "done" and state.outcome != _MET


def _case_values(body: Mapping[str, Any]) -> dict[str, Any]:
    """The values of the case row before it went over, as its columns hold them."""
    values = dict(body["before"]["case_file"])
    for name in ("stage_entered_on", "stage_due_on"):
        if values.get(name) is not None:
            values[name] = date.fromisoformat(values[name])
    values["definition_id"] = UUID(values["definition_id"])
    return values


def _now(work: CaseWork, name: str) -> Any:
    locked = work.locked
    own = {
        "definition_id": locked.definition_id,
        "phase": locked.definition.stage_by_code[locked.state.stage].phase.value,
        "stage_entered_revision": locked.stage_entered_revision,
    }
    return own[name] if name in own else getattr(locked.state, name)


def _stay(case_id: UUID, seq: int, values: Mapping[str, Any]) -> list[Change]:
    """The stay that the succession began is no more, and the one before has not ended."""
    former = values.get("stage_entered_revision")
    if former is None:
        return []
    return [
        Delete(SpellRow, {"case_id": case_id, "seq": seq}),
        Update(SpellRow, {"case_id": case_id, "seq": former}, {"left_on": None, "left_at": None}),
    ]


def _links(body: Mapping[str, Any]) -> list[Change]:
    """The attachments that the succession ended hold as long as they did."""
    return [
        Update(
            AttachmentRow,
            {"id": UUID(link)},
            {"ends_on": None if former is None else date.fromisoformat(former)},
        )
        for link, former in body["fields"].get("ends", ())
    ]
