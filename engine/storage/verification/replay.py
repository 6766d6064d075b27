"""Replay: every move of a case must be one that the definition in force then has."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from engine.domain.audit import AuditKind, Stream, StreamKind
from engine.domain.canonical import canonical_bytes, sha256_hex
from engine.domain.definition import RESUME, Definition
from engine.domain.definition_form import definition_from_plain, hashed_form
from engine.domain.errors import DefinitionUnreadable
from engine.storage.tables import DefinitionRow
from engine.storage.verification.finding import Finding
from engine.storage.verification.raw import GARBAGE, raw

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

    from engine.storage.statements import AnySelect

_COLUMNS = ("code", "version", "digest", "content")
_PUBLISHED = sa.select(*raw(*(DefinitionRow.__table__.c[name] for name in _COLUMNS)))


class Definitions(Mapping[str, Definition]):
    """Each published definition that is what its digest says, by its digest."""

    def __init__(self, connection: Connection, findings: list[Finding]) -> None:
        """Nothing read yet."""
        self._connection = connection
        self._findings = findings
        self._known: dict[str, Definition | None] = {}

    def read_all(self) -> None:
        """Read and check those that nothing names, too."""
        self._read(_PUBLISHED)

    def __getitem__(self, digest: str) -> Definition:
        if digest not in self._known:
            self._known[digest] = None
            self._read(_PUBLISHED.where(DefinitionRow.digest == digest))
        found = self._known[digest]
        if found is None:
            raise KeyError(digest)
        return found

    def __iter__(self) -> Iterator[str]:
        return (digest for digest, found in self._known.items() if found is not None)

    def __len__(self) -> int:
        return sum(found is not None for found in self._known.values())

    def _read(self, query: AnySelect) -> None:
        for row in self._connection.execute(query):
            try:
                content = json.loads(row.content)
                if sha256_hex(canonical_bytes(hashed_form(content))) != row.digest:
                    raise ValueError(row.digest)
                self._known[row.digest] = definition_from_plain(content)
            except (*GARBAGE, DefinitionUnreadable):
                found = Finding("definition", detail=f"{row.code} v{row.version}")
                self._findings.append(found)


class PathReplay:
    """Follows each case through its journal with the definitions by their digests."""

    def __init__(
        self, connection: Connection, findings: list[Finding], *, only: Stream | None
    ) -> None:
        """Nothing followed yet; of one stream the definitions are read as its entries name them."""
        self._findings = findings
        self._stage: dict[Stream, str] = {}
        self.definitions = Definitions(connection, findings)
        if only is None:
            self.definitions.read_all()

    def entry(self, stream: Stream, seq: int, body: dict[str, Any]) -> None:
        """Follow an entry of a case."""
        if stream.kind is not StreamKind.CASE or "to" not in body:
            return
        stage, target = self._stage.get(stream), body["to"]
        if stage is not None and body.get("from") != stage:
            self._findings.append(Finding("path", str(stream), seq, f"from {body.get('from')}"))
        if body["event"] == AuditKind.CASE_MOVED and not self._has_way(body):
            self._findings.append(
                Finding("path", str(stream), seq, f"no way by {body.get('move')}")
            )
        self._stage[stream] = target

    def _has_way(self, body: dict[str, Any]) -> bool:
        definition = self.definitions.get(body.get("def", ""))
        move = definition.move_by_code.get(body.get("move", "")) if definition else None
        return move is not None and any(
            body["from"] in way.sources and way.target in (body["to"], RESUME) for way in move.ways
        )
