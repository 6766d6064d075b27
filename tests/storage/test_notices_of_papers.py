"""Who is told of a returned paper or an attachment: whom it concerns, once, and not the doer."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest

from engine.actions.deciding import DecisionRequest, OrderPaper, register_decision
from engine.actions.delivering import deliver_due
from engine.actions.filing import (
    DocumentRequest,
    ReviewRequest,
    register_document,
    review_document,
)
from engine.actions.mentoring import (
    AttachRequest,
    EndAttachmentRequest,
    attach,
    end_attachment,
)
from engine.actions.moving import MoveRequest, move_case
from engine.actions.people import (
    BlockRequest,
    EndRoleRequest,
    GrantRequest,
    RoleRequest,
    block_account,
    end_role,
    grant_role,
)
from engine.actions.service_accounts import command_actor
from engine.domain.machine import MoveOrder
from engine.domain.roles import Place, Role
from engine.domain.situation import AttachmentKind, DocumentStatus
from engine.queries.inbox import NoticeLine, read_inbox
from engine.queries.people import list_grants
from engine.storage.verification import verify
from tests.factories import Scene, make_scene
from tests.storage.noticed import login, told

REMARKS = "Раздел 3: укажите сроки"


@pytest.fixture
def scene(bench):
    return make_scene(bench, schools=2, tutor_schools=1)


def deliver(scene: Scene, kind: str) -> dict[str, int]:
    """How often each person has been told of this kind of deed by now."""
    deliver_due(scene.bench, node="node-a", limit=1000)
    assert verify(scene.bench.database).findings == []
    return dict(told(scene.bench, kind))


def file_paper(scene: Scene, case_id: UUID, role: Role = Role.SCHOOL_DEPUTY) -> UUID:
    request = DocumentRequest(case_id, "self_diagnosis")
    filed = register_document(scene.bench, request, actor=scene.actor(role)).created_id
    assert filed is not None
    return filed


def send_back(scene: Scene, case_id: UUID, paper: UUID, role: Role = Role.METHODIST) -> None:
    request = ReviewRequest(case_id, paper, DocumentStatus.RETURNED, REMARKS)
    review_document(scene.bench, request, actor=scene.actor(role))


def link(scene: Scene, case_id: UUID, kind: AttachmentKind, **values: object) -> UUID:
    """An attachment made by the coordinator of the municipality."""
    request = AttachRequest(case_id, kind, **values)  # type: ignore[arg-type]
    actor = scene.actor(Role.MUNICIPAL_COORDINATOR)
    made = attach(scene.bench, request, actor=actor).created_id
    assert made is not None
    return made


def test_a_returned_paper_is_told_to_the_school_and_to_who_filed_it_but_not_to_who_returned_it(
    scene,
):
    case_id = scene.open_case()
    send_back(scene, case_id, file_paper(scene, case_id, Role.MUNICIPAL_COORDINATOR))

    assert deliver(scene, "document:returned") == {
        login(scene, Role.MUNICIPAL_COORDINATOR): 1,
        login(scene, Role.SCHOOL_DEPUTY): 1,
        login(scene, Role.SCHOOL_DIRECTOR): 1,
    }


def test_who_filed_a_paper_and_leads_the_school_is_told_once(scene):
    case_id = scene.open_case()
    send_back(scene, case_id, file_paper(scene, case_id))

    assert deliver(scene, "document:returned") == {
        login(scene, Role.SCHOOL_DEPUTY): 1,
        login(scene, Role.SCHOOL_DIRECTOR): 1,
    }


def test_who_filed_a_paper_and_has_no_role_there_any_more_is_not_told(scene, clock):
    case_id = scene.open_case()
    paper = file_paper(scene, case_id, Role.METHODIST)
    admin, methodist = command_actor(scene.bench), scene.actor(Role.METHODIST).account_id
    grant = list_grants(scene.bench, methodist, actor=admin)[0].id
    end_role(scene.bench, EndRoleRequest(grant), actor=admin)
    clock.advance(days=1)
    send_back(scene, case_id, paper, Role.MUNICIPAL_COORDINATOR)

    assert login(scene, Role.METHODIST) not in deliver(scene, "document:returned")


def test_a_returned_programme_is_told_with_the_move_and_not_once_more(scene):
    case_id = scene.case_at("programme_review")
    before = deliver(scene, "case:moved")
    coordinator = scene.actor(Role.MUNICIPAL_COORDINATOR)
    order = MoveOrder("return_programmes", "Программы не покрывают высокие риски")
    move_case(scene.bench, MoveRequest(case_id, order), actor=coordinator)

    after = deliver(scene, "case:moved")

    director = login(scene, Role.SCHOOL_DIRECTOR)
    assert after[director] - before[director] == 1
    assert max(after[one] - before.get(one, 0) for one in after) == 1
    assert deliver(scene, "document:returned") == {}
    newest = read_inbox(scene.bench, actor=scene.actor(Role.SCHOOL_DIRECTOR)).lines[0]
    assert {one["kind"] for one in newest.fields["returned"]} >= {"antirisk_programme"}


def test_an_attached_curator_and_the_coordinators_are_told_but_not_who_attached(scene):
    case_id = scene.open_case()
    curator = scene.actor(Role.CURATOR)
    link(scene, case_id, AttachmentKind.CURATOR, account_id=curator.account_id)

    assert deliver(scene, "curator:attached") == {
        login(scene, Role.CURATOR): 1,
        login(scene, Role.MUNICIPAL_COORDINATOR, 1): 1,
    }
    (mine,) = read_inbox(scene.bench, actor=curator).lines
    (others,) = read_inbox(scene.bench, actor=scene.actor(Role.MUNICIPAL_COORDINATOR, 1)).lines
    assert isinstance(mine, NoticeLine)
    assert isinstance(others, NoticeLine)
    assert (mine.mine, others.mine) == (True, False)
    assert mine.whom == others.whom == f"curator {login(scene, Role.CURATOR)}"


def test_the_region_is_told_of_an_attachment_while_nobody_coordinates_the_municipality(scene):
    case_id = scene.open_case()
    admin = command_actor(scene.bench)
    for person in scene.people[Role.MUNICIPAL_COORDINATOR]:
        block_account(scene.bench, BlockRequest(person.account_id, "уволен"), actor=admin)
    expert = scene.actor(Role.EXPERT).account_id
    request = AttachRequest(case_id, AttachmentKind.EXPERT, account_id=expert)
    attach(scene.bench, request, actor=scene.actor(Role.REGIONAL_COORDINATOR))

    assert deliver(scene, "expert:attached") == {
        login(scene, Role.EXPERT): 1,
        login(scene, Role.REGIONAL_COORDINATOR, 1): 1,
    }


def test_who_is_attached_and_coordinates_is_told_once(scene):
    case_id = scene.open_case()
    both = scene.actor(Role.MUNICIPAL_COORDINATOR, 1).account_id
    place = Place(scene.region_id, scene.municipality_id)
    grant = GrantRequest(both, RoleRequest(Role.CURATOR, place))
    grant_role(scene.bench, grant, actor=command_actor(scene.bench))
    link(scene, case_id, AttachmentKind.CURATOR, account_id=both)

    assert deliver(scene, "curator:attached") == {login(scene, Role.MUNICIPAL_COORDINATOR, 1): 1}


def test_an_attached_tutor_schools_people_are_told_from_the_first_day_on(scene, clock):
    case_id = scene.open_case()
    coordinator, tutor = scene.actor(Role.MUNICIPAL_COORDINATOR), scene.actor(Role.TUTOR_SCHOOL_REP)
    paper = OrderPaper("tutor_order", "121", date(2023, 4, 3), "Управление образования")
    order = register_decision(scene.bench, DecisionRequest(case_id, paper), actor=coordinator)
    link(
        scene,
        case_id,
        AttachmentKind.TUTOR_SCHOOL,
        school_id=scene.tutor_schools[0],
        decision_id=order.created_id,
        starts_on=date(2023, 4, 10),
    )

    assert deliver(scene, "tutor_school:attached") == {
        login(scene, Role.MUNICIPAL_COORDINATOR, 1): 1,
        login(scene, Role.TUTOR_SCHOOL_REP): 1,
    }
    assert read_inbox(scene.bench, actor=tutor).lines == ()
    clock.set(2023, 4, 10)
    (line,) = read_inbox(scene.bench, actor=tutor).lines
    assert isinstance(line, NoticeLine)
    assert (line.mine, line.whom) == (True, "МБОУ СОШ № 500")


def test_a_detached_tutor_school_is_told_while_it_still_sees_the_case(scene, clock):
    case_id = scene.case_at("mentoring")
    coordinator, tutor = scene.actor(Role.MUNICIPAL_COORDINATOR), scene.actor(Role.TUTOR_SCHOOL_REP)
    attachment = next(
        UUID(line.fields["attachment"])
        for line in _delivered_lines(scene, coordinator, tutor)
        if line.kind == "tutor_school:attached"
    )
    today = clock.instant.date()
    request = EndAttachmentRequest(case_id, attachment, today, "Школа занята другими")
    end_attachment(scene.bench, request, actor=coordinator)

    assert deliver(scene, "tutor_school:ended") == {
        login(scene, Role.MUNICIPAL_COORDINATOR, 1): 1,
        login(scene, Role.TUTOR_SCHOOL_REP): 1,
    }
    newest = read_inbox(scene.bench, actor=tutor).lines[0]
    assert (newest.kind, newest.mine) == ("tutor_school:ended", True)
    clock.advance(days=1)
    assert read_inbox(scene.bench, actor=tutor).lines == ()


def _delivered_lines(scene: Scene, *actors):
    deliver_due(scene.bench, node="node-a", limit=1000)
    return [line for actor in actors for line in read_inbox(scene.bench, actor=actor).lines]
