"""A roadmap that lives: approval, reports, verdicts, events, and every step in the journal."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest
import sqlalchemy as sa

from engine.actions.filing import FilePaper
from engine.actions.roadmaps.accepting import VerdictRequest, review_evidence
from engine.actions.roadmaps.approving import ApproveRequest, approve_roadmap
from engine.actions.roadmaps.dating import EventDayRequest, set_event_day
from engine.actions.roadmaps.holding import HoldRequest, hold_event
from engine.actions.roadmaps.recounting import RecountRoadmapRequest, recount_roadmap
from engine.actions.roadmaps.reporting import ReportRequest, report_measures
from engine.actions.roadmaps.stepping import (
    CancelRequest,
    StartRequest,
    cancel_measures,
    start_measures,
)
from engine.domain.errors import Forbidden, InvalidInput, NotFound
from engine.domain.roadmaps.states import EvidenceStatus
from engine.domain.roles import Role
from engine.queries.roadmaps.moved import moved_roadmaps
from engine.storage.database import reading
from engine.storage.receipts import RequestKey
from engine.storage.tables import AssignmentRow, EvidenceRow, FileRow, NoticeRow, RoadmapRow
from engine.storage.verification import verify
from tests.factories import make_scene
from tests.storage.roadmap_scene import ANALYSIS, ORDER, PASSPORT, PROFILE, make_roadmap
from tests.storage.test_quarters import set_year

COORDINATOR = Role.MUNICIPAL_COORDINATOR
DIRECTOR = Role.SCHOOL_DIRECTOR
SCAN = FilePaper.of("профиль.pdf", "application/pdf", b"%PDF-1.4 risk profile")

REPORT = "Отчёт о работе с рисками (отчет)"
WAITING = (("1", REPORT, "municipal", "до четвертой четверти"),)


@pytest.fixture
def scene(bench):
    return make_scene(bench)


@pytest.fixture
def roadmap(scene):
    """A draft of four schools, looked at on 3 April 2023."""
    return make_roadmap(scene)


@pytest.fixture
def living(roadmap):
    """The same, approved."""
    roadmap.approve()
    return roadmap


def profile_now(living, school: int = 0):
    """The counter of the risk profile that 3 April lies in: the fourth quarter of 2022/23."""
    found = living.occurrences(PROFILE, living.scene.schools[school])
    return next(one for one in found if one.slot == "0:2022/4")


def report(living, *ids, school: int = 0, actor=None, **given):
    scene = living.scene
    request = ReportRequest(
        living.id,
        ids,
        given.pop("title", "Рисковый профиль составлен"),
        scene.schools[school],
        **given,
    )
    actor = actor or scene.actor(DIRECTOR, school)
    return report_measures(scene.bench, request, actor=actor)


def review(living, evidence_id, verdict=EvidenceStatus.ACCEPTED, remarks="", actor=None):
    request = VerdictRequest(living.id, evidence_id, verdict, remarks)
    actor = actor or living.scene.actor(COORDINATOR)
    return review_evidence(living.scene.bench, request, actor=actor)


def evidence_rows(living):
    query = sa.select(EvidenceRow.status, EvidenceRow.version).order_by(EvidenceRow.registered_at)
    with reading(living.scene.bench.database) as connection:
        return [tuple(row) for row in connection.execute(query)]


def states_of(living, title, school: int | None = 0):
    whose = None if school is None else living.scene.schools[school]
    return [one.state for one in living.occurrences(title, whose)]


def test_an_approved_roadmap_gives_each_school_its_measures(living):
    scene = living.scene

    assert [one.due_on for one in living.occurrences(ORDER)] == [date(2023, 5, 1)]
    for school in scene.schools:
        assert [one.slot for one in living.occurrences(PROFILE, school)] == [
            "0:2022/3",
            "0:2022/4",
            "0:2023/1",
            "0:2023/2",
        ]
    assert living.occurrences(PROFILE) == []
    assert verify(scene.bench.database).findings == []


def test_each_school_has_an_assignment_of_its_own_beside_the_printed_one(living):
    query = sa.select(AssignmentRow.school_id).where(
        AssignmentRow.measure_id == living.measures[PROFILE]
    )
    with reading(living.scene.bench.database) as connection:
        found = [row[0] for row in connection.execute(query)]

    assert sorted(filter(None, found)) == sorted(living.scene.schools)
    assert found.count(None) == 1


def test_what_was_due_before_the_order_was_signed_opens_as_retroactive(living):
    passport = living.occurrences(PASSPORT, living.scene.schools[0])
    profile = living.occurrences(PROFILE, living.scene.schools[0])

    assert [one.retroactive for one in passport] == [True]
    assert [one.retroactive for one in profile] == [False] * 4


def test_a_roadmap_is_approved_once(living):
    with pytest.raises(InvalidInput) as refused:
        living.approve()

    assert refused.value.fields["value"] == "approved"


@pytest.mark.parametrize("role", [DIRECTOR, Role.METHODIST, Role.AUDITOR, Role.VIEWER])
def test_only_who_coordinates_approves(roadmap, role):
    scene = roadmap.scene

    with pytest.raises((Forbidden, NotFound)):
        approve_roadmap(scene.bench, ApproveRequest(roadmap.id), actor=scene.actor(role))

    with reading(scene.bench.database) as connection:
        assert connection.scalar(sa.select(RoadmapRow.status)) == "draft"
    assert roadmap.occurrences(ORDER) == []


def test_nobody_reports_on_a_draft(roadmap):
    with pytest.raises(InvalidInput) as refused:
        report(roadmap, uuid4())

    assert refused.value.fields["rule"] == "roadmap_status"


def test_a_director_reports_and_the_coordinator_accepts_and_the_quarter_counts_it(living):
    counter = profile_now(living)

    receipt = report(living, counter.id, file=SCAN)
    assert states_of(living, PROFILE) == ["planned", "reported", "planned", "planned"]

    review(living, receipt.created_id)
    assert states_of(living, PROFILE) == ["planned", "accepted", "planned", "planned"]
    assert profile_now(living).done_on == date(2023, 4, 3)
    assert verify(living.scene.bench.database).findings == []


def test_one_file_serves_several_measures_and_is_kept_once(living):
    school = living.scene.schools[0]
    passport = living.occurrences(PASSPORT, school)[0]

    report(living, profile_now(living).id, passport.id, file=SCAN)
    report(living, profile_now(living, 1).id, school=1, file=SCAN)

    assert states_of(living, PASSPORT) == ["reported"]
    with reading(living.scene.bench.database) as connection:
        assert connection.scalar(sa.select(sa.func.count()).select_from(FileRow)) == 1


def test_returned_evidence_waits_for_a_new_version(living):
    counter = profile_now(living)
    first = report(living, counter.id, file=SCAN).created_id
    review(living, first, EvidenceStatus.REJECTED, "Нет подписи директора")
    assert states_of(living, PROFILE)[1] == "rejected"

    second = report(living, counter.id, file=SCAN, replaces_id=first).created_id
    review(living, second)

    assert states_of(living, PROFILE)[1] == "accepted"
    assert evidence_rows(living) == [("superseded", 1), ("accepted", 2)]
    assert verify(living.scene.bench.database).findings == []


def test_returning_takes_remarks(living):
    evidence = report(living, profile_now(living).id).created_id

    with pytest.raises(InvalidInput) as refused:
        review(living, evidence, EvidenceStatus.REJECTED, "нет")

    assert refused.value.fields == {"field": "remarks", "rule": "too_short", "value": 5}


def test_nobody_accepts_his_own_report(living):
    coordinator = living.scene.actor(COORDINATOR)
    evidence = report(living, profile_now(living).id, actor=coordinator).created_id

    with pytest.raises(Forbidden):
        review(living, evidence)
    review(living, evidence, actor=living.scene.actor(COORDINATOR, 1))

    assert states_of(living, PROFILE)[1] == "accepted"


def test_a_verdict_is_given_once(living):
    evidence = report(living, profile_now(living).id).created_id
    review(living, evidence)

    with pytest.raises(InvalidInput) as refused:
        review(living, evidence, EvidenceStatus.REJECTED, "Поздно спохватились")

    assert refused.value.fields["rule"] == "judged"


def test_a_director_reports_for_his_own_school_alone(living):
    scene = living.scene
    foreign = profile_now(living, 1).id

    with pytest.raises((Forbidden, NotFound)):
        report(living, foreign, school=1, actor=scene.actor(DIRECTOR, 0))
    with pytest.raises(NotFound):
        report(living, foreign)
    request = ReportRequest(living.id, (living.occurrences(ORDER)[0].id,), "Приказ издан")
    with pytest.raises((Forbidden, NotFound)):
        report_measures(scene.bench, request, actor=scene.actor(DIRECTOR, 0))

    assert evidence_rows(living) == []


def test_a_director_does_not_accept(living):
    evidence = report(living, profile_now(living).id).created_id

    with pytest.raises((Forbidden, NotFound)):
        review(living, evidence, actor=living.scene.actor(DIRECTOR, 1))


def test_what_happened_in_another_quarter_does_not_pay_for_this_one(living):
    with pytest.raises(InvalidInput) as refused:
        report(living, profile_now(living).id, happened_on=date(2023, 3, 1))

    assert refused.value.fields["rule"] == "outside_span"


def test_what_was_accepted_takes_no_further_report(living):
    counter = profile_now(living)
    review(living, report(living, counter.id).created_id)

    with pytest.raises(InvalidInput) as refused:
        report(living, counter.id)

    assert refused.value.fields["rule"] == "step"


def test_a_held_event_counts_for_each_school_that_took_part(living):
    scene = living.scene
    request = HoldRequest(
        living.id,
        living.measures[PROFILE],
        tuple(scene.schools[:3]),
        "Мастер-класс для трёх школ",
        date(2023, 4, 2),
    )

    hold_event(scene.bench, request, actor=scene.actor(COORDINATOR))

    assert [profile_now(living, one).state for one in range(4)] == [
        "accepted",
        "accepted",
        "accepted",
        "planned",
    ]
    assert evidence_rows(living) == [("accepted", 1)]
    assert verify(scene.bench.database).findings == []


def test_an_event_for_a_school_without_a_counter_is_refused_whole(living):
    scene = living.scene
    schools = (scene.schools[0], scene.tutor_schools[0])
    request = HoldRequest(living.id, living.measures[PROFILE], schools, "Мастер-класс")

    with pytest.raises(InvalidInput) as refused:
        hold_event(scene.bench, request, actor=scene.actor(COORDINATOR))

    assert refused.value.fields == {"field": "schools", "rule": "no_counter", "value": 1}
    assert profile_now(living).state == "planned"


def test_the_day_of_an_event_dates_it_for_every_school_and_leaves_the_next_time_open(living):
    scene = living.scene
    waiting = living.occurrences(ANALYSIS, scene.schools[0])[0]
    request = EventDayRequest(living.id, waiting.id, date(2023, 4, 14))

    set_event_day(scene.bench, request, actor=scene.actor(COORDINATOR))

    for school in scene.schools:
        assert [one.due_on for one in living.occurrences(ANALYSIS, school)] == [
            date(2023, 4, 14),
            None,
        ]
    assert verify(scene.bench.database).findings == []


def test_work_begins_and_is_dropped_with_a_reason(living):
    scene = living.scene
    counter = profile_now(living)
    mine = StartRequest(living.id, (counter.id,), scene.schools[0])
    start_measures(scene.bench, mine, actor=scene.actor(DIRECTOR))
    assert states_of(living, PROFILE)[1] == "in_progress"

    drop = CancelRequest(living.id, (counter.id,), "Школа закрыта на ремонт")
    cancel_measures(scene.bench, drop, actor=scene.actor(COORDINATOR))

    assert states_of(living, PROFILE)[1] == "cancelled"
    with pytest.raises(InvalidInput):
        start_measures(scene.bench, mine, actor=scene.actor(DIRECTOR))


def test_changed_quarters_move_what_is_open_and_leave_what_is_done(living):
    scene = living.scene
    review(living, report(living, profile_now(living).id).created_id)
    set_year(scene)

    recount_roadmap(
        scene.bench, RecountRoadmapRequest(living.id), actor=scene.actor(Role.REGIONAL_ADMIN)
    )

    first, second = (
        {one.slot: one.due_on for one in living.occurrences(PROFILE, school)}
        for school in scene.schools[:2]
    )
    assert (first["0:2022/3"], first["0:2022/4"]) == (date(2023, 3, 20), date(2023, 5, 31))
    assert (second["0:2022/3"], second["0:2022/4"]) == (date(2023, 3, 20), date(2023, 5, 25))
    assert verify(scene.bench.database).findings == []


def test_quarters_that_are_set_end_the_wait_for_one_before_and_after_the_approval(scene):
    before_them = make_roadmap(scene, WAITING)
    before_them.approve()
    (waits,) = before_them.occurrences(REPORT)
    set_year(scene)
    after_them = make_roadmap(scene, WAITING)
    after_them.approve()
    (foreseen,) = moved_roadmaps(scene.bench, scene.region_id)

    recount_roadmap(
        scene.bench, RecountRoadmapRequest(before_them.id), actor=scene.actor(Role.REGIONAL_ADMIN)
    )

    (moved,), (dated,) = before_them.occurrences(REPORT), after_them.occurrences(REPORT)
    assert (waits.kind, waits.due_on) == ("event", None)
    assert (foreseen.id, foreseen.days) == (before_them.id, ((None, date(2023, 3, 27)),))
    assert (moved.kind, moved.due_on) == (dated.kind, dated.due_on) == ("date", date(2023, 3, 27))
    assert moved_roadmaps(scene.bench, scene.region_id) == []
    assert verify(scene.bench.database).findings == []


def test_a_roadmap_is_moved_by_changed_quarters_once(living):
    scene = living.scene
    assert moved_roadmaps(scene.bench, scene.region_id) == []
    set_year(scene)
    (moved,) = moved_roadmaps(scene.bench, scene.region_id)
    assert moved.id == living.id

    recount_roadmap(
        scene.bench, RecountRoadmapRequest(living.id), actor=scene.actor(Role.REGIONAL_ADMIN)
    )

    assert moved_roadmaps(scene.bench, scene.region_id) == []
    with pytest.raises(InvalidInput):
        recount_roadmap(
            scene.bench, RecountRoadmapRequest(living.id), actor=scene.actor(Role.REGIONAL_ADMIN)
        )


def test_returned_evidence_is_told_to_the_school_with_an_open_case(living):
    scene = living.scene
    case_id = scene.open_case()
    evidence = report(living, profile_now(living).id).created_id

    review(living, evidence, EvidenceStatus.REJECTED, "Нет подписи директора")

    query = sa.select(NoticeRow.case_id, NoticeRow.role).where(
        NoticeRow.kind == "evidence:returned"
    )
    with reading(scene.bench.database) as connection:
        assert [tuple(row) for row in connection.execute(query)] == [(case_id, "school")]


def test_an_occurrence_changed_behind_the_journal_is_found(living):
    with living.scene.bench.database.source.begin() as connection:
        connection.execute(
            sa.text("UPDATE measure_occurrence SET state = 'accepted' WHERE slot = '0:2022/4'")
        )

    assert {one.code for one in verify(living.scene.bench.database).findings} == {"state"}


def test_the_assignment_stands_as_what_is_left_of_it(living):
    review(living, report(living, profile_now(living).id).created_id)

    query = sa.select(AssignmentRow.state).where(
        AssignmentRow.measure_id == living.measures[PROFILE],
        AssignmentRow.school_id == living.scene.schools[0],
    )
    with reading(living.scene.bench.database) as connection:
        assert connection.scalar(query) == "in_progress"


def test_the_same_form_sent_twice_reports_once(living):
    scene = living.scene
    request = ReportRequest(
        living.id, (profile_now(living).id,), "Профиль составлен", scene.schools[0]
    )
    key = RequestKey.of("form-0123456789", request)
    actor = scene.actor(DIRECTOR)

    first = report_measures(scene.bench, request, actor=actor, request_key=key)
    again = report_measures(scene.bench, replace(request), actor=actor, request_key=key)

    assert again == replace(first, replayed=True)
    assert len(evidence_rows(living)) == 1
