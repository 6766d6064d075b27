"""The statements that a database is asked, whoever asks: SQLAlchemy or a prepared statement."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import psycopg
import sqlalchemy as sa

from engine.storage import database as storage_module

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.storage.database import Database

STORAGE: Any = storage_module
"""Where prepared statements take their cursor on PostgreSQL."""

ASKED = ("SELECT", "WITH", "INSERT", "UPDATE", "DELETE")


@contextmanager
def statements_of(database: Database) -> Iterator[list[str]]:
    """A list that grows by every statement; what only opens and closes transactions is left out."""
    heard: list[str] = []

    def hear(text: Any) -> None:
        said = " ".join(str(text).split())
        if said.startswith(ASKED):
            heard.append(said)

    def listen(connection: Any, *_: object) -> None:
        if database.dialect == "sqlite":
            connection.set_trace_callback(hear)
        else:
            connection.cursor_factory = _heard_by(psycopg.Cursor, hear)
            connection.server_cursor_factory = _heard_by(psycopg.ServerCursor, hear)

    def let_go(connection: Any, *_: object) -> None:
        if database.dialect == "sqlite":
            connection.set_trace_callback(None)
        else:
            connection.cursor_factory = psycopg.Cursor
            connection.server_cursor_factory = psycopg.ServerCursor

    sa.event.listen(database.source, "checkout", listen)
    sa.event.listen(database.source, "checkin", let_go)
    plain = STORAGE.RawCursor
    STORAGE.RawCursor = _heard_by(plain, hear)
    try:
        yield heard
    finally:
        STORAGE.RawCursor = plain
        sa.event.remove(database.source, "checkout", listen)
        sa.event.remove(database.source, "checkin", let_go)


def _heard_by(kind: Any, hear: Any) -> Any:
    class Heard(kind):
        def execute(self, query: Any, *args: Any, **options: Any) -> Any:
            hear(query)
            return super().execute(query, *args, **options)

    return Heard
