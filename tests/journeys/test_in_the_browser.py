"""The journeys of the users through the served demonstration, as a person makes them: in Chromium.

Schools are found by what the pages say of them, since the days of a demonstration follow the day
it is built on.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.served import Visitor, words

pytest_plugins = ["tests.journeys.served"]
pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("browser")]

REASON = "Проверено при выезде в школу, решение принято вместе с директором"
DAY = r"\d\d\.\d\d\.\d{4}"
WHO_AND_WHEN = re.compile(
    rf"Не хватает документа «.+» в статусе «.+»\. Его регистрирует [а-яё ,]+"
    rf"( до {DAY}|; срок прошёл {DAY})\. (Сделать это здесь|Посмотреть)"
)


def yesterday() -> str:
    return f"{datetime.now(UTC) - timedelta(days=1):%Y-%m-%d}"


def schools_of(page: Page) -> Locator:
    """The lines of «Мои школы»."""
    return page.get_by_role("listitem").filter(has=page.get_by_role("heading", level=2))


def open_school(page: Page, line: Locator) -> str:
    """Follow the name of the school; gives the name."""
    name = words(line.get_by_role("heading", level=2))
    line.get_by_role("heading", level=2).get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
    return name


def follow(link: Locator) -> None:
    """Click what leads to another page, and wait until all of it is there."""
    link.click()
    link.page.wait_for_load_state()


def unfold(place: Locator, text: str) -> None:
    """Open a folded part by its line, unless it is open."""
    fold = place.locator("details").filter(has_text=text).first
    if fold.get_attribute("open") is None:
        fold.locator("summary").first.click()


def current_stage(page: Page) -> str:
    return words(page.get_by_text(re.compile("^Сейчас: "))).removeprefix("Сейчас: ")


def field(place: Locator, label: str) -> Locator:
    """A field by its label, whether or not it says that it may stay empty."""
    return place.get_by_label(re.compile(rf"^{label}( \(не обязательно\))?$"))


def choose(select: Locator, part: str) -> None:
    """Choose the option that has these words."""
    option = select.locator("option").filter(has_text=part)
    select.select_option(value=option.get_attribute("value"))


def step_named(page: Page, title: str) -> Locator:
    """The part of «Что дальше» about a move."""
    return page.get_by_role("article").filter(
        has=page.get_by_role("heading", level=3, name=re.compile(rf"^{re.escape(title)}( →|$)"))
    )


def press_move(page: Page, title: str, reason: str) -> str:
    """Fill in the form of a move and press its button; gives the stage it promises."""
    step = step_named(page, title)
    promised = re.search("→ «(.+)»", words(step.get_by_role("heading", level=3)))
    assert promised, "the heading of the move names the stage it leads to"
    unfold(step, "Можно сделать сейчас")
    field(step, "Причина").fill(reason)
    step.get_by_role("button", name=title, exact=True).click()
    return promised[1]


@pytest.mark.parametrize("scripts", [True, False], ids=["", "without-scripts"])
def test_a_curator_moves_a_school_that_is_ready_and_reads_why_another_one_is_not(visit, scripts):
    curator = visit(java_script_enabled=scripts)
    curator.page.goto("/")
    curator.look()
    page = curator.sign_in("curator.sochi")

    expect(page.get_by_role("heading", level=1)).to_have_text("Мои школы")
    curator.look()
    ready = schools_of(page).filter(has_text="можно сделать сейчас").first
    move = words(ready.get_by_role("link").nth(1))
    name = open_school(page, ready)
    stage = current_stage(page)
    curator.look()
    target = press_move(page, move, REASON)

    expect(page.get_by_role("status")).to_have_text(
        f"Готово: «{move}»: с этапа «{stage}» на этап «{target}»."
    )
    assert current_stage(page) == target
    curator.look()

    page.get_by_role("navigation", name="Разделы").get_by_role("link", name="Мои школы").click()
    moved = schools_of(page).filter(has=page.get_by_role("link", name=name, exact=True))
    expect(moved).to_contain_text(target)
    waiting = schools_of(page).filter(
        has_text="Не хватает документа", has_not_text="можно сделать сейчас"
    )
    open_school(page, waiting.first)
    why = page.get_by_role("article").filter(has_text="Почему нельзя и что сделать").first
    unfold(why, "Почему нельзя и что сделать")
    curator.look()
    reasons = [words(one) for one in why.get_by_role("listitem").all()]
    papers = [one for one in reasons if one.startswith("Не хватает документа")]
    assert papers
    assert [one for one in papers if not WHO_AND_WHEN.fullmatch(one)] == []
    assert words(why.locator(".count")) == str(len(reasons))
    missing = re.search("«(.+?)»", papers[0])
    assert missing

    why.get_by_role("link", name="Сделать это здесь").first.click()

    form = page.locator(":target")
    expect(form.get_by_role("button", name="Внести документ")).to_be_in_viewport()
    expect(field(form, "Вид документа").locator("option:checked")).to_have_text(missing[1])
    curator.look()


def test_every_link_beside_a_reason_leads_to_a_part_that_is_there(visit):
    curator = visit()
    page = curator.sign_in("curator.sochi")
    lines = schools_of(page).filter(has_text="мешает").all()
    names = [words(line.get_by_role("heading", level=2)) for line in lines]

    lost = []
    for name in names[:6]:
        follow(page.get_by_role("link", name=name, exact=True))
        for link in page.get_by_text(re.compile("^(Сделать это здесь|Посмотреть)$")).all():
            part = (link.get_attribute("href") or "").partition("#")[2]
            if page.locator(f'[id="{part}"]').count() != 1:
                lost.append((name, part))
        page.go_back()

    assert names
    assert lost == []


def test_a_coordinator_attaches_a_tutor_school_and_its_people_see_the_case(visit):
    coordinator = visit()
    page = coordinator.sign_in("coordinator.kirovsky")
    line = schools_of(page).filter(has_text="Не закреплена школа-тьютор").first
    name = open_school(page, line)
    step = page.get_by_role("article").filter(has_text="Не закреплена школа-тьютор")
    move = words(step.get_by_role("heading", level=3)).partition(" →")[0]
    reason = words(step.get_by_role("listitem").filter(has_text="Не закреплена школа-тьютор"))
    assert re.fullmatch(
        r"Не закреплена школа-тьютор\. Школу-тьютора закрепляет приказом муниципальный "
        rf"координатор или региональный координатор до {DAY}\. Сделать это здесь",
        reason,
    )
    coordinator.look()

    _register_order(coordinator, "Решение о школах-партнёрах", "77-Т")
    _search_tutor(coordinator, "Синявинская")
    listed = page.get_by_role("listitem").filter(has_text="Школа работает в другом режиме")
    assert words(listed).startswith("МКОУ «Синявинская СОШ», ")
    assert words(listed).endswith("Школа работает в другом режиме: режим риска.")
    expect(field(_tutor_form(page), "Школа-тьютор").locator("option")).to_have_count(1)
    coordinator.look()
    _search_tutor(coordinator, "партнёр № 1")
    choose(field(_tutor_form(page), "Школа-тьютор"), "партнёр № 1")
    choose(field(_tutor_form(page), "Приказ"), "77-Т")
    coordinator.look()
    _tutor_form(page).get_by_role("button", name="Закрепить", exact=True).click()

    people = page.get_by_role("region", name="Люди и школа-тьютор")
    expect(people.get_by_role("status")).to_contain_text("Школа-тьютор: Демонстрационная школа")
    expect(people).to_contain_text("приказ № 77-Т от ")
    coordinator.look()
    unfold(step_named(page, move), "Можно сделать сейчас")
    expect(step_named(page, move).get_by_role("button", name=move, exact=True)).to_be_enabled()
    coordinator.sign_out()
    page = coordinator.sign_in("tutor.kirovsky")
    line = schools_of(page).filter(has=page.get_by_role("link", name=name, exact=True))
    coordinator.look()
    open_school(page, line)
    expect(page.get_by_role("region", name="Люди и школа-тьютор")).to_contain_text("партнёр № 1")
    coordinator.look()


def test_a_tutor_school_without_a_place_cannot_be_chosen_and_the_page_says_why(visit):
    coordinator = visit()
    page = coordinator.sign_in("coordinator.sochi")
    open_school(page, schools_of(page).filter(has_text="Не закреплена школа-тьютор").first)

    page.get_by_role("link", name="Сделать это здесь").first.click()

    form = page.locator(":target")
    full = page.get_by_role("listitem").filter(has_text="Все места заняты: 3 из 3.")
    expect(full.first).to_be_visible()
    title = words(full.first).partition(",")[0]
    offered = field(form, "Школа-тьютор").locator("option").all_text_contents()
    assert [one for one in offered if one.startswith(f"{title},")] == []
    coordinator.look()


def _register_order(visitor: Visitor, kind: str, number: str) -> None:
    part = visitor.page.get_by_role("region", name="Приказы и решения")
    unfold(part, "Зарегистрировать приказ или протокол")
    form = part.locator("form").filter(has=visitor.page.get_by_label("Вид документа"))
    field(form, "Вид документа").select_option(label=kind)
    field(form, "Номер").fill(number)
    field(form, "Дата подписания").fill(yesterday())
    field(form, "Кем издан").fill("Комитет образования (показ)")
    form.get_by_role("button", name="Зарегистрировать").click()
    expect(part.get_by_role("status")).to_contain_text(
        f"зарегистрирован документ: «{kind}» № {number} от ", ignore_case=True
    )
    visitor.look()


def _tutor_form(page: Page) -> Locator:
    part = page.get_by_role("region", name="Люди и школа-тьютор")
    return part.locator("form").filter(has=page.get_by_label("Школа-тьютор", exact=True))


def _search_tutor(visitor: Visitor, what: str) -> None:
    part = visitor.page.get_by_role("region", name="Люди и школа-тьютор")
    unfold(part, "Закрепить школу-тьютора")
    part.get_by_label("Найти школу").fill(what)
    part.get_by_role("button", name="Найти").click()


def test_an_admin_changes_the_stages_of_one_region_for_new_cases_only(visit):
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


def test_an_auditor_reads_the_whole_history_of_a_school_and_can_change_nothing(visit):
    auditor = visit()
    page = auditor.sign_in("auditor.skovorodino")
    auditor.look()
    page.get_by_role("link", name="Школы", exact=True).click()
    page.get_by_label("Номер или название").fill("Джалинда")
    page.get_by_role("main").get_by_role("button", name="Найти").click()
    auditor.look()
    follow(page.get_by_role("link", name="МБОУ СОШ с. Джалинда"))
    opened = page.get_by_role("link", name=re.compile(f"^Дело с {DAY}$")).all_text_contents()
    assert len(opened) == 2
    assert auditor.buttons() == []
    auditor.look()

    page.get_by_role("link", name=opened[0], exact=True).click()
    expect(page.get_by_role("heading", name="Что дальше")).to_be_visible()
    assert auditor.buttons() == []
    auditor.look()
    page.go_back()
    page.get_by_role("link", name="История школы").click()

    auditor.look()
    proof = page.get_by_role("region", name="Проверка журнала")
    expect(proof).to_contain_text("изменений после внесения нет")
    unfold(proof, "Что проверено")
    marks = [words(one) for one in proof.get_by_role("listitem").all()]
    assert len(marks) == 5
    holds = re.compile(r"✓ .+(изменений после внесения нет|Записей нет)\.")
    assert [one for one in marks if not holds.fullmatch(one)] == []
    assert auditor.buttons() == ["Показать"]
    told, days = _read_to_the_end(page)
    assert days == sorted(days)
    assert [one for one in opened if f"· {one.lower()}" not in " ".join(told)] == []
    _read_details(auditor)


def _read_details(auditor: Visitor) -> None:
    """Of a refused attempt, and of a move that was made."""
    page = auditor.page
    page.get_by_role("link", name="Только отказы").click()
    refusal = page.get_by_role("listitem").filter(has_text="Отказано в переходе").first
    expect(refusal).to_contain_text("Не хватает документа")
    refusal.locator("summary").click()
    expect(refusal).to_contain_text("Запись журнала")
    assert re.search("[0-9a-f]{64}", words(refusal))
    auditor.look()
    page.get_by_role("link", name="Показать все события").click()
    moved = page.get_by_role("listitem").filter(has_text="с этапа «Кандидат» на этап").first
    moved.locator("summary").click()
    expect(moved).to_contain_text("Что изменилось")
    expect(moved).to_contain_text("Маршрут и версия")
    auditor.look()


def _read_to_the_end(page: Page) -> tuple[list[str], list[datetime]]:
    """Every event with whose it is, and the days as they follow one another."""
    months = "января февраля марта апреля мая июня июля августа сентября октября ноября декабря"
    numbers = {name: number for number, name in enumerate(months.split(), start=1)}
    told, days = [], []
    while True:
        told += [words(one) for one in page.get_by_role("listitem").filter(has_text=" · ").all()]
        for heading in page.get_by_role("heading", level=2, name=re.compile(r"\d{4} г\.$")).all():
            day, month, year, _ = words(heading).split()
            days.append(datetime(int(year), numbers[month], int(day), tzinfo=UTC))
        onward = page.get_by_role("link", name="Следующие события")
        if not onward.count():
            return told, days
        follow(onward)


def test_of_two_people_on_one_case_the_slower_one_reads_who_was_quicker(visit):
    quick, slow = visit(), visit()
    page = quick.sign_in("curator.sochi")
    line = schools_of(page).filter(has_text="можно сделать сейчас").last
    move = words(line.get_by_role("link").filter(has_not_text=re.compile("^М")).first)
    name = open_school(page, line)
    other = slow.sign_in("coordinator.sochi")
    other.get_by_role("link", name=name, exact=True).click()
    unfold(other.get_by_role("main"), "Приостановить, закрыть и другое вне обычного хода")
    step = step_named(other, "Приостановить сопровождение")
    unfold(step, "Можно сделать сейчас")
    field(step, "Причина").fill("Школа переезжает в другое здание")

    target = press_move(page, move, REASON)
    expect(page.get_by_role("status")).to_contain_text("Готово: ")
    step.get_by_role("button", name="Приостановить сопровождение").click()

    alert = other.get_by_role("alert").filter(has_text="Пока страница была открыта").first
    expect(alert).to_contain_text("Куратор, Сочи")
    expect(alert).to_contain_text(re.compile(r"\d\d:\d\d"))
    expect(alert).to_contain_text(f"Сейчас этап «{target}»")
    assert field(step, "Причина").input_value() == "Школа переезжает в другое здание"
    assert current_stage(other) == target
    slow.look()
    step.get_by_role("button", name="Приостановить сопровождение").click()
    expect(other.get_by_role("status")).to_contain_text("Готово: «Приостановить сопровождение»")


def test_who_presses_the_same_button_second_keeps_what_was_typed(visit):
    quick, slow = visit(), visit()
    page = quick.sign_in("curator.sochi")
    line = schools_of(page).filter(has_text="можно сделать сейчас").last
    move = words(line.get_by_role("link").filter(has_not_text=re.compile("^М")).first)
    name = open_school(page, line)
    other = slow.sign_in("curator.sochi")
    other.get_by_role("link", name=name, exact=True).click()

    press_move(page, move, REASON)
    expect(page.get_by_role("status")).to_contain_text("Готово: ")
    press_move(other, move, "Второе мнение: всё проверено ещё раз")

    alert = other.get_by_role("alert").filter(has_text="Пока страница была открыта").first
    expect(alert).to_contain_text("Куратор, Сочи")
    expect(other.get_by_text("Второе мнение: всё проверено ещё раз")).to_be_visible()
    slow.look()
