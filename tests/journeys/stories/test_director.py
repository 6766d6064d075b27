"""Stories of the school's director: why the school is listed, and what keeps a programme back."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.journeys.on_pages import field, open_named, step_named, unfold
from tests.journeys.served import words

pytest_plugins = ["tests.journeys.served"]
pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("browser")]


def test_story_16_the_director_reads_why_the_school_is_listed_and_by_which_order(visit):
    director = visit()
    page = director.sign_in("director.sochi")
    open_named(page, "МОБУ СОШ № 53")

    why = page.get_by_role("region", name="Почему в перечне")
    expect(why).to_contain_text("ШНОР: низкие результаты ЕГЭ, признаки необъективности ВПР и")
    expect(why).to_contain_text(
        "приказ № 76 от 28.01.2021, Управление по образованию и науке администрации города Сочи"
    )
    expect(why).to_contain_text("Приказ называет три основания для всей группы школ")
    director.look()


def test_story_16_the_director_contests_a_ground_and_the_coordinator_decides(visit):
    ground = "признаки необъективности ВПР"
    director = visit()
    page = director.sign_in("director.sochi")
    open_named(page, "МОБУ СОШ № 53")
    why = page.get_by_role("region", name="Почему в перечне")
    unfold(why, f"Возразить: {ground}")
    director.look()
    form = why.get_by_role("group").filter(has_text=f"Возразить: {ground}")
    form.get_by_label("С чем школа не согласна").fill(
        "ЕГЭ по математике, 11 класс: писали 7 учеников, доля посчитана от 5"
    )
    form.get_by_role("button", name="Подать возражение").click()

    expect(why.get_by_role("status")).to_contain_text(f"возражение против основания «{ground}»")
    expect(why).to_contain_text(f"Возражение: {ground} — подано, ждёт решения")
    director.look()
    coordinator = visit()
    theirs = coordinator.sign_in("coordinator.sochi")
    open_named(theirs, "МОБУ СОШ № 53")
    asked = theirs.get_by_role("region", name="Почему в перечне")
    expect(asked).to_contain_text("доля посчитана от 5")
    asked.get_by_label("Решение", exact=True).select_option(label="отклонить: основание верно")
    asked.get_by_label("Почему").fill("Доля посчитана от всех участников, протокол приложен")
    asked.get_by_role("button", name="Записать решение").click()
    expect(asked).to_contain_text(f"Возражение: {ground} — отклонено")
    coordinator.look()
    page.reload()
    expect(why).to_contain_text("Доля посчитана от всех участников")
    page.get_by_role("link", name="История дела", exact=True).click()
    history = page.get_by_role("main")
    expect(history).to_contain_text(f"Подано возражение против основания «{ground}».")
    expect(history).to_contain_text(f"Возражение против основания «{ground}» отклонено.")
    director.look()


def test_story_17_a_grave_risk_without_a_programme_stops_the_submission_and_is_named(visit):
    school, move = "МБОУ СОШ с. Тахтамыгда им. Н.К. Магницкого", "Направить программы на экспертизу"
    factor = "Дефицит педагогических кадров"
    director = visit()
    theirs = director.enter("director.skovorodino_takhtamygda")
    open_named(theirs, school)
    expect(step_named(theirs, move).get_by_role("button", name=move, exact=True)).to_be_enabled()
    curator = visit()
    page = curator.sign_in("curator.skovorodino")
    open_named(page, school)
    profile = page.get_by_role("region", name="Рисковый профиль", exact=True)
    unfold(profile, "Посмотреть и заполнить рисковый профиль")
    profile.get_by_role("combobox", name=f"Уровень: {factor}").select_option(label="высокий")
    profile.get_by_role("button", name="Записать изменённое").click()
    expect(profile.get_by_role("status")).to_contain_text("записано — 1 фактор")

    theirs.reload()
    step = step_named(theirs, move)
    unfold(step, "Почему нельзя и что сделать")
    reasons = [words(one) for one in step.get_by_role("listitem").all()]
    assert len(reasons) == 1
    assert reasons[0].startswith(
        f"Нет документа «Программа антирисковых мер» по рискам: «{factor}»."
    )
    expect(step.get_by_role("button", name=move, exact=True)).to_have_count(0)
    director.look()
    step.get_by_role("link", name="Сделать это здесь").click()
    documents = theirs.get_by_role("region", name="Документы")
    chosen = [field(documents, one) for one in ("Вид документа", "По какому фактору риска")]
    expect(chosen[0].locator("option:checked")).to_have_text("Программа антирисковых мер")
    expect(chosen[1].locator("option:checked")).to_have_text(factor)
    documents.get_by_label("Файл").set_input_files(
        {"name": "кадры.txt", "mimeType": "text/plain", "buffer": "Меры".encode()}
    )
    documents.get_by_role("button", name="Внести документ").click()
    expect(documents.get_by_role("status")).to_contain_text("зарегистрирована версия 1")
    expect(step.get_by_role("button", name=move, exact=True)).to_be_enabled()
