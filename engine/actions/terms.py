"""The clock's round: whatever has fallen due is done, oldest first, one transaction a duty."""

from __future__ import annotations

import traceback
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import structlog

from engine.actions.firing import Outcome, fire_duty
from engine.actions.service_accounts import clock_actor
from engine.domain.errors import DatabaseBusy
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
    try:
        return fire_duty(bench, claimed, actor=actor)
    except DatabaseBusy:
        # Not the duty's fault: it is tried again when the lease ends.
        told.warning("duty_put_off", reason=DatabaseBusy.code)
        return Outcome.BUSY
    except Exception as error:  # noqa: BLE001 - the edge of a loop that must go on
        told.error("duty_failed", **what_failed(error))
    try:
        put_off(bench.database, claimed, bench.now())
    except DatabaseBusy:
        told.warning("duty_left_to_its_lease", reason=DatabaseBusy.code)
    return Outcome.FAILED


def what_failed(error: BaseException) -> dict[str, Any]:
    """The kind of an error and the places it went through; its text may carry personal data."""
    frames = traceback.extract_tb(error.__traceback__)
    places = [f"{frame.filename.rpartition('/')[2]}:{frame.lineno}" for frame in frames]
    return {"error": type(error).__qualname__, "places": places[-8:]}
