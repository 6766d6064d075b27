"""Everything a database holds, to compare before and after."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from engine.storage.database import Database, reading
from engine.storage.tables.base import Base

if TYPE_CHECKING:
    from uuid import UUID

OF_ATTEMPTS = ("journal", "journal_stream", "journal_text")


def everything(database: Database) -> dict[str, list[str]]:
    """The rows of every table, except what is written of refused attempts."""
    with reading(database) as connection:
        return {
            name: sorted(repr(row) for row in _rows(connection, table))
            for name, table in Base.metadata.tables.items()
        }


def _rows(connection: sa.Connection, table: sa.Table) -> list[tuple[Any, ...]]:
    query = sa.select(table)
    if table.name in OF_ATTEMPTS:
        query = query.where(table.c.stream != "refusal")
    return [tuple(row) for row in connection.execute(query)]


def attempts(database: Database, case_id: UUID) -> list[str]:
    """The kinds of the refused attempts on a case, in order."""
    journal = Base.metadata.tables["journal"]
    query = (
        sa.select(journal.c.kind)
        .where(journal.c.subject_id == case_id, journal.c.stream == "refusal")
        .order_by(journal.c.seq)
    )
    with reading(database) as connection:
        return list(connection.execute(query).scalars())
