"""Texts beside the entries against the commitments in the bodies."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from engine.domain.audit import Stream, StreamKind, commit
from engine.storage.tables import JournalTextRow
from engine.storage.verification.finding import Finding
from engine.storage.verification.raw import GARBAGE, bytes_of, name_of, number_of, raw, uuid_of

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

Commitments = dict[tuple[Stream, int], dict[str, str]]


def check_texts(
    connection: Connection,
    commitments: Commitments,
    findings: list[Finding],
    *,
    only: Stream | None,
) -> None:
    """A changed, removed or added text is named with its entry."""
    missing = {(*place, name) for place, fields in commitments.items() for name in fields}
    query = sa.select(*raw(*JournalTextRow.__table__.columns))
    if only is not None:
        query = query.where(
            JournalTextRow.subject_id == only.subject_id, JournalTextRow.stream == only.kind.value
        )
    for row in connection.execute(query):
        try:
            stream, seq = (
                Stream(StreamKind(row.stream), uuid_of(row.subject_id)),
                number_of(row.seq),
            )
        except GARBAGE:
            findings.append(Finding("unreadable", name_of(row)))
            continue
        missing.discard((stream, seq, row.field))
        expected = commitments.get((stream, seq), {}).get(row.field)
        if expected is None:
            findings.append(Finding("text_unknown", str(stream), seq, str(row.field)))
        elif _commitment(row) != expected:
            findings.append(Finding("text_changed", str(stream), seq, row.field))
    findings.extend(
        Finding("text_missing", str(stream), seq, name) for stream, seq, name in missing
    )


def _commitment(row: Any) -> str | None:
    try:
        return commit(bytes_of(row.salt), row.text)
    except GARBAGE:
        return None
