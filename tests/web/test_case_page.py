"""The case card: what it shows, what its forms do, and what happens when they are refused."""

import threading

import pytest

from engine.domain.roles import Role
from tests.web.case_cards import SHOWN_TO, kinds, register_order, scene, site
from tests.web.visiting import case_url, faults_of

__all__ = ["scene", "site"]


def test_the_card_says_where_the_case_stands_and_what_is_lacking_with_a_way_to_mend_it(scene, site):
    case_id = scene.open_case()

    page = site.of(Role.MUNICIPAL_COORDINATOR).page(case_url(case_id))

    assert "Сейчас: Кандидат" in page.text
    assert (
        "Не зарегистрирован документ «Приказ об утверждении перечня». Его регистрирует "
        "муниципальный координатор или региональный координатор до 31.01.2024. Сделать это здесь"
    ) in page.text
    assert f'href="{case_url(case_id)}?decision=list_order#decision"' in page.html
    assert "ЕГЭ 2022: 34 % ниже порога" in page.text


def test_a_link_of_a_reason_opens_the_form_already_filled_in(scene, site):
    case_id = scene.open_case()

    page = site.of(Role.MUNICIPAL_COORDINATOR).page(case_url(case_id, "?decision=list_order"))

    assert '<option value="list_order" selected>' in page.html


@pytest.mark.parametrize("role", SHOWN_TO)
def test_every_card_can_be_read_by_everybody(scene, site, role):
    case_id = scene.case_at("programme_review")

    page = site.of(role).page(case_url(case_id))

    assert list(faults_of(page.html)) == []


def test_a_card_offers_only_what_the_person_may_do(scene, site):
    case_id = scene.open_case()

    viewer = site.of(Role.VIEWER).page(case_url(case_id))
    coordinator = site.of(Role.MUNICIPAL_COORDINATOR).page(case_url(case_id))

    assert 'class="deed' not in viewer.html
    assert "Зарегистрировать приказ" not in viewer.text
    assert "Зарегистрировать приказ" in coordinator.text


def test_a_case_of_another_place_answers_like_none(scene, site):
    case_id = scene.open_case()

    assert site.of(Role.SCHOOL_DIRECTOR, 1).get(case_url(case_id)).status_code == 404
    assert site.of(Role.SCHOOL_DIRECTOR, 1).post(case_url(case_id, "/moves/x")).status_code == 404


def test_a_move_is_made_by_its_form_and_told_in_the_words_of_the_journal(scene, site):
    case_id = scene.open_case()
    order = register_order(scene, site, case_id)
    coordinator = site.of(Role.MUNICIPAL_COORDINATOR)
    page = coordinator.page(case_url(case_id))

    done = coordinator.send(
        case_url(case_id, "/moves/approve_listing"),
        {
            **page.hidden("move-approve_listing"),
            "reason": "Показатели подтверждены",
            "basis": str(order),
        },
    )

    assert (
        "Готово: «Утвердить включение в перечень»: с этапа «Кандидат» на этап «Включена в "
        "перечень»."
    ) in done.text
    assert scene.stage(case_id) == "listed"
    assert "Сейчас: Включена в перечень" in done.text


def test_a_form_sent_twice_is_one_deed(scene, site):
    case_id = scene.open_case()
    register_order(scene, site, case_id)
    coordinator = site.of(Role.MUNICIPAL_COORDINATOR)
    form = coordinator.page(case_url(case_id)).hidden("move-approve_listing")

    first = coordinator.send(case_url(case_id, "/moves/approve_listing"), form)
    second = coordinator.send(case_url(case_id, "/moves/approve_listing"), form)

    assert "Готово:" in first.text
    assert "Готово:" in second.text
    assert kinds(scene, case_id).count("case:moved") == 1


def test_two_browsers_that_send_one_form_at_once_make_one_deed(scene, site):
    case_id = scene.open_case()
    register_order(scene, site, case_id)
    browsers = [site.of(Role.MUNICIPAL_COORDINATOR) for _ in range(2)]
    form = browsers[0].page(case_url(case_id)).hidden("move-approve_listing")
    statuses = []

    def send(browser):
        answer = browser.post(case_url(case_id, "/moves/approve_listing"), form)
        statuses.append(answer.status_code)

    threads = [threading.Thread(target=send, args=(browser,)) for browser in browsers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert statuses == [303, 303]
    assert kinds(scene, case_id).count("case:moved") == 1


def test_a_stale_page_says_who_was_quicker_and_keeps_what_was_typed(scene, site):
    case_id = scene.open_case()
    coordinator = site.of(Role.MUNICIPAL_COORDINATOR)
    stale = coordinator.page(case_url(case_id)).hidden("move-reject_candidate")
    register_order(scene, site, case_id)

    page = coordinator.send(
        case_url(case_id, "/moves/reject_candidate"),
        {**stale, "reason": "Ошибочно внесена в перечень"},
        status=409,
    )

    assert (
        "Пока страница была открыта, дело изменилось: municipal_coordinator "
        "municipal_coordinator.0.amur, 3 апреля 2023 г., 15:00. Сейчас этап «Кандидат»."
    ) in page.text
    assert page.field("move-reject_candidate", "reason") == "Ошибочно внесена в перечень"
    assert scene.stage(case_id) == "candidate"

    fresh = page.hidden("move-reject_candidate")
    coordinator.send(
        case_url(case_id, "/moves/reject_candidate"),
        {**fresh, "reason": page.field("move-reject_candidate", "reason")},
    )
    assert scene.stage(case_id) == "closed_other"


def test_a_form_without_the_revision_of_its_page_does_nothing(scene, site):
    case_id = scene.open_case()
    coordinator = site.of(Role.MUNICIPAL_COORDINATOR)

    answer = coordinator.post(
        case_url(case_id, "/moves/reject_candidate"), {"reason": "Ошибочно внесена"}
    )

    assert answer.status_code == 409
    assert scene.stage(case_id) == "candidate"


def test_a_move_that_is_refused_tells_every_reason_and_is_recorded(scene, site):
    case_id = scene.case_at("programme_review")
    coordinator = site.of(Role.MUNICIPAL_COORDINATOR)
    revision = scene.revision(case_id)

    page = coordinator.send(
        case_url(case_id, "/moves/approve_programmes"), {"revision": str(revision)}, status=409
    )

    assert "Не зарегистрирован документ «Решение об утверждении программ»." in page.text
    assert "Не закреплена школа-тьютор." in page.text
    assert (
        "Отказано в переходе «Утвердить программы». Не зарегистрирован документ «Решение об "
        "утверждении программ». Не закреплена школа-тьютор."
    ) in page.text
    assert kinds(scene, case_id)[-1] == "move:refused"


def test_a_move_of_another_role_says_whose_it_is(scene, site):
    case_id = scene.case_at("exit_review")

    page = site.of(Role.CURATOR).send(
        case_url(case_id, "/moves/approve_exit"),
        {"revision": str(scene.revision(case_id))},
        status=403,
    )

    assert (
        "Этот переход делает региональный координатор или муниципальный координатор." in page.text
    )
