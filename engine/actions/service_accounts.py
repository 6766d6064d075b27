"""The accounts nobody signs in to: the clock, the command line and the door."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import NAMESPACE_DNS, UUID, uuid5

import sqlalchemy as sa

from engine.domain.audit import AuditDraft, AuditKind, Stream, StreamKind
from engine.domain.roles import Actor, Grant, Place, Role
from engine.storage.changes import Insert
from engine.storage.database import unit_of_work
from engine.storage.journal import lock_stream, record
from engine.storage.statements import Prepared
from engine.storage.tables import AccountRow
from engine.storage.types import new_id

if TYPE_CHECKING:
    from engine.workbench import Workbench

CLOCK: UUID = uuid5(NAMESPACE_DNS, "clock.marshrut.invalid")
COMMAND: UUID = uuid5(NAMESPACE_DNS, "command.marshrut.invalid")
DOOR: UUID = uuid5(NAMESPACE_DNS, "door.marshrut.invalid")
"""Whoever tries to sign in and does not prove to be anybody."""

SERVICE_ACCOUNTS = {
    CLOCK: ("service:clock", "Планировщик сроков"),
    COMMAND: ("service:command", "Команда администратора"),
    DOOR: ("service:door", "Вход в систему"),
}
"""A colon cannot stand in a person's login, so no person can take one of these."""

_EXISTS = Prepared(
    sa.select(AccountRow.id).where(AccountRow.id == sa.bindparam("id", type_=AccountRow.id.type))
)


def clock_actor(bench: Workbench) -> Actor:
    """The clock: moves cases when a term falls due, everywhere; one request id per tick."""
    return Actor(CLOCK, _everywhere(bench, Role.SCHEDULER), "scheduler", "clock", new_id().hex)


def command_actor(bench: Workbench) -> Actor:
    """Whoever may run commands on the server; system administrator, and named so in the journal."""
    return Actor(COMMAND, _everywhere(bench, Role.SYSTEM_ADMIN), "command", "command", new_id().hex)


def door_actor(*, request_id: str | None = None) -> Actor:
    """The unproven caller of the sign-in page; may do nothing."""
    return Actor(DOOR, (), request_id=request_id)


def ensure_service_accounts(bench: Workbench) -> None:
    """Make the accounts that are missing."""
    for account_id in SERVICE_ACCOUNTS:
        _ensure(bench, account_id)


def _everywhere(bench: Workbench, role: Role) -> tuple[Grant, ...]:
    # In force on the present day of every zone.
    return (Grant(role, Place(), (bench.now() - timedelta(days=1)).date()),)


def _ensure(bench: Workbench, account_id: UUID) -> None:
    login, title = SERVICE_ACCOUNTS[account_id]
    with unit_of_work(bench.database) as transaction:
        head = lock_stream(transaction, Stream(StreamKind.ACCOUNT, account_id))
        if transaction.row(_EXISTS, id=account_id) is not None:
            return
        at = bench.now()
        draft = AuditDraft(AuditKind.ACCOUNT_CREATED, command_actor(bench), at)
        values = {
            "id": account_id,
            "login": login,
            "title": title,
            "password_hash": None,
            "blocked": False,
            "created_at": at,
        }
        record(transaction, head, draft, [Insert(AccountRow, values)], created_id=account_id)
