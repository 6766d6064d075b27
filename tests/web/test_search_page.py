"""The search page: what was found by kind, where it stands, and what to do when nothing was."""

import re

import pytest

from engine.actions.deciding import DecisionRequest, OrderPaper, register_decision
from engine.actions.mentoring import AttachRequest, attach
from engine.domain.roles import Role
from engine.domain.situation import AttachmentKind
from tests.factories import make_scene
from tests.storage.words import file
from tests.web.visiting import case_url, faults_of, visits


@pytest.fixture
def scene(bench):
    return make_scene(bench)


@pytest.fixture
def site(scene):
    return visits(scene)


def found(visitor, words, status=200):
    return visitor.page(f"/search?q={words}", status)


def kinds(page):
    return re.findall(r'<h2[^>]*id="(\w+)-title"', page.html)


@pytest.mark.parametrize("words", ["СОШ №2", "СОШ 2", "школа 2", "сош№ 2", "CОШ 2", "«сош»—2"])
def test_a_school_and_its_case_are_found_under_every_spelling(scene, site, words):
    case_id = scene.open_case(1)

    page = found(site.of(Role.MUNICIPAL_COORDINATOR), words)

    assert kinds(page) == ["schools", "cases"]
    assert f'href="/schools/{scene.schools[1]}"' in page.html
    assert f'href="{case_url(case_id)}"' in page.html
    assert "режим риска, открыто: 1 дело" in page.text
    assert list(faults_of(page.html)) == []


def test_papers_and_orders_lead_to_their_place_in_the_case(scene, site):
    case_id = scene.open_case(0)
    file(scene, case_id, title="Концепция роста", file_name="Концепция.txt")
    paper = OrderPaper("curator_order", "45-К", scene.bench.now().date(), "Управление образования")
    coordinator = scene.actor(Role.MUNICIPAL_COORDINATOR)
    register_decision(scene.bench, DecisionRequest(case_id, paper), actor=coordinator)
    visitor = site.of(Role.MUNICIPAL_COORDINATOR)

    documents, orders = found(visitor, "концепция"), found(visitor, "приказ 45-к")

    assert kinds(documents) == ["documents"]
    assert "Концепция роста" in documents.text
    assert case_url(case_id, "#document-midterm_programme-1") in documents.html
    assert f"{case_url(case_id)}/files/documents/" in documents.html
    assert kinds(orders) == ["orders"]
    assert "№ 45-К от 03.04.2023" in orders.text
    assert case_url(case_id, "#decisions") in orders.html
    assert list(faults_of(documents.html)) + list(faults_of(orders.html)) == []


def test_a_person_is_found_with_the_cases_that_name_them(scene, site):
    case_id = scene.open_case(0)
    curator = scene.actor(Role.CURATOR).account_id
    asked = AttachRequest(case_id, AttachmentKind.CURATOR, curator)
    attach(scene.bench, asked, actor=scene.actor(Role.MUNICIPAL_COORDINATOR))

    seen = found(site.of(Role.MUNICIPAL_COORDINATOR), "curator")
    managed = found(site.of(Role.REGIONAL_ADMIN), "curator 0")

    assert kinds(seen) == ["people"]
    assert "куратор: МБОУ СОШ № 1" in seen.text
    assert "/admin/people/" not in seen.html
    assert f'href="/admin/people/{curator}"' in managed.html


def test_nothing_found_says_what_to_try(scene, site):
    page = found(site.of(Role.MUNICIPAL_COORDINATOR), "абракадабра")

    assert "Ничего не найдено. Проверьте номер и написание" in page.text
    assert list(faults_of(page.html)) == []


@pytest.mark.parametrize("address", ["/search", "/search?q=", "/search?q=%20%20"])
def test_without_words_the_page_says_how_to_search(site, address):
    page = site.of(Role.MUNICIPAL_COORDINATOR).page(address)

    assert "«СОШ №53», «сош 53» и «школа 53» найдут одно и то же" in page.text
    assert "Ничего не найдено" not in page.text


def test_another_regions_school_answers_like_none(scene, site):
    make_scene(scene.bench, "primorye", schools=9)

    mine = found(site.of(Role.MUNICIPAL_COORDINATOR), "школа 9")
    none = found(site.of(Role.MUNICIPAL_COORDINATOR), "школа 90")

    assert mine.text.replace("школа 9", "") == none.text.replace("школа 90", "")


def test_a_long_group_leads_to_its_whole_list(scene, site):
    for school in range(4):
        scene.open_case(school)
    visitor = site.of(Role.MUNICIPAL_COORDINATOR)

    page = found(visitor, "мбоу 5")
    whole = found(visitor, "сковородинский")

    assert "Показать все" not in page.text
    assert "Показать все" in whole.text
    address = re.search(r'href="(/schools\?q=[^"]+)"', whole.html)
    assert address is not None
    assert "Найдено: 7 школ" in visitor.page(address[1]).text


@pytest.mark.parametrize(
    "words",
    [
        "%",
        "_",
        "'",
        "\\",
        "\x00",
        "a" * 10_000,
        "🙂",
        "9" * 9_000,
        "№",
        "<script>alert(1)</script>",
    ],
)
def test_no_query_makes_the_page_fail_or_stands_in_it_unescaped(site, words):
    answer = site.of(Role.MUNICIPAL_COORDINATOR).get("/search", query_string={"q": words})

    assert answer.status_code == 200
    assert "<script>alert" not in answer.text


def test_every_page_has_the_search_of_whoever_may_search(site):
    box = 'class="search-box"'

    assert box in site.of(Role.MUNICIPAL_COORDINATOR).get("/worklist").text
    assert box in site.of(Role.SCHOOL_DIRECTOR).get("/worklist").text
    assert box not in site.of(Role.MUNICIPAL_COORDINATOR).get("/search").text
