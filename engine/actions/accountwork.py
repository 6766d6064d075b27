"""The one way every deed on an account goes: lock, decide, record; a refusal is recorded apart."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from engine.actions.refusing import record_own_refusal
from engine.actions.service_accounts import SERVICE_ACCOUNTS
from engine.domain.audit import AuditDraft, AuditKind, Stream, StreamKind
from engine.domain.errors import Forbidden, InvalidInput, NotFound
from engine.domain.roles import Actor, Permission, Place
from engine.domain.terms import local_day
from engine.storage.changes import Change
from engine.storage.database import Transaction, unit_of_work
from engine.storage.definitions import zone_of
from engine.storage.journal import lock_stream, record
from engine.storage.people import Account, grants_of, lock_account, whole_place
from engine.storage.receipts import Receipt

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from engine.workbench import Workbench


@dataclass(frozen=True, slots=True)
class AccountWork:
    """A deed on accounts under way: its transaction, who does it, and when."""

    transaction: Transaction
    actor: Actor
    at: datetime

    def today(self, place: Place | None = None) -> date:
        """The day in the zone of a place; Moscow's for what belongs to no region."""
        return local_day(self.at, zone_of(self.transaction, place.region_id if place else None))

    def account(self, account_id: UUID) -> Account:
        """A person's account under its lock; service accounts are nobody's to change."""
        found = lock_account(self.transaction, account_id)
        if found is None or account_id in SERVICE_ACCOUNTS:
            raise NotFound
        return found

    def place(self, place: Place) -> Place:
        """An existing place with everything above it."""
        whole = whole_place(self.transaction, place)
        if whole is None:
            raise NotFound
        return whole

    def write(
        self,
        account_id: UUID,
        kind: AuditKind,
        changes: Sequence[Change],
        *,
        created_id: UUID | None = None,
        **draft: Any,
    ) -> Receipt:
        """Record the deed in the account's own stream."""
        head = lock_stream(self.transaction, Stream(StreamKind.ACCOUNT, account_id))
        entry = AuditDraft(kind, self.actor, self.at, **draft)
        return record(self.transaction, head, entry, changes, created_id=created_id)


def on_accounts(
    bench: Workbench,
    kind: AuditKind,
    deed: Callable[[AccountWork], Receipt],
    *,
    actor: Actor,
) -> Receipt:
    """Do a deed in one transaction; a refusal changes nothing but is itself recorded."""
    try:
        with unit_of_work(bench.database) as transaction:
            return deed(AccountWork(transaction, actor, bench.now()))
    except (Forbidden, NotFound, InvalidInput) as refusal:
        record_own_refusal(bench, kind, refusal, actor)
        raise


def require_managing(work: AccountWork, account_id: UUID) -> None:
    """Refuse unless every role the person has or will have lies within the actor's places.

    Raises NotFound when the person never had a role there, Forbidden when he has others elsewhere
    or is the actor himself.
    """
    today = work.today()
    places = work.actor.scopes(Permission.MANAGE_PEOPLE, today)
    if not places or account_id == work.actor.account_id:
        raise Forbidden(permission=Permission.MANAGE_PEOPLE.value)
    if Place() in places:
        return
    grants = [kept.grant for kept in grants_of(work.transaction, account_id)]
    within = [any(mine.covers(grant.place) for mine in places) for grant in grants]
    if not any(within):
        raise NotFound
    lasting = [grant.ends_on is None or grant.ends_on >= today for grant in grants]
    if any(lasts and not inside for lasts, inside in zip(lasting, within, strict=True)):
        raise Forbidden(permission=Permission.MANAGE_PEOPLE.value)
