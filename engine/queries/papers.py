"""The files of documents, for those who see the case."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

import sqlalchemy as sa

from engine.domain.errors import NotFound
from engine.domain.roles import Actor
from engine.queries.scope import reading_day, visible_cases
from engine.storage.database import reading
from engine.storage.tables import CaseRow, DecisionRow, DocumentRow, FileRow

if TYPE_CHECKING:
    from engine.storage.statements import AnySelect
    from engine.workbench import Workbench


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file as it was handed in; the name and what it claims to be are the sender's words."""

    name: str
    media_type: str
    sha256: str
    content: bytes


def document_file(
    bench: Workbench, case_id: UUID, document_id: UUID, *, actor: Actor
) -> StoredFile:
    """The file of a document version; NotFound where there is none in the actor's sight."""
    query = (
        sa.select(DocumentRow.file_name, DocumentRow.media_type, FileRow.sha256, FileRow.content)
        .join(FileRow, FileRow.sha256 == DocumentRow.sha256)
        .join(CaseRow, CaseRow.id == DocumentRow.case_id)
        .where(
            DocumentRow.id == document_id,
            DocumentRow.case_id == case_id,
            visible_cases(actor, reading_day(bench.now())),
        )
    )
    return _stored(bench, query)


def decision_file(
    bench: Workbench, case_id: UUID, decision_id: UUID, *, actor: Actor
) -> StoredFile:
    """The scan of an order or minutes, named by its number; its kind was not kept."""
    query = (
        sa.select(DecisionRow.number, sa.literal(""), FileRow.sha256, FileRow.content)
        .join(FileRow, FileRow.sha256 == DecisionRow.sha256)
        .join(CaseRow, CaseRow.id == DecisionRow.case_id)
        .where(
            DecisionRow.id == decision_id,
            DecisionRow.case_id == case_id,
            visible_cases(actor, reading_day(bench.now())),
        )
    )
    return _stored(bench, query)


def _stored(bench: Workbench, query: AnySelect) -> StoredFile:
    with reading(bench.database) as connection:
        found = connection.execute(query).one_or_none()
    if found is None:
        raise NotFound
    return StoredFile(found[0] or "", found[1] or "", found[2], bytes(found[3]))
