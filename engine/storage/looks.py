"""Reading and keeping who has seen a case when.

Bookkeeping like a lease of the clock, not a deed: nothing rests on it, so it stands in no journal,
and a page does not wait for it. Where another writer is at work it is simply not kept this time.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from engine.domain.looking import Look, Looks
from engine.storage.database import BUSY_TIMEOUT_MS, busy_means_later, reading
from engine.storage.tables import CaseLookRow

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

    from sqlalchemy.engine import Connection

    from engine.storage.database import Database

_PATIENCE_MS = 200
_KEY = ("account_id", "case_id")


def find_looks(database: Database, account_id: UUID, case_id: UUID) -> Looks | None:
    """The visits of an account to a case, or None when there was none."""
    query = sa.select(CaseLookRow.__table__).where(
        CaseLookRow.account_id == account_id, CaseLookRow.case_id == case_id
    )
    with reading(database) as connection:
        row = connection.execute(query).one_or_none()
    if row is None:
        return None
    before = None if row.before_at is None else Look(row.before_revision, row.before_at)
    return Looks(Look(row.seen_revision, row.seen_at), before)


def keep_looks(database: Database, account_id: UUID, case_id: UUID, looks: Looks) -> None:
    """Keep the visits; raises DatabaseBusy at once rather than wait for other writers."""
    values = {
        "seen_revision": looks.seen.revision,
        "seen_at": looks.seen.at,
        "before_revision": looks.before.revision if looks.before else None,
        "before_at": looks.before.at if looks.before else None,
    }
    kept = {"account_id": account_id, "case_id": case_id, **values}
    statement: postgresql.Insert | sqlite.Insert
    if database.dialect == "postgresql":
        statement = postgresql.insert(CaseLookRow).values(kept)
    else:
        statement = sqlite.insert(CaseLookRow).values(kept)
    upsert = statement.on_conflict_do_update(index_elements=_KEY, set_=values)
    with (
        busy_means_later(),
        database.source.connect() as connection,
        _hurried(database, connection),
        connection.begin(),
    ):
        if database.dialect == "postgresql":
            connection.execute(sa.text(f"SET LOCAL lock_timeout = {_PATIENCE_MS}"))
        connection.execute(upsert)


@contextmanager
def _hurried(database: Database, connection: Connection) -> Iterator[None]:
    """On SQLite patience is a matter of the connection; it is given back as it was."""
    driver = connection.connection.dbapi_connection
    if database.dialect != "sqlite" or driver is None:
        yield
        return
    driver.cursor().execute(f"PRAGMA busy_timeout={_PATIENCE_MS}")
    try:
        yield
    finally:
        driver.cursor().execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")
