"""One durable move, everything included, against the bare floor: one client and eight."""

from __future__ import annotations

import multiprocessing
import statistics
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import sqlalchemy as sa

from engine.actions.installing import install
from engine.actions.moving import MoveRequest, move_case
from engine.domain.machine import MoveOrder
from engine.domain.roles import Role
from engine.migrations import upgrade
from engine.storage.database import open_database, reading
from engine.storage.receipts import RequestKey
from engine.storage.tables import DutyRow
from engine.workbench import Workbench
from tests.bench.floor import Floor
from tests.conftest import KEYS, Clock
from tests.factories import Scene, make_scene
from workflows.driving import route
from workflows.facts import CATALOGUE
from workflows.rehearsal import lead

STAGES = ("mentoring", "interim_monitoring")
MOVES = {"mentoring": "open_interim", "interim_monitoring": "close_interim"}
ROUNDS, BATCH = 30, 20
CLIENTS, CLIENT_ROUNDS, CLIENT_MOVES = 8, 6, 60


@dataclass(frozen=True)
class Prepared:
    """A database with cases ready to be moved to and fro: first for us, then for the floor."""

    url: str
    scene: Scene
    cases: tuple[Any, ...]
    duties: tuple[int, int]


def prepare(url: str) -> Prepared:
    """Lead enough cases to mentoring by real moves, with all that both moves require."""
    database = open_database(url, KEYS)
    upgrade(database)
    # The path is published before the first case begins on it.
    clock = Clock(datetime(2023, 4, 3, 3, tzinfo=UTC))
    bench = Workbench(database, clock, CATALOGUE)
    install(bench)
    scene = make_scene(bench, schools=2 * CLIENTS, tutor_schools=CLIENTS)
    cases = []
    for place in range(2 * CLIENTS):
        clock.set(2023, 4, 3)
        case_id = scene.case_at("mentoring", place)
        clock.set(2023, 8, 1)
        _to_and_fro_once(scene, case_id, place)
        cases.append(case_id)
    duties = _duties(bench, cases[0], scene)
    database.close()
    return Prepared(url, scene, tuple(cases), duties)


def _to_and_fro_once(scene: Scene, case_id: Any, school: int) -> None:
    for source, target in (STAGES, STAGES[::-1]):
        lead(scene.bench, case_id, route(scene.definition, source, target), scene.cast(school))


def _duties(bench: Workbench, case_id: Any, scene: Scene) -> tuple[int, int]:
    """How many duties each of the two stages opens."""
    counts = []
    ours = Ours(scene.bench, scene, case_id)
    for _ in STAGES:
        ours.move()
        with reading(bench.database) as connection:
            query = sa.select(sa.func.count()).where(
                DutyRow.case_id == case_id, DutyRow.status == "open"
            )
            counts.append(connection.execute(query).scalar_one())
    return counts[1], counts[0]


class Ours:
    """The product: requirements, access, terms, notice, idempotency, chain and MAC."""

    def __init__(self, bench: Workbench, scene: Scene, case_id: Any) -> None:
        """Know the people and where the case stands."""
        self.bench, self.case_id = bench, case_id
        self.stage, self.revision = scene.stage(case_id), scene.revision(case_id)
        self.people = {
            "open_interim": scene.actor(Role.MUNICIPAL_COORDINATOR),
            "close_interim": scene.actor(Role.CURATOR),
        }

    def move(self) -> None:
        """Make one move through the action."""
        code = MOVES[self.stage]
        request = MoveRequest(self.case_id, MoveOrder(code), self.revision)
        receipt = move_case(
            self.bench,
            request,
            actor=self.people[code],
            request_key=RequestKey(uuid4().hex, b"d" * 32),
        )
        self.stage, self.revision = str(receipt.target), receipt.seq


def measure_one(prepared: Prepared) -> dict[str, Any]:
    """One client: batches in turn, the median of the time of a move, and of the ratios."""
    bench = _bench(prepared.url)
    ours = Ours(bench, _on(bench, prepared.scene), prepared.cases[0])
    floor = Floor(
        prepared.url,
        prepared.cases[1],
        ours.people["open_interim"].account_id,
        STAGES,
        prepared.duties,
    )
    times: dict[str, list[float]] = {"ours": [], "floor": []}
    for name, mover in (("ours", ours), ("floor", floor)):
        _batch(mover, BATCH)
        del name
    for _ in range(ROUNDS):
        times["ours"].append(_batch(ours, BATCH))
        times["floor"].append(_batch(floor, BATCH))
    bench.database.close()
    ratios = [bare / own for own, bare in zip(times["ours"], times["floor"], strict=True)]
    return {
        "ours_us": statistics.median(times["ours"]) * 1e6,
        "floor_us": statistics.median(times["floor"]) * 1e6,
        "ratio": statistics.median(ratios),
        "lowest": min(ratios),
        "highest": max(ratios),
    }


def _batch(mover: Any, count: int) -> float:
    began = time.perf_counter()
    for _ in range(count):
        mover.move()
    return (time.perf_counter() - began) / count


def measure_eight(prepared: Prepared) -> dict[str, Any]:
    """Eight clients, each a process with a case of its own; ours and the floor in turn."""
    context = multiprocessing.get_context("fork")
    rates: dict[str, list[float]] = {"ours": [], "floor": []}
    with context.Manager() as manager:
        barrier = manager.Barrier(CLIENTS)
        with context.Pool(CLIENTS, _start, (prepared, barrier)) as pool:
            for _ in range(CLIENT_ROUNDS + 1):
                for kind, found in rates.items():
                    spans = pool.map(
                        _client_round, [(kind, place) for place in range(CLIENTS)], chunksize=1
                    )
                    wall = max(end for _, end in spans) - min(begin for begin, _ in spans)
                    found.append(CLIENTS * CLIENT_MOVES / wall)
    ratios = [own / bare for own, bare in zip(rates["ours"][1:], rates["floor"][1:], strict=True)]
    return {
        "ours_us": 1e6 / statistics.median(rates["ours"][1:]),
        "floor_us": 1e6 / statistics.median(rates["floor"][1:]),
        "ratio": statistics.median(ratios),
        "lowest": min(ratios),
        "highest": max(ratios),
    }


_client: dict[str, Any] = {}


def _start(prepared: Prepared, barrier: Any) -> None:
    _client.clear()
    _client.update(prepared=prepared, barrier=barrier, movers={})


def _client_round(job: tuple[str, int]) -> tuple[float, float]:
    kind, place = job
    prepared: Prepared = _client["prepared"]
    mover = _client["movers"].get(job)
    if mover is None:
        mover = _client["movers"][job] = _new_mover(prepared, kind, place)
    _client["barrier"].wait()
    began = time.perf_counter()
    for _ in range(CLIENT_MOVES):
        mover.move()
    ended = time.perf_counter()
    if kind == "floor":
        mover.connection.close()
    else:
        mover.bench.database.close()
    del _client["movers"][job]
    return began, ended


def _new_mover(prepared: Prepared, kind: str, place: int) -> Any:
    if kind == "ours":
        bench = _bench(prepared.url)
        return Ours(bench, _on(bench, prepared.scene), prepared.cases[place])
    actor = prepared.scene.actor(Role.MUNICIPAL_COORDINATOR)
    return Floor(
        prepared.url, prepared.cases[CLIENTS + place], actor.account_id, STAGES, prepared.duties
    )


def _bench(url: str) -> Workbench:
    start = datetime(2023, 8, 1, 4, tzinfo=UTC) + timedelta(minutes=5)
    return Workbench(open_database(url, KEYS), Clock(start), CATALOGUE)


def _on(bench: Workbench, scene: Scene) -> Scene:
    """The same scene on another bench."""
    return Scene(
        bench,
        scene.code,
        scene.region_id,
        scene.municipality_id,
        scene.definition,
        people=scene.people,
    )
