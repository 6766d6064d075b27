"""Whose a bulk is: its author's, and theirs who see every one of its cases."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.domain.errors import Forbidden, NotFound
from engine.domain.roles import Actor, Permission, reads
from engine.domain.terms import local_day
from engine.storage.bulk import Bulk, places_of
from engine.storage.definitions import zone_of

if TYPE_CHECKING:
    from datetime import datetime

    from engine.storage.database import Transaction


def sighted_bulk(transaction: Transaction, bulk: Bulk | None, actor: Actor, at: datetime) -> Bulk:
    """The bulk for an actor who may work on it; NotFound for everybody who may not see it."""
    if bulk is None:
        raise NotFound
    today = local_day(at, zone_of(transaction, bulk.region_id))
    if bulk.actor_id != actor.account_id and not all(
        reads(actor, place, today) for place in places_of(transaction, bulk.id)
    ):
        raise NotFound
    if not actor.allows(Permission.MOVE_CASE, {grant.role for grant in actor.grants}):
        raise Forbidden(permission=Permission.MOVE_CASE.value)
    return bulk
