"""How an occurrence stands on a day, and the figures of many: what is done, late and ahead."""

from __future__ import annotations

from collections import Counter as Tally
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from engine.domain.roadmaps.assignments import DONE, DROPPED
from engine.domain.roadmaps.quotas import Counter, QuotaState, quota_state
from engine.domain.roadmaps.states import AssignmentState, OccurrenceKind

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

SOON = timedelta(days=14)
"""What falls due within so many days is named apart."""


class Standing(StrEnum):
    """How something stands, from what asks for most to what asks for nothing."""

    LATE = "late"
    RETURNED = "returned"
    BEHIND = "behind"
    SOON = "soon"
    REPORTED = "reported"
    RETROACTIVE = "retroactive"
    AHEAD = "ahead"
    WAITING = "waiting"
    OPEN = "open"
    DONE = "done"
    CARRIED = "carried"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Course:
    """What is known of an occurrence: its days, its state, and how often it was done.

    `accepted` are the days of evidence that was accepted; it alone counts.
    """

    kind: OccurrenceKind
    state: AssignmentState
    starts_on: date | None = None
    due_on: date | None = None
    counts_until: date | None = None
    needed: int = 1
    retroactive: bool = False
    accepted: tuple[date, ...] = ()

    @property
    def counter(self) -> Counter | None:
        """The span it is counted over; None for what is not counted."""
        first, last = self.starts_on, self.due_on
        if self.kind is not OccurrenceKind.QUOTA or first is None or last is None:
            return None
        return Counter("", first, last, self.counts_until or last)


def quota_of(course: Course, today: date) -> QuotaState | None:
    """The state of its counter; None for what is not counted."""
    counter = course.counter
    if counter is None:
        return None
    return quota_state(counter, course.needed, course.accepted, today)


def standing_of(course: Course, today: date) -> Standing:
    """How an occurrence stands on a day of the region."""
    if course.state in DONE:
        return Standing.DONE
    if course.state is AssignmentState.CARRIED_OVER:
        return Standing.CARRIED
    if course.state in DROPPED:
        return Standing.DROPPED
    if course.state is AssignmentState.REPORTED:
        return Standing.REPORTED
    if course.state is AssignmentState.REJECTED:
        return Standing.RETURNED
    if course.retroactive:
        return Standing.RETROACTIVE
    quota = quota_of(course, today)
    if quota is not None:
        return _BY_QUOTA.get(quota) or _ahead(course, today)
    return _by_day(course, today)


_BY_QUOTA = {
    QuotaState.MISSED: Standing.LATE,
    QuotaState.BEHIND: Standing.BEHIND,
    QuotaState.MET: Standing.DONE,
}


def _by_day(course: Course, today: date) -> Standing:
    if course.due_on is None:
        waits = course.kind is OccurrenceKind.EVENT
        return Standing.WAITING if waits else Standing.OPEN
    return Standing.LATE if course.due_on < today else _ahead(course, today)


def _ahead(course: Course, today: date) -> Standing:
    near = course.due_on is not None and course.due_on <= today + SOON
    return Standing.SOON if near else Standing.AHEAD


@dataclass(frozen=True, slots=True)
class Progress:
    """How many occurrences there are and how they stand; what was dropped is not among them.

    What an order carried over into the next period is: it was asked for and is not done.
    """

    total: int
    by_standing: tuple[tuple[Standing, int], ...]

    def count(self, *standings: Standing) -> int:
        """How many stand so."""
        return sum(number for one, number in self.by_standing if one in standings)

    @property
    def done(self) -> int:
        """How many are done: accepted, or done by the word of an order."""
        return self.count(Standing.DONE)

    @property
    def percent(self) -> int:
        """The part that is done, in whole percent; never 100 while something is left."""
        return self.done * 100 // self.total if self.total else 0


def progress_of(standings: Iterable[Standing]) -> Progress:
    """The figures of a section, a school or a municipality."""
    tally = Tally(standings)
    del tally[Standing.DROPPED]
    return Progress(tally.total(), tuple((one, tally[one]) for one in Standing if tally[one]))
