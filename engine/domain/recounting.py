"""What a changed calendar means for the terms of a stage that a case already stands in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from engine.domain.definition import StageKind
from engine.domain.terms import TermKind, day_begins, due_on, local_day

if TYPE_CHECKING:
    from uuid import UUID

    from engine.domain.calendar import WorkingCalendar
    from engine.domain.definition import Definition

_AFTER_MIDNIGHT = timedelta(hours=2)
"""A clock acts at a midnight; after a suspension over a change of the clocks, an hour beside it."""


@dataclass(frozen=True, slots=True)
class Stay:
    """A stay of a case in a stage."""

    stage: str
    entered_on: date
    entered_at: datetime
    round: int = 1


@dataclass(frozen=True, slots=True)
class Running:
    """A duty of the clock that has not been done yet."""

    id: UUID
    term: str
    due_on: date
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Moved:
    """A duty that falls on another day by the calendar as it is now."""

    id: UUID
    term: str
    was: date
    due_on: date
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Recount:
    """What of a case moves."""

    moved: tuple[Moved, ...]

    @property
    def terms(self) -> tuple[tuple[str, date, date], ...]:
        """Each term that moves once: its code, the day it was due, and the day it is."""
        return tuple(dict.fromkeys((one.term, one.was, one.due_on) for one in self.moved))


def recount(
    definition: Definition,
    stays: Sequence[Stay],
    duties: Iterable[Running],
    calendar: WorkingCalendar,
    zone: str,
) -> Recount:
    """The open terms counted anew from the day the stage was entered; `stays` in their order.

    What is not counted in working days moves only by a rule for days off.
    """
    stage = definition.stage_by_code[stays[-1].stage]
    first, still = counted_from(definition, stays)
    days = {
        term.code: calendar.settle(day + still)
        for term in stage.terms
        if (term.due.kind is TermKind.WORKING_DAYS or calendar.moves_terms)
        and (day := due_on(term.due, first.entered_on, calendar)) is not None
    }
    moved = tuple(
        _moved(one, days[one.term], zone)
        for one in duties
        if one.term in days and one.due_on != days[one.term]
    )
    return Recount(moved)


def counted_from(definition: Definition, stays: Sequence[Stay]) -> tuple[Stay, timedelta]:
    """The stay the terms of the last one are counted from, and how long the clocks stood still."""
    place, still = len(stays) - 1, timedelta()
    while place > 1 and _resumed(definition, stays, place):
        pause = stays[place].entered_on - stays[place - 1].entered_on
        still += max(pause, timedelta())
        place -= 2
    return stays[place], still


def _resumed(definition: Definition, stays: Sequence[Stay], place: int) -> bool:
    between = definition.stage_by_code.get(stays[place - 1].stage)
    paused = between is not None and between.kind is StageKind.PAUSE
    return paused and stays[place - 2].stage == stays[place].stage


def _moved(duty: Running, day: date, zone: str) -> Moved:
    acts_on = local_day(duty.due_at + _AFTER_MIDNIGHT, zone) + (day - duty.due_on)
    return Moved(duty.id, duty.term, duty.due_on, day, day_begins(acts_on, zone))
