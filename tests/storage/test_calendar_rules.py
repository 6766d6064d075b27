"""A rule of the calendar: who sets it, what it moves, how it is undone; the journal proves it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from engine.actions.calendar_rules import (
    RuleRequest,
    UndoRuleRequest,
    set_calendar_rule,
    undo_calendar_rule,
)
from engine.actions.firing import fire_duty
from engine.actions.moving import MoveRequest, move_case
from engine.actions.recounting import RecountRequest, recount_terms
from engine.actions.service_accounts import clock_actor, command_actor
from engine.domain.audit import Stream, StreamKind
from engine.domain.calendar_rules import CalendarRule, Setting
from engine.domain.errors import Forbidden, InvalidInput, NotFound
from engine.domain.machine import MoveOrder
from engine.domain.roles import Place, Role
from engine.queries.as_of import Moment, case_as_of
from engine.queries.recounting import moved_cases
from engine.storage.database import reading
from engine.storage.duties import ClaimedDuty
from engine.storage.tables import CalendarRuleRow, CaseRow, DutyRow, NoticeRow
from engine.storage.verification import verify
from tests.factories import make_scene
from tests.storage.vandal import guards_down

SINCE = date(2023, 1, 1)
REASON = "Школа на капитальном ремонте до сентября"


@pytest.fixture
def scene(bench):
    """A region whose calendar is bare, on a Monday."""
    bench.now.set(2023, 4, 3)
    return make_scene(bench)


def ruled(place: Place, value: str, setting=Setting.DAY_OFF, since: date = SINCE) -> CalendarRule:
    return CalendarRule(place, setting, value, since, "Приказ министерства № 5")


def declare(scene, value: str, setting=Setting.DAY_OFF, place: Place | None = None):
    order = ruled(place or Place(scene.region_id), value, setting)
    admin = scene.actor(Role.REGIONAL_ADMIN)
    return set_calendar_rule(scene.bench, RuleRequest(order), actor=admin)


def days(scene, case_id) -> dict[str, date]:
    """The day of each open term."""
    query = sa.select(DutyRow.term_code, DutyRow.due_on).where(
        DutyRow.case_id == case_id, DutyRow.status == "open", DutyRow.kind != "remind"
    )
    with reading(scene.bench.database) as connection:
        return {row[0]: row[1] for row in connection.execute(query)}


def recount(scene, case_id):
    admin = scene.actor(Role.REGIONAL_ADMIN)
    return recount_terms(scene.bench, RecountRequest(case_id), actor=admin)


def whole(scene) -> bool:
    return verify(scene.bench.database).findings == []


def test_one_case_is_proved_by_the_rules_of_its_region_alone(scene):
    declare(scene, "next")
    scene.bench.now.set(2023, 4, 4)
    case_id = scene.open_case()
    stream, database = Stream(StreamKind.CASE, case_id), scene.bench.database
    unharmed = verify(database, stream).findings

    with database.source.begin() as connection, guards_down(connection):
        due = sa.update(DutyRow).where(DutyRow.case_id == case_id)
        connection.execute(due.values(due_on=date(2023, 12, 30)))

    assert unharmed == []
    assert {one.code for one in verify(database, stream).findings} == {"state"}


def test_a_six_day_week_brings_terms_nearer_only_when_they_are_counted_anew(scene):
    case_id = scene.case_at("listed")
    before = days(scene, case_id)["curator_due"]
    scene.bench.now.set(2023, 4, 4)
    declare(scene, "six_days", Setting.WEEK)
    silent = days(scene, case_id)["curator_due"]

    recount(scene, case_id)

    assert (before, silent) == (date(2023, 4, 17), date(2023, 4, 17))
    assert days(scene, case_id)["curator_due"] == date(2023, 4, 14)
    assert whole(scene)


def test_what_is_entered_under_a_rule_follows_it_and_is_proved(scene):
    declare(scene, "next")
    scene.bench.now.set(2023, 4, 4)
    case_id = scene.open_case()

    found = days(scene, case_id)

    assert found
    assert {one.isoweekday() <= 5 for one in found.values()} == {True}
    assert whole(scene)


def test_the_look_before_the_deed_says_what_the_deed_then_does(scene):
    case_id = scene.case_at("listed")
    admin = scene.actor(Role.REGIONAL_ADMIN)
    rule = ruled(Place(scene.region_id), "six_days", Setting.WEEK)

    foreseen = moved_cases(scene.bench, scene.region_id, rule=rule, actor=admin)
    declare(scene, "six_days", Setting.WEEK)
    recount(scene, case_id)

    assert foreseen.case_ids == (case_id,)
    assert foreseen.shown[0].recount.terms == (
        ("curator_due", date(2023, 4, 17), date(2023, 4, 14)),
    )
    assert moved_cases(scene.bench, scene.region_id, actor=admin).case_ids == ()


def test_a_rule_of_one_school_moves_only_its_terms(scene):
    mine, other = scene.case_at("listed"), scene.case_at("listed", 1)
    place = Place(scene.region_id, scene.municipality_id, scene.schools[0])
    declare(scene, "six_days", Setting.WEEK, place)
    admin = scene.actor(Role.REGIONAL_ADMIN)

    assert moved_cases(scene.bench, scene.region_id, actor=admin).case_ids == (mine,)
    with pytest.raises(InvalidInput):
        recount(scene, other)


def test_a_change_of_a_rule_is_undone_and_the_terms_go_back(scene):
    case_id = scene.case_at("listed")
    scene.bench.now.set(2023, 4, 4)
    receipt = declare(scene, "six_days", Setting.WEEK)
    recount(scene, case_id)
    admin = scene.actor(Role.REGIONAL_ADMIN)
    scene.bench.now.set(2023, 4, 5)

    order = UndoRuleRequest(scene.region_id, receipt.seq, "Приказ № 6")
    undo_calendar_rule(scene.bench, order, actor=admin)
    recount(scene, case_id)

    assert days(scene, case_id)["curator_due"] == date(2023, 4, 17)
    assert whole(scene)
    with pytest.raises(InvalidInput):
        undo_calendar_rule(scene.bench, order, actor=admin)


def test_a_term_after_a_suspension_follows_the_rule(scene):
    declare(scene, "next")
    scene.bench.now.set(2023, 4, 4)
    case_id = scene.case_at("listed")
    coordinator = scene.actor(Role.MUNICIPAL_COORDINATOR)
    for day, move in ((5, "suspend"), (10, "resume")):
        scene.bench.now.set(2023, 4, day)
        move_case(scene.bench, MoveRequest(case_id, MoveOrder(move, REASON)), actor=coordinator)

    # Ten working days from 4 April end on the 18th; five days later is a Sunday.
    assert days(scene, case_id)["curator_due"] == date(2023, 4, 24)
    with reading(scene.bench.database) as connection:
        due = connection.execute(sa.select(CaseRow.stage_due_on).where(CaseRow.id == case_id))
        first = due.scalar_one()
    assert first is not None
    assert first.isoweekday() <= 5
    assert whole(scene)


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.CURATOR, Role.MUNICIPAL_COORDINATOR])
def test_who_keeps_no_calendar_sets_no_rule(scene, role):
    order = RuleRequest(ruled(Place(scene.region_id), "stay"))

    with pytest.raises((Forbidden, NotFound)):
        set_calendar_rule(scene.bench, order, actor=scene.actor(role))


def test_a_region_sets_no_rule_for_the_country(scene):
    with pytest.raises((Forbidden, NotFound)):
        set_calendar_rule(
            scene.bench, RuleRequest(ruled(Place(), "stay")), actor=scene.actor(Role.REGIONAL_ADMIN)
        )


@pytest.mark.parametrize(
    ("value", "act", "field"),
    [("six_days", "Приказ № 5", "value"), ("next", "  ", "act"), ("next", "й" * 501, "act")],
)
def test_a_rule_needs_a_value_of_its_setting_and_an_act(scene, value, act, field):
    rule = CalendarRule(Place(scene.region_id), Setting.DAY_OFF, value, SINCE, act)

    with pytest.raises(InvalidInput) as refused:
        set_calendar_rule(scene.bench, RuleRequest(rule), actor=scene.actor(Role.REGIONAL_ADMIN))

    assert refused.value.fields["field"] == field


def test_a_municipality_of_another_region_is_no_place(scene, bench):
    other = make_scene(bench, code="primorye")
    place = Place(scene.region_id, other.municipality_id)

    with pytest.raises(InvalidInput):
        declare(scene, "next", place=place)


def test_a_rule_changed_past_the_journal_is_found(scene):
    declare(scene, "next")
    database = scene.bench.database

    with database.source.begin() as connection, guards_down(connection):
        connection.execute(sa.update(CalendarRuleRow).values(value="stay"))

    assert {finding.code for finding in verify(database).findings} == {"state"}


def test_the_terms_of_a_past_day_are_counted_by_the_rule_of_then(scene):
    case_id = scene.case_at("listed")
    scene.bench.now.set(2023, 4, 5)
    declare(scene, "six_days", Setting.WEEK)
    recount(scene, case_id)
    scene.bench.now.set(2023, 4, 6)

    then = case_as_of(
        scene.bench, case_id, Moment(date(2023, 4, 4)), actor=scene.actor(Role.AUDITOR)
    )

    assert {one.term_code: one.due_on for one in then.terms}["curator_due"] == date(2023, 4, 17)


def notices(scene, case_id, kind: str) -> list[dict]:
    query = sa.select(NoticeRow.role, NoticeRow.fields).where(
        NoticeRow.case_id == case_id, NoticeRow.kind == kind
    )
    with reading(scene.bench.database) as connection:
        return [{"role": row[0], **row[1]} for row in connection.execute(query)]


def test_the_country_sets_the_rule_for_every_region(scene):
    set_calendar_rule(
        scene.bench,
        RuleRequest(ruled(Place(), "six_days", Setting.WEEK)),
        actor=command_actor(scene.bench),
    )
    case_id = scene.case_at("listed")

    assert days(scene, case_id)["curator_due"] == date(2023, 4, 14)
    assert notices(scene, case_id, "term:recounted") == []


def test_who_was_reminded_of_the_former_day_is_told_the_new_one_once(scene):
    case_id, quiet = scene.case_at("listed"), scene.case_at("listed", 1)
    reminders = sa.select(DutyRow.id, DutyRow.case_id, DutyRow.attempts, DutyRow.due_at).where(
        DutyRow.case_id == case_id, DutyRow.kind == "remind", DutyRow.term_code == "curator_due"
    )
    with reading(scene.bench.database) as connection:
        first = connection.execute(reminders.order_by(DutyRow.due_at).limit(1)).one()
    scene.bench.now.instant = first.due_at + timedelta(hours=1)
    fire_duty(
        scene.bench,
        ClaimedDuty(first.id, first.case_id, first.attempts),
        actor=clock_actor(scene.bench),
    )
    declare(scene, "six_days", Setting.WEEK)

    for one in (case_id, quiet):
        recount(scene, one)

    told = notices(scene, case_id, "term:recounted")
    assert sorted(one["role"] for one in told) == ["curator", "school_deputy", "school_director"]
    assert {str(one["days"]) for one in told} == {"[['curator_due', '2023-04-17', '2023-04-14']]"}
    assert notices(scene, quiet, "term:recounted") == []
    with pytest.raises(InvalidInput):
        recount(scene, case_id)
    assert len(notices(scene, case_id, "term:recounted")) == len(told)
    assert whole(scene)


def refusal_of_undoing(scene, seq: int, actor) -> type:
    order = UndoRuleRequest(scene.region_id, seq, "Приказ министерства № 6")
    with pytest.raises((Forbidden, NotFound, InvalidInput)) as refused:
        undo_calendar_rule(scene.bench, order, actor=actor)
    return refused.type


def test_who_may_not_undo_a_rule_does_not_learn_whether_it_is_there(scene):
    set_anew = [declare(scene, value).seq for value in ("next", "stay")]
    auditor = scene.actor(Role.AUDITOR)

    refused = [refusal_of_undoing(scene, seq, auditor) for seq in (*set_anew, 900)]

    assert refused == [Forbidden] * 3
