"""What a review asks of other annexes, and what it says where there is nothing to read."""

from __future__ import annotations

import pytest

from engine.domain.roles import Role
from tests.domain.roadmaps.files import Rows, word
from tests.factories import make_scene
from tests.web.test_roadmap_pages import hand_in
from tests.web.visiting import visits

HEADER = ["№", "Мероприятие", "Срок", "Ответственные"]
OWN: Rows = [HEADER, ["1", "Диагностика", "март 2024", "ИМЦ"]]
OTHER: Rows = [HEADER, ["1", "Консультации по ОГЭ", "май 2024", "ИМЦ"]]
ORDER = word(
    "Приложение 1",
    "Дорожная карта на 2024 год",
    OWN,
    "Приложение 2",
    "План подготовки к ОГЭ",
    OTHER,
)


@pytest.fixture
def scene(bench):
    return make_scene(bench)


@pytest.fixture
def coordinator(scene):
    return visits(scene).of(Role.MUNICIPAL_COORDINATOR)


def test_an_annex_that_was_left_out_is_not_in_the_roadmap_that_is_kept(coordinator, scene):
    address = hand_in(coordinator, scene, ORDER, "приказ.docx").location
    asked = coordinator.page(address)
    ready = coordinator.send(address, {"q:annex.1": "left_out"})

    saved = coordinator.send(f"{address}/save", {"key": "b" * 20})

    assert "таблица из другого приложения: «План подготовки к ОГЭ» (1 строка)?" in asked.text
    assert "Требует решения: 1" in asked.text
    assert "Всё решено." in ready.text
    assert "Диагностика" in saved.text
    assert "Консультации по ОГЭ" not in saved.text


def test_a_draft_without_a_school_of_the_directory_says_so_and_leads_to_them(coordinator, scene):
    address = hand_in(coordinator, scene, word("Карта на 2024 год", OWN), "карта.docx").location

    reviewed = coordinator.page(address)
    saved = coordinator.send(f"{address}/save", {"key": "c" * 20})

    said = "В документе не названо ни одной школы из справочника."
    assert said in reviewed.text
    assert said in saved.text
    assert "Назвать школы" in saved.text


def test_prose_is_refused_with_what_to_do(coordinator, scene):
    prose = word("Справка о работе школ на 2024 год", "Школы работали хорошо.")

    page = coordinator.page(hand_in(coordinator, scene, prose, "справка.docx").location)

    assert "Мероприятия не найдены." in page.text
    assert "таблицей или такими пунктами" in page.text
