"""A school contests a ground of its listing; somebody else decides, once, on a decision."""

from __future__ import annotations

from datetime import date

import pytest
import sqlalchemy as sa

from engine.actions.deciding import DecisionRequest, OrderPaper, register_decision
from engine.actions.objecting import (
    ObjectionRequest,
    VerdictRequest,
    decide_objection,
    file_objection,
)
from engine.actions.recording import RecordRequest, register_record
from engine.domain.errors import Forbidden, InvalidInput
from engine.domain.roles import Role
from engine.domain.situation import RecordKind
from engine.queries.schools import school_card
from engine.storage.database import reading
from engine.storage.tables import NoticeRow
from engine.storage.verification import verify
from tests.factories import make_scene

REASON = "ЕГЭ по математике, 11 класс: писали 7 учеников, доля посчитана от 5"
ANSWER = "Пересчёт подтвердил ошибку в знаменателе"


@pytest.fixture
def scene(bench):
    bench.now.set(2023, 4, 3)
    return make_scene(bench)


@pytest.fixture
def case_id(scene):
    return scene.open_case()


def objection(scene, case_id, role: Role = Role.SCHOOL_DIRECTOR, ground: str = "ege_low"):
    request = ObjectionRequest(case_id, ground, REASON)
    return file_objection(scene.bench, request, actor=scene.actor(role))


def verdict(scene, case_id, said: str, basis=None, role: Role = Role.MUNICIPAL_COORDINATOR):
    request = VerdictRequest(case_id, "ege_low", said, ANSWER, basis)
    return decide_objection(scene.bench, request, actor=scene.actor(role))


def decision(scene, case_id):
    paper = OrderPaper("ground_withdrawal", "7", date(2023, 4, 3), "Управление образования")
    request = DecisionRequest(case_id, paper)
    actor = scene.actor(Role.MUNICIPAL_COORDINATOR)
    return register_decision(scene.bench, request, actor=actor).created_id


def told(scene, kind: str) -> list[str]:
    """To which roles something was told."""
    with reading(scene.bench.database) as connection:
        query = sa.select(NoticeRow.role).where(NoticeRow.kind == kind).order_by(NoticeRow.role)
        return list(connection.scalars(query))


def test_an_objection_is_filed_told_decided_and_kept(scene, case_id):
    objection(scene, case_id)
    verdict(scene, case_id, "upheld", decision(scene, case_id))

    assert told(scene, "objection:filed") == ["municipal_coordinator", "regional_coordinator"]
    assert told(scene, "objection:decided") == ["curator", "school_deputy", "school_director"]
    director = scene.actor(Role.SCHOOL_DIRECTOR)
    card = school_card(scene.bench, scene.schools[0], actor=director)
    assert [(row.key, row.status, row.note) for row in card.objections] == [
        ("ege_low", "filed", REASON),
        ("ege_low", "upheld", ANSWER),
    ]
    assert {row.list_entry_id for row in card.objections} == {card.entries[0].id}
    assert verify(scene.bench.database).findings == []


@pytest.mark.parametrize(
    "role", [Role.MUNICIPAL_COORDINATOR, Role.REGIONAL_COORDINATOR, Role.METHODIST]
)
def test_only_the_school_objects(scene, case_id, role):
    with pytest.raises(Forbidden):
        objection(scene, case_id, role)


@pytest.mark.parametrize("role", [Role.SCHOOL_DIRECTOR, Role.METHODIST])
def test_only_a_coordinator_decides(scene, case_id, role):
    objection(scene, case_id)

    with pytest.raises(Forbidden):
        verdict(scene, case_id, "dismissed", role=role)


def test_a_ground_the_school_was_not_listed_for_cannot_be_contested(scene, case_id):
    with pytest.raises(InvalidInput):
        objection(scene, case_id, ground="vpr_bias")


def test_a_second_objection_waits_for_the_first_to_be_decided(scene, case_id):
    objection(scene, case_id)
    with pytest.raises(InvalidInput):
        objection(scene, case_id)
    verdict(scene, case_id, "dismissed")

    objection(scene, case_id)

    with pytest.raises(InvalidInput) as refusal:
        verdict(scene, case_id, "upheld")
    assert refusal.value.fields["field"] == "basis"


def test_nothing_is_decided_that_was_not_filed(scene, case_id):
    with pytest.raises(InvalidInput):
        verdict(scene, case_id, "dismissed")


def test_an_objection_is_no_record_that_anybody_may_register(scene, case_id):
    request = RecordRequest(case_id, RecordKind.OBJECTION, "ege_low", "upheld")

    with pytest.raises(InvalidInput):
        register_record(scene.bench, request, actor=scene.actor(Role.SCHOOL_DIRECTOR))
