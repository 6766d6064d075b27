"""The clock reminds of measures: whom, of what, once, and never of what asks for nothing."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from engine.actions.delivering import deliver_due
from engine.actions.roadmaps.reminder_rules import RuleRequest, set_reminder_rule
from engine.actions.roadmaps.reminding import LEASE, RoundOutcome, go_round, remind_due
from engine.actions.roadmaps.stepping import CancelRequest, cancel_measures
from engine.actions.service_accounts import clock_actor
from engine.domain.errors import Forbidden, InvalidInput, NotFound, RoadmapStale
from engine.domain.roadmaps.reminding import ReminderRule
from engine.domain.roadmaps.states import EvidenceStatus
from engine.domain.roles import Place, Role
from engine.storage.database import reading
from engine.storage.reminding import ClaimedRound, claim_rounds
from engine.storage.tables import JournalRow, NoticeRow, RoadmapSchoolRow
from engine.storage.verification import verify
from tests.factories import make_scene
from tests.storage.noticed import login, told
from tests.storage.roadmap_scene import ANALYSIS, ORDER, PASSPORT, PROFILE, make_roadmap
from tests.storage.test_living_roadmap import profile_now, report, review
from workflows.roadmaps.terms import Period

DIRECTOR, DEPUTY, COORDINATOR = (
    Role.SCHOOL_DIRECTOR,
    Role.SCHOOL_DEPUTY,
    Role.MUNICIPAL_COORDINATOR,
)
REMINDED, ESCALATED = "measures:reminded", "measures:escalated"
PLAN = "План работы с детьми (план)"
MEASURES = (
    ("1", ORDER, "municipal", "апрель 2023"),
    ("2", PLAN, "school", "до 28 апреля 2023"),
    ("3", PASSPORT, "school", "до 15 декабря 2022"),
    ("4", ANALYSIS, "school", "после проведения оценочной процедуры"),
)


@pytest.fixture
def living(bench):
    """A roadmap of four schools in force on 3 April 2023, with a plan due on 28 April."""
    made = make_roadmap(make_scene(bench), MEASURES)
    made.approve()
    return made


def goes(living, *day: int) -> dict[str, int]:
    """A round on a day; nothing is told of delivering."""
    bench = living.scene.bench
    bench.now.set(*day)
    counts = remind_due(bench, node="node-a")
    deliver_due(bench, node="node-a", limit=1000)
    return {name.value: number for name, number in counts.items()}


def notices(living, kind: str) -> list[dict]:
    query = (
        sa.select(NoticeRow.fields)
        .where(NoticeRow.kind == kind)
        .order_by(NoticeRow.at, NoticeRow.id)
    )
    with reading(living.scene.bench.database) as connection:
        return list(connection.scalars(query))


def leading(living, *schools: int) -> set[str]:
    return {login(living.scene, role, at) for role in (DIRECTOR, DEPUTY) for at in schools}


def holds(living) -> None:
    assert verify(living.scene.bench.database).findings == []


def test_each_school_is_told_once_of_what_comes_and_the_authority_of_its_own(living):
    assert goes(living, 2023, 4, 20) == {"nothing": 1}
    assert goes(living, 2023, 4, 21) == {"reminded": 1}

    assert set(told(living.scene.bench, REMINDED)) == leading(living, 0, 1, 2, 3)
    assert set(told(living.scene.bench, REMINDED).values()) == {1}
    one = notices(living, REMINDED)[0]
    assert one["counts"] == {"ahead": 1}
    assert one["first"] == {"title": PLAN, "due_on": "2023-04-28"}

    goes(living, 2023, 4, 24)
    both = {login(living.scene, COORDINATOR, at) for at in range(2)}
    assert set(told(living.scene.bench, REMINDED)) == leading(living, 0, 1, 2, 3) | both
    assert notices(living, REMINDED)[-1]["first"]["title"] == ORDER
    holds(living)


def test_who_handed_it_in_is_left_in_peace_until_it_is_returned(living):
    plan = living.occurrences(PLAN, living.scene.schools[0])[0].id
    living.scene.bench.now.set(2023, 4, 20)
    sent = report(living, plan, title="План работы")
    goes(living, 2023, 4, 21)
    assert set(told(living.scene.bench, REMINDED)) == leading(living, 1, 2, 3)

    review(living, sent.created_id, EvidenceStatus.REJECTED, "Нет подписи директора")
    goes(living, 2023, 5, 2)
    assert told(living.scene.bench, REMINDED)[login(living.scene, DIRECTOR)] == 1
    holds(living)


def test_what_is_late_is_told_again_and_then_to_the_coordinators_by_number(living):
    goes(living, 2023, 5, 2)
    late = notices(living, REMINDED)
    assert {tuple(one["counts"].items()) for one in late} == {(("late", 1),)}
    assert not told(living.scene.bench, ESCALATED)

    goes(living, 2023, 5, 4)
    both = {login(living.scene, COORDINATOR, at): 1 for at in range(2)}
    assert told(living.scene.bench, ESCALATED) == both
    (one,) = notices(living, ESCALATED)
    assert (one["measures"], one["schools"]) == (5, 4)
    assert one["first"] == {"title": PLAN, "due_on": "2023-04-28"}


def test_weeks_without_a_clock_give_each_school_one_notice_and_not_a_heap(living):
    goes(living, 2023, 9, 1)

    found = told(living.scene.bench, REMINDED)
    assert {found[one] for one in leading(living, 0, 1, 2, 3)} == {1}
    assert set(told(living.scene.bench, ESCALATED).values()) == {1}
    assert goes(living, 2023, 9, 1, 7) == {}
    holds(living)


def test_nobody_is_told_on_a_day_off_and_the_next_working_day_tells_it(living):
    goes(living, 2023, 4, 27)
    assert goes(living, 2023, 4, 29) == {"nothing": 1}
    assert goes(living, 2023, 4, 30) == {"nothing": 1}
    assert goes(living, 2023, 5, 1) == {"reminded": 1}
    assert notices(living, REMINDED)[-1]["counts"] in ({"late": 1}, {"today": 1})


def test_what_was_due_before_it_began_waits_or_was_dropped_is_never_told(living):
    scene = living.scene
    plan = living.occurrences(PLAN, scene.schools[1])[0].id
    request = CancelRequest(living.id, (plan,), "Школа работает по другому плану")
    cancel_measures(scene.bench, request, actor=scene.actor(COORDINATOR))
    with scene.bench.database.source.begin() as connection:
        left = sa.update(RoadmapSchoolRow).where(RoadmapSchoolRow.school_id == scene.schools[2])
        connection.execute(left.values(listed="left"))
    goes(living, 2023, 9, 1)

    assert set(told(scene.bench, REMINDED)) - {
        login(scene, COORDINATOR, at) for at in range(2)
    } == leading(living, 0, 3)
    titles = {one["first"]["title"] for one in notices(living, REMINDED)}
    assert titles == {PLAN, ORDER}


def test_a_count_is_told_before_its_period_ends_and_reported_when_it_was_missed(bench):
    counted = (("2", PROFILE, "school", "не реже одного в четверть"),)
    spring = Period(date(2023, 4, 1), date(2023, 12, 31))
    made = make_roadmap(make_scene(bench), counted, period=spring)
    made.approve()
    done = report(made, profile_now(made).id, happened_on=date(2023, 4, 3))
    review(made, done.created_id)

    assert goes(made, 2023, 5, 17) == {"reminded": 1}
    assert set(told(bench, REMINDED)) == leading(made, 1, 2, 3)
    assert {tuple(one["counts"]) for one in notices(made, REMINDED)} == {("closing",)}
    assert goes(made, 2023, 5, 25) == {"nothing": 1}

    goes(made, 2023, 9, 1)
    assert [one["counts"] for one in notices(made, REMINDED)[-3:]] == [{"missed": 1}] * 3
    goes(made, 2023, 9, 5)
    assert [(one["measures"], one["schools"]) for one in notices(made, ESCALATED)] == [(3, 3)]
    holds(made)


def test_two_nodes_that_hold_the_same_roadmap_tell_once(living, clock):
    bench = living.scene.bench
    bench.now.set(2023, 4, 21)
    claimed = claim_rounds(bench.database, clock(), "node-a", 10, timedelta())
    again = claim_rounds(bench.database, clock(), "node-b", 10, timedelta())
    assert [one.id for one in claimed] == [one.id for one in again] == [living.id]

    actor = clock_actor(bench)
    outcomes = [go_round(bench, one, actor=actor) for one in (*claimed, *again)]
    assert outcomes == [RoundOutcome.REMINDED, RoundOutcome.GONE]


def test_a_roadmap_one_node_holds_is_left_alone_until_its_lease_ends(living, clock):
    bench = living.scene.bench
    bench.now.set(2023, 4, 21)
    claim_rounds(bench.database, clock(), "node-a", 10, LEASE)

    assert remind_due(bench, node="node-b") == {}
    clock.advance(seconds=LEASE.total_seconds())
    assert remind_due(bench, node="node-b") == {RoundOutcome.REMINDED: 1}


def test_a_draft_and_a_closed_roadmap_remind_of_nothing(bench):
    draft = make_roadmap(make_scene(bench), MEASURES)
    bench.now.set(2023, 5, 2)

    assert remind_due(bench, node="node-a") == {}
    actor = clock_actor(bench)
    assert go_round(bench, ClaimedRound(draft.id, 0), actor=actor) is RoundOutcome.GONE


def test_a_page_read_before_a_reminder_is_not_stale_but_one_before_a_deed_is(living):
    scene = living.scene
    plan = living.occurrences(PLAN, scene.schools[0])[0].id
    other = living.occurrences(PLAN, scene.schools[1])[0].id
    seen = _revision(living)
    goes(living, 2023, 4, 21)
    assert _revision(living) == seen + 1

    report(living, plan, title="План работы", expected_revision=seen)
    with pytest.raises(RoadmapStale):
        report(living, other, title="План работы", school=1, expected_revision=seen)


def _revision(living) -> int:
    query = sa.select(sa.func.max(JournalRow.seq)).where(
        JournalRow.subject_id == living.id, JournalRow.stream == "roadmap"
    )
    with reading(living.scene.bench.database) as connection:
        return int(connection.execute(query).scalar_one())


def test_an_authority_sets_its_own_days_and_a_municipality_goes_before_its_region(living):
    scene, bench = living.scene, living.scene.bench
    region, town = Place(scene.region_id), Place(scene.region_id, scene.municipality_id)
    regional = scene.actor(Role.REGIONAL_COORDINATOR)
    set_reminder_rule(bench, RuleRequest(region, ReminderRule((2,), 0, 0, 0)), actor=regional)
    assert goes(living, 2023, 4, 21) == {"nothing": 1}

    municipal = scene.actor(COORDINATOR)
    wanted = RuleRequest(town, ReminderRule((7, 3), 0, 0, 0))
    set_reminder_rule(bench, wanted, actor=municipal)
    assert goes(living, 2023, 4, 24) == {"reminded": 1}
    assert notices(living, REMINDED)[0]["counts"] == {"ahead": 1}
    set_reminder_rule(bench, RuleRequest(town, ReminderRule((9,), 0, 0, 1)), actor=municipal)
    goes(living, 2023, 5, 2)
    assert notices(living, ESCALATED)
    holds(living)


def test_only_who_approves_roadmaps_of_the_place_sets_its_reminders(living):
    scene, bench = living.scene, living.scene.bench
    region, town = Place(scene.region_id), Place(scene.region_id, scene.municipality_id)

    with pytest.raises((Forbidden, NotFound)):
        set_reminder_rule(
            bench, RuleRequest(region, ReminderRule()), actor=scene.actor(COORDINATOR)
        )
    for role in (DIRECTOR, Role.AUDITOR, Role.CURATOR, Role.METHODIST, Role.REGIONAL_ADMIN):
        with pytest.raises((Forbidden, NotFound)):
            set_reminder_rule(bench, RuleRequest(town, ReminderRule()), actor=scene.actor(role))
    with pytest.raises(InvalidInput):
        set_reminder_rule(
            bench, RuleRequest(town, ReminderRule((99,))), actor=scene.actor(COORDINATOR)
        )
