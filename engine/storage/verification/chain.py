"""Each stream as a chain: places, links, hashes, MACs, and columns against the hashed body."""

from __future__ import annotations

import hmac
import json
from datetime import UTC
from typing import TYPE_CHECKING, Any

from engine.domain.audit import ALGORITHM, Keyring, Stream, StreamKind, chain_hash, genesis, mac_of
from engine.storage.verification.finding import Finding

if TYPE_CHECKING:
    from uuid import UUID


class StreamCheck:
    """Reads entries ordered by stream and place; remembers heads and commitments."""

    def __init__(self, keyring: Keyring, findings: list[Finding]) -> None:
        """Start before the first entry."""
        self._keyring = keyring
        self._findings = findings
        self.stream: Stream = Stream(StreamKind.SYSTEM, keyring.installation_id)
        self._expected = 1
        self._prev = b""
        self.heads: dict[Stream, tuple[int, bytes]] = {}
        self.commitments: dict[tuple[UUID, str, int], dict[str, str]] = {}

    def entry(self, row: Any) -> dict[str, Any] | None:
        """Check an entry; gives its body, or None when it cannot be read."""
        self._turn_to(row)
        seq = row.seq
        if seq != self._expected:
            self._find("place", seq, f"expected #{self._expected}")
        prev, body_bytes, digest = _raw(row.prev), _raw(row.body), _raw(row.hash)
        if prev != self._prev:
            self._find("prev", seq)
        if row.alg != ALGORITHM or chain_hash(self.stream, prev, body_bytes) != digest:
            self._find("hash", seq)
        self._check_mac(row, digest)
        self._expected, self._prev = seq + 1, digest
        self.heads[self.stream] = (seq, digest)
        return self._body(row, body_bytes)

    def _turn_to(self, row: Any) -> None:
        try:
            stream = Stream(StreamKind(row.stream), row.subject_id)
        except ValueError:
            self._findings.append(Finding("unreadable", f"{row.stream}:{row.subject_id}", row.seq))
            stream = Stream(StreamKind.SYSTEM, row.subject_id)
        if stream != self.stream or not self._prev:
            self.stream, self._expected = stream, 1
            self._prev = genesis(self._keyring.installation_id, stream)

    def _check_mac(self, row: Any, digest: bytes) -> None:
        key = self._keyring.keys.get(row.key_id)
        if key is None:
            self._find("key", row.seq, f"no key {row.key_id}")
        elif not hmac.compare_digest(mac_of(key, digest), _raw(row.mac)):
            self._find("mac", row.seq)

    def _body(self, row: Any, body_bytes: bytes) -> dict[str, Any] | None:
        try:
            body: dict[str, Any] = json.loads(body_bytes)
            columns = {
                "stream": str(self.stream),
                "seq": row.seq,
                "event": row.kind,
                "actor": str(row.actor_id),
                "at": row.at.astimezone(UTC).isoformat(timespec="microseconds"),
            }
            wrong = [name for name, value in columns.items() if body.get(name) != value]
        except (ValueError, AttributeError):
            self._find("unreadable", row.seq)
            return None
        if wrong:
            self._find("column", row.seq, ", ".join(wrong))
        if body.get("text"):
            self.commitments[row.subject_id, row.stream, row.seq] = body["text"]
        return body

    def _find(self, code: str, seq: int, detail: str = "") -> None:
        self._findings.append(Finding(code, str(self.stream), seq, detail))


def _raw(value: object) -> bytes:
    """The bytes of a column; on SQLite whoever changes a row may leave any type there."""
    return bytes(value) if isinstance(value, (bytes, memoryview)) else repr(value).encode()
