"""Moving many cases on the pages: choose, look at each, start, carry on, try the failed again."""

import io
import re

import pytest

from engine.actions.people import GrantRequest, RoleRequest, grant_role
from engine.actions.service_accounts import command_actor
from engine.domain.bulk import BulkMode
from engine.domain.roles import Place, Role
from tests.crowds import COORDINATOR, REASON, make_crowd
from tests.factories import SINCE, make_scene
from tests.web.visiting import Page, faults_of, visits


@pytest.fixture
def scene(bench):
    return make_scene(bench, schools=1, tutor_schools=1)


@pytest.fixture
def crowd(scene):
    return make_crowd(scene, 4, no_order=2, listed=1, changed=1)


@pytest.fixture
def visitor(scene, crowd):
    return visits(scene).of(COORDINATOR)


def ticked(crowd):
    return {"case": [str(one) for one in crowd.cases]}


def looked_at(visitor, crowd, **form):
    """The preview of a move over all the cases."""
    asked = {"move": "approve_listing", "look": "1", **ticked(crowd), **form}
    return visitor.send("/bulk/new", asked, 200)


def started(visitor, crowd, mode=BulkMode.EACH, file=None, **form):
    """The address of a bulk that was looked at and started."""
    page = looked_at(visitor, crowd, **form)
    hidden = {name: page.field("bulk-form", name) for name in ("cases", "key")}
    sent = {"move": "approve_listing", "mode": mode.value, **hidden, **form}
    response = visitor.post("/bulk", {**sent, "file": file} if file else sent)
    assert response.status_code == 303, Page(response.text).text
    return response.location.partition("?")[0]


def figures(page):
    """The tiles: title and number."""
    found = re.findall(r'class="tile[^>]*><strong>(\d+)</strong> ([^<]+)<', page.html)
    return {title.strip(): int(number) for number, title in found}


def test_the_board_and_the_list_offer_to_choose_several_to_whoever_moves(scene, crowd, visitor):
    viewer = visits(scene).of(Role.VIEWER)
    for path in ("/board", "/worklist"):
        page = visitor.page(path)
        assert f'name="case" value="{crowd.ready[0]}" form="bulk"' in page.html
        assert list(faults_of(page.html)) == []
        assert 'form="bulk"' not in viewer.page(path).html


def test_a_whole_stage_is_chosen_by_its_link(crowd, visitor):
    page = visitor.page("/bulk/new?whose=all&stage=candidate")

    assert "Выбрано: 7 дел" in page.text
    assert "Утвердить включение в перечень можно: 5 из 7" in page.text
    assert list(faults_of(page.html)) == []


def test_the_preview_says_how_many_can_be_moved_and_why_the_others_cannot(crowd, visitor):
    page = looked_at(visitor, crowd)

    assert figures(page) == {"можно перевести": 5, "сейчас нельзя": 3}
    assert "2 дела Не зарегистрирован документ «Приказ об утверждении перечня»." in page.text
    assert "1 дело На этапе «Включена в перечень» такого перехода нет" in page.text
    assert f"/cases/{crowd.no_order[0]}?decision=list_order#decision" in page.html
    assert list(faults_of(page.html)) == []


def test_without_a_move_the_page_asks_for_one(crowd, visitor):
    page = visitor.send("/bulk/new", {"look": "1", **ticked(crowd)}, 422)

    assert "Выберите переход." in page.text


def test_nothing_chosen_says_where_to_choose(visitor):
    assert "Не выбрано ни одного дела" in visitor.send("/bulk/new", {}, 200).text
    assert "Не выбрано ни одного дела" in visitor.send("/bulk/new", {"case": ["?"]}, 422).text


def test_a_bulk_is_carried_out_by_one_button_without_script(crowd, visitor):
    here = started(visitor, crowd, reason=REASON)
    crowd.change()
    before = visitor.page(here)

    done = visitor.send(f"{here}/continue", {})

    assert figures(before)["ждёт очереди"] == 8
    assert "Продолжить" in before.text
    assert figures(done) == {"всего": 8, "переведено": 4, "отказано": 3, "конфликт": 1}
    assert "Готово: переведено 4 из 8." in done.text
    assert REASON in done.text
    assert "После проверки дело изменилось: municipal_coordinator" in done.text
    assert list(faults_of(before.html)) == list(faults_of(done.html)) == []


def test_all_or_nothing_says_why_nothing_was_moved(crowd, visitor):
    here = started(visitor, crowd, BulkMode.ALL_OR_NOTHING)

    done = visitor.send(f"{here}/continue", {})

    assert "Ни одно дело не переведено." in done.text
    assert figures(done) == {
        "всего": 8,
        "переведено": 0,
        "отказано": 3,
        "конфликт": 0,
        "можно, но не переведено": 5,
    }


def test_the_failed_are_tried_again_by_one_button(crowd, visitor):
    here = started(visitor, crowd)
    crowd.change()
    visitor.send(f"{here}/continue", {})

    waiting = visitor.send(f"{here}/retry", {})
    done = visitor.send(f"{here}/continue", {})

    assert figures(waiting)["ждёт очереди"] == 4
    assert figures(done) == {"всего": 8, "переведено": 5, "отказано": 3, "конфликт": 0}
    assert "Повторить для неудавшихся: 3" in done.text


def test_results_are_filtered_and_kept_as_a_table(crowd, visitor):
    here = started(visitor, crowd)
    visitor.send(f"{here}/continue", {})

    refused = visitor.page(f"{here}?show=refused")
    table = visitor.get(f"{here}/results.csv").text.splitlines()

    assert refused.html.count("отказано</span>") == 3
    assert "переведено</span>" not in refused.html
    assert len(table) == 1 + 8
    assert table[0].startswith('\ufeff"Школа";"Муниципалитет";"Результат"')
    assert sum("Не зарегистрирован документ" in line for line in table) == 2


def test_a_started_bulk_is_found_again_in_the_list(crowd, visitor):
    here = started(visitor, crowd)

    page = visitor.page("/bulk")

    assert f'href="{here}"' in page.html
    assert "осталось 8 из 8" in page.text
    assert list(faults_of(page.html)) == []


def test_the_history_of_a_case_says_that_it_was_moved_with_others(crowd, visitor):
    here = started(visitor, crowd)
    visitor.send(f"{here}/continue", {})

    history = visitor.page(f"/cases/{crowd.ready[0]}/history")

    assert "Сделано групповым переводом." in history.text


def test_a_bulk_of_another_region_is_not_there(scene, crowd, visitor):
    here = started(visitor, crowd)
    elsewhere = make_scene(scene.bench, "sochi", schools=1, tutor_schools=1)
    stranger = visits(elsewhere).of(COORDINATOR)

    for path in ("", "/results.csv"):
        stranger.page(here + path, 404)
    for path in ("/continue", "/retry"):
        assert stranger.post(here + path, {}).status_code == 404
    chosen = stranger.send("/bulk/new", ticked(crowd), 200)
    assert "Не выбрано ни одного дела" in chosen.text


def test_whoever_only_reads_sees_the_results_and_no_buttons(scene, crowd, visitor):
    here = started(visitor, crowd)
    viewer = visits(scene).of(Role.VIEWER)

    page = viewer.page(here)

    assert "Продолжить" not in page.html
    assert viewer.post(f"{here}/continue", {}).status_code == 403
    assert viewer.post("/bulk/new", ticked(crowd)).status_code == 403


def test_cases_of_two_paths_are_moved_one_path_at_a_time(scene, crowd, bench):
    elsewhere = make_scene(bench, "sochi", schools=1, tutor_schools=1)
    other = make_crowd(elsewhere, 2)
    place = Place(elsewhere.region_id, elsewhere.municipality_id)
    second = GrantRequest(
        scene.actor(COORDINATOR).account_id, RoleRequest(COORDINATOR, place, SINCE)
    )
    grant_role(bench, second, actor=command_actor(bench))

    page = (
        visits(scene)
        .of(COORDINATOR)
        .send("/bulk/new", {"case": [str(one) for one in (*crowd.cases, *other.cases)]}, 200)
    )

    assert "Выбраны дела разных маршрутов" in page.text
    assert "Базовый маршрут школы, Область sochi: 2 дела" in page.text


ORDER = {
    "basis": "new",
    "kind": "list_order",
    "number": "120",
    "signed_on": "2023-03-31",
    "body": "Управление образования",
    "title": "О перечне школ 2023 года",
}


def test_the_preview_offers_to_register_the_order_that_stands_in_the_way(crowd, visitor):
    page = looked_at(visitor, crowd)
    assert "Без приказа нельзя перевести: 2 дела." in page.text
    assert 'formaction="/bulk/new#bulk-order"' in page.html

    asked = {"move": "approve_listing", "with": "new", **ticked(crowd)}
    form = visitor.send("/bulk/new", asked, 200)

    assert '<option value="new" selected>' in form.html
    assert '<option value="list_order" selected>' in form.html
    assert form.field("bulk-form", "body") == "Управление образования"
    assert "Заполните это поле" not in form.text
    assert list(faults_of(form.html)) == []


def test_one_order_is_registered_in_the_cases_that_lack_it_and_are_moved(crowd, visitor):
    preview = looked_at(visitor, crowd, **ORDER)
    here = started(visitor, crowd, file=(io.BytesIO(b"%PDF-1.7 signed"), "Приказ 120.pdf"), **ORDER)

    done = visitor.send(f"{here}/continue", {})

    assert figures(preview) == {"можно перевести": 7, "сейчас нельзя": 1}
    assert (
        "Документ «Приказ об утверждении перечня № 120 от 31.03.2023» будет внесён вместе с"
        " переводом: 2 дела."
    ) in preview.text
    assert figures(done)["переведено"] == 7
    assert "Регистрируется вместе с переводом в каждом деле, где этого приказа нет." in done.text
    assert "О перечне школ 2023 года" in done.text
    card = visitor.page(f"/cases/{crowd.no_order[0]}")
    assert "О перечне школ 2023 года" in card.text
    assert re.search(r'href="/cases/[^"]+/decisions/[^"]+/file"|Скан', card.html)
    assert list(faults_of(preview.html)) == list(faults_of(done.html)) == []


def test_an_order_without_its_number_or_body_is_asked_for_beside_the_field(crowd, visitor):
    asked = {"move": "approve_listing", "look": "1", **ticked(crowd), **ORDER}

    page = visitor.send("/bulk/new", {**asked, "number": " ", "body": ""}, 422)

    assert page.text.count("Заполните это поле.") == 2
    assert "Что получится" not in page.text
    ahead = visitor.send("/bulk", {**asked, "signed_on": "2023-04-30", "mode": "each"}, 422)
    assert "Этот день ещё не наступил." in ahead.text


def test_who_registers_no_orders_is_offered_none(scene, crowd):
    council = visits(scene).of(Role.GOVERNING_COUNCIL)

    page = council.send("/bulk/new", ticked(crowd), 200)

    assert 'value="new"' not in page.html
    assert council.post("/bulk", {"move": "suspend", **ticked(crowd), **ORDER}).status_code == 403


def test_who_may_move_finds_bulk_moves_from_the_board_and_the_list_and_nobody_else(
    scene, crowd, visitor
):
    viewer = visits(scene).of(Role.VIEWER)
    for path in ("/board", "/worklist"):
        assert 'class="bulk-link"><a href="/bulk">' in visitor.page(path).html
        assert 'href="/bulk"' not in viewer.page(path).html


def test_without_a_bulk_move_the_page_says_how_one_is_begun(scene, crowd, visitor):
    page = visitor.page("/bulk")
    viewer = visits(scene).of(Role.VIEWER).page("/bulk")

    assert "Вы ещё не переводили дела группой. Как начать:" in page.text
    assert 'href="/worklist">Мои школы</a> <a class="btn btn-outline-secondary" href="/board"' in (
        page.html
    )
    assert "Групповых переводов ещё не было." in viewer.text
    assert "Как начать" not in viewer.text
    assert list(faults_of(page.html)) == list(faults_of(viewer.html)) == []


def test_ones_own_bulk_moves_come_first_and_those_of_others_on_their_own_tab(scene, crowd, visitor):
    here = started(visitor, crowd)
    other = visits(scene).of(COORDINATOR, 1)

    assert f'href="{here}"' in visitor.page("/bulk").html
    assert f'href="{here}"' not in other.page("/bulk").html
    assert f'href="{here}"' in other.page("/bulk?whose=all").html
