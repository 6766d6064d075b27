"""Counting the open terms of a case anew after the working calendar has changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.actions.casework import CaseWork, on_case
from engine.actions.noticing import recounted_notices
from engine.domain.audit import AuditKind
from engine.domain.errors import InvalidInput
from engine.domain.recounting import Recount, recount
from engine.domain.roles import Actor, Permission
from engine.storage.calendars import calendar_of
from engine.storage.changes import Update
from engine.storage.duties import duties_of_stay, reminded_terms, running_duties, stays_of
from engine.storage.journal import record
from engine.storage.tables import DutyRow

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from engine.storage.receipts import Receipt, RequestKey
    from engine.workbench import Workbench


@dataclass(frozen=True, slots=True)
class RecountRequest:
    """A case whose terms are to fall on the days of the calendar as it is now."""

    case_id: UUID
    expected_revision: int | None = None


def recount_terms(
    bench: Workbench,
    request: RecountRequest,
    *,
    actor: Actor,
    request_key: RequestKey | None = None,
) -> Receipt:
    """Move the open terms of a case to where the calendar has them; what is done stays done.

    Who was reminded of a term by its former day is told the new one.
    """
    return on_case(
        bench, request, Permission.EDIT_CALENDAR, _recount, actor=actor, request_key=request_key
    )


def _recount(work: CaseWork) -> Receipt:
    state = work.locked.state
    found = recount(
        work.locked.definition,
        stays_of(work.transaction, state.id),
        running_duties(work.transaction, state.id),
        calendar_of(work.transaction, state.place),
        work.locked.zone,
    )
    if not found.moved:
        raise InvalidInput(field="terms", rule="unchanged")
    told = [[term, was.isoformat(), now.isoformat()] for term, was, now in found.terms]
    # A node that holds a lease on a duty finds it moved under the lock of the case.
    changes = [
        Update(DutyRow, {"id": one.id}, {"due_on": one.due_on, "due_at": one.due_at})
        for one in found.moved
    ]
    reminded = reminded_terms(work.transaction, state.id)
    notices = recounted_notices(work, found.terms, reminded)
    first = _first_due(work, found)
    moves = first != state.stage_due_on
    return record(
        work.transaction,
        work.locked.head,
        work.draft(AuditKind.TERM_RECOUNTED, fields={"days": told}),
        [*changes, *notices],
        case_values={"stage_due_on": first} if moves else {},
        case_before={"stage_due_on": state.stage_due_on} if moves else {},
        request_key=work.request_key,
    )


def _first_due(work: CaseWork, found: Recount) -> date | None:
    """The first day on which something of the stage is due; what is done already does not count."""
    days = {one.id: one.due_on for one in found.moved}
    stay = duties_of_stay(work.transaction, work.locked.state.id)
    return min((days.get(one.id, one.due_on) for one in stay if one.met_on is None), default=None)
