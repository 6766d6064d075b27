"""A tutor school gets on the list itself: nothing ends, and the coordinators are told to decide."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from engine.actions.deciding import DecisionRequest, OrderPaper, register_decision
from engine.actions.delivering import deliver_due
from engine.actions.listing import EntryRequest, ListingRequest, register_listing
from engine.actions.mentoring import (
    AttachRequest,
    EndAttachmentRequest,
    attach,
    end_attachment,
)
from engine.actions.opening import OpenRequest, open_case
from engine.domain.errors import TutorSchoolIneligible
from engine.domain.notices import TUTOR_LISTED
from engine.domain.roles import Role
from engine.domain.situation import AttachmentKind, Category
from engine.queries.cases import case_card
from engine.queries.worklist import WorkFilter, read_worklist
from engine.storage.receipts import Receipt
from engine.storage.tables import NoticeRow
from engine.storage.verification import verify
from tests.factories import Scene, make_scene
from tests.storage.crowd import clients
from tests.storage.noticed import login, told
from tests.storage.test_races import count
from workflows.rehearsal import look


@pytest.fixture
def scene(bench):
    bench.now.set(2023, 4, 3)
    return make_scene(bench)


def tutored(scene: Scene, school: int, tutor: int = 0, **days: Any) -> tuple[UUID, UUID]:
    """A case of a school with a tutor school attached by an order: the case, the attachment."""
    case_id = scene.open_case(school)
    paper = OrderPaper("tutor_order", f"{school + 1}-Д", date(2023, 4, 3), "Управление образования")
    coordinator = scene.actor(Role.MUNICIPAL_COORDINATOR)
    order = register_decision(scene.bench, DecisionRequest(case_id, paper), actor=coordinator)
    link = AttachRequest(
        case_id,
        AttachmentKind.TUTOR_SCHOOL,
        school_id=scene.tutor_schools[tutor],
        decision_id=order.created_id,
        **days,
    )
    attached = attach(scene.bench, link, actor=coordinator).created_id
    assert attached is not None
    return case_id, attached


def lead_the_tutor(scene: Scene, tutor: int = 0) -> None:
    """A case is opened for the tutor school itself."""
    request = OpenRequest(scene.definition.code, subject_id=scene.tutor_schools[tutor])
    open_case(scene.bench, request, actor=scene.actor(Role.MUNICIPAL_COORDINATOR))


def list_the_tutor(scene: Scene, left_on: date | None = None) -> None:
    """The tutor school stands on a new edition of the list."""
    entry = EntryRequest(scene.tutor_schools[0], (Category.SHNOR,), ("ege_low",), "", left_on)
    request = ListingRequest(
        scene.region_id, 2023, "Перечень 2023 года", "7", date(2023, 4, 3), "УО", (entry,)
    )
    register_listing(scene.bench, request, actor=scene.actor(Role.REGIONAL_COORDINATOR))


def told_of(scene: Scene, case_id: UUID) -> dict[str, int]:
    deliver_due(scene.bench, node="node-a")
    return dict(told(scene.bench, TUTOR_LISTED, case_id))


def conflicts(scene: Scene) -> dict[UUID, UUID]:
    """In «Мои школы» of the coordinator: the cases with a conflict, and its attachment."""
    coordinator = scene.actor(Role.MUNICIPAL_COORDINATOR)
    page = read_worklist(scene.bench, WorkFilter(), actor=coordinator)
    found = [line.listed_tutor for line in page.lines if line.listed_tutor]
    return {one.case_id: one.attachment_id for one in found}


@pytest.mark.parametrize("event", [lead_the_tutor, list_the_tutor])
def test_a_tutor_school_that_is_listed_raises_a_conflict_on_each_of_its_cases_that_day(
    scene: Scene, event: Any
) -> None:
    cases = dict([tutored(scene, 0), tutored(scene, 1)])
    other, _ = tutored(scene, 2, tutor=1)
    assert conflicts(scene) == {}

    event(scene)

    coordinators = {login(scene, Role.MUNICIPAL_COORDINATOR, place): 1 for place in range(2)}
    assert [told_of(scene, case_id) for case_id in cases] == [coordinators, coordinators]
    assert told_of(scene, other) == {}
    assert conflicts(scene) == cases
    case_id, attachment_id = next(iter(cases.items()))
    card = case_card(scene.bench, case_id, actor=scene.actor(Role.AUDITOR))
    assert card.listed_tutor is not None
    assert card.listed_tutor.attachment_id == attachment_id
    assert card.listed_tutor.title == "МБОУ СОШ № 500"
    assert verify(scene.bench.database).findings == []


def test_nothing_ends_by_itself_and_an_ended_attachment_is_no_conflict(scene: Scene, clock) -> None:
    case_id, attachment_id = tutored(scene, 0)
    lead_the_tutor(scene)
    _, situation = look(scene.bench, case_id)
    assert [one.ends_on for one in situation.attachments] == [None]

    end = EndAttachmentRequest(case_id, attachment_id, situation.today, "Школа сама в перечне")
    end_attachment(scene.bench, end, actor=scene.actor(Role.MUNICIPAL_COORDINATOR))

    assert conflicts(scene) == {case_id: attachment_id}
    clock.advance(days=1)
    assert conflicts(scene) == {}


def test_of_an_attachment_that_is_over_nobody_is_told(scene: Scene, clock) -> None:
    today = date(2023, 4, 3)
    case_id, _ = tutored(scene, 0, starts_on=today, ends_on=today + timedelta(days=5))
    clock.advance(days=6)

    lead_the_tutor(scene)

    assert told_of(scene, case_id) == {}
    assert conflicts(scene) == {}


def test_an_entry_that_was_left_long_ago_is_no_conflict(scene: Scene) -> None:
    case_id, _ = tutored(scene, 0)

    list_the_tutor(scene, left_on=date(2023, 4, 3))

    assert told_of(scene, case_id) == {}
    assert conflicts(scene) == {}


@pytest.mark.slow
def test_who_attaches_a_tutor_school_while_it_is_listed_is_refused_or_told(bench) -> None:
    scene = make_scene(bench, schools=16, tutor_schools=1)
    opened = [scene.open_case(school) for school in range(16)]
    coordinator = scene.actor(Role.MUNICIPAL_COORDINATOR)
    orders = []
    for number, case_id in enumerate(opened):
        paper = OrderPaper("tutor_order", f"{number}-Д", date(2023, 4, 3), "УО")
        decision = DecisionRequest(case_id, paper)
        orders.append(register_decision(bench, decision, actor=coordinator).created_id)

    def deed(number: int) -> Receipt:
        if number == 0:
            request = OpenRequest(scene.definition.code, subject_id=scene.tutor_schools[0])
            return open_case(bench, request, actor=coordinator)
        kind, school = AttachmentKind.TUTOR_SCHOOL, scene.tutor_schools[0]
        link = AttachRequest(opened[number], kind, school_id=school, decision_id=orders[number])
        return attach(bench, link, actor=coordinator)

    with clients() as at_once:
        answers = at_once(deed)

    assert isinstance(answers[0], Receipt)
    attached = [one for one in answers[1:] if isinstance(one, Receipt)]
    refused = [one for one in answers[1:] if isinstance(one, TutorSchoolIneligible)]
    assert len(attached) + len(refused) == 15
    assert count(bench, NoticeRow, NoticeRow.kind == TUTOR_LISTED) == len(attached)
    assert verify(bench.database).findings == []
