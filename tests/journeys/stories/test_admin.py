"""Stories of the region's administrator: another path, a sound one, and the days that count."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.on_pages import MOSCOW, current_stage, open_named, press_move
from tests.journeys.served import Visitor, copy_of, served, words

pytest_plugins = ["tests.journeys.served"]
pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("browser")]

REASON = "Документы собраны полностью, проверены директором"


@pytest.fixture(scope="module")
def site(built_demonstration: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A demonstration of this module's own: what is configured here concerns everybody."""
    with served(copy_of(built_demonstration, tmp_path_factory)) as address:
        yield address


def test_story_32_an_admin_changes_the_stages_of_one_region_for_new_cases_only(visit):
    admin = visit()
    page = admin.sign_in("admin.programme")
    _open_editor(admin, "Муниципальная программа поддержки школ")

    _rename_and_add_a_stage(admin)
    page.get_by_role("button", name="Опубликовать").click()

    expect(page.get_by_role("status")).to_have_text(
        "Опубликовано. Новые дела начнутся по этой версии."
    )
    expect(page.get_by_role("main")).to_contain_text("версия 2 действует")
    admin.look()
    coordinator = visit()
    page = coordinator.sign_in("coordinator.programme")
    page.get_by_role("link", name="Открыть дело").click()
    coordinator.look()
    waiting = page.get_by_role("row").filter(has_text="школа № 9")
    waiting.get_by_role("link", name="Открыть дело").click()
    coordinator.look()
    page.get_by_role("button", name="Открыть дело").click()
    expect(page.get_by_role("status")).to_have_text("Готово: дело открыто.")
    assert current_stage(page) == "Предварительный список"
    expect(page.get_by_role("region", name="Этапы")).to_contain_text("Установочная встреча")
    coordinator.look()
    page.get_by_role("link", name="Мои школы").first.click()
    page.get_by_role("link", name="Демонстрационная школа № 8", exact=True).click()
    assert current_stage(page) == "Анализ данных и идентификация"
    expect(page.get_by_role("region", name="Этапы")).not_to_contain_text("Установочная встреча")
    elsewhere = visit()
    page = elsewhere.sign_in("coordinator.sochi")
    page.get_by_role("link", name="Доска").click()
    expect(page.get_by_role("heading", name="Доска этапов")).to_be_visible()
    expect(page.get_by_role("main")).not_to_contain_text("Установочная встреча")
    elsewhere.look()


def _open_editor(admin: Visitor, region: str) -> None:
    page = admin.page
    page.get_by_role("link", name="Консоль").click()
    admin.look()
    page.get_by_role("main").get_by_role("link", name="Маршруты").first.click()
    admin.look()
    own = page.get_by_role("row").filter(has_text=region)
    own.get_by_role("link", name="Изменить").click()


def _rename_and_add_a_stage(admin: Visitor) -> None:
    """All by forms: a stage with a term, a move with two requirements; seen in the drawing."""
    page = admin.page
    page.get_by_role("link", name="Изменить этап «Анализ данных и идентификация»").click()
    page.get_by_label("Название этапа").fill("Предварительный список")
    renamed = (
        "Этап «Предварительный список»: прежнее название «Анализ данных и идентификация», "
        "новое «Предварительный список»."
    )
    # The picture and the sentences follow what is typed; nothing is kept yet.
    expect(page.get_by_role("complementary", name="Что получится")).to_contain_text(renamed)
    page.get_by_role("button", name="Сохранить в черновик").click()
    expect(page.get_by_role("status").filter(has_text="Этап сохранён")).to_be_visible()
    admin.look()
    page.get_by_role("link", name="Все этапы").click()
    admin.look()
    heading = page.get_by_role("heading", name="Список утверждён")
    stage = page.get_by_role("listitem").filter(has=heading)
    stage.get_by_role("link", name="Добавить этап после").click()
    _fill_in_the_stage(admin)
    page.get_by_role("link", name="Завершить этап: Установочная встреча").click()
    _ask_for_two_things(admin)
    page.get_by_role("link", name="Все этапы").click()
    expect(page.get_by_text("Ошибок нет.")).to_be_visible()
    drawing = page.get_by_role("region", name="Схема", exact=True)
    drawn = drawing.locator(".drawing-wide a.is-added").filter(has_text="Установочная")
    expect(drawn).to_be_visible()
    changes = page.get_by_role("region", name="2. Что изменится")
    expect(changes).to_contain_text(renamed)
    expect(changes).to_contain_text("Этап «Установочная встреча»: новый этап.")
    admin.look()


def _fill_in_the_stage(admin: Visitor) -> None:
    page = admin.page
    page.get_by_label("Название этапа").fill("Установочная встреча")
    page.get_by_label("Дальше ведёт на этап").select_option(label="Класс определён")
    page.get_by_role("button", name="Добавить срок").click()
    page.get_by_label("Что должно быть сделано").fill("Провести встречу")
    page.get_by_label("Рабочих дней").fill("10")
    preview = page.get_by_role("complementary", name="Что получится")
    expect(preview.locator("a.is-added").filter(has_text="Установочная")).to_be_attached()
    admin.look()
    page.get_by_role("button", name="Добавить этап в черновик").click()
    expect(page.get_by_role("status").filter(has_text="Этап добавлен")).to_be_visible()
    admin.look()


def _ask_for_two_things(admin: Visitor) -> None:
    page = admin.page
    page.get_by_label("Нужна причина").check()
    page.get_by_label("Ещё требование").select_option(label="Есть документ")
    page.get_by_role("button", name="Добавить требование").click()
    required = page.get_by_role("group", name="Есть документ")
    required.get_by_label("Какой документ").select_option(label="Протокол заседания рабочей группы")
    preview = page.get_by_role("complementary", name="Что получится")
    expect(preview).to_contain_text("указана причина не короче 10 знаков")
    expect(preview).to_contain_text("есть документ «Протокол заседания рабочей группы»")
    admin.look()
    page.get_by_role("button", name="Сохранить в черновик").click()
    expect(page.get_by_role("status").filter(has_text="Переход сохранён")).to_be_visible()
    admin.look()


FAULTS = """
[[change]]
op = "add_stage"
stage = "island"
title = "Остров"
phase = "monitoring"
order = 300

[[change]]
op = "add_move"
move = "leave_island"
title = "С острова"
from = ["island"]
to = "mentoring"
roles = ["curator"]

[[change]]
op = "add_stage"
stage = "dead_end"
title = "Тупик"
phase = "monitoring"
order = 301

[[change]]
op = "add_move"
move = "to_dead_end"
title = "В тупик"
from = ["mentoring"]
to = "dead_end"
roles = ["curator"]

[[change]]
op = "reroute_move"
move = "suspend"
from = ["*open", "!dead_end"]
to = "suspended"

[[change]]
op = "reroute_move"
move = "close_other"
from = ["*open", "!dead_end", "suspended"]
to = "closed_other"

[[change]]
op = "reroute_move"
move = "withdraw_ground"
from = ["*open", "!dead_end", "suspended"]
to = "closed_other"

[[change]]
op = "require"
move = "confirm_risk_profile"
requires = [{ fact = "document_present", kind = "no_such_paper" }]

[[change]]
op = "set_roles"
move = "return_to_diagnosis"
roles = []
"""


def test_story_33_a_path_with_faults_is_refused_and_each_fault_is_named(visit, screen):
    admin = visit(viewport=screen)
    page = admin.sign_in("admin.sochi")
    _open_editor(admin, "Сочи: методическое сопровождение")
    page.get_by_role("link", name="Текстом").click()
    text = page.get_by_label("Текст маршрута")
    text.fill(
        text.input_value().partition('\n[[change]]\nop = "add_stage"\nstage = "island"')[0] + FAULTS
    )
    page.get_by_role("button", name="Проверить").click()

    found = words(page.get_by_role("main"))
    assert "Опубликовать нельзя: найдены ошибки" in found
    assert "Этап «Остров»: на этап нельзя попасть." in found
    assert "Этап «Тупик»: с этапа нет ни одного перехода." in found
    assert (
        "Переход «Подтвердить рисковый профиль»: условие document_present называет "
        "«no_such_paper», чего нет в словаре «документы»." in found
    )
    assert "Переход «Вернуть на самоанализ»: переход никому не разрешён." in found
    assert len(re.findall(r"Строка \d+, столбец \d+\.", found)) >= 4
    expect(page.get_by_role("button", name="Опубликовать")).to_have_count(0)
    admin.look()


def test_story_37_a_holiday_of_the_region_moves_the_terms_of_open_cases_and_of_later_ones(visit):
    before = _due_day(visit(), "director.sochi_100", "МОБУ СОШ № 100", "Сдать самоанализ")
    admin = visit()
    page = admin.sign_in("admin.sochi")
    page.get_by_role("link", name="Консоль").click()
    page.get_by_role("main").get_by_role("link", name="Календарь").first.click()
    page.get_by_label("День", exact=True).fill(f"{before:%Y-%m-%d}")
    page.get_by_role("radio", name="выходной").check()
    page.get_by_label("Акт").fill("Распоряжение главы города № 15-р")
    page.get_by_role("button", name="Внести", exact=True).click()
    moving = page.get_by_role("region", name="День ещё не внесён: с ним сдвинутся сроки")
    row = moving.get_by_role("row").filter(has_text="МОБУ СОШ № 100")
    expect(row.first).to_contain_text(f"{before:%d.%m.%Y}")
    admin.look()
    page.get_by_role("button", name="Внести и сдвинуть сроки").click()
    said = page.get_by_role("status")
    expect(said.filter(has_text="День внесён в календарь.")).to_be_visible()
    expect(said.filter(has_text="Сроки пересчитаны")).to_be_visible()
    expect(page.get_by_role("row").filter(has_text="№ 15-р")).to_contain_text("выходной")
    admin.look()

    move = "Направить программу на экспертизу"
    after = _due_day(visit(), "director.sochi_56", "МОБУ ООШ № 56", move)

    assert before < after
    assert (after - before).days <= 12  # new year's holidays are ten days
    school = visit()
    page = school.enter("director.sochi_100")
    assert _first_due(page) == after
    open_named(page, "МОБУ СОШ № 100")
    page.get_by_role("link", name="История дела", exact=True).click()
    expect(page.get_by_role("main")).to_contain_text("Сроки пересчитаны по изменённому календарю")
    school.look()


def _due_day(director: Visitor, login: str, school: str, move: str) -> date:
    """Make a move to a stage with a term of fifteen working days; the day it falls on."""
    page: Page = director.enter(login)
    open_named(page, school)
    press_move(page, move, REASON)
    stages = page.get_by_role("region", name="Этапы")
    expect(stages).to_contain_text("Через 15 рабочих дней после начала этапа")
    page.get_by_role("link", name="Мои школы").first.click()
    return _first_due(page)


def _first_due(page: Page) -> date:
    """The day of the first term in the list of one's schools."""
    day = re.search(r"Срок .+?: (\d\d\.\d\d\.\d{4})", words(page.get_by_role("main")))
    assert day
    return datetime.strptime(day[1], "%d.%m.%Y").replace(tzinfo=MOSCOW).date()
