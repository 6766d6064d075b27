"""Somebody with the database in hand and without the key of its journal."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from engine.domain.audit import Stream, StreamKind
from engine.storage.guards import GUARDED, triggers
from engine.storage.tables import Base, CaseRow, JournalRow, JournalTextRow
from engine.storage.types import new_id

MIDDLE = 20
NOBODY = UUID(int=0)


@contextmanager
def guards_down(connection: Connection) -> Iterator[None]:
    """Out of the triggers' sight; afterwards they stand as if nothing had been."""
    guards = triggers(connection.dialect.name)
    for name in guards:
        drop(connection, name)
    yield
    for name, statement in guards.items():
        connection.exec_driver_sql(statement)
        if connection.dialect.name == "postgresql":
            always = f"ALTER TABLE {_table_of(name)} ENABLE ALWAYS TRIGGER {name}"
            connection.exec_driver_sql(always)


def drop(connection: Connection, guard: str) -> None:
    """Take one guard away."""
    on_table = f" ON {_table_of(guard)}" if connection.dialect.name == "postgresql" else ""
    connection.exec_driver_sql(f"DROP TRIGGER {guard}{on_table}")


def _table_of(guard: str) -> str:
    # The longest name first: one table's name begins another's.
    return next(table for table in sorted(GUARDED, reverse=True) if guard.startswith(table))


@dataclass
class Vandal:
    """Somebody at the database, and the case they are after."""

    connection: Connection
    case: Stream
    last: int

    def at(self, seq: int, code: str) -> str:
        """The finding at a place of the case."""
        return f"{code}: {self.case} #{seq}"

    def entry(self, seq: int = MIDDLE) -> dict[str, Any]:
        """The columns of an entry of the case."""
        query = sa.select(JournalRow.__table__).where(*self._at(seq))
        return dict(self.connection.execute(query).mappings().one())

    def rewrite(self, place: int = MIDDLE, /, **values: Any) -> None:
        """Put values into an entry."""
        self.do(sa.update(JournalRow).where(*self._at(place)).values(values))

    def remove(self, seq: int) -> None:
        """Take an entry away, with its texts."""
        for row in (JournalTextRow, JournalRow):
            conditions = (row.subject_id == self.case.subject_id, row.stream == "case")
            self.connection.execute(sa.delete(row).where(*conditions, row.seq == seq))

    def carry(self, **values: Any) -> None:
        """Put values into the case's own row."""
        self.do(sa.update(CaseRow).where(CaseRow.id == self.case.subject_id).values(values))

    def edit(self, row: type[Base], **values: Any) -> str:
        """Change one row of a table; gives the finding at the entry that wrote it last."""
        owned = row.__table__.columns.get("case_id")
        query = sa.select(row.__table__.c.id).order_by(row.__table__.c.id).limit(1)
        if owned is not None:
            query = query.where(owned == self.case.subject_id)
        found = self.connection.execute(query).scalar_one()
        self.do(sa.update(row).where(row.__table__.c.id == found).values(values))
        return self.last_word(row, found, "state")

    def copy(self, row: type[Base], **values: Any) -> str:
        """Put in a row like one that is there; gives the finding."""
        query = sa.select(row.__table__).order_by(row.__table__.c.id).limit(1)
        like = dict(self.connection.execute(query).mappings().one())
        self.connection.execute(sa.insert(row).values(like | {"id": new_id()} | values))
        return "row_unknown: -"

    def last_word(self, row: type[Base], row_id: UUID, code: str) -> str:
        """The finding at the last entry that wrote a row."""
        columns = (JournalRow.stream, JournalRow.subject_id, JournalRow.seq, JournalRow.body)
        found = ""
        for entry in self.connection.execute(sa.select(*columns).order_by(*columns[:3])):
            written = [part[:2] for part in json.loads(entry.body).get("rows", ())]
            if [row.__tablename__, str(row_id)] in written:
                found = f"{code}: {Stream(StreamKind(entry.stream), entry.subject_id)} #{entry.seq}"
        return found

    def first_move(self, code: str) -> str:
        """The finding at the first move of all cases."""
        columns = (JournalRow.subject_id, JournalRow.stream, JournalRow.seq)
        moves = sa.select(*columns).where(JournalRow.kind == "case:moved").order_by(*columns)
        found = self.connection.execute(moves).first()
        assert found is not None
        return f"{code}: case:{found.subject_id} #{found.seq}"

    def do(self, statement: Any) -> None:
        """Run a statement that must have found something."""
        assert self.connection.execute(statement).rowcount > 0

    def _at(self, seq: int) -> tuple[Any, ...]:
        of_case = JournalRow.subject_id == self.case.subject_id
        return of_case, JournalRow.stream == "case", JournalRow.seq == seq
