"""Verifying the journal: chains, MACs, texts, heads, state parity, replay, guards.

Never repairs anything. Findings come in the order of streams and places, the first bad entry first.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from engine.domain.audit import Keyring, Stream
from engine.storage.database import Database, reading
from engine.storage.tables import JournalRow
from engine.storage.verification.chain import StreamCheck
from engine.storage.verification.finding import Finding
from engine.storage.verification.guards import missing_guards
from engine.storage.verification.heads import check_heads
from engine.storage.verification.parity import Parity
from engine.storage.verification.raw import GARBAGE, raw
from engine.storage.verification.replay import PathReplay
from engine.storage.verification.texts import check_texts

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Row
    from sqlalchemy.engine import Connection

__all__ = ["Finding", "Report", "verify", "verify_within"]

_COLUMNS = (
    JournalRow.subject_id,
    JournalRow.stream,
    JournalRow.seq,
    JournalRow.kind,
    JournalRow.at,
    JournalRow.actor_id,
    JournalRow.body,
    JournalRow.prev,
    JournalRow.hash,
    JournalRow.mac,
    JournalRow.key_id,
    JournalRow.alg,
)


@dataclass(slots=True)
class Report:
    """How many entries were read, and every finding; no finding means the journal holds."""

    entries: int = 0
    streams: int = 0
    findings: list[Finding] = field(default_factory=list)

    @property
    def exit_code(self) -> int:
        """0: holds; 1: something was changed; 2: something cannot be read."""
        if not self.findings:
            return 0
        return 2 if all(finding.code == "unreadable" for finding in self.findings) else 1


def verify(database: Database, stream: Stream | None = None) -> Report:
    """Check one stream, or the whole journal with the state that rests on it."""
    keyring = database.keyring
    with reading(database) as connection:
        return verify_within(connection, keyring, stream)


def verify_within(connection: Connection, keyring: Keyring, stream: Stream | None = None) -> Report:
    """Check what a view that is already open shows."""
    report = Report()
    check = StreamCheck(keyring, report.findings)
    parity = Parity(report.findings)
    replay = PathReplay(connection, report.findings)
    for row in _entries(connection, stream):
        report.entries += 1
        entry = check.entry(row)
        if entry is not None:
            _follow(entry, parity, replay, report.findings)
    report.streams = len(check.heads)
    check_heads(connection, check.heads, report.findings, only=stream)
    check_texts(connection, check.commitments, report.findings, only=stream)
    parity.compare(connection, only=stream)
    if stream is None:
        report.findings.extend(missing_guards(connection))
    report.findings.sort(key=Finding.place)
    return report


def _follow(
    entry: tuple[Stream, int, dict[str, Any]],
    parity: Parity,
    replay: PathReplay,
    findings: list[Finding],
) -> None:
    """Fold an entry; a body that was changed may hold anything."""
    try:
        parity.entry(*entry)
        replay.entry(*entry)
    except GARBAGE:
        stream, seq, _ = entry
        findings.append(Finding("unreadable", str(stream), seq))


def _entries(connection: Connection, stream: Stream | None) -> Iterable[Row[Any]]:
    query = sa.select(*raw(*_COLUMNS)).order_by(
        JournalRow.subject_id, JournalRow.stream, JournalRow.seq
    )
    if stream is not None:
        query = query.where(
            JournalRow.subject_id == stream.subject_id, JournalRow.stream == stream.kind.value
        )
    return connection.execute(query, execution_options={"yield_per": 1000})
