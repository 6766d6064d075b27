"""The clock's round: whatever has fallen due is done, oldest first, one transaction a duty."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import structlog

from engine.actions.attempting import attempt, leave
from engine.actions.firing import Outcome, fire_duty
from engine.actions.service_accounts import clock_actor
from engine.storage.duties import ClaimedDuty, claim_due, give_back_duties, put_off

if TYPE_CHECKING:
    from engine.domain.roles import Actor
    from engine.workbench import Workbench

LEASE_SECONDS = 120
"""How long a node that died keeps its duties from the others."""

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Fired:
    """How many of the claimed duties came to which outcome."""

    counts: Mapping[Outcome, int]

    @property
    def total(self) -> int:
        """How many duties were tried."""
        return sum(self.counts.values())


def fire_due(
    bench: Workbench,
    *,
    node: str,
    limit: int = 100,
    going_on: Callable[[], bool] = lambda: True,
) -> Fired:
    """Do what has fallen due; one duty that fails stops no other and is tried again later.

    `going_on` is asked between two duties: a node that is told to stop gives the rest back.
    """
    actor = clock_actor(bench)
    claimed = claim_due(bench.database, bench.now(), node, limit, LEASE_SECONDS)
    counts: Counter[Outcome] = Counter()
    for place, duty in enumerate(claimed):
        if not going_on():
            give_back_duties(bench.database, node, claimed[place:])
            break
        counts[_attempt(bench, duty, actor)] += 1
    return Fired(counts)


def _attempt(bench: Workbench, claimed: ClaimedDuty, actor: Actor) -> Outcome:
    """Fire a duty; what goes wrong is told and counted."""
    told = _log.bind(duty=str(claimed.id), case=str(claimed.case_id), attempts=claimed.attempts)
    outcome = attempt(
        told,
        "duty",
        lambda: fire_duty(bench, claimed, actor=actor),
        busy=Outcome.BUSY,
        failed=Outcome.FAILED,
    )
    if outcome is Outcome.FAILED:
        leave(told, "duty", lambda: put_off(bench.database, claimed, bench.now()))
    return outcome
