"""A database with a history of every kind, built once and harmed only in passing."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy.engine import Connection

from engine.actions.filing import DocumentRequest, ReviewRequest, register_document, review_document
from engine.actions.installing import install
from engine.actions.moving import MoveRequest, move_case
from engine.domain.errors import MoveRefused
from engine.domain.machine import MoveOrder
from engine.domain.roles import Role
from engine.domain.situation import DocumentStatus
from engine.storage.database import Database, open_database
from engine.workbench import Workbench
from tests.conftest import KEYS, Clock, build_schema
from tests.databases import postgres_database, postgres_template
from tests.factories import make_scene, publish
from workflows.facts import CATALOGUE

REASON = "Школа на капитальном ремонте до сентября"


def build(url: str) -> None:
    """Three cases with moves, papers, people, refusals and texts; two versions of the path."""
    database = open_database(url, KEYS)
    bench = Workbench(database, Clock(datetime(2023, 4, 3, 6, tzinfo=UTC)), CATALOGUE)
    install(bench)
    scene = make_scene(bench, schools=3)
    case_id = scene.case_at("mentoring")
    coordinator = scene.actor(Role.MUNICIPAL_COORDINATOR)
    director = scene.actor(Role.SCHOOL_DIRECTOR)
    request = DocumentRequest(case_id, "analytic_note", "Справка за первое полугодие")
    note = register_document(bench, request, actor=director).created_id
    assert note is not None
    returned = ReviewRequest(case_id, note, DocumentStatus.RETURNED, "Нет выводов по предметам")
    review_document(bench, returned, actor=coordinator)
    for move in ("approve_listing", "open_final", "approve_exit"):
        with pytest.raises(MoveRefused):
            move_case(bench, MoveRequest(case_id, MoveOrder(move)), actor=director)
    for school in (1, 2):
        suspend(bench, scene.open_case(school), coordinator)
    suspend(bench, case_id, coordinator)
    publish(scene, replace(scene.definition, title="Маршрут школы, вторая редакция"))
    database.close()


def suspend(bench, case_id, actor) -> None:
    move_case(bench, MoveRequest(case_id, MoveOrder("suspend", REASON)), actor=actor)


def build_all(url: str) -> None:
    build_schema(url)
    build(url)


@contextmanager
def history(request: pytest.FixtureRequest, folders: pytest.TempPathFactory) -> Iterator[Database]:
    """The database of the kind that a fixture's parameter names, open."""
    with _built(request, folders) as url:
        database = open_database(url, KEYS)
        yield database
        database.close()


@contextmanager
def undone(database: Database) -> Iterator[Connection]:
    """A connection whose work is thrown away."""
    with database.source.connect() as connection, connection.begin() as transaction:
        yield connection
        transaction.rollback()


@contextmanager
def _built(request: pytest.FixtureRequest, folders: pytest.TempPathFactory) -> Iterator[str]:
    if request.param == "sqlite":
        path = folders.mktemp("tampering") / "marshrut.db"
        shutil.copy(request.getfixturevalue("sqlite_template"), path)
        build(f"sqlite:///{path}")
        yield f"sqlite:///{path}"
    else:
        server = request.getfixturevalue("postgres")
        template = postgres_template(server, "tampering", build_all)
        with postgres_database(server, template) as url:
            yield url
