"""Moving a case out of turn: the regional administrator's, with a reason and a second person.

An event kind of its own: never silent, and a deviation in every later reading of the path.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from engine.actions.casework import CaseWork, on_case
from engine.actions.entering import enter_stage
from engine.actions.noticing import notice
from engine.domain.audit import AuditKind
from engine.domain.errors import InvalidInput, RequirementsUnmet
from engine.domain.judging import move_day
from engine.domain.requirements import Unmet
from engine.domain.roles import Actor, Permission, Role
from engine.domain.situation import RecordKind
from engine.storage.journal import record

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from engine.storage.receipts import Receipt, RequestKey
    from engine.workbench import Workbench

FORCE = "force_move"
DEFAULT_REASON, DEFAULT_APPROVALS = 20, 1
CONSENTING = (Role.REGIONAL_COORDINATOR, Role.MUNICIPAL_COORDINATOR)


@dataclass(frozen=True, slots=True)
class ForceRequest:
    """A stage of the definition to put the case in, and why the path was not followed."""

    case_id: UUID
    target: str
    reason: str
    expected_revision: int | None = None
    happened_on: date | None = None


def force_move(
    bench: Workbench,
    request: ForceRequest,
    *,
    actor: Actor,
    request_key: RequestKey | None = None,
) -> Receipt:
    """Put a case in any stage; asks for a long reason and for consent recorded beforehand.

    Consent is a record of kind approval with key `force_move`, given by a coordinator since the
    present stage was entered (settings force_reason_min, force_approvals).
    """
    deed = partial(_force, request=request)
    return on_case(
        bench,
        request,
        Permission.FORCE_MOVE,
        deed,
        actor=actor,
        request_key=request_key,
        move=FORCE,
    )


def _force(work: CaseWork, *, request: ForceRequest) -> Receipt:
    definition = work.locked.definition
    state = work.locked.state
    if request.target not in definition.stage_by_code or request.target == state.stage:
        raise InvalidInput(field="target", rule="unknown", value=request.target)
    unmet = (*_reason_unmet(work, request), *_consent_unmet(work))
    if unmet:
        raise RequirementsUnmet(unmet, move=FORCE, stage=state.stage)
    day = move_day(work.situation, request.happened_on)
    entry = enter_stage(work, request.target, day)
    draft = work.draft(
        AuditKind.CASE_FORCED,
        happened_on=day,
        move=FORCE,
        source=state.stage,
        target=request.target,
        text={"reason": request.reason},
    )
    told = notice(work, "case:forced", {"from": state.stage, "to": request.target})
    return record(
        work.transaction,
        work.locked.head,
        draft,
        [*entry.changes, told],
        case_values=entry.values,
        case_before=entry.before,
        request_key=work.request_key,
    )


def _reason_unmet(work: CaseWork, request: ForceRequest) -> tuple[Unmet, ...]:
    need = work.locked.definition.setting("force_reason_min", DEFAULT_REASON)
    have = len(request.reason.strip())
    if isinstance(need, int) and have < need:
        return (Unmet("reason_given", (("have", have), ("need", need))),)
    return ()


def _consent_unmet(work: CaseWork) -> tuple[Unmet, ...]:
    need = work.locked.definition.setting("force_approvals", DEFAULT_APPROVALS)
    given = {
        record.author_id
        for record in work.situation.records
        if record.kind is RecordKind.APPROVAL
        and record.key == FORCE
        and record.author_role in CONSENTING
        and record.revision > work.situation.stage_entered_revision
        and record.author_id != work.actor.account_id
    }
    if isinstance(need, int) and len(given) < need:
        roles = tuple(role.value for role in CONSENTING)
        fields = (("have", len(given)), ("move", FORCE), ("need", need), ("roles", roles))
        return (Unmet("approvals", fields, CONSENTING, mend="records"),)
    return ()
