"""Reading the filters that somebody keeps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

import sqlalchemy as sa

from engine.storage.statements import Prepared
from engine.storage.tables import SavedViewRow

if TYPE_CHECKING:
    from engine.storage.database import Reader, Transaction


@dataclass(frozen=True, slots=True)
class SavedView:
    """A filter under a name."""

    id: UUID
    title: str
    query: str


_COLUMNS = (SavedViewRow.id, SavedViewRow.title, SavedViewRow.query)
_OF_ACCOUNT = Prepared(
    sa.select(*_COLUMNS)
    .where(
        SavedViewRow.account_id == sa.bindparam("account_id", type_=SavedViewRow.account_id.type),
        SavedViewRow.dropped_at.is_(None),
    )
    .order_by(SavedViewRow.created_at, SavedViewRow.id)
)
_ONE = Prepared(
    sa.select(*_COLUMNS).where(
        SavedViewRow.id == sa.bindparam("id", type_=SavedViewRow.id.type),
        SavedViewRow.dropped_at.is_(None),
    )
)


def kept_views(source: Transaction | Reader, account_id: UUID) -> list[SavedView]:
    """The views of an account, the oldest first."""
    return [SavedView(*row) for row in source.rows(_OF_ACCOUNT, account_id=account_id)]


def kept_view(source: Transaction | Reader, view_id: UUID) -> SavedView | None:
    """A view by its id, whosever it is."""
    row = source.row(_ONE, id=view_id)
    return None if row is None else SavedView(*row)
