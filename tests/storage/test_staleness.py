"""When a page is stale: after a change of the case, not after a reminder of the clock."""

from datetime import timedelta

import pytest

from engine.actions.deciding import DecisionRequest, OrderPaper, register_decision
from engine.actions.terms import fire_due
from engine.domain.errors import StaleRevision
from engine.domain.roles import Role
from tests.factories import make_scene


def order(case_id, scene, revision):
    today = scene.bench.now().date() - timedelta(days=1)
    paper = OrderPaper("coordinator_order", "12", today, "Управление образования")
    return DecisionRequest(case_id, paper, expected_revision=revision)


def test_a_reminder_of_the_clock_does_not_make_a_page_stale(bench, clock):
    scene = make_scene(bench)
    case_id = scene.case_at("listed")
    read_at = scene.revision(case_id)
    clock.advance(days=40)

    fired = fire_due(bench, node="test")
    told = scene.revision(case_id)
    coordinator = scene.actor(Role.MUNICIPAL_COORDINATOR)
    receipt = register_decision(bench, order(case_id, scene, read_at), actor=coordinator)

    assert fired.counts
    assert told > read_at
    assert receipt.seq == told + 1


def test_a_change_of_the_case_makes_a_page_stale_and_says_who_made_it(bench):
    scene = make_scene(bench)
    case_id = scene.case_at("listed")
    read_at = scene.revision(case_id)
    coordinator = scene.actor(Role.MUNICIPAL_COORDINATOR)
    register_decision(bench, order(case_id, scene, read_at), actor=coordinator)

    with pytest.raises(StaleRevision) as refused:
        register_decision(bench, order(case_id, scene, read_at), actor=coordinator)

    assert refused.value.fields["changed_by"] == coordinator.account_id
    assert refused.value.fields["revision"] == read_at + 1


def test_a_revision_that_has_not_come_yet_is_stale(bench):
    scene = make_scene(bench)
    case_id = scene.case_at("listed")
    ahead = scene.revision(case_id) + 5

    with pytest.raises(StaleRevision):
        register_decision(
            bench, order(case_id, scene, ahead), actor=scene.actor(Role.MUNICIPAL_COORDINATOR)
        )
