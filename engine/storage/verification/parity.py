"""State parity: folding the rows that the journal wrote must give the stored rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

import sqlalchemy as sa

from engine.domain.audit import Stream
from engine.domain.canonical import plain
from engine.storage.statements import result_processor
from engine.storage.tables import Base
from engine.storage.verification.finding import Finding
from engine.storage.verification.raw import GARBAGE, raw, uuid_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sqlalchemy import Row
    from sqlalchemy.engine import Connection

    from engine.storage.statements import AnySelect, Processor

JOURNALED: dict[str, type[Base]] = {
    mapper.class_.__tablename__: mapper.class_
    for mapper in Base.registry.mappers
    if mapper.class_.journaled
}


class Parity:
    """Folds entries in the order of each stream, then compares with the tables."""

    def __init__(self, findings: list[Finding]) -> None:
        """Nothing folded yet."""
        self._findings = findings
        self._rows: dict[tuple[str, str], dict[str, Any]] = {}
        self._last: dict[tuple[str, str], tuple[Stream, int]] = {}

    def entry(self, stream: Stream, seq: int, body: dict[str, Any]) -> None:
        """Take in the changes of an entry."""
        for table, row_id, values in body.get("rows", ()):
            self._rows.setdefault((table, row_id), {}).update(values)
            self._last[table, row_id] = (stream, seq)

    def compare(self, connection: Connection, *, only: Stream | None) -> None:
        """Name every stored row that is not what the journal gives."""
        missing = set(self._rows)
        for table, row_class in JOURNALED.items():
            columns = [row_class.__table__.c[name] for name in row_class.journaled]
            read = [result_processor(column.type, connection.dialect) for column in columns]
            query = sa.select(*raw(row_class.__table__.c.id, *columns))
            for row in self._stored(connection, query, row_class, only):
                key = (table, _id(row[0]))
                missing.discard(key)
                if key in self._rows:
                    self._compare_row(key, row_class.journaled, map(_plain, read, row[1:]))
                elif only is None:
                    self._findings.append(Finding("row_unknown", detail=f"{table} {key[1]}"))
        for key in sorted(missing, key=str):
            self._find("row_missing", key, "")

    def _stored(
        self, connection: Connection, query: AnySelect, row_class: type[Base], only: Stream | None
    ) -> Iterator[Row[Any]]:
        """Every row of a table; of one stream those alone that its entries wrote."""
        if only is None:
            yield from connection.execute(query)
            return
        ids = [_known(row_id) for table, row_id in self._rows if table == row_class.__tablename__]
        named = sorted({one for one in ids if one is not None})
        for place in range(0, len(named), _PART):
            part = named[place : place + _PART]
            yield from connection.execute(query.where(row_class.__table__.c.id.in_(part)))

    def _compare_row(
        self, key: tuple[str, str], names: tuple[str, ...], stored: Iterable[Any]
    ) -> None:
        given = self._rows[key]
        pairs = zip(names, stored, strict=True)
        wrong = [name for name, value in pairs if value != given.get(name)]
        if wrong:
            self._find("state", key, ", ".join(wrong))

    def _find(self, code: str, key: tuple[str, str], detail: str) -> None:
        stream, seq = self._last[key]
        self._findings.append(
            Finding(code, str(stream), seq, f"{key[0]} {key[1]} {detail}".strip())
        )


_PART = 500
"""Ids asked for at once; a database takes only so many parameters."""


def _known(row_id: Any) -> UUID | None:
    """The id that a body names; a body that was changed may name anything."""
    try:
        return uuid_of(row_id)
    except GARBAGE:
        return None


def _id(value: Any) -> str:
    try:
        return str(uuid_of(value))
    except GARBAGE:
        return repr(value)


def _plain(processor: Processor, value: Any) -> Any:
    """A stored value as the journal writes it; garbage as what it is."""
    try:
        return plain(value if processor is None else processor(value))
    except GARBAGE:
        return repr(value)
