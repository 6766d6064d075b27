"""A real PostgreSQL for tests: started when the first test asks, shared by all workers.

`TEST_PG_URL` names a server that is already there. Without it one is made, see
tests.postgres_keeper. Where none can be had a test is skipped with the reason, unless
`REQUIRE_POSTGRES=1`. Loaded as a pytest plugin by tests/conftest.py.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import sql
from sqlalchemy.engine import URL, make_url

SHARED = "MARSHRUT_TESTS_POSTGRES"
KEEPER = Path(__file__).with_name("postgres_keeper.py")
SECONDS_TO_ANSWER = 90
SECONDS_TO_VANISH = 30
PREFIX = "marshrut_pg_"
# A socket's whole path must stay under 104 bytes, and this is what comes after the folder.
LONGEST_PATH = 103 - len(f"/{PREFIX}12345678/socket/.s.PGSQL.5432.lock")


class PostgresUnavailableError(Exception):
    """No PostgreSQL can be had here; the message says why."""


@dataclass(frozen=True, slots=True)
class PostgresServer:
    """A running server on which databases may be made and dropped at will."""

    address: URL
    session: str
    """Unlike that of any other test session; the names of shared databases begin with it."""

    def url(self, dbname: str) -> str:
        """The SQLAlchemy URL of one of its databases."""
        return self.address.set(database=dbname).render_as_string(hide_password=False)

    def create_database(self, name: str, template: str | None = None) -> str:
        """Make a database, as a copy of another one if asked, and return its URL."""
        statement = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
        self._run(statement.format(sql.Identifier(name), sql.Identifier(template or "template1")))
        return self.url(name)

    def drop_database(self, name: str) -> None:
        """Remove a database, whoever is still connected to it."""
        self._run(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))

    def database_names(self) -> list[str]:
        """The databases of this test session."""
        with self.connect() as connection:
            rows = connection.execute(
                "SELECT datname FROM pg_database WHERE starts_with(datname, %s) ORDER BY datname",
                [self.session],
            )
            return [name for (name,) in rows]

    def connect(self) -> psycopg.Connection:
        """A connection to the server's own database, outside any transaction."""
        where = self.address.set(
            drivername="postgresql", database=self.address.database or "postgres"
        )
        return psycopg.connect(where.render_as_string(hide_password=False), autocommit=True)

    def _run(self, statement: sql.Composed) -> None:
        with self.connect() as connection:
            connection.execute(statement)


@contextmanager
def postgres_server() -> Iterator[PostgresServer]:
    """A server for the length of a block: its own, or the one of `TEST_PG_URL`."""
    with reserved_folder() as folder:
        yield claim_server(folder)


@contextmanager
def reserved_folder() -> Iterator[Path]:
    """A place where a server may be started; one that was is gone after the block."""
    folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir=_short_folder()))
    with (folder / "alive").open("w") as alive:
        fcntl.flock(alive, fcntl.LOCK_EX)
        try:
            yield folder
        finally:
            try:
                _drop_what_is_left(folder)
            finally:
                if not (folder / "keeper").exists():
                    shutil.rmtree(folder)
    deadline = time.monotonic() + SECONDS_TO_VANISH
    while folder.exists() and time.monotonic() < deadline:
        time.sleep(0.01)


def claim_server(folder: Path) -> PostgresServer:
    """The server of this folder, started by whichever process asks first."""
    if given := os.environ.get("TEST_PG_URL"):
        server = PostgresServer(make_url(given).set(drivername="postgresql+psycopg"), folder.name)
        try:
            server.connect().close()
        except psycopg.OperationalError as trouble:
            raise PostgresUnavailableError(f"TEST_PG_URL: {trouble}") from trouble
        (folder / "given").touch()
        return server
    with (folder / "start").open("w") as start:
        fcntl.flock(start, fcntl.LOCK_EX)
        if not (folder / "keeper").exists():
            _start_keeper(folder)
        answer = _read_answer(folder)
    if "reason" in answer:
        raise PostgresUnavailableError(answer["reason"])
    # host and port are spelled out, so that no PGHOST or PGPORT of the developer gets in between.
    where = {"host": answer["host"], "port": str(answer["port"])}
    address = URL.create("postgresql+psycopg", username=answer["user"], query=where)
    return PostgresServer(address, folder.name)


def _start_keeper(folder: Path) -> None:
    """Start the keeper in a session of its own, where no Ctrl-C of the tests reaches it."""
    with (folder / "keeper").open("wb") as output:
        subprocess.run(
            [sys.executable, "-I", str(KEEPER), str(folder)],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
            check=True,
        )


def _read_answer(folder: Path) -> dict[str, Any]:
    """What the keeper tells, once it does."""
    deadline = time.monotonic() + SECONDS_TO_ANSWER
    answer = folder / "answer.json"
    while time.monotonic() < deadline:
        if answer.exists():
            return json.loads(answer.read_text())
        time.sleep(0.01)
    return {"reason": f"the keeper of PostgreSQL is silent: {(folder / 'keeper').read_text()}"}


def _drop_what_is_left(folder: Path) -> None:
    """Leave nothing behind on a server that stays."""
    if (folder / "given").exists():
        server = claim_server(folder)
        for name in server.database_names():
            server.drop_database(name)


def _short_folder() -> str:
    """The usual temporary folder, unless a socket's path would not fit in it."""
    usual = tempfile.gettempdir()
    return usual if len(os.fsencode(usual)) <= LONGEST_PATH else "/tmp"


@pytest.hookimpl(wrapper=True)
def pytest_cmdline_main(config: pytest.Config):
    """Reserve the place for the session's server where the workers will look for it."""
    if hasattr(config, "workerinput"):
        return (yield)
    with reserved_folder() as folder:
        os.environ[SHARED] = str(folder)
        try:
            return (yield)
        finally:
            del os.environ[SHARED]


@pytest.fixture(scope="session")
def postgres() -> PostgresServer:
    """The PostgreSQL server of this test session, started by the first test that asks."""
    try:
        return claim_server(Path(os.environ[SHARED]))
    except PostgresUnavailableError as trouble:
        reason = f"No PostgreSQL for tests: {trouble}"
    if os.environ.get("REQUIRE_POSTGRES") == "1":
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)
