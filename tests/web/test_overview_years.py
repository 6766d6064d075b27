"""The figures of a year lead to the list of just those cases."""

import re
from html import unescape

import pytest

from engine.actions.opening import OpenRequest, open_case
from engine.domain.roles import Role
from engine.queries.overview import OverviewFilter, read_overview
from engine.queries.overview_years import Course
from engine.queries.selecting import filtered_cases
from engine.queries.worklist import WorkFilter, read_worklist
from tests.crowds import move
from tests.factories import make_scene
from tests.web.visiting import faults_of, visits

STAGES = ("candidate", "mentoring", "exited", "retained", "programme_review")


@pytest.fixture
def scene(bench, clock):
    """Cases at every kind of point; one school came back after its exit, one is suspended."""
    scene = make_scene(bench, schools=6)
    for school, stage in enumerate(STAGES):
        scene.case_at(stage, school)
    suspended = scene.case_at("correction", 5)
    move(scene, suspended, "suspend", "Школа на капитальном ремонте")
    clock.set(clock().year + 1, 3, 1)
    again = OpenRequest(scene.definition.code, subject_id=scene.schools[2])
    open_case(scene.bench, again, actor=scene.actor(Role.MUNICIPAL_COORDINATOR))
    return scene


def test_every_figure_of_a_year_is_the_number_of_cases_in_the_list_behind_it(scene):
    actor, told = scene.actor(Role.MUNICIPAL_COORDINATOR), set()
    for year in read_overview(scene.bench, OverviewFilter(), actor=actor).years:
        for course in Course:
            wanted = WorkFilter(closed=True, year=year.year, course=course)
            page = read_worklist(scene.bench, wanted, actor=actor)
            chosen = filtered_cases(scene.bench, wanted, actor=actor, most=100)
            figure = getattr(year, course.value)
            assert (page.shown, len(page.lines), len(chosen)) == (figure, figure, figure), course
            told |= {course} if figure else set()

    assert set(Course) - told == {Course.CLOSED}


def test_the_figures_of_the_page_lead_to_as_many_schools_as_they_say(scene):
    coordinator = visits(scene).of(Role.MUNICIPAL_COORDINATOR)
    page = coordinator.page("/overview")

    links = re.findall(r'<a [^>]*href="(/worklist\?[^"]*year=[^"]*)"[^>]*>(.*?)</a>', page.html)

    assert len(links) > 12
    for address, text in links:
        behind = coordinator.page(unescape(address))
        number = int(re.sub("<[^>]+>", "", text).split()[0])
        assert behind.html.count('<li class="work-item') == number, address
        assert "году" in behind.text
        assert list(faults_of(behind.html)) == []


def test_a_year_shows_nobody_what_is_out_of_sight(scene):
    away = make_scene(scene.bench, "primorye")
    year = read_overview(scene.bench, OverviewFilter(), actor=scene.actor(Role.AUDITOR)).years[-1]

    seen = read_worklist(
        scene.bench,
        WorkFilter(closed=True, year=year.year),
        actor=away.actor(Role.MUNICIPAL_COORDINATOR),
    )

    assert year.entered
    assert (seen.shown, seen.total, seen.lines) == (0, 0, ())


@pytest.mark.parametrize(
    "query", ["year=x", "year=99999", "year=٢٠٢٣", "year=2023&course=x", "course=exited"]
)
def test_a_year_that_is_nonsense_is_no_filter_and_fails_nothing(scene, query):
    auditor = visits(scene).of(Role.AUDITOR)

    page = auditor.page(f"/worklist?whose=all&closed=1&{query}")

    expected = 6 if query.startswith("year=2023") else 7
    assert page.html.count('<li class="work-item') == expected


def test_a_year_is_kept_when_the_list_is_narrowed_further(scene):
    auditor = visits(scene).of(Role.AUDITOR)

    page = auditor.page("/worklist?whose=all&closed=1&year=2023&course=entered")

    assert '<input type="hidden" name="year" value="2023">' in page.html
    assert '<input type="hidden" name="course" value="entered">' in page.html
    assert "включены в 2023 году" in page.text
