"""Nobody is shut out: axe-core finds nothing on any page, in either theme, language or width."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.journeys.roadmapped import add_roadmap
from tests.journeys.served import NARROW, WIDE, Visitor, copy_of, served

pytest_plugins = ["tests.journeys.served"]
pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("browser")]

AXE = (resources.files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
RUN = """async (only) => (await axe.run(document, {resultTypes: ['violations'],
    ...(only ? {runOnly: {type: 'rule', values: only}} : {})})).violations
    .flatMap(one => one.nodes.map(node => `${one.id}: ${node.target} ${node.failureSummary}`))"""
OF_COLOURS = ["color-contrast", "link-in-text-block"]
"""The rules whose answer may differ in the other colours of the same page."""

PEOPLE = (
    "curator.sochi",
    "coordinator.skovorodino",
    "director.kirovsky",
    "tutor.skovorodino",
    "auditor.skovorodino",
    "admin.skovorodino",
)
MOST_PAGES = 60
"""Of one person: a page of each kind is looked at, and there are not more kinds."""
ADDRESSES = "all => all.map(one => new URL(one.getAttribute('href'), location.href).href)"
NO_PAGE = re.compile(
    r"\.csv|\.docx|\.xlsx|\.ics|/files/|/documents/|/measures/evidence/|/decisions/|\.toml|openapi|\.json|\.svg|/export"
)
ONE_OF_MANY = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|(?<=/)\d+(?=/|$)")


@pytest.fixture(scope="module")
def site(built_demonstration: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A demonstration with a living roadmap, so that links lead to its pages too."""
    place = copy_of(built_demonstration, tmp_path_factory)
    add_roadmap(place)
    with served(place) as address:
        yield address


def kind_of(address: str) -> str:
    """The address without whose page it is and how it is narrowed."""
    return ONE_OF_MANY.sub("*", address.partition("?")[0].partition("#")[0])


def new_pages(page: Page, site: str, seen: set[str]) -> list[str]:
    """A page of every kind that links lead a person to and nobody has looked at yet."""
    found: list[str] = []
    walked: set[str] = set()
    waiting = [page.url]
    while waiting and len(walked) < MOST_PAGES:
        address = waiting.pop(0)
        kind = kind_of(address)
        if kind in walked:
            continue
        walked.add(kind)
        if kind not in seen:
            found.append(address)
            seen.add(kind)
        page.goto(address)
        links = page.eval_on_selector_all("a[href]", ADDRESSES)
        waiting += [
            link for link in links if link.startswith(f"{site}/") and not NO_PAGE.search(link)
        ]
    return found


def faults_on(page: Page, only: list[str] | None = None) -> list[str]:
    """What axe-core says of the page, folded parts opened; by some rules, or by all."""
    page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(AXE)
    found: list[Any] = page.evaluate(RUN, only)
    return [f"{page.url} {one}" for one in found]


@contextmanager
def in_english(page: Page) -> Iterator[None]:
    """The same page in the other language."""
    english = {"name": "language", "value": "en", "url": page.url}
    page.context.add_cookies([english])  # type: ignore[list-item]
    page.reload()
    assert page.locator("html").get_attribute("lang") == "en"
    yield
    page.context.clear_cookies(name="language")


def tell(faults: list[str]) -> None:
    """Fail with every fault in full."""
    if faults:
        pytest.fail("\n".join(faults), pytrace=False)


def test_axe_finds_nothing_on_any_page_that_links_lead_to(visit):
    seen: set[str] = set()
    faults: list[str] = []
    for login in PEOPLE:
        visitor: Visitor = visit()
        page = visitor.sign_in(login)
        for address in new_pages(page, visitor.site, seen):
            page.goto(address)
            faults += faults_on(page)
            page.emulate_media(color_scheme="dark")
            faults += faults_on(page, OF_COLOURS)
            page.emulate_media(color_scheme="light")
            page.set_viewport_size(NARROW)  # type: ignore[arg-type]
            faults += faults_on(page)
            page.set_viewport_size(WIDE)  # type: ignore[arg-type]
            with in_english(page):
                faults += faults_on(page)

    assert len(seen) > 30
    tell(faults)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_before_signing_in(visit, scheme):
    page = visit(color_scheme=scheme).page

    faults = []
    for address in ("/signin", "/styleguide", "/nowhere"):
        page.goto(address)
        faults += faults_on(page)
        with in_english(page):
            faults += faults_on(page)

    tell(faults)
