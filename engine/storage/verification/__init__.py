"""Verifying the journal: chains, MACs, texts, heads, state parity, replay, files, guards.

Never repairs anything. Findings come in the order of streams and places, the first bad entry first.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

import sqlalchemy as sa
from sqlalchemy import exc
from sqlalchemy.exc import MultipleResultsFound, NoResultFound

from engine.domain.audit import Keyring, Stream
from engine.storage.database import Database, reading
from engine.storage.tables import JournalRow
from engine.storage.verification.calendars import Calendars
from engine.storage.verification.chain import StreamCheck
from engine.storage.verification.duties import Duties
from engine.storage.verification.files import check_files
from engine.storage.verification.finding import Finding
from engine.storage.verification.guards import missing_guards, missing_tables
from engine.storage.verification.heads import check_heads
from engine.storage.verification.parity import Parity
from engine.storage.verification.raw import GARBAGE, raw
from engine.storage.verification.replay import PathReplay
from engine.storage.verification.stays import Stays
from engine.storage.verification.texts import check_texts
from engine.storage.verification.tolerance import tolerant

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Row
    from sqlalchemy.engine import Connection

__all__ = ["Finding", "Report", "verify", "verify_within"]


class Fold(Protocol):
    """Takes in entry after entry."""

    def entry(self, stream: Stream, seq: int, body: dict[str, Any]) -> None: ...


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
    JournalRow.late_days,
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
    with reading(database) as connection:
        missing = missing_tables(connection)
        if missing:
            return Report(findings=missing)
    try:
        keyring = database.keyring
    except (NoResultFound, MultipleResultsFound, *GARBAGE):
        return Report(findings=[Finding("installation")])
    with reading(database) as connection:
        return verify_within(connection, keyring, stream)


def verify_within(connection: Connection, keyring: Keyring, stream: Stream | None = None) -> Report:
    """Check what a view that is already open shows."""
    try:
        return _verify(connection, keyring, stream)
    except exc.DBAPIError:
        if connection.invalidated:
            raise
    with tolerant(connection):
        return _verify(connection, keyring, stream)


def _verify(connection: Connection, keyring: Keyring, stream: Stream | None) -> Report:
    report = Report()
    check = StreamCheck(keyring, report.findings)
    parity = Parity(report.findings)
    replay = PathReplay(connection, report.findings, only=stream)
    calendars = Calendars(report.findings)
    stays = Stays(report.findings)
    duties = Duties(report.findings, replay.definitions, calendars)
    compared = (duties, stays, parity, calendars)
    for row in _entries(connection, stream):
        report.entries += 1
        entry = check.entry(row)
        if entry is not None:
            _follow(entry, (*compared, replay), report.findings)
    report.streams = len(check.heads)
    for fold in compared:
        fold.compare(connection, only=stream)
    check_heads(connection, check.heads, report.findings, only=stream)
    check_texts(connection, check.commitments, report.findings, only=stream)
    if stream is None:
        report.findings.extend(check_files(connection))
        report.findings.extend(missing_guards(connection))
    report.findings.sort(key=Finding.place)
    return report


def _follow(
    entry: tuple[Stream, int, dict[str, Any]],
    folds: Iterable[Fold],
    findings: list[Finding],
) -> None:
    """Fold an entry; a body that was changed may hold anything."""
    try:
        for fold in folds:
            fold.entry(*entry)
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
