"""Who looked at a case when: a marker of one's own, kept once a visit, on both databases."""

import pytest
import sqlalchemy as sa

from engine.actions.deciding import DecisionRequest, OrderPaper, register_decision
from engine.actions.looking import look_at_case
from engine.domain.errors import NotFound
from engine.domain.looking import VISIT
from engine.domain.roles import Role
from engine.queries.history import entries_since
from engine.queries.looks import former_look
from engine.storage.database import reading, unit_of_work
from engine.storage.tables import CaseLookRow, JournalRow
from tests.factories import make_scene


@pytest.fixture
def scene(bench):
    return make_scene(bench)


def rows(scene):
    with reading(scene.bench.database) as connection:
        return list(connection.execute(sa.select(CaseLookRow.__table__)))


def look(scene, case_id, role=Role.CURATOR):
    return look_at_case(scene.bench, case_id, scene.revision(case_id), actor=scene.actor(role))


def register_order(scene, case_id, number="120"):
    paper = OrderPaper("list_order", number, scene.bench.now().date(), "Управление образования")
    coordinator = scene.actor(Role.MUNICIPAL_COORDINATOR)
    register_decision(scene.bench, DecisionRequest(case_id, paper), actor=coordinator)


def next_visit(scene):
    scene.bench.now.advance(seconds=VISIT.total_seconds())


def test_the_first_visit_has_none_before_it(scene):
    case_id = scene.open_case()

    assert look(scene, case_id) is None
    assert [row.seen_revision for row in rows(scene)] == [1]


def test_a_visit_is_written_once_and_what_was_new_at_its_start_stays_new(scene):
    case_id = scene.open_case()
    look(scene, case_id)
    register_order(scene, case_id)
    next_visit(scene)

    first = look(scene, case_id)
    kept = rows(scene)
    again = look(scene, case_id)

    assert (first.revision, again) == (1, first)
    assert rows(scene) == kept
    assert former_look(scene.bench, case_id, actor=scene.actor(Role.CURATOR)) == first


def test_the_next_visit_counts_from_the_last_one(scene):
    case_id = scene.open_case()
    for number in ("1", "2"):
        look(scene, case_id)
        register_order(scene, case_id, number)
        next_visit(scene)

    assert look(scene, case_id).revision == 2


def test_everybody_has_a_marker_of_their_own(scene):
    case_id = scene.open_case()
    look(scene, case_id)
    next_visit(scene)

    assert look(scene, case_id, Role.AUDITOR) is None
    assert look(scene, case_id).revision == 1


def test_looking_is_no_deed_and_stands_in_no_journal(scene):
    case_id = scene.open_case()
    with reading(scene.bench.database) as connection:
        before = connection.execute(sa.select(sa.func.count()).select_from(JournalRow)).scalar()

    look(scene, case_id)

    with reading(scene.bench.database) as connection:
        after = connection.execute(sa.select(sa.func.count()).select_from(JournalRow)).scalar()
    assert (after, scene.revision(case_id)) == (before, 1)


def test_a_page_does_not_wait_for_the_marker_while_another_writes(scene):
    case_id = scene.open_case()
    look(scene, case_id)
    next_visit(scene)
    curator = scene.actor(Role.CURATOR)
    with unit_of_work(scene.bench.database) as transaction:
        table = CaseLookRow.__tablename__
        transaction.cursor.execute(f"UPDATE {table} SET seen_revision = seen_revision")

        former = look(scene, case_id)

    assert former
    assert former.revision == 1
    assert former_look(scene.bench, case_id, actor=curator) == former


def test_new_is_what_others_did_and_only_to_who_may_read_the_history(scene):
    case_id = scene.open_case()
    register_order(scene, case_id)

    def new_to(actor):
        return [one.kind for one in entries_since(scene.bench, case_id, 1, actor=actor)]

    assert new_to(scene.actor(Role.CURATOR)) == ["decision:registered"]
    assert new_to(scene.actor(Role.MUNICIPAL_COORDINATOR)) == []
    with pytest.raises(NotFound):
        new_to(scene.actor(Role.SCHOOL_DIRECTOR, 1))
