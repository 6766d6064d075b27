"""A corrected version of a document asks only for what it prints otherwise."""

from __future__ import annotations

import re

import pytest

from engine.actions.registering import SchoolRequest, register_school
from engine.actions.service_accounts import command_actor
from engine.domain.roles import Role
from engine.domain.situation import SchoolMode
from tests.domain.roadmaps.files import word
from tests.factories import make_scene
from tests.web.test_roadmap_pages import hand_in, proposals
from tests.web.visiting import faults_of, visits

HEAD = ["№", "Мероприятие", "Срок", "Ответственный"]
ROWS = (
    ["1", "Провести совещание директоров", "март 2026", "Управление образования"],
    ["2", "Подготовить справку", "31 июня 2026 года", "Методический центр"],
    ["3", "Обновить сайт", "апрель 2026", "Методический центр"],
)
ASKED = "q:term.0.2..0"
NUMBERED = "от 28.01.2026 № 76"


@pytest.fixture
def scene(bench):
    return make_scene(bench)


@pytest.fixture
def coordinator(scene):
    return visits(scene).of(Role.MUNICIPAL_COORDINATOR)


def plan(*rows, schools=("№ 1", "№ 2", "№ 99"), number=NUMBERED):
    listed = ", ".join(f"МБОУ СОШ {one}" for one in schools)
    return word(
        "УПРАВЛЕНИЕ ОБРАЗОВАНИЯ",
        "ПРИКАЗ",
        number,
        f"1. Утвердить дорожную карту для школ с низкими результатами: {listed}.",
        "Дорожная карта поддержки школ на 2026 год",
        [HEAD, *rows],
    )


def saved(coordinator, scene, document):
    """The document decided and saved."""
    address = hand_in(coordinator, scene, document, "карта.docx").location
    coordinator.send(address, {**proposals(coordinator.page(address)), ASKED: "30 июня 2026 г."})
    return coordinator.send(f"{address}/save", {"key": "a" * 20})


def test_what_a_corrected_version_prints_the_same_is_not_asked_again(coordinator, scene):
    first = saved(coordinator, scene, plan(*ROWS))
    rows = [
        ["1", "Утвердить план", "31 апреля 2026 года", "Управление образования"],
        *([str(at), *one[1:]] for at, one in enumerate(ROWS, 2)),
    ]

    second = hand_in(
        coordinator, scene, plan(*rows, schools=("№ 1", "№ 2", "№ 3", "№ 99")), "новая.docx"
    )
    page = coordinator.page(second.location)

    assert "сохранена как проект" in first.text
    assert "Из прошлой взято: 4 ответа." in page.text
    assert "Требует решения: 2" in page.text
    assert "«31 апреля 2026 года»" in page.text
    assert 'value="30 июня 2026 г." checked' in page.html


def test_a_version_that_is_recognised_by_hand_takes_the_answers_over_too(coordinator, scene):
    first = saved(coordinator, scene, plan(*ROWS, number=""))
    (roadmap,) = set(re.findall(r"/measures/roadmaps/([0-9a-f-]{36})", first.html))
    second = hand_in(coordinator, scene, plan(*ROWS[:2], number=""), "новая.docx").location

    asked = coordinator.page(second)
    chosen = coordinator.send(second, {"q:amends": roadmap, "at": "top"})

    assert "Похоже на дорожную карту, которая здесь уже есть" in asked.text
    assert "Требует решения: 4" in asked.text
    assert list(faults_of(asked.html)) == []
    assert "Всё решено." in chosen.text
    assert "Это новая версия документа" in chosen.text


def test_a_school_that_is_in_the_directory_by_now_is_asked_about_again(coordinator, scene):
    saved(coordinator, scene, plan(*ROWS))
    place = SchoolRequest(
        scene.region_id, scene.municipality_id, "МБОУ СОШ № 99", SchoolMode.AT_RISK
    )
    register_school(scene.bench, place, actor=command_actor(scene.bench))

    page = coordinator.page(hand_in(coordinator, scene, plan(*ROWS[:2]), "новая.docx").location)

    assert "Из прошлой взято: 3 ответа." in page.text
    assert "Требует решения: 1" in page.text
    assert "МБОУ СОШ № 99" in proposals(page).popitem()[0]


def test_a_term_that_was_decided_is_shown_as_it_was_decided(coordinator, scene):
    address = hand_in(coordinator, scene, plan(*ROWS), "карта.docx").location
    before = coordinator.page(address)

    after = coordinator.send(address, {ASKED: "30 июня 2026 г."})

    assert "нужно решение" in before.text
    assert "нужно решение" not in after.text
    assert "30.06.2026 (уточнено)" in after.text


def test_the_same_file_says_at_once_that_it_changes_nothing(coordinator, scene):
    saved(coordinator, scene, document := plan(*ROWS))

    again = coordinator.page(hand_in(coordinator, scene, document, "карта.docx").location)

    assert "Всё решено." not in again.text
    assert again.text.count("Этот файл уже загружен и ничего не меняет.") == 2


def test_what_is_worth_a_look_can_be_looked_at_alone(coordinator, scene):
    late = [["4", "Посетить уроки", "ноябрь 2025", "Методисты"]]
    address = hand_in(coordinator, scene, plan(*ROWS, *late), "карта.docx").location

    told = coordinator.page(address)
    noted = coordinator.page(f"{address}?show=noted")

    assert "Есть замечания к мероприятиям: 1" in told.text
    assert "Посетить уроки" not in told.text
    assert "Посетить уроки" in noted.text
    assert "Обновить сайт" not in noted.text
    assert list(faults_of(noted.html)) == []


def test_a_table_without_rows_is_told_as_one(coordinator, scene):
    page = coordinator.page(hand_in(coordinator, scene, plan(), "карта.docx").location)

    assert "Заголовок таблицы есть, а строк с мероприятиями под ним нет." in page.text
    assert "1 строка: 0 мероприятий, 1 строка заголовка." in page.text
