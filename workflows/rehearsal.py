"""Leading a case along a route through the ordinary actions: what is missing is supplied first.

The demonstration, the benchmark and the journey tests lead any region's cases with this; nothing
here knows a region, and nothing is written but by the actions that people use.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, TypeAlias

from engine.actions.deciding import DecisionRequest, OrderPaper, register_decision
from engine.actions.filing import (
    DocumentRequest,
    FilePaper,
    ReviewRequest,
    register_document,
    review_document,
)
from engine.actions.mentoring import AttachRequest, attach
from engine.actions.moving import MoveRequest, move_case
from engine.actions.recording import RecordRequest, register_record
from engine.domain.errors import TutorSchoolIneligible
from engine.domain.machine import MoveOrder
from engine.domain.requirements import Attempt
from engine.domain.roles import ATTACHED_ROLES, GRANTED, Actor, Permission, Role
from engine.domain.situation import AttachmentKind, DocumentStatus, RecordKind, Situation
from engine.domain.terms import local_day
from engine.storage.cases import LockedCase, find_case, read_situation
from engine.storage.database import Reader, reading
from workflows.supplying import CannotSupply, Supply, SupplyKind, supplies

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from engine.domain.definition import Definition
    from engine.storage.receipts import Receipt
    from engine.workbench import Workbench
    from workflows.driving import Leg

MOST_ROUNDS = 12
REASON = "Решение принято по итогам рассмотрения материалов школы"


Deed: TypeAlias = Callable[..., "Receipt"]
"""An action: the bench, a request and the actor; it gives the receipt or raises the refusal."""


@dataclass(frozen=True, slots=True)
class Deeds:
    """The actions a case is led by; a test puts the API in their place."""

    attach: Deed = attach
    move_case: Deed = move_case
    register_decision: Deed = register_decision
    register_document: Deed = register_document
    register_record: Deed = register_record
    review_document: Deed = review_document


@dataclass(frozen=True)
class Cast:
    """Who acts: actors by role, the tutor schools to choose from, the body that issues orders.

    `wait_until` is told the day a move has to wait for, where the clock is the caller's.
    """

    actors: Mapping[Role, tuple[Actor, ...]]
    tutor_schools: tuple[UUID, ...] = ()
    body: str = "Управление образования"
    wait_until: Callable[[date], None] | None = None
    numbers: list[int] = field(default_factory=lambda: [0])
    deeds: Deeds = field(default_factory=Deeds)

    def first(self, roles: Iterable[Role], permission: Permission, situation: Situation) -> Actor:
        """An actor in one of the roles who may do this on the case, else anybody who may."""
        for role in (*roles, *self.actors):
            for actor in self.actors.get(role, ()):
                attached = role not in ATTACHED_ROLES or role in situation.attached_roles(actor)
                if attached and permission in GRANTED[role]:
                    return actor
        raise CannotSupply(permission)

    def next_number(self) -> str:
        """The number of the next order."""
        self.numbers[0] += 1
        return f"{self.numbers[0]}-Д"


def lead(bench: Workbench, case_id: UUID, legs: Iterable[Leg], cast: Cast) -> list[Receipt]:
    """Make every move of a route, supplying what each requires."""
    return [make_move(bench, case_id, leg, cast) for leg in legs]


def make_move(bench: Workbench, case_id: UUID, leg: Leg, cast: Cast) -> Receipt:
    """Supply what the move requires, then make it as the person it belongs to."""
    mover = prepare_move(bench, case_id, leg, cast)
    locked, situation = look(bench, case_id)
    order = MoveOrder(leg.move.code, REASON, _basis(situation))
    request = MoveRequest(case_id, order, expected_revision=locked.state.revision)
    return cast.deeds.move_case(bench, request, actor=mover)


def prepare_move(
    bench: Workbench, case_id: UUID, leg: Leg, cast: Cast, *, without: Collection[str] = ()
) -> Actor:
    """Supply what the move requires and name the person it belongs to; nothing is moved.

    The gaps whose code is in `without` (a kind of document, of attachment) are left open.
    """
    mover, role = _mover(leg, cast)
    for _ in range(MOST_ROUNDS):
        _, situation = look(bench, case_id)
        gaps = [gap for gap in _gaps(bench, leg, situation, mover, role) if gap.code not in without]
        if not gaps:
            break
        for gap in gaps:
            if gap.kind is SupplyKind.OTHER_ACTOR:
                mover = next(one for one in cast.actors[role] if one != mover)
            else:
                _supply(bench, case_id, gap, cast, mover)
    return mover


def look(bench: Workbench, case_id: UUID) -> tuple[LockedCase, Situation]:
    """The case and its situation as they stand."""
    with reading(bench.database) as connection:
        reader = Reader(bench.database, connection)
        locked = find_case(reader, case_id)
        if locked is None:
            raise LookupError(case_id)
        today = local_day(bench.now(), locked.zone)
        return locked, read_situation(reader, locked, today)


def _mover(leg: Leg, cast: Cast) -> tuple[Actor, Role]:
    for role in leg.move.roles:
        if cast.actors.get(role):
            return cast.actors[role][0], role
    raise CannotSupply(leg.move.code)


def _gaps(
    bench: Workbench, leg: Leg, situation: Situation, mover: Actor, role: Role
) -> list[Supply]:
    roles = frozenset({role})
    attempt = Attempt(leg.move.code, mover.account_id, roles, REASON, _basis(situation))
    return [
        gap
        for requirement in leg.requirements
        for gap in supplies(requirement, bench.facts, situation, attempt)
        if gap.kind is not SupplyKind.BASIS
    ] + _attached_first(situation, mover, role)


def _attached_first(situation: Situation, mover: Actor, role: Role) -> list[Supply]:
    """A curator or an expert acts only while attached to the case."""
    if role not in (Role.CURATOR, Role.EXPERT) or role in situation.attached_roles(mover):
        return []
    return [Supply(SupplyKind.ATTACHMENT, role.value)]


def _basis(situation: Situation) -> tuple[UUID, ...]:
    """The latest decision of each kind in force in this round."""
    now = situation.case.round
    latest = {
        decision.kind: decision.id
        for decision in situation.decisions
        if decision.in_force and decision.round == now
    }
    return tuple(latest.values())


def _supply(bench: Workbench, case_id: UUID, gap: Supply, cast: Cast, mover: Actor) -> None:
    if gap.kind is SupplyKind.DAY and gap.day is not None and cast.wait_until is not None:
        cast.wait_until(gap.day)
        return
    suppliers = {
        SupplyKind.DOCUMENT: _supply_document,
        SupplyKind.DECISION: _supply_decision,
        SupplyKind.RECORD: _supply_record,
        SupplyKind.ATTACHMENT: _supply_attachment,
    }
    if gap.kind not in suppliers:
        raise CannotSupply(gap)
    suppliers[gap.kind](bench, case_id, gap, cast, mover)


def _supply_document(
    bench: Workbench, case_id: UUID, gap: Supply, cast: Cast, mover: Actor
) -> None:
    del mover
    locked, situation = look(bench, case_id)
    roles = (Role.SCHOOL_DIRECTOR, Role.SCHOOL_DEPUTY, *gap.by)
    author = cast.first(roles, Permission.REGISTER_DOCUMENT, situation)
    title = _title(locked.definition, gap)
    file = FilePaper.of(f"{title}.txt", "text/plain; charset=utf-8", f"{title} {case_id}".encode())
    request = DocumentRequest(
        case_id, gap.code, title, topic=gap.topic, file=file, submit=gap.status != "draft"
    )
    document = cast.deeds.register_document(bench, request, actor=author).created_id
    if gap.status == DocumentStatus.APPROVED and document is not None:
        roles = (*gap.by, Role.MUNICIPAL_COORDINATOR, Role.REGIONAL_COORDINATOR)
        approver = cast.first(roles, Permission.REVIEW_DOCUMENT, situation)
        verdict = ReviewRequest(case_id, document, DocumentStatus.APPROVED)
        cast.deeds.review_document(bench, verdict, actor=approver)


def _title(definition: Definition, gap: Supply) -> str:
    """What the path calls a document of this kind, about the risk factor if it is about one."""
    kind = definition.word("document", gap.code)
    return f"{kind}: {definition.word('risk_factor', gap.topic)}" if gap.topic else kind


def _supply_decision(
    bench: Workbench, case_id: UUID, gap: Supply, cast: Cast, mover: Actor
) -> UUID | None:
    del mover
    _, situation = look(bench, case_id)
    paper = OrderPaper(gap.code, cast.next_number(), situation.today, cast.body)
    author = cast.first(gap.by, Permission.REGISTER_DECISION, situation)
    return cast.deeds.register_decision(
        bench, DecisionRequest(case_id, paper), actor=author
    ).created_id


def _supply_record(bench: Workbench, case_id: UUID, gap: Supply, cast: Cast, mover: Actor) -> None:
    if gap.record is None:
        raise CannotSupply(gap)
    request = RecordRequest(
        case_id,
        gap.record,
        gap.code,
        gap.status,
        gap.value,
        note="https://school.example/doc" if gap.record is RecordKind.PUBLICATION else "",
    )
    _, situation = look(bench, case_id)
    authors = [cast.first(gap.by, Permission.REGISTER_RECORD, situation)] * gap.count
    if gap.record is RecordKind.APPROVAL:
        consenting = (actor for role in gap.roles for actor in cast.actors.get(role, ()))
        authors = [actor for actor in consenting if actor != mover][: gap.count]
    for author in authors:
        cast.deeds.register_record(bench, request, actor=author)


def _supply_attachment(
    bench: Workbench, case_id: UUID, gap: Supply, cast: Cast, mover: Actor
) -> None:
    _, situation = look(bench, case_id)
    coordinator = cast.first(gap.by, Permission.ATTACH_PEOPLE, situation)
    kind = AttachmentKind(gap.code)
    if kind is not AttachmentKind.TUTOR_SCHOOL:
        role = Role(kind.value)
        person = mover if mover in cast.actors[role] else cast.actors[role][0]
        request = AttachRequest(case_id, kind, account_id=person.account_id)
        cast.deeds.attach(bench, request, actor=coordinator)
        return
    paper = Supply(SupplyKind.DECISION, gap.basis or "tutor_order")
    order = _supply_decision(bench, case_id, paper, cast, mover)
    request = AttachRequest(case_id, kind, decision_id=order, reason="Закрепление по приказу")
    for school in cast.tutor_schools:
        try:
            cast.deeds.attach(bench, replace(request, school_id=school), actor=coordinator)
        except TutorSchoolIneligible:
            continue
        return
    raise CannotSupply(gap)
