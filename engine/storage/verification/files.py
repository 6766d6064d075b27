"""The contents of files against the SHA-256 that papers are registered with."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from engine.domain.audit import Stream, StreamKind
from engine.storage.tables import DecisionRow, DocumentRow, EvidenceRow, FileRow, RoadmapRow
from engine.storage.verification.finding import Finding
from engine.storage.verification.raw import GARBAGE, bytes_of, raw, uuid_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.engine import Connection


def check_files(connection: Connection) -> Iterator[Finding]:
    """Name every paper whose file is gone or is another one."""
    broken = _broken(connection)
    for column, kind, subject in _PAPERS:
        query = sa.select(*raw(subject, column, FileRow.sha256.label("kept")))
        query = query.outerjoin(FileRow, FileRow.sha256 == column)
        for row in connection.execute(query.where(column.is_not(None))):
            if row.kept is not None and row.sha256 not in broken:
                continue
            code = "file_missing" if row.kept is None else "file_changed"
            table = column.class_.__tablename__
            yield Finding(code, _stream(kind, row[0]), detail=f"{table} {row.sha256}")


_PAPERS: tuple[tuple[Any, StreamKind, Any], ...] = (
    (DecisionRow.sha256, StreamKind.CASE, DecisionRow.case_id),
    (DocumentRow.sha256, StreamKind.CASE, DocumentRow.case_id),
    (EvidenceRow.sha256, StreamKind.ROADMAP, EvidenceRow.roadmap_id),
    (RoadmapRow.sha256, StreamKind.ROADMAP, RoadmapRow.id),
)
"""Where files are named, and whose stream tells of it."""


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


def _stream(kind: StreamKind, subject_id: object) -> str:
    try:
        return str(Stream(kind, uuid_of(subject_id)))
    except GARBAGE:
        return f"{kind.value}:{subject_id}"
