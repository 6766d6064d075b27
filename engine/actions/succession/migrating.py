"""The entry by which a case goes over, and the rows that it writes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from engine.actions.entering import first_spell
from engine.actions.succession.duty_rows import duty_rows
from engine.domain.audit import AuditDraft, AuditKind
from engine.domain.succession import PaperPolicy, Verdict
from engine.domain.succession.forms import DutyStep, duty_steps_form, terms_form
from engine.storage.changes import Change, Update
from engine.storage.journal import Deed
from engine.storage.tables import AttachmentRow, SpellRow
from engine.storage.types import new_id

if TYPE_CHECKING:
    from datetime import date

    from engine.actions.casework import SaidWork
    from engine.domain.definition import Definition
    from engine.storage.succession import Succession


@dataclass(frozen=True, slots=True)
class Passing:
    """The succession by which cases go over, with the version they go to."""

    succession: Succession
    new: Definition


def migration_deed(work: SaidWork, verdict: Verdict, passing: Passing) -> Deed:
    """The case on the new version: its row, its stay, its duties and attachments in one entry."""
    # A duty that comes gets its id here: the entry names it.
    steps = [DutyStep(one.id or new_id(), one.was, one.now) for one in verdict.duties]
    values, before = _case_values(work, verdict, passing)
    duties = duty_rows(work.locked.state.id, steps)
    return Deed(
        work.locked.head,
        _draft(work, verdict, passing, steps),
        [*_stay(work, verdict, passing.new), *duties, *_ended(work, verdict)],
        case_values=values,
        case_before=before,
    )


def _case_values(
    work: SaidWork, verdict: Verdict, passing: Passing
) -> tuple[dict[str, Any], dict[str, Any]]:
    """What changes in the row of the case, and what it was."""
    state, locked = work.locked.state, work.locked
    target = verdict.target or verdict.source
    now: dict[str, Any] = {
        "definition_id": passing.succession.definition_id,
        "definition_digest": passing.new.digest,
        "stage": target,
        "phase": passing.new.stage_by_code[target].phase.value,
        "stage_due_on": verdict.due_on,
        "resume_stage": verdict.resumes[1] if verdict.resumes else None,
    }
    was: dict[str, Any] = {
        "definition_id": locked.definition_id,
        "definition_digest": state.definition_digest,
        "stage": state.stage,
        "phase": locked.definition.stage_by_code[state.stage].phase.value,
        "stage_due_on": state.stage_due_on,
        "resume_stage": state.resume_stage,
    }
    if target != state.stage:
        now |= {"stage_entered_on": entry_day(work), "stage_entered_revision": work.next_revision}
        was |= {
            "stage_entered_on": state.stage_entered_on,
            "stage_entered_revision": locked.stage_entered_revision,
        }
    changed = [name for name in now if now[name] != was[name] or name in _ALWAYS]
    return {name: now[name] for name in changed}, {name: was[name] for name in changed}


_ALWAYS = frozenset({"stage_due_on", "stage_entered_on"})
"""Said though they are the same: what is met afterwards changes the one, and an undo gives it back;
a stay that begins has its day."""


def entry_day(work: SaidWork) -> date:
    """The day on which another stage is entered: today, and not before the present one was."""
    return max(work.today, work.locked.state.stage_entered_on)


def _stay(work: SaidWork, verdict: Verdict, new: Definition) -> list[Change]:
    """A case that stays in its stage keeps its stay; another stage begins a new one."""
    state, target = work.locked.state, verdict.target
    if target is None or target == state.stage:
        return []
    day = entry_day(work)
    key = {"case_id": state.id, "seq": work.locked.stage_entered_revision}
    return [
        Update(SpellRow, key, {"left_on": day, "left_at": work.at}),
        first_spell(
            state.id,
            new.stage_by_code[target],
            round_number=state.round,
            day=day,
            revision=work.next_revision,
            at=work.at,
        ),
    ]


def _ended(work: SaidWork, verdict: Verdict) -> list[Change]:
    return [
        Update(AttachmentRow, {"id": link.id}, {"ends_on": max(work.today, link.starts_on)})
        for link in work.situation.attachments
        if link.id in verdict.ends
    ]


def _draft(work: SaidWork, verdict: Verdict, passing: Passing, steps: list[DutyStep]) -> AuditDraft:
    plan = passing.succession.plan
    fields: dict[str, Any] = {
        "former": verdict.former,
        "plan": plan.digest,
        "resumes": list(verdict.resumes) if verdict.resumes else None,
        "terms": terms_form(verdict.terms),
        "duties": duty_steps_form(steps),
        "ends": [
            [str(link.id), link.ends_on.isoformat() if link.ends_on else None]
            for link in work.situation.attachments
            if link.id in verdict.ends
        ],
        "missing": sorted({kind for one in verdict.missing for kind in one.kinds}),
        "papers": plan.papers.value if verdict.missing else None,
    }
    if plan.act is not None:
        fields["act"] = [plan.act.kind, plan.act.number, plan.act.signed_on.isoformat()]
    waives = verdict.missing and plan.papers is PaperPolicy.WAIVE
    draft = work.draft(
        AuditKind.CASE_MIGRATED,
        source=verdict.source,
        target=verdict.target,
        fields={name: value for name, value in fields.items() if value},
        text={
            "reason": plan.reason,
            "body": plan.act.body if plan.act else "",
            "waived": plan.papers_reason if waives else "",
        },
    )
    # What holds from this entry on is the new version.
    return replace(draft, definition_digest=passing.new.digest)
