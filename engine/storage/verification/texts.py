"""Texts beside the entries against the commitments in the bodies."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from engine.domain.audit import Stream, StreamKind, commit
from engine.storage.tables import JournalTextRow
from engine.storage.verification.finding import Finding

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.engine import Connection

Commitments = dict[tuple["UUID", str, int], dict[str, str]]


def check_texts(
    connection: Connection,
    commitments: Commitments,
    findings: list[Finding],
    *,
    only: Stream | None,
) -> None:
    """A changed, removed or added text is named with its entry."""
    seen: set[tuple[UUID, str, int, str]] = set()
    for row in connection.execute(sa.select(JournalTextRow.__table__)):
        stream = Stream(StreamKind(row.stream), row.subject_id)
        if only not in (None, stream):
            continue
        expected = commitments.get((row.subject_id, row.stream, row.seq), {}).get(row.field)
        seen.add((row.subject_id, row.stream, row.seq, row.field))
        if expected is None:
            findings.append(Finding("text_unknown", str(stream), row.seq, row.field))
        elif commit(bytes(row.salt), row.text) != expected:
            findings.append(Finding("text_changed", str(stream), row.seq, row.field))
    for (subject_id, kind, seq), fields in commitments.items():
        for name in fields:
            if (subject_id, kind, seq, name) not in seen:
                stream = Stream(StreamKind(kind), subject_id)
                findings.append(Finding("text_missing", str(stream), seq, name))
