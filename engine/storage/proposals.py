"""Reading versions that were submitted for approval, and what stands against retiring one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

import sqlalchemy as sa

from engine.domain.publication import ProposalStatus
from engine.storage.definitions import is_kept
from engine.storage.statements import Prepared
from engine.storage.tables import CaseRow, DefinitionRow, ProposalRow

if TYPE_CHECKING:
    from collections.abc import Mapping

    from engine.storage.database import Reader, Transaction


@dataclass(frozen=True, slots=True)
class Proposal:
    """A submitted version, with all that publishing it takes."""

    id: UUID
    stream_id: UUID
    region_id: UUID
    municipality_id: UUID | None
    code: str
    expected: int
    digest: str
    text: str
    text_digest: str
    content: Mapping[str, Any]
    extends_digest: str | None
    effective_on: date
    note: str
    author_id: UUID
    state: str

    @property
    def status(self) -> ProposalStatus:
        """What has become of it."""
        return ProposalStatus(self.state)


_COLUMNS = (
    ProposalRow.id,
    ProposalRow.stream_id,
    ProposalRow.region_id,
    ProposalRow.municipality_id,
    ProposalRow.code,
    ProposalRow.expected,
    ProposalRow.digest,
    ProposalRow.text,
    ProposalRow.text_digest,
    ProposalRow.content,
    ProposalRow.extends_digest,
    ProposalRow.effective_on,
    ProposalRow.note,
    ProposalRow.author_id,
    ProposalRow.status,
)
_ONE = Prepared(
    sa.select(*_COLUMNS).where(ProposalRow.id == sa.bindparam("id", type_=ProposalRow.id.type))
)
_WAITING = Prepared(
    sa.select(*_COLUMNS).where(
        ProposalRow.stream_id == sa.bindparam("stream_id", type_=ProposalRow.stream_id.type),
        ProposalRow.status == ProposalStatus.WAITING.value,
    )
)


def proposal_by_id(source: Transaction | Reader, proposal_id: UUID) -> Proposal | None:
    """A submitted version, whatever has become of it."""
    return _proposal(source.row(_ONE, id=proposal_id))


def waiting_proposal(source: Transaction | Reader, stream_id: UUID) -> Proposal | None:
    """The version of a path that waits for approval; there is one at most."""
    return _proposal(source.row(_WAITING, stream_id=stream_id))


def _proposal(row: Any) -> Proposal | None:
    return None if row is None else Proposal(*row)


@dataclass(frozen=True, slots=True)
class KeptVersion:
    """A published version that is not retired, and how many cases are led by it."""

    id: UUID
    stream_id: UUID
    region_id: UUID | None
    code: str
    version: int
    digest: str
    cases: int


_CASES = (
    sa.select(sa.func.count())
    .select_from(CaseRow)
    .where(CaseRow.definition_id == DefinitionRow.id)
    .scalar_subquery()
)
_KEPT = Prepared(
    sa.select(
        DefinitionRow.id,
        DefinitionRow.stream_id,
        DefinitionRow.region_id,
        DefinitionRow.code,
        DefinitionRow.version,
        DefinitionRow.digest,
        _CASES,
    ).where(DefinitionRow.id == sa.bindparam("id", type_=DefinitionRow.id.type), is_kept())
)


def kept_version(source: Transaction | Reader, definition_id: UUID) -> KeptVersion | None:
    """A version that may still be retired, with the cases, closed ones too, that stand on it."""
    row = source.row(_KEPT, id=definition_id)
    return None if row is None else KeptVersion(*row)
