"""The story of a living roadmap: taken in, approved, reported, accepted, counted, on the board.

The roadmap is the one of Sochi with its years moved to the present one: what the director hands in
today has to lie in a quarter of today.
"""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.domain.roadmaps.seeds import SOCHI, seed_path
from tests.journeys.on_pages import field, follow, today, unfold
from tests.journeys.served import words

if TYPE_CHECKING:
    from datetime import date

    from playwright.sync_api import FilePayload, Page

    from tests.journeys.served import Visitor

pytest_plugins = ["tests.journeys.served"]
pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("browser")]

SCHOOL = "МОБУ СОШ № 53"
PROFILE = "Составление рискованного профиля ОО (форма)"
SCHOOLS = 26
MOST_QUESTIONS = 60
EXPIRED = re.compile(r"Истекли до утверждения и не считаются просрочкой: (\d+)\.")


def signing_day() -> date:
    """The 28th of January of this year, or today where that is still to come."""
    return min(today().replace(month=1, day=28), today())


def roadmap_of(signed: date) -> FilePayload:
    """The roadmap of Sochi as if it had been signed on another day."""
    kept = io.BytesIO()
    with (
        zipfile.ZipFile(seed_path(SOCHI)) as given,
        zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as moved,
    ):
        for name in given.namelist():
            content = given.read(name)
            if name.endswith(".xml"):
                text = content.decode().replace("28.01.2021", f"{signed:%d.%m.%Y}")
                text = text.replace("2021", str(signed.year)).replace("2020", str(signed.year - 1))
                content = text.encode()
            moved.writestr(name, content)
    mime = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    return {"name": "Дорожная карта.docx", "mimeType": mime, "buffer": kept.getvalue()}


def settle_names(page: Page) -> None:
    """Confirm what is proposed for each name, and that who is in no directory is in none."""
    names = page.locator("#names")
    if not names.count() or not names.locator(".ask-open").count():
        return
    for select in names.locator("li.ask-open select").all():
        if not select.input_value():
            select.select_option(value="-")
    for asked in names.locator("fieldset.ask-open").all():
        asked.get_by_role("radio").first.check()
    names.get_by_role("button", name="Подтвердить").click()
    page.wait_for_load_state()


def settle_measures(page: Page) -> None:
    """Take the first reading of each doubtful cell, one measure after the other."""
    for _ in range(MOST_QUESTIONS):
        asked = page.locator("article.beside-open")
        if not asked.count():
            return
        one = asked.first
        for question in one.locator("fieldset.ask-open").all():
            question.get_by_role("radio").first.check()
        one.get_by_role("button", name="Сохранить").click()
        page.wait_for_load_state()
    pytest.fail("a review that asks without an end")


def take_in(coordinator: Visitor, page: Page) -> str:
    """Read the file, confirm what is doubtful, save and approve; gives the way to the board."""
    page.goto("/roadmaps/import")
    field(page.get_by_role("main"), "Файл").set_input_files(roadmap_of(signing_day()))
    page.get_by_role("button", name="Прочитать").click()
    expect(page.get_by_text(re.compile("Требует решения: |Всё решено"))).to_be_visible()
    coordinator.look()
    settle_names(page)
    settle_measures(page)
    expect(page.get_by_text("Всё решено.")).to_be_visible()
    page.get_by_role("button", name="Сохранить дорожную карту").click()
    follow(page.get_by_role("link", name="К утверждению"))
    coordinator.look()
    page.get_by_role("button", name="Утвердить дорожную карту").click()
    # Six rows of December stand in the order of January: for each school, and none an alarm. The
    # last day of December falls on the first working one of January, so an earlier order has fewer.
    said = page.get_by_role("status")
    expect(said).to_contain_text(EXPIRED)
    expired = EXPIRED.search(words(said))
    assert expired is not None
    rows, rest = divmod(int(expired[1]), SCHOOLS)
    assert rest == 0
    assert rows == 6 if signing_day().day == 28 else 1 <= rows <= 6
    coordinator.look()
    return page.get_by_role("link", name="Доска школ").get_attribute("href") or ""


def hand_in_profile(director: Visitor, page: Page) -> None:
    """From the school's sheet: the line, the file, sent."""
    follow(page.get_by_role("link", name="Мероприятия", exact=True))
    expect(page.get_by_role("heading", level=1)).to_have_text(SCHOOL)
    director.look()
    lines = page.get_by_role("listitem").filter(has_text=PROFILE)
    now = lines.filter(has_text=re.compile("время идёт|отстаём|скоро срок")).first
    follow(now.get_by_role("link", name=re.compile("^Отчитаться")))
    director.look()
    field(page.get_by_role("main"), "Файл, который подтверждает").set_input_files(
        {"name": "профиль.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4 profile"}
    )
    page.get_by_role("button", name="Отправить на проверку").click()
    expect(page.get_by_role("status")).to_contain_text("Отчёт о мероприятии")
    expect(page.locator("#reported")).to_contain_text("профиль.pdf")
    director.look()


def accept(coordinator: Visitor, page: Page) -> None:
    """Accept the report of the school on the review list."""
    page.goto("/measures/review")
    report = page.get_by_role("article").filter(has_text=SCHOOL)
    expect(report).to_contain_text("профиль.pdf")
    coordinator.look()
    report.get_by_role("button", name=re.compile("^Принять")).click()
    expect(page.get_by_role("status")).to_contain_text("Принят отчёт")


def test_a_roadmap_lives_from_the_file_to_the_board(visit):
    coordinator, director = visit(), visit()
    page = coordinator.sign_in("coordinator.sochi")
    board = take_in(coordinator, page)
    page.goto(board)
    expect(page.get_by_text(f"Не сделано: {SCHOOLS} из {SCHOOLS}")).to_be_visible()
    theirs = director.sign_in("director.sochi")
    hand_in_profile(director, theirs)
    accept(coordinator, page)

    page.goto(board)
    expect(page.get_by_text(f"Не сделано: {SCHOOLS - 1} из {SCHOOLS}")).to_be_visible()
    expect(page.get_by_role("row").filter(has_text=SCHOOL)).to_contain_text("1 из 1 — сделано")
    unfold(page.get_by_role("main"), "Какие школы")
    lacking = page.locator(".measure-lacking")
    expect(lacking).to_contain_text("МОБУ СОШ № 100")
    assert SCHOOL not in words(lacking)
    coordinator.look()
    theirs.reload()
    expect(theirs.locator("#done")).to_contain_text(PROFILE)
