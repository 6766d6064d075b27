"""Letters: a weekly digest a person, an escalation at once, none of them twice.

What is owed is a row of its own, made once for a person, a kind and a period. Before anybody talks
to a mail server the row is committed as begun; after that only a failure that certainly delivered
nothing may be tried again. The words and the conversation are the caller's (`Post`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Protocol
from uuid import UUID

import structlog

from engine.actions.attempting import what_failed
from engine.domain.audit import AuditKind
from engine.domain.errors import DatabaseBusy
from engine.domain.mail import Delivery, Ending, MailKind
from engine.domain.notices import MEASURES_ESCALATED
from engine.domain.terms import local_day
from engine.domain.weekly import last_day, next_instant, owed_at
from engine.storage.database import unit_of_work
from engine.storage.mail import (
    ClaimedLetter,
    begin_sending,
    claim_letters,
    digests_due,
    end_letter,
    escalations_due,
    give_back_letters,
    mailbox_of,
    name_uncertain,
    owe_letter,
    plan_digest,
    put_off_letter,
    zone_of_person,
)

if TYPE_CHECKING:
    from engine.workbench import Workbench

LEASE = timedelta(minutes=5)
"""How long a node that died keeps letters it has not begun."""

PATIENCE = timedelta(minutes=15)
"""After so long a letter that was begun is named uncertain."""

MOST_TRIES = 5
FIRST_WAIT = timedelta(minutes=2)
"""Between two tries; twice as long each time: the last is half an hour after the first."""

ESCALATION_FRESH = timedelta(days=3)
"""An older escalation is no news: it stands in the digest, as what is late does."""

ESCALATIONS = (AuditKind.TERM_ESCALATED.value, MEASURES_ESCALATED)
"""Notices that bring a letter at once to who wants one."""

_log = structlog.get_logger(__name__)


class Post(Protocol):
    """The words of letters and the way to the mail server; knows Russian, which we do not."""

    def render(self, bench: Workbench, letter: ClaimedLetter) -> Any | None:
        """The letter ready to be sent, or None where there is nothing to say or nobody to ask."""

    def send(self, rendered: Any) -> Delivery:
        """Hand a letter over; never raises, and says of every failure whether it is certain."""


@dataclass(frozen=True, slots=True)
class Posted:
    """How many letters were tried, and how many of them went out."""

    tried: int
    sent: int


def owe_letters(bench: Workbench, *, limit: int = 100) -> int:
    """Owe every digest and escalation whose time has come; how many were looked at.

    A server that was off for weeks owes one digest and not one for each week.
    """
    people = digests_due(bench.database, bench.now(), limit)
    for account_id in people:
        owe_digest(bench, account_id)
    since = bench.now() - ESCALATION_FRESH
    told = escalations_due(bench.database, ESCALATIONS, since, limit)
    for account_id, deed in told:
        with unit_of_work(bench.database) as transaction:
            owe_letter(transaction, account_id, MailKind.ESCALATION, deed, bench.now())
    return max(len(people), len(told))


def owe_digest(bench: Workbench, account_id: UUID) -> None:
    """Owe a person the digest that has come due, and plan the next, in one transaction."""
    with unit_of_work(bench.database) as transaction:
        box = mailbox_of(transaction, account_id, lock=True)
        now = bench.now()
        if box is None or box.digest_at is None or box.digest_at > now:
            return
        zone = zone_of_person(transaction, account_id, local_day(now, "Europe/Moscow"))
        at = owed_at(box.weekly, box.digest_at, zone)
        if at <= now:
            period = last_day(box.weekly, now, zone).isoformat()
            owe_letter(transaction, account_id, MailKind.DIGEST, period, now)
            at = next_instant(box.weekly, now, zone)
        plan_digest(transaction, account_id, at if box.address and box.digest else None)


def send_owed(
    bench: Workbench,
    post: Post,
    *,
    node: str,
    limit: int = 20,
    going_on: Callable[[], bool] = lambda: True,
) -> Posted:
    """Send the letters that wait; one that fails stops no other.

    `going_on` is asked between two letters: a node that is told to stop gives the rest back.
    """
    lost = name_uncertain(bench.database, bench.now())
    if lost:
        _log.warning("letters_uncertain", node=node, number=lost)
    claimed = claim_letters(bench.database, bench.now(), node, limit, LEASE)
    sent = 0
    for place, letter in enumerate(claimed):
        if not going_on():
            give_back_letters(bench.database, node, claimed[place:])
            return Posted(place, sent)
        sent += _attempt(bench, post, letter, node) is Ending.SENT
    return Posted(len(claimed), sent)


def _attempt(bench: Workbench, post: Post, letter: ClaimedLetter, node: str) -> Ending | None:
    told = _log.bind(letter=str(letter.id), kind=letter.kind.value, attempts=letter.attempts)
    try:
        return send_letter(bench, post, letter, node)
    except DatabaseBusy:
        told.warning("letter_put_off", reason=DatabaseBusy.code)
    except Exception as error:  # noqa: BLE001 - the edge of a loop that must go on
        # One that was begun stays begun, and is named uncertain when patience ends.
        told.error("letter_failed", **what_failed(error))
        _try_again(bench, letter, node, "not_written", begun=False)
    return None


def send_letter(bench: Workbench, post: Post, letter: ClaimedLetter, node: str) -> Ending | None:
    """Write a letter, commit that it is begun, hand it over, and write how that ended."""
    rendered = post.render(bench, letter)
    if rendered is None:
        end_letter(bench.database, letter, node, bench.now(), status="skipped")
        return None
    if not begin_sending(bench.database, letter, node, bench.now(), PATIENCE):
        return None
    delivery = post.send(rendered)
    _log.info(
        "letter_ended",
        letter=str(letter.id),
        kind=letter.kind.value,
        ending=delivery.ending.value,
        code=delivery.code,
    )
    if delivery.ending is Ending.AGAIN:
        _try_again(bench, letter, node, delivery.code, begun=True)
    else:
        status = _STATUSES[delivery.ending]
        code = delivery.code or None
        end_letter(bench.database, letter, node, bench.now(), status=status, code=code)
    return delivery.ending


_STATUSES = {Ending.SENT: "sent", Ending.REFUSED: "failed", Ending.UNCERTAIN: "uncertain"}


def _try_again(
    bench: Workbench, letter: ClaimedLetter, node: str, code: str, *, begun: bool
) -> None:
    """Wait before another try; after so many tries the letter is given up."""
    wait = FIRST_WAIT * 2**letter.attempts
    last = letter.attempts + 1 >= MOST_TRIES
    put_off_letter(
        bench.database, letter, node, code, bench.now() + wait, begun=begun, for_good=last
    )
