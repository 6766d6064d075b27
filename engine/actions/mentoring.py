"""Attaching curators, experts and tutor schools to a case, by an order, from a day to a day."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import UUID

from engine.actions.casework import CaseWork, on_case
from engine.actions.noticing import attachment_notices
from engine.domain.audit import AuditKind
from engine.domain.errors import AlreadyAttached, InvalidInput, NotFound, TutorSchoolIneligible
from engine.domain.roles import Actor, Permission
from engine.domain.situation import AttachmentFact, AttachmentKind, DecisionFact
from engine.storage.attachments import (
    active_places,
    curates_school,
    curator_cases,
    holds_role,
    is_listed,
)
from engine.storage.changes import Insert, Update
from engine.storage.journal import record
from engine.storage.openings import lock_school
from engine.storage.tables import AttachmentRow
from engine.storage.types import new_id

if TYPE_CHECKING:
    from datetime import date

    from engine.storage.receipts import Receipt, RequestKey
    from engine.workbench import Workbench

_ATTACHED = {
    AttachmentKind.CURATOR: AuditKind.CURATOR_ATTACHED,
    AttachmentKind.EXPERT: AuditKind.EXPERT_ATTACHED,
    AttachmentKind.TUTOR_SCHOOL: AuditKind.TUTOR_SCHOOL_ATTACHED,
}
_ENDED = {
    AttachmentKind.CURATOR: AuditKind.CURATOR_ENDED,
    AttachmentKind.EXPERT: AuditKind.EXPERT_ENDED,
    AttachmentKind.TUTOR_SCHOOL: AuditKind.TUTOR_SCHOOL_ENDED,
}
DEFAULT_CAPACITY = 3


@dataclass(frozen=True, slots=True)
class AttachRequest:
    """Who is attached: an account (curator, expert) or a school (tutor school).

    `decision_id` is the order, registered on the case; a tutor school cannot be attached without.
    """

    case_id: UUID
    kind: AttachmentKind
    account_id: UUID | None = None
    school_id: UUID | None = None
    decision_id: UUID | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    directions: tuple[str, ...] = ()
    reason: str = ""
    expected_revision: int | None = None


@dataclass(frozen=True, slots=True)
class EndAttachmentRequest:
    """The last day of an attachment, with the reason."""

    case_id: UUID
    attachment_id: UUID
    ends_on: date
    reason: str
    decision_id: UUID | None = None
    expected_revision: int | None = None


def attach(
    bench: Workbench,
    request: AttachRequest,
    *,
    actor: Actor,
    request_key: RequestKey | None = None,
) -> Receipt:
    """Attach a curator, an expert or a tutor school; the receipt names the attachment.

    A case has one curator and one tutor school at a time. Raises TutorSchoolIneligible (rule mode,
    listed, same_school or capacity), AlreadyAttached, InvalidInput.
    """
    deed = partial(_attach, request=request)
    return on_case(
        bench, request, Permission.ATTACH_PEOPLE, deed, actor=actor, request_key=request_key
    )


def _attach(work: CaseWork, *, request: AttachRequest) -> Receipt:
    starts_on = request.starts_on or work.today
    decision = _decision(work, request.decision_id)
    _check_days(work, request, starts_on)
    if request.kind is AttachmentKind.TUTOR_SCHOOL:
        _check_tutor_school(work, request, starts_on, decision)
    else:
        _check_person(work, request, starts_on)
    values: dict[str, Any] = {
        "id": new_id(),
        "case_id": work.locked.state.id,
        "kind": request.kind.value,
        "account_id": request.account_id,
        "school_id": request.school_id,
        "decision_id": request.decision_id,
        "starts_on": starts_on,
        "ends_on": request.ends_on,
        "directions": [work.word("risk_factor", one, "directions") for one in request.directions],
    }
    kind = _ATTACHED[request.kind]
    told = attachment_notices(
        work, kind, values["id"], starts_on=starts_on, ends_on=request.ends_on
    )
    draft = work.draft(
        kind,
        happened_on=starts_on,
        basis=(str(request.decision_id),) if request.decision_id else (),
        text={"reason": request.reason},
    )
    return record(
        work.transaction,
        work.locked.head,
        draft,
        [Insert(AttachmentRow, values), *told],
        request_key=work.request_key,
        created_id=values["id"],
    )


def _decision(work: CaseWork, decision_id: UUID | None) -> DecisionFact | None:
    if decision_id is None:
        return None
    for decision in work.situation.decisions:
        if decision.id == decision_id and decision.in_force:
            return decision
    raise InvalidInput(field="decision_id", rule="unknown", value=str(decision_id))


def _check_days(work: CaseWork, request: AttachRequest, starts_on: date) -> None:
    if request.ends_on is not None and request.ends_on < starts_on:
        raise InvalidInput(field="ends_on", rule="before_start", value=starts_on.isoformat())
    single = request.kind is not AttachmentKind.EXPERT
    for link in work.situation.attachments:
        same = link.kind is request.kind and (single or link.account_id == request.account_id)
        if same and _overlaps(link, starts_on, request.ends_on):
            raise AlreadyAttached(kind=request.kind.value, attachment_id=link.id)


def _overlaps(link: AttachmentFact, starts_on: date, ends_on: date | None) -> bool:
    begins_before_end = ends_on is None or link.starts_on <= ends_on
    return begins_before_end and (link.ends_on is None or link.ends_on >= starts_on)


def _check_person(work: CaseWork, request: AttachRequest, starts_on: date) -> None:
    """The person holds the role on the place of the case; a curator's load has a limit."""
    if request.account_id is None or request.school_id is not None:
        raise InvalidInput(field="account_id", rule="empty")
    place = work.locked.state.place
    if not holds_role(work.transaction, request.account_id, request.kind.value, place, starts_on):
        raise InvalidInput(field="account_id", rule="no_role", value=request.kind.value)
    if place.school_id and curates_school(work.transaction, request.account_id, place.school_id):
        raise InvalidInput(field="account_id", rule="own_school")
    limit = work.locked.definition.setting("curator_case_limit", 0)
    if request.kind is AttachmentKind.CURATOR and isinstance(limit, int) and limit > 0:
        held = curator_cases(work.transaction, request.account_id, starts_on)
        if held >= limit:
            raise InvalidInput(field="account_id", rule="case_limit", value=limit)


def _check_tutor_school(
    work: CaseWork, request: AttachRequest, starts_on: date, decision: DecisionFact | None
) -> None:
    """Mode, own listing and free places, counted under the lock of the tutor school's row."""
    if request.school_id is None or request.account_id is not None:
        raise InvalidInput(field="school_id", rule="empty")
    if decision is None:
        raise InvalidInput(field="decision_id", rule="empty")
    if request.school_id == work.locked.state.place.school_id:
        raise TutorSchoolIneligible(rule="same_school")
    tutor = lock_school(work.transaction, request.school_id)
    if tutor is None or tutor.place.region_id != work.locked.state.place.region_id:
        raise NotFound
    definition = work.locked.definition
    modes = definition.setting("tutor_school_modes", ("effective", "development"))
    if isinstance(modes, tuple) and tutor.mode not in modes:
        raise TutorSchoolIneligible(rule="mode", mode=tutor.mode, modes=modes)
    if is_listed(work.transaction, request.school_id):
        raise TutorSchoolIneligible(rule="listed")
    capacity = definition.setting("tutor_school_capacity", DEFAULT_CAPACITY)
    taken = active_places(work.transaction, request.school_id, starts_on, request.ends_on)
    denies = definition.setting("tutor_capacity_rule", "deny") == "deny"
    if denies and isinstance(capacity, int) and taken >= capacity:
        raise TutorSchoolIneligible(rule="capacity", capacity=capacity, taken=taken)


def _check_prolonging(work: CaseWork, link: AttachmentFact, ends_on: date) -> None:
    """A last day moved later may not reach into the days of whoever came after."""
    if link.ends_on is None or ends_on <= link.ends_on:
        return
    for other in work.situation.attachments:
        single = link.kind is not AttachmentKind.EXPERT
        same = other.kind is link.kind and (single or other.account_id == link.account_id)
        if other.id != link.id and same and _overlaps(other, link.starts_on, ends_on):
            raise AlreadyAttached(kind=link.kind.value, attachment_id=other.id)


def end_attachment(
    bench: Workbench,
    request: EndAttachmentRequest,
    *,
    actor: Actor,
    request_key: RequestKey | None = None,
) -> Receipt:
    """Set the last day of an attachment; who was attached before stays in the history."""
    deed = partial(_end, request=request)
    return on_case(
        bench, request, Permission.ATTACH_PEOPLE, deed, actor=actor, request_key=request_key
    )


def _end(work: CaseWork, *, request: EndAttachmentRequest) -> Receipt:
    link = next(
        (one for one in work.situation.attachments if one.id == request.attachment_id), None
    )
    if link is None:
        raise NotFound
    _check_prolonging(work, link, request.ends_on)
    if request.ends_on < link.starts_on:
        raise InvalidInput(field="ends_on", rule="before_start", value=link.starts_on.isoformat())
    work.remark(request.reason, "reason")
    _decision(work, request.decision_id)
    draft = work.draft(
        _ENDED[link.kind],
        basis=(str(request.decision_id),) if request.decision_id else (),
        text={"reason": request.reason},
        fields={"last_day": request.ends_on.isoformat()},
    )
    former = link.ends_on.isoformat() if link.ends_on else None
    change = Update(
        AttachmentRow, {"id": link.id}, {"ends_on": request.ends_on}, before={"ends_on": former}
    )
    told = attachment_notices(work, _ENDED[link.kind], link.id, last_day=request.ends_on)
    return record(
        work.transaction, work.locked.head, draft, [change, *told], request_key=work.request_key
    )
