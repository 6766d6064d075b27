"""Approving a roadmap of 104,000 occurrences against bare INSERTs of the same rows.

The floor has its values ready made: nothing is planned, hashed or journaled.
"""

from __future__ import annotations

import sqlite3
import statistics
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import psycopg
import sqlalchemy as sa

from engine.actions.installing import install
from engine.actions.registering import SchoolRequest, register_school
from engine.actions.roadmaps.approving import ApproveRequest, approve_roadmap
from engine.actions.service_accounts import command_actor
from engine.domain.roles import Role
from engine.domain.situation import SchoolMode
from engine.migrations import upgrade
from engine.storage.database import open_database
from engine.storage.types import new_id
from engine.workbench import Workbench
from tests.conftest import KEYS, Clock
from tests.factories import Scene, make_scene
from tests.people import made
from tests.storage.roadmap_scene import make_roadmap
from workflows.facts import CATALOGUE

SCHOOLS, MEASURES, ROUNDS = 100, 20, 3


@dataclass(frozen=True, slots=True)
class Measured:
    """How many rows, and the medians of both in seconds."""

    rows: int
    ours: float
    floor: float

    @property
    def ratio(self) -> float:
        """How many times the floor ours takes."""
        return self.ours / self.floor


def measure_approval(url: str) -> Measured:
    """Approve a roadmap of weekly measures of a hundred schools, and insert its rows bare."""
    database = open_database(url, KEYS)
    upgrade(database)
    bench = Workbench(database, Clock(datetime(2023, 1, 9, 6, tzinfo=UTC)), CATALOGUE)
    install(bench)
    scene = _scene(bench)
    coordinator = scene.actor(Role.MUNICIPAL_COORDINATOR)
    ours, floor, rows = [], [], 0
    for _ in range(ROUNDS):
        roadmap = make_roadmap(scene, _measures(), signed_on=None)
        begun = time.perf_counter()
        approve_roadmap(bench, ApproveRequest(roadmap.id), actor=coordinator)
        ours.append(time.perf_counter() - begun)
        rows, seconds = _insert_bare(url, roadmap.id)
        floor.append(seconds)
    database.close()
    return Measured(rows, statistics.median(ours), statistics.median(floor))


def _scene(bench: Workbench) -> Scene:
    scene = make_scene(bench, schools=1, tutor_schools=1)
    admin = command_actor(bench)
    for number in range(2, SCHOOLS + 1):
        title = f"МБОУ СОШ № {number}"
        asked = SchoolRequest(scene.region_id, scene.municipality_id, title, SchoolMode.AT_RISK)
        scene.schools.append(made(register_school(bench, asked, actor=admin)))
    return scene


def _measures() -> list[tuple[str, str, str, str]]:
    return [(str(one), f"Мероприятие {one}", "school", "еженедельно") for one in range(MEASURES)]


def _insert_bare(url: str, roadmap_id: UUID) -> tuple[int, float]:
    """The same rows again under new ids, by the driver alone, in one durable transaction."""
    parsed = sa.make_url(url)
    if parsed.get_backend_name() == "sqlite":
        connection: Any = sqlite3.connect(parsed.database or "")
        connection.execute("PRAGMA synchronous=FULL")
        mark = "?"
        key: Any = roadmap_id.hex
    else:
        plain = parsed.set(drivername="postgresql").render_as_string(hide_password=False)
        connection, mark, key = psycopg.connect(plain), "%s", roadmap_id
    cursor = connection.cursor()
    cursor.execute(f"SELECT * FROM measure_occurrence WHERE roadmap_id = {mark}", (key,))
    names = [one[0] for one in cursor.description]
    place = names.index("id")
    rows = [list(row) for row in cursor.fetchall()]
    for row in rows:
        row[place] = new_id().hex if mark == "?" else new_id()
    text = f"INSERT INTO measure_occurrence ({', '.join(names)}) VALUES ({', '.join([mark] * len(names))})"  # noqa: E501
    connection.commit()
    begun = time.perf_counter()
    cursor.executemany(text, rows)
    connection.commit()
    seconds = time.perf_counter() - begun
    connection.close()
    return len(rows), seconds
