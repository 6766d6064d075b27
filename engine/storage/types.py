"""Column types that mean the same on SQLite and PostgreSQL."""

from __future__ import annotations

import json
import os
import time
from datetime import UTC, datetime
from threading import Lock
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import DateTime, Text
from sqlalchemy.types import TypeDecorator

if TYPE_CHECKING:
    from sqlalchemy import Dialect


class UtcDateTime(TypeDecorator[datetime]):
    """An instant: naive values are refused, UTC is stored, aware UTC comes back."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Store UTC; SQLite keeps no zone, so the wall clock stored is UTC's."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("naive datetime")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give back an aware instant in UTC."""
        del dialect
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


class Json(TypeDecorator[Any]):
    """Plain JSON as text with letters kept as letters; we never query inside it."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        """Write compact text."""
        del dialect
        if value is None:
            return None
        return _ENCODER.encode(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        """Read it back."""
        del dialect
        return None if value is None else json.loads(value)


class Ordered(TypeDecorator[str]):
    """A text that is compared sign by sign, so that an index finds all that begin alike.

    SQLite compares so anyway; PostgreSQL would ask the language of the installation.
    """

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> Any:
        """Name the collation where one must be named."""
        return Text(collation="C") if dialect.name == "postgresql" else Text()


class _Ticks:
    """The instants of ids: parts of a millisecond, each later than the one before.

    A clock that is set back, or two ids within one tick, would else put the later row first.
    """

    def __init__(self) -> None:
        self._last = 0
        self._lock = Lock()

    def next(self) -> int:
        """The present instant in 4096ths of a millisecond since 1970, or the next one free."""
        with self._lock:
            self._last = max(self._last + 1, time.time_ns() * 4096 // 1_000_000)
            return self._last


_TICKS = _Ticks()


def new_id() -> UUID:
    """A UUID of version 7: made here, so rows that refer to each other are written at once.

    In one process each is greater than all before it; between processes their clocks decide.
    The twelve bits after the version are the parts of the millisecond (RFC 9562, 6.2, method 3).
    """
    milliseconds, part = divmod(_TICKS.next(), 4096)
    random = int.from_bytes(os.urandom(8)) & (1 << 62) - 1
    return UUID(int=milliseconds << 80 | 0x7 << 76 | part << 64 | 0x2 << 62 | random)
