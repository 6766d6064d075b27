"""A case with thousands of entries: deeds of every kind, each by the code that people's deeds run.

An action reads all that its decision may look at, which on a case of thousands of facts is most of
the time. Here each deed is given what it is about alone, and hundreds share a transaction; rows,
entries, chain and seals are those of the action.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import UUID

import sqlalchemy as sa

from engine.actions.casework import CaseWork, take_case
from engine.actions.filing import DocumentRequest, ReviewRequest
from engine.actions.filing import _register as register_document
from engine.actions.filing import _review as review_document
from engine.actions.mentoring import AttachRequest, EndAttachmentRequest
from engine.actions.mentoring import _attach as attach
from engine.actions.mentoring import _end as end_attachment
from engine.actions.moving import MoveRequest, move_within
from engine.actions.recording import RecordRequest
from engine.actions.recording import _register as register_record
from engine.actions.refusing import refuse_within
from engine.domain.errors import MoveRefused
from engine.domain.machine import MoveOrder
from engine.domain.roles import Permission, Role, require
from engine.domain.situation import (
    AttachmentFact,
    AttachmentKind,
    DocumentFact,
    DocumentStatus,
    RecordKind,
)
from engine.domain.terms import local_day
from engine.storage.cases import lock_case
from engine.storage.database import Transaction, reading, unit_of_work
from engine.storage.duties import paused_duties
from engine.storage.tables import JournalRow

if TYPE_CHECKING:
    from collections.abc import Callable

    from engine.domain.situation import Situation
    from engine.storage.receipts import Receipt
    from tests.factories import Scene

PART = 3_000
"""Entries of one transaction."""

PROGRAMME = "antirisk_programme"
REMARK = "Не указаны сроки и ответственные; школьные меры не связаны с рисками"
REASON = "Школа закрыта на капитальный ремонт до сентября"
MEASURES = ("planned", "in_progress", "done", "explained")


def fill(scene: Scene, case_id: UUID, entries: int) -> None:
    """Deeds on a case that is led by its people, until its history has so many entries."""
    while (left := entries - entries_of(scene, case_id)) > 0:
        with unit_of_work(scene.bench.database) as transaction:
            filler = _Filler.of(scene, transaction, case_id)
            for _ in range(-(-min(left, PART) // WEEKLY)):
                filler.live_a_week()


def entries_of(scene: Scene, case_id: UUID) -> int:
    """How many entries the history of a case has, refusals included."""
    query = sa.select(sa.func.count()).where(JournalRow.subject_id == case_id)
    with reading(scene.bench.database) as connection:
        return int(connection.execute(query).scalar_one())


@dataclass
class _Filler:
    """A case under its lock, and of its facts those that the deeds at hand are about."""

    scene: Scene
    transaction: Transaction
    case_id: UUID
    situation: Situation
    week: int

    @classmethod
    def of(cls, scene: Scene, transaction: Transaction, case_id: UUID) -> _Filler:
        """The case with whom it has today."""
        coordinator = scene.actor(Role.MUNICIPAL_COORDINATOR)
        work = take_case(scene.bench, transaction, case_id, Permission.READ_CASE, actor=coordinator)
        assert isinstance(work, CaseWork)
        people = tuple(one for one in work.situation.attachments if one.active_on(work.today))
        last = {one.topic: one for one in work.situation.documents if one.kind == PROGRAMME}
        situation = replace(
            work.situation, documents=tuple(last.values()), records=(), attachments=people
        )
        return cls(scene, transaction, case_id, situation, work.locked.state.revision)

    def live_a_week(self) -> None:
        """One deed of each kind, a week after those before."""
        clock: Any = self.scene.bench.now
        clock.advance(days=7)
        self.week += 1
        for deed in _SEQUENCE:
            deed(self)

    def do(self, permission: Permission, role: Role, deed: Callable[[CaseWork], Receipt]) -> UUID:
        """A deed by a person of a role; gives the id of what it made."""
        bench, actor = self.scene.bench, self.scene.actor(role)
        locked = lock_case(self.transaction, self.case_id)
        assert locked is not None
        situation = replace(
            self.situation,
            case=locked.state,
            today=local_day(bench.now(), locked.zone),
            stage_entered_revision=locked.stage_entered_revision,
        )
        attached = situation.attached_roles(actor)
        roles = require(permission, actor, locked.state.place, situation.today, attached=attached)
        stopped = [self.case_id] if locked.suspended else []
        paused = paused_duties(self.transaction, stopped).get(self.case_id, ())
        at = bench.now()
        work = CaseWork(bench, self.transaction, locked, situation, actor, roles, at, None, paused)
        return deed(work).created_id or self.case_id

    def record(self, kind: RecordKind, key: str, status: str) -> None:
        """A record by the coordinator."""
        request = RecordRequest(self.case_id, kind, key, status, note=f"Запись {self.week}")
        deed = partial(register_record, request=request)
        self.do(Permission.REGISTER_RECORD, Role.MUNICIPAL_COORDINATOR, deed)

    def document(self) -> None:
        """A version of a programme, handed in by the director."""
        title = f"Программа антирисковых мер, редакция {self.week}"
        request = DocumentRequest(self.case_id, PROGRAMME, title, self.factor)
        former = self.programme
        author = self.scene.actor(Role.SCHOOL_DIRECTOR).account_id
        deed = partial(register_document, request=request)
        made = self.do(Permission.REGISTER_DOCUMENT, Role.SCHOOL_DIRECTOR, deed)
        self._keep(
            DocumentFact(
                made,
                PROGRAMME,
                DocumentStatus.SUBMITTED,
                former.version + 1 if former else 1,
                self.situation.case.round,
                author,
                None,
                self.factor,
            )
        )

    @property
    def programme(self) -> DocumentFact | None:
        """The last version of the programme that the week is about."""
        documents = self.situation.documents
        return next((one for one in documents if one.topic == self.factor), None)

    def _keep(self, fact: DocumentFact) -> None:
        others = (one for one in self.situation.documents if one.topic != fact.topic)
        self.situation = replace(self.situation, documents=(*others, fact))

    @property
    def factor(self) -> str:
        """The risk factor that the week is about."""
        factors = self.situation.words("risk_factor")
        return factors[self.week % len(factors)]

    def review(self, verdict: DocumentStatus) -> None:
        """The coordinator returns or approves what was handed in."""
        document = self.programme
        assert document is not None
        remarks = REMARK if verdict is DocumentStatus.RETURNED else ""
        request = ReviewRequest(self.case_id, document.id, verdict, remarks)
        deed = partial(review_document, request=request)
        self.do(Permission.REVIEW_DOCUMENT, Role.MUNICIPAL_COORDINATOR, deed)
        self._keep(replace(document, status=verdict))

    def visit(self) -> None:
        """An expert is attached for the day, and the attachment ended."""
        expert, people = self.scene.actor(Role.EXPERT, 1).account_id, self.situation.attachments
        request = AttachRequest(self.case_id, AttachmentKind.EXPERT, account_id=expert)
        role = Role.MUNICIPAL_COORDINATOR
        made = self.do(Permission.ATTACH_PEOPLE, role, partial(attach, request=request))
        day = local_day(self.scene.bench.now(), "Asia/Yakutsk")
        link = AttachmentFact(made, AttachmentKind.EXPERT, day, None, expert, None, None, None)
        self.situation = replace(self.situation, attachments=(*people, link))
        ending = EndAttachmentRequest(self.case_id, made, day, "Посещение состоялось")
        self.do(Permission.ATTACH_PEOPLE, role, partial(end_attachment, request=ending))
        self.situation = replace(self.situation, attachments=people)

    def move(self, code: str) -> None:
        """A move by the coordinator."""
        request = MoveRequest(self.case_id, MoveOrder(code, REASON))
        deed = partial(move_within, request=request)
        self.do(Permission.MOVE_CASE, Role.MUNICIPAL_COORDINATOR, deed)

    def be_refused(self) -> None:
        """The curator tries a move that the stage does not have."""
        request = MoveRequest(self.case_id, MoveOrder("approve_exit", REASON))
        try:
            deed = partial(move_within, request=request)
            self.do(Permission.MOVE_CASE, Role.CURATOR, deed)
        except MoveRefused as refusal:
            refuse_within(
                self.transaction,
                self.case_id,
                refusal,
                actor=self.scene.actor(Role.CURATOR),
                at=self.scene.bench.now(),
                permission=Permission.MOVE_CASE,
                move="approve_exit",
            )


_SEQUENCE: tuple[Callable[[_Filler], Any], ...] = (
    lambda f: f.record(RecordKind.RISK, f.factor, ("high", "medium", "low")[f.week % 3]),
    lambda f: f.record(RecordKind.MEASURE, str(f.week % 40), MEASURES[f.week % 4]),
    lambda f: f.document(),
    lambda f: f.review(DocumentStatus.RETURNED),
    lambda f: f.document(),
    lambda f: f.review(DocumentStatus.APPROVED),
    lambda f: f.visit(),
    lambda f: f.move("suspend"),
    lambda f: f.be_refused(),
    lambda f: f.move("resume"),
)
WEEKLY = len(_SEQUENCE) + 1
"""Entries of a week; a visit makes two."""
