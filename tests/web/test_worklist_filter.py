"""The filter of «Мои школы»: short until it is needed, open while it says something."""

import pytest

from engine.domain.roles import Role
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
