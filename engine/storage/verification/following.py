"""Where the journal of a case leads the clock's duties.

They are planned again on every entry of a stage and followed through pauses, moves and the clock's
own deeds.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Protocol

from engine.domain.definition import OnDue, StageKind
from engine.domain.duties import PlannedDuty, consequence_of, plan_duties
from engine.domain.roles import Place
from engine.domain.terms import TermKind, local_day
from engine.storage.verification.course import Entered, Fired, Met, Passed, Recounted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from engine.domain.calendar import WorkingCalendar
    from engine.domain.definition import Definition, Stage
    from engine.domain.succession import DutyState
    from engine.domain.succession.forms import DutyStep
    from engine.storage.verification.course import DutyEvent


class CalendarsThen(Protocol):
    """The calendars of a place by the journal."""

    def around(self, place: Place, at: datetime) -> list[WorkingCalendar]: ...


@dataclass(slots=True)
class ExpectedDuty:
    """A duty as it must be; its days are not `sure` where the calendar of then is not.

    `ended` is what an entry says of its end, beyond its status: the outcome and the instant.
    """

    seq: int
    stage: str
    plan: PlannedDuty
    status: str
    sure: bool = True
    fired: Fired | Met | None = None
    met_on: date | None = None
    ended: tuple[str | None, datetime | None] | None = None


@dataclass(frozen=True, slots=True)
class Planner:
    """Plans the duties of a case."""

    calendars: CalendarsThen
    place: Place
    zone: str
    calendar_known: bool

    def planned(self, event: Entered, stage: Stage) -> Iterator[ExpectedDuty]:
        """What entering the stage set; of a term that days off may have moved, its own duty."""
        calendars = self.calendars.around(self.place, event.at)
        today = local_day(event.at, self.zone)
        plans = {
            plan_duties(
                stage,
                event.day,
                self.zone,
                calendar,
                today=today,
                returns_on=event.returns_on,
            )
            for calendar in calendars
        }
        sure = self.calendar_known and len(plans) == 1
        ruled = any(one.moves_terms for one in calendars)
        unsure = {
            term.code: term.on_due
            for term in stage.terms
            if (term.due.kind is TermKind.WORKING_DAYS or ruled) and not sure
        }
        for plan in next(iter(plans)):
            silent = consequence_of(plan.kind, retroactive=plan.retroactive) is None
            status = "done" if silent else "open"
            if plan.term_code not in unsure:
                yield ExpectedDuty(event.seq, stage.code, plan, status)
            elif plan.kind is unsure[plan.term_code] is not OnDue.REMIND:
                yield ExpectedDuty(event.seq, stage.code, plan, status, sure=False)

    def resume(self, expected: list[ExpectedDuty], event: Entered) -> None:
        """The clocks stood still while the case was suspended; what would end on a day off goes on.

        Where the rule of then is not known, the day is not either.
        """
        still = timedelta(days=max((event.day - (event.former_day or event.day)).days, 0))
        calendars = self.calendars.around(self.place, event.at)
        for one in expected:
            if one.status != "paused":
                continue
            days = [calendar.settle(one.plan.due_on + still) for calendar in calendars]
            at = one.plan.due_at + (days[-1] - one.plan.due_on)
            one.plan = replace(one.plan, due_on=days[-1], due_at=at)
            one.status = "open"
            one.sure = one.sure and len(set(days)) == 1


def follow(
    events: Iterable[DutyEvent],
    definitions: Mapping[str, Definition],
    planner: Planner,
) -> list[ExpectedDuty]:
    """Every duty that the events led to, as the last of them left it."""
    expected: list[ExpectedDuty] = []
    entered: Entered | None = None
    stays: dict[int, Entered] = {}
    for event in events:
        if isinstance(event, Fired):
            _fire(expected, event)
            continue
        if isinstance(event, Met):
            _meet(expected, event, entered)
            continue
        if isinstance(event, Recounted):
            _recount(expected, event)
            continue
        if isinstance(event, Passed):
            for step in event.steps:
                _step(expected, event.seq, step)
            entered = event.entered or stays.get(event.back_to or 0, entered)
            if event.entered is not None:
                stays[event.seq] = event.entered
            continue
        entered = stays[event.seq] = event
        stages = definitions[event.digest].stage_by_code
        stage = stages[event.stage]
        paused = event.former is not None and stages[event.former].kind is StageKind.PAUSE
        if stage.kind is StageKind.PAUSE:
            _turn(expected, "open", "paused")
            expected += planner.planned(event, stage)
            continue
        _turn(expected, "open", "cancelled")
        if paused and event.stage == event.resume:
            planner.resume(expected, event)
        else:
            _turn(expected, "paused", "cancelled")
            expected += planner.planned(event, stage)
    return expected


def _fire(expected: list[ExpectedDuty], event: Fired) -> None:
    """The open duties that the clock's entry tells of, the earliest where several would do."""
    alike = [
        one
        for one in expected
        if one.status == "open"
        and (one.plan.term_code, one.plan.kind) == (event.term, event.kind)
        and (one.plan.due_on == event.due_on or not one.sure)
    ]
    told = [replace(event, duty_id=one, outcome="folded") for one in event.folded]
    alike.sort(key=lambda one: one.plan.due_at)
    for one, deed in zip(alike, [*told, event], strict=False):
        one.status, one.fired = "done", deed


def _meet(expected: list[ExpectedDuty], event: Met, entered: Entered | None) -> None:
    """The duties of the stay whose terms were met: the open ones end with it."""
    for one in expected:
        if entered is None or one.stage != entered.stage or one.plan.term_code not in event.terms:
            continue
        if one.status == "open":
            one.status, one.fired = "done", event
        elif one.fired is None or one.fired.seq < entered.seq:
            continue
        one.met_on = event.day


def _recount(expected: list[ExpectedDuty], event: Recounted) -> None:
    """What was still open of a term falls on its new day, reminders with it."""
    for term, was, now in event.days:
        for one in expected:
            plan = one.plan
            open_now = one.status == "open" and not plan.retroactive and plan.term_code == term
            if open_now and (plan.due_on == was or not one.sure):
                shift = now - plan.due_on
                one.plan = replace(plan, due_on=now, due_at=plan.due_at + shift)


def _step(expected: list[ExpectedDuty], seq: int, step: DutyStep) -> None:
    """A duty over a succession: the one meant comes, changes or is taken back."""
    one = None if step.was is None else _nearest(expected, step.was)
    if step.now is None:
        if one is not None:
            expected.remove(one)
        return
    now = step.now
    plan = PlannedDuty(now.term, now.kind, now.due_on, now.due_at, now.move, now.retroactive)
    if one is None:
        expected.append(ExpectedDuty(seq, now.stage, plan, now.status))
        return
    one.stage, one.plan, one.status, one.met_on = now.stage, plan, now.status, now.met_on
    if now.status in _GOING_ON:
        one.fired = one.ended = None
    elif now.status == "cancelled":
        one.ended = (now.outcome, now.done_at)
    else:
        one.ended = None if one.fired else (now.outcome, now.done_at)


_GOING_ON = ("open", "paused")


def _nearest(expected: list[ExpectedDuty], was: DutyState) -> ExpectedDuty | None:
    """The duty that is meant: of those alike the one whose instant is nearest.

    The law of a zone may have changed since the entry, and with it an instant that is planned now.
    """
    alike = [
        one
        for one in expected
        if (one.stage, one.plan.term_code, one.plan.kind, one.status)
        == (was.stage, was.term, was.kind, was.status)
        and (one.plan.due_on == was.due_on or not one.sure)
    ]
    return min(alike, key=lambda one: abs(one.plan.due_at - was.due_at), default=None)


def _turn(expected: list[ExpectedDuty], status: str, into: str) -> None:
    for one in expected:
        if one.status == status:
            one.status = into
