"""The first pages are light: they come over a slow rural line, and from nowhere but here."""

from __future__ import annotations

from typing import Any

import pytest

pytest_plugins = ["tests.journeys.served"]
pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("browser")]

MOST_BYTES = 150_000
PACKED = {"br", "deflate", "gzip", "zstd"}
TEXTS = ("text/html", "text/css", "text/javascript", "application/javascript")


class Wire:
    """What a page costs on the wire, as the browser counts it; nothing comes from a cache."""

    def __init__(self, page: Any) -> None:
        self.bytes = 0
        self.plain: list[str] = []
        self.addresses: list[str] = []
        line = page.context.new_cdp_session(page)
        line.send("Network.enable")
        line.send("Network.setCacheDisabled", {"cacheDisabled": True})
        line.on("Network.requestWillBeSent", self._asked)
        line.on("Network.responseReceived", self._answered)
        line.on("Network.loadingFinished", self._ended)

    def _asked(self, told: dict[str, Any]) -> None:
        address = told["request"]["url"]
        if not address.startswith("data:"):
            self.addresses.append(address)

    def _answered(self, told: dict[str, Any]) -> None:
        answer = told["response"]
        headers = {name.lower(): value for name, value in answer["headers"].items()}
        kind = answer["mimeType"].partition(";")[0]
        if kind in TEXTS and headers.get("content-encoding") not in PACKED:
            self.plain.append(answer["url"])

    def _ended(self, told: dict[str, Any]) -> None:
        self.bytes += int(told["encodedDataLength"])


@pytest.mark.parametrize("address", ["/signin", "/worklist"])
def test_a_first_page_weighs_little_is_packed_and_asks_no_other_host(visit, address):
    visitor = visit()
    if address != "/signin":
        _sign_in_elsewhere(visitor, visit())
    wire = Wire(visitor.page)

    visitor.page.goto(address)
    visitor.page.wait_for_load_state("networkidle")

    assert 10_000 < wire.bytes <= MOST_BYTES
    assert wire.plain == []
    assert len(wire.addresses) > 3
    assert [one for one in wire.addresses if not one.startswith(f"{visitor.site}/")] == []


def _sign_in_elsewhere(visitor: Any, other: Any) -> None:
    """Hand over the session of another visitor, so that this one's browser has seen no page yet."""
    other.sign_in("curator.sochi")
    visitor.page.context.add_cookies(other.page.context.cookies())
