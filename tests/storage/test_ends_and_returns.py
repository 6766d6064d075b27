"""A case that is closed without an exit says why; a suspended one says when it is to go on."""

from __future__ import annotations

from datetime import date

import pytest
import sqlalchemy as sa

from engine.actions.deciding import DecisionRequest, OrderPaper, register_decision
from engine.actions.moving import MoveRequest, move_case
from engine.actions.recording import RecordRequest, register_record
from engine.actions.terms import fire_due
from engine.domain.errors import InvalidInput, RequirementsUnmet
from engine.domain.machine import MoveOrder
from engine.domain.roles import Role
from engine.domain.situation import RecordKind
from engine.queries.as_of import Moment, case_as_of
from engine.queries.cases import list_cases
from engine.queries.filters import CaseFilter
from engine.storage.database import reading
from engine.storage.tables import CaseRow, DutyRow, NoticeRow
from engine.storage.verification import verify
from tests.factories import make_scene

REASON = "Школа на капитальном ремонте до сентября"
RETURN = "return_expected"


@pytest.fixture
def scene(bench):
    bench.now.set(2023, 4, 3)
    return make_scene(bench)


def move(scene, case_id, code: str, **said):
    request = MoveRequest(case_id, MoveOrder(code, REASON, **said))
    return move_case(scene.bench, request, actor=scene.actor(Role.MUNICIPAL_COORDINATOR))


def told(scene, case_id) -> tuple[str | None, date | None]:
    """Why the case was closed, and when it is expected to go on."""
    query = sa.select(CaseRow.end_code, CaseRow.returns_on).where(CaseRow.id == case_id)
    with reading(scene.bench.database) as connection:
        row = connection.execute(query).one()
    return row.end_code, row.returns_on


def reminders(scene, case_id) -> list[tuple[date, str]]:
    """The days on which somebody is to be reminded of the return, and how each stands."""
    query = (
        sa.select(DutyRow.due_at, DutyRow.due_on, DutyRow.status)
        .where(DutyRow.case_id == case_id, DutyRow.term_code == "return_expected")
        .order_by(DutyRow.due_at)
    )
    with reading(scene.bench.database) as connection:
        return [(row.due_on, row.status) for row in connection.execute(query)]


def ready_to_close(scene) -> object:
    case_id = scene.open_case()
    coordinator = scene.actor(Role.MUNICIPAL_COORDINATOR)
    paper = OrderPaper("closing_document", "77", date(2023, 4, 3), "Управление образования")
    register_decision(scene.bench, DecisionRequest(case_id, paper), actor=coordinator)
    consent = RecordRequest(case_id, RecordKind.APPROVAL, "close_other", "given")
    register_record(scene.bench, consent, actor=scene.actor(Role.REGIONAL_COORDINATOR))
    return case_id


def test_a_case_is_not_closed_without_a_code_that_says_why(scene):
    case_id = ready_to_close(scene)

    with pytest.raises(RequirementsUnmet) as refused:
        move(scene, case_id, "close_other")
    move(scene, case_id, "close_other", end_code="liquidated")

    assert [one.code for one in refused.value.unmet] == ["end_code_given"]
    assert told(scene, case_id) == ("liquidated", None)
    assert verify(scene.bench.database).findings == []


@pytest.mark.parametrize(
    ("code", "said", "field", "rule"),
    [
        ("close_other", {"end_code": "bored"}, "end_code", "unknown"),
        ("suspend", {"end_code": "liquidated"}, "end_code", "unasked"),
        ("close_other", {"expected_on": date(2023, 9, 1)}, "expected_on", "unasked"),
        ("suspend", {"expected_on": date(2023, 4, 3)}, "expected_on", "past"),
    ],
)
def test_what_does_not_fit_the_move_is_refused(scene, code, said, field, rule):
    case_id = ready_to_close(scene)

    with pytest.raises(InvalidInput) as refused:
        move(scene, case_id, code, **said)

    assert (refused.value.fields["field"], refused.value.fields["rule"]) == (field, rule)
    assert told(scene, case_id) == (None, None)


def test_the_day_of_the_return_is_kept_and_reminded_of_until_the_case_goes_on(scene):
    case_id, day = scene.open_case(), date(2023, 9, 1)

    move(scene, case_id, "suspend", expected_on=day)

    assert told(scene, case_id) == (None, day)
    assert reminders(scene, case_id) == [(day, "open"), (day, "open")]
    assert verify(scene.bench.database).findings == []
    scene.bench.now.set(2023, 8, 25)
    fire_due(scene.bench, node="one")
    assert [status for _, status in reminders(scene, case_id)] == ["done", "open"]
    with reading(scene.bench.database) as connection:
        assert connection.scalar(sa.select(sa.func.count()).select_from(NoticeRow))

    move(scene, case_id, "resume")

    assert told(scene, case_id) == (None, None)
    assert [status for _, status in reminders(scene, case_id)] == ["done", "cancelled"]
    assert verify(scene.bench.database).findings == []


def test_a_case_is_suspended_without_a_day_where_the_path_does_not_ask_for_one(scene):
    case_id = scene.open_case()

    move(scene, case_id, "suspend")

    assert told(scene, case_id) == (None, None)
    assert reminders(scene, case_id) == []
    assert verify(scene.bench.database).findings == []


def test_a_past_day_shows_until_when_the_case_was_suspended_then(scene):
    case_id, day = scene.open_case(), date(2023, 9, 1)
    move(scene, case_id, "suspend", expected_on=day)
    scene.bench.now.set(2023, 4, 20)
    move(scene, case_id, "resume")

    auditor = scene.actor(Role.AUDITOR)
    then = case_as_of(scene.bench, case_id, Moment(day=date(2023, 4, 10)), actor=auditor)

    assert (then.state.stage, then.state.returns_on) == ("suspended", day)
    assert [one.due_on for one in then.terms if one.term_code == RETURN] == [day]
    now = case_as_of(scene.bench, case_id, Moment(day=date(2023, 4, 20)), actor=auditor)
    assert now.state.returns_on is None


def test_closed_cases_are_found_by_why_they_were_closed(scene):
    case_id, actor = ready_to_close(scene), scene.actor(Role.MUNICIPAL_COORDINATOR)
    move(scene, case_id, "close_other", end_code="liquidated")

    def found(code: str) -> list:
        where = tuple(CaseFilter(end_code=code).conditions())
        return [one.id for one in list_cases(scene.bench, actor=actor, where=where)]

    assert (found("liquidated"), found("merged")) == ([case_id], [])
