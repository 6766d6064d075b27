"""What every test may ask for: a migrated database of each kind, and a bench on it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from hypothesis import HealthCheck, settings

from engine.actions.installing import install
from engine.domain import passwords
from engine.migrations import upgrade
from engine.storage.database import Database, open_database
from engine.workbench import Workbench
from tests.databases import postgres_database, postgres_template
from workflows.facts import CATALOGUE

pytest_plugins = ["tests.scratch", "tests.postgres", "tests.browser"]

# What a guess costs is not the business of these tests; a scene has some forty people.
passwords._HASHER = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)

# How long an example takes is for the benchmarks to say; here a busy machine is no fault.
settings.register_profile(
    "marshrut", settings(), deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("marshrut")

KEYS = {1: b"test journal key of thirty-two by"}
DIALECTS = ("sqlite", "postgresql")


class Clock:
    """A clock that a test sets and moves; each reading is a millisecond after the last."""

    def __init__(self, start: datetime) -> None:
        """Stand at an instant."""
        self.instant = start

    def __call__(self) -> datetime:
        """Give the present instant."""
        self.instant += timedelta(milliseconds=1)
        return self.instant

    def set(self, year: int, month: int, day: int, hour: int = 6) -> None:
        """Stand at an hour of a day, UTC."""
        self.instant = datetime(year, month, day, hour, tzinfo=UTC)

    def advance(self, **span: float) -> None:
        """Go forward (or back, with negative values)."""
        self.instant += timedelta(**span)


def build_schema(url: str) -> None:
    """Migrate an empty database and close every connection."""
    database = open_database(url, KEYS)
    upgrade(database)
    database.close()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated file to copy."""
    path = tmp_path_factory.mktemp("template") / "empty.db"
    build_schema(f"sqlite:///{path}")
    return path


@contextmanager
def empty_database_url(request: pytest.FixtureRequest, dialect: str) -> Iterator[str]:
    """The URL of a migrated database of the kind, nobody else's."""
    if dialect == "sqlite":
        path = request.getfixturevalue("tmp_path") / "marshrut.db"
        shutil.copy(request.getfixturevalue("sqlite_template"), path)
        yield f"sqlite:///{path}"
    else:
        server = request.getfixturevalue("postgres")
        with postgres_database(server, postgres_template(server, "schema", build_schema)) as url:
            yield url


@pytest.fixture(params=DIALECTS)
def database_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """A migrated database of each kind, by its URL (for processes of their own)."""
    with empty_database_url(request, request.param) as url:
        yield url


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """A migrated database of each kind, open."""
    opened = open_database(database_url, KEYS, pool_size=20)
    yield opened
    opened.close()


@pytest.fixture
def clock() -> Clock:
    """A clock standing on 3 April 2023, 09:00 in Moscow."""
    return Clock(datetime(2023, 4, 3, 6, tzinfo=UTC))


@pytest.fixture
def bench(database: Database, clock: Clock) -> Workbench:
    """A bench on an installed database."""
    bench = Workbench(database, clock, CATALOGUE)
    install(bench)
    return bench
