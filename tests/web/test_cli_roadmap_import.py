"""`marshrut roadmap import`: the same review and the same deed as in the browser."""

from __future__ import annotations

import json

import pytest

from engine.domain.roles import Role
from engine.queries.roadmaps.reviews import open_reviews, read_review
from engine.queries.roadmaps.sheets import roadmap_lines
from tests.domain.roadmaps.seeds import PRIMORSKY, seed_path
from tests.factories import make_scene
from tests.web.commanding import marshrut

ANSWERS = {
    "term.0.8..0": "сентябрь 2020 г., далее регулярно",
    "name.Шкурятская М.В.": "same",
}


@pytest.fixture
def scene(bench):
    return make_scene(bench)


@pytest.fixture
def take_in(scene, database_url):
    def run(*words, login="municipal_coordinator.0.amur"):
        file = str(seed_path(PRIMORSKY))
        return marshrut("roadmap", "import", file, "--as", login, *words, url=database_url)

    return run


def coordinator(scene):
    return scene.actor(Role.MUNICIPAL_COORDINATOR)


def test_a_dry_run_tells_the_questions_and_changes_nothing(scene, take_in):
    done = take_in("--dry-run")

    assert done.returncode == 0, done.stderr
    assert "мероприятий 14, требует решения 2." in done.stdout
    assert "? term.0.8..0" in done.stdout
    assert "сентябрь 2020 г., далее регулярно" in done.stdout
    assert roadmap_lines(scene.bench, actor=coordinator(scene)) == []
    assert open_reviews(scene.bench, actor=coordinator(scene)) == []


def test_with_every_answer_it_is_taken_in_once(scene, take_in, tmp_path):
    path = tmp_path / "answers.json"
    path.write_text(json.dumps(ANSWERS), encoding="utf-8")

    first, again = (take_in("--answers", str(path)) for _ in range(2))

    assert "Сохранена как проект" in first.stdout, first.stderr
    assert "Ничего не изменено: этот файл уже загружен" in again.stdout
    (line,) = roadmap_lines(scene.bench, actor=coordinator(scene))
    assert line.measures == 14


def test_what_is_open_waits_for_review_in_the_browser(scene, take_in):
    done = take_in()

    (waiting,) = open_reviews(scene.bench, actor=coordinator(scene))
    assert f"Ждёт проверки: /roadmaps/import/{waiting.id}" in done.stdout
    assert read_review(scene.bench, waiting.id, actor=coordinator(scene)).kept.decisions == {}


@pytest.mark.parametrize(
    ("login", "said"),
    [
        ("school_director.0.amur", "нужна роль координатора"),
        ("nobody", "Нет действующей учётной записи"),
        ("regional_coordinator.0.amur", "--place"),
    ],
)
def test_it_is_done_in_the_name_of_somebody_who_may(take_in, login, said):
    done = take_in(login=login)

    assert done.returncode == 1
    assert said in done.stderr
