"""A select compiled once per dialect and run on the driver's cursor.

The statement is written with SQLAlchemy's expressions, so that it is checked and portable; running
it costs what the driver costs. Values pass through the same column types both ways.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeAlias
from uuid import UUID

from sqlalchemy import Uuid
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg

from engine.storage.storable import require_storable

if TYPE_CHECKING:
    import sqlalchemy as sa
    from sqlalchemy import Dialect
    from sqlalchemy.engine.interfaces import DBAPICursor

    AnySelect: TypeAlias = sa.Select[*tuple[Any, ...]]

Processor: TypeAlias = Callable[[Any], Any] | None


_NUMBERED: Dialect = PGDialect_psycopg(paramstyle="numeric_dollar")  # type: ignore[no-untyped-call]
"""PostgreSQL's own parameters: the text goes to the server as it is (`database.raw_cursor`)."""


@dataclass(frozen=True, slots=True)
class _Compiled:
    sql: str
    names: tuple[str, ...]
    constants: Mapping[str, Any]
    inward: Mapping[str, Processor]
    outward: tuple[tuple[int, Callable[[Any], Any]], ...]


class Prepared:
    """A select with named parameters (`bindparam`), ready for both databases."""

    def __init__(self, select: AnySelect) -> None:
        """Keep the statement; compiling waits for the first use on a dialect."""
        self._select = select
        self._compiled: dict[str, _Compiled] = {}

    def rows(
        self, cursor: DBAPICursor, dialect: Dialect, params: Mapping[str, Any]
    ) -> list[tuple[Any, ...]]:
        """Run the statement and give its rows with values as the columns' types make them."""
        compiled = self._compiled.get(dialect.name) or self._compile(dialect)
        cursor.execute(compiled.sql, _arguments(compiled, params))
        rows = cursor.fetchall()
        if not compiled.outward:
            return list(rows)
        return [_outward(row, compiled.outward) for row in rows]

    def _compile(self, dialect: Dialect) -> _Compiled:
        done = self._select.compile(dialect=_NUMBERED if dialect.name == "postgresql" else dialect)
        binds = done.binds
        inward = {name: _bind_processor(bind.type, dialect) for name, bind in binds.items()}
        outward = tuple(
            (place, processor)
            for place, column in enumerate(self._select.selected_columns)
            if (processor := result_processor(column.type, dialect)) is not None
        )
        constants = {
            name: _through(inward[name], bind.value)
            for name, bind in binds.items()
            if not bind.required
        }
        compiled = _Compiled(
            str(done),
            tuple(done.positiontup or ()),
            constants,
            inward,
            outward,
        )
        self._compiled[dialect.name] = compiled
        return compiled


def _arguments(compiled: _Compiled, params: Mapping[str, Any]) -> list[Any]:
    require_storable(params.items())
    values = dict(compiled.constants)
    for name, value in params.items():
        values[name] = _through(compiled.inward[name], value)
    return [values[name] for name in compiled.names]


def _outward(
    row: tuple[Any, ...], processors: tuple[tuple[int, Callable[[Any], Any]], ...]
) -> tuple[Any, ...]:
    values = list(row)
    for place, processor in processors:
        values[place] = processor(values[place])
    return tuple(values)


def _through(processor: Processor, value: Any) -> Any:
    return value if processor is None else processor(value)


def _bind_processor(kind: Any, dialect: Dialect) -> Processor:
    processor: Processor = kind.dialect_impl(dialect).bind_processor(dialect)
    return processor


def result_processor(kind: Any, dialect: Dialect) -> Processor:
    """How a value of a column's type comes out of the driver."""
    if isinstance(kind, Uuid) and dialect.name == "sqlite":
        return _uuid
    processor: Processor = kind.dialect_impl(dialect).result_processor(dialect, None)
    return processor


@lru_cache(maxsize=8192)
def _uuid(text: str | None) -> UUID | None:
    # Our own hex digits, some sixty a move, many of them again and again: the checks of the
    # ordinary constructor are left out.
    return None if text is None else UUID(int=int(text, 16))


def bind_processors(columns: Mapping[str, Any], dialect: Dialect) -> dict[str, Processor]:
    """The inward processors of a table's columns by name."""
    return {name: _bind_processor(column.type, dialect) for name, column in columns.items()}


def type_name(column: Any, dialect: Dialect) -> str:
    """The type of a column as a cast names it."""
    name: str = column.type.compile(dialect=dialect)
    return name.partition(" COLLATE ")[0]
