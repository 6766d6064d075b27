"""Rows to insert and update, as values; applied in as few round trips as the database allows.

Changes of one shape that follow each other are one run, and deeds alike write their runs together.
On PostgreSQL all runs go in one data-modifying statement, whose text is made once per shape; on
SQLite, where a statement costs microseconds, one after the other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import count, groupby, islice, repeat
from typing import TYPE_CHECKING, Any, TypeAlias

from sqlalchemy.sql.schema import ScalarElementColumnDefault

from engine.domain.canonical import PLAIN, plain
from engine.storage.statements import Processor, bind_processors, type_name

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


@dataclass(frozen=True, slots=True)
class Delete:
    """A row that a deed takes back; only of tables whose rows no entry of the journal lists."""

    row: type[Base]
    key: Mapping[str, Any]
    values: Mapping[str, Any] = field(default_factory=dict)


Change: TypeAlias = Insert | Update | Upsert | InsertMissing | Delete


class WriteConflict(RuntimeError):
    """A row that had to change exactly once did not: the lock discipline was broken."""


def journaled_rows(changes: Sequence[Change]) -> list[Any]:
    """What of the changes stands in the journal: [table, id, {column: value}]."""
    rows: list[Any] = []
    forms = _Forms()
    for change in changes:
        names = change.row.journaled
        if not names:
            continue
        if isinstance(change, Delete):
            raise TypeError(change.row)
        updates = isinstance(change, Update)
        given, left_out = change.values, {} if updates else _defaults(change.row)
        kept = {
            name: value if type(value := given[name]) in PLAIN else forms.of(value)
            for name in names
            if name in given
        }
        for name, value in left_out.items():
            if name in names and name not in given:
                kept[name] = forms.of(value)
        if kept:
            source = change.key if isinstance(change, Update) else given
            rows.append([change.row.__tablename__, str(source["id"]), kept])
    return rows


class _Forms:
    """Plain forms of the values of one deed: one that many rows share is written once.

    Known by identity, which is theirs as long as the rows are held.
    """

    def __init__(self) -> None:
        self._known: dict[int, Any] = {}

    def of(self, value: Any) -> Any:
        """The plain form of a value."""
        if type(value) in PLAIN:
            return value
        found = self._known.get(id(value))
        if found is None:
            found = self._known[id(value)] = plain(value)
        return found


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
    apply_deeds(transaction, [changes])


def apply_deeds(transaction: Transaction, deeds: Sequence[Sequence[Change]]) -> None:
    """Write the changes of deeds of which none touches a row of another, deeds alike together.

    Raises WriteConflict where a row that had to change exactly once did not.
    """
    apply = _apply_at_once if transaction.database.dialect == "postgresql" else _apply_in_turn
    for runs in _runs_of(deeds):
        apply(transaction, runs)


Shape: TypeAlias = tuple[type[Any], "type[Base]", tuple[str, ...], tuple[str, ...], bool]
"""What a statement looks like: kind of change, table, columns, key, and whether it must hit."""

Run: TypeAlias = tuple[Shape, list[Change]]

MANY = 8
"""Rows from which on a list a column takes PostgreSQL and its driver less than the values."""


def _runs_of(deeds: Sequence[Sequence[Change]]) -> Iterator[list[Run]]:
    """The runs of the deeds; those of deeds that write the same shapes in one order are joined."""
    alike: dict[tuple[Shape, ...], list[list[Change]]] = {}
    for changes in filter(None, deeds):
        runs = [(shape, [*run]) for shape, run in groupby(changes, _shape)]
        joined = alike.setdefault(tuple(shape for shape, _ in runs), [[] for _ in runs])
        for kept, (_, run) in zip(joined, runs, strict=True):
            kept.extend(run)
    for shapes, joined in alike.items():
        yield list(zip(shapes, joined, strict=True))


def _shape(change: Change) -> Shape:
    if isinstance(change, Update):
        names, key = tuple(change.values), tuple(change.key)
        return Update, change.row, names, key, change.exactly_one
    if isinstance(change, Delete):
        return Delete, change.row, (), tuple(change.key), True
    key = () if isinstance(change, Insert) else change.key
    return type(change), change.row, tuple(change.values), key, False


def _apply_in_turn(transaction: Transaction, runs: list[Run]) -> None:
    dialect = transaction.database.source.dialect
    cursor = transaction.cursor
    for shape, changes in runs:
        columns = _writer(shape, dialect).columns(changes)
        cursor.executemany(_in_turn(shape, dialect), list(zip(*columns, strict=True)))
        _require_hits(shape, cursor.rowcount, changes)


def _apply_at_once(transaction: Transaction, runs: list[Run]) -> None:
    dialect = transaction.database.source.dialect
    parts = [part for run in runs for part in _parts(run)]
    arguments: list[Any] = []
    for shape, changes in parts:
        columns = _writer(shape, dialect).columns(changes)
        arguments += columns if len(changes) > 1 else [column[0] for column in columns]
    kinds = tuple((shape, len(changes) > 1) for shape, changes in parts)
    transaction.cursor.execute(_at_once(kinds, dialect), arguments)
    counts = transaction.cursor.fetchone() or ()
    for (shape, changes), hits in zip(parts, counts, strict=True):
        _require_hits(shape, hits, changes)


def _parts(run: Run) -> list[Run]:
    """A run that is worth lists, or its rows one by one."""
    shape, changes = run
    return [run] if len(changes) >= MANY else [(shape, [change]) for change in changes]


def _require_hits(shape: Shape, hits: int, changes: list[Change]) -> None:
    _, row, _, _, exactly_one = shape
    if exactly_one and hits != len(changes):
        raise WriteConflict(row.__tablename__)


@dataclass(frozen=True, slots=True)
class _Writer:
    """The columns of a shape, in the order of its statement, and how each value goes in.

    `fixed` are the defaults of what is left out; `derived` makes a column of earlier ones.
    """

    taken: tuple[str, ...]
    processors: tuple[Processor, ...]
    fixed: tuple[Any, ...]
    derived: tuple[tuple[Callable[..., Any], tuple[int, ...]], ...]

    def columns(self, changes: Sequence[Change]) -> list[list[Any]]:
        """The values column by column."""
        columns = zip(*map(self._row, changes), strict=True)
        return list(map(_inward, self.processors, columns))

    def _row(self, change: Change) -> list[Any]:
        values = [*change.values.values(), *self.fixed]
        values += [make(*(values[at] for at in places)) for make, places in self.derived]
        return [*values, *change.key.values()] if isinstance(change, (Update, Delete)) else values


def _inward(processor: Processor, values: tuple[Any, ...]) -> list[Any]:
    """The values of a column as the driver takes them; one that rows share is made once."""
    if processor is None:
        return list(values)
    different = {id(value): value for value in values}
    if 2 * len(different) > len(values):
        return list(map(processor, values))
    made = {place: processor(value) for place, value in different.items()}
    return [made[id(value)] for value in values]


@lru_cache(maxsize=4096)
def _writer(shape: Shape, dialect: Dialect) -> _Writer:
    kind, row, given, key, _ = shape
    found = kind in (Update, Delete)
    left_out = {} if found else _defaults(row)
    fixed = {name: value for name, value in left_out.items() if name not in given}
    names = (*given, *fixed)
    derived = {
        name: (make, tuple(names.index(source) for source in sources))
        for name, (make, sources) in row.derived.items()
        if all(source in names for source in sources)
    }
    names = (*names, *derived)
    taken = (*names, *key) if found else names
    processors = bind_processors({name: row.__table__.columns[name] for name in taken}, dialect)
    return _Writer(
        taken,
        tuple(processors[name] for name in taken),
        tuple(fixed.values()),
        tuple(derived.values()),
    )


@lru_cache(maxsize=512)
def _defaults(row: type[Base]) -> dict[str, Any]:
    table: Table = row.__table__  # type: ignore[assignment]
    return {
        column.name: column.default.arg
        for column in table.columns
        if isinstance(column.default, ScalarElementColumnDefault)
    }


# Made of our own table and column names only; every value is a parameter.


@lru_cache(maxsize=4096)
def _in_turn(shape: Shape, dialect: Dialect) -> str:
    return _text(shape, dialect, repeat("?"))


@lru_cache(maxsize=4096)
def _at_once(kinds: tuple[tuple[Shape, bool], ...], dialect: Dialect) -> str:
    marks = (f"${number}" for number in count(1))
    texts = (_text(shape, dialect, marks, many=many) for shape, many in kinds)
    parts = [f"c{place} AS ({text} RETURNING 1)" for place, text in enumerate(texts)]
    counts = ", ".join(f"(SELECT count(*) FROM c{place})" for place in range(len(kinds)))  # noqa: S608
    return f"WITH {', '.join(parts)} SELECT {counts}"


def _text(shape: Shape, dialect: Dialect, marks: Iterator[str], *, many: bool = False) -> str:
    """The statement for one row, or for many that come as one list a column."""
    kind, row, _, key, _ = shape
    taken, table = _writer(shape, dialect).taken, row.__tablename__
    lists = _lists(row, taken, dialect, marks) if many else ""
    if kind in (Update, Delete):
        new = [f"v{place}" for place in range(len(taken))]
        values = [f"n.{name}" for name in new] if many else islice(marks, len(taken))
        pairs = [f"{name} = {value}" for name, value in zip(taken, values, strict=True)]
        sets, where = pairs[: -len(key)], (f"{table}.{pair}" for pair in pairs[-len(key) :])
        source = f"{lists} AS n ({', '.join(new)})" if many else ""
        if kind is Delete:
            source = f" USING {source}" if many else ""
            return f"DELETE FROM {table}{source} WHERE {' AND '.join(where)}"  # noqa: S608
        source = f" FROM {source}" if many else ""
        return f"UPDATE {table} SET {', '.join(sets)}{source} WHERE {' AND '.join(where)}"  # noqa: S608
    source = f"SELECT * FROM {lists}" if many else ""  # noqa: S608
    source = source or f"VALUES ({', '.join(islice(marks, len(taken)))})"
    text = f"INSERT INTO {table} ({', '.join(taken)}) {source}"
    if kind is Upsert:
        sets = [f"{name} = excluded.{name}" for name in taken if name not in key]
        text += f" ON CONFLICT ({', '.join(key)}) DO UPDATE SET {', '.join(sets)}"
    if kind is InsertMissing:
        text += f" ON CONFLICT ({', '.join(key)}) DO NOTHING"
    return text


def _lists(row: type[Base], names: Sequence[str], dialect: Dialect, marks: Iterator[str]) -> str:
    """The rows that lists of the columns' types make."""
    kinds = [type_name(row.__table__.columns[name], dialect) for name in names]
    return f"unnest({', '.join(f'{next(marks)}::{kind}[]' for kind in kinds)})"
