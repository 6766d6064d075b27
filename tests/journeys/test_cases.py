"""What happens to cases off the straight way: returned, suspended, closed, begun anew, forced."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from engine.actions.deciding import DecisionRequest, OrderPaper, register_decision
from engine.actions.forcing import ForceRequest, force_move
from engine.actions.mentoring import (
    AttachRequest,
    EndAttachmentRequest,
    attach,
    end_attachment,
)
from engine.actions.moving import MoveRequest, move_case
from engine.actions.recording import RecordRequest, register_record
from engine.domain.errors import AlreadyAttached, CaseExists, RequirementsUnmet
from engine.domain.machine import MoveOrder
from engine.domain.roles import Role
from engine.domain.situation import AttachmentKind, RecordKind
from engine.queries.cases import case_card
from engine.storage.database import reading
from engine.storage.tables import DutyRow
from engine.storage.verification import verify
from tests.factories import make_scene
from tests.journeys.snapshot import attempts, everything
from workflows.driving import route, route_through
from workflows.rehearsal import lead, look

REASON = "Показатели и меры в программе не связаны; уточните сроки"
FORCED = "Суд признал основание включения недействительным, дело ведётся повторно"


@pytest.fixture
def scene(bench):
    """A region on the base path, with a coordinator, a curator and everybody else."""
    return make_scene(bench)


def move(scene, case_id, code, role, *, reason=REASON, place=0, **said):
    """A move made by a person of a role, without supplying anything."""
    request = MoveRequest(case_id, MoveOrder(code, reason, **said))
    return move_case(scene.bench, request, actor=scene.actor(role, place))


def state(scene, case_id):
    return look(scene.bench, case_id)[0].state


def documents(scene, case_id, kind):
    """The versions of a document: number, status, remarks."""
    card = case_card(scene.bench, case_id, actor=scene.actor(Role.MUNICIPAL_COORDINATOR))
    return [(row.version, row.status, row.remarks) for row in card.documents if row.kind == kind]


def duties(scene, case_id, status):
    """The terms of a case in a status: code, kind, day."""
    query = (
        sa.select(DutyRow.term_code, DutyRow.kind, DutyRow.due_on)
        .where(DutyRow.case_id == case_id, DutyRow.status == status)
        .order_by(DutyRow.term_code, DutyRow.kind, DutyRow.due_at)
    )
    with reading(scene.bench.database) as connection:
        return [tuple(row) for row in connection.execute(query)]


def holds(scene):
    """The journal agrees with everything that is stored."""
    return verify(scene.bench.database).findings == []


def test_programmes_returned_with_remarks_are_corrected_and_handed_in_again(scene):
    case_id = scene.case_at("programme_review")

    move(scene, case_id, "return_programmes", Role.CURATOR)

    assert scene.stage(case_id) == "programme_drafting"
    assert documents(scene, case_id, "midterm_programme") == [(1, "returned", REASON)]
    with pytest.raises(RequirementsUnmet) as refused:
        move(scene, case_id, "submit_programmes", Role.SCHOOL_DIRECTOR)
    assert {unmet.code for unmet in refused.value.unmet} == {"document_present", "risks_covered"}

    legs = route(scene.definition, "programme_drafting", "programme_review")
    lead(scene.bench, case_id, legs, scene.cast())

    assert scene.stage(case_id) == "programme_review"
    assert documents(scene, case_id, "midterm_programme") == [
        (1, "superseded", REASON),
        (2, "submitted", None),
    ]
    assert holds(scene)


def test_a_return_without_remarks_changes_nothing(scene):
    case_id = scene.case_at("programme_review")
    before = everything(scene.bench.database)

    with pytest.raises(RequirementsUnmet) as refused:
        move(scene, case_id, "return_programmes", Role.CURATOR, reason="плохо")

    assert [unmet.code for unmet in refused.value.unmet] == ["reason_given"]
    assert everything(scene.bench.database) == before
    assert attempts(scene.bench.database, case_id)[-1] == "move:refused"


def test_terms_stand_still_while_a_case_is_suspended_and_go_on_afterwards(scene, clock):
    case_id = scene.case_at("risk_profiling")
    running, due_on = duties(scene, case_id, "open"), state(scene, case_id).stage_due_on
    still = timedelta(days=40)

    move(scene, case_id, "suspend", Role.MUNICIPAL_COORDINATOR)
    stopped = duties(scene, case_id, "paused")
    clock.advance(days=still.days)
    move(scene, case_id, "resume", Role.MUNICIPAL_COORDINATOR)

    assert running
    assert stopped == running
    assert scene.stage(case_id) == "risk_profiling"
    shifted = [(code, kind, day + still) for code, kind, day in running]
    assert duties(scene, case_id, "open") == shifted
    assert duties(scene, case_id, "paused") == []
    assert state(scene, case_id).stage_due_on == due_on + still
    assert holds(scene)


def close_other(scene, case_id, end_code="liquidated"):
    role = Role.MUNICIPAL_COORDINATOR
    return move(scene, case_id, "close_other", role, end_code=end_code)


def consent(scene, case_id, role, key="close_other"):
    request = RecordRequest(case_id, RecordKind.APPROVAL, key, "given")
    register_record(scene.bench, request, actor=scene.actor(role))


def closing_document(scene, case_id):
    paper = OrderPaper("closing_document", "77", date(2023, 4, 3), "Управление образования")
    actor = scene.actor(Role.MUNICIPAL_COORDINATOR)
    register_decision(scene.bench, DecisionRequest(case_id, paper), actor=actor)


def test_closing_for_another_reason_takes_a_second_person(scene):
    case_id = scene.case_at("self_diagnosis")
    closing_document(scene, case_id)

    with pytest.raises(RequirementsUnmet) as alone:
        close_other(scene, case_id)
    consent(scene, case_id, Role.MUNICIPAL_COORDINATOR)
    with pytest.raises(RequirementsUnmet) as with_ones_own_consent:
        close_other(scene, case_id)
    consent(scene, case_id, Role.REGIONAL_COORDINATOR)
    close_other(scene, case_id)

    assert [unmet.code for unmet in alone.value.unmet] == ["approvals"]
    assert [unmet.code for unmet in with_ones_own_consent.value.unmet] == ["approvals"]
    assert scene.stage(case_id) == "closed_other"
    locked, situation = look(scene.bench, case_id)
    assert locked.closed
    assert [link.ends_on for link in situation.attachments] == [situation.today]
    assert duties(scene, case_id, "open") == []
    assert holds(scene)


def test_the_next_round_raises_the_class_and_asks_for_the_papers_anew(scene):
    case_id = scene.case_at("retained")
    first = state(scene, case_id)

    legs = route(scene.definition, "retained", "self_diagnosis", years=first.years_in_status)
    lead(scene.bench, case_id, legs, scene.cast())

    second = state(scene, case_id)
    assert (first.round, first.years_in_status) == (1, 1)
    assert (second.round, second.years_in_status, second.stage) == (2, 2, "self_diagnosis")
    with pytest.raises(RequirementsUnmet) as refused:
        move(scene, case_id, "submit_self_diagnosis", Role.SCHOOL_DIRECTOR)
    assert [unmet.code for unmet in refused.value.unmet] == [
        "document_present",
        "monitoring_closed",
    ]
    assert holds(scene)


def test_a_school_in_its_second_year_begins_its_next_round_with_the_programmes(scene):
    case_id = scene.case_at("retained")
    legs = route_through(scene.definition, ("retained", "self_diagnosis"))
    lead(scene.bench, case_id, legs, scene.cast())
    again = route(scene.definition, "self_diagnosis", "retained", years=2)
    lead(scene.bench, case_id, again, scene.cast())

    move(scene, case_id, "start_next_round", Role.MUNICIPAL_COORDINATOR)

    third = state(scene, case_id)
    assert (third.round, third.years_in_status, third.stage) == (3, 3, "programme_drafting")


def test_a_school_that_comes_back_has_a_new_case_linked_to_the_former(scene):
    former = scene.case_at("exited")

    present = scene.open_case()

    card = case_card(scene.bench, present, actor=scene.actor(Role.MUNICIPAL_COORDINATOR))
    assert card.line.previous_case_id == former
    assert (card.line.stage, card.line.round) == ("candidate", 1)
    assert look(scene.bench, former)[0].closed
    with pytest.raises(CaseExists) as twice:
        scene.open_case()
    assert twice.value.fields == {"case_id": present}
    assert holds(scene)


def test_a_case_that_ended_stays_ended_while_the_school_has_a_newer_one(scene):
    former = scene.case_at("exited")
    present = scene.open_case()

    with pytest.raises(CaseExists) as refused:
        move(scene, former, "start_watch", Role.MUNICIPAL_COORDINATOR)

    assert refused.value.fields == {"case_id": present}
    assert scene.stage(former) == "exited"


def test_a_move_out_of_turn_takes_a_long_reason_and_anothers_consent(scene):
    case_id = scene.case_at("self_diagnosis")
    admin = scene.actor(Role.REGIONAL_ADMIN)
    request = ForceRequest(case_id, "mentoring", FORCED)
    before = everything(scene.bench.database)

    with pytest.raises(RequirementsUnmet) as bare:
        force_move(scene.bench, replace(request, reason="надо"), actor=admin)
    unchanged = everything(scene.bench.database) == before
    consent(scene, case_id, Role.REGIONAL_COORDINATOR, "force_move")
    receipt = force_move(scene.bench, request, actor=admin)

    assert [unmet.code for unmet in bare.value.unmet] == ["reason_given", "approvals"]
    assert unchanged
    assert (receipt.kind, receipt.source, receipt.target) == (
        "case:forced",
        "self_diagnosis",
        "mentoring",
    )
    assert scene.stage(case_id) == "mentoring"
    assert holds(scene)


def test_a_missing_tutor_school_is_the_one_thing_left_and_attaching_it_opens_the_way(scene):
    case_id = scene.case_at("programme_review")
    coordinator = scene.actor(Role.MUNICIPAL_COORDINATOR)
    today = date(2023, 4, 3)
    orders = {}
    for kind in ("programme_approval", "tutor_order"):
        paper = OrderPaper(kind, "12", today, "Управление образования")
        request = DecisionRequest(case_id, paper)
        orders[kind] = register_decision(scene.bench, request, actor=coordinator).created_id

    with pytest.raises(RequirementsUnmet) as refused:
        move(scene, case_id, "approve_programmes", Role.MUNICIPAL_COORDINATOR)
    link = AttachRequest(
        case_id,
        AttachmentKind.TUTOR_SCHOOL,
        school_id=scene.tutor_schools[0],
        decision_id=orders["tutor_order"],
    )
    attach(scene.bench, link, actor=coordinator)
    move(scene, case_id, "approve_programmes", Role.MUNICIPAL_COORDINATOR)

    assert [unmet.code for unmet in refused.value.unmet] == ["tutor_active"]
    assert scene.stage(case_id) == "mentoring"
    assert holds(scene)


def test_a_last_day_moved_later_does_not_give_a_case_two_curators(scene, bench, clock):
    case_id = scene.case_at("self_diagnosis")
    coordinator = scene.actor(Role.MUNICIPAL_COORDINATOR)
    _, situation = look(bench, case_id)
    first = next(one for one in situation.attachments if one.kind is AttachmentKind.CURATOR)
    end = EndAttachmentRequest(case_id, first.id, situation.today, "Переход на другую работу")
    end_attachment(bench, end, actor=coordinator)
    clock.advance(days=2)
    second = scene.actor(Role.CURATOR, 1).account_id
    attach(bench, AttachRequest(case_id, AttachmentKind.CURATOR, second), actor=coordinator)

    later = replace(end, ends_on=situation.today + timedelta(days=30))
    with pytest.raises(AlreadyAttached):
        end_attachment(bench, later, actor=coordinator)
