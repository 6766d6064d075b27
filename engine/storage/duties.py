"""Reading, claiming and closing the clock's duties; each is decided under the lock of its case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, TypeAlias
from uuid import UUID

import sqlalchemy as sa

from engine.domain.definition import OnDue
from engine.domain.recounting import Running, Stay
from engine.domain.roles import Place, Role
from engine.storage.cases import Facts
from engine.storage.changes import Update, apply_changes
from engine.storage.database import busy_means_later
from engine.storage.leases import LONGEST_LEASE, claim, give_back, unclaimed
from engine.storage.statements import Prepared
from engine.storage.tables import AccountRow, CaseRow, DutyRow, GrantRow, SpellRow

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from engine.storage.database import Database, Transaction

_FIRST_WAIT = timedelta(seconds=30)


@dataclass(frozen=True, slots=True)
class ClaimedDuty:
    """A duty that one node may try until the lease ends."""

    id: UUID
    case_id: UUID
    attempts: int


@dataclass(frozen=True, slots=True)
class Duty:
    """An open duty as it stands under the lock of its case."""

    kind: OnDue
    retroactive: bool
    id: UUID
    stage: str
    term_code: str
    move: str | None
    due_on: date
    due_at: datetime


def claim_due(
    database: Database, now: datetime, node: str, limit: int, lease_seconds: float
) -> list[ClaimedDuty]:
    """Open duties whose instant has come and which no live lease holds, the oldest first.

    Other nodes leave them alone until the lease ends; a node that died loses them to the others.
    """
    due = (
        sa.select(DutyRow.id, DutyRow.case_id, DutyRow.attempts)
        .where(_IS_OPEN, DutyRow.due_at <= now, unclaimed(DutyRow, now))
        .order_by(DutyRow.due_at, DutyRow.id)
        .limit(limit)
    )
    until = now + timedelta(seconds=lease_seconds)
    return [ClaimedDuty(*row) for row in claim(database, DutyRow, due, node, until)]


# Written out, because a partial index is of use only where the planner sees its condition.
_IS_OPEN = DutyRow.status == sa.bindparam("is_open", "open", literal_execute=True)


def of_the_stay() -> sa.ColumnElement[bool]:
    """Duties of the stage a case is in that are open, or were done since the stay began.

    A former stay in the same stage has duties of its own, done before this one began.
    """
    done = sa.and_(
        DutyRow.retroactive.is_(False),
        DutyRow.status == "done",
        DutyRow.done_at >= SpellRow.entered_at,
    )
    return sa.and_(DutyRow.stage == CaseRow.stage, sa.or_(DutyRow.status == "open", done))


def give_back_duties(database: Database, node: str, duties: Sequence[ClaimedDuty]) -> None:
    """End the node's own leases on duties it has not tried."""
    give_back(database, DutyRow, node, (duty.id for duty in duties))


def put_off(database: Database, duty: ClaimedDuty, now: datetime) -> None:
    """Count a failed try and keep everybody off: twice as long each time, an hour at most."""
    wait = min(_FIRST_WAIT * 2 ** min(duty.attempts, 10), LONGEST_LEASE)
    failed = sa.update(DutyRow).where(DutyRow.id == duty.id, _IS_OPEN)
    with busy_means_later(), database.source.begin() as connection:
        connection.execute(failed.values(attempts=DutyRow.attempts + 1, claimed_until=now + wait))


_OPEN_DUTY = sa.select(
    DutyRow.kind,
    DutyRow.retroactive,
    DutyRow.id,
    DutyRow.stage,
    DutyRow.term_code,
    DutyRow.move,
    DutyRow.due_on,
    DutyRow.due_at,
).where(DutyRow.status == "open")
_DUTY = Prepared(_OPEN_DUTY.where(DutyRow.id == sa.bindparam("id", type_=DutyRow.id.type)))


def open_duty(transaction: Transaction, duty_id: UUID) -> Duty | None:
    """The duty if it is still open; ask only after the lock of its case is held."""
    row = transaction.row(_DUTY, id=duty_id)
    return None if row is None else _duty(row)


def _duty(row: tuple[Any, ...]) -> Duty:
    return Duty(OnDue(row[0]), bool(row[1]), *row[2:])


_REMINDERS = Prepared(
    _OPEN_DUTY.where(
        DutyRow.case_id == sa.bindparam("case_id", type_=DutyRow.case_id.type),
        DutyRow.stage == sa.bindparam("stage"),
        DutyRow.term_code == sa.bindparam("term_code"),
        DutyRow.due_on == sa.bindparam("due_on", type_=DutyRow.due_on.type),
        DutyRow.kind == OnDue.REMIND.value,
        DutyRow.retroactive.is_(False),
        DutyRow.due_at <= sa.bindparam("now", type_=DutyRow.due_at.type),
    ).order_by(DutyRow.due_at, DutyRow.id)
)


def reminders_due(transaction: Transaction, case_id: UUID, duty: Duty, now: datetime) -> list[Duty]:
    """Every open reminder of the term of this one whose instant has come, the newest last."""
    rows = transaction.rows(
        _REMINDERS,
        case_id=case_id,
        stage=duty.stage,
        term_code=duty.term_code,
        due_on=duty.due_on,
        now=now,
    )
    return [_duty(row) for row in rows]


def close_duty(
    transaction: Transaction, duty_id: UUID, outcome: str, at: datetime, status: str = "done"
) -> None:
    """Nobody tries the duty again; kept or lost together with the deed of its transaction.

    Written before a move, which cancels the open duties of the stage that the case leaves.
    """
    values = {"status": status, "outcome": outcome, "done_at": at}
    apply_changes(transaction, [Update(DutyRow, {"id": duty_id}, values)])


def reset_instant(transaction: Transaction, duty_id: UUID, due_at: datetime) -> None:
    """Let the duty wait for another instant; its lease is over."""
    values = {"due_at": due_at, "claimed_by": None, "claimed_until": None}
    apply_changes(transaction, [Update(DutyRow, {"id": duty_id}, values)])


@dataclass(frozen=True, slots=True)
class StayDuty:
    """A duty of the stay a case is in: still open, or done since the stay began."""

    id: UUID
    term_code: str
    due_on: date
    is_open: bool
    met_on: date | None


_OF_STAY = Prepared(
    sa.select(DutyRow.id, DutyRow.term_code, DutyRow.due_on, DutyRow.status, DutyRow.met_on)
    .join(CaseRow, CaseRow.id == DutyRow.case_id)
    .join(
        SpellRow,
        sa.and_(SpellRow.case_id == CaseRow.id, SpellRow.seq == CaseRow.stage_entered_revision),
    )
    .where(
        DutyRow.case_id == sa.bindparam("case_id", type_=DutyRow.case_id.type),
        of_the_stay(),
    )
    .order_by(DutyRow.id)
)


_REMINDED = Prepared(
    sa.select(DutyRow.term_code)
    .join(CaseRow, CaseRow.id == DutyRow.case_id)
    .join(
        SpellRow,
        sa.and_(SpellRow.case_id == CaseRow.id, SpellRow.seq == CaseRow.stage_entered_revision),
    )
    .where(
        DutyRow.case_id == sa.bindparam("case_id", type_=DutyRow.case_id.type),
        DutyRow.kind == OnDue.REMIND.value,
        sa.or_(DutyRow.outcome == "reminded", DutyRow.outcome == "folded"),
        of_the_stay(),
    )
    .order_by(DutyRow.term_code)
)


def reminded_terms(transaction: Transaction, case_id: UUID) -> frozenset[str]:
    """The terms of the stay a case is in of which people have been reminded."""
    return frozenset(row[0] for row in transaction.rows(_REMINDED, case_id=case_id))


def duties_of_stay(transaction: Transaction, case_id: UUID) -> list[StayDuty]:
    """The duties of the stay a case is in, but for what was over before it was registered."""
    rows = transaction.rows(_OF_STAY, case_id=case_id)
    return [StayDuty(row[0], row[1], row[2], row[3] == "open", row[4]) for row in rows]


_COORDINATION = Prepared(
    sa.select(GrantRow.id)
    .join(AccountRow, AccountRow.id == GrantRow.account_id)
    .where(
        GrantRow.role == Role.MUNICIPAL_COORDINATOR.value,
        sa.or_(
            GrantRow.region_id.is_(None),
            GrantRow.region_id == sa.bindparam("region_id", type_=GrantRow.region_id.type),
        ),
        sa.or_(
            GrantRow.municipality_id.is_(None),
            GrantRow.municipality_id
            == sa.bindparam("municipality_id", type_=GrantRow.municipality_id.type),
        ),
        GrantRow.school_id.is_(None),
        GrantRow.starts_on <= sa.bindparam("today", type_=GrantRow.starts_on.type),
        sa.or_(
            GrantRow.ends_on.is_(None),
            GrantRow.ends_on >= sa.bindparam("today", type_=GrantRow.starts_on.type),
        ),
        AccountRow.blocked.is_(False),
    )
    .limit(1)
)


def is_coordinated(transaction: Transaction, place: Place, today: date) -> bool:
    """Whether somebody who can sign in coordinates the municipality of the place today."""
    found = transaction.row(
        _COORDINATION,
        region_id=place.region_id,
        municipality_id=place.municipality_id,
        today=today,
    )
    return found is not None


PausedDuty: TypeAlias = tuple[UUID, date, datetime]
"""A duty whose clock stands still: id, local day, instant."""

_PAUSED = Facts(
    sa.select(DutyRow.id, DutyRow.due_on, DutyRow.due_at).where(DutyRow.status == "paused"),
    DutyRow.case_id,
    DutyRow.id,
)


def paused_duties(
    transaction: Transaction, case_ids: Collection[UUID]
) -> dict[UUID, tuple[PausedDuty, ...]]:
    """The duties of each of the suspended cases whose clocks stand still."""
    found = _PAUSED.of_many(transaction, case_ids)
    return {
        case_id: tuple((row[0], row[1], row[2]) for row in rows) for case_id, rows in found.items()
    }


_RUNNING = Prepared(
    sa.select(DutyRow.id, DutyRow.term_code, DutyRow.due_on, DutyRow.due_at)
    .where(
        DutyRow.case_id == sa.bindparam("case_id", type_=DutyRow.case_id.type),
        DutyRow.status == "open",
        DutyRow.retroactive.is_(False),
        DutyRow.fixed.is_(False),
    )
    .order_by(DutyRow.due_at, DutyRow.id)
)


def running_duties(transaction: Transaction, case_id: UUID) -> list[Running]:
    """The open duties of a case, as they may be counted anew."""
    return [Running(*row) for row in transaction.rows(_RUNNING, case_id=case_id)]


_STAYS = Prepared(
    sa.select(SpellRow.stage, SpellRow.entered_on, SpellRow.entered_at)
    .where(SpellRow.case_id == sa.bindparam("case_id", type_=SpellRow.case_id.type))
    .order_by(SpellRow.seq)
)


def stays_of(transaction: Transaction, case_id: UUID) -> list[Stay]:
    """Where a case has stood, in order."""
    return [Stay(*row) for row in transaction.rows(_STAYS, case_id=case_id)]
