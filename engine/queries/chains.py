"""The chains of a history with everything that proves them, to leave the installation as a file."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from engine.domain.audit import Stream, StreamKind
from engine.queries.history import readable_case, readable_school
from engine.queries.roadmaps.history import readable_roadmap
from engine.storage.database import reading
from engine.storage.tables import CaseRow, DefinitionRow, JournalRow, JournalTextRow, StreamRow

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from uuid import UUID

    from sqlalchemy import Row
    from sqlalchemy.engine import Connection

    from engine.domain.roles import Actor
    from engine.workbench import Workbench


@dataclass(frozen=True, slots=True)
class Chain:
    """A chain with the head its row carries, and the salted texts of its entries by place."""

    stream: Stream
    head: tuple[int, bytes]
    entries: tuple[Row[Any], ...]
    texts: dict[int, list[Row[Any]]]


@dataclass(frozen=True, slots=True)
class Chains:
    """The chains of a history, and the versions of paths by whose digests it is understood."""

    chains: tuple[Chain, ...]
    definitions: tuple[Row[Any], ...]


def chains_of_case(bench: Workbench, case_id: UUID, *, actor: Actor) -> Chains:
    """The chain of a case and that of its refused attempts; NotFound when not in sight."""
    with reading(bench.database) as connection:
        readable_case(connection, bench, case_id, actor)
        return _chains(connection, _streams_of(case_id))


def chains_of_school(bench: Workbench, school_id: UUID, *, actor: Actor) -> Chains:
    """The chain of a school and those of all its cases in sight; NotFound when it is not."""
    with reading(bench.database) as connection:
        cases = readable_school(connection, bench, school_id, actor)
        streams = [Stream(StreamKind.SCHOOL, school_id)]
        return _chains(connection, [*streams, *(s for one in cases for s in _streams_of(one))])


def chains_of_roadmap(bench: Workbench, roadmap_id: UUID, *, actor: Actor) -> Chains:
    """The chain of a roadmap and that of its refused attempts; NotFound when not in sight."""
    with reading(bench.database) as connection:
        readable_roadmap(connection, bench, roadmap_id, actor)
        own = Stream(StreamKind.ROADMAP, roadmap_id), Stream(StreamKind.REFUSAL, roadmap_id)
        return _chains(connection, own)


def _streams_of(case_id: UUID) -> tuple[Stream, Stream]:
    return Stream(StreamKind.CASE, case_id), Stream(StreamKind.REFUSAL, case_id)


def _chains(connection: Connection, streams: Iterable[Stream]) -> Chains:
    chains = tuple(_chain(connection, stream) for stream in streams)
    digests = {one for chain in chains for one in _digests(chain)}
    query = (
        sa.select(
            DefinitionRow.digest, DefinitionRow.code, DefinitionRow.title, DefinitionRow.version
        )
        .where(DefinitionRow.digest.in_(digests))
        .order_by(DefinitionRow.code, DefinitionRow.version, DefinitionRow.id)
    )
    versions: dict[str, Any] = {row.digest: row for row in connection.execute(query)}
    return Chains(chains, tuple(versions.values()))


def _digests(chain: Chain) -> Iterator[str]:
    for entry in chain.entries:
        digest = json.loads(bytes(entry.body)).get("def")
        if digest:
            yield digest


def _chain(connection: Connection, stream: Stream) -> Chain:
    here = (JournalRow.subject_id == stream.subject_id, JournalRow.stream == stream.kind.value)
    query = sa.select(JournalRow.__table__).where(*here).order_by(JournalRow.seq)
    of_texts = sa.select(JournalTextRow.__table__).where(
        JournalTextRow.subject_id == stream.subject_id,
        JournalTextRow.stream == stream.kind.value,
    )
    texts: dict[int, list[Row[Any]]] = {}
    for row in connection.execute(of_texts.order_by(JournalTextRow.seq, JournalTextRow.field)):
        texts.setdefault(row.seq, []).append(row)
    return Chain(stream, _head(connection, stream), tuple(connection.execute(query)), texts)


def _head(connection: Connection, stream: Stream) -> tuple[int, bytes]:
    """What the row of the stream says is its end: a tail that was cut off shows by it."""
    query: sa.Select[int, bytes] = sa.select(StreamRow.seq, StreamRow.head).where(
        StreamRow.subject_id == stream.subject_id, StreamRow.stream == stream.kind.value
    )
    if stream.kind is StreamKind.CASE:
        query = sa.select(CaseRow.revision, CaseRow.head).where(CaseRow.id == stream.subject_id)
    found = connection.execute(query).one_or_none()
    return (0, b"") if found is None or not found[0] else (found[0], bytes(found[1]))
