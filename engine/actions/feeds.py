"""The secret address of one's calendar: made once shown, made anew, closed; kept as a hash only."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from uuid import UUID

from engine.actions.accountwork import AccountWork, on_accounts
from engine.domain.audit import AuditKind
from engine.domain.errors import Forbidden, InvalidInput
from engine.storage.changes import Change, Insert, Update
from engine.storage.people import open_feeds
from engine.storage.secrets import new_feed_secret, secret_digest
from engine.storage.tables import FeedRow
from engine.storage.types import new_id

if TYPE_CHECKING:
    from engine.domain.roles import Actor
    from engine.storage.receipts import Receipt
    from engine.workbench import Workbench


@dataclass(frozen=True, slots=True)
class OpenedFeed:
    """A new address; its secret is here and nowhere else."""

    feed_id: UUID
    secret: str = field(repr=False)


def open_feed(bench: Workbench, *, actor: Actor) -> OpenedFeed:
    """Make an address for the actor's own calendar; a former one answers no more.

    Raises Forbidden for a program: whoever holds a token must not hand on more than it lasts.
    """
    secret, feed_id = new_feed_secret(), new_id()

    def deed(work: AccountWork) -> Receipt:
        _refuse_programs(actor)
        account = work.account(actor.account_id)
        values = {
            "id": feed_id,
            "account_id": account.id,
            "secret_hash": secret_digest(secret),
            "created_at": work.at,
            "revoked_at": None,
        }
        changes = [*_closing(work), Insert(FeedRow, values)]
        return work.write(account.id, AuditKind.FEED_OPENED, changes, created_id=feed_id)

    on_accounts(bench, AuditKind.FEED_OPENED, deed, actor=actor)
    return OpenedFeed(feed_id, secret)


def close_feed(bench: Workbench, *, actor: Actor) -> Receipt:
    """Close the actor's own calendar; InvalidInput (`feed`, `ended`) where there is no address."""

    def deed(work: AccountWork) -> Receipt:
        _refuse_programs(actor)
        account = work.account(actor.account_id)
        changes = _closing(work)
        if not changes:
            raise InvalidInput(field="feed", rule="ended")
        return work.write(account.id, AuditKind.FEED_CLOSED, changes)

    return on_accounts(bench, AuditKind.FEED_CLOSED, deed, actor=actor)


def _closing(work: AccountWork) -> list[Change]:
    return [
        Update(FeedRow, {"id": one}, {"revoked_at": work.at}, before={"revoked_at": None})
        for one in open_feeds(work.transaction, work.actor.account_id)
    ]


def _refuse_programs(actor: Actor) -> None:
    if actor.auth != "session":
        raise Forbidden
