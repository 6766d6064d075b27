"""Whether the triggers that keep the journal are still there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import sqlalchemy as sa

from engine.storage.guards import names
from engine.storage.verification.finding import Finding

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection


def missing_guards(connection: Connection) -> Iterator[Finding]:
    """Name every guard that was dropped or switched off."""
    for name in names(connection.dialect.name) - _present(connection):
        yield Finding("guard_missing", detail=name)


def _present(connection: Connection) -> set[str]:
    if connection.dialect.name == "sqlite":
        query = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    else:
        query = "SELECT tgname FROM pg_trigger WHERE tgenabled = 'A'"
    return {row[0] for row in connection.execute(sa.text(query))}
