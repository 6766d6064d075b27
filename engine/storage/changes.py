"""Rows to insert and update, as values; applied in as few round trips as the database allows.

On PostgreSQL every change of a deed goes in one data-modifying statement, whose text is made once
per shape; on SQLite, where a statement costs microseconds, one after the other.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeAlias

from sqlalchemy.sql.schema import ScalarElementColumnDefault

from engine.domain.canonical import plain
from engine.storage.statements import bind_processors

if TYPE_CHECKING:
    from sqlalchemy import Dialect, Table

    from engine.storage.database import Transaction
    from engine.storage.tables import Base


@dataclass(frozen=True, slots=True)
class Insert:
    """A new row; columns left out take their default."""

    row: type[Base]
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Update:
    """New values for the rows that match `key`; `exactly_one` makes anything else an error."""

    row: type[Base]
    key: Mapping[str, Any]
    values: Mapping[str, Any]
    exactly_one: bool = True
    before: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Upsert:
    """A new row, or new values where a row with the key already is; `key` are column names."""

    row: type[Base]
    values: Mapping[str, Any]
    key: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class InsertMissing:
    """A new row unless one with the key already is; `key` are column names."""

    row: type[Base]
    values: Mapping[str, Any]
    key: tuple[str, ...]


Change: TypeAlias = Insert | Update | Upsert | InsertMissing


class WriteConflict(RuntimeError):
    """A row that had to change exactly once did not: the lock discipline was broken."""


def journaled_rows(changes: Sequence[Change]) -> list[Any]:
    """What of the changes stands in the journal: [table, id, {column: value}]."""
    rows: list[Any] = []
    for change in changes:
        values = _with_defaults(change)
        kept = {name: plain(values[name]) for name in change.row.journaled if name in values}
        if kept:
            source = change.key if isinstance(change, Update) else change.values
            rows.append([change.row.__tablename__, str(source["id"]), kept])
    return rows


def journaled_before(changes: Sequence[Change]) -> dict[str, Any]:
    """The former values of updated columns, by table."""
    before: dict[str, Any] = {}
    for change in changes:
        if isinstance(change, Update) and change.before:
            kept = {name: plain(value) for name, value in change.before.items()}
            before.setdefault(change.row.__tablename__, {}).update(kept)
    return before


def apply_changes(transaction: Transaction, changes: Sequence[Change]) -> None:
    """Write the changes of one deed."""
    dialect = transaction.database.source.dialect
    if dialect.name == "postgresql":
        _apply_at_once(transaction, changes, dialect)
    else:
        cursor = transaction.cursor
        for change in changes:
            shape, values = _taken_apart(change)
            writer = _writer(shape, dialect, "?")
            cursor.execute(writer.text, writer.arguments(values))
            if _must_be_one(change) and cursor.rowcount != 1:
                raise WriteConflict(change.row.__tablename__)


def apply_many(transaction: Transaction, changes: Sequence[Insert | Update]) -> None:
    """Write many changes of one shape, each to its own row, by one prepared statement."""
    if not changes:
        return
    dialect = transaction.database.source.dialect
    parts = [_taken_apart(change) for change in changes]
    shape = parts[0][0]
    if any(other != shape for other, _ in parts):
        raise TypeError("changes of several shapes")
    writer = _writer(shape, dialect, "%s" if dialect.name == "postgresql" else "?")
    transaction.cursor.executemany(writer.text, [writer.arguments(values) for _, values in parts])
    if transaction.cursor.rowcount != len(changes):
        raise WriteConflict(changes[0].row.__tablename__)


def _apply_at_once(transaction: Transaction, changes: Sequence[Change], dialect: Dialect) -> None:
    parts = [_taken_apart(change) for change in changes]
    shapes = tuple(shape for shape, _ in parts)
    arguments = [
        value
        for shape, values in parts
        for value in _writer(shape, dialect, "%s").arguments(values)
    ]
    transaction.cursor.execute(_at_once(shapes, dialect), arguments)
    counts = transaction.cursor.fetchone()
    for change, count in zip(changes, counts or (), strict=True):
        if _must_be_one(change) and count != 1:
            raise WriteConflict(change.row.__tablename__)


Shape: TypeAlias = tuple[str, "type[Base]", tuple[str, ...], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class _Writer:
    """The text of a statement and how each value goes into it."""

    text: str
    processors: tuple[Callable[[Any], Any] | None, ...]

    def arguments(self, values: Sequence[Any]) -> list[Any]:
        return [
            value if processor is None else processor(value)
            for processor, value in zip(self.processors, values, strict=True)
        ]


def _taken_apart(change: Change) -> tuple[Shape, list[Any]]:
    """What the statement looks like, and the values it takes, in its order."""
    values = _with_derived(change.row, _with_defaults(change))
    if isinstance(change, Update):
        shape = ("update", change.row, tuple(values), tuple(change.key))
        return shape, [*values.values(), *change.key.values()]
    kind = _KINDS[type(change)]
    key = () if isinstance(change, Insert) else change.key
    return (kind, change.row, tuple(values), key), [*values.values()]


_KINDS: dict[type[Any], str] = {
    Insert: "insert",
    InsertMissing: "insert_missing",
    Upsert: "upsert",
}


def _must_be_one(change: Change) -> bool:
    return isinstance(change, Update) and change.exactly_one


def _with_defaults(change: Change) -> dict[str, Any]:
    if isinstance(change, Update):
        return dict(change.values)
    return {**_defaults(change.row), **change.values}


def _with_derived(row: type[Base], values: dict[str, Any]) -> dict[str, Any]:
    """The values with the columns that are made of them."""
    for name, (make, sources) in row.derived.items():
        if all(source in values for source in sources):
            values[name] = make(*(values[source] for source in sources))
    return values


@lru_cache(maxsize=512)
def _defaults(row: type[Base]) -> dict[str, Any]:
    table: Table = row.__table__  # type: ignore[assignment]
    return {
        column.name: column.default.arg
        for column in table.columns
        if isinstance(column.default, ScalarElementColumnDefault)
    }


@lru_cache(maxsize=4096)
def _writer(shape: Shape, dialect: Dialect, mark: str) -> _Writer:
    kind, row, columns, key = shape
    table: Table = row.__table__  # type: ignore[assignment]
    taken = (*columns, *key) if kind == "update" else columns
    processors = bind_processors({name: table.columns[name] for name in taken}, dialect)
    return _Writer(_text(shape, mark), tuple(processors[name] for name in taken))


@lru_cache(maxsize=4096)
def _at_once(shapes: tuple[Shape, ...], dialect: Dialect) -> str:
    texts = (_writer(shape, dialect, "%s").text for shape in shapes)
    parts = [f"c{place} AS ({text} RETURNING 1)" for place, text in enumerate(texts)]
    counts = ", ".join(f"(SELECT count(*) FROM c{place})" for place in range(len(shapes)))  # noqa: S608
    return f"WITH {', '.join(parts)} SELECT {counts}"


def _text(shape: Shape, mark: str) -> str:
    # Made of our own table and column names only; every value is a parameter.
    kind, row, columns, key = shape
    table = row.__tablename__
    if kind == "update":
        sets = ", ".join(f"{name} = {mark}" for name in columns)
        where = " AND ".join(f"{name} = {mark}" for name in key)
        return f"UPDATE {table} SET {sets} WHERE {where}"  # noqa: S608
    marks = ", ".join(mark for _ in columns)
    text = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})"  # noqa: S608
    if kind == "upsert":
        sets = ", ".join(f"{name} = excluded.{name}" for name in columns if name not in key)
        text += f" ON CONFLICT ({', '.join(key)}) DO UPDATE SET {sets}"
    if kind == "insert_missing":
        text += f" ON CONFLICT ({', '.join(key)}) DO NOTHING"
    return text
