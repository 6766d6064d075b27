"""The case itself, in a real database: asked for the same deeds."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from engine.actions.deciding import (
    DecisionRequest,
    OrderPaper,
    RepealRequest,
    register_decision,
    repeal_decision,
)
from engine.actions.filing import (
    DocumentRequest,
    ReviewRequest,
    register_document,
    review_document,
)
from engine.actions.mentoring import AttachRequest, EndAttachmentRequest, attach, end_attachment
from engine.actions.moving import MoveRequest, move_case
from engine.actions.recording import RecordRequest, register_record
from engine.domain.errors import EngineError, MoveRefused
from engine.domain.machine import MoveOrder
from engine.domain.roles import Actor, Role
from engine.domain.situation import AttachmentKind, DocumentStatus, RecordKind
from engine.storage.database import reading
from engine.storage.receipts import Receipt
from engine.storage.tables import (
    CaseRow,
)
from tests.factories import Scene
from tests.journeys.model.case import Case, nth
from tests.journeys.model.deeds import (
    ALLOWED,
    REASON,
    Answer,
    Attach,
    Deed,
    Detach,
    File,
    Move,
    Note,
    Order,
    Repeal,
    Review,
)

SCHOOLS_OF_A_SCENE = 20
UNKNOWN = UUID(int=7)


@dataclass
class Live:
    """A case in the database, with what was created on it in the order of its creation."""

    scene: Scene
    school: int
    case_id: UUID
    head: tuple[int, bytes]
    papers: list[UUID] = field(default_factory=list)
    decisions: list[UUID] = field(default_factory=list)
    links: list[UUID] = field(default_factory=list)

    def actor(self, name: str) -> Actor:
        role, _, number = name.partition(".")
        place = int(number)
        if role.startswith("school_") or role == "tutor_school_rep":
            place = (self.school + place) % SCHOOLS_OF_A_SCENE
        return self.scene.actor(Role(role), place)

    def answer(self, deed: Deed, case: Case) -> Answer:
        """Ask the engine for the deed; a refusal leaves the chain of the case as it was."""
        expected = None if deed.shift is None else self.head[0] + deed.shift
        try:
            receipt = self._do(deed, case, {"expected_revision": expected})
        except EngineError as refusal:
            assert self._head() == self.head
            unmet = refusal.unmet if isinstance(refusal, MoveRefused) else ()
            return refusal.code, frozenset(one.code for one in unmet)
        assert receipt.seq == self.head[0] + 1
        # A term that the deed has met is closed by an entry of its own.
        self.head = self._head()
        return ALLOWED

    def _head(self) -> tuple[int, bytes]:
        query = sa.select(CaseRow.revision, CaseRow.head).where(CaseRow.id == self.case_id)
        with reading(self.scene.bench.database) as connection:
            revision, head = connection.execute(query).one()
        return revision, bytes(head)

    def _do(self, deed: Deed, case: Case, expected: dict[str, Any]) -> Receipt:
        bench, case_id, actor = self.scene.bench, self.case_id, self.actor(deed.by)
        if isinstance(deed, Move):
            basis = tuple(nth(self.decisions, which) or UNKNOWN for which in deed.basis)
            why = "liquidated" if deed.code == "close_other" else ""
            order = MoveOrder(deed.code, deed.reason, basis, end_code=why)
            day = None if deed.days is None else case.today + timedelta(days=deed.days)
            asked = MoveRequest(case_id, order, happened_on=day, **expected)
            return move_case(bench, asked, actor=actor)
        if isinstance(deed, File):
            filed = DocumentRequest(
                case_id, deed.kind, topic=deed.topic, submit=deed.submit, **expected
            )
            return kept(self.papers, register_document(bench, filed, actor=actor))
        if isinstance(deed, Review):
            paper, verdict = nth(self.papers, deed.which) or UNKNOWN, DocumentStatus(deed.verdict)
            review = ReviewRequest(case_id, paper, verdict, deed.remarks, **expected)
            return review_document(bench, review, actor=actor)
        if isinstance(deed, Note):
            kind = RecordKind(deed.kind)
            note = RecordRequest(case_id, kind, deed.key, deed.status, deed.value, **expected)
            return register_record(bench, note, actor=actor)
        return self._decide_or_attach(deed, case.today, expected)

    def _decide_or_attach(self, deed: Deed, today: date, expected: dict[str, Any]) -> Receipt:
        bench, case_id, actor = self.scene.bench, self.case_id, self.actor(deed.by)
        if isinstance(deed, Order):
            paper = OrderPaper(deed.kind, "12-Д", today, "Управление образования")
            order = DecisionRequest(case_id, paper, **expected)
            return kept(self.decisions, register_decision(bench, order, actor=actor))
        if isinstance(deed, Repeal):
            decision = nth(self.decisions, deed.which) or UNKNOWN
            repeal = RepealRequest(case_id, decision, today, REASON, **expected)
            return repeal_decision(bench, repeal, actor=actor)
        if isinstance(deed, Attach):
            order_id = None if deed.which is None else nth(self.decisions, deed.which) or UNKNOWN
            asked = AttachRequest(
                case_id,
                AttachmentKind(deed.kind),
                decision_id=order_id,
                **self._whom(deed),
                **expected,
            )
            return kept(self.links, attach(bench, asked, actor=actor))
        assert isinstance(deed, Detach)
        link = nth(self.links, deed.which) or UNKNOWN
        last_day = today + timedelta(days=deed.days)
        end = EndAttachmentRequest(case_id, link, last_day, deed.reason, **expected)
        return end_attachment(bench, end, actor=actor)

    def _whom(self, deed: Attach) -> dict[str, Any]:
        if deed.kind != "tutor_school":
            return {"account_id": self.actor(deed.whom).account_id}
        next_school = self.scene.schools[(self.school + 1) % SCHOOLS_OF_A_SCENE]
        schools = {
            "tutor": self.scene.tutor_schools[self.school],
            "own": self.scene.schools[self.school],
            "listed": next_school,
        }
        return {"school_id": schools[deed.whom]}

    def whom(self, name: str) -> UUID:
        """The person or the school attached under a name of the model."""
        if name == "tutor":
            return self.scene.tutor_schools[self.school]
        return self.actor(name).account_id

    def rows(self, query: sa.Executable) -> list[tuple[Any, ...]]:
        with reading(self.scene.bench.database) as connection:
            return [tuple(row) for row in connection.execute(query)]


def kept(ids: list[UUID], receipt: Receipt) -> Receipt:
    """The receipt; what was created is kept for later deeds."""
    assert receipt.created_id is not None
    ids.append(receipt.created_id)
    return receipt


def opened(scene: Scene, school: int) -> Live:
    """A case just opened on a school nobody has touched."""
    live = Live(scene, school, scene.open_case(school), (0, b""))
    live.head = live._head()
    return live
