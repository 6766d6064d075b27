"""Leases: which node tries a waiting row, and until when; the same for duties, notices, letters.

A claim is bookkeeping, not a deed: it says who tries, never what is done. That is decided again
under a lock, so a lease that ends too early costs a glance and not a second act.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from engine.storage.database import busy_means_later

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import ColumnElement

    from engine.storage.database import Database
    from engine.storage.statements import AnySelect

LONGEST_LEASE = timedelta(hours=1)
"""A lease that reaches further was given by a clock that has since been set back: it is void."""


def unclaimed(row: Any, now: datetime) -> ColumnElement[bool]:
    """Rows that no live lease holds."""
    until = row.claimed_until
    return sa.or_(until.is_(None), until <= now, until > now + LONGEST_LEASE)


def claim(
    database: Database, row: Any, waiting: AnySelect, node: str, until: datetime
) -> list[tuple[Any, ...]]:
    """The waiting rows nobody else is at, given to the node; the select begins with the id."""
    with busy_means_later(), database.source.begin() as connection:
        claimed = [
            tuple(one) for one in connection.execute(waiting.with_for_update(skip_locked=True))
        ]
        if claimed:
            held = sa.update(row).where(row.id.in_([one[0] for one in claimed]))
            connection.execute(held.values(claimed_by=node, claimed_until=until))
    return claimed


def give_back(
    database: Database, row: Any, node: str, ids: Iterable[UUID], *only: ColumnElement[bool]
) -> None:
    """End the node's own leases, so that others need not wait for them to run out."""
    mine = sa.update(row).where(row.id.in_(list(ids)), row.claimed_by == node, *only)
    with busy_means_later(), database.source.begin() as connection:
        connection.execute(mine.values(claimed_by=None, claimed_until=None))
