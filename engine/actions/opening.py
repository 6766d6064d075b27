"""Opening a case: from an entry of the list, by an order; a re-entry is linked to the former."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from uuid import UUID

from engine.actions.casework import CaseWork
from engine.actions.closing import close_met_terms
from engine.actions.deciding import OrderPaper, decision_row
from engine.actions.entering import first_spell, new_duties, stage_values
from engine.actions.noticing import listed_notices
from engine.domain.audit import AuditDraft, AuditKind
from engine.domain.errors import CaseExists, Forbidden, InvalidInput, KeyReused, NotFound
from engine.domain.roles import Actor, Permission, Place, Role, require
from engine.domain.situation import Category, SubjectKind
from engine.domain.terms import local_day
from engine.storage.attachments import tutored_by
from engine.storage.cases import lock_case
from engine.storage.changes import Change
from engine.storage.database import Transaction, unit_of_work
from engine.storage.definitions import definition_of
from engine.storage.footing import path_for
from engine.storage.journal import first_of_case, record
from engine.storage.openings import Subject, last_case_of, lock_subject, open_case_of
from engine.storage.receipts import Receipt, RequestKey, replayed
from engine.storage.situations import read_situation
from engine.storage.types import new_id

if TYPE_CHECKING:
    from datetime import date, datetime

    from engine.domain.definition import Definition
    from engine.workbench import Workbench


MOST_YEARS = 20


@dataclass(frozen=True, slots=True)
class OpenRequest:
    """A case for a school of the list (`list_entry_id`) or for a municipality (`subject_id`).

    `order` is the order that puts the school on the list; without it the case opens as a
    candidate. Every case begins at the start of the path.
    """

    definition_code: str
    subject_kind: SubjectKind = SubjectKind.SCHOOL
    subject_id: UUID | None = None
    list_entry_id: UUID | None = None
    order: OrderPaper | None = None
    years_in_status: int = 1
    reason: str = ""
    opened_on: date | None = None
    categories: tuple[Category, ...] = field(default=(Category.SHNOR,))


def open_case(
    bench: Workbench,
    request: OpenRequest,
    *,
    actor: Actor,
    request_key: RequestKey | None = None,
) -> Receipt:
    """Open a case on the version in force on its first day; the receipt names the new case.

    Raises CaseExists when the subject already has an open case on this path, NotFound, Forbidden,
    InvalidInput.
    """
    with unit_of_work(bench.database) as transaction:
        subject = _subject(transaction, request)
        try:
            answer = replayed(transaction, actor, request_key)
        except KeyReused:
            # Told only to who may open, or a key would tell a foreign entry from an absent one.
            today = local_day(bench.now(), subject.zone)
            require(Permission.OPEN_CASE, actor, subject.place, today)
            raise
        if answer is not None:
            return answer
        opening = _opening(bench, transaction, request, subject, actor)
        receipt = _record_opening(opening, request, request_key)
        _settle(bench, opening)
        return receipt


@dataclass(frozen=True, slots=True)
class _Opening:
    transaction: Transaction
    subject: Subject
    definition: Definition
    definition_id: UUID
    stream_id: UUID
    actor: Actor
    role: Role
    at: datetime
    today: date
    opened_on: date
    case_id: UUID
    previous_case_id: UUID | None


def _settle(bench: Workbench, opening: _Opening) -> None:
    """Close the terms of the first stage that are met from the beginning."""
    if opening.definition.start.code not in opening.definition.closable:
        return
    locked = lock_case(opening.transaction, opening.case_id)
    if locked is None:
        raise NotFound
    situation = read_situation(opening.transaction, locked, opening.today)
    roles = frozenset({opening.role})
    work = CaseWork(
        bench, opening.transaction, locked, situation, opening.actor, roles, opening.at, None
    )
    close_met_terms(work)


def _subject(transaction: Transaction, request: OpenRequest) -> Subject:
    """The school of the entry, or the municipality, locked: two openings cannot pass together."""
    subject = lock_subject(
        transaction, request.subject_kind, request.subject_id, request.list_entry_id
    )
    if subject is None:
        raise NotFound
    return subject


def _opening(
    bench: Workbench,
    transaction: Transaction,
    request: OpenRequest,
    subject: Subject,
    actor: Actor,
) -> _Opening:
    at = bench.now()
    today = local_day(at, subject.zone)
    roles = require(Permission.OPEN_CASE, actor, subject.place, today)
    opened_on = _opened_on(request, today)
    # Where the municipality has its own path under the region's, the case begins on that.
    current = path_for(transaction, subject.place, request.definition_code, opened_on, today)
    if current is None:
        raise InvalidInput(field="definition_code", rule="unknown", value=request.definition_code)
    definition = definition_of(transaction, current.id)
    if definition.subject is not request.subject_kind:
        raise InvalidInput(field="subject_kind", rule="mismatch", value=request.subject_kind.value)
    if request.order and request.order.kind not in dict(definition.vocabulary).get("decision", ()):
        raise InvalidInput(field="kind", rule="unknown", value=request.order.kind)
    other = open_case_of(transaction, subject.id, current.stream_id)
    if other is not None:
        raise CaseExists(case_id=other)
    return _Opening(
        transaction=transaction,
        subject=subject,
        definition=definition,
        definition_id=current.id,
        stream_id=current.stream_id,
        actor=actor,
        role=_opening_role(definition, roles),
        at=at,
        today=today,
        opened_on=opened_on,
        case_id=new_id(),
        previous_case_id=last_case_of(transaction, subject.id, current.stream_id),
    )


def _opening_role(definition: Definition, roles: frozenset[Role]) -> Role:
    allowed = definition.setting("opening_roles", ())
    for name in allowed if isinstance(allowed, tuple) else ():
        if Role(name) in roles:
            return Role(name)
    raise Forbidden(permission=Permission.OPEN_CASE.value)


def _opened_on(request: OpenRequest, today: date) -> date:
    day = request.opened_on or today
    if day > today:
        raise InvalidInput(field="opened_on", rule="future", value=day.isoformat())
    if not 1 <= request.years_in_status <= MOST_YEARS:
        raise InvalidInput(field="years_in_status", rule="range", value=request.years_in_status)
    return day


def _record_opening(
    opening: _Opening, request: OpenRequest, request_key: RequestKey | None
) -> Receipt:
    case_id, start = opening.case_id, opening.definition.start
    duties, due_on = new_duties(
        opening.transaction,
        opening.subject.place,
        opening.subject.zone,
        case_id,
        start,
        entered_on=opening.opened_on,
        today=opening.today,
    )
    spell = first_spell(
        case_id, start, round_number=1, day=opening.opened_on, revision=1, at=opening.at
    )
    changes: list[Change] = [spell, *duties]
    text = {"reason": request.reason}
    if request.order is not None:
        row, titles = decision_row(
            request.order,
            case_id=case_id,
            round_number=1,
            actor=opening.actor,
            at=opening.at,
            today=opening.today,
        )
        changes.append(row)
        text |= titles
    changes += _told_of_listing(opening)
    draft = AuditDraft(
        kind=AuditKind.CASE_OPENED,
        actor=opening.actor,
        at=opening.at,
        happened_on=opening.opened_on,
        recorded_on=opening.today,
        role=opening.role,
        definition_digest=opening.definition.digest,
        target=start.code,
        text=text,
    )
    return record(
        opening.transaction,
        first_of_case(opening.transaction, case_id),
        draft,
        changes,
        case_values=_case_values(opening, request, due_on),
        request_key=request_key,
        created_id=case_id,
    )


def _told_of_listing(opening: _Opening) -> list[Change]:
    """A school that is led from now on cannot tutor: whoever attached it decides, nothing ends."""
    school_id = opening.subject.place.school_id
    if school_id is None:
        return []
    tutored = tutored_by(opening.transaction, [school_id], opening.today)
    return listed_notices(tutored, opening.at)


def _case_values(opening: _Opening, request: OpenRequest, due_on: date | None) -> dict[str, Any]:
    place: Place = opening.subject.place
    return {
        "subject_kind": request.subject_kind.value,
        "subject_id": opening.subject.id,
        "region_id": place.region_id,
        "municipality_id": place.municipality_id,
        "school_id": place.school_id,
        "definition_id": opening.definition_id,
        "definition_stream_id": opening.stream_id,
        "definition_digest": opening.definition.digest,
        "stage_due_on": due_on,
        "round": 1,
        "years_in_status": request.years_in_status,
        "categories": list(opening.subject.categories or _codes(request.categories)),
        "resume_stage": None,
        "previous_case_id": opening.previous_case_id,
        "list_entry_id": request.list_entry_id,
        "opened_at": opening.at,
        "opened_by": opening.actor.account_id,
        **stage_values(opening.definition.start, opening.opened_on, 1),
    }


def _codes(categories: tuple[Category, ...]) -> tuple[str, ...]:
    return tuple(category.value for category in categories)
