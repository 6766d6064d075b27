"""Opening a database, and the two ways of using it: a unit of work and a reading.

SQLite: WAL, synchronous=FULL, foreign keys on, BEGIN IMMEDIATE for writers. PostgreSQL: psycopg 3,
read committed, row locks; lock and statement time-outs. A unit of work talks to the driver through
prepared statements (`storage.statements`): an ORM's unit of work would be the cost of a move.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast
from uuid import UUID

import sqlalchemy as sa
from psycopg import Connection as Psycopg
from psycopg import RawCursor
from psycopg.types.array import ListBinaryDumper
from sqlalchemy import event, exc

from engine.domain.audit import Keyring
from engine.domain.errors import DatabaseBusy, DatabaseFull, InvalidInput
from engine.storage.statements import Prepared
from engine.storage.taken import taken_field

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection, Engine
    from sqlalchemy.engine.interfaces import DBAPIConnection, DBAPICursor
    from sqlalchemy.pool import PoolProxiedConnection

BUSY_TIMEOUT_MS = 5_000
STATEMENT_TIMEOUT_MS = 30_000
_READ_ONLY = "marshrut_reading"


@dataclass(frozen=True)
class Database:
    """An open database with the keys of its journal; share one in a process."""

    source: Engine
    keys: Mapping[int, bytes]
    _cache: dict[str, Any] = field(default_factory=dict, repr=False)

    @property
    def dialect(self) -> str:
        """`sqlite` or `postgresql`."""
        return self.source.dialect.name

    @property
    def keyring(self) -> Keyring:
        """The journal keys bound to this installation; read once."""
        ring = self._cache.get("keyring")
        if ring is None:
            with reading(self) as connection:
                value = connection.execute(sa.text("SELECT id FROM installation")).scalar_one()
            installation = value if isinstance(value, UUID) else UUID(str(value))
            ring = self._cache["keyring"] = Keyring(installation, dict(self.keys))
        return ring

    def shared(self, name: str, make: Callable[[], Any]) -> Any:
        """A value shared by the process for as long as the database is open (caches)."""
        return self._cache.setdefault(name, make())

    def close(self) -> None:
        """Close every pooled connection."""
        self.source.dispose()


def normalise_url(url: str) -> sa.URL:
    """The address with the driver we ship: `postgresql://` means psycopg 3 on every SQLAlchemy."""
    parsed = sa.make_url(url)
    if parsed.drivername in ("postgresql", "postgres"):
        return parsed.set(drivername="postgresql+psycopg")
    return parsed


def open_database(url: str, keys: Mapping[int, bytes], *, pool_size: int = 10) -> Database:
    """Open an address; no table is looked at yet."""
    address = normalise_url(url)
    if address.get_backend_name() == "sqlite":
        source = sa.create_engine(
            address, pool_size=pool_size, max_overflow=20, connect_args={"timeout": 5}
        )
        event.listen(source, "connect", _prepare_sqlite)
        event.listen(source, "begin", _begin_sqlite)
    else:
        source = sa.create_engine(
            address,
            pool_size=pool_size,
            max_overflow=20,
            pool_pre_ping=False,
            connect_args={"options": _postgres_options(), "connect_timeout": 5},
        )
        event.listen(source, "connect", _prepare_postgres)
    return Database(source, keys)


def _postgres_options() -> str:
    return (
        f"-c lock_timeout={BUSY_TIMEOUT_MS * 2} -c statement_timeout={STATEMENT_TIMEOUT_MS} "
        "-c idle_in_transaction_session_timeout=60000 -c timezone=UTC"
    )


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "recursive_triggers=ON",
        "trusted_schema=OFF",
        f"busy_timeout={BUSY_TIMEOUT_MS}",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()
    # SQLite folds only ASCII; search in Russian needs the whole alphabet.
    connection.create_function("lower", 1, _lower, deterministic=True)


def _prepare_postgres(connection: Any, _record: object) -> None:
    # The values of many rows go as one list a column; as text that takes ten times as long.
    connection.adapters.register_dumper(list, ListBinaryDumper)


def raw_cursor(connection: PoolProxiedConnection) -> DBAPICursor:
    """A cursor that takes a statement with the database's own parameters.

    psycopg's ordinary one looks for its placeholders in a long text anew each time.
    """
    driver: Any = connection.dbapi_connection
    if isinstance(driver, Psycopg):
        return cast("DBAPICursor", RawCursor(driver))
    return connection.cursor()


def _lower(text: object) -> object:
    return text.lower() if isinstance(text, str) else text


def _begin_sqlite(connection: Connection) -> None:
    reads = connection.get_execution_options().get(_READ_ONLY, False)
    connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")


@contextmanager
def reading(database: Database) -> Iterator[Connection]:
    """A consistent read-only view for the queries; nothing written here is kept."""
    with busy_means_later(), database.source.connect() as connection:
        options: dict[str, Any] = {_READ_ONLY: True}
        if database.dialect == "postgresql":
            options |= {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        yield connection.execution_options(**options)


@dataclass(frozen=True, slots=True)
class Reader:
    """The prepared reads of a unit of work on a read-only view."""

    database: Database
    connection: Connection

    def rows(self, query: Prepared, **params: Any) -> list[tuple[Any, ...]]:
        """All rows of a prepared select."""
        if not self.connection.in_transaction():
            self.connection.begin()
        cursor = raw_cursor(self.connection.connection)
        return query.rows(cursor, self.database.source.dialect, params)

    def row(self, query: Prepared, **params: Any) -> tuple[Any, ...] | None:
        """The first row of a prepared select, if any."""
        found = self.rows(query, **params)
        return found[0] if found else None


class Transaction:
    """A unit of work under way: prepared reads here, writes only through `journal.record`.

    `kept` holds what is read once and is the same for every deed of the unit, by what it is.
    """

    def __init__(self, database: Database, connection: PoolProxiedConnection) -> None:
        """Begin; on SQLite the write lock is taken at once."""
        self.database = database
        self.connection = connection
        self.kept: dict[tuple[str, Any], Any] = {}
        self.cursor: DBAPICursor = raw_cursor(connection)
        if database.dialect == "sqlite":
            self.cursor.execute("BEGIN IMMEDIATE")

    def rows(self, query: Prepared, **params: Any) -> list[tuple[Any, ...]]:
        """All rows of a prepared select."""
        return query.rows(self.cursor, self.database.source.dialect, params)

    def row(self, query: Prepared, **params: Any) -> tuple[Any, ...] | None:
        """The first row of a prepared select, if any."""
        found = self.rows(query, **params)
        return found[0] if found else None


@contextmanager
def unit_of_work(database: Database) -> Iterator[Transaction]:
    """One transaction: everything in it is kept together, or nothing."""
    with busy_means_later():
        connection = database.source.raw_connection()
        try:
            transaction = Transaction(database, connection)
            yield transaction
            _commit(database, transaction)
        except BaseException as error:
            _roll_back(database, connection)
            field = taken_field(error)
            if field is not None:
                raise InvalidInput(field=field, rule="exists") from error
            raise
        finally:
            connection.close()


@contextmanager
def part_of_work(transaction: Transaction) -> Iterator[None]:
    """A part of a unit of work that may fail by itself: then what it wrote is undone."""
    transaction.cursor.execute("SAVEPOINT part")
    try:
        yield
    except BaseException as error:
        _undo_part(transaction, error)
        field = taken_field(error)
        if field is not None:
            raise InvalidInput(field=field, rule="exists") from error
        raise
    transaction.cursor.execute("RELEASE SAVEPOINT part")


def _undo_part(transaction: Transaction, error: BaseException) -> None:
    try:
        transaction.cursor.execute("ROLLBACK TO SAVEPOINT part")
        transaction.cursor.execute("RELEASE SAVEPOINT part")
    except transaction.database.source.dialect.loaded_dbapi.Error:
        # SQLite may undo the whole unit of work, when it is full: then the part is gone with it.
        raise error from None


def _commit(database: Database, transaction: Transaction) -> None:
    if database.dialect == "sqlite":
        transaction.cursor.execute("COMMIT")
    else:
        transaction.connection.commit()


def _roll_back(database: Database, connection: PoolProxiedConnection) -> None:
    driver: DBAPIConnection | None = connection.dbapi_connection
    if driver is None:
        return
    try:
        driver.rollback()
    except database.source.dialect.loaded_dbapi.Error:
        connection.invalidate()


_BUSY_SQLITE = ("locked", "busy")
_BUSY_STATES = ("55P03", "57014", "40P01", "40001", "53300", "57P01", "57P03", "08006", "08001")
_FULL_SQLITE = "disk is full"
_FULL_STATE = "53100"


@contextmanager
def busy_means_later() -> Iterator[None]:
    """Turn a driver's «locked», «refused», «too many connections» or «full» into DatabaseBusy."""
    try:
        yield
    except Exception as error:
        found = hindrance(error)
        if found is None:
            raise
        raise found from error


def hindrance(error: BaseException) -> DatabaseBusy | None:
    """What a driver's error means where time or an operator helps; None for every other error."""
    driver = error.orig if isinstance(error, exc.DBAPIError) else error
    match type(driver).__module__.partition(".")[0]:
        case "sqlite3":
            return _hindrance_of_sqlite(str(driver))
        case "psycopg":
            return _hindrance_of_postgres(driver, getattr(driver, "sqlstate", None))
    return None


def _hindrance_of_sqlite(said: str) -> DatabaseBusy | None:
    if _FULL_SQLITE in said:
        return DatabaseFull()
    return DatabaseBusy() if any(word in said for word in _BUSY_SQLITE) else None


def _hindrance_of_postgres(error: BaseException | None, state: str | None) -> DatabaseBusy | None:
    if state == _FULL_STATE:
        return DatabaseFull()
    lost = state is None and type(error).__name__ == "OperationalError"
    return DatabaseBusy() if lost or state in _BUSY_STATES else None
