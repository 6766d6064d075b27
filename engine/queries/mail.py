"""Where a person's mail goes, which is wanted, and what became of the last letters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from engine.domain.errors import NotFound
from engine.queries.people import person_line
from engine.storage.database import Reader, reading
from engine.storage.mail import Mailbox, mailbox_of
from engine.storage.tables import MailingRow

if TYPE_CHECKING:
    from uuid import UUID

    from engine.domain.roles import Actor
    from engine.workbench import Workbench

LAST = 8


def read_mailbox(bench: Workbench, account_id: UUID, *, actor: Actor) -> Mailbox:
    """The mailbox of oneself or of a person one manages; NotFound for anybody else."""
    if account_id != actor.account_id:
        person_line(bench, account_id, actor=actor)
    elif actor.auth == "token":
        raise NotFound
    with reading(bench.database) as connection:
        return mailbox_of(Reader(bench.database, connection), account_id) or Mailbox()


def last_letters(bench: Workbench, account_id: UUID, *, actor: Actor) -> list[sa.Row[Any]]:
    """The last letters to oneself or to a person one manages: kind, status, code, instants."""
    if account_id != actor.account_id:
        person_line(bench, account_id, actor=actor)
    query = (
        sa.select(
            MailingRow.kind,
            MailingRow.status,
            MailingRow.code,
            MailingRow.made_at,
            MailingRow.done_at,
            MailingRow.attempts,
        )
        .where(MailingRow.account_id == account_id)
        .order_by(MailingRow.made_at.desc(), MailingRow.id)
        .limit(LAST)
    )
    with reading(bench.database) as connection:
        return list(connection.execute(query))
