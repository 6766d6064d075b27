"""Stories of the curator: what is due, what is missing, what was said, and what cannot be done."""

from __future__ import annotations

import dataclasses
import re
from dataclasses import dataclass

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.on_pages import (
    DAY,
    REASON,
    current_stage,
    field,
    follow,
    long_day,
    open_named,
    press_move,
    schools_of,
    step_named,
    today,
    unfold,
    unfold_all,
    yesterday,
)
from tests.journeys.served import every, words

pytest_plugins = ["tests.journeys.served"]
pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("browser")]

DAYS = r"\d+ (день|дня|дней)"
TERM = re.compile(
    rf".+: {DAY}( (просрочено на|осталось|остался) {DAYS}| сегодня| срок остановлен)?"
)
READY = re.compile(r"✓ .+ можно сделать сейчас")
WAITS = re.compile(r"· .+ всё готово; этот переход делает .+\.")
BLOCKED = re.compile(r".+ мешает: (\d+)")
SENTENCE = re.compile(r"[А-ЯЁ«].+\.( Сделать| Посмотреть)?")


def stages_on_the_board(page: Page) -> dict[str, str]:
    """Where each school stands, by the columns of the board."""
    page.get_by_role("link", name="Доска", exact=True).click()
    columns = page.get_by_role("region", name="Этапы маршрута").get_by_role("region")
    found = {}
    for column in columns.all():
        stage = (column.get_by_role("heading").text_content() or "").strip()
        schools = column.get_by_role("listitem").get_by_role("link", name=re.compile("^МОБУ"))
        for name in schools.all():
            found[words(name)] = re.sub(r"\s+\d+$", "", stage)
    return found


@dataclass
class Told:
    """What «Мои школы» say, page after page: stages by school, terms, steps, and reasons."""

    stages: dict[str, str] = dataclasses.field(default_factory=dict)
    terms: list[str] = dataclasses.field(default_factory=list)
    steps: list[str] = dataclasses.field(default_factory=list)
    blocked: list[tuple[str, list[str]]] = dataclasses.field(default_factory=list)
    late: int = 0

    def read(self, line: Locator) -> None:
        """Read the line of a school."""
        self.stages[words(line.get_by_role("heading"))] = words(line.locator(".stage"))
        said = [words(one) for one in line.get_by_role("paragraph").all()]
        self.terms += [one for one in said if ": " in one]
        self.steps += [one for one in said if one[0] in "✓·"]
        self.late += "просрочено" in words(line)
        for fold in line.get_by_role("group").filter(has_text="мешает: ").all():
            reasons = [words(one) for one in fold.get_by_role("listitem").all()]
            self.blocked.append((words(fold.locator("summary")), reasons))


def read_my_schools(page: Page) -> Told:
    told = Told()
    while True:
        unfold_all(page.get_by_role("main"))
        for line in every(schools_of(page)):
            told.read(line)
        onward = page.get_by_role("link", name="Следующие школы")
        if not onward.count():
            return told
        follow(onward)


def test_story_01_my_schools_say_where_each_school_stands_what_is_due_and_what_blocks_it(visit):
    curator = visit()
    page = curator.sign_in("curator.sochi")
    expect(page.get_by_role("heading", level=1)).to_have_text("Мои школы")
    curator.look()
    tiles = page.get_by_role("list", name="Сроки коротко").get_by_role("link").all()
    total, late, _ = [words(one) for one in tiles]
    told = read_my_schools(page)

    assert total == f"{len(told.stages)} всего"
    assert late == f"{told.late} срок прошёл"
    assert [one for one in told.terms if not TERM.fullmatch(one)] == []
    assert [one for one in told.steps if not (READY.fullmatch(one) or WAITS.fullmatch(one))] == []
    assert {one[0] for one in told.steps} == {"✓", "·"}
    assert told.blocked
    for title, reasons in told.blocked:
        number = BLOCKED.fullmatch(title)
        assert number, title
        assert len(reasons) == int(number[1])
        assert [one for one in reasons if not SENTENCE.fullmatch(one)] == []
    board = stages_on_the_board(page)
    assert {school: board.get(school) for school in told.stages} == told.stages


def test_story_02_a_profile_with_a_missing_level_is_not_confirmed_and_the_factor_is_named(visit):
    director = visit()
    page = director.enter("director.sochi_10")
    open_named(page, "МОБУ СОШ № 10")
    press_move(page, "Сдать самоанализ", REASON)
    expect(page.get_by_role("status")).to_contain_text("Готово: «Сдать самоанализ»")
    curator = visit()
    page = curator.sign_in("curator.sochi")
    open_named(page, "МОБУ СОШ № 10")
    profile = page.get_by_role("region", name="Рисковый профиль", exact=True)
    unfold(profile, "Посмотреть и заполнить рисковый профиль")
    factors = profile.get_by_role("combobox", name="Уровень").all()
    for factor in factors[:-1]:
        factor.select_option(label="низкий")
    forgotten = (factors[-1].get_attribute("aria-label") or "").removeprefix("Уровень: ")
    profile.get_by_role("checkbox", name="Направление работы").first.check()
    profile.get_by_role("button", name="Записать изменённое").click()

    step = step_named(page, "Подтвердить рисковый профиль")
    unfold(step, "Почему нельзя и что сделать")
    lack = step.get_by_role("listitem").filter(has_text="нет уровня")
    expect(lack).to_contain_text(f"В рисковом профиле нет уровня факторов: «{forgotten}».")
    assert step.get_by_role("button", name="Подтвердить рисковый профиль").count() == 0
    curator.look()
    lack.get_by_role("link", name="Сделать это здесь").click()
    profile.get_by_role("combobox", name=f"Уровень: {forgotten}").select_option(label="высокий")
    profile.get_by_role("button", name="Записать изменённое").click()
    done = profile.get_by_role("status")
    expect(done).to_have_text("Готово: в рисковом профиле записано — 1 фактор.")
    expect(step).not_to_contain_text("нет уровня")


def test_story_03_remarks_stand_beside_the_returned_text_and_the_old_version_stays(visit):
    school = "МОБУ СОШ № 65"
    remarks = "Раздел 2: у целей нет показателей. Раздел 4: не названы сроки."
    title = "Программа перехода в эффективный режим работы"
    curator = visit()
    page = curator.sign_in("curator.sochi")
    open_named(page, school)
    programme = paper_named(page, title)
    unfold(programme, "Вернуть с замечаниями")
    programme.get_by_label("Замечания").fill(remarks)
    programme.get_by_role("button", name="Вернуть с замечаниями").click()
    expect(page.get_by_role("status")).to_contain_text(f"«{title}»: версия 1 возвращена")
    director = visit()
    page = director.enter("director.sochi_65")
    open_named(page, school)

    programme = paper_named(page, title)
    expect(programme).to_contain_text("Версия 1 возвращён")
    expect(programme.get_by_role("blockquote")).to_have_text(f"Замечания {remarks}")
    director.look()
    documents = page.get_by_role("region", name="Документы")
    unfold(documents, "Внести документ или новую версию")
    field(documents, "Вид документа").select_option(label=title)
    documents.get_by_label("Файл").set_input_files(
        {"name": "программа.txt", "mimeType": "text/plain", "buffer": "Исправлено".encode()}
    )
    documents.get_by_role("button", name="Внести документ").click()
    expect(documents.get_by_role("status")).to_contain_text("зарегистрирована версия 2")
    expect(programme).to_contain_text("Версия 2 сдан программа.txt")
    unfold(programme, "Прежние версии")
    expect(programme).to_contain_text("Версия 1 заменён новой версией")
    expect(programme.get_by_role("blockquote")).to_have_text(f"Замечания {remarks}")
    with page.expect_download() as loading:
        programme.get_by_role("link", name=f"{title}.txt").click()
    assert loading.value.suggested_filename == f"{title}.txt"


def paper_named(page: Page, title: str) -> Locator:
    """A document of the case with its versions."""
    return page.get_by_role("article").filter(
        has=page.get_by_role("heading", level=3, name=title, exact=True)
    )


def test_story_05_no_way_leads_from_mentoring_to_the_exit_and_the_attempt_is_in_the_log(visit):
    curator = visit()
    page = curator.sign_in("curator.sochi")
    open_named(page, "МОБУ лицей № 3")
    assert current_stage(page) == "Сопровождение"
    leads_to = page.get_by_role("article").get_by_role("heading", level=3)
    assert [one for one in map(words, leads_to.all()) if "Вышла из перечня" in one] == []
    step = step_named(page, "Направить программы на корректировку")
    unfold(step, "Можно сделать сейчас")
    field(step, "Причина").fill("Школа просит вывести её из перечня досрочно")
    form = step.locator("form")
    form.evaluate("one => { one.action = one.action.replace(/[^/]+$/, 'approve_exit') }")
    step.get_by_role("button", name="Направить программы на корректировку").click()

    expect(page.get_by_role("alert").first).to_contain_text("С этого этапа такого перевода нет.")
    assert current_stage(page) == "Сопровождение"
    curator.look()
    auditor = visit()
    page = auditor.sign_in("auditor.sochi")
    page.get_by_role("link", name="МОБУ лицей № 3", exact=True).click()
    page.get_by_role("link", name="История дела", exact=True).click()
    page.get_by_role("link", name="Только отказы").click()
    this_day = page.get_by_role("region", name=long_day(today()))
    attempt = this_day.get_by_role("listitem").filter(has_text="«Исключить из перечня»").last
    expect(attempt).to_contain_text(re.compile(r"\d\d:\d\d · Куратор, Сочи"))
    expect(attempt).to_contain_text(
        "Отказано в переходе «Исключить из перечня». На этапе «Сопровождение» такого перехода нет"
    )
    auditor.look()


def test_story_06_of_two_who_press_at_once_the_slower_one_reads_who_moved_and_when(visit):
    quick, slow = visit(), visit()
    page = quick.sign_in("curator.sochi")
    name, move = "МОБУ СОШ № 77", "Направить программы на корректировку"
    open_named(page, name)
    other = slow.sign_in("coordinator.sochi")
    open_named(other, name)
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


def test_story_07_a_replaced_curator_keeps_the_past_and_loses_the_case(visit, command):
    school, former, latter = "МОБУ СОШ № 75", "Куратор, Сочи", "Новый куратор"
    who = ("--login", "curator.two", "--title", latter, "--generate")
    role = ("--role", "curator", "--region", "sochi")
    said = command("user", "add", *who, *role)
    password = said.partition("Пароль: ")[2].split()[0]
    coordinator = visit()
    page = coordinator.sign_in("coordinator.sochi")
    open_named(page, school)
    people = page.get_by_role("region", name="Люди и школа-тьютор")
    _end_curator(people, former)
    unfold(people, "Закрепить куратора")
    form = people.locator("form").filter(has=page.get_by_role("radio", name=latter))
    form.get_by_role("radio", name=latter).check()
    form.get_by_role("button", name="Закрепить").click()

    expect(people.get_by_role("status")).to_contain_text(f"Куратор: {latter}, с {today():%d.%m.%Y}")
    ended = people.get_by_role("listitem").filter(has_text=former)
    expect(ended).to_contain_text(f"по {yesterday():%d.%m.%Y} · закончилось")
    coordinator.look()
    theirs = visit()
    page = theirs.sign_in("curator.sochi")
    expect(page.get_by_role("link", name="МОБУ СОШ № 94", exact=True)).to_be_visible()
    expect(page.get_by_role("link", name=school, exact=True)).to_have_count(0)
    page.get_by_role("link", name="Все в моём доступе").click()
    open_named(page, school)
    assert theirs.buttons() == []
    theirs.look()
    newcomer = visit()
    page = newcomer.enter("curator.two", password)
    open_named(page, school)
    assert "Внести документ" in newcomer.buttons()
    follow(page.get_by_role("link", name="История дела", exact=True))
    page.get_by_label("О чём").select_option(label="Кураторы, эксперты, школы-тьюторы")
    page.get_by_role("main").get_by_role("button", name="Показать").click()
    told = " ".join(words(one) for one in every(page.get_by_role("listitem")))
    assert f"Закрепление. Куратор: {former}, с " in told
    last_day = f"последний день — {yesterday():%d.%m.%Y}."
    assert f"Закрепление закончено. Куратор: {former}, {last_day}" in told
    newcomer.look()


def _end_curator(people: Locator, who: str) -> None:
    """Yesterday was the last day."""
    line = people.get_by_role("listitem").filter(has_text=who)
    unfold(line, "Закончить закрепление")
    field(line, "Последний день").fill(f"{yesterday():%Y-%m-%d}")
    field(line, "Причина").fill("Переведена на другую работу")
    line.get_by_role("button", name="Закончить").click()
    expect(people.get_by_role("status")).to_contain_text("закрепление закончено")
