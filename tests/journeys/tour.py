"""The pictures of docs/tour.md: a demonstration is built, walked through, and kept as it looks.

`make screenshots` runs it. The page and its pictures are made together from one list, so that no
caption speaks of another picture.
"""

from __future__ import annotations

import base64
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

from tests.browser import FLAGS, RUSSIAN, find_chromium
from tests.journeys.on_pages import follow, open_named, step_named, unfold
from tests.journeys.served import COMMAND, NARROW, Visitor, served

DOCS = Path(__file__).parents[2] / "docs"
QUALITY = 80
BEGINNING = """# A tour of Marshrut

One look at each part of the demonstration (`make run`), user by user. The schools of the pictures
are those of the five roadmaps; the people and what they do are made up. `make screenshots` makes
this page and its pictures anew. Where the browser that takes them has no Russian dictionary, empty
fields of a day say mm/dd/yyyy.
"""

PHONE: dict[str, Any] = {"viewport": NARROW}
DARK: dict[str, Any] = {"color_scheme": "dark"}


@dataclass(frozen=True, slots=True)
class Shot:
    """A picture: what is said of it, who looks (nobody: before signing in), and the way there."""

    name: str
    caption: str
    login: str
    walk: Callable[[Page], None]
    options: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Chapter:
    """What one user meets."""

    title: str
    words: str
    shots: tuple[Shot, ...]


def sign_in_page(page: Page) -> None:
    page.goto("/signin")


def my_schools(page: Page) -> None:
    page.goto("/worklist")


def what_blocks(page: Page) -> None:
    my_schools(page)
    line = page.get_by_role("listitem").filter(has_text="МОБУ СОШ № 83").first
    unfold(line, "мешает: ")


def board(page: Page) -> None:
    page.goto("/board")


def refused_on_the_board(page: Page) -> None:
    board(page)
    card = page.get_by_role("listitem").filter(has_text="МОБУ СОШ № 13").first
    card.get_by_role("link", name="и ещё").click()
    expect(page.get_by_role("dialog")).to_be_visible()


def case_of(school: str) -> Callable[[Page], None]:
    def walk(page: Page) -> None:
        page.goto("/worklist")
        open_named(page, school)

    return walk


def why_not(page: Page) -> None:
    case_of("МОБУ СОШ № 13")(page)
    step = step_named(page, "Сдать самоанализ")
    unfold(step, "Почему нельзя и что сделать")
    put_on_top(page.get_by_role("region", name="Что дальше"))


def returned_programme(page: Page) -> None:
    case_of("МОБУ СОШ № 49")(page)
    put_on_top(page.get_by_role("region", name="Документы"))


def overview(page: Page) -> None:
    page.goto("/overview")


def many_at_once(page: Page) -> None:
    my_schools(page)
    for school in ("МОБУ СОШ № 94", "МОБУ СОШ № 92", "МОБУ СОШ № 13"):
        page.get_by_role("checkbox", name=f"Выбрать: {school}").check()
    page.get_by_role("button", name="Перевести отмеченные…").click()
    page.get_by_role("radio", name="Начать самоанализ").check()
    page.get_by_role("button", name="Проверить каждое дело").click()


def tutor_offered(page: Page) -> None:
    case_of("МОБУ СОШ № 67")(page)
    page.get_by_role("link", name="Сделать это здесь").first.click()


def notices(page: Page) -> None:
    page.goto("/notices")


def search(page: Page) -> None:
    page.goto("/search?q=приказ 76")


def history(page: Page) -> None:
    page.goto("/schools")
    page.get_by_label("Номер или название").fill("Джалинда")
    page.get_by_role("main").get_by_role("button", name="Найти").click()
    follow(page.get_by_role("link", name="МБОУ СОШ с. Джалинда"))
    follow(page.get_by_role("link", name="История школы"))
    unfold(page.get_by_role("region", name="Проверка журнала"), "Что проверено")


def refusals(page: Page) -> None:
    history(page)
    follow(page.get_by_role("link", name="Только отказы"))
    page.get_by_role("listitem").filter(has_text="Отказано").first.locator("summary").click()


def journal(page: Page) -> None:
    page.goto("/admin/journal/")
    page.get_by_label("Событие").select_option(label="В переводе отказано")
    page.get_by_role("main").get_by_role("button", name="Показать").click()


def editor(page: Page) -> None:
    page.goto("/admin/definitions/")
    page.get_by_role("link", name="Изменить").first.click()


def edited_stage(page: Page) -> None:
    editor(page)
    page.get_by_role("link", name="Изменить этап «Рисковый профиль»").click()


def calendar(page: Page) -> None:
    page.goto("/admin/calendars/")


def next_step(page: Page) -> None:
    case_of("МОБУ ООШ № 43")(page)
    put_on_top(page.get_by_role("region", name="Что дальше"))


def line_of_a_school(page: Page) -> None:
    my_schools(page)
    unfold(page.get_by_role("listitem").filter(has_text="МБОУ СОШ с. Албазино"), "мешает: ")
    put_on_top(page.get_by_role("listitem").filter(has_text="МБОУ СОШ с. Албазино"))


def put_on_top(place: Locator) -> None:
    place.evaluate("one => window.scrollTo(0, one.getBoundingClientRect().top + scrollY - 70)")


CURATOR, COORDINATOR, TUTOR = "curator.sochi", "coordinator.sochi", "tutor.skovorodino"
AUDITOR, ADMIN = "auditor.skovorodino", "admin.sochi"
TOUR = (
    Chapter(
        "Signing in",
        "The demonstration lists one account per role and region; a click signs in.",
        (Shot("signin", "The first page of the demonstration.", "", sign_in_page),),
    ),
    Chapter(
        "The curator",
        "Leads the schools attached to them: what is due, what is late, what blocks the next step.",
        (
            Shot(
                "schools",
                "*Мои школы*: where each school stands, what is due, what blocks the next step.",
                CURATOR,
                what_blocks,
            ),
            Shot("schools-phone", "The same on a phone.", CURATOR, my_schools, PHONE),
            Shot("board", "The board of stages; cards move by drag, menu or keys.", CURATOR, board),
            Shot(
                "board-refused",
                "A step that is not possible yet says every reason and who can supply it.",
                CURATOR,
                refused_on_the_board,
            ),
            Shot(
                "case",
                "A case: the stage, its terms, and the path as a picture.",
                CURATOR,
                case_of("МОБУ ООШ № 43"),
            ),
            Shot("case-dark", "The same in dark.", CURATOR, case_of("МОБУ ООШ № 43"), DARK),
            Shot(
                "case-phone",
                "On a phone: the next step with its form.",
                CURATOR,
                next_step,
                PHONE,
            ),
            Shot(
                "why-not",
                "*Почему нельзя и что сделать*, with the way to mend it.",
                CURATOR,
                why_not,
            ),
            Shot(
                "remarks",
                "A programme returned with remarks; the old version stays.",
                CURATOR,
                returned_programme,
            ),
        ),
    ),
    Chapter(
        "The coordinator",
        "Sees the whole municipality, registers orders, attaches curators and tutor schools.",
        (
            Shot("overview", "*Сводка*: phases, delays, stays and loads.", COORDINATOR, overview),
            Shot(
                "bulk",
                "One move for many cases, looked at case by case before it starts.",
                COORDINATOR,
                many_at_once,
            ),
            Shot(
                "tutor-offered",
                "A tutor school that has no place left is refused, with the reason.",
                COORDINATOR,
                tutor_offered,
            ),
            Shot(
                "notices",
                "The bell: what others did and what the clock says.",
                COORDINATOR,
                notices,
            ),
            Shot(
                "search",
                "Search over schools, cases, people, papers and orders.",
                COORDINATOR,
                search,
            ),
        ),
    ),
    Chapter(
        "The tutor school",
        "Sees the schools it is attached to, and only those.",
        (Shot("tutor-phone", "Its schools on a phone.", TUTOR, line_of_a_school, PHONE),),
    ),
    Chapter(
        "The auditor",
        "Reads everything and changes nothing.",
        (
            Shot(
                "history", "The history of a school over all its cases, verified.", AUDITOR, history
            ),
            Shot("refusals", "Refused attempts alone, one of them opened.", AUDITOR, refusals),
            Shot("journal", "Every denied move of the region.", "auditor.sochi", journal),
        ),
    ),
    Chapter(
        "The administrator of a region",
        "Changes the region's path by forms or as text; cases under way keep their version.",
        (
            Shot("editor", "The path, what was found in it, and what would change.", ADMIN, editor),
            Shot("stage", "A stage with its terms, and what will come of it.", ADMIN, edited_stage),
            Shot("calendar", "The working calendar of the region.", ADMIN, calendar),
        ),
    ),
)


def take(browser: Browser, site: str, shot: Shot, place: Path) -> None:
    """Walk to where the picture is taken, and keep the screen as it is."""
    context = browser.new_context(base_url=site, **{**RUSSIAN, **shot.options})
    context.set_default_timeout(15_000)
    visitor = Visitor(context, site, shot.name)
    if shot.login:
        visitor.enter(shot.login)
    shot.walk(visitor.page)
    visitor.page.wait_for_load_state("networkidle")
    line = context.new_cdp_session(visitor.page)
    kept = line.send("Page.captureScreenshot", {"format": "webp", "quality": QUALITY})
    (place / f"{shot.name}.webp").write_bytes(base64.b64decode(kept["data"]))
    context.close()
    if visitor.faults:
        raise SystemExit(f"{shot.name}: {visitor.faults}")


def page_of(tour: tuple[Chapter, ...]) -> str:
    """The page as Markdown; narrow pictures are shown narrow."""
    parts = [BEGINNING]
    for chapter in tour:
        parts.append(f"## {chapter.title}\n\n{chapter.words}\n")
        for shot in chapter.shots:
            width = 300 if shot.options is PHONE else 900
            plain = shot.caption.replace("*", "")
            picture = f'<img src="tour/{shot.name}.webp" width="{width}" alt="{plain}">'
            parts.append(f"{shot.caption}\n\n{picture}\n")
    return "\n".join(parts)


def main() -> None:
    """Build, serve, walk, and write docs/tour.md with its pictures."""
    program = find_chromium()
    if program is None:
        raise SystemExit("No Chromium: apt-get install chromium, or set CHROMIUM to the program.")
    place = DOCS / "tour"
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir()
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "demonstration"
        subprocess.run((COMMAND, "demo", "--build-only", "--data-dir", data), check=True)
        with served(data) as site, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
            for chapter in TOUR:
                for shot in chapter.shots:
                    take(browser, site, shot, place)
            browser.close()
    (DOCS / "tour.md").write_text(page_of(TOUR), encoding="utf-8")


if __name__ == "__main__":
    main()
