"""The overview counts what its reader sees, exactly, and says how many a figure rests on."""

from datetime import date

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from engine.actions.opening import OpenRequest, open_case
from engine.domain.roles import Actor, Grant, Place, Role
from engine.queries.overview import OverviewFilter, read_overview
from engine.queries.overview_stays import FEW, percentile
from engine.storage.tables import CaseRow, SpellRow
from engine.storage.types import new_id
from tests.factories import SINCE, make_scene
from workflows.driving import route
from workflows.rehearsal import lead

EVERYTHING = OverviewFilter()


@pytest.fixture
def scene(bench):
    return make_scene(bench)


def overview(scene, wanted=EVERYTHING, role=Role.MUNICIPAL_COORDINATOR):
    return read_overview(scene.bench, wanted, actor=scene.actor(role))


def of_year(seen, year):
    return next(one for one in seen.years if one.year == year)


def go_on(scene, case_id, source, target, school=0):
    lead(scene.bench, case_id, route(scene.definition, source, target), scene.cast(school))


def test_phases_count_open_cases_and_their_schools(scene):
    scene.open_case(0)
    scene.case_at("mentoring", 1)
    scene.case_at("exited", 2)

    seen = overview(scene)

    assert [(one.phase, one.cases, one.schools) for one in seen.phases] == [
        ("identification", 1, 1),
        ("mentoring", 1, 1),
    ]
    assert (seen.cases, seen.schools) == (2, 2)
    assert [(one.title, one.cases) for one in seen.places] == [("Сковородинский округ", 2)]


def test_what_is_late_is_counted_by_phase_place_and_length(scene):
    scene.open_case(0)
    scene.case_at("self_diagnosis", 1)

    scene.bench.now.set(2027, 1, 20)
    seen = overview(scene)

    assert seen.late == sum(one.late for one in seen.phases) == 2
    assert sum(one.late for one in seen.places) == 2
    assert sum(one.cases for one in seen.delays) == 2
    assert [(one.first, one.last) for one in seen.delays] == [(1, 7), (8, 30), (31, 90), (91, None)]


def test_a_stay_is_counted_in_days_once_it_has_ended(scene):
    first, second = scene.open_case(0), scene.open_case(1)
    scene.bench.now.advance(days=10)
    go_on(scene, first, "candidate", "listed")
    scene.bench.now.advance(days=20)
    go_on(scene, second, "candidate", "listed", 1)

    stays = {one.code: one for one in overview(scene).stays}

    candidate = stays["candidate"]
    assert (candidate.ended, candidate.median, candidate.longest) == (2, 10, 30)
    assert candidate.ninetieth is None
    assert candidate.standing == 0
    assert (stays["listed"].ended, stays["listed"].standing) == (0, 2)
    assert stays["listed"].median is None


def test_the_ninetieth_percentile_is_told_from_ten_stays_on(scene):
    case_id = scene.open_case(0)
    start = date(2023, 1, 1).toordinal()
    with scene.bench.database.source.begin() as connection:
        for number in range(1, FEW + 1):
            values = {
                "case_id": case_id,
                "seq": 100 + number,
                "stage": "listed",
                "round": 1,
                "entered_on": date.fromordinal(start),
                "entered_at": scene.bench.now(),
                "left_on": date.fromordinal(start + number),
            }
            connection.execute(sa.insert(SpellRow).values(values))

    listed = next(one for one in overview(scene).stays if one.code == "listed")

    assert (listed.quarter, listed.median, listed.three_quarters) == (3, 5, 8)
    assert (listed.ninetieth, listed.longest) == (9, 10)


@given(
    lengths=st.lists(st.integers(0, 2_000), min_size=1, max_size=60), percent=st.integers(1, 100)
)
def test_a_percentile_is_the_smallest_length_that_enough_stays_do_not_exceed(lengths, percent):
    found = percentile({days: lengths.count(days) for days in lengths}, percent)

    assert found in lengths
    assert sum(days <= found for days in lengths) * 100 >= len(lengths) * percent
    assert sum(days < found for days in lengths) * 100 < len(lengths) * percent


def test_a_year_of_entry_tells_how_far_its_cases_came(scene):
    scene.open_case(0)
    scene.case_at("mentoring", 1)
    scene.case_at("exited", 2)

    year = of_year(overview(scene), 2023)

    assert (year.entered, year.approved, year.mentored, year.reviewed) == (3, 2, 2, 1)
    assert (year.exited, year.closed, year.retained, year.going_on) == (1, 0, 0, 2)
    assert year.returns == 0


def test_a_school_kept_for_another_round_is_retained_and_not_going_on(scene):
    scene.case_at("retained", 0)

    year = of_year(overview(scene), 2023)

    assert (year.reviewed, year.retained, year.going_on, year.exited) == (1, 1, 0, 0)


def test_a_school_that_comes_back_counts_for_its_entry_and_against_its_exit(scene):
    first = scene.case_at("exited", 0)
    left_in = scene.bench.now().year
    scene.bench.now.set(left_in + 1, 3, 1)
    request = OpenRequest(scene.definition.code, subject_id=scene.schools[0])
    open_case(scene.bench, request, actor=scene.actor(Role.MUNICIPAL_COORDINATOR))

    seen = overview(scene)

    assert (of_year(seen, left_in).exits, of_year(seen, left_in).came_back) == (1, 1)
    assert of_year(seen, left_in + 1).returns == 1
    assert scene.stage(first) == "exited"


def test_a_tutor_schools_places_are_counted_against_its_limit(scene):
    scene.case_at("mentoring", 0)
    scene.case_at("mentoring", 1)

    tutors = overview(scene).tutors

    assert sum(one.taken for one in tutors) == 2
    assert {one.capacity for one in tutors} == {
        scene.definition.setting("tutor_school_capacity", 3)
    }


def test_every_year_parts_its_entries_into_what_became_of_them(scene):
    for school, stage in enumerate(("candidate", "correction", "exited", "closed_other")):
        scene.case_at(stage, school)

    for year in overview(scene).years:
        parts = (year.exited, year.closed, year.retained, year.going_on)
        assert sum(parts) == year.entered
        assert year.entered >= year.approved >= year.mentored >= year.reviewed >= year.exited


def test_nothing_outside_ones_sight_is_counted(scene):
    away = make_scene(scene.bench, "primorye")
    away.case_at("mentoring", 0)
    scene.open_case(0)

    here, there = overview(scene), overview(away)

    assert (here.cases, there.cases) == (1, 1)
    assert [one.code for one in here.stays] == ["candidate"]
    assert (here.tutors, len(there.tutors)) == ((), 1)
    foreign = overview(scene, OverviewFilter(region_id=away.region_id))
    assert (foreign.cases, foreign.years, foreign.stays) == (0, (), ())


def test_the_filter_narrows_by_region_municipality_and_path(scene):
    away = make_scene(scene.bench, "primorye")
    case_id = away.open_case(0)
    scene.open_case(0)
    everywhere = Actor(new_id(), (Grant(Role.AUDITOR, Place(), SINCE),))
    with scene.bench.database.source.connect() as connection:
        query = sa.select(CaseRow.definition_stream_id).where(CaseRow.id == case_id)
        stream = connection.execute(query).scalar_one()

    def cases(**wanted):
        return read_overview(scene.bench, OverviewFilter(**wanted), actor=everywhere).cases

    assert cases() == 2
    assert cases(region_id=away.region_id) == 1
    assert cases(municipality_id=away.municipality_id) == 1
    assert cases(stream_id=stream) == 1
    assert cases(region_id=away.region_id, municipality_id=scene.municipality_id) == 0


def test_an_installation_without_cases_has_an_overview(scene):
    seen = overview(scene)

    assert (seen.cases, seen.late, seen.phases, seen.stays, seen.years) == (0, 0, (), (), ())
