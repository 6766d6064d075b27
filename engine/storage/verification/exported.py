"""A history that left the installation as a file: whole in itself, and what the database has.

Alone, the file shows any change that was not made throughout; whoever changes every hash in it
needs the journal's key for what the installation then compares.
"""

from __future__ import annotations

import hmac
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from uuid import UUID

import sqlalchemy as sa

from engine.domain.audit import Keyring, Stream, StreamKind, chain_hash, commit, genesis, mac_of
from engine.domain.canonical import NotCanonical, canonical_bytes, sha256_hex
from engine.storage.tables import DefinitionRow, JournalRow, JournalTextRow
from engine.storage.verification.finding import Finding
from engine.storage.verification.raw import GARBAGE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.engine import Connection

FORMAT, VERSION = "marshrut-history", 1


@dataclass(slots=True)
class ExportReport:
    """What was found in a file, the first difference first; `since` entries came after it.

    `erased` texts stand in the file and no longer in the database; that is no change of a history.
    """

    entries: int = 0
    streams: int = 0
    compared: bool = False
    since: int = 0
    erased: int = 0
    findings: list[Finding] = field(default_factory=list)

    @property
    def exit_code(self) -> int:
        """0: holds; 1: something was changed; 2: it cannot be read."""
        if not self.findings:
            return 0
        return 2 if self.findings[0].code in ("format", "unreadable") else 1


def sealed_export(content: dict[str, Any]) -> dict[str, Any]:
    """The content of an export with its checksum."""
    whole = {"format": FORMAT, "version": VERSION, **content}
    return {**whole, "sha256": export_checksum(whole)}


def export_checksum(document: dict[str, Any]) -> str:
    """SHA-256 of the canonical bytes of everything but the checksum itself."""
    rest = {name: value for name, value in document.items() if name != "sha256"}
    return sha256_hex(canonical_bytes(rest))


def check_export(document: Any) -> ExportReport:
    """Check a file alone: checksum, places, links, hashes, texts and heads of its chains."""
    report = ExportReport()
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        report.findings.append(Finding("format"))
        return report
    try:
        if export_checksum(document) != document.get("sha256"):
            report.findings.append(Finding("checksum"))
        installation = UUID(document["installation"])
        known = {one["digest"] for one in document["definitions"]}
        for chain in document["streams"]:
            report.streams += 1
            report.entries += len(chain["entries"])
            report.findings += _broken(chain, installation, known)
    except (*GARBAGE, NotCanonical):
        report.findings.append(Finding("unreadable"))
    # What an entry shows says more than that the sum is another one.
    report.findings.sort(key=lambda finding: finding.code == "checksum")
    return report


def compare_export(
    connection: Connection, keyring: Keyring, document: dict[str, Any], report: ExportReport
) -> None:
    """Compare a file whose chains hold with what the database has now."""
    report.compared = True
    if UUID(document["installation"]) != keyring.installation_id:
        report.findings.append(Finding("foreign"))
        return
    for chain in document["streams"]:
        _compare_chain(connection, keyring, chain, report)
    digests = {one["digest"] for one in document["definitions"]}
    query = sa.select(DefinitionRow.digest).where(DefinitionRow.digest.in_(digests))
    for digest in sorted(digests - set(connection.scalars(query))):
        report.findings.append(Finding("definition", detail=digest))


def _stream(chain: dict[str, Any]) -> Stream:
    kind, _, subject = chain["stream"].partition(":")
    return Stream(StreamKind(kind), UUID(subject))


def _broken(chain: dict[str, Any], installation: UUID, known: set[str]) -> Iterator[Finding]:
    stream = _stream(chain)
    prev, last = genesis(installation, stream), 0
    for entry in chain["entries"]:
        seq, body = entry["seq"], entry["body"].encode()
        if seq != last + 1:
            yield Finding("place", str(stream), seq)
        if entry["prev"] != prev.hex():
            yield Finding("prev", str(stream), seq)
        if chain_hash(stream, bytes.fromhex(entry["prev"]), body).hex() != entry["hash"]:
            yield Finding("hash", str(stream), seq)
        yield from _differing(stream, entry, known)
        prev, last = bytes.fromhex(entry["hash"]), seq
    head = (chain["head"]["seq"], chain["head"]["hash"])
    if head != (last, prev.hex() if last else ""):
        yield Finding("head", str(stream), last)


def _differing(stream: Stream, entry: dict[str, Any], known: set[str]) -> Iterator[Finding]:
    """What stands beside the hashed body must be what the body says."""
    seq, body = entry["seq"], _body_of(entry)
    if body is None:
        yield Finding("unreadable", str(stream), seq)
        return
    said = (body.get("stream"), body.get("seq"), body.get("event"), body.get("at"))
    if said != (str(stream), seq, entry["kind"], entry["at"]):
        yield Finding("column", str(stream), seq)
    if body.get("def") is not None and body["def"] not in known:
        yield Finding("definition", str(stream), seq, str(body["def"]))
    committed = body.get("text", {})
    for text in entry["texts"]:
        if commit(bytes.fromhex(text["salt"]), text["text"]) != committed.get(text["field"]):
            yield Finding("text_changed", str(stream), seq, text["field"])


def _body_of(entry: dict[str, Any]) -> dict[str, Any] | None:
    try:
        body = json.loads(entry["body"])
    except ValueError:
        return None
    return body if isinstance(body, dict) else None


def _compare_chain(
    connection: Connection, keyring: Keyring, chain: dict[str, Any], report: ExportReport
) -> None:
    stream = _stream(chain)
    rows = {row.seq: row for row in connection.execute(_rows(stream))}
    texts = {(row.seq, row.field): row.text for row in connection.execute(_texts(stream))}
    for entry in chain["entries"]:
        seq, row = entry["seq"], rows.get(entry["seq"])
        if row is None:
            report.findings.append(Finding("gone", str(stream), seq))
            continue
        if (bytes(row.hash).hex(), bytes(row.body)) != (entry["hash"], entry["body"].encode()):
            report.findings.append(Finding("differs", str(stream), seq))
        key = keyring.keys.get(entry["key"])
        if key is None:
            report.findings.append(Finding("key", str(stream), seq))
        elif not hmac.compare_digest(mac_of(key, bytes.fromhex(entry["hash"])).hex(), entry["mac"]):
            report.findings.append(Finding("mac", str(stream), seq))
        for text in entry["texts"]:
            kept = texts.get((seq, text["field"]))
            report.erased += kept is None
            if kept not in (None, text["text"]):
                report.findings.append(Finding("text_changed", str(stream), seq, text["field"]))
    report.since += sum(seq > chain["head"]["seq"] for seq in rows)


def _rows(stream: Stream) -> Any:
    return (
        sa.select(JournalRow.seq, JournalRow.hash, JournalRow.body)
        .where(JournalRow.subject_id == stream.subject_id, JournalRow.stream == stream.kind.value)
        .order_by(JournalRow.seq)
    )


def _texts(stream: Stream) -> Any:
    return sa.select(JournalTextRow.seq, JournalTextRow.field, JournalTextRow.text).where(
        JournalTextRow.subject_id == stream.subject_id,
        JournalTextRow.stream == stream.kind.value,
    )
