"""One order for many cases: registered once in each case that is moved, and in no other."""

from __future__ import annotations

from datetime import date

import pytest
import sqlalchemy as sa

from engine.actions.bulk import BulkRequest, carry_on_bulk, plan_bulk, retry_bulk
from engine.actions.deciding import (
    DecisionRequest,
    OrderPaper,
    RepealRequest,
    register_decision,
    repeal_decision,
)
from engine.actions.filing import FilePaper
from engine.domain.bulk import BulkMode, BulkOrder, ItemStatus, NewOrder, OrderName
from engine.domain.errors import Forbidden, InvalidInput
from engine.domain.roles import Role
from engine.queries.bulk import bulk_card
from engine.queries.selecting import read_selection
from engine.storage.database import reading
from engine.storage.receipts import RequestKey
from engine.storage.tables import DecisionRow, FileRow
from engine.storage.verification import verify
from tests.crowds import COORDINATOR, make_crowd, move
from tests.factories import make_scene
from tests.storage.bulk_orders import carry_on, items
from tests.storage.reading import bodies, everything, refusals

NAME = OrderName("list_order", "120", date(2023, 3, 31))
BODY, TITLE = "Управление образования", "О перечне школ 2023 года"
LISTING = BulkOrder("approve_listing", "", NAME, registers=NewOrder(BODY, TITLE))
SCAN = FilePaper.of("Приказ 120.pdf", "application/pdf", b"%PDF-1.7 signed")


@pytest.fixture
def scene(bench):
    return make_scene(bench, schools=1, tutor_schools=1)


@pytest.fixture
def crowd(scene):
    """Two have the order already, three lack it, one cannot be moved for another reason."""
    return make_crowd(scene, 2, no_order=3, suspended=1)


def planned(crowd, order=LISTING, mode=BulkMode.EACH, *, cases=None, actor=None, file=None, **more):
    request = BulkRequest(tuple((one, None) for one in cases or crowd.cases), order, mode, file)
    by = actor or crowd.scene.actor(COORDINATOR)
    created = plan_bulk(crowd.scene.bench, request, actor=by, **more).created_id
    assert created is not None
    return created


def rows_of(bench, case_id):
    """The decisions of a case, the oldest first."""
    query = (
        sa.select(DecisionRow.__table__)
        .where(DecisionRow.case_id == case_id)
        .order_by(DecisionRow.registered_at, DecisionRow.id)
    )
    with reading(bench.database) as connection:
        return list(connection.execute(query))


def numbers(bench, cases):
    return [[row.number for row in rows_of(bench, one)] for one in cases]


@pytest.mark.parametrize("mode", list(BulkMode))
def test_the_order_is_registered_where_it_is_lacking_and_the_move_rests_on_it(scene, crowd, mode):
    cases = [*crowd.ready, *crowd.no_order]
    had = {one: rows_of(scene.bench, one)[0].id for one in crowd.ready}
    bulk_id = planned(crowd, mode=mode, cases=cases, file=SCAN)

    assert carry_on(crowd, bulk_id) == {ItemStatus.MOVED: 5}

    assert numbers(scene.bench, cases) == [["120"]] * 5
    assert {one: rows_of(scene.bench, one)[0].id for one in crowd.ready} == had
    new = [rows_of(scene.bench, one)[0] for one in crowd.no_order]
    assert len({row.order_id for row in new}) == 1
    assert {(row.body, row.title, row.sha256) for row in new} == {(BODY, TITLE, SCAN.sha256)}
    for row in new:
        *_, registered, moved = bodies(scene.bench, row.case_id)
        assert (registered["event"], moved["event"]) == ("decision:registered", "case:moved")
        assert registered["fields"] == moved["fields"] == {"bulk": str(bulk_id)}
        assert registered["evidence"] == [SCAN.sha256]
        assert moved["basis"] == [str(row.id)]
        assert items(scene.bench, bulk_id)[row.case_id].seq == moved["seq"]
    assert verify(scene.bench.database).findings == []


def test_the_texts_of_the_order_stand_beside_every_entry_and_are_bound_by_it(scene, crowd):
    bulk_id = planned(crowd, cases=crowd.no_order)
    carry_on(crowd, bulk_id)

    held = everything(scene.bench)

    # One beside the plan and one beside each registration.
    assert sum(TITLE in row for row in held["journal_text"]) == 1 + 3
    assert TITLE not in str(held["bulk_move"]) + str(held["bulk_item"]) + str(held["journal"])
    card = bulk_card(scene.bench, bulk_id, actor=scene.actor(COORDINATOR))
    assert card.bulk.order.registers is not None
    assert (card.bulk.order.registers.body, card.bulk.order.registers.title) == (BODY, TITLE)


def test_a_case_that_is_not_moved_gets_no_order(scene, crowd):
    bulk_id = planned(crowd, cases=[*crowd.no_order, *crowd.suspended])

    assert carry_on(crowd, bulk_id) == {ItemStatus.MOVED: 3, ItemStatus.REFUSED: 1}

    (suspended,) = crowd.suspended
    kinds = [body["event"] for body in bodies(scene.bench, suspended)]
    assert kinds.count("decision:registered") == 0
    assert len(refusals(scene.bench, suspended)) == 1


def test_of_all_or_nothing_no_order_is_registered_while_one_case_cannot_be_moved(scene, crowd):
    cases = [*crowd.no_order, *crowd.suspended]
    before = [scene.revision(one) for one in cases]
    bulk_id = planned(crowd, mode=BulkMode.ALL_OR_NOTHING, cases=cases)

    assert carry_on(crowd, bulk_id) == {ItemStatus.SKIPPED: 3, ItemStatus.REFUSED: 1}

    assert [scene.revision(one) for one in cases] == before
    assert numbers(scene.bench, crowd.no_order) == [[]] * 3


def test_a_retry_registers_no_order_twice(scene, crowd):
    cases = [*crowd.no_order, *crowd.suspended]
    bulk_id = planned(crowd, cases=cases)
    carry_on(crowd, bulk_id)
    move(scene, crowd.suspended[0], "resume", "Ремонт школы закончен")

    retry_bulk(scene.bench, bulk_id, actor=scene.actor(COORDINATOR))
    carry_on(crowd, bulk_id)
    again = planned(crowd, BulkOrder("suspend", "Школа закрыта", NAME, registers=NewOrder(BODY)))
    carry_on(crowd, again)

    assert numbers(scene.bench, crowd.cases) == [["120"]] * 6
    assert verify(scene.bench.database).findings == []


def test_the_same_form_sent_twice_plans_one_bulk_with_one_order(scene, crowd):
    request = BulkRequest(
        tuple((one, None) for one in crowd.no_order), LISTING, BulkMode.EACH, SCAN
    )
    key = RequestKey.of("f" * 32, request)
    first = planned(crowd, cases=crowd.no_order, file=SCAN, request_key=key)

    assert planned(crowd, cases=crowd.no_order, file=SCAN, request_key=key) == first


def test_an_order_of_the_same_number_and_day_by_another_body_is_another_order(scene, crowd):
    case_id = crowd.no_order[0]
    paper = OrderPaper("list_order", "120", date(2023, 3, 31), "Министерство образования")
    same = OrderPaper("list_order", "120", date(2023, 3, 31), " управление  образования ")
    for case, order in ((case_id, paper), (crowd.no_order[1], same)):
        register_decision(scene.bench, DecisionRequest(case, order), actor=_coordinator(scene))

    carry_on(crowd, planned(crowd, cases=crowd.no_order))

    assert numbers(scene.bench, crowd.no_order) == [["120", "120"], ["120"], ["120"]]


def test_an_order_that_was_repealed_in_a_case_is_not_brought_back(scene, crowd, clock):
    case_id = crowd.ready[0]
    (row,) = rows_of(scene.bench, case_id)
    request = RepealRequest(case_id, row.id, date(2023, 4, 3), "Издан с ошибкой")
    repeal_decision(scene.bench, request, actor=_coordinator(scene))
    clock.advance(days=1)
    bulk_id = planned(crowd, cases=crowd.ready)

    assert carry_on(crowd, bulk_id) == {ItemStatus.MOVED: 1, ItemStatus.REFUSED: 1}

    assert len(rows_of(scene.bench, case_id)) == 1
    assert "basis_registered" in {
        one["code"] for one in items(scene.bench, bulk_id)[case_id].reasons
    }


def test_the_preview_says_in_which_cases_the_order_will_be_registered(scene, crowd):
    seen = read_selection(scene.bench, crowd.cases, actor=_coordinator(scene), asked=LISTING)

    said = {one.line.id: (one.registers, one.refusal is None) for one in seen}
    assert {said[one] for one in crowd.ready} == {(False, True)}
    assert {said[one] for one in crowd.no_order} == {(True, True)}
    assert {said[one] for one in crowd.suspended} == {(False, False)}
    assert numbers(scene.bench, crowd.no_order) == [[]] * 3


def test_who_carries_on_without_the_right_to_register_moves_only_what_has_the_order(scene, crowd):
    """The bulk is planned by a coordinator and carried on by who may only move."""
    order = BulkOrder("suspend", "Школа на ремонте", NAME, registers=NewOrder(BODY))
    bulk_id = planned(crowd, order, cases=crowd.no_order)

    counts = dict(carry_on_bulk(scene.bench, bulk_id, actor=scene.actor(Role.GOVERNING_COUNCIL)))

    assert counts == {ItemStatus.REFUSED: 3}
    assert numbers(scene.bench, crowd.no_order) == [[]] * 3


@pytest.mark.parametrize(
    ("order", "fields"),
    [
        ({"name": OrderName("list_order", " ", NAME.signed_on)}, ("number", "empty")),
        ({"name": OrderName("list_order", "120", date(2023, 4, 4))}, ("signed_on", "future")),
        ({"name": OrderName("letter", "120", NAME.signed_on)}, ("kind", "unknown")),
        ({"name": None}, ("number", "empty")),
        ({"new": NewOrder("  ")}, ("body", "empty")),
    ],
)
def test_an_order_that_no_case_could_have_is_refused_before_anything_is_planned(
    scene, crowd, order, fields
):
    asked = BulkOrder(
        "approve_listing", "", order.get("name", NAME), registers=order.get("new", NewOrder(BODY))
    )
    before = everything(scene.bench)["bulk_move"]

    with pytest.raises(InvalidInput) as refusal:
        planned(crowd, asked, file=SCAN)

    assert (refusal.value.fields["field"], refusal.value.fields["rule"]) == fields
    assert everything(scene.bench)["bulk_move"] == before
    with reading(scene.bench.database) as connection:
        assert connection.execute(sa.select(sa.func.count()).select_from(FileRow)).scalar() == 0


def test_who_registers_no_orders_plans_none(scene, crowd):
    with pytest.raises(Forbidden):
        planned(crowd, actor=scene.actor(Role.GOVERNING_COUNCIL))


def _coordinator(scene):
    return scene.actor(COORDINATOR)
