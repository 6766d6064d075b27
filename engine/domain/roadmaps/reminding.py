"""When the clock reminds of a measure, and when it tells the coordinator: by working days.

A place in time is a number of working days from the due day: negative before it, 0 on it, 1 on the
first working day after. A step of the rule is such a place; what lies between the last round and
this one is told, however many steps that were, as it stands now.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

from engine.domain.errors import InvalidInput
from engine.domain.roadmaps.states import AssignmentState, OccurrenceKind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from engine.domain.calendar import WorkingCalendar
    from engine.domain.roadmaps.progress import Course

LONGEST = 60
"""Working days; a rule that reaches further reminds of what nobody thinks of yet."""

MOST_BEFORE = 5
"""Reminders before one due day; more of them teach people to look away."""


@dataclass(frozen=True, slots=True)
class ReminderRule:
    """How an authority wants to be reminded; everything in working days, 0 is never.

    `before`: so long before a due day. `closing`: so long before the end of a period in which a
    measure is due so many times. `every`: how often what is late is told again. `escalate`: after
    so long the coordinator is told.
    """

    before: tuple[int, ...] = (5, 1)
    closing: int = 10
    every: int = 5
    escalate: int = 3

    def checked(self) -> ReminderRule:
        """The rule with its days in order.

        Raises InvalidInput, by the field: `too_many` days before, `range` for days
        that are negative or too far.
        """
        if len(set(self.before)) > MOST_BEFORE:
            raise InvalidInput(field="before", rule="too_many", value=MOST_BEFORE)
        if not all(1 <= one <= LONGEST for one in self.before):
            raise InvalidInput(field="before", rule="range", value=LONGEST)
        for name in ("closing", "every", "escalate"):
            if not 0 <= getattr(self, name) <= LONGEST:
                raise InvalidInput(field=name, rule="range", value=LONGEST)
        days = tuple(sorted(set(self.before), reverse=True))
        return ReminderRule(days, self.closing, self.every, self.escalate)


class Reminded(StrEnum):
    """What a reminder says of a measure, from what asks for most."""

    LATE = "late"
    MISSED = "missed"
    TODAY = "today"
    CLOSING = "closing"
    AHEAD = "ahead"


@dataclass(frozen=True, slots=True)
class Due:
    """What a round tells of one occurrence: to who does it, and whether to the coordinator."""

    doer: Reminded | None
    escalated: bool

    @property
    def tells(self) -> bool:
        """Whether there is anything to tell."""
        return self.doer is not None or self.escalated


NOTHING = Due(None, escalated=False)

_ASKED = frozenset({AssignmentState.PLANNED, AssignmentState.IN_PROGRESS, AssignmentState.REJECTED})
"""States in which somebody has to hand something in."""


@dataclass(frozen=True)
class Round:
    """A round of the clock on a day over what a roadmap asks for.

    `since` is the day of the last round that told anything; None before the first: then everything
    that is near or late is told once.
    """

    rule: ReminderRule
    calendar: WorkingCalendar
    today: date
    since: date | None = None

    @property
    def works(self) -> bool:
        """Whether anything is told on the day: nobody is reminded on a day off."""
        return self.calendar.is_working(self.today)

    def due(self, course: Course, handed_in: Iterable[date] = ()) -> Due:
        """What is told of an occurrence today; `handed_in` are days of evidence not returned."""
        if course.retroactive or course.due_on is None or course.state not in _ASKED | _COUNTED:
            return NOTHING
        if course.kind is OccurrenceKind.QUOTA:
            return self._of_period(course, handed_in)
        return self.on_day(course.due_on) if course.state in _ASKED else NOTHING

    def on_day(self, due_on: date) -> Due:
        """What is told of something that is due on a day and has not been done."""
        now, before = self._places(due_on)
        ahead = {-days for days in self.rule.before} | {0, 1}
        told = _between(ahead, before, now) or _again(1, self.rule.every, before, now)
        return Due(_said(now) if told else None, self._escalates(before, now))

    def _of_period(self, course: Course, handed_in: Iterable[date]) -> Due:
        counter = course.counter
        if counter is None or sum(map(counter.counts, handed_in)) >= course.needed:
            return NOTHING
        now, before = self._places(counter.counts_until)
        if now > 0:
            # What is over cannot be made good: it is told once, and not again and again.
            told = Reminded.MISSED if _between({1}, before, now) else None
            first = self.rule.escalate
            return Due(told, bool(first) and _between({first}, before, now))
        # A short period is not closing from its first day on.
        half = self._count.between(counter.first, counter.last) // 2
        ahead = min(self.rule.closing, half)
        now, before = self._places(counter.last)
        if not ahead or now > 0 or self.today < counter.first:
            return NOTHING
        return Due(Reminded.CLOSING if _between({-ahead}, before, now) else None, escalated=False)

    def _escalates(self, before: int | None, now: int) -> bool:
        first = self.rule.escalate
        if not first:
            return False
        return _between({first}, before, now) or _again(first, self.rule.every, before, now)

    def _places(self, day: date) -> tuple[int, int | None]:
        """Where today and the last round lie from a day; a day off counts to the one before it."""
        now = self._count.between(day, self.today)
        return now, None if self.since is None else self._count.between(day, self.since)

    @cached_property
    def _count(self) -> WorkingDays:
        return WorkingDays(self.calendar)


_COUNTED = frozenset({AssignmentState.REPORTED})
"""A report that waits does not stop a count that lacks more than that."""


def _said(now: int) -> Reminded:
    if now > 0:
        return Reminded.LATE
    return Reminded.AHEAD if now else Reminded.TODAY


def _between(places: Iterable[int], before: int | None, now: int) -> bool:
    """Whether one of the places has been reached since the last round."""
    return any(one <= now and (before is None or before < one) for one in places)


def _again(first: int, every: int, before: int | None, now: int) -> bool:
    """Whether one of the places `first`, `first + every`, ... has been reached since."""
    if not every or now < first:
        return False
    done = -1 if before is None or before < first else (before - first) // every
    return (now - first) // every > done


class WorkingDays:
    """Counts working days between two days; remembers what it has counted."""

    def __init__(self, calendar: WorkingCalendar) -> None:
        """Nothing counted yet."""
        self._calendar = calendar
        self._known: dict[tuple[date, date], int] = {}

    def between(self, one: date, other: date) -> int:
        """The working days after `one` up to and with `other`; negative where it lies before."""
        if other < one:
            return -self.between(other, one)
        if (one, other) not in self._known:
            days = (one + timedelta(days=n) for n in range(1, (other - one).days + 1))
            self._known[one, other] = sum(map(self._calendar.is_working, days))
        return self._known[one, other]


__all__ = ["Due", "Reminded", "ReminderRule", "Round", "WorkingDays"]
