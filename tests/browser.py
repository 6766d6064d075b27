"""Debian's own Chromium, driven by playwright, speaking Russian.

`CHROMIUM` names the program; without it the usual names are looked up. Where there is none a test
is skipped with the way to get it, unless `REQUIRE_BROWSER=1`. Loaded as a pytest plugin by
tests/conftest.py. Mark the tests `browser`.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from typing import Any, NoReturn

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--no-sandbox",  # Chromium refuses its sandbox to root; it is shown our own pages only.
    "--disable-dev-shm-usage",  # Containers give little shared memory.
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--no-proxy-server",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
RUSSIAN: dict[str, Any] = {
    "locale": "ru-RU",
    "timezone_id": "Europe/Moscow",
    "viewport": {"width": 1280, "height": 900},
    "reduced_motion": "reduce",
}


def find_chromium() -> str | None:
    """The program to drive: the one of `CHROMIUM`, else the first of the usual names."""
    wanted = os.environ.get("CHROMIUM")
    return shutil.which(wanted) if wanted else next(filter(None, map(shutil.which, NAMES)), None)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests of a worker."""
    program = find_chromium()
    if program is None:
        _do_without("No Chromium: apt-get install chromium, or set CHROMIUM to the program.")
    driver = sync_playwright()
    try:
        playwright = driver.start()
    except Exception as trouble:  # noqa: BLE001 - it raises nothing narrower
        _do_without(f"playwright does not start ({trouble}): apt-get install libatomic1.")
    try:
        chromium = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield chromium
        chromium.close()
    finally:
        playwright.stop()


def _do_without(reason: str) -> NoReturn:
    if os.environ.get("REQUIRE_BROWSER") == "1":
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)


@pytest.fixture
def browser_context(browser: Browser) -> Iterator[BrowserContext]:
    """A visitor of its own: no cookies, Russian, on a common screen."""
    context = browser.new_context(**RUSSIAN)
    context.set_default_timeout(10_000)
    yield context
    context.close()


@pytest.fixture
def page(browser_context: BrowserContext) -> Page:
    """An empty page of a new visitor."""
    return browser_context.new_page()
