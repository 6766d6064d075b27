"""What a page costs the server, and how that grows with ten times the data.

The floor is a page of the same frame that reads nothing of the field: the glossary. Time is that of
our own processor, for a machine is shared; what PostgreSQL does in its processes shows in the
number of statements.
"""

from __future__ import annotations

import gc
import logging
import math
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa
import structlog

from engine.domain.roles import Role
from engine.storage.tables import AttachmentRow, CaseRow
from engine.storage.types import new_id
from tests.bench.filling import fill
from tests.bench.overview import prepare_country
from tests.factories import Scene
from tests.statements import statements_of
from tests.web.visiting import Visitor, visits

ROUNDS = 7
CASES, CARD, HISTORY, MINE = 300, 500, 2_000, 60
TIMES = 10
COORDINATOR = Role.MUNICIPAL_COORDINATOR


@dataclass(frozen=True)
class PageCost:
    """Medians of processor milliseconds; `ratio` to the floor, `growth` the exponent over TIMES."""

    page: str
    size: int
    ours_ms: float
    ratio: float
    statements: int
    growth: float | None


@dataclass(frozen=True)
class _Found:
    ours_ms: float
    ratio: float
    statements: int


def measure_pages(url_of: Callable[[str], str]) -> Iterator[PageCost]:
    """The board and the lists, the card and the history; then each with ten times as much."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    few, many = (_lists(url_of, size) for size in (CASES, CASES * TIMES))
    for page in few:
        yield from _grown(page, MINE if "curator" in page else CASES, few[page], many[page])
    scene = prepare_country(url_of("entries"), 0).scene
    case_id, found = scene.case_at("mentoring"), {}
    for size in sorted({CARD, HISTORY, CARD * TIMES, HISTORY * TIMES}):
        fill(scene, case_id, size)
        found[size] = _of_case(scene, case_id)
    for page, size in (("case card", CARD), ("history", HISTORY)):
        yield from _grown(page, size, found[size][page], found[size * TIMES][page])


def _grown(page: str, size: int, small: _Found, large: _Found) -> Iterator[PageCost]:
    yield PageCost(page, size, small.ours_ms, small.ratio, small.statements, None)
    # Of the ratios: the machine may have been slower by the time the larger one was measured.
    growth = math.log(large.ratio / small.ratio) / math.log(TIMES)
    yield PageCost(page, size * TIMES, large.ours_ms, large.ratio, large.statements, growth)


def _lists(url_of: Callable[[str], str], cases: int) -> dict[str, _Found]:
    scene = prepare_country(url_of(f"board_{cases}"), cases).scene
    _attach_curator(scene, cases * MINE // CASES)
    site = visits(scene)
    return {
        "board": _measure(scene, site.of(COORDINATOR), "/board"),
        "list of a coordinator": _measure(scene, site.of(COORDINATOR), "/worklist?whose=all"),
        "list of a curator": _measure(scene, site.of(Role.CURATOR), "/worklist"),
    }


def _of_case(scene: Scene, case_id: UUID) -> dict[str, _Found]:
    site = visits(scene)
    card, history = f"/cases/{case_id}", f"/cases/{case_id}/history"
    return {
        "case card": _measure(scene, site.of(COORDINATOR), card),
        "history": _measure(scene, site.of(Role.AUDITOR), history),
    }


def _attach_curator(scene: Scene, number: int) -> None:
    """The curator has so many of the open cases, written as rows like the cases themselves."""
    account_id, open_cases = scene.actor(Role.CURATOR).account_id, CaseRow.closed.is_(False)
    with scene.bench.database.source.begin() as connection:
        query = sa.select(CaseRow.id).where(open_cases).order_by(CaseRow.id).limit(number)
        links = [
            {
                "id": new_id(),
                "case_id": case_id,
                "kind": "curator",
                "account_id": account_id,
                "starts_on": date(2023, 9, 1),
                "directions": [],
            }
            for case_id in connection.execute(query).scalars()
        ]
        connection.execute(sa.insert(AttachmentRow), links)
        connection.execute(sa.text("ANALYZE"))


def _measure(scene: Scene, reader: Visitor, address: str) -> _Found:
    """Medians of the page, and of its ratios to the floor measured in turn."""
    _time(reader, address)
    with statements_of(scene.bench.database) as asked:
        _time(reader, address)
    # As a worker does: what it is made of is not looked through at every collection.
    gc.collect()
    gc.freeze()
    pairs = [(_time(reader, address), _time(reader, "/help")) for _ in range(ROUNDS)]
    return _Found(
        statistics.median(ours for ours, _ in pairs) * 1e3,
        statistics.median(ours / floor for ours, floor in pairs),
        len(asked),
    )


def _time(reader: Visitor, address: str) -> float:
    began = time.process_time()
    answer = reader.get(address)
    spent = time.process_time() - began
    assert answer.status_code == 200, address
    return spent
