"""Stories of the auditor: everything can be read and proved, and nothing can be changed."""

from __future__ import annotations

import csv
import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.on_pages import (
    DAY,
    OF_MONTHS,
    choose,
    field,
    follow,
    open_named,
    today,
    unfold,
)
from tests.journeys.served import Visitor, every, words

pytest_plugins = ["tests.journeys.served"]
pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("browser")]

NARROWING = {"Показать", "Найти", "Закрыть"}
"""Buttons that change what is shown and nothing that is kept."""

WRITE = "Записать замечание"
"""The one thing an auditor does to a case."""


def test_story_26_the_whole_history_of_a_school_is_read_in_order_over_all_its_cases(visit):
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
    assert auditor.buttons() == ["Показать"]
    auditor.look()

    page.get_by_role("link", name=opened[0], exact=True).click()
    expect(page.get_by_role("heading", name="Что дальше")).to_be_visible()
    assert auditor.buttons() == ["Показать", WRITE]
    auditor.look()
    page.go_back()
    page.get_by_role("link", name="История школы").click()

    auditor.look()
    proof = page.get_by_role("region", name="Проверка журнала")
    expect(proof).to_contain_text("изменений после внесения нет")
    unfold(proof, "Что проверено")
    marks = [words(one) for one in proof.get_by_role("listitem").all()]
    assert len(marks) == 5
    head = r"Последняя запись № \d+: [0-9a-f]{64}"
    holds = re.compile(rf"✓ .+(изменений после внесения нет\. {head}|Записей нет\.)")
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
    numbers = {name: number for number, name in enumerate(OF_MONTHS.split(), start=1)}
    told, days = [], []
    while True:
        told += [words(one) for one in every(page.get_by_role("listitem").filter(has_text=" · "))]
        for heading in page.get_by_role("heading", level=2, name=re.compile(r"\d{4} г\.$")).all():
            day, month, year, _ = words(heading).split()
            days.append(datetime(int(year), numbers[month], int(day), tzinfo=UTC))
        onward = page.get_by_role("link", name="Следующие события")
        if not onward.count():
            return told, days
        follow(onward)


def test_story_27_a_day_set_on_the_card_shows_who_led_the_school_then(visit):
    school, letter = "МБОУ СОШ № 1 г. Сковородино", re.compile("[А-Яа-я]")
    auditor = visit()
    page = auditor.sign_in("auditor.skovorodino")
    open_named(page, school)
    now = words(page.get_by_text(re.compile("^Сейчас: "))).removeprefix("Сейчас: ")
    follow(page.get_by_role("link", name="История дела", exact=True))
    moved = page.get_by_role("listitem").filter(has_text="на этап «Рисковый профиль».").first
    unfold(moved, "Подробности")
    follow(moved.get_by_role("link", name="показать дело на этот момент"))
    stood = page.get_by_role("region", name="Где стояло дело")
    expect(stood).to_contain_text("Рисковый профиль")
    day = re.search(DAY, words(stood))
    assert day
    auditor.look()

    follow(page.get_by_role("link", name="Вернуться к сегодняшнему делу"))
    expect(page.get_by_text(f"Сейчас: {now}")).to_be_visible()
    page.get_by_label("Состояние на дату").fill("-".join(reversed(day[0].split("."))))
    page.get_by_role("main").get_by_role("button", name="Показать").click()
    auditor.look()
    expect(page.get_by_role("status")).to_contain_text("Это прошлое")
    terms, told = stood.get_by_role("term").all(), stood.get_by_role("definition").all()
    facts = {words(one): words(what) for one, what in zip(terms, told, strict=True)}
    assert facts["Этап"] == f"Рисковый профиль с {day[0]}"
    assert letter.search(facts["Куратор"])
    assert facts["Куратор"] != "не закреплён"
    assert facts["Школа-тьютор"] == "не закреплена"
    orders = page.get_by_role("region", name="Приказы и решения")
    expect(orders).to_contain_text("Приказ об утверждении перечня № 120")
    expect(page.get_by_role("region", name="Документы")).to_contain_text("Версия 1 сдан")
    page.get_by_label("Состояние на дату").fill("2019-09-01")
    page.get_by_role("main").get_by_role("button", name="Показать").click()
    expect(page.get_by_role("alert")).to_contain_text("В этот день дела ещё не было")
    auditor.look()


def test_story_28_an_exported_history_proves_that_nothing_was_altered(visit, command, tmp_path):
    auditor = visit()
    page = auditor.sign_in("auditor.skovorodino")
    open_named(page, "МБОУ СОШ № 1 г. Сковородино")
    follow(page.get_by_role("link", name="История дела", exact=True))
    shown = page.get_by_text(re.compile("^[0-9a-f]{64}$"))
    follow(page.get_by_role("link", name="Раскрыть все подробности для печати"))
    with page.expect_download() as loading:
        page.get_by_role("link", name="Скачать таблицу (CSV)").click()
    rows = _table(loading.value.path())
    with page.expect_download() as loading:
        page.get_by_role("link", name="Скачать с доказательством (JSON)").click()
    file = tmp_path / "history.json"
    loading.value.save_as(file)

    hashes = [row["Хеш записи"] for row in rows]
    assert len(rows) > 10
    assert len(set(hashes)) == len(hashes)
    assert set(hashes) <= {words(one) for one in shown.all()}
    assert rows[0]["Событие"].startswith("Дело открыто на этапе «Кандидат».")
    assert "изменений после внесения нет" in command("journal", "verify")
    proof = json.loads(file.read_text(encoding="utf-8"))
    of_case, of_refusals = proof["streams"]
    kept = [one["hash"] for one in (*of_case["entries"], *of_refusals["entries"])]
    assert sorted(kept) == sorted(hashes)
    assert "Файл цел и совпадает с базой данных" in command("journal", "verify-export", str(file))
    _read_on_paper(page, rows, [of_case["head"]["hash"], of_refusals["head"]["hash"]])


def _read_on_paper(page: Page, rows: list[dict[str, str]], heads: list[str]) -> None:
    """What the printer gets has every entry, the heads of the chains, and none of the buttons."""
    page.emulate_media(media="print")
    paper = words(page.get_by_role("main"))
    assert [row["Событие"] for row in rows if " ".join(row["Событие"].split()) not in paper] == []
    assert [row["Хеш записи"] for row in rows if row["Хеш записи"] not in paper] == []
    assert [head for head in heads if head and head not in paper] == []
    assert page.get_by_role("main").get_by_role("button").count() == 0
    printed = page.pdf(format="A4")
    assert printed.startswith(b"%PDF-")
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) > 1
    page.emulate_media(media="screen")


def _table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def test_story_29_the_auditor_reads_all_changes_nothing_and_his_reading_is_noted(visit):
    auditor = visit()
    page = auditor.sign_in("auditor.sochi")
    sections = page.get_by_role("navigation", name="Разделы").get_by_role("link").all()
    addresses = [one.get_attribute("href") or "" for one in sections]
    pressed = {}
    for address in addresses:
        page.goto(address)
        pressed[address] = set(auditor.buttons()) - NARROWING
        auditor.look()
    page.goto("/worklist")
    open_named(page, "МОБУ ООШ № 43")
    pressed["case"] = set(auditor.buttons()) - NARROWING - {WRITE}
    case = page.url
    page.get_by_role("link", name="История дела", exact=True).click()
    pressed["history"] = set(auditor.buttons()) - NARROWING

    assert len(addresses) > 4
    assert {address for address, buttons in pressed.items() if buttons} == set()
    page.goto(case)
    page.evaluate(SEND, f"{case}/moves/confirm_risk_profile")
    expect(page.get_by_role("heading", level=1)).to_have_text("На это действие у вас нет прав.")
    page.goto(case)
    expect(page.get_by_text("Сейчас: Рисковый профиль")).to_be_visible()
    _select(auditor, "Прочитаны персональные данные")
    told = page.get_by_role("main")
    expect(told).to_contain_text("Прочитано: история дела — МОБУ ООШ № 43.")
    expect(told).to_contain_text("Аудитор, Сочи")


def test_story_31_findings_with_due_days_are_followed_until_they_are_verified(visit):
    school, due = "МБОУ ООШ ж.д. ст. Мадалан", today() + timedelta(days=14)
    text = "Отчёт за четверть не утверждён: нет подписи руководителя"
    auditor = visit()
    page = auditor.sign_in("auditor.skovorodino")
    open_named(page, school)
    findings = page.get_by_role("region", name="Замечания аудитора")
    unfold(findings, WRITE)
    field(findings, "Что нужно исправить").fill(text)
    field(findings, "Исполнить до").fill(f"{due:%Y-%m-%d}")
    auditor.look()
    findings.get_by_role("button", name=WRITE).click()
    expect(findings.get_by_role("status")).to_contain_text("замечание аудитора № 1: исполнить до")
    expect(findings).to_contain_text(re.compile(r"осталось: \d+ рабочи"))
    auditor.look()

    director = visit()
    theirs = director.enter("director.skovorodino_madalan")
    theirs.get_by_role("link", name="Замечание аудитора № 1: исполнить до").click()
    owed = theirs.get_by_role("region", name="Замечания аудитора")
    expect(owed).to_contain_text(text)
    director.look()
    _say(owed, "Ответить на замечание № 1", "исполнено", "Отчёт утверждён приказом школы № 14")
    expect(owed).to_contain_text("Замечание № 1 — исполнено, ждёт проверки")
    director.look()
    assert WRITE not in director.buttons()

    page.get_by_role("link", name="Мои школы").first.click()
    page.get_by_role("link", name="Замечание аудитора № 1 исполнено: проверьте.").click()
    expect(findings).to_contain_text("Отчёт утверждён приказом школы № 14")
    auditor.look()
    _say(findings, "Решить по замечанию № 1", "исполнение подтверждаю", "Приказ № 14 проверен")
    expect(findings).to_contain_text("Замечание № 1 — исполнение подтверждено")
    expect(findings.locator("article").get_by_role("button")).to_have_count(0)
    page.get_by_role("link", name="История дела", exact=True).click()
    told = page.get_by_role("main")
    expect(told).to_contain_text("Замечание аудитора № 1: исполнить до")
    expect(told).to_contain_text("Исполнение замечания аудитора № 1 подтверждено.")
    auditor.look()
    _wait_to_be_told(theirs, "Исполнение замечания аудитора № 1 подтверждено.")
    director.look()


def _say(findings: Locator, form: str, status: str, note: str) -> None:
    unfold(findings, form)
    field(findings, "Что сделано|Решение").select_option(label=status)
    field(findings, "Пояснение").fill(note)
    findings.get_by_role("button", name=re.compile("^(Отправить ответ|Записать решение)$")).click()


def _wait_to_be_told(page: Page, sentence: str) -> None:
    """The clock delivers within seconds."""
    page.get_by_role("link", name="Уведомления").click()
    for _ in range(SECONDS_OF_A_CLOCK):
        if page.get_by_role("main").get_by_text(sentence).count():
            break
        page.wait_for_timeout(1000)
        page.reload()
    expect(page.get_by_role("main")).to_contain_text(sentence)


SECONDS_OF_A_CLOCK = 30

SEND = """address => {
    const form = document.querySelector('form:has(input[name=csrf_token])');
    form.action = address;
    form.method = 'post';
    form.submit();
}"""
"""A form as a browser sends it, past the page that does not offer it."""


def test_story_30_forced_moves_denied_attempts_and_late_records_of_a_quarter_are_selected(visit):
    school, target = "МОБУ СОШ № 79", "Сопровождение"
    reason = "Решение комиссии: школа по ошибке переведена на мониторинг раньше срока"
    coordinator = visit()
    page = coordinator.sign_in("coordinator.sochi")
    open_named(page, school)
    consents = page.get_by_role("region", name=re.compile("^Согласия"))
    unfold(consents, "Дать согласие")
    field(consents, "О чём").select_option(label="Перевести вне маршрута")
    consents.get_by_role("button", name="Записать").click()
    expect(consents.get_by_role("status")).to_contain_text("Готово: ")
    admin = visit()
    _force(admin, school, target, reason)

    auditor = visit()
    page = auditor.sign_in("auditor.sochi")
    forced = _select(auditor, "Перевод вне схемы")
    assert len(forced) == 1
    assert school in forced[0]
    assert (
        f"Перевод вне маршрута: с этапа «Анализ результатов четверти» на этап «{target}»."
        in (forced[0])
    )
    assert "Администратор региона, Сочи" in forced[0]
    denied = _select(auditor, "В переводе отказано")
    assert len(denied) > 1
    assert [one for one in denied if "Отказано в переходе" not in one] == []
    page.get_by_label("День").fill(f"{today():%Y-%m-%d}")
    page.get_by_role("main").get_by_role("button", name="Показать").click()
    days = {words(one)[:10] for one in every(_entries_of(page))}
    assert days <= {f"{today():%d.%m.%Y}"}
    _select_a_quarter(auditor, school)


def _select_a_quarter(auditor: Visitor, school: str) -> None:
    """Two clicks from the console: the journal, the quarter; then what was recorded late alone."""
    page: Page = auditor.page
    page.goto("/admin/")
    follow(page.get_by_role("main").get_by_role("link", name="Журнал").first)
    quarters = page.get_by_role("region", name="Контроль за квартал").get_by_role("link").all()
    follow(quarters[0])
    auditor.look()
    told = [words(one) for one in every(_entries_of(page))]
    assert [one for one in told if not re.search("вне схемы|задним числом|отказ", one)] == []
    assert [one for one in told if school in one and "вне схемы" in one]
    page.get_by_label("Контроль", exact=True).select_option(label="только записи задним числом")
    page.get_by_label("Квартал", exact=True).select_option(index=0)
    page.get_by_role("main").get_by_role("button", name="Показать").click()
    late = page.get_by_role("row").filter(has_text="задним числом")
    expect(late.first).to_contain_text(re.compile(rf"произошло {DAY}, записано на .+ позже"))
    auditor.look()
    with page.expect_download() as loading:
        page.get_by_role("link", name="Скачать выбранное таблицей (CSV)").click()
    rows = _table(loading.value.path())
    assert rows
    assert [row for row in rows if int(row["Позже на дней"]) < 1] == []


def _force(admin: Visitor, school: str, target: str, reason: str) -> None:
    page = admin.sign_in("admin.sochi")
    open_named(page, school)
    unfold(page.get_by_role("main"), "Приостановить, закрыть и другое вне обычного хода")
    force = page.get_by_role("article").filter(
        has=page.get_by_role("heading", name="Перевести вне маршрута")
    )
    unfold(force, "Открыть форму")
    choose(field(force, "На какой этап"), target)
    field(force, "Причина").fill(reason)
    force.get_by_role("button", name="Перевести вне маршрута").click()
    expect(page.get_by_role("status")).to_contain_text("Готово: перевод вне маршрута")


def _select(auditor: Visitor, kind: str) -> list[str]:
    """The rows of the journal of one kind."""
    page: Page = auditor.page
    page.goto("/admin/journal/")
    page.get_by_label("Событие").select_option(label=kind)
    page.get_by_role("main").get_by_role("button", name="Показать").click()
    auditor.look()
    return [words(one) for one in every(_entries_of(page))]


def _entries_of(page: Page) -> Locator:
    """The entries of the journal; on a telephone the row of its headings is not seen."""
    return page.get_by_role("row").filter(has=page.get_by_role("cell"))
