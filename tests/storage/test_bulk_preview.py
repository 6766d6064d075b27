"""The preview of a bulk move is what comes of it, and who is told."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.domain.bulk import BulkOrder, ItemStatus, OrderName
from engine.domain.errors import NotFound
from engine.domain.roles import Role
from engine.queries.bulk import bulk_card, bulk_items, list_bulks
from engine.queries.selecting import read_selection
from engine.storage.verification import verify
from tests.crowds import COORDINATOR, REASON
from tests.factories import make_scene
from tests.storage.bulk_orders import LISTING, carry_on, crowd, items, planned, scene
from tests.storage.reading import everything

__all__ = ["crowd", "scene"]

WHO = (COORDINATOR, Role.METHODIST, Role.REGIONAL_COORDINATOR, Role.CURATOR)


ASKED = (
    LISTING,
    BulkOrder("suspend"),
    BulkOrder("suspend", REASON, happened_on=date(2023, 4, 4)),
    BulkOrder("suspend", REASON, OrderName("list_order", "120", date(2023, 3, 31))),
    BulkOrder("close_other", REASON, OrderName("list_order", "121", date(2023, 3, 31))),
    BulkOrder("resume", REASON),
    BulkOrder("resume", REASON, happened_on=date(2019, 1, 1)),
    BulkOrder("start_self_diagnosis"),
)


@given(st.lists(st.tuples(st.sampled_from(ASKED), st.sampled_from(WHO)), min_size=3, max_size=6))
@settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_preview_of_each_case_is_what_comes_of_it(crowd, asked):
    bench = crowd.scene.bench
    for order, role in asked:
        actor = crowd.scene.actor(role)
        shown = read_selection(bench, crowd.cases, actor=actor, asked=order)

        bulk_id = planned(crowd, order, actor=actor)
        carry_on(crowd, bulk_id, actor=actor)

        rows = items(bench, bulk_id)
        for case in shown:
            row = rows[case.line.id]
            assert (case.target is None) == (row.status != "moved")
            if case.refusal is None:
                assert crowd.scene.stage(case.line.id) == case.target
            else:
                told = (case.refusal.status, case.refusal.code, list(case.refusal.reasons))
                assert told == (row.status, row.code, row.reasons)
    assert verify(bench.database).findings == []


def test_a_preview_writes_nothing_and_shows_only_what_is_in_sight(scene, crowd):
    elsewhere = make_scene(scene.bench, "sochi", schools=1, tutor_schools=1)
    before = everything(scene.bench)

    shown = read_selection(scene.bench, crowd.cases, actor=scene.actor(COORDINATOR), asked=LISTING)
    foreign = read_selection(scene.bench, crowd.cases, actor=elsewhere.actor(COORDINATOR))

    assert [case.line.id for case in shown if case.target] == [*crowd.ready, *crowd.changed]
    assert foreign == ()
    assert everything(scene.bench) == before


def test_progress_results_and_list_are_told_to_whoever_sees_every_case(scene, crowd):
    elsewhere = make_scene(scene.bench, "sochi", schools=1, tutor_schools=1)
    bulk_id = planned(crowd, BulkOrder("approve_listing", REASON))
    crowd.change()
    carry_on(crowd, bulk_id)
    viewer, coordinator = scene.actor(Role.VIEWER), scene.actor(COORDINATOR)

    card = bulk_card(scene.bench, bulk_id, actor=viewer)
    first = bulk_items(scene.bench, bulk_id, actor=viewer, limit=7)
    last = bulk_items(scene.bench, bulk_id, actor=viewer, limit=7, after=first.next)
    (conflict,) = bulk_items(
        scene.bench, bulk_id, actor=viewer, statuses=[ItemStatus.CONFLICT]
    ).lines

    assert (card.total, card.waiting, card.failed) == (11, 0, 5)
    assert card.bulk.order.reason == REASON
    assert card.author == f"municipal_coordinator {coordinator.request_id[5:]}"
    seen = [line.line.case_id for line in (*first.lines, *last.lines)]
    assert seen == sorted(crowd.cases)
    assert last.next is None
    assert conflict.line.case_id == crowd.changed[0]
    assert conflict.changed_by.startswith("municipal_coordinator municipal_coordinator.1")
    assert [one.bulk.id for one in list_bulks(scene.bench, actor=viewer)] == [bulk_id]
    stranger = elsewhere.actor(COORDINATOR)
    assert list_bulks(scene.bench, actor=stranger) == []
    for read in (bulk_card, bulk_items):
        with pytest.raises(NotFound):
            read(scene.bench, bulk_id, actor=stranger)
