"""The clock's rounds over roadmaps: once a working day each is looked at, and its people are told.

A round goes the way of a person's deed: lock, decide, record. The day up to which people were told
is written in the same transaction as the entry and its notices, so each is told once however many
nodes run and wherever one is killed; after days without a clock one round tells of all of them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import structlog

from engine.actions.attempting import attempt, leave
from engine.actions.roadmaps.roadwork import RoadmapWork, take_roadmap
from engine.actions.roadmaps.telling import Told, reminder_notices
from engine.actions.service_accounts import clock_actor
from engine.domain.audit import AuditKind
from engine.domain.roadmaps.reminding import LONGEST, Round
from engine.domain.roadmaps.states import IN_FORCE, OccurrenceKind
from engine.domain.roles import Permission
from engine.domain.terms import day_ends
from engine.storage.calendars import calendar_of
from engine.storage.changes import Update
from engine.storage.database import unit_of_work
from engine.storage.receipts import Receipt
from engine.storage.reminding import (
    ClaimedRound,
    asked_until,
    claim_rounds,
    give_back_rounds,
    handed_in_days,
    plan_round,
    put_off_round,
    round_of,
    rule_of,
)
from engine.storage.tables import RoadmapRow

if TYPE_CHECKING:
    from datetime import date

    from engine.domain.roles import Actor
    from engine.workbench import Workbench

LEASE = timedelta(minutes=2)
"""How long a node that died keeps its rounds from the others."""

_FAR = timedelta(days=3 * LONGEST)
"""No rule looks further ahead, whatever days off lie between."""

_log = structlog.get_logger(__name__)


class RoundOutcome(StrEnum):
    """What came of a round."""

    REMINDED = "reminded"
    NOTHING = "nothing"
    GONE = "gone"
    BUSY = "busy"
    FAILED = "failed"


def remind_due(
    bench: Workbench,
    *,
    node: str,
    limit: int = 20,
    going_on: Callable[[], bool] = lambda: True,
) -> Mapping[RoundOutcome, int]:
    """Go over the roadmaps whose round has come; one that fails stops no other."""
    actor = clock_actor(bench)
    claimed = claim_rounds(bench.database, bench.now(), node, limit, LEASE)
    counts: Counter[RoundOutcome] = Counter()
    for place, one in enumerate(claimed):
        if not going_on():
            give_back_rounds(bench.database, node, claimed[place:])
            break
        counts[_attempt(bench, one, actor)] += 1
    return counts


def _attempt(bench: Workbench, one: ClaimedRound, actor: Actor) -> RoundOutcome:
    told = _log.bind(roadmap=str(one.id), attempts=one.attempts)
    outcome = attempt(
        told,
        "round",
        lambda: go_round(bench, one, actor=actor),
        busy=RoundOutcome.BUSY,
        failed=RoundOutcome.FAILED,
    )
    if outcome is RoundOutcome.FAILED:
        leave(told, "round", lambda: put_off_round(bench.database, one, bench.now()))
    return outcome


def go_round(bench: Workbench, one: ClaimedRound, *, actor: Actor) -> RoundOutcome:
    """Tell what a roadmap asks for today, if nobody has; then plan the round of tomorrow."""
    with unit_of_work(bench.database) as transaction:
        work = take_roadmap(bench, transaction, one.id, Permission.READ_ROADMAP, actor=actor)
        if isinstance(work, Receipt):
            raise TypeError("the clock brings no key that could have been answered")
        round_at, since = round_of(transaction, one.id)
        early = round_at is not None and work.at < round_at
        if early or work.state.status not in IN_FORCE:
            return RoundOutcome.GONE
        told = _told(work, since)
        if told:
            _record(work, told, since)
        plan_round(transaction, one.id, day_ends(work.today, work.state.zone))
    return RoundOutcome.REMINDED if told else RoundOutcome.NOTHING


def _told(work: RoadmapWork, since: date | None) -> list[Told]:
    """What is to be told today, what asks for most first."""
    place = work.state.place
    rule = rule_of(work.transaction, place)
    now = Round(rule, calendar_of(work.transaction, place), work.today, since)
    if not now.works:
        return []
    asked = asked_until(work.transaction, work.state.id, work.today + _FAR)
    counted = [one.kept.id for one in asked if one.kept.course.kind is OccurrenceKind.QUOTA]
    days = handed_in_days(work.transaction, counted)
    found = [Told(one, now.due(one.kept.course, days.get(one.kept.id, ()))) for one in asked]
    return [one for one in found if one.due.tells]


def _record(work: RoadmapWork, told: list[Told], since: date | None) -> None:
    """One entry that names every occurrence that was told of, and how."""
    fields: dict[str, Any] = {"occurrences": _by_word(told)}
    schools = {one.asked.kept.school_id for one in told} - {None}
    fields["schools"] = len(schools)
    until = Update(
        RoadmapRow, {"id": work.state.id}, {"told_until": work.today}, before={"told_until": since}
    )
    draft = work.draft(AuditKind.MEASURES_REMINDED, fields=fields)
    work.record(draft, [until, *reminder_notices(work, told)])


def _by_word(told: list[Told]) -> dict[str, list[str]]:
    # Without hyphens: there may be thousands, and no page that tells of the entry names them.
    found: dict[str, list[str]] = defaultdict(list)
    for one in told:
        if one.due.doer is not None:
            found[one.due.doer.value].append(one.asked.kept.id.hex)
        if one.due.escalated:
            found["escalated"].append(one.asked.kept.id.hex)
    return dict(found)
