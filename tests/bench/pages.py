"""What a page costs the server, and how that grows with ten times the data.

The floor is a page of the same frame that reads nothing of the field: the glossary.
"""

from __future__ import annotations

import logging
import math
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from uuid import UUID

import structlog

from engine.actions.moving import MoveRequest, move_case
from engine.domain.errors import MoveRefused
from engine.domain.machine import MoveOrder
from engine.domain.roles import Role
from tests.bench.overview import prepare_country
from tests.factories import Scene
from tests.web.visiting import Visitor, visits

ROUNDS = 15
CASES, CARD, HISTORY = 300, 500, 2_000
TIMES = 10


@dataclass(frozen=True)
class PageCost:
    """Medians in milliseconds; `ratio` to the floor, `growth` the exponent over ten times."""

    page: str
    size: int
    ours_ms: float
    ratio: float
    growth: float | None


def measure_pages(url_of: Callable[[str], str]) -> Iterator[PageCost]:
    """The board of 300 cases, the card of 500 entries and the history of 2,000; then ten times."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    yield from _grown("board", CASES, [_board(url_of, size) for size in (CASES, CASES * TIMES)])
    scene = prepare_country(url_of("entries"), 0).scene
    case_id, reader = scene.case_at("mentoring"), visits(scene).of(Role.AUDITOR)
    found: dict[tuple[str, int], tuple[float, float]] = {}
    before = 0
    for size in sorted({CARD, HISTORY, CARD * TIMES, HISTORY * TIMES}):
        _fill(scene, case_id, before, size)
        before = size
        found["card", size] = _measure(reader, f"/cases/{case_id}")
        found["history", size] = _measure(reader, f"/cases/{case_id}/history?group=refusals")
    yield from _grown("case card", CARD, [found["card", CARD], found["card", CARD * TIMES]])
    yield from _grown(
        "history", HISTORY, [found["history", HISTORY], found["history", HISTORY * TIMES]]
    )


def _grown(page: str, size: int, costs: list[tuple[float, float]]) -> Iterator[PageCost]:
    (small, small_ratio), (large, large_ratio) = costs
    yield PageCost(page, size, small, small_ratio, None)
    growth = math.log(large / small) / math.log(TIMES)
    yield PageCost(page, size * TIMES, large, large_ratio, growth)


def _board(url_of: Callable[[str], str], cases: int) -> tuple[float, float]:
    scene = prepare_country(url_of(f"board_{cases}"), cases).scene
    return _measure(visits(scene).of(Role.AUDITOR), "/board")


def _fill(scene: Scene, case_id: UUID, before: int, entries: int) -> None:
    """Be refused on the case until its history has so many entries more.

    Refused attempts are entries like others, and leave the case itself as small as it was.
    """
    curator = scene.actor(Role.CURATOR)
    asked = MoveRequest(case_id, MoveOrder("approve_exit", "Показатели выше порога два года"))
    for _ in range(entries - before):
        with suppress(MoveRefused):
            move_case(scene.bench, asked, actor=curator)


def _measure(reader: Visitor, address: str) -> tuple[float, float]:
    """Median milliseconds of the page, and the median of its ratios to the floor, in turn."""
    pairs = [(_time(reader, address), _time(reader, "/help")) for _ in range(ROUNDS + 1)]
    kept = pairs[1:]
    return (
        statistics.median(ours for ours, _ in kept) * 1e3,
        statistics.median(ours / floor for ours, floor in kept),
    )


def _time(reader: Visitor, address: str) -> float:
    began = time.perf_counter()
    answer = reader.get(address)
    spent = time.perf_counter() - began
    assert answer.status_code == 200, address
    return spent
