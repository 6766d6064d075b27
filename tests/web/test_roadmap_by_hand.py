"""A kept roadmap is corrected on its pages: measures, those who act, stages, its card."""

from __future__ import annotations

import re

import pytest

from engine.domain.roles import Role
from tests.factories import make_scene
from tests.storage.roadmap_scene import ORDER, PROFILE, make_roadmap
from tests.storage.test_quarters import set_year
from tests.web.visiting import faults_of, visits

COORDINATOR = Role.MUNICIPAL_COORDINATOR


@pytest.fixture
def scene(bench):
    return make_scene(bench, "amur", schools=2)


@pytest.fixture
def roadmap(scene):
    return make_roadmap(scene)


@pytest.fixture
def coordinator(scene):
    return visits(scene).of(COORDINATOR)


def of_measure(roadmap, title=ORDER):
    return f"/roadmaps/{roadmap.id}/measures/{roadmap.measures[title]}"


def fields(page, form):
    """Everything that a form would send as it stands."""
    part = page.html.split(f'id="{form}"', 1)[1].split("</form>", 1)[0]
    inputs = re.findall(r'<input[^>]*name="([^"]+)" value="([^"]*)"', part)
    areas = re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>([^<]*)</textarea>', part)
    chosen = re.findall(r'<select[^>]*name="([^"]+)".*?value="([^"]*)" selected', part, re.DOTALL)
    return {name: value for name, value in (*inputs, *areas, *chosen) if name != "csrf_token"}


def test_a_measure_is_corrected_where_it_stands_and_the_page_says_what_the_document_says(
    coordinator, roadmap
):
    table = coordinator.page(f"/roadmaps/{roadmap.id}")
    page = coordinator.page(of_measure(roadmap))
    form = fields(page, "measure")

    again = coordinator.send(
        of_measure(roadmap), form | {"title": "Приказ о кураторах", "deadline": "май 2023"}
    )

    assert of_measure(roadmap) in table.html
    assert "Исправлено мероприятие" in again.text
    assert "Исправлено вручную: что в документе" in again.text
    assert "апрель 2023" in again.text
    shown = coordinator.page(f"/roadmaps/{roadmap.id}")
    assert "01.05.2023 – 31.05.2023" in shown.text
    assert "исправлено вручную" in shown.text
    assert list(faults_of(page.html)) == list(faults_of(again.html)) == []


def test_a_quarter_that_the_region_has_set_gives_a_term_its_day(coordinator, scene, roadmap):
    set_year(scene)
    form = fields(coordinator.page(of_measure(roadmap)), "measure")

    coordinator.send(of_measure(roadmap), form | {"deadline": "до четвертой четверти"})

    assert "27.03.2023" in coordinator.page(f"/roadmaps/{roadmap.id}").text


def test_a_form_that_says_nothing_new_is_told_so(coordinator, roadmap):
    page = coordinator.page(of_measure(roadmap))

    refused = coordinator.send(of_measure(roadmap), fields(page, "measure"), 422)

    assert "Менять здесь нечего" in refused.text


def test_words_that_are_no_term_are_refused_beside_their_field_and_all_else_stays(
    coordinator, roadmap
):
    form = fields(coordinator.page(of_measure(roadmap)), "measure")

    refused = coordinator.send(
        of_measure(roadmap), form | {"deadline": "как-нибудь", "task": "Новая задача"}, 422
    )

    assert "не читаются как срок" in refused.text
    assert refused.field("measure", "deadline") == "как-нибудь"
    assert refused.field("measure", "task") == "Новая задача"


def test_a_living_measure_asks_why_and_keeps_what_was_typed(coordinator, roadmap):
    roadmap.approve()
    form = fields(coordinator.page(of_measure(roadmap)), "measure") | {"task": "Новая задача"}

    unsaid = coordinator.send(of_measure(roadmap), form | {"reason": ""}, 422)
    kept = coordinator.send(
        of_measure(roadmap), form | {"reason": "Приказ от 1 мая", "key": "b" * 20}
    )

    assert unsaid.field("measure", "task") == "Новая задача"
    assert "Причина: Приказ от 1 мая" in kept.text


def test_people_are_added_lead_and_are_let_go(coordinator, roadmap):
    address = of_measure(roadmap)
    nobody = coordinator.send(f"{address}/assignees", {"key": "a" * 20}, 422)
    added = coordinator.send(
        f"{address}/assignees", {"key": "b" * 20, "name": "О. О. Второй", "position": "методист"}
    )
    lead = re.search(r'action="([^"]+/lead)"', added.html)
    assert lead is not None
    led = coordinator.send(lead[1], {"key": "c" * 20})
    release = re.search(r'action="([^"]+/release)"', led.html)
    assert release is not None
    left = coordinator.send(release[1], {"key": "d" * 20})

    assert "Заполните это поле" in nobody.text
    assert "Добавлен исполнитель мероприятия" in added.text
    assert "Главный исполнитель мероприятия" in led.text
    assert "Больше не исполняет" in left.text
    acting = left.html.split('class="acting"', 1)[1].split("</ul>", 1)[0]
    assert "О. О. Второй" in acting
    assert "И. И. Иванова" not in acting


def test_stages_are_set_for_many_and_the_page_of_a_school_shows_them(coordinator, scene, roadmap):
    roadmap.approve()
    page = coordinator.page(f"/roadmaps/{roadmap.id}/stages")
    codes = re.findall(r'name="stages" value="([^"]+)"', page.html)
    form = fields(page, "stages")
    marked = {"key": form["key"], "revision": form["revision"], "stages": codes}

    none = coordinator.send(f"/roadmaps/{roadmap.id}/stages", marked, 422)
    kept = coordinator.send(
        f"/roadmaps/{roadmap.id}/stages",
        marked | {"mark": [str(roadmap.measures[PROFILE])], "key": "e" * 20},
    )
    case = coordinator.page(f"/cases/{scene.open_case()}")

    assert "Отметьте хотя бы одно мероприятие" in none.text
    assert kept.text.count("весь маршрут") == len(roadmap.measures) - 1
    assert "Мероприятия этого этапа" in case.text
    assert PROFILE in case.text
    assert list(faults_of(page.html)) == list(faults_of(case.html)) == []


def test_the_stages_of_one_measure_are_set_where_it_is_corrected(coordinator, roadmap):
    roadmap.approve()
    address = of_measure(roadmap, PROFILE)
    page = coordinator.page(address)
    form = fields(page, "stages")
    code = re.findall(r'name="stages" value="([^"]+)"', page.html)[0]
    sent = {"key": form["key"], "revision": form["revision"], "stages": [code]}

    kept = coordinator.send(f"{address}/stages", sent)

    assert "этапы маршрута" in kept.text
    assert re.search(rf'name="stages" value="{code}" checked', kept.html)


def test_the_card_of_a_draft_gets_its_order_and_a_new_period_moves_what_lasts_it(
    coordinator, roadmap
):
    address = f"/roadmaps/{roadmap.id}/card"
    page = coordinator.page(address)
    form = fields(page, "card")

    backwards = coordinator.send(address, form | {"last": "2022-01-01"}, 422)
    untitled = coordinator.send(address, form | {"title": "", "number": "777"}, 422)
    kept = coordinator.send(address, form | {"number": "777", "last": "2023-11-30"})

    assert "в обратном порядке" in backwards.text
    assert untitled.field("card", "number") == "777"
    assert "Исправлены сведения о дорожной карте" in kept.text
    assert kept.field("card", "number") == "777"
    assert list(faults_of(page.html)) == []


def test_schools_of_a_draft_are_ticked(coordinator, scene, roadmap):
    address = f"/roadmaps/{roadmap.id}"
    page = coordinator.page(f"{address}/card")
    known = dict(re.findall(r'name="(known-\d)".*?value="([^"]+)" selected', page.html, re.DOTALL))

    sent = {name: fields(page, "schools")[name] for name in ("key", "revision")}

    kept = coordinator.send(f"{address}/schools", {**sent, "stays": ["0"], **known})

    assert "школы" in kept.text
    assert kept.html.count('name="stays"') == 1


def test_an_approval_that_gives_nothing_to_any_school_is_told_before_and_mended_at_once(
    coordinator, scene, roadmap
):
    address, approval = f"/roadmaps/{roadmap.id}", f"/measures/roadmaps/{roadmap.id}"
    page = coordinator.page(f"{address}/card")
    before = coordinator.page(approval)
    sent = {name: fields(page, "schools")[name] for name in ("key", "revision")}

    emptied = coordinator.send(f"{address}/schools", sent)
    warned = coordinator.page(approval)
    sent = {name: fields(emptied, "schools")[name] for name in ("key", "revision")}
    ids = [str(one) for one in scene.schools]
    coordinator.send(f"{address}/schools", {**sent, "add": ids, "list": "low_results"})

    assert "Ни одна школа ничего не получит." not in before.text
    assert "Ни одна школа ничего не получит." in warned.text
    assert list(faults_of(warned.html)) == []
    told = f"каждое получит каждая школа карты ({len(ids)} школы)"
    assert told in coordinator.page(approval).text


def test_schools_on_a_path_are_ticked_for_a_draft_at_once_and_kept_only_when_sent(
    coordinator, scene, roadmap
):
    address = f"/roadmaps/{roadmap.id}"
    page = coordinator.page(f"{address}/card")
    sent = {name: fields(page, "schools")[name] for name in ("key", "revision")}
    coordinator.send(f"{address}/schools", sent)
    unopened = coordinator.page(f"{address}/card?add=on-paths")
    scene.open_case(1)

    offered = coordinator.page(f"{address}/card")
    ticked = coordinator.page(f"{address}/card?add=on-paths")

    assert "открыто дело" not in unopened.text
    assert "Отметить школы, у которых открыто дело: 1" in offered.text
    assert re.findall(r'name="add" value="([^"]+)"[^>]* checked', ticked.html) == [
        str(scene.schools[1])
    ]
    assert 'name="stays"' not in coordinator.page(f"{address}/card").html
    assert list(faults_of(ticked.html)) == []


def test_the_card_of_one_in_force_is_corrected_with_a_reason(coordinator, roadmap):
    roadmap.approve()
    address = f"/roadmaps/{roadmap.id}/card"
    page = coordinator.page(address)
    form = fields(page, "card") | {"number": "777"}

    silent = coordinator.send(address, form | {"reason": ""}, 422)
    kept = coordinator.send(address, form | {"reason": "Опечатка в номере"})

    assert silent.field("card", "number") == "777"
    assert "Причина: Опечатка в номере." in kept.text
    assert kept.field("card", "number") == "777"
    assert 'name="stays"' not in page.html
    assert list(faults_of(page.html)) == []


def test_a_new_period_of_one_in_force_shows_first_which_terms_move(coordinator, roadmap):
    roadmap.approve()
    address = f"/roadmaps/{roadmap.id}/card"
    form = fields(coordinator.page(address), "card")
    form |= {"last": "2023-08-31", "reason": "Приказ № 131 сократил период"}

    shown = coordinator.send(address, form, 200)
    again = fields(shown, "card")
    told = coordinator.page(f"/roadmaps/{roadmap.id}/card")
    kept = coordinator.send(address, form | {"key": again["key"], "moved": again["moved"]})

    assert "Вместе с периодом сдвинутся сроки мероприятий." in shown.text
    assert "больше не нужно" in shown.text
    assert told.field("card", "last") == "2023-12-31"
    assert kept.field("card", "last") == "2023-08-31"
    assert list(faults_of(shown.html)) == []


def test_a_remark_is_corrected_with_the_other_cells(coordinator, roadmap):
    address = of_measure(roadmap)
    form = fields(coordinator.page(address), "measure")

    kept = coordinator.send(address, form | {"note-0": "Совместно с методистом"})

    assert "примечания" in kept.text
    assert kept.field("measure", "note-0") == "Совместно с методистом"


@pytest.mark.parametrize("role", [Role.SCHOOL_DIRECTOR, Role.AUDITOR, Role.VIEWER])
def test_others_see_no_way_to_correct_and_have_none(scene, roadmap, role):
    visitor = visits(scene).of(role)

    table = visitor.page(f"/roadmaps/{roadmap.id}")

    assert "Исправить" not in table.text
    for address in (of_measure(roadmap), f"/roadmaps/{roadmap.id}/card"):
        visitor.page(address, 403)
    visitor.page(f"/roadmaps/{roadmap.id}/stages", 403)


def test_a_measure_that_is_not_there_is_not_found(coordinator, roadmap):
    coordinator.page(f"/roadmaps/{roadmap.id}/measures/{roadmap.id}", 404)
