"""Notices about versions of paths and successions: whom they reach, once, and who sees them."""

from __future__ import annotations

import pytest

from engine.actions.delivering import deliver_due
from engine.actions.mentoring import AttachRequest, attach
from engine.actions.people import EndRoleRequest, end_role
from engine.actions.proposing import (
    ApproveRequest,
    ReturnRequest,
    approve_definition,
    return_definition,
)
from engine.actions.publishing import PublishRequest, publish_definition
from engine.actions.service_accounts import command_actor
from engine.actions.succession import UndoRequest, begin_undo
from engine.domain.notices import BASE_PUBLISHED, CASES_MIGRATED, CASES_RESTORED
from engine.domain.roles import Role
from engine.domain.situation import AttachmentKind
from engine.queries.inbox import TopicLine, read_inbox, unseen_count
from engine.queries.people import list_grants
from engine.storage.verification import verify
from tests.crowds import make_crowd
from tests.factories import Scene, make_scene
from tests.passages import begun, carried, plan_for, recoded
from tests.passages import published as version_of
from tests.storage.noticed import login, told
from tests.storage.test_publishing import asks_another, named, published, read, submitted
from web.seeding import seeding_actor

ADMIN, TOWN, REGION = (
    Role.REGIONAL_ADMIN,
    Role.MUNICIPAL_COORDINATOR,
    Role.REGIONAL_COORDINATOR,
)


@pytest.fixture
def scene(bench) -> Scene:
    return make_scene(bench, schools=1, tutor_schools=0)


def delivered(scene: Scene, kind: str) -> dict[str, int]:
    deliver_due(scene.bench, node="node-a", limit=1000)
    return dict(told(scene.bench, kind))


def lines(scene: Scene, role: Role, place: int = 0) -> list[TopicLine]:
    """What a person has on his page that is about no case."""
    page = read_inbox(scene.bench, actor=scene.actor(role, place))
    return [one for one in page.lines if isinstance(one, TopicLine)]


def waits(scene: Scene):
    """A version that waits for the region's other administrator."""
    asks_another(scene)
    deliver_due(scene.bench, node="node-a", limit=1000)
    receipt = submitted(scene)
    assert receipt.created_id is not None
    return receipt.created_id


def test_a_submitted_version_is_told_to_who_else_may_publish_and_not_to_its_author(scene):
    proposal = waits(scene)

    assert delivered(scene, "definition:submitted") == {login(scene, ADMIN, 1): 1}
    assert lines(scene, ADMIN, 1)[0].about == proposal


def test_a_returned_version_is_told_to_its_author_alone(scene):
    proposal = waits(scene)
    request = ReturnRequest(proposal, "Срок экспертизы мал")
    return_definition(scene.bench, request, actor=scene.actor(ADMIN, 1))

    assert delivered(scene, "definition:returned") == {login(scene, ADMIN): 1}
    (line,) = [one for one in lines(scene, ADMIN) if one.kind == "definition:returned"]
    assert "Срок" not in str(line.fields)


def test_an_approved_version_is_told_once_to_its_author_and_to_the_coordinators(scene):
    proposal = waits(scene)
    request = ApproveRequest(proposal, read(scene, proposal).digest)
    approve_definition(scene.bench, request, actor=scene.actor(ADMIN, 1))

    assert delivered(scene, "definition:published") == {
        login(scene, ADMIN): 1,
        login(scene, ADMIN, 1): 1,  # of the version before, which the other published
        login(scene, REGION): 2,
        login(scene, REGION, 1): 2,
        login(scene, TOWN): 2,
        login(scene, TOWN, 1): 2,
    }
    assert lines(scene, ADMIN)[0].mine
    assert not lines(scene, REGION)[0].mine
    assert verify(scene.bench.database).findings == []


def test_the_first_version_of_a_path_is_told_to_nobody(scene):
    assert delivered(scene, "definition:published") == {}


def test_a_version_of_one_region_is_not_told_in_another(bench):
    here, there = make_scene(bench, "amur"), make_scene(bench, "tuva")
    published(here, "Новая")

    assert delivered(here, "definition:published") == {
        login(here, role, place): 1
        for role, place in ((ADMIN, 1), (REGION, 0), (REGION, 1), (TOWN, 0), (TOWN, 1))
    }
    assert lines(there, ADMIN) == []


def test_who_may_publish_no_more_sees_the_proposal_no_more(scene):
    waits(scene)
    deliver_due(scene.bench, node="node-a", limit=1000)
    other, admin = scene.actor(ADMIN, 1), command_actor(scene.bench)
    before = unseen_count(scene.bench, actor=other)
    grant = list_grants(scene.bench, other.account_id, actor=admin)[0].id
    end_role(scene.bench, EndRoleRequest(grant), actor=admin)
    bare = type(other)(other.account_id, ())

    assert before > 0
    assert unseen_count(scene.bench, actor=bare) == 0
    assert read_inbox(scene.bench, actor=bare).lines == ()


def test_a_new_version_of_a_base_is_told_to_the_regions_whose_paths_it_leaves_behind(bench):
    here, there = make_scene(bench, "amur"), make_scene(bench, "tuva")
    admin, base = seeding_actor(bench), here.definition
    publish_definition(bench, PublishRequest(None, base, ""), actor=admin)
    over = PublishRequest(here.region_id, named(here, "На основе"), "", base.digest)
    publish_definition(bench, over, actor=here.actor(ADMIN))
    deliver_due(bench, node="node-a", limit=1000)

    publish_definition(bench, PublishRequest(None, named(there, "Основа 2"), ""), actor=admin)

    assert delivered(here, BASE_PUBLISHED) == {
        login(here, ADMIN): 1,
        login(here, ADMIN, 1): 1,
    }
    line = lines(here, ADMIN)[0]
    assert (line.fields["title"], line.fields["base"]) == ("На основе", "Основа 2")


def test_a_succession_is_told_once_to_each_curator_and_coordinator_with_his_cases(scene):
    crowd = make_crowd(scene, 3)
    curator = scene.actor(Role.CURATOR)
    request = AttachRequest(crowd.cases[0], AttachmentKind.CURATOR, account_id=curator.account_id)
    attach(scene.bench, request, actor=scene.actor(REGION))
    new = recoded(scene.definition, "listed", "on_list")
    run = begun(scene, version_of(scene, new), plan_for(scene.definition, new))
    carried(scene, run, limit=2)

    assert delivered(scene, CASES_MIGRATED) == {}
    carried(scene, run)
    carried(scene, run)
    people = {login(scene, one, at): 1 for one, at in ((TOWN, 0), (TOWN, 1), (Role.CURATOR, 0))}
    assert delivered(scene, CASES_MIGRATED) == people
    cases = {
        role: [one.fields["cases"] for one in lines(scene, role) if one.kind == CASES_MIGRATED]
        for role in (TOWN, Role.CURATOR, REGION)
    }
    assert cases == {TOWN: [3], Role.CURATOR: [1], REGION: []}

    back = begin_undo(scene.bench, UndoRequest(run, "Ошибка в плане"), actor=scene.actor(ADMIN))
    assert back.created_id is not None
    carried(scene, back.created_id)
    assert delivered(scene, CASES_RESTORED) == people
