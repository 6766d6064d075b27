"""A term is done as soon as what it is about is: nobody is late with it, and nobody reminded."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest
import sqlalchemy as sa

from engine.actions.bulk import BulkRequest, carry_on_bulk, plan_bulk
from engine.actions.mentoring import AttachRequest, EndAttachmentRequest, attach, end_attachment
from engine.actions.moving import MoveRequest, move_case
from engine.actions.opening import OpenRequest, open_case
from engine.actions.recording import RecordRequest, register_record
from engine.actions.terms import fire_due
from engine.domain.bulk import BulkMode, BulkOrder
from engine.domain.definition import Definition, OnDue, StageTerm
from engine.domain.machine import MoveOrder
from engine.domain.requirements import Requirement
from engine.domain.roles import Role
from engine.domain.situation import AttachmentKind, RecordKind
from engine.domain.terms import Term, TermKind
from engine.queries.cases import case_card
from engine.queries.late import late
from engine.queries.worklist import WorkFilter, read_worklist
from engine.storage.database import reading
from engine.storage.tables import CaseRow, DutyRow, JournalRow
from engine.storage.verification import verify
from tests.factories import Scene, make_scene, publish

COORDINATOR = Role.MUNICIPAL_COORDINATOR
BY_A_CURATOR = Requirement("curator_assigned")
TEN_DAYS = Term(TermKind.CALENDAR_DAYS, days=10)
CURATOR_DUE = StageTerm("curator_due", "Назначить куратора", TEN_DAYS, OnDue.ESCALATE)
CURATOR_DUE = replace(CURATOR_DUE, remind_before=(5, 1), met_by=BY_A_CURATOR)
OTHER = StageTerm("other_due", "Другой срок", Term(TermKind.CALENDAR_DAYS, days=20))


def with_terms(definition: Definition, stage: str, *terms: StageTerm) -> Definition:
    """The path with these terms on a stage."""
    stages = tuple(
        replace(one, terms=terms) if one.code == stage else one for one in definition.stages
    )
    return replace(definition, stages=stages)


@pytest.fixture
def scene(bench):
    scene = make_scene(bench, schools=2, tutor_schools=1)
    scene.definition = with_terms(scene.definition, "candidate", CURATOR_DUE, OTHER)
    publish(scene, scene.definition)
    return scene


def attach_curator(scene: Scene, case_id: UUID, **days: date) -> UUID:
    curator = scene.actor(Role.CURATOR).account_id
    request = AttachRequest(case_id, AttachmentKind.CURATOR, account_id=curator, **days)  # type: ignore[arg-type]
    made = attach(scene.bench, request, actor=scene.actor(COORDINATOR)).created_id
    assert made is not None
    return made


def entries(scene: Scene, case_id: UUID) -> list[dict]:
    query = (
        sa.select(JournalRow.body)
        .where(JournalRow.subject_id == case_id, JournalRow.stream == "case")
        .order_by(JournalRow.seq)
    )
    with reading(scene.bench.database) as connection:
        return [json.loads(body) for body in connection.scalars(query)]


def kinds(scene: Scene, case_id: UUID) -> list[str]:
    return [body["event"] for body in entries(scene, case_id)]


def duties(scene: Scene, case_id: UUID, term: str = "curator_due") -> list[tuple]:
    """Kind, status, outcome and the day it was met of the duties of a term."""
    query = (
        sa.select(DutyRow.kind, DutyRow.status, DutyRow.outcome, DutyRow.met_on)
        .where(DutyRow.case_id == case_id, DutyRow.term_code == term)
        .order_by(DutyRow.due_at)
    )
    with reading(scene.bench.database) as connection:
        return [tuple(row) for row in connection.execute(query)]


def due_on(scene: Scene, case_id: UUID) -> date | None:
    query = sa.select(CaseRow.stage_due_on).where(CaseRow.id == case_id)
    with reading(scene.bench.database) as connection:
        return connection.execute(query).scalar_one()


def is_late(scene: Scene, case_id: UUID) -> bool:
    with reading(scene.bench.database) as connection:
        over = late(connection, scene.bench.now())
        found = connection.execute(sa.select(CaseRow.id).where(CaseRow.id == case_id, over))
        return found.one_or_none() is not None


def sound(scene: Scene) -> bool:
    return verify(scene.bench.database).findings == []


def test_the_deed_that_makes_it_true_closes_the_term_in_its_own_transaction(scene):
    case_id = scene.open_case()
    assert due_on(scene, case_id) == date(2023, 4, 13)

    attach_curator(scene, case_id)

    assert kinds(scene, case_id)[-2:] == ["curator:attached", "term:met"]
    assert entries(scene, case_id)[-1]["fields"] == {"terms": ["curator_due"]}
    day = date(2023, 4, 3)
    assert duties(scene, case_id) == [
        ("remind", "done", "met", day),
        ("remind", "done", "met", day),
        ("escalate", "done", "met", day),
    ]
    assert duties(scene, case_id, "other_due") == [("escalate", "open", None, None)]
    assert due_on(scene, case_id) == date(2023, 4, 23)
    assert sound(scene)


def test_nobody_is_reminded_of_it_and_the_case_is_not_late_however_long_it_stays(scene, clock):
    case_id = scene.open_case()
    attach_curator(scene, case_id)

    clock.set(2023, 4, 20)

    assert fire_due(scene.bench, node="node-a").total == 0
    assert not is_late(scene, case_id)
    card = case_card(scene.bench, case_id, actor=scene.actor(COORDINATOR))
    assert [(one.term_code, one.met_on, one.late_on(date(2023, 4, 20))) for one in card.terms] == [
        ("curator_due", date(2023, 4, 3), False),
        ("other_due", None, False),
    ]
    page = read_worklist(scene.bench, WorkFilter(), actor=scene.actor(COORDINATOR))
    assert page.overdue == 0
    clock.set(2023, 4, 25)
    assert is_late(scene, case_id)
    assert sound(scene)


def test_a_term_that_is_late_already_is_late_no_more_once_it_is_done(scene, clock):
    case_id = scene.open_case()
    clock.set(2023, 4, 15)
    fire_due(scene.bench, node="node-a")
    assert is_late(scene, case_id)

    attach_curator(scene, case_id)

    assert not is_late(scene, case_id)
    outcomes = [outcome for _, _, outcome, _ in duties(scene, case_id)]
    assert outcomes == ["folded", "reminded", "escalated"]
    assert {met_on for *_, met_on in duties(scene, case_id)} == {date(2023, 4, 15)}
    assert sound(scene)


def test_a_page_read_before_the_term_was_closed_is_not_stale(scene):
    case_id = scene.open_case()
    receipt_at = scene.revision(case_id) + 1
    attach_curator(scene, case_id)
    assert scene.revision(case_id) == receipt_at + 1

    request = MoveRequest(case_id, MoveOrder("suspend", "Ремонт школы"), receipt_at)
    move_case(scene.bench, request, actor=scene.actor(COORDINATOR))

    assert scene.stage(case_id) == "suspended"


def test_a_deed_about_something_else_closes_nothing(scene):
    case_id = scene.open_case()
    note = RecordRequest(case_id, RecordKind.MEASURE, "1", "planned")

    register_record(scene.bench, note, actor=scene.actor(COORDINATOR))

    assert "term:met" not in kinds(scene, case_id)


def test_what_comes_true_by_the_day_alone_is_noticed_by_the_clock_instead_of_a_reminder(
    scene, clock
):
    case_id = scene.open_case()
    attach_curator(scene, case_id, starts_on=date(2023, 4, 6))
    assert "term:met" not in kinds(scene, case_id)

    clock.set(2023, 4, 8)

    assert {one.value: n for one, n in fire_due(scene.bench, node="node-a").counts.items()} == {
        "met": 1
    }
    assert kinds(scene, case_id)[-1] == "term:met"
    assert {met_on for *_, met_on in duties(scene, case_id)} == {date(2023, 4, 8)}
    assert sound(scene)


def test_a_thing_that_was_done_stays_done_when_it_ends_later(scene, clock):
    case_id = scene.open_case()
    attachment = attach_curator(scene, case_id)
    clock.advance(days=2)
    end = EndAttachmentRequest(case_id, attachment, date(2023, 4, 4), "Переведён в другую школу")
    end_attachment(scene.bench, end, actor=scene.actor(COORDINATOR))

    assert kinds(scene, case_id).count("term:met") == 1
    assert {met_on for *_, met_on in duties(scene, case_id)} == {date(2023, 4, 3)}
    assert sound(scene)


def test_a_suspension_neither_opens_a_closed_term_nor_closes_it_again(scene, clock):
    case_id = scene.open_case()
    attach_curator(scene, case_id)
    clock.advance(days=2)
    for move in ("suspend", "resume"):
        request = MoveRequest(case_id, MoveOrder(move, "Ремонт школы"))
        move_case(scene.bench, request, actor=scene.actor(COORDINATOR))
        clock.advance(days=3)

    assert kinds(scene, case_id).count("term:met") == 1
    assert due_on(scene, case_id) == date(2023, 4, 26)
    assert sound(scene)


def test_a_stage_entered_again_has_its_term_anew_and_closes_it_anew(scene, clock):
    there = with_terms(scene.definition, "self_diagnosis", CURATOR_DUE)
    publish(scene, there)
    case_id = scene.case_at("risk_profiling")
    assert kinds(scene, case_id).count("term:met") >= 1
    before = kinds(scene, case_id).count("term:met")

    back = MoveRequest(case_id, MoveOrder("return_to_diagnosis", "Анкеты заполнены не все"))
    move_case(scene.bench, back, actor=scene.actor(Role.CURATOR))

    assert scene.stage(case_id) == "self_diagnosis"
    assert kinds(scene, case_id).count("term:met") == before + 1
    assert kinds(scene, case_id)[-2:] == ["case:moved", "term:met"]
    assert sound(scene)


def test_a_case_that_is_opened_with_all_that_a_term_asks_for_has_it_closed(scene):
    first = StageTerm("class_due", "Класс статуса", TEN_DAYS)
    years = Requirement("years_in_status", (("at_least", 2),))
    publish(scene, with_terms(scene.definition, "candidate", replace(first, met_by=years)))
    entry = scene.entries[scene.schools[0]]
    request = OpenRequest(scene.definition.code, list_entry_id=entry, years_in_status=2)

    case_id = open_case(scene.bench, request, actor=scene.actor(COORDINATOR)).created_id

    assert case_id is not None
    assert kinds(scene, case_id) == ["case:opened", "term:met"]
    assert due_on(scene, case_id) is None
    assert sound(scene)


def test_a_bulk_move_closes_what_is_met_in_the_stage_it_leads_to(scene):
    there = with_terms(scene.definition, "suspended", replace(CURATOR_DUE, code="pause_due"))
    publish(scene, there)
    case_id = scene.open_case()
    attach_curator(scene, case_id)
    order = BulkOrder("suspend", "Школа на капитальном ремонте")
    request = BulkRequest(((case_id, None),), order, BulkMode.EACH)
    actor = scene.actor(COORDINATOR)
    bulk_id = plan_bulk(scene.bench, request, actor=actor).created_id
    assert bulk_id is not None

    carry_on_bulk(scene.bench, bulk_id, actor=actor)

    assert kinds(scene, case_id)[-2:] == ["case:moved", "term:met"]
    assert entries(scene, case_id)[-1]["fields"] == {
        "bulk": str(bulk_id),
        "terms": ["pause_due"],
    }
    assert sound(scene)


@pytest.mark.parametrize(
    "values",
    [
        {"met_on": None},
        {"met_on": date(2023, 4, 4)},
        {"status": "open", "outcome": None},
        {"outcome": "escalated"},
    ],
)
def test_a_closed_term_that_was_tampered_with_shows(scene, values):
    case_id = scene.open_case()
    attach_curator(scene, case_id)
    touched = sa.update(DutyRow).where(
        DutyRow.case_id == case_id,
        DutyRow.term_code == "curator_due",
        DutyRow.kind == "escalate",
    )
    with scene.bench.database.source.begin() as connection:
        connection.execute(touched.values(**values))

    assert "state" in {one.code for one in verify(scene.bench.database).findings}


def test_a_term_without_a_closing_fact_waits_for_the_stage_to_be_left(scene, clock):
    case_id = scene.open_case()
    attach_curator(scene, case_id)
    clock.advance(days=30)

    fire_due(scene.bench, node="node-a")

    assert duties(scene, case_id, "other_due") == [("escalate", "done", "escalated", None)]
    assert is_late(scene, case_id)
