"""Filters kept under a name: they follow the days, and show each reader their own schools."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.actions.views import MOST_VIEWS, ViewRequest, keep_view
from engine.domain.errors import InvalidInput
from engine.domain.roles import Role
from engine.queries.late import _ENDS, DueWindow
from engine.queries.views import views_of
from engine.queries.worklist import WorkFilter, read_worklist
from tests.factories import make_scene
from tests.web.visiting import faults_of, visits

WEEK = "due=week&whose=all"


@pytest.fixture
def scene(bench):
    return make_scene(bench)


@pytest.fixture
def site(scene):
    return visits(scene)


def keep(visitor, title, query=WEEK):
    """Keep a filter, and give the page that follows."""
    return visitor.send("/views", {"title": title, "query": query})


def views(scene):
    return views_of(scene.bench, actor=scene.actor(Role.MUNICIPAL_COORDINATOR))


def test_a_kept_filter_follows_the_days(scene, clock):
    scene.case_at("programme_review")
    coordinator = scene.actor(Role.MUNICIPAL_COORDINATOR)
    week = WorkFilter(due=DueWindow.WEEK)

    clock.set(2023, 4, 16)
    before = read_worklist(scene.bench, week, actor=coordinator)
    clock.set(2023, 4, 17)
    within = read_worklist(scene.bench, week, actor=coordinator)
    clock.set(2023, 4, 25)
    after = read_worklist(scene.bench, week, actor=coordinator)

    assert [
        (page.shown, page.soon, page.overdue, page.total) for page in (before, within, after)
    ] == [
        (0, 0, 0, 1),
        (1, 1, 0, 1),
        (0, 0, 1, 1),
    ]


@given(st.dates(min_value=date(1990, 1, 1), max_value=date(2100, 1, 1)))
def test_a_month_and_a_quarter_end_with_their_last_day(today):
    month, quarter = _ENDS[DueWindow.MONTH](today), _ENDS[DueWindow.QUARTER](today)

    assert (month.day, quarter.day) == (1, 1)
    assert (month - timedelta(days=1)).replace(day=1) == today.replace(day=1)
    assert quarter.month in (1, 4, 7, 10)
    assert today < month <= quarter <= today + timedelta(days=93)


def test_a_filter_is_kept_shown_and_let_go(scene, site):
    scene.case_at("programme_review")
    coordinator = site.of(Role.MUNICIPAL_COORDINATOR)

    page = keep(coordinator, "  Скоро   срок ")

    assert "Отбор «Скоро срок» сохранён." in page.text
    assert list(faults_of(page.html)) == []
    (view,) = views(scene)
    assert (view.title, view.query) == ("Скоро срок", WEEK)
    opened = coordinator.get(f"/views/{view.id}")
    assert opened.headers["Location"].partition("?")[2] == WEEK

    coordinator.send(f"/views/{view.id}/drop", {})
    assert views(scene) == []
    assert coordinator.get(f"/views/{view.id}").status_code == 404


def test_whoever_is_given_the_address_sees_their_own_schools_only(scene, site):
    scene.case_at("programme_review", 0)
    scene.case_at("programme_review", 1)
    scene.bench.now.set(2023, 4, 20)
    keep(site.of(Role.MUNICIPAL_COORDINATOR), "Скоро срок")
    (view,) = views(scene)
    director = site.of(Role.SCHOOL_DIRECTOR, 1)

    page = director.page(director.get(f"/views/{view.id}").headers["Location"])

    assert ("МБОУ СОШ № 1" in page.text, "МБОУ СОШ № 2" in page.text) == (False, True)


def test_only_its_owner_lets_a_filter_go(scene, site):
    keep(site.of(Role.MUNICIPAL_COORDINATOR), "Скоро срок")
    (view,) = views(scene)

    site.of(Role.CURATOR).send(f"/views/{view.id}/drop", {}, 404)

    assert views(scene) == [view]


def test_the_same_name_replaces_and_there_is_an_end_to_it(scene):
    coordinator = scene.actor(Role.MUNICIPAL_COORDINATOR)
    for number in range(MOST_VIEWS):
        keep_view(scene.bench, ViewRequest(f"Отбор {number}", "due=late"), actor=coordinator)

    keep_view(scene.bench, ViewRequest("Отбор 3", "due=month"), actor=coordinator)

    with pytest.raises(InvalidInput) as refusal:
        keep_view(scene.bench, ViewRequest("Ещё один", "due=late"), actor=coordinator)
    assert refusal.value.fields["rule"] == "too_many"
    kept = {view.title: view.query for view in views(scene)}
    assert len(kept) == MOST_VIEWS
    assert kept["Отбор 3"] == "due=month"


def test_a_filter_from_elsewhere_leads_to_the_list_alone(site):
    query = "next=//evil.example&due=late&x=<b>"

    answer = site.of(Role.MUNICIPAL_COORDINATOR).post("/views", {"title": "Чужой", "query": query})

    assert answer.headers["Location"] == "/worklist?due=late"


@pytest.mark.parametrize("title", ["", "   ", "я" * 81, "нуль\x00"])
def test_a_name_that_cannot_be_kept_is_told(scene, site, title):
    page = keep(site.of(Role.MUNICIPAL_COORDINATOR), title)

    assert "Отбор не сохранён. " in page.text
    assert views(scene) == []
