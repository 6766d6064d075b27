"""The clock's rounds over roadmaps: which are due, what they look at, and by which rule."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

import sqlalchemy as sa

from engine.domain.roadmaps.reminding import ReminderRule
from engine.domain.roadmaps.states import (
    IN_FORCE,
    OFF_LISTS,
    AssignmentState,
    EvidenceStatus,
    MeasureStatus,
)
from engine.domain.roles import Role
from engine.storage.among import among
from engine.storage.changes import Update, apply_changes
from engine.storage.database import busy_means_later
from engine.storage.leases import LONGEST_LEASE, claim, give_back, unclaimed
from engine.storage.occurrences import OCCURRENCE, KeptOccurrence, occurrence_from, shown_for
from engine.storage.statements import Prepared
from engine.storage.tables import (
    AccountRow,
    AssignmentRow,
    GrantRow,
    MeasureRow,
    OccurrenceRow,
    ReminderRuleRow,
    RoadmapRow,
    RoadmapSchoolRow,
    SchoolRow,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from engine.domain.roles import Place
    from engine.storage.database import Database, Reader, Transaction

_FIRST_WAIT = timedelta(seconds=30)


@dataclass(frozen=True, slots=True)
class ClaimedRound:
    """A roadmap that one node may go over until the lease ends."""

    id: UUID
    attempts: int


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody still has to hand in: the occurrence, its measure's title, and where it is."""

    kept: KeptOccurrence
    title: str
    municipality_id: UUID | None


def claim_rounds(
    database: Database, now: datetime, node: str, limit: int, lease: timedelta
) -> list[ClaimedRound]:
    """Roadmaps in force whose round has come and which no live lease holds."""
    due = (
        sa.select(RoadmapRow.id, RoadmapRow.attempts)
        .where(
            RoadmapRow.status.in_([one.value for one in IN_FORCE]),
            sa.or_(RoadmapRow.round_at.is_(None), RoadmapRow.round_at <= now),
            unclaimed(RoadmapRow, now),
        )
        .order_by(RoadmapRow.round_at, RoadmapRow.id)
        .limit(limit)
    )
    return [ClaimedRound(*row) for row in claim(database, RoadmapRow, due, node, now + lease)]


def give_back_rounds(database: Database, node: str, rounds: Sequence[ClaimedRound]) -> None:
    """End the node's own leases on roadmaps it has not gone over."""
    give_back(database, RoadmapRow, node, (one.id for one in rounds))


def put_off_round(database: Database, one: ClaimedRound, now: datetime) -> None:
    """Count a failed round and keep everybody off: twice as long each time, an hour at most."""
    wait = min(_FIRST_WAIT * 2 ** min(one.attempts, 10), LONGEST_LEASE)
    failed = sa.update(RoadmapRow).where(RoadmapRow.id == one.id)
    with busy_means_later(), database.source.begin() as connection:
        connection.execute(
            failed.values(attempts=RoadmapRow.attempts + 1, claimed_until=now + wait)
        )


def _by_roadmap(column: Any) -> Any:
    return column == sa.bindparam("roadmap_id", type_=RoadmapRow.id.type)


_ROUND = Prepared(
    sa.select(RoadmapRow.round_at, RoadmapRow.told_until).where(_by_roadmap(RoadmapRow.id))
)


def round_of(transaction: Transaction, roadmap_id: UUID) -> tuple[datetime | None, date | None]:
    """When the next round of a roadmap is, and until which day it was told; ask under its lock."""
    row = transaction.row(_ROUND, roadmap_id=roadmap_id)
    return (None, None) if row is None else (row[0], row[1])


def plan_round(transaction: Transaction, roadmap_id: UUID, at: datetime) -> None:
    """When the next round is; this one is over."""
    values = {"round_at": at, "claimed_by": None, "claimed_until": None, "attempts": 0}
    apply_changes(transaction, [Update(RoadmapRow, {"id": roadmap_id}, values)])


_RULE = Prepared(
    sa.select(
        ReminderRuleRow.id,
        ReminderRuleRow.before,
        ReminderRuleRow.closing,
        ReminderRuleRow.every,
        ReminderRuleRow.escalate,
    ).where(
        ReminderRuleRow.authority_id
        == sa.bindparam("authority_id", type_=ReminderRuleRow.authority_id.type)
    )
)


@dataclass(frozen=True, slots=True)
class KeptRule:
    """A rule that an authority has set."""

    id: UUID
    rule: ReminderRule


def own_rule(reader: Reader | Transaction, authority_id: UUID | None) -> KeptRule | None:
    """What a municipality or a region has set itself; None where it has set nothing."""
    row = reader.row(_RULE, authority_id=authority_id) if authority_id else None
    return None if row is None else KeptRule(row[0], ReminderRule(tuple(row[1]), *row[2:]))


def rule_of(reader: Reader | Transaction, place: Place) -> ReminderRule:
    """The rule of a place: the municipality's own, else the region's, else the usual one."""
    for authority_id in (place.municipality_id, place.region_id):
        kept = own_rule(reader, authority_id)
        if kept is not None:
            return kept.rule
    return ReminderRule()


def _one_of(column: Any, values: tuple[str, ...]) -> sa.ColumnElement[bool]:
    # A prepared statement has one text: it knows no list that grows when it is run.
    return sa.or_(*(column == value for value in values))


_OPEN = (
    AssignmentState.PLANNED.value,
    AssignmentState.IN_PROGRESS.value,
    AssignmentState.REJECTED.value,
    AssignmentState.REPORTED.value,
)
_LISTED = sa.exists().where(
    RoadmapSchoolRow.roadmap_id == OccurrenceRow.roadmap_id,
    RoadmapSchoolRow.school_id == OccurrenceRow.school_id,
    *(RoadmapSchoolRow.listed != one.value for one in sorted(OFF_LISTS)),
)
_ASKED = Prepared(
    sa.select(*OCCURRENCE, MeasureRow.title, MeasureRow.task, SchoolRow.municipality_id)
    .select_from(OccurrenceRow)
    .join(MeasureRow, MeasureRow.id == OccurrenceRow.measure_id)
    .outerjoin(SchoolRow, SchoolRow.id == OccurrenceRow.school_id)
    .where(
        _by_roadmap(OccurrenceRow.roadmap_id),
        OccurrenceRow.due_on <= sa.bindparam("until", type_=sa.Date()),
        OccurrenceRow.retroactive.is_(False),
        _one_of(OccurrenceRow.state, _OPEN),
        MeasureRow.status == MeasureStatus.OPEN.value,
        sa.or_(OccurrenceRow.school_id.is_(None), _LISTED),
    )
    .order_by(OccurrenceRow.due_on, MeasureRow.sequence, OccurrenceRow.id)
)


def asked_until(transaction: Transaction, roadmap_id: UUID, until: date) -> list[Asked]:
    """What is open and due by a day, of schools that are on a list: retroactive apart."""
    rows = transaction.rows(_ASKED, roadmap_id=roadmap_id, until=until)
    return [Asked(occurrence_from(row), row[13] or row[14], row[15]) for row in rows]


def handed_in_days(
    transaction: Transaction, occurrence_ids: Collection[UUID]
) -> dict[UUID, list[date]]:
    """Of each occurrence the days of evidence that was accepted or waits."""
    good = (EvidenceStatus.SUBMITTED, EvidenceStatus.ACCEPTED)
    return {
        one: [piece.happened_on for piece in pieces.values() if piece.status in good]
        for one, pieces in shown_for(transaction, occurrence_ids).items()
    }


_DAY = sa.bindparam("day", type_=sa.Date())
_LEADERS = Prepared(
    sa.select(GrantRow.school_id, GrantRow.account_id)
    .join(AccountRow, AccountRow.id == GrantRow.account_id)
    .where(
        among(GrantRow.school_id),
        _one_of(GrantRow.role, (Role.SCHOOL_DIRECTOR.value, Role.SCHOOL_DEPUTY.value)),
        GrantRow.starts_on <= _DAY,
        sa.or_(GrantRow.ends_on.is_(None), GrantRow.ends_on >= _DAY),
        AccountRow.blocked.is_(False),
    )
    .distinct()
)


def leaders_of(
    transaction: Transaction, school_ids: Collection[UUID], day: date
) -> dict[UUID, list[UUID]]:
    """Who leads each of the schools on a day: directors and deputies."""
    found: dict[UUID, list[UUID]] = defaultdict(list)
    if school_ids:
        for row in transaction.rows(_LEADERS, ids=sorted(school_ids), day=day):
            found[row[0]].append(row[1])
    return found


_NAMED = Prepared(
    sa.select(AssignmentRow.measure_id, AssignmentRow.account_id)
    .where(
        among(AssignmentRow.measure_id),
        AssignmentRow.school_id.is_(None),
        AssignmentRow.account_id.is_not(None),
    )
    .distinct()
)


def named_for(transaction: Transaction, measure_ids: Collection[UUID]) -> dict[UUID, list[UUID]]:
    """Who of the authority is named for each of the measures, as far as accounts are known."""
    found: dict[UUID, list[UUID]] = defaultdict(list)
    if measure_ids:
        for row in transaction.rows(_NAMED, ids=sorted(measure_ids)):
            found[row[0]].append(row[1])
    return found
