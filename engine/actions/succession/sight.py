"""Whose a succession is: theirs who may publish the paths of its region."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.domain.errors import NotFound
from engine.domain.roles import Actor, Permission, Place, require
from engine.domain.terms import local_day
from engine.storage.definitions import zone_of
from engine.storage.succession import Succession

if TYPE_CHECKING:
    from datetime import datetime

    from engine.storage.database import Transaction


def sighted_succession(
    transaction: Transaction, one: Succession | None, actor: Actor, at: datetime
) -> Succession:
    """The succession for an actor who may work on it; raises NotFound, Forbidden."""
    if one is None:
        raise NotFound
    today = local_day(at, zone_of(transaction, one.region_id))
    require(Permission.PUBLISH_DEFINITION, actor, Place(one.region_id), today)
    return one
