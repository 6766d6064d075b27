"""The terms of a stage over a succession: each keeps its day, moves, comes or goes, none is lost.

A row of a duty that goes on is the same row: what the clock has done already it does not do again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from engine.domain.definition import Stage, StageTerm
from engine.domain.duties import PlannedDuty, plan_duties
from engine.domain.succession.plan import SuccessionPlan, TermPolicy
from engine.domain.succession.verdict import (
    OWED,
    DutyChange,
    DutyFact,
    DutyState,
    Fate,
    TermFate,
    Told,
)
from engine.domain.terms import TermKind, due_on

if TYPE_CHECKING:
    from engine.domain.calendar import WorkingCalendar

_OF_LENGTH = frozenset({TermKind.CALENDAR_DAYS, TermKind.WORKING_DAYS})


@dataclass(frozen=True, slots=True)
class Clock:
    """The clock of one stage of a case: where it is read from and to, and how far it has come.

    `day` is today; of terms that stand still it is the day they were stopped. `entered_on` is the
    day the terms are counted from, `still` for how long they stood still since. `status` is that
    of the duties that go on: open, or paused.
    """

    old: Stage
    new: Stage
    entered_on: date
    still: timedelta
    day: date
    status: str
    zone: str
    calendar: WorkingCalendar


@dataclass(frozen=True, slots=True)
class Carried:
    """What becomes of the terms of a stage."""

    terms: tuple[TermFate, ...]
    duties: tuple[DutyChange, ...]


def carry_terms(plan: SuccessionPlan, clock: Clock, duties: Sequence[DutyFact]) -> Carried:
    """Each term of the old stage and of the new one, exactly once."""
    acts: dict[str, list[DutyFact]] = {}
    for duty in duties:
        if duty.state.status != "cancelled":
            acts.setdefault(duty.state.term, []).append(duty)
    told = {one.state.told for one in duties if one.state.done_at is not None}
    former = {term.code: term for term in clock.old.terms}
    fates, changes = list[TermFate](), list[DutyChange]()
    for term in clock.new.terms:
        own = acts.pop(term.code, [])
        fate, moved = _carry(plan, clock, _Heir(former.get(term.code), term, own, told))
        fates += fate
        changes += moved
    for code, own in acts.items():
        fate, moved = _leave(clock, code, own)
        fates += fate
        changes += moved
    return Carried(tuple(fates), tuple(changes))


@dataclass(frozen=True, slots=True)
class _Heir:
    """A term of the new version with what the case has of it: its acts, and all that was told."""

    old: StageTerm | None
    new: StageTerm
    acts: list[DutyFact]
    told: set[Told]

    def live(self, clock: Clock) -> list[DutyFact]:
        """The acts that go on."""
        return [one for one in self.acts if one.state.status == clock.status]


def _carry(
    plan: SuccessionPlan, clock: Clock, heir: _Heir
) -> tuple[list[TermFate], list[DutyChange]]:
    new = heir.new
    counted = due_on(new.due, clock.entered_on, clock.calendar)
    if counted is None and new.due.kind is TermKind.RETURN and heir.acts:
        # A person named the day: no other version counts it anew.
        was = _day_of(clock, heir.acts)
        fate = TermFate(clock.new.code, new.code, Fate.KEPT, was, was)
        return [fate], _keep(clock, heir.live(clock), fixed=False)
    if counted is None:
        return _leave(clock, new.code, heir.acts)
    counted += clock.still
    if not heir.acts:
        day = max(_day(plan, clock, new, counted, counted), clock.day)
        fixed = _is_fixed(clock, new, day, counted)
        come = [_come(clock, new, one, fixed=fixed) for one in _planned(clock, new, day)]
        come = [one for one in come if one.now.told not in heir.told]
        return [TermFate(clock.new.code, new.code, Fate.GAINED, None, day)], come
    was = _day_of(clock, heir.acts)
    day = _new_day(plan, clock, heir, was, counted)
    fate = TermFate(clock.new.code, new.code, Fate.KEPT if day == was else Fate.MOVED, was, day)
    fixed = _is_fixed(clock, new, day, counted)
    if day == was and (not heir.live(clock) or _same_acts(heir.old, new)):
        return [fate], _keep(clock, heir.live(clock), fixed=fixed)
    return [fate], _replan(clock, heir, day, was, fixed=fixed)


def _new_day(plan: SuccessionPlan, clock: Clock, heir: _Heir, was: date, counted: date) -> date:
    """The day of a term that goes on; what has been told is not told again, nor anybody late."""
    live = heir.live(clock)
    is_met = not live and any(one.state.met_on is not None for one in heir.acts)
    if is_met and plan.policy(clock.new.code, heir.new.code) is not TermPolicy.RESTART:
        return was
    day = _day(plan, clock, heir.new, was, counted)
    if day < clock.day:
        return was if was < clock.day or not live else clock.day
    return day


def _day(plan: SuccessionPlan, clock: Clock, term: StageTerm, was: date, counted: date) -> date:
    """The day of a term by the plan; `counted` is that of the new rule from the entry."""
    policy = plan.policy(clock.new.code, term.code)
    if policy is TermPolicy.KEEP_DATE:
        return was
    if policy is TermPolicy.RECOMPUTE:
        return counted
    anew = due_on(term.due, clock.day, clock.calendar)
    if anew is None:
        return counted
    if policy is TermPolicy.RESTART:
        return anew
    if term.due.kind not in _OF_LENGTH:
        return counted
    return _less_elapsed(clock, anew)


def _less_elapsed(clock: Clock, day: date) -> date:
    """A day earlier by the working days that have gone by since the entry, pauses left out."""
    gone = 0
    one = clock.entered_on + clock.still
    while one < clock.day:
        one += timedelta(days=1)
        gone += clock.calendar.is_working(one)
    for _ in range(gone):
        day = _working_day_before(clock, day)
    return day


def _working_day_before(clock: Clock, day: date) -> date:
    day -= timedelta(days=1)
    while not clock.calendar.is_working(day):
        day -= timedelta(days=1)
    return day


def _day_of(clock: Clock, acts: list[DutyFact]) -> date:
    """The day the term falls on: of what goes on, else of what was done last."""
    live = [one.state.due_on for one in acts if one.state.status == clock.status]
    return max(live or [one.state.due_on for one in acts])


def _is_fixed(clock: Clock, term: StageTerm, day: date, counted: date) -> bool:
    """Whether counting anew, from the stay the case is in, would move the day."""
    mapped = clock.old.code != clock.new.code
    return term.due.kind is not TermKind.OPEN and (mapped or day != counted)


def _same_acts(old: StageTerm | None, new: StageTerm) -> bool:
    if old is None:
        return False
    mine = (old.on_due, old.move, sorted(set(old.remind_before)))
    return mine == (new.on_due, new.move, sorted(set(new.remind_before)))


def _keep(clock: Clock, live: list[DutyFact], *, fixed: bool) -> list[DutyChange]:
    """The same acts on the same day; only the code of the stage may be another."""
    same = clock.old.code == clock.new.code
    changing = [one for one in live if not same or (fixed and not one.state.fixed)]
    return [
        DutyChange(
            one.id,
            one.state,
            replace(one.state, stage=clock.new.code, fixed=one.state.fixed or fixed),
        )
        for one in changing
    ]


def _replan(clock: Clock, heir: _Heir, day: date, was: date, *, fixed: bool) -> list[DutyChange]:
    """The acts that the term has on its day: those that go on take their places, in their order.

    What was done for a day that no longer is the term's is over: it is not late by it.
    """
    waiting = sorted(heir.live(clock), key=lambda one: (one.state.due_at, one.id))
    over = [one for one in heir.acts if one not in waiting and day != was]
    changes = []
    for one in _planned(clock, heir.new, day):
        come = _come(clock, heir.new, one, fixed=fixed)
        if come.now.told in heir.told:
            continue
        alike = next((duty for duty in waiting if duty.state.kind is one.kind), None)
        if alike is None:
            changes.append(come)
            continue
        waiting.remove(alike)
        now = replace(come.now, retroactive=alike.state.retroactive)
        if now != alike.state:
            changes.append(DutyChange(alike.id, alike.state, now))
    return [*changes, *(_cancelled(one) for one in (*waiting, *over))]


def _planned(clock: Clock, term: StageTerm, day: date) -> list[PlannedDuty]:
    """What the clock does for a term that falls on a day, from today on."""
    in_days = replace(term.due, kind=TermKind.CALENDAR_DAYS, days=(day - clock.day).days)
    stage = replace(clock.new, terms=(replace(term, due=in_days),))
    planned = plan_duties(stage, clock.day, clock.zone, clock.calendar, today=clock.day)
    # What was late before the succession is late, not something of the past.
    return [replace(one, retroactive=False) for one in planned]


def _come(clock: Clock, term: StageTerm, one: PlannedDuty, *, fixed: bool) -> DutyChange:
    state = DutyState(
        clock.new.code,
        term.code,
        one.kind,
        one.move,
        one.due_on,
        one.due_at,
        clock.status,
        fixed=fixed,
    )
    return DutyChange(None, None, state)


def _leave(
    clock: Clock, code: str, acts: list[DutyFact]
) -> tuple[list[TermFate], list[DutyChange]]:
    """A term that the new version does not have; what a document is owed by goes on."""
    live = [one for one in acts if one.state.status == clock.status]
    if not live:
        return [], []
    was = _day_of(clock, acts)
    if code.startswith(OWED):
        same = ((one, replace(one.state, stage=clock.new.code)) for one in live)
        kept = [DutyChange(one.id, one.state, now) for one, now in same if now != one.state]
        return [TermFate(clock.new.code, code, Fate.KEPT, was, was)], kept
    lost = TermFate(clock.old.code, code, Fate.LOST, was, None)
    return [lost], [_cancelled(one) for one in live]


def _cancelled(duty: DutyFact) -> DutyChange:
    return DutyChange(duty.id, duty.state, replace(duty.state, status="cancelled"))


def open_days(duties: Sequence[DutyState]) -> Iterator[date]:
    """The days on which something of a stay is due, by what its duties are in the end."""
    for one in duties:
        if one.status != "cancelled" and not one.retroactive and one.met_on is None:
            yield one.due_on
