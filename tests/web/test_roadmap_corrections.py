"""What a review did not read as it is meant is corrected by hand, and stays corrected."""

from __future__ import annotations

import re

import pytest

from engine.domain.roles import Role
from tests.domain.roadmaps.seeds import KIROVSKY, PROGRAMME, SOCHI
from tests.factories import make_scene
from tests.web.test_roadmap_pages import begin, settle
from tests.web.visiting import faults_of, visits


@pytest.fixture
def scene(bench):
    return make_scene(bench)


@pytest.fixture
def coordinator(scene):
    return visits(scene).of(Role.MUNICIPAL_COORDINATOR)


def first_spot(coordinator, address):
    """The place of the first measure in the file."""
    return re.findall(r'id="m-([\d.]+)"', coordinator.page(f"{address}?show=all").html)[0]


def test_cells_of_years_have_fields_of_their_own_and_keep_what_is_typed(coordinator, scene):
    address = begin(coordinator, scene, PROGRAMME)
    spot = first_spot(coordinator, address)
    edit = coordinator.page(f"{address}?show=all&edit={spot}")

    page = coordinator.send(
        address,
        {
            "show": "all",
            f"q:text.{spot}.year.2021": "Проведены три семинара",
            f"q:text.{spot}.when.2021": "сентябрь 2021",
        },
    )

    assert "2021: ключевой результат" in edit.text
    assert "2021: срок" in edit.text
    assert "Проведены три семинара" in page.text
    assert "01.09.2021 – 30.09.2021" in page.text
    assert list(faults_of(edit.html)) == []


def test_tasks_of_actors_have_fields_of_their_own(coordinator, scene):
    address = begin(coordinator, scene, KIROVSKY)
    spot = first_spot(coordinator, address)

    edit = coordinator.page(f"{address}?show=all&edit={spot}")
    page = coordinator.send(address, {"show": "all", f"q:text.{spot}.actor.0": "Семинар завучей"})

    assert "Задача: " in edit.text
    assert "Семинар завучей" in page.text


def test_section_level_and_leader_are_set_for_the_ticked_rows_at_once(coordinator, scene):
    address = begin(coordinator, scene, SOCHI)
    marked = {"mark": ["0.2", "0.3"], "at": "bulk", "show": "all"}

    page = coordinator.send(
        address,
        {**marked, "bulk.new": "Раздел новый", "bulk.level": "school", "bulk.lead": "first"},
    )

    assert page.text.count("Раздел новый") == 2
    assert page.text.count("Уровень школьный") >= 2
    assert list(faults_of(page.html)) == []


def test_a_row_is_joined_and_parted_by_a_button_and_the_page_shows_both_rows(coordinator, scene):
    address = begin(coordinator, scene, SOCHI)
    before = coordinator.page(f"{address}?show=all")
    joined = coordinator.send(address, {"row": "join:0.3", "show": "all"})
    parted = coordinator.send(address, {"q:row.0.3": "apart", "show": "all"})

    assert 'id="m-0.3"' in before.html
    assert 'id="m-0.3"' not in joined.html
    assert "Строка 4 присоединена к ней" in joined.text
    assert 'id="m-0.3"' in parted.html


def test_a_button_for_a_row_that_is_not_there_changes_nothing(coordinator, scene):
    address = begin(coordinator, scene, SOCHI)

    for row in ("join:0.0", "join:9.9", "part:0.2", "drop:0.2"):
        coordinator.send(address, {"row": row})

    assert "35" in coordinator.page(f"{address}?show=all").text
    assert "присоединена" not in coordinator.page(f"{address}?show=all").text


def test_what_was_typed_stands_there_after_a_refusal(coordinator, scene):
    address = begin(coordinator, scene, SOCHI)
    long = "Очень длинный текст " * 1_100

    page = coordinator.send(
        address, {"q:text.0.2.title": long, "q:text.0.3.title": "Короткий", "show": "all"}, 422
    )

    assert "Не сохранено" in page.text
    assert "Очень длинный текст Очень длинный текст" in page.text
    assert "Короткий" in page.text
    assert "Короткий" not in coordinator.page(f"{address}?show=all").text


def test_a_sign_that_cannot_be_kept_does_not_take_the_words_with_it(coordinator, scene):
    address = begin(coordinator, scene, SOCHI)

    page = coordinator.send(address, {"q:text.0.2.title": "Круглый\x07 стол", "show": "all"})

    assert "Круглый стол" in page.text


def test_the_same_file_goes_on_with_the_review_that_is_open(coordinator, scene):
    address = begin(coordinator, scene, SOCHI)
    coordinator.send(address, {"q:text.0.2.title": "Круглый стол"})

    again = begin(coordinator, scene, SOCHI)

    assert again == address
    assert "Круглый стол" in coordinator.page(f"{again}?show=all").text


def test_the_same_file_after_saving_keeps_the_corrections_and_changes_nothing(coordinator, scene):
    address = begin(coordinator, scene, SOCHI)
    coordinator.send(address, {"q:text.0.2.title": "Круглый стол"})
    settle(coordinator, address)
    coordinator.send(f"{address}/save", {"key": "a" * 20})

    again = begin(coordinator, scene, SOCHI)
    page = coordinator.page(again)

    assert again != address
    assert "Требует решения" not in page.text
    assert "уже загружен и ничего не меняет" in page.text


def test_new_words_of_a_term_forget_the_reading_chosen_for_the_old_ones(coordinator, scene):
    address = begin(coordinator, scene, SOCHI)
    coordinator.send(address, {"q:term.0.17..0": "по плану работы"})
    coordinator.send(
        address,
        {"q:term.0.17..0": "по плану работы", "q:text.0.17.deadline": "март 2021", "show": "all"},
    )

    page = coordinator.page(f"{address}?show=all")

    part = page.html.split('id="m-0.17"', 1)[1].split("</article>", 1)[0]
    assert "01.03.2021 – 31.03.2021" in part
    assert "по плану работы»" not in part.split("beside-read", 1)[1]
