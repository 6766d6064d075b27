"""Delivering notices after the commit: from the outbox of a deed into people's inboxes.

A notice and the inboxes it reaches are written in one transaction under the notice's lock, so each
person has it once however many nodes deliver and wherever one is killed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

import structlog

from engine.actions.attempting import attempt
from engine.domain.errors import InvalidInput
from engine.domain.notices import deed_of, recipients
from engine.domain.terms import local_day
from engine.storage.database import unit_of_work
from engine.storage.notices import (
    claim_notices,
    give_back_notices,
    lock_notice,
    mark_seen,
    people_of,
    put_into_inboxes,
)

if TYPE_CHECKING:
    from engine.domain.roles import Actor
    from engine.workbench import Workbench

LEASE = timedelta(minutes=2)
"""How long a node that died keeps its notices from the others."""

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class SeenRequest:
    """What was read: one notice, or without it all that had come `until` an instant."""

    notice_id: UUID | None = None
    until: datetime | None = None


def deliver_due(
    bench: Workbench,
    *,
    node: str,
    limit: int = 100,
    going_on: Callable[[], bool] = lambda: True,
) -> int:
    """Deliver waiting notices, oldest first; how many were tried.

    One that fails stops no other and is tried again when its lease ends.
    """
    claimed = claim_notices(bench.database, bench.now(), node, limit, LEASE)
    for place, notice_id in enumerate(claimed):
        if not going_on():
            give_back_notices(bench.database, node, claimed[place:])
            return place
        _attempt(bench, notice_id)
    return len(claimed)


def deliver_notice(bench: Workbench, notice_id: UUID) -> bool:
    """Put a notice into the inboxes of whom it reaches; False when that has been done."""
    with unit_of_work(bench.database) as transaction:
        notice = lock_notice(transaction, notice_id)
        if notice is None:
            return False
        day = local_day(notice.at, notice.zone)
        circle = people_of(transaction, notice, day)
        told = recipients(circle, notice.role, notice.author_id)
        deed = deed_of(notice.about, notice.kind, notice.at, notice.fields)
        put_into_inboxes(transaction, notice, deed, told, bench.now())
    return True


def mark_read(bench: Workbench, request: SeenRequest, *, actor: Actor) -> None:
    """Note what the actor has read of his own inbox; reading the same again changes nothing."""
    if request.notice_id is None and request.until is None:
        raise InvalidInput(field="notice_id", rule="required")
    mark_seen(
        bench.database,
        actor.account_id,
        bench.now(),
        notice_id=request.notice_id,
        until=request.until,
    )


def _attempt(bench: Workbench, notice_id: UUID) -> None:
    told = _log.bind(notice=str(notice_id))
    attempt(told, "notice", lambda: deliver_notice(bench, notice_id), busy=False, failed=False)
