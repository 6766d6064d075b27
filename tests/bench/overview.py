"""The overview and the search over forty thousand cases, against bare passes over their tables."""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from engine.actions.installing import install
from engine.domain.roles import Actor, Grant, Place, Role
from engine.domain.school_titles import sort_key
from engine.domain.search_keys import number_key, search_key
from engine.migrations import upgrade
from engine.queries.overview import OverviewFilter, read_overview
from engine.queries.search import search
from engine.storage.database import open_database, reading
from engine.storage.tables import (
    CaseRow,
    DecisionRow,
    DefinitionRow,
    DocumentRow,
    SchoolRow,
    SpellRow,
)
from engine.storage.types import new_id
from engine.workbench import Workbench
from tests.conftest import KEYS, Clock
from tests.factories import Scene, make_scene
from workflows.driving import route
from workflows.facts import CATALOGUE

CASES, ROUNDS = 40_000, 9
SINCE = date(2018, 1, 1)
FLOORS = (
    "SELECT phase, count(*), count(DISTINCT school_id) FROM case_file GROUP BY phase",
    "SELECT municipality_id, count(*) FROM case_file WHERE NOT closed GROUP BY municipality_id",
    """SELECT s.stage, count(*), min(s.entered_on), max(s.left_on)
    FROM stage_spell s JOIN case_file c ON c.id = s.case_id GROUP BY s.stage""",
    """SELECT s.case_id, min(s.entered_on)
    FROM stage_spell s JOIN case_file c ON c.id = s.case_id GROUP BY s.case_id""",
)
"""The passes over cases and stays without which nothing of the overview can be known."""


@dataclass(frozen=True)
class Country:
    """A bench over many cases, and an auditor who sees them all."""

    bench: Workbench
    scene: Scene
    auditor: Actor


def prepare_country(url: str, cases: int = CASES) -> Country:
    """A scene, and around it cases at every point of the path, written as rows."""
    database = open_database(url, KEYS)
    upgrade(database)
    clock = Clock(datetime(2026, 8, 1, 3, tzinfo=UTC))
    bench = Workbench(database, clock, CATALOGUE)
    install(bench)
    scene = make_scene(bench)
    rows = _rows(scene, random.Random(1), cases)
    with database.source.begin() as connection:
        for table, values in rows.items():
            for first in range(0, len(values), 5_000):
                connection.execute(sa.insert(table), values[first : first + 5_000])
        connection.execute(sa.text("ANALYZE"))
    auditor = scene.actor(Role.AUDITOR)
    everywhere = Grant(Role.AUDITOR, Place(), SINCE)
    return Country(bench, scene, Actor(auditor.account_id, (everywhere,)))


def measure_reads(country: Country) -> dict[str, dict[str, float]]:
    """Ours and the floor in turn: medians in milliseconds, and the median of the ratios."""

    def asked(text: str) -> Callable[[], Any]:
        return lambda: search(country.bench, text, actor=country.auditor)

    def figures() -> Any:
        return read_overview(country.bench, OverviewFilter(), actor=country.auditor)

    return {
        "overview": _measure(figures, lambda: _floor(country)),
        "search, a school": _measure(asked("школа 5311"), lambda: _floor(country)),
        "search, words": _measure(asked("среднесрочная программа"), lambda: _floor(country)),
        "search, an order": _measure(asked("приказ 120-П от 31.03.2023"), lambda: _floor(country)),
    }


def _measure(ours: Callable[[], Any], floor: Callable[[], Any]) -> dict[str, float]:
    times: dict[str, list[float]] = {"ours": [], "floor": []}
    for _ in range(ROUNDS + 1):
        for kind, deed in (("ours", ours), ("floor", floor)):
            began = time.perf_counter()
            deed()
            times[kind].append(time.perf_counter() - began)
    pairs = list(zip(times["ours"][1:], times["floor"][1:], strict=True))
    return {
        "ours_ms": statistics.median(own for own, _ in pairs) * 1e3,
        "floor_ms": statistics.median(bare for _, bare in pairs) * 1e3,
        "ratio": statistics.median(bare / own for own, bare in pairs),
    }


def _floor(country: Country) -> None:
    with reading(country.bench.database) as connection:
        for text in FLOORS:
            connection.exec_driver_sql(text).fetchall()


def _rows(scene: Scene, chance: random.Random, cases: int) -> dict[Any, list[dict[str, Any]]]:
    rows: dict[Any, list[dict[str, Any]]] = {
        table: [] for table in (SchoolRow, CaseRow, SpellRow, DocumentRow, DecisionRow)
    }
    with reading(scene.bench.database) as connection:
        version = connection.execute(sa.select(DefinitionRow)).first()
    legs = [leg.target for leg in route(scene.definition, scene.definition.start.code, "exited")]
    for number in range(1_000, 1_000 + cases):
        walked = legs[: chance.randrange(len(legs) + 1)]
        _add_case(rows, (scene, version), number, walked, chance)
    return rows


def _add_case(
    rows: dict[Any, list[dict[str, Any]]],
    home: tuple[Scene, Any],
    number: int,
    legs: list[str],
    chance: random.Random,
) -> None:
    scene, version = home
    school, case, day = new_id(), new_id(), SINCE + timedelta(days=chance.randrange(2_900))
    account, title = scene.actor(Role.AUDITOR).account_id, f"МБОУ СОШ № {number}"
    place = {"region_id": scene.region_id, "municipality_id": scene.municipality_id}
    rows[SchoolRow].append(
        {
            **place,
            "id": school,
            "title": title,
            "sort_key": sort_key(title),
            "search_key": search_key(title),
            "mode": "at_risk",
            "code": None,
        }
    )
    stages = [scene.definition.start.code, *legs]
    for seq, code in enumerate(stages, start=1):
        last = seq == len(stages)
        after = day + timedelta(days=chance.randrange(5, 90))
        rows[SpellRow].append(
            {
                "case_id": case,
                "seq": seq,
                "stage": code,
                "round": 1,
                "entered_on": day,
                "entered_at": datetime(2020, 1, 1, tzinfo=UTC),
                "left_on": None if last else after,
                "left_at": None if last else datetime(2020, 1, 1, tzinfo=UTC),
            }
        )
        day = day if last else after
    stage = scene.definition.stage_by_code[stages[-1]]
    rows[CaseRow].append(
        {
            **place,
            "id": case,
            "subject_kind": "school",
            "subject_id": school,
            "school_id": school,
            "definition_id": version.id,
            "definition_stream_id": version.stream_id,
            "definition_digest": version.digest,
            "stage": stage.code,
            "phase": stage.phase.value,
            "stage_entered_on": day,
            "stage_entered_revision": len(stages),
            "stage_due_on": day + timedelta(days=60),
            "categories": ["low_results"],
            "closed": stage.kind.value == "end",
            "opened_at": datetime(2020, 1, 1, tzinfo=UTC),
            "opened_by": account,
            "changed_at": datetime(2020, 1, 1, tzinfo=UTC),
            "changed_by": account,
            "revision": len(stages),
            "head": b"",
        }
    )
    _add_papers(rows, case, account, number)


def _add_papers(
    rows: dict[Any, list[dict[str, Any]]], case: Any, account: Any, number: int
) -> None:
    at, title = datetime(2023, 4, 1, tzinfo=UTC), f"Программа развития на {number % 7 + 2020} год"
    for kind in ("midterm_programme", "antirisk_programme", "school_roadmap"):
        rows[DocumentRow].append(
            {
                "id": new_id(),
                "case_id": case,
                "kind": kind,
                "version": 1,
                "round": 1,
                "status": "approved",
                "title": title,
                "search_key": search_key(title),
                "author_id": account,
                "registered_at": at,
            }
        )
    order = f"{number % 400}-П"
    rows[DecisionRow].append(
        {
            "id": new_id(),
            "case_id": case,
            "order_id": new_id(),
            "kind": "programme_approval",
            "number": order,
            "number_key": number_key(order),
            "signed_on": date(2023, 3, 31),
            "body": "УО",
            "search_key": search_key("УО"),
            "round": 1,
            "registered_at": at,
            "registered_by": account,
        }
    )
