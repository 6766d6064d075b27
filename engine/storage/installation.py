"""The installation's own row: written once, before there is a journal to write in."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

import sqlalchemy as sa

from engine.storage.changes import Insert, apply_changes
from engine.storage.statements import Prepared
from engine.storage.tables import InstallationRow
from engine.storage.types import new_id

if TYPE_CHECKING:
    from datetime import datetime

    from engine.storage.database import Transaction

_INSTALLED = Prepared(sa.select(InstallationRow.id))
_ONE_AT_A_TIME = Prepared(sa.select(sa.func.pg_advisory_xact_lock(0x4D617273)))


def ensure_installation(transaction: Transaction, at: datetime, *, demo: bool) -> UUID:
    """The id of the installation; its row is made by the first who asks.

    The only write outside the journal: every chain of the journal begins with this id.
    """
    if transaction.database.dialect == "postgresql":
        transaction.row(_ONE_AT_A_TIME)
    found = transaction.row(_INSTALLED)
    if found is not None:
        return UUID(str(found[0]))
    installation = new_id()
    values = {"id": installation, "created_at": at, "demo": demo}
    apply_changes(transaction, [Insert(InstallationRow, values)])
    return installation
