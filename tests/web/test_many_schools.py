"""A roadmap of very many schools: counted whole, shown in parts, by a fixed number of queries."""

from __future__ import annotations

import re

import pytest

from engine.domain.roles import Role
from tests.factories import make_scene
from tests.statements import statements_of
from tests.storage.roadmap_scene import make_roadmap
from tests.web.visiting import visits
from web.measures.board import PAGE
from web.measures.schedule import PAGE as LATE_PAGE

COORDINATOR = Role.MUNICIPAL_COORDINATOR
MANY = PAGE + 2


@pytest.fixture
def roadmap(bench):
    """A roadmap of more schools than a page shows, of one municipality; in November."""
    made = make_roadmap(make_scene(bench, schools=MANY))
    made.approve()
    bench.now.set(2023, 11, 15)
    return made


@pytest.fixture
def visitor(roadmap):
    return visits(roadmap.scene).of(COORDINATOR)


def schools_in(page) -> set[str]:
    return set(re.findall(r"МБОУ СОШ № \d+", page.text.split("считаются за период")[1]))


def test_a_board_counts_every_school_and_shows_them_in_parts(roadmap, visitor):
    address = f"/measures/roadmaps/{roadmap.id}/board"

    first, second = visitor.page(address), visitor.page(f"{address}?page=2")

    assert f"Не сделано: {MANY} из {MANY}" in first.text
    assert "и ещё 12 школ: показать в таблице" in first.text
    assert len(schools_in(first)) == PAGE
    assert len(schools_in(second)) == MANY - PAGE
    assert not schools_in(first) & schools_in(second)


def test_who_is_late_is_shown_in_parts_too(roadmap, visitor):
    address = f"/measures/roadmaps/{roadmap.id}/schedule"

    pages = [visitor.page(f"{address}?page={number}") for number in (1, 2, 3)]

    found = [page.html.count("Лист школы") for page in pages]
    assert sum(found) == MANY
    assert found[1] == LATE_PAGE


@pytest.mark.parametrize("page", ["", "/board", "/schedule", "/carry"])
def test_no_page_asks_the_database_more_often_for_more_schools(bench, page):
    def asked(code: str, schools: int) -> int:
        made = make_roadmap(make_scene(bench, code, schools=schools))
        made.approve()
        bench.now.set(2023, 11, 15)
        root = "/roadmaps" if page == "/carry" else "/measures/roadmaps"
        visitor = visits(made.scene).of(COORDINATOR)
        visitor.page(f"{root}/{made.id}{page}")
        with statements_of(bench.database) as statements:
            visitor.page(f"{root}/{made.id}{page}")
        bench.now.set(2023, 4, 3)
        return len(statements)

    assert asked("amur", 2) == asked("primorye", 9)
