"""At the end of a period each open measure is decided, and the next roadmap is drafted from it."""

from __future__ import annotations

from datetime import date

import pytest
import sqlalchemy as sa

from engine.actions.roadmaps.carrying import (
    CarryDecision,
    CarryOrder,
    CarryRequest,
    NextRequest,
    decide_measures,
    draft_next,
)
from engine.actions.roadmaps.reporting import ReportRequest, report_measures
from engine.domain.errors import Forbidden, InvalidInput, NotFound, RoadmapStale
from engine.domain.roadmaps.carrying import CarryVerdict
from engine.domain.roadmaps.progress import Standing
from engine.domain.roles import Role
from engine.queries.roadmaps.progress import read_progress
from engine.queries.roadmaps.sheets import read_sheet
from engine.storage.database import reading
from engine.storage.tables import AssignmentRow, CarryDecisionRow, OccurrenceRow, RoadmapRow
from engine.storage.verification import verify
from tests.factories import make_scene
from tests.storage.roadmap_scene import ANALYSIS, ORDER, PASSPORT, PROFILE, make_roadmap

DONE, CONTINUE, REVISE = CarryVerdict.DONE, CarryVerdict.CONTINUE, CarryVerdict.REVISE
PAPER = CarryOrder("412", date(2023, 12, 29), "Управление образования")


@pytest.fixture
def scene(bench):
    return make_scene(bench, "amur", schools=2)


@pytest.fixture
def roadmap(scene, clock):
    roadmap = make_roadmap(scene)
    roadmap.approve()
    clock.set(2023, 12, 30)
    return roadmap


def decide(roadmap, verdicts, order=PAPER, role=Role.MUNICIPAL_COORDINATOR, **more):
    decisions = tuple(
        CarryDecision(roadmap.measures[title], verdict, "Заменить справку чек-листом")
        for title, verdict in verdicts.items()
    )
    request = CarryRequest(roadmap.id, order, decisions, **more)
    return decide_measures(roadmap.scene.bench, request, actor=roadmap.scene.actor(role))


def draft(roadmap):
    coordinator = roadmap.scene.actor(Role.MUNICIPAL_COORDINATOR)
    return draft_next(roadmap.scene.bench, NextRequest(roadmap.id), actor=coordinator).created_id


def states(roadmap, row, title):
    query = sa.select(row.state).where(row.measure_id == roadmap.measures[title]).distinct()
    with reading(roadmap.scene.bench.database) as connection:
        return set(connection.scalars(query))


def status(roadmap, roadmap_id):
    with reading(roadmap.scene.bench.database) as connection:
        return connection.scalar(sa.select(RoadmapRow.status).where(RoadmapRow.id == roadmap_id))


EACH = {ORDER: DONE, PROFILE: CONTINUE, PASSPORT: DONE, ANALYSIS: REVISE}


def test_the_next_roadmap_is_drafted_of_what_goes_on(roadmap):
    decide(roadmap, EACH)
    drafted = draft(roadmap)
    assert drafted is not None

    sheet = read_sheet(
        roadmap.scene.bench, drafted, actor=roadmap.scene.actor(Role.MUNICIPAL_COORDINATOR)
    )
    assert [one.content.title for one in sheet.measures] == [PROFILE, ANALYSIS]
    assert (sheet.state.period.first, sheet.state.period.last) == (
        date(2024, 1, 1),
        date(2024, 12, 31),
    )
    assert (sheet.state.status.value, sheet.card["number"]) == ("draft", "")
    assert [one.content.terms[0].phrase for one in sheet.measures] == [
        "не реже одного в четверть",
        "после проведения оценочной процедуры",
    ]
    assert {one.school_id for one in sheet.schools} == set(roadmap.scene.schools)
    assert all(
        one.name == "И. И. Иванова"
        for measure in sheet.measures
        for one in measure.content.assignees
    )
    with reading(roadmap.scene.bench.database) as connection:
        row = sa.select(RoadmapRow.previous_id).where(RoadmapRow.id == drafted)
        assert connection.scalar(row) == roadmap.id
    assert verify(roadmap.scene.bench.database).findings == []


def test_what_goes_on_is_carried_over_and_what_is_decided_done_is_done(roadmap):
    decide(roadmap, EACH)
    draft(roadmap)

    assert status(roadmap, roadmap.id) == "closed"
    assert states(roadmap, OccurrenceRow, PROFILE) == {"carried_over"}
    assert states(roadmap, AssignmentRow, PROFILE) == {"carried_over"}
    assert states(roadmap, OccurrenceRow, ORDER) == {"decided"}
    assert states(roadmap, OccurrenceRow, ANALYSIS) == {"carried_over"}


def test_progress_counts_what_an_order_decided_done_as_done(roadmap):
    decide(roadmap, EACH)
    draft(roadmap)

    coordinator = roadmap.scene.actor(Role.MUNICIPAL_COORDINATOR)
    found = read_progress(roadmap.scene.bench, roadmap.id, actor=coordinator)

    # The authority's order and the passports of two schools; four profiles and the analysis of
    # each of them went on, and a period that did not do them does not look as if it had.
    assert (found.whole.done, found.whole.total) == (3, 13)
    assert found.whole.count(Standing.CARRIED) == 10
    assert (found.own.done, found.own.total) == (1, 1)


def test_a_measure_that_nobody_decided_holds_the_roadmap_open(roadmap):
    decide(roadmap, {ORDER: DONE, PROFILE: CONTINUE})

    with pytest.raises(InvalidInput) as error:
        draft(roadmap)

    assert error.value.fields == {"field": "decisions", "rule": "carry_undecided", "value": 2}
    assert status(roadmap, roadmap.id) == "approved"
    assert verify(roadmap.scene.bench.database).findings == []


def test_what_was_handed_in_must_be_looked_at_first(roadmap):
    school = roadmap.scene.schools[0]
    times = roadmap.occurrences(PASSPORT, school)
    report_measures(
        roadmap.scene.bench,
        ReportRequest(
            roadmap.id,
            tuple(one.id for one in times),
            "Социальный паспорт",
            school,
            date(2023, 12, 20),
        ),
        actor=roadmap.scene.actor(Role.SCHOOL_DIRECTOR),
    )
    decide(roadmap, EACH)

    with pytest.raises(InvalidInput) as error:
        draft(roadmap)

    assert error.value.fields["rule"] == "carry_reported"


def test_a_decision_may_be_changed_until_the_roadmap_is_closed(roadmap):
    decide(roadmap, EACH)
    decide(roadmap, {PROFILE: DONE, ANALYSIS: DONE}, CarryOrder("415", date(2023, 12, 30)))

    assert draft(roadmap) is None
    with reading(roadmap.scene.bench.database) as connection:
        rows = connection.execute(
            sa.select(CarryDecisionRow.verdict, CarryDecisionRow.order_number)
        ).all()
    assert sorted(map(tuple, rows)) == [("done", "412")] * 2 + [("done", "415")] * 2
    assert verify(roadmap.scene.bench.database).findings == []
    with pytest.raises(InvalidInput):
        decide(roadmap, EACH)


@pytest.mark.parametrize(
    ("order", "field"),
    [
        (CarryOrder(" ", date(2023, 12, 29)), "number"),
        (CarryOrder("1", date(2024, 1, 1)), "signed_on"),
    ],
)
def test_an_order_has_a_number_and_is_signed(roadmap, order, field):
    with pytest.raises(InvalidInput) as error:
        decide(roadmap, EACH, order)

    assert error.value.fields["field"] == field


def test_a_revision_says_what_is_to_change(roadmap):
    request = CarryRequest(
        roadmap.id, PAPER, (CarryDecision(roadmap.measures[ORDER], REVISE, " "),)
    )

    with pytest.raises(InvalidInput) as error:
        decide_measures(
            roadmap.scene.bench, request, actor=roadmap.scene.actor(Role.MUNICIPAL_COORDINATOR)
        )

    assert error.value.fields["field"] == "note"


def test_a_measure_of_another_roadmap_is_none_of_this_one(roadmap):
    other = make_roadmap(roadmap.scene)
    request = CarryRequest(roadmap.id, PAPER, (CarryDecision(other.measures[ORDER], DONE),))

    with pytest.raises(NotFound):
        decide_measures(
            roadmap.scene.bench, request, actor=roadmap.scene.actor(Role.MUNICIPAL_COORDINATOR)
        )


@pytest.mark.parametrize("role", [Role.SCHOOL_DIRECTOR, Role.METHODIST, Role.AUDITOR])
def test_only_who_approves_roadmaps_decides(roadmap, role):
    with pytest.raises((Forbidden, NotFound)):
        decide(roadmap, EACH, role=role)


def test_a_page_that_stayed_open_decides_nothing(roadmap):
    with pytest.raises(RoadmapStale):
        decide(roadmap, EACH, expected_revision=1)
