"""The heads that rows carry against the last entries of the streams."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from engine.domain.audit import Stream, StreamKind
from engine.storage.tables import CaseRow, StreamRow
from engine.storage.verification.finding import Finding
from engine.storage.verification.raw import GARBAGE, bytes_of, name_of, number_of, raw, uuid_of

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

Heads = dict[Stream, tuple[int, bytes]]


def check_heads(
    connection: Connection, heads: Heads, findings: list[Finding], *, only: Stream | None
) -> None:
    """A cut tail, a removed stream and a stream nobody carries all show here."""
    carried = _carried(connection, findings, only)
    for stream in sorted({*heads, *carried}, key=str):
        last, kept = heads.get(stream), carried.get(stream)
        if last != kept and not (last is None and kept is not None and kept[0] == 0):
            seq = (last or kept or (0, b""))[0]
            detail = f"head at #{kept[0] if kept else 0}, last entry #{last[0] if last else 0}"
            findings.append(Finding("head", str(stream), seq, detail))


def _carried(connection: Connection, findings: list[Finding], only: Stream | None) -> Heads:
    heads: Heads = {}
    case_id, revision, head = raw(CaseRow.id, CaseRow.revision, CaseRow.head)
    cases = sa.select(
        case_id.label("subject_id"),
        sa.literal(StreamKind.CASE.value).label("stream"),
        revision.label("seq"),
        head,
    )
    streams = sa.select(*raw(StreamRow.subject_id, StreamRow.stream, StreamRow.seq, StreamRow.head))
    queries = [cases, streams]
    if only is not None and only.kind is StreamKind.CASE:
        queries = [cases.where(CaseRow.id == only.subject_id)]
    elif only is not None:
        named = (StreamRow.subject_id == only.subject_id, StreamRow.stream == only.kind.value)
        queries = [streams.where(*named)]
    for query in queries:
        for row in connection.execute(query):
            try:
                stream = Stream(StreamKind(row.stream), uuid_of(row.subject_id))
                heads[stream] = (number_of(row.seq), bytes_of(row.head))
            except GARBAGE:
                findings.append(Finding("unreadable", name_of(row), detail="head"))
    return heads
