"""Two administrators of a region: one submits a version, the other reads and decides."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from engine.domain.roles import Role
from tests.factories import Scene, make_scene, publish
from tests.web.visiting import Visitor, faults_of, visits


@pytest.fixture
def scene(bench) -> Scene:
    made = make_scene(bench, schools=1)
    settings = (*made.definition.settings, ("publish_approval", "another"))
    publish(made, replace(made.definition, settings=tuple(sorted(settings))))
    return made


@pytest.fixture
def author(scene) -> Visitor:
    return visits(scene).of(Role.REGIONAL_ADMIN)


@pytest.fixture
def other(scene) -> Visitor:
    return visits(scene).of(Role.REGIONAL_ADMIN, 1)


TEXT = 'code = "town"\ntitle = "Округ"\nsubject = "school"\nextends = "base"\n'


def submit(scene: Scene, author: Visitor) -> str:
    """The address of the version that now waits."""
    form = {"text": TEXT, "expected": "0", "do": "publish", "note": "Приказ № 4"}
    answer = author.post(f"/admin/definitions/region/{scene.region_id}/new", form)
    assert answer.status_code == 303
    address = answer.location
    assert "/proposal/" in address
    return address


def digest_on(page: str) -> str:
    return page.partition('name="digest" value="')[2][:64]


def test_the_author_reads_that_another_decides_and_finds_no_button_to_approve(scene, author):
    page = author.page(submit(scene, author))

    assert "Автор не утверждает свою версию. Утвердить может:" in page.text
    assert "Утвердить и опубликовать" not in page.text
    assert list(faults_of(page.html)) == []


def test_an_author_who_sends_the_approval_by_hand_is_told_so_in_a_sentence(scene, author):
    address = submit(scene, author)

    answer = author.post(address, {"do": "approve", "digest": "0" * 64})

    assert answer.status_code == 403
    assert "Автор не утверждает свою версию маршрута." in answer.text


def test_the_other_is_told_at_the_start_reads_and_publishes(scene, author, other):
    address = submit(scene, author)

    start = other.page("/admin/")
    page = other.page(address)
    done = other.send(address, {"do": "approve", "digest": digest_on(page.html)})

    assert "Ждут вашего утверждения: Округ" in start.text
    assert "Приказ № 4" in page.text
    assert "Утвердил(а):" in done.text
    assert "Ждут вашего утверждения" not in other.page("/admin/").text
    assert list(faults_of(page.html)) == []


def test_what_is_returned_waits_for_its_author_with_the_remarks(scene, author, other):
    address = submit(scene, author)

    empty = other.send(address, {"do": "return", "remarks": ""}, status=422)
    other.send(address, {"do": "return", "remarks": "Назовите округ полностью"})
    mine = author.page(address)
    path = re.search(r'href="([^"]+/path)"', mine.html)
    assert path is not None
    draft = author.page(path[1])

    assert "Заполните это поле." in empty.text
    assert "возвращена автору" in mine.text
    assert "Назовите округ полностью" in mine.text
    assert "Версия возвращена:" in draft.text
    assert "Исправьте и сдайте снова." in draft.text


def test_a_version_is_withdrawn_and_the_draft_is_still_there(scene, author):
    address = submit(scene, author)

    page = author.send(address, {"do": "withdraw"})

    assert "Отозвано. Черновик остался у вас." in page.text
    assert "Сдать на утверждение" in page.text
