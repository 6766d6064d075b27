"""Values as the driver gives them: a row of garbage is a finding, never the end of the reading.

SQLite takes a text where a number or a date belongs; the ordinary column types would raise.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

GARBAGE = (
    ArithmeticError,
    AttributeError,
    KeyError,
    RecursionError,
    TypeError,
    ValueError,
)
"""What reading a row or a body raises when it is not what was written."""


def raw(*columns: Any) -> list[sa.Label[Any]]:
    """Columns to select without the conversions of their types."""
    return [sa.type_coerce(column, sa.types.NullType()).label(column.key) for column in columns]


def name_of(row: Any) -> str:
    """The name of a row's stream, as well as it can be said."""
    try:
        return f"{row.stream}:{uuid_of(row.subject_id)}"
    except GARBAGE:
        return f"{row.stream}:{row.subject_id}"


def uuid_of(value: Any) -> UUID:
    """An id: SQLite keeps its hex digits."""
    return value if isinstance(value, UUID) else UUID(hex=value)


def number_of(value: Any) -> int:
    """A whole number and nothing that looks like one."""
    if type(value) is not int:
        raise TypeError
    return value


def bytes_of(value: Any) -> bytes:
    """The bytes of a column; garbage in their place becomes bytes that match nothing."""
    return bytes(value) if isinstance(value, (bytes, memoryview)) else repr(value).encode()


def day_of(value: Any) -> date:
    """A day; SQLite keeps its text."""
    return value if isinstance(value, date) else date.fromisoformat(value)


def instant_of(value: Any) -> datetime:
    """An aware instant in UTC; SQLite keeps its text."""
    instant = value if isinstance(value, datetime) else datetime.fromisoformat(value)
    return instant.replace(tzinfo=UTC) if instant.tzinfo is None else instant.astimezone(UTC)
