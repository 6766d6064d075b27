"""What of a roadmap is corrected by hand: measures, those who act, its card."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest

from engine.actions.filing import FilePaper
from engine.actions.roadmaps.amending import AmendRequest, amend_roadmap
from engine.actions.roadmaps.approving import ApproveRequest, approve_roadmap
from engine.actions.roadmaps.assigning import (
    AssignmentRequest,
    AssignRequest,
    assign_measure,
    lead_measure,
    release_assignee,
)
from engine.actions.roadmaps.carding import (
    CardRequest,
    SchoolsRequest,
    correct_card,
    list_schools,
    try_card,
)
from engine.actions.roadmaps.carrying import (
    CarryDecision,
    CarryOrder,
    CarryRequest,
    NextRequest,
    decide_measures,
    draft_next,
)
from engine.actions.roadmaps.correcting import (
    CorrectRequest,
    MeasureCorrection,
    correct_measures,
)
from engine.domain.errors import (
    Forbidden,
    InvalidInput,
    NotFound,
    RoadmapStale,
    RoadmapUnchanged,
)
from engine.domain.roadmaps.carrying import CarryVerdict
from engine.domain.roadmaps.content import Assignee, ListedSchool, RoadmapCard, RoadmapContent
from engine.domain.roadmaps.printed import PrintedTerm
from engine.domain.roadmaps.states import RoadmapList
from engine.domain.roadmaps.terms import Period
from engine.domain.roles import Role
from engine.queries.roadmaps.sheets import read_sheet
from engine.storage.verification import verify
from tests.factories import make_scene
from tests.storage.roadmap_scene import ORDER, PROFILE, YEAR, make_roadmap
from workflows.roadmaps.terms import TermContext, read_term

COORDINATOR = Role.MUNICIPAL_COORDINATOR
WHY = "Опечатка в приказе"
SECOND = Assignee("О. О. Второй", "методист")


@pytest.fixture
def scene(bench):
    return make_scene(bench, "amur", schools=2)


@pytest.fixture
def roadmap(scene):
    return make_roadmap(scene)


@pytest.fixture
def living(roadmap):
    roadmap.approve()
    return roadmap


def correct(roadmap, title, values, reason=WHY, role=COORDINATOR, **more):
    request = CorrectRequest(
        roadmap.id, (MeasureCorrection(roadmap.measures[title], values),), reason, **more
    )
    return correct_measures(roadmap.scene.bench, request, actor=roadmap.scene.actor(role))


def sheet(roadmap, roadmap_id=None):
    actor = roadmap.scene.actor(COORDINATOR)
    return read_sheet(roadmap.scene.bench, roadmap_id or roadmap.id, actor=actor)


def measure(roadmap, title):
    return next(one for one in sheet(roadmap).measures if one.id == roadmap.measures[title])


def people(roadmap, title=ORDER):
    return [(one.name, one.leads) for one in measure(roadmap, title).content.assignees]


def assign(roadmap, assignee=SECOND, title=ORDER):
    request = AssignRequest(roadmap.id, roadmap.measures[title], assignee)
    return assign_measure(roadmap.scene.bench, request, actor=roadmap.scene.actor(COORDINATOR))


def assignment(roadmap, name, title=ORDER):
    return next(one.id for one in measure(roadmap, title).assignments if one.assignee.name == name)


def deed(action, roadmap, name, title=ORDER):
    request = AssignmentRequest(roadmap.id, assignment(roadmap, name, title))
    return action(roadmap.scene.bench, request, actor=roadmap.scene.actor(COORDINATOR))


def test_a_measure_is_corrected_and_what_the_document_says_is_remembered(roadmap):
    correct(roadmap, ORDER, {"title": "Приказ о кураторах", "sections": ("Раздел 1",)}, "")

    one = measure(roadmap, ORDER).content
    assert (one.title, one.sections) == ("Приказ о кураторах", ("Раздел 1",))
    assert dict(one.printed) == {"title": (ORDER,), "sections": ((),)}
    assert verify(roadmap.scene.bench.database).findings == []


def test_a_living_measure_is_corrected_with_a_reason_and_asked_of_others(living):
    with pytest.raises(InvalidInput) as unsaid:
        correct(living, ORDER, {"level": "school"}, "")
    correct(living, ORDER, {"level": "school"})

    assert unsaid.value.fields["field"] == "reason"
    assert [one.state for one in living.occurrences(ORDER)] == ["withdrawn"]
    assert [
        one.state for school in living.scene.schools for one in living.occurrences(ORDER, school)
    ] == ["planned", "planned"]


def test_many_measures_are_corrected_at_once(roadmap):
    request = CorrectRequest(
        roadmap.id,
        tuple(MeasureCorrection(one, {"level": "municipal"}) for one in roadmap.measures.values()),
    )

    correct_measures(roadmap.scene.bench, request, actor=roadmap.scene.actor(COORDINATOR))

    assert {one.content.level for one in sheet(roadmap).measures} == {"municipal"}


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"title": ORDER}, "measures"),
        ({"title": " "}, "title"),
        ({"level": "district"}, "level"),
        ({"stages": ("nowhere",)}, "stages"),
        ({"task": "a\x00b"}, "task"),
    ],
)
def test_a_correction_that_says_nothing_or_cannot_be_is_refused(roadmap, values, field):
    with pytest.raises(InvalidInput) as refused:
        correct(roadmap, ORDER, values)

    assert refused.value.fields["field"] == field


def test_a_measure_belongs_to_stages_of_a_path_of_the_region(living):
    correct(living, PROFILE, {"stages": ("mentoring",)}, "")

    assert measure(living, PROFILE).content.stages == ("mentoring",)
    assert measure(living, PROFILE).content.printed == ()


@pytest.mark.parametrize("role", [Role.SCHOOL_DIRECTOR, Role.AUDITOR, Role.VIEWER])
def test_only_who_writes_roadmaps_corrects_them(roadmap, role):
    with pytest.raises((Forbidden, NotFound)):
        correct(roadmap, ORDER, {"level": "school"}, role=role)


def test_a_page_that_stayed_open_corrects_nothing(roadmap):
    correct(roadmap, ORDER, {"level": "school"})

    with pytest.raises(RoadmapStale):
        correct(roadmap, ORDER, {"level": "municipal"}, expected_revision=1)


def test_a_measure_of_another_roadmap_is_none_of_this_one(roadmap):
    request = CorrectRequest(roadmap.id, (MeasureCorrection(uuid4(), {"level": "school"}),))

    with pytest.raises(NotFound):
        correct_measures(roadmap.scene.bench, request, actor=roadmap.scene.actor(COORDINATOR))


def content_of(roadmap, **changed):
    """The document once more, as its measures print it, with one measure put otherwise."""
    found = sheet(roadmap)
    said = {name: found.card[name] for name in ("title", "level", "body")}
    card = RoadmapCard(period=YEAR, number="120", signed_on=date(2023, 3, 31), **said)
    measures = tuple(
        replace(one.content, printed=(), stages=(), **(changed.get(one.row_key) or {}))
        for one in found.measures
    )
    return RoadmapContent(card, measures)


def amend(roadmap, content, name="same.txt"):
    request = AmendRequest(roadmap.id, content, FilePaper.of(name, "", name.encode()))
    return amend_roadmap(roadmap.scene.bench, request, actor=roadmap.scene.actor(COORDINATOR))


def test_the_document_once_more_keeps_the_corrections_and_what_it_says_anew_is_taken(living):
    document = content_of(living)
    other = content_of(living, **{"0": {"task": "Назначить координатора"}})
    correct(living, ORDER, {"title": "Приказ о кураторах"})
    assign(living)

    with pytest.raises(RoadmapUnchanged):
        amend(living, document)
    amend(living, other)

    one = measure(living, ORDER).content
    assert (one.title, one.task) == ("Приказ о кураторах", "Назначить координатора")
    assert len(one.assignees) == 2


def test_of_several_one_leads_and_what_is_open_is_his(living):
    assign(living)
    deed(lead_measure, living, SECOND.name)

    assert people(living) == [("И. И. Иванова", False), (SECOND.name, True)]
    (one,) = living.occurrences(ORDER)
    assert one.assignment_id == assignment(living, SECOND.name)
    assert verify(living.scene.bench.database).findings == []


def test_who_is_let_go_hands_over_what_is_open(living):
    assign(living)
    deed(release_assignee, living, "И. И. Иванова")

    assert people(living) == [(SECOND.name, False)]
    (one,) = living.occurrences(ORDER)
    assert one.assignment_id == assignment(living, SECOND.name)
    with pytest.raises(NotFound):
        deed(lead_measure, living, "И. И. Иванова")


def test_who_leads_already_or_acts_already_is_not_named_twice(roadmap):
    with pytest.raises(InvalidInput) as leads:
        deed(lead_measure, roadmap, "И. И. Иванова")
    assign(roadmap)
    with pytest.raises(InvalidInput) as acts:
        assign(roadmap)
    with pytest.raises(InvalidInput) as nobody:
        assign(roadmap, Assignee())

    assert leads.value.fields["rule"] == "unchanged"
    assert acts.value.fields["rule"] == "exists"
    assert nobody.value.fields["rule"] == "empty"


def card(roadmap, roadmap_id=None, *, deed=correct_card, **more):
    found = sheet(roadmap, roadmap_id)
    period = Period(found.card["period_start"], found.card["period_end"])
    texts = {name: found.card[name] for name in ("title", "level", "body", "number", "signed_on")}
    request = CardRequest(found.state.id, **{**texts, "period": period, **more})
    return deed(roadmap.scene.bench, request, actor=roadmap.scene.actor(COORDINATOR))


def test_the_card_of_a_draft_is_corrected(roadmap):
    card(roadmap, number="120-П", signatory="И. И. Иванова")

    found = sheet(roadmap).card
    assert (found["number"], found["signatory"]) == ("120-П", "И. И. Иванова")
    assert found["printed"] == {"number": ["120"], "signatory": [""]}


def test_the_card_of_one_in_force_is_corrected_with_a_reason(living):
    card(living, number="121", controller="И. И. Иванова", reason=WHY)

    found = sheet(living).card
    assert (found["number"], found["controller"]) == ("121", "И. И. Иванова")
    assert found["printed"] == {"number": ["120"], "controller": [""]}
    assert verify(living.scene.bench.database).findings == []


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"number": "121"}, "reason"),
        ({"number": " ", "reason": WHY}, "number"),
        ({"signed_on": None, "reason": WHY}, "signed_on"),
        ({"reason": WHY}, "card"),
    ],
)
def test_one_in_force_keeps_its_order_and_is_not_changed_without_a_word(living, values, field):
    with pytest.raises(InvalidInput) as refused:
        card(living, **values)

    assert refused.value.fields["field"] == field


def test_a_shorter_period_takes_away_the_times_after_it_as_was_shown_before(living):
    school = living.scene.schools[0]
    period = Period(YEAR.first, date(2023, 8, 31))
    term = read_term(QUARTERLY, TermContext(period, None, date(2023, 3, 31))).term
    terms = {living.measures[PROFILE]: (PrintedTerm(QUARTERLY, term, period),)}
    shorter = {"period": period, "terms": terms, "reason": WHY}
    before = open_times(living, school)
    revision = sheet(living).revision

    shown = card(living, deed=try_card, **shorter)

    assert {one.measure_id for one in shown} == {living.measures[PROFILE]}
    assert all(one.now is None and one.count == 2 for one in shown)
    assert (open_times(living, school), sheet(living).revision) == (before, revision)

    card(living, **shorter)

    gone = {day for day in before if day not in open_times(living, school)}
    assert gone == {one.was for one in shown}
    assert sheet(living).card["period_end"] == date(2023, 8, 31)
    assert verify(living.scene.bench.database).findings == []


QUARTERLY = "не реже одного в четверть"


def open_times(roadmap, school):
    """The last days of the times of a counted measure that are open for a school."""
    return [
        one.due_on or one.counts_until
        for one in roadmap.occurrences(PROFILE, school)
        if one.state == "planned"
    ]


def test_a_remark_of_a_measure_is_corrected_like_any_other_cell(roadmap):
    correct(roadmap, ORDER, {"notes": (("Примечание", "С учётом замечаний"),)}, "")

    one = measure(roadmap, ORDER).content
    assert one.notes == (("Примечание", "С учётом замечаний"),)
    assert dict(one.printed) == {"notes": ((),)}


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({}, "card"),
        ({"title": " "}, "title"),
        ({"signed_on": date(2033, 1, 1)}, "signed_on"),
    ],
)
def test_a_card_that_says_nothing_or_cannot_be_is_refused(roadmap, values, field):
    with pytest.raises(InvalidInput) as refused:
        card(roadmap, **values)

    assert refused.value.fields["field"] == field


def test_the_document_once_more_keeps_the_corrected_card(roadmap):
    document = content_of(roadmap)
    card(roadmap, number="120-П")

    with pytest.raises(RoadmapUnchanged):
        amend(roadmap, document)

    assert sheet(roadmap).card["number"] == "120-П"


def test_schools_of_a_draft_are_added_and_taken_out(roadmap):
    first, second = roadmap.scene.schools
    listed = (
        ListedSchool("СОШ № 1", RoadmapList.LOW_RESULTS, first),
        ListedSchool("Лицей № 7", RoadmapList.HARD_CONDITIONS, None),
    )
    request = SchoolsRequest(roadmap.id, listed)
    list_schools(roadmap.scene.bench, request, actor=roadmap.scene.actor(COORDINATOR))

    assert {(one.printed, one.listed) for one in sheet(roadmap).schools} == {
        ("СОШ № 1", "low_results"),
        ("СОШ № 2", "removed"),
        ("Лицей № 7", "hard_conditions"),
    }
    roadmap.approve()
    assert roadmap.occurrences(PROFILE, first)
    assert not roadmap.occurrences(PROFILE, second)


def test_a_draft_made_of_the_former_roadmap_takes_effect_with_an_order_alone(living, clock):
    clock.set(2023, 12, 30)
    bench, actor = living.scene.bench, living.scene.actor(COORDINATOR)
    order = CarryOrder("412", date(2023, 12, 29))
    decisions = tuple(CarryDecision(one, CarryVerdict.CONTINUE) for one in living.measures.values())
    decide_measures(bench, CarryRequest(living.id, order, decisions), actor=actor)
    drafted = draft_next(bench, NextRequest(living.id), actor=actor).created_id
    assert drafted is not None

    with pytest.raises(InvalidInput) as refused:
        approve_roadmap(bench, ApproveRequest(drafted), actor=actor)
    card(living, drafted, number="413", signed_on=date(2023, 12, 30))
    approve_roadmap(bench, ApproveRequest(drafted), actor=actor)

    assert (refused.value.fields["field"], refused.value.fields["rule"]) == ("number", "no_order")
    assert sheet(living, drafted).state.status == "approved"
