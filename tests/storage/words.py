"""Every deed that takes words of people: where names, remarks and codes come in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from engine.actions.bulk import BulkRequest, plan_bulk
from engine.actions.deciding import (
    DecisionRequest,
    OrderPaper,
    RepealRequest,
    register_decision,
    repeal_decision,
)
from engine.actions.filing import (
    DocumentRequest,
    FilePaper,
    ReviewRequest,
    register_document,
    review_document,
)
from engine.actions.forcing import ForceRequest, force_move
from engine.actions.listing import EntryRequest, ListingRequest, register_listing
from engine.actions.mentoring import AttachRequest, EndAttachmentRequest, attach, end_attachment
from engine.actions.moving import MoveRequest, move_case
from engine.actions.opening import OpenRequest, open_case
from engine.actions.people import (
    AccountRequest,
    BlockRequest,
    EndRoleRequest,
    GrantRequest,
    RoleRequest,
    block_account,
    create_account,
    end_role,
    grant_role,
)
from engine.actions.publishing import PublishRequest, publish_definition
from engine.actions.recording import RecordRequest, register_record
from engine.actions.registering import (
    MunicipalityRequest,
    RegionRequest,
    SchoolChange,
    SchoolRequest,
    change_school,
    register_municipality,
    register_region,
    register_school,
)
from engine.actions.service_accounts import command_actor
from engine.actions.signing_in import sign_in
from engine.actions.succeeding import Successor, SuccessorRequest, name_successor
from engine.actions.tokens import TokenRequest, issue_token
from engine.domain.bulk import BulkMode, BulkOrder, OrderName
from engine.domain.machine import MoveOrder
from engine.domain.roles import Actor, Permission, Place, Role
from engine.domain.situation import AttachmentKind, Category, DocumentStatus, RecordKind, SchoolMode
from tests.factories import Scene
from tests.people import ADDRESS, PASSWORD

Deed = Callable[[Scene, UUID, str], Any]
DAY = date(2023, 4, 3)
REASON = "Школа на капитальном ремонте до сентября"


def by(scene: Scene, role: Role = Role.MUNICIPAL_COORDINATOR) -> Actor:
    return scene.actor(role)


def move(scene: Scene, case_id: UUID, reason: str) -> Any:
    """There and back, so that the deed may be done again."""
    request = MoveRequest(case_id, MoveOrder("suspend", reason))
    move_case(scene.bench, request, actor=by(scene))
    request = MoveRequest(case_id, MoveOrder("resume", reason))
    return move_case(scene.bench, request, actor=by(scene))


def bulk(scene: Scene, case_id: UUID, reason: str, number: str = "120") -> Any:
    """Planned only: what a bulk says of its cases is what a move says."""
    order = BulkOrder("suspend", reason, OrderName("list_order", number, DAY))
    request = BulkRequest(((case_id, None),), order, BulkMode.EACH)
    return plan_bulk(scene.bench, request, actor=by(scene))


def file(scene: Scene, case_id: UUID, **words: str) -> UUID:
    """A document with a file."""
    paper = FilePaper.of(
        words.pop("file_name", "a.txt"), words.pop("media_type", "text/plain"), b"programme"
    )
    request = DocumentRequest(case_id, "midterm_programme", file=paper, **words)  # type: ignore[arg-type]
    done = register_document(scene.bench, request, actor=by(scene, Role.SCHOOL_DIRECTOR)).created_id
    assert done is not None
    return done


def review(scene: Scene, case_id: UUID, remarks: str) -> Any:
    request = ReviewRequest(case_id, file(scene, case_id), DocumentStatus.RETURNED, remarks)
    return review_document(scene.bench, request, actor=by(scene))


def decide(scene: Scene, case_id: UUID, **words: str) -> UUID:
    paper = OrderPaper("curator_order", "7", DAY, "Управление образования")
    request = DecisionRequest(case_id, replace(paper, **words))  # type: ignore[arg-type]
    done = register_decision(scene.bench, request, actor=by(scene)).created_id
    assert done is not None
    return done


def repeal(scene: Scene, case_id: UUID, reason: str) -> Any:
    request = RepealRequest(case_id, decide(scene, case_id), DAY, reason)
    return repeal_decision(scene.bench, request, actor=by(scene))


def succeed(scene: Scene, case_id: UUID, reason: str) -> Any:
    old, new = decide(scene, case_id), decide(scene, case_id)
    repealed = RepealRequest(case_id, old, DAY, REASON)
    repeal_decision(scene.bench, repealed, actor=by(scene))
    request = SuccessorRequest(case_id, old, Successor(new), reason)
    return name_successor(scene.bench, request, actor=by(scene))


def note(scene: Scene, case_id: UUID, key: str, text: str) -> Any:
    request = RecordRequest(case_id, RecordKind.MEASURE, key, "done", note=text)
    return register_record(scene.bench, request, actor=by(scene))


def attach_and_end(scene: Scene, case_id: UUID, began: str, ended: str) -> Any:
    expert, today = by(scene, Role.EXPERT).account_id, scene.bench.now().date()
    kind = AttachmentKind.EXPERT
    request = AttachRequest(case_id, kind, expert, ends_on=today, reason=began)
    link = attach(scene.bench, request, actor=by(scene)).created_id
    assert link is not None
    scene.bench.now.advance(days=1)  # type: ignore[attr-defined]
    end = EndAttachmentRequest(case_id, link, today, ended)
    return end_attachment(scene.bench, end, actor=by(scene))


def open_second(scene: Scene, reason: str, body: str, title: str) -> Any:
    paper = OrderPaper("list_order", "120", DAY, body, title)
    request = OpenRequest("base", subject_id=scene.schools[1], order=paper, reason=reason)
    return open_case(scene.bench, request, actor=by(scene))


def force(scene: Scene, case_id: UUID, reason: str) -> Any:
    """Out of turn and, for the next time, back."""
    consent = RecordRequest(case_id, RecordKind.APPROVAL, "force_move", "given")
    for target in ("listed", "candidate"):
        register_record(scene.bench, consent, actor=by(scene))
        request = ForceRequest(case_id, target, reason + "." * 20)
        force_move(scene.bench, request, actor=by(scene, Role.REGIONAL_ADMIN))


def school(scene: Scene, title: str, code: str) -> Any:
    place = (scene.region_id, scene.municipality_id)
    request = SchoolRequest(*place, title, SchoolMode.AT_RISK, code=code)
    return register_school(scene.bench, request, actor=by(scene, Role.REGIONAL_ADMIN))


def change(scene: Scene, reason: str) -> Any:
    request = SchoolChange(scene.schools[2], 1, "МБОУ СОШ № 3", SchoolMode.AT_RISK, reason=reason)
    return change_school(scene.bench, request, actor=by(scene, Role.REGIONAL_ADMIN))


def listing(scene: Scene, **words: str) -> Any:
    facts = words.pop("facts", "ЕГЭ 2022: 34 % ниже порога")
    ground = words.pop("ground", "ege_low")
    entry = EntryRequest(scene.schools[0], (Category.SHNOR,), (ground,), facts)
    said = {"title": "Перечень на 2024 год", "order_number": "1", "order_body": "УО"} | words
    request = ListingRequest(scene.region_id, 2024, order_date=DAY, entries=(entry,), **said)
    return register_listing(scene.bench, request, actor=by(scene, Role.REGIONAL_COORDINATOR))


def publish(scene: Scene, text: str) -> Any:
    request = PublishRequest(scene.region_id, scene.definition, text)
    return publish_definition(scene.bench, request, actor=by(scene, Role.REGIONAL_ADMIN))


def account(scene: Scene, login: str, title: str) -> Any:
    request = AccountRequest(login, title, PASSWORD)
    return create_account(scene.bench, request, actor=command_actor(scene.bench))


def grant_and_end(scene: Scene, basis: str, reason: str) -> Any:
    role = RoleRequest(Role.AUDITOR, Place(scene.region_id), basis=basis)
    request = GrantRequest(by(scene, Role.METHODIST).account_id, role)
    admin = command_actor(scene.bench)
    done = grant_role(scene.bench, request, actor=admin).created_id
    assert done is not None
    return end_role(scene.bench, EndRoleRequest(done, reason=reason), actor=admin)


def block(scene: Scene, reason: str) -> Any:
    request = BlockRequest(by(scene, Role.VIEWER).account_id, reason)
    return block_account(scene.bench, request, actor=command_actor(scene.bench))


def token(scene: Scene, title: str) -> Any:
    request = TokenRequest(title, frozenset({Permission.READ_CASE}))
    return issue_token(scene.bench, request, actor=by(scene))


def asks_as(scene: Scene, case_id: UUID, request_id: str) -> Any:
    request = RecordRequest(case_id, RecordKind.MEASURE, "1", "done")
    actor = replace(by(scene), request_id=request_id)
    return register_record(scene.bench, request, actor=actor)


WORDS: dict[str, Deed] = {
    "reason of a move": move,
    "reason of a move out of turn": force,
    "reason of a move of many": bulk,
    "title of a document": lambda s, c, text: file(s, c, title=text),
    "name of a file": lambda s, c, text: file(s, c, file_name=text),
    "what a file claims to be": lambda s, c, text: file(s, c, media_type=text),
    "remarks": review,
    "body that issued an order": lambda s, c, text: decide(s, c, body=text),
    "title of an order": lambda s, c, text: decide(s, c, title=text),
    "reason of a repeal": repeal,
    "reason of a successor": succeed,
    "note of a record": lambda s, c, text: note(s, c, "1", text),
    "reason of an attachment": lambda s, c, text: attach_and_end(s, c, text, REASON),
    "reason of its end": lambda s, c, text: attach_and_end(s, c, "", text),
    "reason of an opening": lambda s, c, text: open_second(s, text, "УО", ""),
    "reason of a change of a school": lambda s, c, text: change(s, text),
    "facts of a list entry": lambda s, c, text: listing(s, facts=text),
    "text of a definition": lambda s, c, text: publish(s, text),
    "login": lambda s, c, text: account(s, text, "Сотрудник управления"),
    "name of a person": lambda s, c, text: account(s, "p.petrov", text),
    "basis of a role": lambda s, c, text: grant_and_end(s, text, ""),
    "reason of a role's end": lambda s, c, text: grant_and_end(s, "", text),
    "reason of a block": lambda s, c, text: block(s, text),
    "title of a token": lambda s, c, text: token(s, text),
}
"""Free words: they stand beside the journal."""

CODES: dict[str, Deed] = {
    "number of an order": lambda s, c, text: decide(s, c, number=text),
    "number of the order of many": lambda s, c, text: bulk(s, c, REASON, text),
    "key of a record": lambda s, c, text: note(s, c, text, ""),
    "title of a school": lambda s, c, text: school(s, text, "1"),
    "code of a school": lambda s, c, text: school(s, "МБОУ СОШ № 9", text),
    "title of a list": lambda s, c, text: listing(s, title=text),
    "number of its order": lambda s, c, text: listing(s, order_number=text),
    "body of its order": lambda s, c, text: listing(s, order_body=text),
    "ground of a list entry": lambda s, c, text: listing(s, ground=text),
    "title of a municipality": lambda s, c, text: register_municipality(
        s.bench, MunicipalityRequest(s.region_id, text), actor=by(s, Role.REGIONAL_ADMIN)
    ),
    "code of a region": lambda s, c, text: register_region(
        s.bench, RegionRequest(text, "Область", "Asia/Tomsk"), actor=command_actor(s.bench)
    ),
    "zone of a region": lambda s, c, text: register_region(
        s.bench, RegionRequest("tomsk", "Область", text), actor=command_actor(s.bench)
    ),
    "code of a definition": lambda s, c, text: open_case(
        s.bench, OpenRequest(text, subject_id=s.schools[1]), actor=by(s)
    ),
    "kind of a document": lambda s, c, text: register_document(
        s.bench, DocumentRequest(c, text), actor=by(s)
    ),
    "move": lambda s, c, text: move_case(
        s.bench, MoveRequest(c, MoveOrder(text, REASON)), actor=by(s)
    ),
    "id of a request": asks_as,
    "login at the door": lambda s, c, text: sign_in(s.bench, text, PASSWORD, ADDRESS),
    "address at the door": lambda s, c, text: sign_in(s.bench, "p.petrov", PASSWORD, text),
}
"""Names of places, numbers and codes: they may stand in the journal, so they are no one's words."""
