"""A roadmap comes in through its review: read, decided, saved; and is shown as it was printed."""

from __future__ import annotations

import html
import io
import re

import pytest

from engine.domain.roles import Role
from tests.domain.roadmaps.seeds import KIROVSKY, PROGRAMME, SOCHI, seed_path
from tests.factories import make_scene
from tests.web.visiting import faults_of, visits

UNCERTAIN = "q:term.0.17..0"


@pytest.fixture
def scene(bench):
    return make_scene(bench)


@pytest.fixture
def coordinator(scene):
    return visits(scene).of(Role.MUNICIPAL_COORDINATOR)


def hand_in(visitor, scene, content, name, **more):
    """Send a file to be read; gives the answer."""
    form = {"place": str(scene.municipality_id), "csrf_token": visitor.form_token(), **more}
    if content is not None:
        form["file"] = (io.BytesIO(content), name)
    return visitor.client.post("/roadmaps/import", data=form, content_type="multipart/form-data")


def begin(visitor, scene, seed=SOCHI):
    """A document under review: the address of its page."""
    path = seed_path(seed)
    answer = hand_in(visitor, scene, path.read_bytes(), path.name)
    assert answer.status_code == 303, answer.text
    return answer.location


def proposals(page):
    """What the page of a review proposes for each name, as its form would send it."""
    names = page.html.split('id="names"', 1)[1].split("</form>", 1)[0]
    found = {}
    for select in re.findall(r'<select[^>]*name="(q:[^"]*)".*?</select>', names, re.DOTALL):
        part = names.split(f'name="{select}"', 1)[1].split("</select>", 1)[0]
        chosen = re.search(r'value="([^"]*)" selected', part)
        if chosen:
            found[html.unescape(select)] = chosen[1]
    return found


def settle(visitor, address):
    """Confirm what is proposed and choose the reading of the one term that is doubtful."""
    answers = proposals(visitor.page(address))
    # A school that nothing was proposed for is in no directory here.
    page = visitor.send(address, {**answers, UNCERTAIN: "по плану работы"})
    asked = re.findall(r'<select[^>]*name="(q:school[^"]*)"', page.html)
    open_ = {html.unescape(one): answers.get(html.unescape(one), "-") for one in asked}
    return visitor.send(address, open_)


def test_a_document_is_read_decided_and_saved(coordinator, scene):
    address = begin(coordinator, scene)
    asked = coordinator.page(address)
    ready = settle(coordinator, address)

    saved = coordinator.send(f"{address}/save", {"key": "a" * 20})

    assert "Требует решения: 27" in asked.text
    assert "Срок «по плану работы» понят так, как написано ниже. Верно ли это?" in asked.text
    assert "день вы назначите на странице «Сейчас и скоро»" in asked.text
    assert "Всё решено." in ready.text
    assert "сохранена как проект" in saved.text
    assert "№\u00a076 от 28.01.2021" in saved.text.replace("№ 76", "№\u00a076")
    assert "Муниципальный уровень" in saved.text
    assert "01.02.2021 – 28.02.2021" in saved.text
    assert list(faults_of(asked.html)) == list(faults_of(saved.html)) == []


def test_nothing_is_saved_while_something_is_open(coordinator, scene):
    address = begin(coordinator, scene)

    refused = coordinator.send(f"{address}/save", {"key": "a" * 20}, 422)

    assert "Ещё не всё решено" in refused.text
    assert "Дорожных карт ещё нет" in coordinator.page("/roadmaps").text


def test_an_answer_is_kept_at_once_and_shown_again(coordinator, scene):
    address = begin(coordinator, scene, PROGRAMME)
    key = "q:term.0.22.2020.0"

    coordinator.send(address, {key: "own", f"t:{key.removeprefix('q:')}": "март 2020"})

    again = coordinator.page(address)
    assert 'value="март 2020"' in again.html
    assert "Требует решения: 6" in again.text
    assert "001-sochi" not in coordinator.page("/roadmaps").text
    assert "002-municipal" in coordinator.page("/roadmaps").text


def test_words_that_are_no_term_are_told_beside_their_field(coordinator, scene):
    address = begin(coordinator, scene, PROGRAMME)
    key = "q:term.0.22.2020.0"

    page = coordinator.send(address, {key: "own", f"t:{key.removeprefix('q:')}": "как-нибудь"})

    assert "Эти слова не читаются как срок" in page.text
    assert "Требует решения: 7" in page.text


def test_a_text_corrected_by_hand_stands_in_the_roadmap(coordinator, scene):
    address = begin(coordinator, scene)
    edit = coordinator.page(f"{address}?show=all&edit=0.2")
    assert 'name="q:text.0.2.title"' in edit.html

    coordinator.send(address, {"q:text.0.2.title": "Приказ о сообществе тьюторов"})
    coordinator.send(address, {"q:card.number": "76-П", "q:card.title": ""})
    untitled = coordinator.page(address)
    coordinator.send(address, {"q:card.title": "Карта Сочи"})
    settle(coordinator, address)
    saved = coordinator.send(f"{address}/save", {"key": "a" * 20})

    assert "У документа нет названия" in untitled.text
    assert "Приказ о сообществе тьюторов" in saved.text
    assert "76-П" in saved.text
    assert "Карта Сочи" in saved.text


def test_the_same_file_again_says_that_it_changes_nothing(coordinator, scene):
    address = begin(coordinator, scene)
    settle(coordinator, address)
    coordinator.send(f"{address}/save", {"key": "a" * 20})
    again = begin(coordinator, scene)

    page = settle(coordinator, again)
    saved = coordinator.send(f"{again}/save", {"key": "b" * 20}, 422)

    assert "уже загружен и ничего не меняет" in page.text
    assert "Сохранить дорожную карту" not in page.text
    assert "Эта дорожная карта уже загружена" in saved.text


def test_a_period_that_no_document_prints_is_asked_for(coordinator, scene):
    address = begin(coordinator, scene, KIROVSKY)
    asked = coordinator.page(address)
    period = {"q:period.first": "2019-09-01", "q:period.last": "2021-12-31"}

    wrong = coordinator.send(address, {**period, "q:period.last": "2018-01-01"})
    right = coordinator.send(address, period)

    assert "Укажите период" in asked.text
    assert 'name="q:period.first" value="2019-01-01"' in asked.html
    assert "Последний день раньше первого" in wrong.text
    assert 'value="2021-12-31"' in right.html


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"%PDF-1.7 scan", "Это PDF"),
        (b"PK\x03\x04 broken", "повреждён"),
        (b"\xff\xd8\xff picture", "Это изображение"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_in_the_form(coordinator, scene, content, said):
    answer = hand_in(coordinator, scene, content, "roadmap.docx")

    assert answer.status_code == 422
    assert said in answer.text
    assert "Ждут проверки" not in coordinator.page("/roadmaps").text


def test_pasted_text_without_known_headings_is_mapped_by_hand(coordinator, scene):
    text = "Что\tКогда\tКем\nСеминар\tмарт 2023\tУО\nСовет\tмай 2023\tУО\n"
    answer = hand_in(coordinator, scene, None, "", text=text)
    address = answer.location
    asked = coordinator.page(address)

    read = coordinator.send(
        address,
        {
            "q:header": "1",
            "q:column.0": "title",
            "q:column.1": "deadline",
            "q:column.2": "responsible",
        },
    )
    coordinator.send(
        address,
        {
            "q:period.first": "2023-01-01",
            "q:period.last": "2023-12-31",
            "q:card.title": "План на 2023 год",
        },
    )
    saved = coordinator.send(f"{address}/save", {"key": "a" * 20})

    assert "Укажите, в какой строке заголовок таблицы" in asked.text
    assert "2 мероприятия" in read.text
    assert "Семинар" in saved.text
    assert "01.03.2023 – 31.03.2023" in saved.text


def test_what_a_cell_holds_is_text_and_never_markup(coordinator, scene):
    text = (
        "№\tМероприятие\tСрок\tОтветственный\n"
        "1\t<script>alert(1)</script> семинар\tмарт 2023\tИванова А.П.\n"
    )
    answer = hand_in(coordinator, scene, None, "", text=text)

    page = coordinator.page(f"{answer.location}?show=all")

    assert "<script>alert(1)" not in page.html


def test_a_review_that_was_dropped_is_gone_from_the_list(coordinator, scene):
    address = begin(coordinator, scene)

    page = coordinator.send(f"{address}/drop", {})

    assert "Дорожная карта не создана" in page.text
    assert "Ждут проверки" not in page.text


@pytest.mark.parametrize("role", [Role.SCHOOL_DIRECTOR, Role.AUDITOR, Role.VIEWER])
def test_others_read_roadmaps_and_take_none_in(coordinator, scene, role):
    address = begin(coordinator, scene)
    settle(coordinator, address)
    coordinator.send(f"{address}/save", {"key": "a" * 20})
    visitor = visits(scene).of(role)

    page = visitor.page("/roadmaps")

    assert "ШНОР" in page.text
    assert "Загрузить документ" not in page.text
    visitor.page("/roadmaps/import", 403)
    visitor.page(address, 403)


def test_a_corrected_version_shows_what_it_changes_and_asks_why(coordinator, scene):
    first = hand_in(coordinator, scene, None, "", text=PLAN).location
    old = save_plan(coordinator, first)
    (roadmap,) = set(re.findall(r"/measures/roadmaps/([0-9a-f-]{36})", old.html))
    changed = PLAN.replace("май 2023", "июнь 2023").replace("3\tСовет\tиюль 2023\tУО\n", "")
    second = hand_in(coordinator, scene, None, "", text=changed).location
    new = coordinator.send(second, {**CARD, "q:amends": roadmap})

    revision = new.html.split('name="revision" value="', 1)[1].split('"', 1)[0]
    form = {"key": "c" * 20, "roadmap": roadmap, "revision": revision}
    unsaid = coordinator.send(f"{second}/save", form | {"reason": "нет"}, 422)
    saved = coordinator.send(
        f"{second}/save", {**form, "key": "d" * 20, "reason": "Приказ от 1 июня"}
    )

    assert "изменено" in new.text
    assert "май 2023 (01.05.2023 – 31.05.2023) июнь 2023" in new.text
    assert "исключено" in new.text
    assert "слишком" in unsaid.text.lower() or "Причина" in unsaid.text
    assert "дорожная карта исправлена" in saved.text
    assert "версия документа 2" in saved.text


def test_a_second_tab_that_saves_again_leads_to_the_roadmap_of_the_first(coordinator, scene):
    address = hand_in(coordinator, scene, None, "", text=PLAN).location
    save_plan(coordinator, address)

    again = coordinator.send(f"{address}/save", {"key": "b" * 20})

    assert "Этот документ уже сохранён: вот дорожная карта." in again.text
    assert "План на 2023 год" in again.text
    assert coordinator.page("/roadmaps").text.count("План на 2023 год") == 1


def test_a_document_without_an_order_that_looks_like_one_that_is_there_is_asked_about(
    coordinator, scene
):
    old = save_plan(coordinator, hand_in(coordinator, scene, None, "", text=PLAN).location)
    (roadmap,) = set(re.findall(r"/measures/roadmaps/([0-9a-f-]{36})", old.html))
    changed = PLAN.replace("май 2023", "июнь 2023")
    second = hand_in(coordinator, scene, None, "", text=changed).location

    alike = coordinator.send(second, CARD)
    other = coordinator.send(second, CARD | {"q:card.title": "Работа с одарёнными детьми"})
    coordinator.send(second, CARD)
    chosen = coordinator.send(second, {"q:amends": roadmap, "at": "save"})

    assert "Похоже на дорожную карту, которая здесь уже есть: План на 2023 год" in alike.text
    assert list(faults_of(alike.html)) == []
    assert "Похоже на дорожную карту" not in other.text
    assert "Это новая версия документа: План на 2023 год" in chosen.text
    assert "Похоже на дорожную карту" not in chosen.text


PLAN = (
    "№\tМероприятие\tСрок\tОтветственный\n"
    "1\tСеминар для учителей\tмарт 2023\tУО\n"
    "2\tПосещение уроков в школах\tмай 2023\tУО\n"
    "3\tСовет\tиюль 2023\tУО\n"
)
CARD = {
    "q:period.first": "2023-01-01",
    "q:period.last": "2023-12-31",
    "q:card.title": "План на 2023 год",
}


def save_plan(visitor, address):
    visitor.send(address, CARD)
    return visitor.send(f"{address}/save", {"key": "a" * 20})
