"""One move for many cases: what can be moved is moved, all the others say every reason."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest
import sqlalchemy as sa

from engine.actions.bulk import BulkRequest, carry_on_bulk, plan_bulk, retry_bulk
from engine.actions.deciding import DecisionRequest, OrderPaper, register_decision
from engine.actions.recording import RecordRequest, register_record
from engine.domain.bulk import BulkMode, BulkOrder, ItemStatus, OrderName
from engine.domain.errors import DatabaseBusy, Forbidden, InvalidInput, NotFound
from engine.domain.roles import Role
from engine.domain.situation import RecordKind
from engine.storage.database import reading
from engine.storage.receipts import RequestKey
from engine.storage.tables import BulkRow, CaseRow, JournalRow
from engine.storage.verification import verify
from tests.crowds import COORDINATOR, OBSTACLES, REASON, Crowd, make_crowd, move
from tests.factories import make_scene
from tests.storage.bulk_orders import (
    LISTING,
    NO_ORDER,
    carry_on,
    crowd,
    items,
    planned,
    scene,
    told,
    wrong_stage,
)
from tests.storage.crowd import clients
from tests.storage.reading import bodies, everything, refusals

__all__ = ["crowd", "scene"]


@pytest.mark.slow
def test_a_bulk_of_500_with_37_obstacles_shows_exactly_those_with_their_reasons(scene):
    crowd = make_crowd(scene, 500 - sum(OBSTACLES.values()), **OBSTACLES)
    assert (len(crowd.cases), len(crowd.ready)) == (500, 463)

    at_once = planned(crowd, mode=BulkMode.ALL_OR_NOTHING)
    each = planned(crowd)
    crowd.change()
    before = {one: scene.revision(one) for one in crowd.ready[:3]}
    nothing = carry_on(crowd, at_once)
    counts = carry_on(crowd, each)

    assert nothing == {
        ItemStatus.SKIPPED: 463,
        ItemStatus.REFUSED: 29,
        ItemStatus.CONFLICT: 8,
    }
    assert counts == {ItemStatus.MOVED: 463, ItemStatus.REFUSED: 29, ItemStatus.CONFLICT: 8}
    for bulk_id, ready in ((at_once, ItemStatus.SKIPPED), (each, ItemStatus.MOVED)):
        rows = items(scene.bench, bulk_id)
        assert told(rows, crowd.ready) == {(ready, None, ())}
        unmet, unavailable = "move.requirements_unmet", "move.unavailable"
        assert told(rows, crowd.no_order) == {("refused", unmet, (NO_ORDER,))}
        assert told(rows, crowd.listed) == {("refused", unavailable, (wrong_stage("listed"),))}
        assert told(rows, crowd.suspended) == {
            ("refused", unavailable, (wrong_stage("suspended"),))
        }
        assert told(rows, crowd.changed) == {("conflict", "case.stale", ())}
    assert {one: scene.revision(one) for one in before} == {
        one: revision + 1 for one, revision in before.items()
    }
    assert verify(scene.bench.database).findings == []


def test_all_are_moved_at_once_where_nothing_stands_in_the_way(scene, crowd):
    bulk_id = planned(crowd, mode=BulkMode.ALL_OR_NOTHING, cases=crowd.ready)

    counts = carry_on(crowd, bulk_id)

    assert counts == {ItemStatus.MOVED: 6}
    assert {scene.stage(one) for one in crowd.ready} == {"listed"}
    assert verify(scene.bench.database).findings == []


def test_of_all_or_nothing_nothing_is_moved_and_only_the_refused_attempts_are_kept(scene, crowd):
    bulk_id = planned(crowd, mode=BulkMode.ALL_OR_NOTHING, cases=[*crowd.ready, *crowd.no_order])
    before = {one: scene.revision(one) for one in crowd.cases}

    carry_on(crowd, bulk_id)

    assert {one: scene.revision(one) for one in crowd.cases} == before
    assert [len(refusals(scene.bench, one)) for one in crowd.ready] == [0] * 6
    for case_id in crowd.no_order:
        (body,) = refusals(scene.bench, case_id)
        assert body["event"] == "move:refused"
        assert body["fields"]["bulk"] == str(bulk_id)
        assert body["fields"]["code"] == "move.requirements_unmet"


def test_the_entry_of_each_move_names_the_bulk_and_carries_the_one_reason(scene, crowd):
    bulk_id = planned(crowd, BulkOrder("suspend", REASON), cases=crowd.ready)

    carry_on(crowd, bulk_id)

    for case_id in crowd.ready:
        *_, body = bodies(scene.bench, case_id)
        assert (body["event"], body["move"]) == ("case:moved", "suspend")
        assert body["fields"] == {"bulk": str(bulk_id)}
        assert items(scene.bench, bulk_id)[case_id].seq == body["seq"]
    (entry,) = bodies(scene.bench, bulk_id, "bulk")
    assert (entry["event"], entry["fields"]) == ("bulk:planned", {"cases": 6, "mode": "each"})
    held = everything(scene.bench)
    texts = [row for row in held["journal_text"] if REASON in row]
    # One beside the plan, one beside each move, one beside the suspension of the scene.
    assert len(texts) == 1 + 6 + 1
    assert REASON not in str(held["bulk_move"]) + str(held["bulk_item"])


def test_a_conflict_says_who_was_quicker_and_when(scene, crowd):
    bulk_id = planned(crowd)
    crowd.change()

    carry_on(crowd, bulk_id)

    (case_id,) = crowd.changed
    row = items(scene.bench, bulk_id)[case_id]
    (fields,) = row.reasons
    assert (row.status, row.code) == ("conflict", "case.stale")
    assert fields.pop("changed_at").startswith("2023-04-03T06:00:")
    assert fields == {
        "case_id": str(case_id),
        "changed_by": str(scene.actor(COORDINATOR, 1).account_id),
        "expected": 2,
        "revision": 3,
        "stage": "candidate",
    } | {"expected": row.expected_revision, "revision": row.expected_revision + 1}


def test_only_the_failed_are_tried_again(scene, crowd):
    bulk_id = planned(crowd)
    crowd.change()
    carry_on(crowd, bulk_id)
    first = items(scene.bench, bulk_id)
    entries = {one: len(bodies(scene.bench, one)) for one in crowd.ready}
    for case_id in crowd.suspended:
        move(scene, case_id, "resume", "Ремонт школы закончен")

    retried = retry_bulk(scene.bench, bulk_id, actor=scene.actor(COORDINATOR))
    waiting = {one for one, row in items(scene.bench, bulk_id).items() if row.status == "planned"}
    carry_on(crowd, bulk_id)

    assert retried is not None
    assert waiting == set(crowd.cases) - set(crowd.ready)
    rows = items(scene.bench, bulk_id)
    assert {one: rows[one] for one in crowd.ready} == {one: first[one] for one in crowd.ready}
    assert {one: len(bodies(scene.bench, one)) for one in crowd.ready} == entries
    assert {rows[one].status for one in (*crowd.suspended, *crowd.changed)} == {"moved"}
    assert {rows[one].status for one in (*crowd.no_order, *crowd.listed)} == {"refused"}
    assert {rows[one].attempt for one in waiting} == {2}
    plan, again = bodies(scene.bench, bulk_id, "bulk")
    assert (plan["event"], again["event"]) == ("bulk:planned", "bulk:retried")
    assert again["fields"] == {"attempt": 2, "cases": 5}
    assert verify(scene.bench.database).findings == []


def test_where_all_were_moved_there_is_nothing_to_try_again(scene, crowd):
    bulk_id = planned(crowd, cases=crowd.ready)
    carry_on(crowd, bulk_id)
    before = everything(scene.bench)

    assert retry_bulk(scene.bench, bulk_id, actor=scene.actor(COORDINATOR)) is None
    assert everything(scene.bench) == before


def test_a_bulk_is_carried_on_where_it_was_left_and_closes_when_no_case_waits(scene, crowd):
    bulk_id = planned(crowd, cases=crowd.ready)

    steps = [carry_on(crowd, bulk_id, limit=4), carry_on(crowd, bulk_id, limit=4)]

    assert steps == [
        {ItemStatus.MOVED: 4, ItemStatus.PLANNED: 2},
        {ItemStatus.MOVED: 6},
    ]
    with reading(scene.bench.database) as connection:
        finished_at = connection.execute(sa.select(BulkRow.finished_at)).scalar_one()
    assert finished_at is not None
    assert carry_on(crowd, bulk_id) == {ItemStatus.MOVED: 6}


def test_somebody_else_of_the_place_carries_on_by_their_own_rights(scene, crowd):
    bulk_id = planned(crowd, cases=crowd.ready)
    other, director = scene.actor(COORDINATOR, 1), scene.actor(Role.METHODIST)

    carry_on(crowd, bulk_id, actor=other, limit=1)
    carry_on(crowd, bulk_id, actor=director, limit=1)

    rows = items(scene.bench, bulk_id)
    first, second = sorted(crowd.ready)[:2]
    assert bodies(scene.bench, first)[-1]["actor"] == str(other.account_id)
    assert (rows[second].status, rows[second].code) == ("refused", "move.forbidden")
    assert told(rows, [second]) == {
        (
            "refused",
            "move.forbidden",
            (("role", (("roles", ("regional_coordinator", "municipal_coordinator")),)),),
        )
    }


def test_another_regions_bulk_is_not_there(scene, crowd):
    bulk_id = planned(crowd)
    elsewhere = make_scene(scene.bench, "sochi", schools=1, tutor_schools=1).actor(COORDINATOR)
    before = everything(scene.bench)

    for deed in (carry_on_bulk, retry_bulk):
        with pytest.raises(NotFound):
            deed(scene.bench, bulk_id, actor=elsewhere)
        with pytest.raises(NotFound):
            deed(scene.bench, crowd.ready[0], actor=elsewhere)
    with pytest.raises(NotFound):
        planned(crowd, actor=elsewhere)

    assert everything(scene.bench) == before


def test_whoever_only_reads_neither_plans_nor_carries_on(scene, crowd):
    bulk_id = planned(crowd)
    viewer = scene.actor(Role.VIEWER)

    for deed in (carry_on_bulk, retry_bulk):
        with pytest.raises(Forbidden):
            deed(scene.bench, bulk_id, actor=viewer)
    with pytest.raises(Forbidden):
        planned(crowd, actor=viewer)

    assert {row.status for row in items(scene.bench, bulk_id).values()} == {"planned"}


def test_the_director_of_one_school_does_not_see_a_bulk_of_many(scene, crowd):
    own = scene.open_case(0)
    bulk_id = planned(crowd, BulkOrder("suspend", REASON), cases=[own, *crowd.ready])
    alone = planned(crowd, BulkOrder("suspend", REASON), cases=[own])
    director = scene.actor(Role.SCHOOL_DIRECTOR)

    with pytest.raises(NotFound):
        carry_on(crowd, bulk_id, actor=director)

    assert carry_on(crowd, alone, actor=director) == {ItemStatus.REFUSED: 1}


def test_the_same_form_sent_twice_is_one_bulk(scene, crowd):
    cases = tuple((one, None) for one in crowd.ready)
    request = BulkRequest(cases, LISTING, BulkMode.EACH)
    key, actor = RequestKey.of("form 7", request), scene.actor(COORDINATOR)

    first = plan_bulk(scene.bench, request, actor=actor, request_key=key)
    again = plan_bulk(scene.bench, request, actor=actor, request_key=key)

    assert (again.replayed, again.created_id) == (True, first.created_id)
    with reading(scene.bench.database) as connection:
        assert connection.execute(sa.select(sa.func.count()).select_from(BulkRow)).scalar() == 1


def test_what_cannot_be_planned_is_refused_before_anything_is_kept(scene, crowd):
    before = everything(scene.bench)
    other = make_crowd(make_scene(scene.bench, "sochi", schools=1, tutor_schools=1), 1)
    both = scene.actor(COORDINATOR)

    for order, cases, fields in (
        (LISTING, (), {"field": "cases", "rule": "empty"}),
        (BulkOrder("exit"), crowd.ready, {"field": "move", "rule": "unknown", "value": "exit"}),
        (BulkOrder("suspend", "а\x00"), crowd.ready, {"field": "reason", "rule": "character"}),
    ):
        request = BulkRequest(tuple((one, None) for one in cases), order, BulkMode.EACH)
        with pytest.raises(InvalidInput) as refusal:
            plan_bulk(scene.bench, request, actor=both)
        assert refusal.value.fields == fields
    with pytest.raises(NotFound):
        planned(crowd, cases=[*crowd.ready, *other.ready])

    assert everything(scene.bench)["bulk_move"] == before["bulk_move"]


def test_each_move_rests_on_the_row_the_order_has_in_its_case(scene, crowd):
    basis = OrderName("list_order", "120", date(2023, 3, 31))
    order = BulkOrder("suspend", REASON, basis)
    bulk_id = planned(crowd, order, cases=[*crowd.ready, *crowd.no_order])

    counts = carry_on(crowd, bulk_id)

    assert counts == {ItemStatus.MOVED: 6, ItemStatus.REFUSED: 2}
    rows = {bodies(scene.bench, one)[-1]["basis"][0] for one in crowd.ready}
    assert len(rows) == 6
    lacking = ("kind", "list_order"), ("number", "120"), ("signed_on", "2023-03-31")
    assert told(items(scene.bench, bulk_id), crowd.no_order) == {
        ("refused", "move.requirements_unmet", (("basis_registered", lacking),))
    }


def test_two_who_carry_on_at_once_move_no_case_twice(scene, crowd):
    bulk_id = planned(crowd, cases=crowd.ready)

    with clients() as at_once:
        answers = at_once(lambda _: carry_on(crowd, bulk_id, limit=2))

    assert {type(one) for one in answers} <= {dict, DatabaseBusy}
    assert carry_on(crowd, bulk_id) == {ItemStatus.MOVED: 6}
    query = sa.select(JournalRow.subject_id).where(JournalRow.kind == "case:moved")
    with reading(scene.bench.database) as connection:
        moved = Counter(connection.scalars(query))
    assert {moved[one] for one in crowd.ready} == {1}
    assert verify(scene.bench.database).findings == []


@pytest.mark.slow
@pytest.mark.parametrize("mode", BulkMode)
def test_two_closed_cases_of_a_school_are_not_opened_again_by_one_bulk(bench, mode):
    scene = make_scene(bench, schools=1)
    cases = [scene.case_at("exited"), scene.case_at("exited")]
    crowd = Crowd(scene, cases)
    bulk_id = planned(crowd, BulkOrder("start_watch"), mode)

    carry_on(crowd, bulk_id)

    rows = items(bench, bulk_id)
    first = "moved" if mode is BulkMode.EACH else "skipped"
    assert [rows[one].status for one in cases] == [first, "refused"]
    assert (rows[cases[1]].code, rows[cases[1]].reasons) == (
        "case.exists",
        [{"case_id": str(cases[0])}],
    )
    assert scene.stage(cases[1]) == "exited"
    assert verify(bench.database).findings == []


def test_a_bulk_that_suspends_names_one_day_for_the_return_of_all(scene, crowd):
    day = date(2023, 9, 1)
    order = BulkOrder("suspend", REASON, expected_on=day)

    carry_on(crowd, planned(crowd, order, cases=crowd.ready))

    query = sa.select(CaseRow.returns_on).where(CaseRow.id.in_(crowd.ready))
    with reading(scene.bench.database) as connection:
        assert set(connection.scalars(query)) == {day}
    assert verify(scene.bench.database).findings == []


def test_a_bulk_that_closes_says_why_for_all(scene, crowd):
    paper = OrderPaper("closing_document", "77", date(2023, 4, 3), "Управление образования")
    consent, cases = RecordKind.APPROVAL, crowd.ready[:2]
    for case_id in cases:
        request = DecisionRequest(case_id, paper)
        register_decision(scene.bench, request, actor=scene.actor(Role.MUNICIPAL_COORDINATOR))
        given = RecordRequest(case_id, consent, "close_other", "given")
        register_record(scene.bench, given, actor=scene.actor(Role.REGIONAL_COORDINATOR))
    order = BulkOrder("close_other", REASON, end_code="liquidated")

    counts = carry_on(crowd, planned(crowd, order, cases=cases))

    assert counts == {ItemStatus.MOVED: 2}
    query = sa.select(CaseRow.end_code).where(CaseRow.id.in_(cases))
    with reading(scene.bench.database) as connection:
        assert list(connection.scalars(query)) == ["liquidated"] * 2
