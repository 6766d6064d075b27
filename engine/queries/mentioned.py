"""What the journal mentions by id, as it is called now: for pages that tell a history."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from uuid import UUID

import sqlalchemy as sa

from engine.domain.audit import StreamKind
from engine.storage.database import Reader, reading
from engine.storage.definitions import definition_of
from engine.storage.tables import (
    AccountRow,
    AttachmentRow,
    CaseRow,
    DecisionRow,
    DefinitionRow,
    DocumentRow,
    ListEditionRow,
    ListEntryRow,
    MeasureRow,
    MunicipalityRow,
    RegionRow,
    RoadmapRow,
    SchoolRow,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from sqlalchemy.engine import Connection

    from engine.domain.definition import Definition
    from engine.queries.history import HistoryEntry
    from engine.workbench import Workbench


@dataclass(frozen=True, slots=True)
class VersionMention:
    """A published version of a definition."""

    definition: Definition
    version: int


@dataclass(frozen=True, slots=True)
class DecisionMention:
    """An order or minutes: what it is and how it is found in the archive."""

    kind: str
    number: str
    signed_on: date
    body: str


@dataclass(frozen=True, slots=True)
class DocumentMention:
    """A version of a document; `topic` is a risk factor."""

    kind: str
    version: int
    topic: str | None
    title: str


@dataclass(frozen=True, slots=True)
class AttachmentMention:
    """Who is attached: an account's or a school's title."""

    kind: str
    title: str


@dataclass(frozen=True, slots=True)
class Mentioned:
    """Everything the entries name: versions by digest, titles and papers by id."""

    versions: Mapping[str, VersionMention] = field(default_factory=dict)
    titles: Mapping[UUID, str] = field(default_factory=dict)
    decisions: Mapping[UUID, DecisionMention] = field(default_factory=dict)
    documents: Mapping[UUID, DocumentMention] = field(default_factory=dict)
    attachments: Mapping[UUID, AttachmentMention] = field(default_factory=dict)


def read_mentioned(bench: Workbench, entries: Iterable[HistoryEntry]) -> Mentioned:
    """What these entries mention; whoever may read an entry may read the names in it."""
    told = list(entries)
    ids = {one for entry in told for one in _ids(_told_part(entry.body))}
    ids |= {one for entry in told for one in (entry.subject_id, entry.actor_id)}
    digests = {entry.body["def"] for entry in told if entry.body.get("def")}
    digests |= {former for entry in told if (former := _former(entry.body))}
    with reading(bench.database) as connection:
        return Mentioned(
            _versions(Reader(bench.database, connection), connection, digests),
            _titles(connection, ids) | _read_cases(connection, told),
            _papers(connection, _decisions(), DecisionMention, ids),
            _papers(connection, _documents(), DocumentMention, ids),
            _papers(connection, _attachments(), AttachmentMention, ids),
        )


MOST_ROWS = 100
"""Rows of an entry that a page tells; the approval of a roadmap writes tens of thousands."""


def _told_part(body: Mapping[str, Any]) -> dict[str, Any]:
    """The body with the rows that pages tell, and the first of each table."""
    rows = body.get("rows") or []
    if len(rows) <= MOST_ROWS:
        return dict(body)
    first = {row[0]: row for row in reversed(rows) if row}
    return {**body, "rows": [*rows[:MOST_ROWS], *first.values()]}


def _former(body: Mapping[str, Any]) -> str | None:
    """The version a case was on before it went over to another one."""
    return (body.get("fields") or {}).get("former") if "def" in body else None


def _ids(value: Any) -> Iterator[UUID]:
    """Every id that stands anywhere in a body."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for part in value:
            yield from _ids(part)
    elif isinstance(value, str) and len(value) == _LENGTH_OF_ID and value.count("-") == _HYPHENS:
        try:
            yield UUID(value)
        except ValueError:
            return


_LENGTH_OF_ID, _HYPHENS = 36, 4
_PART = 500
"""Ids asked for at once; a database takes only so many parameters."""


def _versions(
    reader: Reader, connection: Connection, digests: set[str]
) -> dict[str, VersionMention]:
    query = (
        sa.select(DefinitionRow.id, DefinitionRow.digest, DefinitionRow.version)
        .where(DefinitionRow.digest.in_(digests))
        .order_by(DefinitionRow.version.desc(), DefinitionRow.id)
    )
    return {
        row.digest: VersionMention(definition_of(reader, row.id), row.version)
        for row in connection.execute(query)
    }


def _titles(connection: Connection, ids: set[UUID]) -> dict[UUID, str]:
    tables = (
        AccountRow,
        SchoolRow,
        MunicipalityRow,
        RegionRow,
        ListEditionRow,
        RoadmapRow,
        MeasureRow,
    )
    titles: dict[UUID, str] = {}
    for part in _parts(ids):
        for table in tables:
            query = sa.select(table.id, table.title).where(table.id.in_(part))
            titles.update({row.id: row.title for row in connection.execute(query)})
        entries = (
            sa.select(ListEntryRow.id, ListEditionRow.title)
            .join(ListEditionRow, ListEditionRow.id == ListEntryRow.edition_id)
            .where(ListEntryRow.id.in_(part))
        )
        titles.update({row.id: row.title for row in connection.execute(entries)})
    return titles


def _read_cases(connection: Connection, told: list[HistoryEntry]) -> dict[UUID, str]:
    """Whose case, document or order was read: only entries of readings name such by id alone."""
    ids = {
        one
        for entry in told
        if entry.stream == StreamKind.READING
        for one in _ids(entry.body.get("fields"))
    }
    titles: dict[UUID, str] = {}
    for part in _parts(ids):
        for query in _read_about():
            column = query.selected_columns[0]
            titles |= {row[0]: row[1] for row in connection.execute(query.where(column.in_(part)))}
    return titles


def _read_about() -> Iterator[sa.Select[*tuple[Any, ...]]]:
    title = sa.func.coalesce(SchoolRow.title, MunicipalityRow.title)
    yield _of_cases(sa.select(CaseRow.id, title))
    for paper in (DocumentRow, DecisionRow):
        of_paper = sa.select(paper.id, title).join(CaseRow, CaseRow.id == paper.case_id)
        yield _of_cases(of_paper)


def _of_cases(query: sa.Select[*tuple[Any, ...]]) -> sa.Select[*tuple[Any, ...]]:
    return query.join(MunicipalityRow, MunicipalityRow.id == CaseRow.municipality_id).outerjoin(
        SchoolRow, SchoolRow.id == CaseRow.school_id
    )


def _papers(
    connection: Connection, query: sa.Select[*tuple[Any, ...]], kind: type[Any], ids: set[UUID]
) -> dict[UUID, Any]:
    column = query.selected_columns[0]
    return {
        row[0]: kind(*row[1:])
        for part in _parts(ids)
        for row in connection.execute(query.where(column.in_(part)))
    }


def _decisions() -> sa.Select[*tuple[Any, ...]]:
    return sa.select(
        DecisionRow.id,
        DecisionRow.kind,
        DecisionRow.number,
        DecisionRow.signed_on,
        DecisionRow.body,
    )


def _documents() -> sa.Select[*tuple[Any, ...]]:
    return sa.select(
        DocumentRow.id, DocumentRow.kind, DocumentRow.version, DocumentRow.topic, DocumentRow.title
    )


def _attachments() -> sa.Select[*tuple[Any, ...]]:
    title = sa.func.coalesce(AccountRow.title, SchoolRow.title, "")
    return (
        sa.select(AttachmentRow.id, AttachmentRow.kind, title)
        .select_from(AttachmentRow)
        .outerjoin(AccountRow, AccountRow.id == AttachmentRow.account_id)
        .outerjoin(SchoolRow, SchoolRow.id == AttachmentRow.school_id)
    )


def _parts(ids: set[UUID]) -> Iterator[list[UUID]]:
    listed = sorted(ids)
    for start in range(0, len(listed), _PART):
        yield listed[start : start + _PART]
