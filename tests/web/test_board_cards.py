"""A card of the board: the way on first, what else can be done now after it."""

import re

import pytest
from flask import g
from flask_babel import force_locale, gettext, lazy_gettext

from engine.domain.roles import Role
from tests.crowds import ORDER
from tests.factories import make_scene
from tests.statements import statements_of
from tests.web.visiting import Page, case_url, faults_of, visits


@pytest.fixture
def scene(bench):
    return make_scene(bench)


@pytest.fixture
def site(scene):
    return visits(scene)


def cards_of(page):
    found = re.findall(r'<li class="card-line.*?\n</li>', page.html, flags=re.DOTALL)
    return [Page(one) for one in found]


def test_what_blocks_the_way_on_is_told_before_a_return_that_is_ready(scene, site):
    case_id = scene.case_at("programme_review")

    (card,) = cards_of(site.of(Role.MUNICIPAL_COORDINATOR).page("/board"))

    told = card.text.partition("Перевести")[0]
    lacks = "! Не зарегистрирован документ «Решение об утверждении программ». и ещё 1"
    assert f"{lacks} ✓ Вернуть программы на доработку" in told
    assert f"{case_url(case_id)}/step?back=/board&amp;move=approve_programmes" in card.html


def test_a_way_on_that_is_ready_is_told_alone(scene, site):
    scene.open_case(order=ORDER)

    (card,) = cards_of(site.of(Role.MUNICIPAL_COORDINATOR).page("/board"))

    assert card.html.count("sign-open") == 1
    assert "✓ Утвердить включение в перечень" in card.text.partition("Перевести")[0]


def test_cards_that_lack_the_same_are_told_alike_and_each_its_own(scene, site):
    for school in range(3):
        scene.case_at("programme_review", school)
    scene.case_at("candidate", 3)

    page = site.of(Role.AUDITOR).page("/board")

    told = sorted(card.text.partition(" ! ")[2].partition(".")[0] for card in cards_of(page))
    approval, listing = "Решение об утверждении программ", "Приказ об утверждении перечня"
    assert told == [
        f"Не зарегистрирован документ «{one}»" for one in (listing, approval, approval, approval)
    ]
    assert list(faults_of(page.html)) == []


def test_a_board_asks_as_many_statements_whether_a_stage_has_one_case_or_four(scene, site):
    auditor = site.of(Role.AUDITOR)
    scene.open_case(0)
    auditor.page("/board")
    with statements_of(scene.bench.database) as first:
        auditor.page("/board")
    for school in (1, 2, 3):
        scene.open_case(school)

    with statements_of(scene.bench.database) as later:
        auditor.page("/board")

    assert len(later) == len(first)
    assert 10 < len(first) < 22


def test_a_sentence_is_in_the_language_of_its_moment(site, monkeypatch):
    app = site.app
    lazy = lazy_gettext("Доска")
    domain = app.extensions["babel"].instance.domain_instance

    with app.test_request_context("/"):
        assert gettext("Доска") == str(lazy) == "Доска"
        russian = domain.get_translations()
        with force_locale("en"):
            english = domain.get_translations()
        assert domain.get_translations() is russian
        assert english is not russian
        assert g.get("_flask_babel").babel_locale.language == "ru"
    assert gettext("Доска") == "Доска"
