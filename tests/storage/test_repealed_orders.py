"""A repealed order marks what rests on it in cases, wherever its repeal is written down."""

from __future__ import annotations

from datetime import date

import pytest
import sqlalchemy as sa

from engine.actions.deciding import (
    DecisionRequest,
    OrderPaper,
    RepealRequest,
    register_decision,
    repeal_decision,
)
from engine.actions.succeeding import Successor
from engine.domain.roles import Role
from engine.queries.repealed_orders import NamedOrder, RepealedBy, repealed_in, repealed_orders
from engine.queries.roadmaps.repeals import read_repealed_in_cases
from engine.storage.database import reading
from engine.storage.tables import DecisionRow, RoadmapRow
from tests.factories import make_scene
from tests.storage.roadmap_scene import make_roadmap
from tests.storage.vandal import guards_down

SIGNED = date(2023, 3, 31)
REASON = "Издан новый приказ"


@pytest.fixture
def scene(bench):
    bench.now.set(2023, 4, 3)
    return make_scene(bench)


def order(scene, case_id, number: str = "120", signed_on: date = SIGNED):
    paper = OrderPaper("curator_order", number, signed_on, "Управление образования")
    coordinator = scene.actor(Role.MUNICIPAL_COORDINATOR)
    receipt = register_decision(scene.bench, DecisionRequest(case_id, paper), actor=coordinator)
    return receipt.created_id


def repeal(scene, case_id, decision_id, day: date = date(2023, 4, 2)) -> None:
    request = RepealRequest(case_id, decision_id, day, REASON)
    repeal_decision(scene.bench, request, actor=scene.actor(Role.MUNICIPAL_COORDINATOR))


def carrying(scene, case_id):
    """The decisions of a case on which something rests."""
    query = sa.select(DecisionRow.id).where(DecisionRow.case_id == case_id)
    with reading(scene.bench.database) as connection:
        return list(connection.scalars(query))


def marks(scene, case_id):
    return {
        one.decision_id: (one.by, one.on) for one in repealed_in(scene.bench, [case_id]).values()
    }


def test_an_order_repealed_in_one_case_is_marked_in_every_case_that_has_it(scene):
    first, second, third = (scene.open_case(school) for school in range(3))
    mine, same = order(scene, first), order(scene, second)
    order(scene, third, "121")
    order(scene, third, signed_on=date(2023, 3, 30))

    repeal(scene, first, mine)

    assert marks(scene, first) == {mine: (RepealedBy.CASE, date(2023, 4, 2))}
    assert marks(scene, second) == {same: (RepealedBy.OTHER_CASE, date(2023, 4, 2))}
    assert marks(scene, third) == {}


def test_an_order_of_a_roadmap_that_repeals_it_marks_it(scene):
    case_id = scene.open_case()
    mine, other = order(scene, case_id), order(scene, case_id, "121")
    roadmap = make_roadmap(scene)
    named = [{"number": "120", "day": SIGNED.isoformat()}]
    with scene.bench.database.source.begin() as connection, guards_down(connection):
        connection.execute(sa.update(RoadmapRow).values(repeals=named))
    assert marks(scene, case_id) == {}

    roadmap.approve()

    found = repealed_in(scene.bench, [case_id])
    assert set(found) == {mine}
    assert found[mine].by is RepealedBy.ROADMAP
    assert other not in found


def test_what_rests_on_a_repealed_order_is_listed_for_who_sees_the_case(scene):
    case_id = scene.case_at("listed")
    resting = {
        one.decision_id: one
        for decision in carrying(scene, case_id)
        for one in [_repealed(scene, case_id, decision)]
    }
    listed = repealed_orders(scene.bench, actor=scene.actor(Role.AUDITOR))

    assert [one.repealed for one in listed if one.line.id == case_id] == [
        resting[one.line.decision_id] for one in listed
    ]
    assert listed
    assert all(one.repealed.deeds for one in listed)
    assert any(one.repealed.moves for one in listed)


def _repealed(scene, case_id, decision_id):
    repeal(scene, case_id, decision_id, date(2023, 4, 3))
    return repealed_in(scene.bench, [case_id])[decision_id]


def test_another_regions_auditor_sees_none_of_it(scene, bench):
    case_id = scene.case_at("listed")
    for decision in carrying(scene, case_id):
        repeal(scene, case_id, decision, date(2023, 4, 3))
    other = make_scene(bench, code="primorye")

    assert repealed_orders(bench, actor=other.actor(Role.AUDITOR)) == []


def test_a_roadmap_by_an_order_that_a_case_repeals_is_found_with_what_takes_its_place(scene):
    first, second = scene.open_case(), scene.open_case(1)
    old, same = order(scene, first), order(scene, second)
    new = order(scene, first, "130", date(2023, 4, 2))
    roadmap = make_roadmap(scene)
    coordinator = scene.actor(Role.MUNICIPAL_COORDINATOR)
    assert read_repealed_in_cases(scene.bench, actor=coordinator) == []

    repeal(scene, second, same)
    (open_still,) = read_repealed_in_cases(scene.bench, actor=coordinator)
    repealed = RepealRequest(first, old, date(2023, 4, 3), REASON, Successor(new))
    repeal_decision(scene.bench, repealed, actor=coordinator)
    (named,) = read_repealed_in_cases(scene.bench, actor=coordinator)

    assert (open_still.roadmap.id, open_still.successor) == (roadmap.id, None)
    assert named.successor == NamedOrder("130", date(2023, 4, 2))
    other = make_scene(scene.bench, code="primorye")
    seen = read_repealed_in_cases(scene.bench, actor=other.actor(Role.MUNICIPAL_COORDINATOR))
    assert seen == []
