"""An upgrade that is killed leaves the schema it found; run again, it comes to the newest one."""

from __future__ import annotations

import os
import signal
from multiprocessing.connection import Connection
from typing import Any

import pytest
import sqlalchemy as sa

from engine.migrations import pending, upgrade
from engine.storage.database import open_database
from tests.conftest import DIALECTS, KEYS
from tests.crash.worker import READY, workers
from tests.databases import postgres_database

pytestmark = [pytest.mark.crash, pytest.mark.slow]

FORMER = "0012"
KILLED_AT = (3, 30, 90)
"""Statements of the upgrade that ran before the kill: in its first step, and in later ones."""


@pytest.fixture(params=DIALECTS)
def former_url(request, tmp_path):
    """The URL of a database of a former schema."""
    if request.param == "sqlite":
        yield _built(f"sqlite:///{tmp_path / 'former.db'}")
        return
    with postgres_database(request.getfixturevalue("postgres")) as url:
        yield _built(url)


def _built(url: str) -> str:
    database = open_database(url, KEYS)
    upgrade(database, FORMER)
    database.close()
    return url


def upgrades(line: Connection, url: str, last: int) -> None:
    """Upgrade, and be killed after so many statements."""
    database = open_database(url, KEYS)
    ran = 0

    def count(*_: Any) -> None:
        nonlocal ran
        ran += 1
        if ran == last:
            line.send(("killed", ran, ""))
            os.kill(os.getpid(), signal.SIGKILL)

    sa.event.listen(database.source, "after_cursor_execute", count)
    line.send(READY)
    upgrade(database)


def shape(url: str) -> dict[str, Any]:
    """Every table with its columns and indexes, and the step that the database says it is at."""
    database = open_database(url, KEYS)
    found = sa.inspect(database.source)
    tables = {
        table: (
            [(column["name"], str(column["type"])) for column in found.get_columns(table)],
            sorted(str(index["name"]) for index in found.get_indexes(table)),
        )
        for table in found.get_table_names()
    }
    with database.source.connect() as connection:
        step = connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar()
    database.close()
    return {"step": step, **tables}


def test_a_killed_upgrade_leaves_the_schema_it_found(former_url):
    before = shape(former_url)
    assert before["step"] == FORMER

    for last in KILLED_AT:
        with workers(upgrades, (former_url, last)) as (worker,):
            worker.wait_until_it_is_ready()
            assert [told[0] for told in worker.last_words()] == ["killed"]
        assert shape(former_url) == before

    database = open_database(former_url, KEYS)
    upgrade(database)
    assert not pending(database)
    database.close()
