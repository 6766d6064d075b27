"""The contents of files against the SHA-256 that papers are registered with."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import sqlalchemy as sa

from engine.domain.audit import Stream, StreamKind
from engine.storage.tables import DecisionRow, DocumentRow, FileRow
from engine.storage.verification.finding import Finding
from engine.storage.verification.raw import GARBAGE, bytes_of, raw, uuid_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.engine import Connection


def check_files(connection: Connection) -> Iterator[Finding]:
    """Name every paper whose file is gone or is another one."""
    broken = _broken(connection)
    for table in (DecisionRow, DocumentRow):
        query = sa.select(*raw(table.id, table.case_id, table.sha256, FileRow.sha256.label("kept")))
        query = query.outerjoin(FileRow, FileRow.sha256 == table.sha256)
        for row in connection.execute(query.where(table.sha256.is_not(None))):
            if row.kept is not None and row.sha256 not in broken:
                continue
            code = "file_missing" if row.kept is None else "file_changed"
            yield Finding(code, _case(row.case_id), detail=f"{table.__tablename__} {row.sha256}")


def _broken(connection: Connection) -> set[str]:
    """The files that are not what their name says."""
    query = sa.select(*raw(FileRow.sha256, FileRow.size, FileRow.content))
    # One by one: each may have twenty megabytes.
    return {
        row.sha256
        for row in connection.execute(query, execution_options={"yield_per": 1})
        if hashlib.sha256(bytes_of(row.content)).hexdigest() != row.sha256
        or row.size != len(bytes_of(row.content))
    }


def _case(case_id: object) -> str:
    try:
        return str(Stream(StreamKind.CASE, uuid_of(case_id)))
    except GARBAGE:
        return f"{StreamKind.CASE.value}:{case_id}"
