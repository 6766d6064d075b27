"""Whether the tables and the triggers that keep the journal are still there and what they were."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import sqlalchemy as sa

from engine.storage.guards import FUNCTIONS, triggers
from engine.storage.tables import Base
from engine.storage.verification.finding import Finding

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

_TRIGGERS = {
    "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgname, pg_get_triggerdef(oid, true) FROM pg_trigger "
    "WHERE tgenabled = 'A'",
}
_FUNCTION_TEXTS = "SELECT proname, prosrc FROM pg_proc WHERE starts_with(proname, 'marshrut_')"


def missing_guards(connection: Connection) -> Iterator[Finding]:
    """Name every guard that was dropped, switched off or replaced by another of its name."""
    dialect = connection.dialect.name
    present = _by_name(connection, _TRIGGERS[dialect])
    expected = triggers(dialect)
    if dialect == "postgresql":
        present |= _by_name(connection, _FUNCTION_TEXTS)
        expected |= FUNCTIONS
    for name, text in sorted(expected.items()):
        if present.get(name) != text:
            yield Finding("guard_missing", detail=name)


def missing_tables(connection: Connection) -> list[Finding]:
    """Name every table that was dropped; without it nothing else can be read."""
    present = set(sa.inspect(connection).get_table_names())
    absent = sorted(Base.metadata.tables.keys() - present)
    return [Finding("table_missing", detail=name) for name in absent]


def _by_name(connection: Connection, query: str) -> dict[str, str]:
    return {row[0]: row[1] for row in connection.execute(sa.text(query))}
