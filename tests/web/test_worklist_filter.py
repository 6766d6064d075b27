"""The filter of «Мои школы»: short until it is needed, open while it says something."""

import pytest

from engine.domain.roles import Role
from engine.queries.ends import ends_in_sight
from tests.factories import make_scene
from tests.web.visiting import faults_of, visits

FOLD = '<details class="filter-more"'


@pytest.fixture
def scene(bench):
    scene = make_scene(bench)
    scene.open_case(0)
    return scene


def test_conditions_are_folded_until_one_of_them_is_set(scene):
    coordinator = visits(scene).of(Role.MUNICIPAL_COORDINATOR)

    plain = coordinator.page("/worklist?whose=all&q=СОШ")
    narrowed = coordinator.page("/worklist?whose=all&due=late&phase=identification")

    assert f"{FOLD}>" in plain.html
    assert f"{FOLD} open>" in narrowed.html
    assert 'Условия отбора <span class="count">2</span>' in narrowed.html
    assert list(faults_of(plain.html)) + list(faults_of(narrowed.html)) == []


def test_the_search_and_the_counts_stand_outside_the_fold(scene):
    page = visits(scene).of(Role.MUNICIPAL_COORDINATOR).page("/worklist?whose=all")

    before, _, folded = page.html.partition(FOLD)
    assert all(part in before for part in ('name="q"', 'class="tiles"', "Показать"))
    assert all(part in folded for part in ('name="phase"', 'name="due"', 'name="closed"'))


def test_closed_cases_are_found_by_why_they_were_closed(scene):
    coordinator = visits(scene).of(Role.MUNICIPAL_COORDINATOR)
    unasked = coordinator.page("/worklist?whose=all")
    scene.case_at("closed_other", 1)
    code = ends_in_sight(scene.bench, actor=scene.actor(Role.MUNICIPAL_COORDINATOR)).popitem()[0]

    offered = coordinator.page("/worklist?whose=all")
    found = coordinator.page(f"/worklist?whose=all&end={code}")
    other = coordinator.page("/worklist?whose=all&end=ground_withdrawn")

    assert 'name="end"' not in unasked.html
    assert "Почему закрыто" in offered.text
    assert "МБОУ СОШ № 2" not in offered.text
    assert "МБОУ СОШ № 2" in found.text
    assert "МБОУ СОШ № 1" not in found.text
    assert f"{FOLD} open>" in found.html
    assert "По этому отбору школ нет" in other.text
    assert list(faults_of(found.html)) == []


def test_why_cases_were_closed_is_told_of_those_in_sight_only(scene, bench):
    scene.case_at("closed_other", 1)
    stranger = make_scene(bench, "altai").actor(Role.MUNICIPAL_COORDINATOR)

    assert ends_in_sight(bench, actor=stranger) == {}
