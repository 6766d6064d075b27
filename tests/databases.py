"""Databases of one's own, made quickly by copying one that was built once."""

from __future__ import annotations

import itertools
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from psycopg import sql

from tests.postgres import PostgresServer

_numbers = itertools.count(1)


@contextmanager
def postgres_database(server: PostgresServer, template: str | None = None) -> Iterator[str]:
    """The URL of a database nobody else has; a copy of the template, else empty."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    name = f"{server.session}_{worker}_{os.getpid()}_{next(_numbers)}"
    try:
        yield server.create_database(name, template)
    finally:
        server.drop_database(name)


def postgres_template(server: PostgresServer, kind: str, build: Callable[[str], None]) -> str:
    """The name of a database to copy, built by the first process of the session that asks.

    `build` gets its URL and must have closed every connection when it returns.
    """
    name = f"{server.session}_template_{kind}"
    with server.connect() as connection:
        # Held until the connection closes, so the other workers wait for a finished template.
        connection.execute("SELECT pg_advisory_lock(hashtextextended(%s, 0))", [name])
        known = "SELECT 1 FROM pg_database WHERE datname = %s"
        if connection.execute(known, [name]).fetchone() is None:
            try:
                build(server.create_database(name))
            except BaseException:
                server.drop_database(name)
                raise
            # A copy is refused while somebody is connected to the original.
            closed = sql.SQL("ALTER DATABASE {} ALLOW_CONNECTIONS false")
            connection.execute(closed.format(sql.Identifier(name)))
    return name
