"""Stories of the tutor school: it sees whom it helps, and helps no more than it can."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from playwright.sync_api import Page, expect

from engine.actions.listing import EntryRequest, ListingRequest, register_listing
from engine.domain.situation import Category
from engine.queries.identity import account_holder
from engine.storage.database import open_database, reading
from engine.storage.tables import AccountRow, SchoolRow
from engine.workbench import Workbench
from tests.journeys.on_pages import field, open_named, open_school, schools_of, today, yesterday
from tests.journeys.served import every, words
from web.settings import read_settings
from workflows.facts import CATALOGUE

pytest_plugins = ["tests.journeys.served"]
pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("browser")]


def names_on(page: Page) -> list[str]:
    """The schools of «Мои школы», in their order."""
    return [words(one) for one in every(schools_of(page).get_by_role("heading"))]


def test_story_10_a_tutor_school_sees_the_schools_attached_to_it_and_no_others(visit):
    tutor = visit()
    page = tutor.sign_in("tutor.sochi")
    mine = names_on(page)
    tutor.look()
    for name in mine:
        open_named(page, name)
        people = page.get_by_role("region", name="Люди и школа-тьютор")
        expect(people).to_contain_text("Демонстрационная школа-тьютор № 1 с ")
        page.go_back()
    page.get_by_role("link", name="Все в моём доступе").click()
    assert names_on(page) == mine
    page.get_by_role("link", name="Школы", exact=True).click()
    rows = page.get_by_role("main").get_by_role("row").get_by_role("link").all()
    assert sorted(map(words, rows)) == sorted(mine)
    tutor.look()

    coordinator = visit()
    theirs = coordinator.sign_in("coordinator.sochi")
    open_named(theirs, "МОБУ СОШ № 94")
    page.goto(theirs.url)
    expect(page.get_by_role("heading", level=1)).to_have_text("Страница или запись не найдена.")
    page.go_back()
    page.get_by_role("searchbox", name="Что найти").fill("СОШ 94")
    page.get_by_role("banner").get_by_role("button", name="Найти").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Поиск")
    expect(page.get_by_role("main").get_by_role("link", name="МОБУ СОШ № 94")).to_have_count(0)
    tutor.look()


def test_story_11_a_tutor_school_whose_places_are_taken_is_refused_and_the_page_says_why(visit):
    coordinator = visit()
    page = coordinator.sign_in("coordinator.sochi")
    open_school(page, schools_of(page).filter(has_text="Не закреплена школа-тьютор").first)

    page.get_by_role("link", name="Сделать это здесь").first.click()

    form = page.locator(":target")
    full = form.get_by_role("row").filter(has_text="Все места заняты: 3 из 3.")
    expect(full.first).to_be_visible()
    expect(full.get_by_role("radio")).to_have_count(0)
    expect(form.get_by_role("row").filter(has_text="2 из 3").get_by_role("radio")).to_be_visible()
    coordinator.look()


def test_story_13_a_tutor_school_gets_on_the_list_and_its_attachments_end_by_decision(visit, place):
    tutor, helped = "МБОУ СОШ № 3 г. Сковородино", "МБОУ СОШ с. Албазино"
    _list_school(place, tutor)
    coordinator = visit()
    page = coordinator.sign_in("coordinator.skovorodino")
    warned = schools_of(page).filter(has_text=f"Школа-тьютор сама в перечне: {tutor}.")
    assert helped in {words(one) for one in every(warned.get_by_role("heading"))}
    coordinator.look()
    number = warned.count()
    page.get_by_role("link", name="Уведомления").click()
    told = page.get_by_role("listitem").filter(has_text=f"Школа-тьютор {tutor} сама включена")
    for _ in range(SECONDS_OF_A_CLOCK):
        if told.count() == number:
            break
        page.wait_for_timeout(1000)
        page.reload()
    expect(told).to_have_count(number)
    coordinator.look()

    page.get_by_role("link", name="Мои школы").first.click()
    line = warned.filter(has_text=helped)
    line.get_by_role("link", name="Закончить закрепление").click()
    people = page.get_by_role("region", name="Люди и школа-тьютор")
    expect(people).to_contain_text("Само закрепление не прекратится")
    expect(people).to_contain_text(tutor)
    form = page.locator("form:target")
    field(form, "Последний день").fill(f"{yesterday():%Y-%m-%d}")
    field(form, "Причина").fill("Школа сама включена в перечень")
    field(form, "Приказ").select_option(index=1)
    coordinator.look()
    form.get_by_role("button", name="Закончить").click()

    expect(people.get_by_role("status")).to_contain_text("закрепление закончено")
    expect(people).not_to_contain_text("Школа-тьютор сама в перечне")
    coordinator.look()
    page.get_by_role("link", name="Мои школы").first.click()
    expect(warned).to_have_count(number - 1)
    curator = visit()
    theirs = curator.sign_in("curator.skovorodino")
    others = schools_of(theirs).filter(has_text="Школа-тьютор сама в перечне")
    expect(others.first).to_contain_text("Решает муниципальный координатор")
    curator.look()


SECONDS_OF_A_CLOCK = 30


def _list_school(place: Path, school: str) -> None:
    """The region's coordinator registers an edition of the list that has the school."""
    settings = read_settings({"MARSHRUT_DEMO": "1", "MARSHRUT_DATA_DIR": str(place)})
    with closing(open_database(settings.database_url, settings.journal_keys)) as database:
        bench = Workbench(database, lambda: datetime.now(UTC), CATALOGUE)
        with reading(database) as connection:
            by_login = sa.select(AccountRow.id).where(AccountRow.login == "region.skovorodino")
            account_id = connection.scalars(by_login).one()
            of_title = sa.select(SchoolRow.id, SchoolRow.region_id).where(SchoolRow.title == school)
            school_id, region_id = connection.execute(of_title).one()
        holder = account_holder(bench, account_id)
        assert holder is not None
        entry = EntryRequest(school_id, (Category.SHNOR,), ("ege_low",), "ЕГЭ: 34 % ниже порога")
        year = today().year
        request = ListingRequest(
            region_id, year, f"Перечень ШНОР {year} года", "311", today(), "Минобр", (entry,)
        )
        register_listing(bench, request, actor=holder.actor)
