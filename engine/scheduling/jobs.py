"""What the clock does, and how often."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, TypeAlias

import structlog

from engine.actions.delivering import deliver_due
from engine.actions.finding_reminders import remind_of_findings
from engine.actions.mailing import owe_letters, send_owed
from engine.actions.roadmaps.reminding import remind_due
from engine.actions.terms import fire_due

if TYPE_CHECKING:
    from engine.actions.mailing import Post
    from engine.workbench import Workbench

GoingOn: TypeAlias = Callable[[], bool]
"""False as soon as the node is told to stop; asked between two pieces of work."""

BATCH = 100

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Job:
    """Work that comes round; `name` is what the logs call it."""

    name: str
    every: timedelta
    work: Callable[[Workbench, str, GoingOn], None]


def fire_terms(bench: Workbench, node: str, going_on: GoingOn) -> None:
    """Fire all that is due by now, batch after batch."""
    while going_on():
        fired = fire_due(bench, node=node, limit=BATCH, going_on=going_on)
        if fired.total:
            _log.info(
                "terms_fired", node=node, **{name.value: n for name, n in fired.counts.items()}
            )
        if fired.total < BATCH:
            return


def remind_of_measures(bench: Workbench, node: str, going_on: GoingOn) -> None:
    """Go over the roadmaps whose round has come, batch after batch."""
    while going_on():
        counts = remind_due(bench, node=node, limit=ROUNDS, going_on=going_on)
        total = sum(counts.values())
        if total:
            told = {name.value: number for name, number in counts.items()}
            _log.info("roadmaps_gone_over", node=node, **told)
        if total < ROUNDS:
            return


def remind_of_audits(bench: Workbench, node: str, going_on: GoingOn) -> None:
    """Remind of the findings of auditors whose day is near or over."""
    told = remind_of_findings(bench, going_on=going_on)
    if told:
        _log.info("findings_reminded", node=node, number=told)


ROUNDS = 20
"""Roadmaps claimed at once: few, so that several nodes share a morning's work."""


def deliver_notices(bench: Workbench, node: str, going_on: GoingOn) -> None:
    """Deliver every notice that waits, batch after batch."""
    while going_on():
        delivered = deliver_due(bench, node=node, limit=BATCH, going_on=going_on)
        if delivered:
            _log.info("notices_delivered", node=node, number=delivered)
        if delivered < BATCH:
            return


def send_mail(post: Post) -> Job:
    """Owe what has come due and send it, by the words and the way of the post given."""

    def work(bench: Workbench, node: str, going_on: GoingOn) -> None:
        while going_on() and owe_letters(bench, limit=BATCH) == BATCH:
            continue
        while going_on():
            posted = send_owed(bench, post, node=node, limit=LETTERS, going_on=going_on)
            if posted.tried:
                _log.info("letters_sent", node=node, tried=posted.tried, sent=posted.sent)
            if posted.tried < LETTERS:
                return

    return Job("send_mail", timedelta(seconds=10), work)


LETTERS = 20
"""Letters claimed at once: few, so that several nodes share what has come due."""

JOBS: tuple[Job, ...] = (
    Job("fire_terms", timedelta(seconds=5), fire_terms),
    Job("remind_of_measures", timedelta(seconds=30), remind_of_measures),
    Job("remind_of_audits", timedelta(minutes=10), remind_of_audits),
    Job("deliver_notices", timedelta(seconds=5), deliver_notices),
)
"""What every clock does; a node that sends mail has a job more (`send_mail`)."""
