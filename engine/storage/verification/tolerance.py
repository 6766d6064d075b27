"""Reading on where a driver itself cannot: bytes that are no text, instants that no clock has."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from psycopg import DataError
from psycopg.types.datetime import DateLoader, TimestamptzLoader

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection


class _Day(DateLoader):
    def load(self, data: Any) -> Any:
        try:
            return super().load(data)
        except DataError:
            return bytes(data).decode()


class _Instant(TimestamptzLoader):
    def load(self, data: Any) -> Any:
        try:
            return super().load(data)
        except DataError:
            return bytes(data).decode()


@contextmanager
def tolerant(connection: Connection) -> Iterator[None]:
    """What cannot be read comes as a text that is nothing; slower, so only where it is needed."""
    driver: Any = connection.connection.driver_connection
    if connection.dialect.name == "sqlite":
        former = driver.text_factory
        driver.text_factory = lambda text: text.decode("utf-8", "backslashreplace")
        try:
            yield
        finally:
            driver.text_factory = former
        return
    driver.adapters.register_loader("date", _Day)
    driver.adapters.register_loader("timestamptz", _Instant)
    try:
        yield
    finally:
        # The connection goes back to the pool: nobody else is to read so leniently.
        connection.invalidate()
