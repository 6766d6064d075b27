"""The demonstration as people meet it: built once, served by its own command, seen in Chromium.

Whoever wants to see the pages names a folder in `SCREENSHOTS`: each look is kept there, wide and
narrow.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPException
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Locator,
    Page,
    Request,
    expect,
)

from tests.browser import RUSSIAN

COMMAND = Path(sys.executable).with_name("marshrut")
SECONDS_TO_BUILD, SECONDS_TO_START, SECONDS_TO_STOP = 300, 60, 60
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 390, "height": 844}

PASSWORD = "pokaz-marshrut"
"""Of every account of the demonstration."""

PATIENCE_MS = 15_000
"""How long a page may take on a machine that does much else; a benchmark looks at speed."""

SETTLING_MS = 500
SCROLLS_SIDEWAYS = "document.scrollingElement.scrollWidth > window.innerWidth"
STICKS_OUT = """() => [...document.querySelectorAll('main *')]
    .filter(one => one.getBoundingClientRect().right > window.innerWidth + 1)
    .map(one => one.outerHTML.slice(0, 120)).slice(0, 3)"""

expect.set_options(timeout=PATIENCE_MS)


@pytest.fixture(scope="session")
def built_demonstration(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a demonstration; of several workers one builds it and the others wait."""
    folder = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent
    place = folder / "demonstration"
    subprocess.run(
        (COMMAND, "demo", "--build-only", "--data-dir", place),
        check=True,
        capture_output=True,
        env=_surroundings(),
        timeout=SECONDS_TO_BUILD,
    )
    return place


@pytest.fixture(scope="module")
def site(built_demonstration: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a demonstration of the module's own, with the clock running beside it."""
    with served(copy_of(built_demonstration, tmp_path_factory)) as address:
        yield address


def copy_of(demonstration: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a demonstration nobody else works in."""
    place = tmp_path_factory.mktemp("served") / "demonstration"
    shutil.copytree(demonstration, place)
    return place


@contextmanager
def served(place: Path, **environ: str) -> Iterator[str]:
    """Serve a built demonstration with the real command until the block ends."""
    port = _free_port()
    command = (COMMAND, "demo", "--data-dir", place, "--port", str(port))
    said = place / f"said-{port}.txt"
    surroundings = {**_surroundings(), **environ}
    with (
        said.open("wb") as output,
        subprocess.Popen(command, stdout=output, stderr=output, env=surroundings) as process,
    ):
        try:
            address = f"http://127.0.0.1:{port}"
            _wait_for(f"{address}/readyz", process, said)
            yield address
        finally:
            process.terminate()
            ended = process.wait(SECONDS_TO_STOP)
    assert ended == 0, said.read_text()


def _surroundings() -> dict[str, str]:
    """The environment without what an installation of this machine may have set."""
    return {name: value for name, value in os.environ.items() if "MARSHRUT_" not in name}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(url: str, process: subprocess.Popen[bytes], said: Path) -> None:
    deadline = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urlopen(url, timeout=5):
                return
        except (OSError, HTTPException):
            time.sleep(0.1)
    pytest.fail(f"The demonstration does not answer:\n{said.read_text()}", pytrace=False)


@pytest.fixture(params=[WIDE, NARROW], ids=["desktop", "phone"])
def screen(request: pytest.FixtureRequest) -> dict[str, int]:
    """The size of the screen somebody sits at."""
    size: dict[str, int] = request.param
    return size


class Visitor:
    """Somebody at a browser: clicks on what is seen, and notices what must never happen."""

    def __init__(self, context: BrowserContext, site: str, scene: str) -> None:
        """Open an empty page."""
        self.context, self.site, self.scene = context, site, scene
        self.faults: list[str] = []
        self.looks = 0
        self._answered: set[str] = set()
        context.on("console", self._hear)
        context.on("weberror", lambda trouble: self.faults.append(f"script: {trouble.error}"))
        context.on("request", self._watch)
        self.page: Page = context.new_page()
        self.screen = self.page.viewport_size

    def enter(self, login: str, password: str = PASSWORD) -> Page:
        """Sign in by typing: for those whose account the sign-in page does not show at once."""
        self.page.goto("/signin")
        self.page.get_by_label("Имя пользователя").fill(login)
        self.page.get_by_label("Пароль").fill(password)
        self.page.get_by_role("button", name="Войти", exact=True).click()
        self.page.get_by_role("button", name="Выйти").wait_for()
        return self.page

    def sign_in(self, login: str) -> Page:
        """Click a demonstration account on the sign-in page."""
        self.page.goto("/")
        self.page.get_by_role("button", name=login).click()
        self.page.get_by_role("button", name="Выйти").wait_for()
        return self.page

    def sign_out(self) -> None:
        """Leave; the sign-in page comes."""
        self.page.get_by_role("button", name="Выйти").click()
        self.page.get_by_role("heading", name="Вход в систему").wait_for()

    def look(self) -> Page:
        """Look at the page on a telephone as well: nothing is to be scrolled sideways."""
        self.looks += 1
        self.page.wait_for_load_state()
        self._keep("wide")
        self.page.set_viewport_size(NARROW)  # type: ignore[arg-type]
        self._keep("narrow")
        # A slow machine may still lay the page out anew for the narrow screen.
        if self.page.evaluate(SCROLLS_SIDEWAYS):
            self.page.wait_for_timeout(SETTLING_MS)
        if self.page.evaluate(SCROLLS_SIDEWAYS):
            culprits = self.page.evaluate(STICKS_OUT)
            self.faults.append(f"scrolls sideways: {self.page.url} {culprits}")
        if self.screen:
            self.page.set_viewport_size(self.screen)
        return self.page

    def buttons(self) -> list[str]:
        """What can be pressed on this page below its head, folded parts included."""
        self.page.wait_for_load_state()
        found = self.page.get_by_role("main").get_by_role("button", include_hidden=True).all()
        return [(one.text_content() or "").strip() for one in found]

    def _keep(self, width: str) -> None:
        if folder := os.environ.get("SCREENSHOTS"):
            name = f"{self.scene}-{self.looks:02}-{width}.png"
            self.page.screenshot(path=Path(folder) / name, full_page=True)

    def _watch(self, request: Request) -> None:
        if request.is_navigation_request():
            self._answered.add(request.url)
        if not request.url.startswith((f"{self.site}/", "data:")):
            self.faults.append(f"another host: {request.url}")

    def _hear(self, message: ConsoleMessage) -> None:
        # Chromium reports a page that is itself a refusal (409, 422) as a failed resource.
        page_itself = message.location["url"] in self._answered
        if page_itself and message.text.startswith("Failed to load resource"):
            return
        if message.type in ("error", "warning"):
            self.faults.append(f"console: {message.text} ({message.location['url']})")


@pytest.fixture
def visit(
    browser: Browser, site: str, request: pytest.FixtureRequest
) -> Iterator[Callable[..., Visitor]]:
    """Let somebody sit down at a browser of their own; nothing bad may happen to any of them."""
    visitors: list[Visitor] = []

    def begin(**options: Any) -> Visitor:
        address = options.pop("base_url", site)
        context = browser.new_context(base_url=address, **{**RUSSIAN, **options})
        context.set_default_timeout(PATIENCE_MS)
        scene = f"{request.node.name.removeprefix('test_')[:40]}-{len(visitors) + 1}"
        visitors.append(Visitor(context, address, scene))
        return visitors[-1]

    yield begin
    for one in visitors:
        one.context.close()
    faults = [fault for one in visitors for fault in one.faults]
    if faults:
        pytest.fail("\n".join(faults), pytrace=False)


def every(locator: Locator) -> list[Locator]:
    """All that are there once the whole page is."""
    locator.page.wait_for_load_state()
    return locator.all()


def words(locator: Locator) -> str:
    """The text a person reads there once the whole page has come, with single spaces."""
    locator.page.wait_for_load_state()
    return " ".join(locator.inner_text().split())
