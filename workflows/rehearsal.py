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
from engine.domain.definition import RESUME
from engine.domain.errors import TutorSchoolIneligible
from engine.domain.judging import asks_end_code
from engine.domain.machine import MoveOrder
from engine.domain.requirements import Attempt
from engine.domain.roles import ATTACHED_ROLES, GRANTED, Actor, Permission, Role
from engine.domain.situation import AttachmentKind, DocumentStatus, RecordKind, Situation
from engine.domain.supplies import CannotSupply, Supply, SupplyKind, supplies
from engine.domain.terms import local_day
from engine.storage.cases import LockedCase, find_case
from engine.storage.database import Reader, reading
from engine.storage.situations import read_situation
from workflows.facts.supplying import TUTOR_ORDER

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
    order = MoveOrder(leg.move.code, REASON, _basis(situation), _end_code(locked, leg))
    request = MoveRequest(case_id, order, expected_revision=locked.state.revision)
    return cast.deeds.move_case(bench, request, actor=mover)


def _end_code(locked: LockedCase, leg: Leg) -> str:
    """Why the case ends, where the move ends it without an exit."""
    codes = dict(locked.definition.vocabulary).get("end_code", ())
    asked = leg.target != RESUME and asks_end_code(locked.definition, leg.target)
    return codes[0] if asked and codes else ""


def prepare_move(
    bench: Workbench, case_id: UUID, leg: Leg, cast: Cast, *, without: Collection[str] = ()
) -> Actor:
    """Supply what the move requires and name the person it belongs to; nothing is moved.

    The gaps whose code is in `without` (a kind of document, of attachment) are left open.
    """
    mover, role = _mover(leg, cast)
    for _ in range(MOST_ROUNDS):
        locked, situation = look(bench, case_id)
        scene = _Scene(bench, case_id, locked.definition, situation, cast, mover)
        gaps = [gap for gap in _gaps(scene, leg, role) if gap.code not in without]
        if not gaps:
            break
        for gap in gaps:
            if gap.kind is SupplyKind.OTHER_ACTOR:
                mover = next(one for one in cast.actors[role] if one != mover)
            else:
                _supply(scene, gap)
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


@dataclass(frozen=True, slots=True)
class _Scene:
    """A case as it was looked at, and who acts on it; the mover is whom the move belongs to."""

    bench: Workbench
    case_id: UUID
    definition: Definition
    situation: Situation
    cast: Cast
    mover: Actor

    def first(self, roles: Iterable[Role], permission: Permission) -> Actor:
        return self.cast.first(roles, permission, self.situation)


def _mover(leg: Leg, cast: Cast) -> tuple[Actor, Role]:
    for role in leg.move.roles:
        if cast.actors.get(role):
            return cast.actors[role][0], role
    raise CannotSupply(leg.move.code)


def _gaps(scene: _Scene, leg: Leg, role: Role) -> list[Supply]:
    situation, mover = scene.situation, scene.mover
    roles = frozenset({role})
    attempt = Attempt(leg.move.code, mover.account_id, roles, REASON, _basis(situation))
    return [
        gap
        for requirement in leg.requirements
        for gap in supplies(requirement, scene.bench.facts, situation, attempt)
        if gap.kind not in _BROUGHT
    ] + _attached_first(situation, mover, role)


_BROUGHT = (SupplyKind.BASIS, SupplyKind.END_CODE)
"""What the attempt itself carries."""


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


def _supply(scene: _Scene, gap: Supply) -> None:
    wait_until = scene.cast.wait_until
    if gap.kind is SupplyKind.DAY and gap.day is not None and wait_until is not None:
        wait_until(gap.day)
        return
    suppliers: dict[SupplyKind, Callable[[_Scene, Supply], object]] = {
        SupplyKind.DOCUMENT: _supply_document,
        SupplyKind.DECISION: _supply_decision,
        SupplyKind.RECORD: _supply_record,
        SupplyKind.ATTACHMENT: _supply_attachment,
    }
    if gap.kind not in suppliers:
        raise CannotSupply(gap)
    suppliers[gap.kind](scene, gap)


def _supply_document(scene: _Scene, gap: Supply) -> None:
    roles = (Role.SCHOOL_DIRECTOR, Role.SCHOOL_DEPUTY, *gap.by)
    author = scene.first(roles, Permission.REGISTER_DOCUMENT)
    title, submit = _title(scene.definition, gap), gap.status != "draft"
    content = f"{title} {scene.case_id}".encode()
    file = FilePaper.of(f"{title}.txt", "text/plain; charset=utf-8", content)
    request = DocumentRequest(
        scene.case_id, gap.code, title, topic=gap.topic, file=file, submit=submit
    )
    deeds = scene.cast.deeds
    document = deeds.register_document(scene.bench, request, actor=author).created_id
    if gap.status == DocumentStatus.APPROVED and document is not None:
        roles = (*gap.by, Role.MUNICIPAL_COORDINATOR, Role.REGIONAL_COORDINATOR)
        approver = scene.first(roles, Permission.REVIEW_DOCUMENT)
        verdict = ReviewRequest(scene.case_id, document, DocumentStatus.APPROVED)
        deeds.review_document(scene.bench, verdict, actor=approver)


def _title(definition: Definition, gap: Supply) -> str:
    """What the path calls a document of this kind, about the risk factor if it is about one."""
    kind = definition.word("document", gap.code)
    return f"{kind}: {definition.word('risk_factor', gap.topic)}" if gap.topic else kind


def _supply_decision(scene: _Scene, gap: Supply) -> UUID | None:
    cast = scene.cast
    paper = OrderPaper(gap.code, cast.next_number(), scene.situation.today, cast.body)
    author = scene.first(gap.by, Permission.REGISTER_DECISION)
    request = DecisionRequest(scene.case_id, paper)
    return cast.deeds.register_decision(scene.bench, request, actor=author).created_id


def _supply_record(scene: _Scene, gap: Supply) -> None:
    if gap.record is None:
        raise CannotSupply(gap)
    request = RecordRequest(
        scene.case_id,
        gap.record,
        gap.code,
        gap.status,
        gap.value,
        note="https://school.example/doc" if gap.record is RecordKind.PUBLICATION else "",
    )
    authors = [scene.first(gap.by, Permission.REGISTER_RECORD)] * gap.count
    if gap.record is RecordKind.APPROVAL:
        consenting = (actor for role in gap.roles for actor in scene.cast.actors.get(role, ()))
        authors = [actor for actor in consenting if actor != scene.mover][: gap.count]
    for author in authors:
        scene.cast.deeds.register_record(scene.bench, request, actor=author)


def _supply_attachment(scene: _Scene, gap: Supply) -> None:
    coordinator = scene.first(gap.by, Permission.ATTACH_PEOPLE)
    kind = AttachmentKind(gap.code)
    if kind is AttachmentKind.TUTOR_SCHOOL:
        _attach_tutor_school(scene, gap, coordinator)
        return
    people = scene.cast.actors[Role(kind.value)]
    person = scene.mover if scene.mover in people else people[0]
    request = AttachRequest(scene.case_id, kind, account_id=person.account_id)
    scene.cast.deeds.attach(scene.bench, request, actor=coordinator)


def _attach_tutor_school(scene: _Scene, gap: Supply, coordinator: Actor) -> None:
    """The first of the tutor schools that has a place, by an order registered for it."""
    order = _supply_decision(scene, Supply(SupplyKind.DECISION, gap.basis or TUTOR_ORDER))
    request = AttachRequest(
        scene.case_id,
        AttachmentKind.TUTOR_SCHOOL,
        decision_id=order,
        reason="Закрепление по приказу",
    )
    for school in scene.cast.tutor_schools:
        try:
            asked = replace(request, school_id=school)
            scene.cast.deeds.attach(scene.bench, asked, actor=coordinator)
        except TutorSchoolIneligible:
            continue
        return
    raise CannotSupply(gap)
