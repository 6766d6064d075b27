"""The clock's deeds: a reminder, an escalation or a timed move, each exactly once.

A duty goes the way of a person's deed: lock, decide, record. The same transaction closes it, so it
is done once however many nodes run and wherever one is killed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from engine.actions.casework import CaseWork, SaidWork, saying, settle, take_case
from engine.actions.moving import MoveRequest, move_within
from engine.actions.noticing import notice, reminded_roles
from engine.actions.refusing import reasons_of, refuse_within
from engine.domain.audit import AuditKind
from engine.domain.definition import OnDue
from engine.domain.duties import consequence_of
from engine.domain.errors import CaseExists, EngineError, InvalidInput, MoveRefused
from engine.domain.machine import MoveOrder
from engine.domain.roles import Actor, Permission, Role
from engine.domain.succession import OWED
from engine.domain.terms import day_begins, day_ends, local_day
from engine.storage.database import unit_of_work
from engine.storage.duties import (
    ClaimedDuty,
    Duty,
    close_duty,
    is_coordinated,
    open_duty,
    reminders_due,
    reset_instant,
)
from engine.storage.journal import record
from engine.storage.receipts import Receipt

if TYPE_CHECKING:
    from engine.storage.database import Transaction
    from engine.workbench import Workbench


class Outcome(StrEnum):
    """What came of a duty; the first nine close it and are kept with it.

    Folded: a later reminder of the same term was due as well, and told of this one.
    """

    ESCALATED = "escalated"
    FOLDED = "folded"
    MET = "met"
    MOVED = "moved"
    REFUSED = "refused"
    REMINDED = "reminded"
    RETROACTIVE = "retroactive"
    STAGE_LEFT = "stage_left"
    GONE = "gone"
    NOT_YET = "not_yet"
    BUSY = "busy"
    FAILED = "failed"


def fire_duty(bench: Workbench, claimed: ClaimedDuty, *, actor: Actor) -> Outcome:
    """Do one duty under the lock of its case, if it still is one."""
    with unit_of_work(bench.database) as transaction:
        work = _take(bench, transaction, claimed, actor)
        duty = open_duty(transaction, claimed.id)
        if duty is None:
            return Outcome.GONE
        if duty.stage != work.locked.state.stage:
            close_duty(transaction, duty.id, Outcome.STAGE_LEFT, work.at, status="cancelled")
            return Outcome.STAGE_LEFT
        acts_at = _acts_at(duty, work.locked.zone)
        if work.at < acts_at:
            reset_instant(transaction, duty.id, acts_at)
            return Outcome.NOT_YET
        if not duty.retroactive and settle(work, papers=duty.term_code.startswith(OWED)):
            # What the term is about may have come true by the mere passing of a day.
            if open_duty(transaction, duty.id) is None:
                return Outcome.MET
            work = _take(bench, transaction, claimed, actor)
        kind = consequence_of(duty.kind, retroactive=duty.retroactive)
        outcome = Outcome.RETROACTIVE if kind is None else _DEEDS[kind](_said(work, duty), duty)
        if kind is None:
            close_duty(transaction, duty.id, outcome, work.at)
        if outcome is Outcome.MOVED:
            settle(_take(bench, transaction, claimed, actor))
        return outcome


def _take(
    bench: Workbench, transaction: Transaction, claimed: ClaimedDuty, actor: Actor
) -> CaseWork:
    work = take_case(bench, transaction, claimed.case_id, Permission.MOVE_CASE, actor=actor)
    if isinstance(work, Receipt):
        raise TypeError("the clock brings no key that could have been answered")
    return work


def _acts_at(duty: Duty, zone: str) -> datetime:
    """The instant to act at by the zone as it is now: its law may have changed since the entry."""
    if duty.kind is OnDue.REMIND:
        return duty.due_at
    by_law = day_ends if duty.kind is OnDue.ESCALATE else day_begins
    return max(duty.due_at, by_law(duty.due_on, zone))


def _said(work: CaseWork, duty: Duty) -> SaidWork:
    """The work with what its entries say; late: the day on which to act is over."""
    said: dict[str, Any] = {
        "duty": str(duty.id),
        "term": duty.term_code,
        "due_on": duty.due_on.isoformat(),
    }
    if duty.retroactive:
        said["retroactive"] = True
    elif work.today > local_day(duty.due_at, work.locked.zone):
        said["late"] = True
    return saying(work, said)


def _remind(work: SaidWork, duty: Duty) -> Outcome:
    """Tell the curator and the school; a municipality's own path has no school, but its office.

    After an outage several reminders of the term may be due: the newest is told, and with it the
    days on which the others, and it, should have come.
    """
    *earlier, newest = reminders_due(work.transaction, work.locked.state.id, duty, work.at)
    told = _folding(_said(work, newest), earlier)
    missed = [day for day in _days_of([*earlier, newest], work.locked.zone) if day < work.today]
    days = {"missed": [day.isoformat() for day in missed]} if missed else {}
    _tell(told, newest, AuditKind.TERM_REMINDED, reminded_roles(work), days)
    for one in earlier:
        close_duty(work.transaction, one.id, Outcome.FOLDED, work.at)
    close_duty(work.transaction, newest.id, Outcome.REMINDED, work.at)
    return Outcome.REMINDED


def _folding(work: SaidWork, earlier: list[Duty]) -> SaidWork:
    """The work whose entry names the reminders it tells of as well, the oldest first."""
    folded = [str(one.id) for one in earlier]
    return saying(work, {**work.said, "folded": folded}) if folded else work


def _days_of(reminders: list[Duty], zone: str) -> list[date]:
    """The local days on which the reminders should have come."""
    return sorted({local_day(one.due_at, zone) for one in reminders})


def _escalate(work: SaidWork, duty: Duty) -> Outcome:
    """Tell the coordinator that the day of the term is over."""
    _tell(work, duty, AuditKind.TERM_ESCALATED, _coordinators(work))
    close_duty(work.transaction, duty.id, Outcome.ESCALATED, work.at)
    return Outcome.ESCALATED


def _coordinators(work: SaidWork) -> tuple[Role, ...]:
    """The municipality's coordinator; the region's as well while nobody holds that role."""
    if is_coordinated(work.transaction, work.locked.state.place, work.today):
        return (Role.MUNICIPAL_COORDINATOR,)
    return (Role.MUNICIPAL_COORDINATOR, Role.REGIONAL_COORDINATOR)


def _tell(
    work: SaidWork,
    duty: Duty,
    kind: AuditKind,
    roles: tuple[Role, ...],
    reasons: Mapping[str, Any] | None = None,
) -> None:
    """One entry on the case, and a notice to each of the roles."""
    more = dict(reasons or {})
    told = {"term": duty.term_code, "due_on": duty.due_on.isoformat(), **more}
    notices = [notice(work, kind.value, told, role.value) for role in roles]
    record(work.transaction, work.locked.head, work.draft(kind, fields=more), notices)


def _move(work: SaidWork, duty: Duty) -> Outcome:
    """Make the timed move; where it is refused the coordinator hears every reason."""
    move = duty.move or ""
    # Closed before it is made: a move cancels the open duties of the stage that the case leaves.
    close_duty(work.transaction, duty.id, Outcome.MOVED, work.at)
    try:
        move_within(work, request=MoveRequest(work.locked.state.id, MoveOrder(move)))
    except (MoveRefused, InvalidInput, CaseExists) as refusal:
        _refused(work, duty, move, refusal)
        return Outcome.REFUSED
    return Outcome.MOVED


def _refused(work: SaidWork, duty: Duty, move: str, refusal: EngineError) -> None:
    close_duty(work.transaction, duty.id, Outcome.REFUSED, work.at)
    refuse_within(
        work.transaction,
        work.locked.state.id,
        refusal,
        actor=work.actor,
        at=work.at,
        permission=Permission.MOVE_CASE,
        move=move,
    )
    reasons = {"move": move, "code": refusal.code, "unmet": reasons_of(refusal)}
    _tell(work, duty, AuditKind.TERM_ESCALATED, _coordinators(work), reasons)


_DEEDS: dict[OnDue, Callable[[SaidWork, Duty], Outcome]] = {
    OnDue.ESCALATE: _escalate,
    OnDue.MOVE: _move,
    OnDue.REMIND: _remind,
}
