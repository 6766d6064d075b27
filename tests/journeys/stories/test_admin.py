"""Stories of the region's administrator: another path, a sound one, and the days that count."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from engine.domain.calendar import school_year_of
from tests.journeys.on_pages import (
    DAY,
    MOSCOW,
    current_stage,
    open_named,
    press_move,
    today,
    unfold_all,
)
from tests.journeys.served import COMMAND, Visitor, copy_of, every, served, words

pytest_plugins = ["tests.journeys.served"]
pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("browser")]

REASON = "Документы собраны полностью, проверены директором"


@pytest.fixture(scope="module")
def module_place(
    screen: dict[str, int], built_demonstration: Path, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """The folder of a demonstration of this module's own, another one on each screen."""
    del screen
    return copy_of(built_demonstration, tmp_path_factory)


@pytest.fixture(scope="module")
def site(module_place: Path) -> Iterator[str]:
    """What is configured here concerns everybody."""
    with served(module_place) as address:
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
    _give_up_the_promise_of_another_way(admin)
    expect(page.get_by_text("Ошибок нет.")).to_be_visible()
    drawing = page.get_by_role("region", name="Схема", exact=True)
    # The drawing lies across at a desk and stands upright on a telephone: one of the two is seen.
    drawn = drawing.locator("a.is-added:visible").filter(has_text="Установочная")
    expect(drawn).to_have_count(1)
    changes = page.get_by_role("region", name="2. Что изменится")
    expect(changes).to_contain_text(renamed)
    expect(changes).to_contain_text("Этап «Установочная встреча»: новый этап.")
    admin.look()


def _give_up_the_promise_of_another_way(admin: Visitor) -> None:
    """The path promised a main way without the new stage; the page says so, and lets it go."""
    page = admin.page
    expect(page.get_by_role("main")).to_contain_text("Год первого класса")
    page.get_by_role("link", name="Проверки").click()
    broken = page.get_by_role("region", name="Не выполняются")
    expect(broken).to_contain_text("ожидался этап")
    admin.look()
    while every(broken):
        broken.get_by_role("button", name="Снять проверку").first.click()
    expect(page.get_by_role("status")).to_have_text("Сохранено в черновик.")
    page.get_by_role("link", name="По этапам").click()


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


def test_story_33_a_path_with_faults_is_refused_and_each_fault_is_named(visit):
    admin = visit()
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
    moving = page.get_by_role("region", name="Ещё не внесено: сдвинутся сроки")
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


def test_story_37_quarters_set_for_the_school_year_move_what_is_counted_by_them(visit):
    coordinator = visit()
    page = coordinator.sign_in("coordinator.sochi")
    _ask_by_quarter(page, "Рисковый профиль школы")
    _, before = _of_this_quarter(page)
    admin = visit()
    theirs = admin.sign_in("admin.sochi")
    theirs.get_by_role("link", name="Консоль").click()
    theirs.get_by_role("main").get_by_role("link", name="Календарь").first.click()
    theirs.get_by_role("link", name="Четверти").click()
    admin.look()
    quarters = _quarters_with_one_that_begins(today())

    _set_quarters(theirs, [(first, first) for first, _last in quarters])
    refused = theirs.locator("[aria-invalid=true]").first
    expect(refused).to_have_accessible_name("Последний день, четверть 1")
    admin.look()
    _set_quarters(theirs, quarters)

    said = theirs.get_by_role("status")
    expect(said).to_have_text("Четверти установлены: счёт за четверть идёт по ним.")
    counted = theirs.get_by_role("region", name="Что считается по четвертям")
    expect(counted).to_contain_text("Сочи: методическое сопровождение")
    admin.look()
    page.reload()
    days, after = _of_this_quarter(page)
    first, last = next(one for one in quarters if one[0] <= today() <= one[1])
    assert days == f"{first:%d.%m.%Y} — {last:%d.%m.%Y}"
    assert first < today() or after <= before
    expect(page.get_by_role("main")).to_contain_text(f"{after} ")
    coordinator.look()
    theirs.goto("/admin/journal/")
    entry = theirs.get_by_role("row").filter(has_text="четверти")
    expect(entry.first).to_contain_text("Администратор региона, Сочи")


def _quarters_with_one_that_begins(day: date) -> list[tuple[date, date]]:
    """The four quarters of the day's school year; one begins on the day, if there is room."""
    year_begins, year_ends = school_year_of(day)
    room = year_begins + timedelta(days=2) <= day <= year_ends - timedelta(days=42)
    steps = (0, 14, 28) if room else (70, 140, 210)
    start = day if room else year_begins
    begins = [year_begins, *(start + timedelta(days=one) for one in steps)]
    ends = [*(one - timedelta(days=1) for one in begins[1:]), year_ends]
    return list(zip(begins, ends, strict=True))


def _set_quarters(page: Page, quarters: list[tuple[date, date]]) -> None:
    for number, (first, last) in enumerate(quarters, start=1):
        page.get_by_label(f"Первый день, четверть {number}", exact=True).fill(f"{first:%Y-%m-%d}")
        page.get_by_label(f"Последний день, четверть {number}", exact=True).fill(f"{last:%Y-%m-%d}")
    page.get_by_label("Акт").fill("Приказ управления № 41 от 25.08")
    page.get_by_role("button", name="Установить четверти").click()


def _ask_by_quarter(page: Page, paper: str) -> None:
    """In «Мои школы»: who has not filed the paper within the present quarter."""
    unfold_all(page.get_by_role("search", name="Отбор школ"))
    page.get_by_label("Чего нет").select_option(label=paper)
    page.get_by_label("За какую четверть").select_option(label="за эту четверть")
    page.get_by_role("button", name="Показать").click()


def _of_this_quarter(page: Page) -> tuple[str, int]:
    """From which to which day the present quarter goes, and how many have the paper in it."""
    row = page.get_by_role("region", name="По четвертям").get_by_role("row")
    said = re.search(rf"за эту четверть ({DAY} — {DAY}) (\d+) из", words(row.nth(1)))
    assert said
    return said[1], int(said[2])


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


def test_story_36_two_regions_are_compared_side_by_side(visit, admins):
    """Whoever answers for several regions sees what each has that the other has not."""
    everybody = visit()
    page = everybody.page
    page.goto("/")
    page.locator("#login").fill("admin.country")
    page.locator("#password").fill(admins)
    page.locator("#password").press("Enter")
    page.get_by_role("link", name="Консоль").click()
    page.get_by_role("main").get_by_role("link", name="Маршруты").first.click()
    page.get_by_role("link", name="Сравнить два маршрута").click()
    everybody.look()

    page.get_by_label("Слева").select_option(label=_option(page, "Краснодарский край"))
    page.get_by_label("Справа").select_option(label=_option(page, "Амурская область"))
    page.get_by_role("button", name="Сравнить").click()

    expect(page.get_by_role("status")).to_contain_text("Только слева:")
    stages = page.get_by_role("table", name="Этапы и переходы двух маршрутов")
    for title, other in (("Организация кураторства", 1), ("Анализ результатов ВПР", 0)):
        row = stages.get_by_role("row").filter(has=page.get_by_role("heading", name=title))
        expect(row.get_by_role("cell").nth(1 - other)).to_contain_text("только здесь")
        expect(row.get_by_role("cell").nth(other)).to_have_text("Такого этапа нет")
    drawn = page.get_by_role("region", name="Схемы").locator("figure")
    expect(drawn).to_have_count(2)
    stages.get_by_text("Чем отличается").first.click()
    everybody.look()


@pytest.fixture
def admins(module_place: Path) -> str:
    """The password of a new administrator of the whole installation."""
    words = ("user", "add", "--login", "admin.country", "--title", "Администратор установки")
    surroundings = {**os.environ, "MARSHRUT_DEMO": "1", "MARSHRUT_DATA_DIR": str(module_place)}
    ended = subprocess.run(
        (COMMAND, *words, "--role", "system_admin", "--generate"),
        capture_output=True,
        text=True,
        env=surroundings,
        check=True,
    )
    return ended.stdout.split("Пароль: ")[1].split()[0]


def _option(page: Page, region: str) -> str:
    options = page.get_by_label("Слева").get_by_role("option").all_text_contents()
    return next(one for one in options if one.startswith(region))
