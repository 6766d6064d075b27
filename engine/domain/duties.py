"""Duties: what the clock must do for the terms of a stage, and when, fixed on entry."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from engine.domain.definition import OnDue
from engine.domain.terms import day_begins, day_ends, due_on

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime

    from engine.domain.calendar import WorkingCalendar
    from engine.domain.definition import Stage, StageTerm


@dataclass(frozen=True, slots=True)
class PlannedDuty:
    """One act of the clock: `due_on` is the term's local day, `due_at` when the clock acts (UTC).

    `retroactive` marks a term that had passed before the entry was registered.
    """

    term_code: str
    kind: OnDue
    due_on: date
    due_at: datetime
    move: str | None = None
    retroactive: bool = False


def plan_duties(
    stage: Stage,
    entered_on: date,
    zone: str,
    calendar: WorkingCalendar,
    *,
    today: date | None = None,
    returns_on: date | None = None,
) -> tuple[PlannedDuty, ...]:
    """The duties of a stage entered on a day, in the order the clock meets them.

    `today` is the local day on which the entry is registered, later than `entered_on` when it is
    registered in retrospect. Reminders of days before it are left out. `returns_on` is the day
    that whoever suspended the case expects it to go on.
    """
    known_on = max(today or entered_on, entered_on)
    duties = {
        duty
        for term in stage.terms
        if (day := due_on(term.due, entered_on, calendar, returns_on)) is not None
        for duty in (_on_the_day(term, day, zone, known_on), *_ahead(term, day, zone, known_on))
    }
    return tuple(sorted(duties, key=lambda one: (one.due_at, one.term_code, one.kind)))


def _on_the_day(term: StageTerm, day: date, zone: str, known_on: date) -> PlannedDuty:
    # A term is kept until the end of its day: only then is it overdue.
    acts_at = day_ends if term.on_due is OnDue.ESCALATE else day_begins
    move = term.move if term.on_due is OnDue.MOVE else None
    return PlannedDuty(term.code, term.on_due, day, acts_at(day, zone), move, day < known_on)


def _ahead(term: StageTerm, day: date, zone: str, known_on: date) -> Iterator[PlannedDuty]:
    for days in term.remind_before:
        remind_on = day - timedelta(days=days)
        if remind_on >= known_on:
            yield PlannedDuty(term.code, OnDue.REMIND, day, day_begins(remind_on, zone))


def consequence_of(kind: OnDue, *, retroactive: bool) -> OnDue | None:
    """What the clock does at the instant; in retrospect it raises no alarm but still moves."""
    return None if retroactive and kind is not OnDue.MOVE else kind
