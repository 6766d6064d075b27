"""What a correction moves: the open times of measures, as they were and as they would be."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias
from uuid import UUID

from engine.domain.roadmaps.assignments import CLOSED

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from engine.domain.roadmaps.progress import Course

Place: TypeAlias = tuple[UUID, UUID | None, str]
"""A time of a measure: whose measure, which school's, and its place among the times."""


@dataclass(frozen=True, slots=True)
class TimeMoved:
    """A time of a measure that falls on another last day: none before is new, none now is gone.

    `count` is for how many schools (or other doers) it does.
    """

    measure_id: UUID
    was: date | None
    now: date | None
    count: int


def times_moved(
    before: Iterable[tuple[Place, Course]], after: Iterable[tuple[Place, Course]]
) -> tuple[TimeMoved, ...]:
    """The times that a correction moves, brings or takes away, by measure and day."""
    was, now = _open_days(before), _open_days(after)
    found: Counter[tuple[UUID, date | None, date | None]] = Counter()
    for place in was.keys() | now.keys():
        days = was.get(place), now.get(place)
        if days[0] != days[1]:
            found[place[0], *days] += 1
    moved = (TimeMoved(*key, count) for key, count in found.items())
    return tuple(sorted(moved, key=_order))


def _open_days(times: Iterable[tuple[Place, Course]]) -> dict[Place, date]:
    """The last day of each time that is open and has one."""
    return {
        place: day
        for place, course in times
        if course.state not in CLOSED and (day := course.due_on or course.counts_until)
    }


def _order(one: TimeMoved) -> tuple[str, str, str]:
    return str(one.measure_id), str(one.was or ""), str(one.now or "")
