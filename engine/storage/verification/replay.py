"""Replay: every move of a case must be one that the definition in force then has."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from engine.domain.audit import AuditKind, Stream, StreamKind
from engine.domain.canonical import canonical_bytes, sha256_hex
from engine.domain.definition import RESUME, Definition
from engine.domain.definition_form import definition_from_plain
from engine.domain.errors import DefinitionUnreadable
from engine.storage.tables import DefinitionRow
from engine.storage.verification.finding import Finding
from engine.storage.verification.raw import GARBAGE, raw

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection


_COLUMNS = ("code", "version", "digest", "content")


class PathReplay:
    """Follows each case through its journal with the definitions by their digests."""

    def __init__(self, connection: Connection, findings: list[Finding]) -> None:
        """Read the published definitions and check that each is what its digest says."""
        self._findings = findings
        self.definitions: dict[str, Definition] = {}
        """Each published definition that can be read, by its digest."""
        self._stage: dict[Stream, str] = {}
        columns = raw(*(DefinitionRow.__table__.c[name] for name in _COLUMNS))
        for row in connection.execute(sa.select(*columns)):
            try:
                content = json.loads(row.content)
                if sha256_hex(canonical_bytes(content)) != row.digest:
                    raise ValueError(row.digest)
                self.definitions[row.digest] = definition_from_plain(content)
            except (*GARBAGE, DefinitionUnreadable):
                findings.append(Finding("definition", detail=f"{row.code} v{row.version}"))

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
