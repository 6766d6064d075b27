"""Reading the texts of definitions that somebody is still writing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

import sqlalchemy as sa

from engine.storage.statements import Prepared
from engine.storage.tables import DraftRow

if TYPE_CHECKING:
    from engine.storage.database import Reader, Transaction


@dataclass(frozen=True, slots=True)
class Draft:
    """A text as it was last kept; one that was dropped or published has been let go."""

    id: UUID
    stream_id: UUID
    region_id: UUID
    text: str
    expected: int
    revision: int
    kept_at: datetime
    dropped_at: datetime | None
    municipality_id: UUID | None = None
    extends_digest: str | None = None

    @property
    def standing(self) -> bool:
        """Whether somebody is still writing it."""
        return self.dropped_at is None


_COLUMNS = (
    DraftRow.id,
    DraftRow.stream_id,
    DraftRow.region_id,
    DraftRow.text,
    DraftRow.expected,
    DraftRow.revision,
    DraftRow.kept_at,
    DraftRow.dropped_at,
    DraftRow.municipality_id,
    DraftRow.extends_digest,
)
_MINE = DraftRow.account_id == sa.bindparam("account_id", type_=DraftRow.account_id.type)
_ONE = Prepared(
    sa.select(*_COLUMNS).where(
        _MINE, DraftRow.stream_id == sa.bindparam("stream_id", type_=DraftRow.stream_id.type)
    )
)
_STANDING = Prepared(
    sa.select(*_COLUMNS)
    .where(_MINE, DraftRow.dropped_at.is_(None))
    .order_by(DraftRow.kept_at.desc(), DraftRow.id)
)


def draft_of(source: Transaction | Reader, account_id: UUID, stream_id: UUID) -> Draft | None:
    """What a person wrote of a definition, let go or not."""
    row = source.row(_ONE, account_id=account_id, stream_id=stream_id)
    return None if row is None else Draft(*row)


def standing_drafts(source: Transaction | Reader, account_id: UUID) -> list[Draft]:
    """Everything a person is still writing, the newest first."""
    return [Draft(*row) for row in source.rows(_STANDING, account_id=account_id)]
