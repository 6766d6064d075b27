"""Whom a notice reaches: by role, place, day and attachment, once each, and never its author."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

import pytest
import sqlalchemy as sa

from engine.actions.delivering import LEASE, SeenRequest, deliver_due, deliver_notice, mark_read
from engine.actions.mentoring import AttachRequest, attach
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
from engine.domain.situation import AttachmentKind
from engine.queries.people import list_grants
from engine.storage.notices import claim_notices
from engine.storage.tables import InboxRow, NoticeRow
from engine.storage.types import new_id
from engine.storage.verification import verify
from tests.factories import Scene, make_scene
from tests.storage.noticed import login, told, waiting

REASON = "Школа на капитальном ремонте до сентября"


@dataclass
class Told:
    """A case of a scene with everybody around it."""

    scene: Scene
    case_id: UUID

    def move(self, move: str = "suspend", role: Role = Role.MUNICIPAL_COORDINATOR) -> None:
        request = MoveRequest(self.case_id, MoveOrder(move, REASON))
        move_case(self.scene.bench, request, actor=self.scene.actor(role))

    def delivered(self) -> set[str]:
        deliver_due(self.scene.bench, node="node-a")
        counts = told(self.scene.bench, case_id=self.case_id)
        assert set(counts.values()) <= {1}
        return set(counts)


@pytest.fixture
def scene(bench):
    return make_scene(bench)


@pytest.fixture
def case(scene):
    return Told(scene, scene.open_case())


def names(scene: Scene, *wanted: tuple[Role, int]) -> set[str]:
    return {login(scene, role, place) for role, place in wanted}


def add_notice(case: Told, role: str, kind: str = "term:escalated", **values: object) -> None:
    """A notice beside a deed, as the clock writes one a role."""
    known = {
        "id": new_id(),
        "case_id": case.case_id,
        "role": role,
        "kind": kind,
        "at": case.scene.bench.now(),
        "fields": {"term": "diagnosis", "due_on": "2023-04-13"},
    }
    with case.scene.bench.database.source.begin() as connection:
        connection.execute(sa.insert(NoticeRow).values(**{**known, **values}))


def test_a_move_is_told_to_the_school_and_the_other_coordinators_but_not_to_its_author(scene, case):
    case.move()

    assert case.delivered() == names(
        scene,
        (Role.MUNICIPAL_COORDINATOR, 1),
        (Role.SCHOOL_DIRECTOR, 0),
        (Role.SCHOOL_DEPUTY, 0),
    )
    assert waiting(scene.bench) == 0
    assert verify(scene.bench.database).findings == []


def test_curator_and_tutor_school_are_told_only_while_they_are_attached(scene, case, clock):
    bench, coordinator = scene.bench, scene.actor(Role.MUNICIPAL_COORDINATOR)
    curator = AttachRequest(
        case.case_id,
        AttachmentKind.CURATOR,
        account_id=scene.actor(Role.CURATOR).account_id,
        starts_on=date(2023, 4, 3),
        ends_on=date(2023, 4, 10),
    )
    attach(bench, curator, actor=coordinator)
    case.move()
    assert login(scene, Role.CURATOR) in case.delivered()

    clock.set(2023, 4, 11)
    case.move("resume")
    deliver_due(bench, node="node-a")

    assert told(bench)[login(scene, Role.CURATOR)] == 1
    assert told(bench)[login(scene, Role.SCHOOL_DIRECTOR)] == 2
    assert told(bench)[login(scene, Role.CURATOR, 1)] == 0


def test_a_tutor_schools_representative_is_told_of_the_schools_it_is_attached_to(scene):
    case_id = scene.case_at("mentoring")
    coordinator = Role.MUNICIPAL_COORDINATOR
    deliver_due(scene.bench, node="node-a", limit=1000)
    before = told(scene.bench, case_id=case_id)

    Told(scene, case_id).move("suspend", coordinator)
    deliver_due(scene.bench, node="node-a")

    after = told(scene.bench, case_id=case_id) - before
    assert set(after) == names(
        scene,
        (Role.CURATOR, 0),
        (Role.MUNICIPAL_COORDINATOR, 1),
        (Role.SCHOOL_DEPUTY, 0),
        (Role.SCHOOL_DIRECTOR, 0),
        (Role.TUTOR_SCHOOL_REP, 0),
    )


def test_a_grant_counts_on_the_day_of_the_deed_and_not_on_the_day_of_delivery(scene, case, clock):
    bench, admin = scene.bench, command_actor(scene.bench)
    director = scene.actor(Role.SCHOOL_DIRECTOR)
    place = Place(scene.region_id, scene.municipality_id, scene.schools[0])
    later = scene.actor(Role.VIEWER).account_id
    case.move()
    grant = list_grants(bench, director.account_id, actor=admin)[0].id
    end_role(bench, EndRoleRequest(grant, date(2023, 4, 3)), actor=admin)
    clock.set(2023, 4, 5)
    grant_role(bench, GrantRequest(later, RoleRequest(Role.SCHOOL_DIRECTOR, place)), actor=admin)

    assert login(scene, Role.SCHOOL_DIRECTOR) in case.delivered()
    assert told(bench)[login(scene, Role.VIEWER)] == 0


def test_who_may_not_sign_in_is_told_nothing(scene, case):
    director = scene.actor(Role.SCHOOL_DIRECTOR).account_id
    case.move()
    block_account(scene.bench, BlockRequest(director, "уволен"), actor=command_actor(scene.bench))

    assert login(scene, Role.SCHOOL_DIRECTOR) not in case.delivered()


def test_the_regions_coordinators_are_told_while_nobody_coordinates_the_municipality(scene, case):
    bench, admin = scene.bench, command_actor(scene.bench)
    for person in scene.people[Role.MUNICIPAL_COORDINATOR]:
        block_account(bench, BlockRequest(person.account_id, "уволен"), actor=admin)
    case.move()

    assert case.delivered() == names(
        scene,
        (Role.REGIONAL_COORDINATOR, 0),
        (Role.REGIONAL_COORDINATOR, 1),
        (Role.SCHOOL_DIRECTOR, 0),
        (Role.SCHOOL_DEPUTY, 0),
    )


def test_a_notice_to_a_role_reaches_those_who_hold_it_over_the_case(scene, case):
    add_notice(case, "municipal_coordinator")
    add_notice(case, "school_director", fields={"term": "another", "due_on": "2023-04-14"})

    deliver_due(scene.bench, node="node-a")

    assert set(told(scene.bench, "term:escalated")) == names(
        scene,
        (Role.MUNICIPAL_COORDINATOR, 0),
        (Role.MUNICIPAL_COORDINATOR, 1),
        (Role.SCHOOL_DIRECTOR, 0),
    )


def test_who_holds_two_of_the_roles_that_are_told_is_told_once(scene, case, clock):
    director = scene.actor(Role.SCHOOL_DIRECTOR).account_id
    place = Place(scene.region_id, scene.municipality_id, scene.schools[0])
    request = GrantRequest(director, RoleRequest(Role.SCHOOL_DEPUTY, place, acting=True))
    grant_role(scene.bench, request, actor=command_actor(scene.bench))
    at = clock()
    for role in ("school_director", "school_deputy", "curator"):
        add_notice(case, role, "term:reminded", at=at)

    deliver_due(scene.bench, node="node-a")

    assert told(scene.bench, "term:reminded") == {
        login(scene, Role.SCHOOL_DIRECTOR): 1,
        login(scene, Role.SCHOOL_DEPUTY): 1,
    }


def test_a_notice_is_delivered_once_by_however_many_at_once(scene, case):
    for move in ("suspend", "resume") * 5:
        case.move(move)
    bench = scene.bench

    with ThreadPoolExecutor(3) as nodes:
        list(nodes.map(lambda node: deliver_due(bench, node=f"node-{node}"), range(3)))
    deliver_due(bench, node="node-late")

    assert set(told(bench).values()) == {10}
    assert waiting(bench) == 0


def test_a_lease_keeps_other_nodes_off_and_ends_with_a_node_that_died(scene, case, clock):
    case.move()
    claimed = claim_notices(scene.bench.database, clock(), "node-dead", 100, LEASE)

    assert deliver_due(scene.bench, node="node-b") == 0
    clock.advance(seconds=LEASE.total_seconds())
    assert deliver_due(scene.bench, node="node-b") == len(claimed) == 1

    assert deliver_notice(scene.bench, claimed[0]) is False
    assert set(told(scene.bench).values()) == {1}


def test_a_node_that_is_told_to_stop_gives_the_rest_back(scene, case):
    for move in ("suspend", "resume", "suspend"):
        case.move(move)
    words = iter((True, False))

    assert deliver_due(scene.bench, node="node-a", going_on=lambda: next(words)) == 1
    assert deliver_due(scene.bench, node="node-b") == 2


def test_one_reads_ones_own_inbox_only(scene, case, clock):
    bench = scene.bench
    for move in ("suspend", "resume"):
        case.move(move)
    deliver_due(bench, node="node-a")
    director, deputy = scene.actor(Role.SCHOOL_DIRECTOR), scene.actor(Role.SCHOOL_DEPUTY)
    first, second = inbox(bench, director)

    mark_read(bench, SeenRequest(notice_id=first.notice_id), actor=director)
    mark_read(bench, SeenRequest(until=first.at - timedelta(seconds=1)), actor=director)
    assert [row.seen_at is not None for row in inbox(bench, director)] == [True, False]

    mark_read(bench, SeenRequest(until=second.at), actor=director)
    assert [row.seen_at is not None for row in inbox(bench, director)] == [True, True]
    assert [row.seen_at is not None for row in inbox(bench, deputy)] == [False, False]


def inbox(bench, actor) -> list:
    """The rows of a person's inbox, the oldest first."""
    query = (
        sa.select(InboxRow.__table__)
        .where(InboxRow.account_id == actor.account_id)
        .order_by(InboxRow.at)
    )
    with bench.database.source.connect() as connection:
        return list(connection.execute(query))
