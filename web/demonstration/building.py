"""All or nothing: a demonstration is made beside its place and put there when it is complete.

SQLite: a file of another name, linked into place. PostgreSQL: a schema of another name, whose
tables then move into the ordinary one in a single transaction. A build that was killed leaves only
what the next one clears away, and of two builds at once one waits and finds the other's work.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy import event

from engine.storage.database import Database, normalise_url, open_database, reading

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

    from web.settings import Settings

DRAFT = "marshrut_draft"
_LOCK = 0x44454D4F


class Occupied(Exception):
    """The database holds something that is not a demonstration."""


def build_once(settings: Settings, fill: Callable[[Database], None]) -> bool:
    """Make the demonstration unless it is there; whether it was made now."""
    settings.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    address = normalise_url(settings.database_url)
    with _alone(settings.data_dir):
        if address.get_backend_name() == "sqlite":
            return _build_file(settings, Path(address.database or ""), fill)
        return _build_schema(settings, fill)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Wait for another build of this folder to end."""
    with (folder / "demo.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _build_file(settings: Settings, path: Path, fill: Callable[[Database], None]) -> bool:
    if path.exists():
        return _is_there(settings)
    draft = path.with_name(f"{path.name}.draft")
    _clear(draft)
    database = open_database(f"sqlite:///{draft}", settings.journal_keys)
    # What is half made is thrown away, so nothing of it needs to reach the disk by itself.
    event.listen(database.source, "connect", _hurry)
    try:
        fill(database)
    except BaseException:
        database.close()
        _clear(draft)
        raise
    database.close()
    _sync(draft)
    draft.chmod(0o600)
    draft.rename(path)
    _sync(path.parent)
    return True


def _hurry(connection: Any, _record: object) -> None:
    connection.execute("PRAGMA synchronous=OFF")


def _clear(draft: Path) -> None:
    for suffix in ("", "-wal", "-shm", "-journal"):
        draft.with_name(draft.name + suffix).unlink(missing_ok=True)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _build_schema(settings: Settings, fill: Callable[[Database], None]) -> bool:
    place = open_database(settings.database_url, settings.journal_keys)
    draft = open_database(settings.database_url, settings.journal_keys)
    event.listen(draft.source, "connect", _look_into_draft)
    try:
        with _locked(place) as guard:
            if guard.execute(_TABLES).first() is not None:
                return _is_there(settings)
            guard.execute(sa.text(f"DROP SCHEMA IF EXISTS {DRAFT} CASCADE"))
            guard.execute(sa.text(f"CREATE SCHEMA {DRAFT}"))
            fill(draft)
            draft.close()
            with place.source.begin() as connection:
                _put_in_place(connection)
            return True
    finally:
        draft.close()
        place.close()


_TABLES = sa.text("SELECT 1 FROM pg_tables WHERE schemaname = current_schema() LIMIT 1")
_MADE = sa.text(
    "SELECT 'TABLE' AS kind, c.oid::regclass::text AS name FROM pg_class c "
    "WHERE c.relkind = 'r' AND c.relnamespace = CAST(:draft AS regnamespace) "
    "UNION ALL SELECT 'FUNCTION', p.oid::regprocedure::text FROM pg_proc p "
    "WHERE p.pronamespace = CAST(:draft AS regnamespace)"
)


@contextmanager
def _locked(database: Database) -> Iterator[Connection]:
    """One build at a time in this database; another one waits as long as it takes."""
    with database.source.connect() as plain:
        guard = plain.execution_options(isolation_level="AUTOCOMMIT")
        for limit in ("lock_timeout", "statement_timeout"):
            guard.execute(sa.text(f"SET {limit} = 0"))
        guard.execute(sa.text("SELECT pg_advisory_lock(:key)"), {"key": _LOCK})
        try:
            yield guard
        finally:
            guard.execute(sa.text("SELECT pg_advisory_unlock(:key)"), {"key": _LOCK})


def _look_into_draft(connection: Any, _record: object) -> None:
    connection.execute(f"SET search_path TO {DRAFT}")
    # The last transaction, which puts everything in place, waits for all that went before it.
    connection.execute("SET synchronous_commit TO off")
    connection.commit()


def _put_in_place(connection: Connection) -> None:
    """Tables with their indexes, then the functions of their triggers."""
    place = connection.execute(sa.text("SELECT quote_ident(current_schema())")).scalar_one()
    for kind, name in connection.execute(_MADE, {"draft": DRAFT}).all():
        connection.execute(sa.text(f"ALTER {kind} {name} SET SCHEMA {place}"))
    connection.execute(sa.text(f"DROP SCHEMA {DRAFT}"))


def _is_there(settings: Settings) -> bool:
    """False, since nothing had to be made; a database of another kind is refused."""
    database = open_database(settings.database_url, settings.journal_keys)
    try:
        with reading(database) as connection:
            demo = connection.execute(sa.text("SELECT demo FROM installation")).scalar()
    except sa.exc.DBAPIError as error:
        raise Occupied from error
    finally:
        database.close()
    if not demo:
        raise Occupied
    return False
