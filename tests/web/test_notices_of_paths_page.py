"""Notices that are about no case: a sentence, the path they are about, and a page that opens."""

from __future__ import annotations

import re

import pytest

from engine.actions.delivering import deliver_due
from engine.actions.proposing import ReturnRequest, return_definition
from engine.domain import notices
from engine.domain.notices import Topic
from engine.domain.roles import Role
from engine.queries.inbox import TopicLine
from engine.storage.types import new_id
from tests.crowds import make_crowd
from tests.factories import make_scene
from tests.passages import begun, carried, plan_for, recoded
from tests.passages import published as version_of
from tests.storage.test_publishing import asks_another, published, submitted
from tests.web.test_wording import ROOT
from tests.web.visiting import Page, Visitor, faults_of, visits
from web.wording.notices import notice_sentence
from web.wording.topics import TOPIC_SENTENCES, topic_title

ADMIN, REGION = Role.REGIONAL_ADMIN, Role.REGIONAL_COORDINATOR
FIELDS = {
    "title": "Путь области",
    "base": "Базовый путь",
    "version": 3,
    "cases": 12,
    "effective_on": "2023-05-02",
    "counts": {"late": 1, "missed": 2, "today": 5, "closing": 1, "ahead": 21},
    "first": {"title": "Самодиагностика", "due_on": "2023-04-28"},
    "measures": 5,
    "schools": 4,
}


@pytest.fixture
def scene(bench):
    return make_scene(bench, schools=1, tutor_schools=0)


def line_with(kind: str, fields: dict, at, *, mine: bool = False) -> TopicLine:
    place = ("Область", "", "Asia/Yakutsk", mine)
    return TopicLine(new_id(), Topic.VERSION, new_id(), kind, at, fields, False, *place)


def opened(visitor: Visitor, page: Page, title: str) -> Page:
    """The page behind the first notice about a path."""
    found = re.search(rf'class="notice-subject"><a href="([^"]+)">{title}<', page.html)
    assert found is not None, page.text
    return visitor.page(found[1])


def test_every_kind_of_notice_about_no_case_has_a_sentence(clock):
    text = (ROOT / "engine/actions/announcing.py").read_text()
    names = set(re.findall(r"\b(?:BASE|CASES)_[A-Z]+\b", text))
    roadmaps = (ROOT / "engine/actions/roadmaps/noticing.py").read_text()
    kinds = {getattr(notices, name) for name in names} | {
        f"definition:{word.lower()}" for word in re.findall(r"AuditKind.DEFINITION_([A-Z]+)", text)
    }
    kinds |= {
        f"{what.lower()}:{word.lower()}"
        for what, word in re.findall(r"AuditKind.(MEASURE|ROADMAP)_([A-Z]+)", roadmaps)
    }
    rounds = (ROOT / "engine/actions/roadmaps/telling.py").read_text()
    words = re.findall(r"\bMEASURES_[A-Z]+\b", rounds)
    kinds |= {word.lower().replace("_", ":") for word in words}

    assert kinds == set(TOPIC_SENTENCES)
    for kind in kinds:
        for fields in (FIELDS, {}):
            line = line_with(kind, fields, clock())
            assert notice_sentence(line).endswith(".")
            assert "None" not in notice_sentence(line)
            assert topic_title(line)


def test_a_number_of_cases_takes_the_form_that_russian_asks_for(clock):
    said = notice_sentence(line_with("cases:migrated", {**FIELDS, "cases": 2}, clock()))

    assert said.startswith(
        "Дела, с которыми вы работаете, переведены на версию 3 маршрута: 2 дела."
    )


def test_a_version_that_waits_is_read_from_its_notice_and_comes_back_to_its_author(scene):
    site = visits(scene)
    asks_another(scene)
    proposal = submitted(scene, "Новая версия").created_id
    assert proposal is not None
    deliver_due(scene.bench, node="node-a")
    other = site.of(ADMIN, 1)

    page = other.page("/notices")

    assert "Новая версия маршрута ждёт утверждения." in page.text
    assert list(faults_of(page.html)) == []
    assert "Новая версия" in opened(other, page, "Новая версия").text

    request = ReturnRequest(proposal, "Срок экспертизы мал")
    return_definition(scene.bench, request, actor=scene.actor(ADMIN, 1))
    deliver_due(scene.bench, node="node-a")
    author = site.of(ADMIN)
    page = author.page("/notices")
    assert "Ваша версия маршрута возвращена с замечаниями." in page.text
    assert "Срок экспертизы мал" not in page.text
    assert "Срок экспертизы мал" in opened(author, page, "Новая версия").text


def test_a_published_version_opens_for_a_coordinator_from_his_notice(scene):
    published(scene, "Вторая редакция")
    deliver_due(scene.bench, node="node-a")
    coordinator = visits(scene).of(REGION)

    page = coordinator.page("/notices")

    assert "Опубликована версия 2 маршрута. Новые дела начинаются по ней с 03.04.2023." in page.text
    assert "Вторая редакция" in opened(coordinator, page, "Вторая редакция").text


def test_whose_cases_went_over_opens_their_new_version(scene):
    make_crowd(scene, 2)
    new = recoded(scene.definition, "listed", "on_list")
    carried(scene, begun(scene, version_of(scene, new), plan_for(scene.definition, new)))
    deliver_due(scene.bench, node="node-a")
    coordinator = visits(scene).of(Role.MUNICIPAL_COORDINATOR)

    page = coordinator.page("/notices")

    assert "переведены на версию 2 маршрута: 2 дела." in page.text
    assert new.title in opened(coordinator, page, re.escape(new.title)).text
