"""A new version from the draft to the cases: read, published for a day, taken over, taken back.

The region is that of Skovorodino with forty schools under way; the site stands on a clock of the
test's own, so that the first of the month comes when it is waited for.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from werkzeug.serving import make_server

from engine.actions.installing import install
from engine.actions.listing import EntryRequest, ListingRequest, register_listing
from engine.actions.opening import OpenRequest, open_case
from engine.actions.people import AccountRequest, RoleRequest, create_account
from engine.actions.registering import SchoolRequest, register_school
from engine.actions.service_accounts import command_actor
from engine.domain.roles import Actor, Grant, Place, Role
from engine.domain.situation import Category, SchoolMode
from engine.queries.openings import entries_to_open
from engine.storage.database import open_database
from engine.storage.verification import verify
from engine.workbench import Workbench
from tests.conftest import KEYS, Clock
from tests.journeys.served import Visitor, every
from tests.journeys.test_accessible import faults_on, in_english, tell
from tests.people import PASSWORD, made
from tests.web.browsing import make_app
from web.seeding import plant_calendar, plant_region, seeding_actor
from workflows.facts import CATALOGUE
from workflows.seeding import read_seed

pytest_plugins = ["tests.journeys.served"]
pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("browser")]

SCHOOLS = 40
SINCE = date(2018, 1, 1)


@pytest.fixture
def amur(sqlite_template: Path, tmp_path: Path, clock: Clock) -> Iterator[Workbench]:
    """The region with its shipped path, an administrator, and forty schools under way."""
    path = tmp_path / "marshrut.db"
    path.write_bytes(sqlite_template.read_bytes())
    database = open_database(f"sqlite:///{path}", KEYS, pool_size=20)
    bench = Workbench(database, clock, CATALOGUE)
    install(bench)
    actor = seeding_actor(bench)
    plant_calendar(bench, actor=actor)
    seed = read_seed("skovorodino")
    region = plant_region(bench, seed, actor=actor)
    town = next(iter(region.municipalities.values()))
    place = Place(region.id, town)
    _person(bench, "admin.amur", Role.REGIONAL_ADMIN, Place(region.id))
    coordinator = _person(bench, "coordinator.amur", Role.MUNICIPAL_COORDINATOR, place)
    lister = _person(bench, "lister.amur", Role.REGIONAL_COORDINATOR, Place(region.id))
    _open_cases(bench, place, lister, coordinator)
    yield bench
    database.close()


@pytest.fixture
def site(amur: Workbench) -> Iterator[str]:
    """The pages over that region, served from this process: its clock is the test's."""
    server = make_server("localhost", 0, make_app(amur), threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://localhost:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def _person(bench: Workbench, login: str, role: Role, place: Place) -> Actor:
    first = RoleRequest(role, place, SINCE)
    request = AccountRequest(login, f"Сотрудник {login}", PASSWORD, first)
    account = made(create_account(bench, request, actor=command_actor(bench)))
    return Actor(account, (Grant(role, place, SINCE),))


def _open_cases(bench: Workbench, place: Place, lister: Actor, coordinator: Actor) -> None:
    assert place.region_id is not None
    assert place.municipality_id is not None
    admin = command_actor(bench)
    entries = []
    for number in range(1, SCHOOLS + 1):
        title = f"МБОУ СОШ № {number}"
        request = SchoolRequest(place.region_id, place.municipality_id, title, SchoolMode.AT_RISK)
        school = made(register_school(bench, request, actor=admin))
        entries.append(EntryRequest(school, (Category.SHNOR,), ("ege_low",), "ЕГЭ 2022"))
    listing = ListingRequest(
        place.region_id, 2023, "Перечень", "12", date(2023, 3, 1), "УО", tuple(entries)
    )
    register_listing(bench, listing, actor=lister)
    for row in entries_to_open(bench, actor=coordinator, limit=200):
        if row.edition == "Перечень":
            open_case(bench, OpenRequest("skovorodino", list_entry_id=row.id), actor=coordinator)


# The server of these tests leaves a file open where a browser goes on before it has come.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_stage_is_added_read_published_for_a_day_and_forty_cases_go_over_and_back(
    visit, screen, amur, clock
):
    admin: Visitor = visit(viewport=screen)
    page = admin.enter("admin.amur", PASSWORD)
    page.goto("/admin/definitions/")
    page.get_by_role("link", name="Изменить маршрут").last.click()
    _add_the_stage(admin)
    _read_the_impact(admin)
    _publish_for_the_first(admin)

    version = page.url
    clock.set(2023, 5, 1)
    admin.enter("admin.amur", PASSWORD)  # a session does not last a month
    page.goto(version)
    expect(page.get_by_role("main")).to_contain_text("действует с 01.05.2023")
    admin.look()
    _take_over(admin)
    expect(page.get_by_text("Готово: все дела переведены на новую версию.")).to_be_visible()
    results = page.get_by_role("table", name="Дела и результаты")
    expect(results.get_by_text("сделано")).to_have_count(SCHOOLS)
    expect(results.get_by_text("Анализ динамики")).to_have_count(SCHOOLS)
    admin.look()
    _no_barrier(page)
    _take_back(admin)
    expect(page.get_by_text("Готово: перевод отменён")).to_be_visible()
    expect(results.get_by_text("Анализ динамики")).to_have_count(0)
    admin.look()
    _no_barrier(page)
    assert verify(amur.database).findings == []


def _add_the_stage(admin: Visitor) -> None:
    """A stage after the first one, with a term, and a move out of it with two requirements."""
    page = admin.page
    page.get_by_role("link", name="Добавить этап после").first.click()
    page.get_by_label("Название этапа").fill("Анализ динамики")
    page.get_by_label("Дальше ведёт на этап").select_option(index=2)
    page.get_by_role("button", name="Добавить срок").click()
    page.get_by_label("Что должно быть сделано").fill("Сдать анализ динамики")
    page.get_by_label("Рабочих дней").fill("10")
    page.get_by_role("button", name="Добавить этап в черновик").click()
    expect(page.get_by_role("status").filter(has_text="Этап добавлен")).to_be_visible()
    page.get_by_role("link", name="Завершить этап: Анализ динамики").click()
    page.get_by_label("Нужна причина").check()
    page.get_by_label("Ещё требование").select_option(label="Есть документ")
    page.get_by_role("button", name="Добавить требование").click()
    required = page.get_by_role("group", name="Есть документ")
    required.get_by_label("Какой документ").select_option(index=1)
    page.get_by_role("button", name="Сохранить в черновик").click()
    expect(page.get_by_role("status").filter(has_text="Переход сохранён")).to_be_visible()
    page.get_by_role("link", name="Все этапы").click()
    _give_up_broken_promises(page)
    expect(page.get_by_text("Ошибок нет.")).to_be_visible()


def _give_up_broken_promises(page: Page) -> None:
    """What the former path promised of its main way; the page of promises says which."""
    page.get_by_role("link", name="Проверки").click()
    broken = page.get_by_role("region", name="Не выполняются")
    while every(broken):
        broken.get_by_role("button", name="Снять проверку").first.click()
    page.get_by_role("link", name="По этапам").click()


def _read_the_impact(admin: Visitor) -> None:
    page = admin.page
    page.get_by_role("link", name="Что будет с делами под сопровождением").click()
    main = page.get_by_role("main")
    expect(main).to_contain_text("Под сопровождением на прежних версиях: 40 дел.")
    expect(main).to_contain_text("Все могут перейти на новую версию.")
    admin.look()
    table = page.get_by_role("table", name="Дела по этапам")
    table.get_by_role("link", name="40").first.click()
    expect(page.get_by_role("table", name="Дела", exact=True)).to_contain_text("МБОУ СОШ № 7")
    _no_barrier(page)
    page.get_by_role("link", name="К черновику").click()


def _publish_for_the_first(admin: Visitor) -> None:
    page = admin.page
    page.get_by_label("Действует с").fill("2023-05-01")
    page.get_by_label("Что и почему изменилось").fill("Приказ № 41: анализ динамики")
    admin.look()
    page.get_by_role("button", name="Опубликовать", exact=True).click()
    expect(page.get_by_role("status")).to_have_text(
        "Опубликовано. Версия вступит в силу в назначенный день."
    )
    expect(page.get_by_role("main")).to_contain_text("вступит в силу 01.05.2023")
    _no_barrier(page)


def _take_over(admin: Visitor) -> None:
    page = admin.page
    page.get_by_role("link", name="Перевести дела на новую версию").click()
    admin.look()
    stages = page.get_by_role("group", name="Куда идут дела")
    stages.get_by_role("combobox").first.select_option(label="Анализ динамики")
    page.get_by_label("Вид документа").select_option(index=1)
    page.get_by_label("Номер").fill("41")
    page.get_by_label("Дата подписания").fill("2023-04-20")
    page.get_by_label("Кем издан").fill("Министерство образования области")
    page.get_by_label("Причина перевода").fill("Приказ № 41: анализ динамики")
    page.get_by_role("button", name="Пробный прогон").click()
    trial = page.get_by_role("region", name="Пробный прогон: ничего ещё не изменено")
    expect(trial).to_contain_text("→ Анализ динамики")
    admin.look()
    _no_barrier(page)
    page.get_by_role("button", name="Перевести: 40 дел").click()


def _take_back(admin: Visitor) -> None:
    page = admin.page
    page.get_by_text("Отменить перевод (можно до 15.05.2023)").click()
    page.get_by_label("Почему отменяете").fill("Ошиблись этапом")
    page.get_by_role("button", name="Отменить перевод").click()


def _no_barrier(page: Page) -> None:
    """What axe-core says of a page, in both languages; a page that was sent for is read once."""
    faults = faults_on(page)
    if "succession/" not in page.url and page.url.endswith("succession"):
        tell(faults)
        return
    with in_english(page):
        faults += faults_on(page)
    page.reload()
    tell(faults)
