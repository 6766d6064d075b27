"""Bringing a database to the schema of this version, on both databases.

SQLite: foreign keys are off while tables are rebuilt and checked after; DDL is transactional
because every transaction is begun explicitly, so an interrupted step leaves nothing behind.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from engine.storage.database import busy_means_later

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

    from engine.storage.database import Database


def upgrade(database: Database, revision: str = "head") -> None:
    """Bring the schema to the newest step; running it again changes nothing."""
    with busy_means_later(), database.source.connect() as connection:
        if database.dialect == "sqlite":
            _driver(connection, "PRAGMA foreign_keys=OFF")
        try:
            with connection.begin():
                config = _config()
                config.attributes["connection"] = connection
                command.upgrade(config, revision)
                _check_references(connection)
        finally:
            if database.dialect == "sqlite":
                _driver(connection, "PRAGMA foreign_keys=ON")


def pending(database: Database) -> bool:
    """Whether the schema is not that of this version."""
    with database.source.connect() as connection:
        current = MigrationContext.configure(connection).get_current_heads()
    return set(current) != set(ScriptDirectory.from_config(_config()).get_heads())


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.set_main_option("path_separator", "os")
    return config


def _driver(connection: Connection, statement: str) -> None:
    """Run a statement outside any transaction."""
    raw = connection.connection.dbapi_connection
    if raw is not None:
        raw.cursor().execute(statement)


def _check_references(connection: Connection) -> None:
    if connection.dialect.name != "sqlite":
        return
    broken = connection.execute(sa.text("PRAGMA foreign_key_check")).fetchall()
    if broken:
        raise RuntimeError(f"foreign keys broken by a migration: {broken[:5]}")
