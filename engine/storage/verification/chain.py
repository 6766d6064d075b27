"""Each stream as a chain: places, links, hashes, MACs, and columns against the hashed body."""

from __future__ import annotations

import hmac
import json
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from engine.domain.audit import ALGORITHM, Keyring, Stream, StreamKind, chain_hash, genesis, mac_of
from engine.storage.verification.finding import Finding
from engine.storage.verification.raw import (
    GARBAGE,
    bytes_of,
    instant_of,
    name_of,
    number_of,
    uuid_of,
)

if TYPE_CHECKING:
    from uuid import UUID


@dataclass(frozen=True, slots=True)
class _Entry:
    """A row of the journal whose every column can be read."""

    stream: Stream
    seq: int
    kind: str
    at: datetime
    actor_id: UUID
    body: bytes
    prev: bytes
    hash: bytes
    mac: bytes
    key_id: int
    alg: int
    late_days: int | None

    @classmethod
    def of(cls, row: Any) -> _Entry:
        """The entry of a row; raises one of GARBAGE."""
        return cls(
            Stream(StreamKind(row.stream), uuid_of(row.subject_id)),
            number_of(row.seq),
            row.kind,
            instant_of(row.at),
            uuid_of(row.actor_id),
            bytes_of(row.body),
            bytes_of(row.prev),
            bytes_of(row.hash),
            bytes_of(row.mac),
            number_of(row.key_id),
            number_of(row.alg),
            None if row.late_days is None else number_of(row.late_days),
        )


class StreamCheck:
    """Reads entries ordered by stream and place; remembers heads and commitments."""

    def __init__(self, keyring: Keyring, findings: list[Finding]) -> None:
        """Start before the first entry."""
        self._keyring = keyring
        self._findings = findings
        self.stream: Stream | None = None
        self._expected = 1
        self._prev = b""
        self.heads: dict[Stream, tuple[int, bytes]] = {}
        self.commitments: dict[tuple[Stream, int], dict[str, str]] = {}

    def entry(self, row: Any) -> tuple[Stream, int, dict[str, Any]] | None:
        """Check an entry; gives its place and body, or None when it cannot be read."""
        try:
            entry = _Entry.of(row)
        except GARBAGE:
            self._unreadable(row)
            return None
        self._turn_to(entry.stream)
        self._check_place(entry)
        if entry.alg != ALGORITHM or chain_hash(entry.stream, entry.prev, entry.body) != entry.hash:
            self._find("hash", entry)
        self._check_mac(entry)
        self._go_on(entry.stream, entry.seq, entry.hash)
        body = self._body(entry)
        return None if body is None else (entry.stream, entry.seq, body)

    def _turn_to(self, stream: Stream) -> None:
        if stream != self.stream:
            self.stream, self._expected = stream, 1
            self._prev = genesis(self._keyring.installation_id, stream)

    def _go_on(self, stream: Stream, seq: int, digest: bytes) -> None:
        self._expected, self._prev = seq + 1, digest
        self.heads[stream] = (seq, digest)

    def _unreadable(self, row: Any) -> None:
        """Name the row as well as it can be; the chain goes on behind it where its place shows."""
        try:
            stream, seq = (
                Stream(StreamKind(row.stream), uuid_of(row.subject_id)),
                number_of(row.seq),
            )
        except GARBAGE:
            self._findings.append(Finding("unreadable", name_of(row)))
            return
        self._findings.append(Finding("unreadable", str(stream), seq))
        self._turn_to(stream)
        self._go_on(stream, seq, bytes_of(row.hash))

    def _check_place(self, entry: _Entry) -> None:
        if entry.seq != self._expected:
            self._find("place", entry, f"expected #{self._expected}")
        if entry.prev != self._prev:
            self._find("prev", entry)

    def _check_mac(self, entry: _Entry) -> None:
        key = self._keyring.keys.get(entry.key_id)
        if key is None:
            self._find("key", entry, f"no key {entry.key_id}")
        elif not hmac.compare_digest(mac_of(key, entry.hash), entry.mac):
            self._find("mac", entry)

    def _body(self, entry: _Entry) -> dict[str, Any] | None:
        try:
            body: dict[str, Any] = json.loads(entry.body)
            columns = {
                "stream": str(entry.stream),
                "seq": entry.seq,
                "event": entry.kind,
                "actor": str(entry.actor_id),
                "at": entry.at.isoformat(timespec="microseconds"),
            }
            wrong = [name for name, value in columns.items() if body.get(name) != value]
            if not _is_late_as_said(entry, body):
                wrong.append("late")
            if "text" in body:
                self.commitments[entry.stream, entry.seq] = dict(body["text"])
        except GARBAGE:
            self._find("unreadable", entry)
            return None
        if wrong:
            self._find("column", entry, ", ".join(wrong))
        return body

    def _find(self, code: str, entry: _Entry, detail: str = "") -> None:
        self._findings.append(Finding(code, str(entry.stream), entry.seq, detail))


def _is_late_as_said(entry: _Entry, body: dict[str, Any]) -> bool:
    """Whether the column says of the entry what its body does.

    A body from before the column was there says nothing: its days must follow from its two times,
    in one of the zones of the country.
    """
    if "late" in body:
        return bool(entry.late_days == body["late"])
    if entry.late_days is None:
        return True
    if "on" not in body:
        return False
    on = date.fromisoformat(body["on"])
    return entry.late_days in {((entry.at + zone).date() - on).days for zone in _ZONES}


_ZONES = (timedelta(hours=2), timedelta(hours=12))
