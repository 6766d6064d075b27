"""What takes the server long says so: where it is asked for, and with a plain link or form."""

import pytest

from engine.domain.roles import Role
from tests.factories import make_scene
from tests.web.visiting import visits

SCRIPT = "/static/busy.js"


@pytest.fixture
def scene(bench):
    scene = make_scene(bench)
    for school in (0, 1):
        scene.open_case(school)
    return scene


def test_looking_at_many_cases_says_that_the_server_is_at_work(scene):
    coordinator = visits(scene).of(Role.MUNICIPAL_COORDINATOR)

    for path in ("/worklist?whose=all", "/board", "/bulk/new?whose=all"):
        page = coordinator.page(path)
        assert SCRIPT in page.html, path
        assert 'data-busy="Смотрим каждое дело…"' in page.html, path


def test_who_moves_nothing_loads_nothing_for_it(scene):
    page = visits(scene).of(Role.AUDITOR).page("/worklist?whose=all")

    assert SCRIPT not in page.html
    assert "data-busy" not in page.html


def test_a_file_of_a_long_history_begins_before_all_of_it_is_read(scene):
    auditor = visits(scene).of(Role.AUDITOR)
    school = scene.schools[0]

    answer = auditor.client.get(f"/schools/{school}/history.csv")

    assert answer.is_streamed
    assert answer.headers["Content-Disposition"].startswith("attachment")
