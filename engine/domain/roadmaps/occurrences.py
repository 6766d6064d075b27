"""The occurrences a typed term gives: what is to be done once, by when, on the region's days."""

from __future__ import annotations

from collections import Counter as Tally
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from engine.domain.calendar import WorkingCalendar, last_of_month
from engine.domain.calendar_rules import DayOff
from engine.domain.roadmaps.quotas import (
    SCHOOL_UNITS,
    counters,
    is_counter,
    quarters_set,
    school_counters,
)
from engine.domain.roadmaps.repeating import OPENINGS, occurrences
from engine.domain.roadmaps.states import OccurrenceKind
from engine.domain.roadmaps.terms import START_OF_QUARTER, Side, TermKind, Unit

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from engine.domain.calendar import Span
    from engine.domain.roadmaps.terms import Event, Offset, Repeat, Term, Window

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Ground:
    """The days a roadmap is lived on.

    `quarters` are those the region has set, in their order. What was due before `known_on`, the
    day the roadmap took effect, is retroactive: it stays to be done and raises no alarm.
    `day_off` holds where the calendar has no rule for days off.
    """

    calendar: WorkingCalendar = field(default_factory=WorkingCalendar)
    quarters: tuple[Span, ...] = ()
    known_on: date | None = None
    day_off: DayOff = DayOff.NEXT


@dataclass(frozen=True, slots=True)
class Occurrence:
    """Something to be done once, or `needed` times in a span of days (inclusive).

    `slot` names it within its measure whatever days the calendar gives it: a changed calendar
    finds by it what it moves. `due_on` is None for what waits for an event or names no day.
    """

    kind: OccurrenceKind
    slot: str
    starts_on: date | None = None
    due_on: date | None = None
    counts_until: date | None = None
    needed: int = 1
    retroactive: bool = False
    label: str = ""


def plan_occurrences(terms: Sequence[Term], ground: Ground) -> tuple[Occurrence, ...]:
    """What a measure's terms ask for, in the order of its terms; each has a slot of its own.

    A measure without any term has one open occurrence: nothing is dropped.
    """
    found = [
        replace(one, slot=f"{place}:{one.slot}")
        for place, term in enumerate(terms)
        for one in _of_term(term, ground)
    ]
    # The same month printed twice with two labels is two things to do.
    seen: Tally[str] = Tally()
    kept = []
    for one in found or [Occurrence(OccurrenceKind.OPEN, "0:open")]:
        seen[one.slot] += 1
        again = f"#{seen[one.slot]}" if seen[one.slot] > 1 else ""
        kept.append(_in_time(replace(one, slot=one.slot + again), ground))
    return tuple(kept)


def _in_time(one: Occurrence, ground: Ground) -> Occurrence:
    """Marked as retroactive where its time had passed when the roadmap took effect."""
    known, last = ground.known_on, one.counts_until or one.due_on
    return replace(one, retroactive=known is not None and last is not None and last < known)


def _of_term(term: Term, ground: Ground) -> Iterator[Occurrence]:
    if term.event is not None:
        yield from _waiting(term, _quarter_begins(term.event, ground), ground)
        return
    for window in term.windows:
        yield _of_window(window, ground)
    if term.repeat is not None:
        for one in _of_repeat(term.repeat, term.min_count, ground):
            yield replace(one, label=term.repeat.label)
    if not term.windows and term.repeat is None:
        yield Occurrence(OccurrenceKind.OPEN, "open")


def _quarter_begins(event: Event, ground: Ground) -> date | None:
    """The first day of the school quarter that is waited for, once the region has set it."""
    if event.kind != START_OF_QUARTER or not (event.academic_year and event.quarter):
        return None
    found = quarters_set(int(event.academic_year[:4]), ground.quarters)
    return found[event.quarter - 1][0] if found else None


def _waiting(term: Term, begins: date | None, ground: Ground) -> Iterator[Occurrence]:
    """What waits for an event, a plan or a request; beside a time it waits for both.

    What waits for a quarter that `begins` on a known day is due before it.
    """
    if begins is not None:
        day = _counted(begins, term.offset, ground) if term.offset else begins - _DAY
        yield Occurrence(OccurrenceKind.DATE, "event", due_on=working_day(day, ground))
        return
    if not term.windows:
        yield Occurrence(OccurrenceKind.EVENT, "event")
    for window in term.windows:
        yield Occurrence(
            OccurrenceKind.EVENT,
            f"event-{window.end.isoformat()}",
            window.start,
            counts_until=window.end,
            label=window.label,
        )


def _of_window(window: Window, ground: Ground) -> Occurrence:
    slot = window.end.isoformat()
    if window.kind in (TermKind.CONTINUOUS, TermKind.WHOLE_PERIOD):
        kind = OccurrenceKind.OPEN
        return Occurrence(kind, slot, window.start, window.end, label=window.label)
    due = working_day(window.end, ground)
    return Occurrence(OccurrenceKind.DATE, slot, window.start, due, label=window.label)


def _of_repeat(repeat: Repeat, min_count: int | None, ground: Ground) -> Iterator[Occurrence]:
    if repeat.unit is Unit.WORKING_DAY or (repeat.unit is Unit.DAY and repeat.interval == 1):
        # Nobody reports every day: what is done daily goes on until the end.
        yield Occurrence(OccurrenceKind.OPEN, "daily", repeat.start, repeat.end)
    elif is_counter(repeat, min_count):
        for one in counters(repeat, ground.quarters):
            yield Occurrence(
                OccurrenceKind.QUOTA,
                one.slot,
                one.first,
                one.last,
                one.counts_until,
                needed=min_count or 1,
            )
    else:
        for slot, day in _days(repeat, ground.quarters):
            yield Occurrence(OccurrenceKind.DATE, slot, due_on=working_day(day, ground))


def _days(repeat: Repeat, quarters: Sequence[Span]) -> Iterator[tuple[str, date]]:
    if not (repeat.at_edge and repeat.unit in SCHOOL_UNITS):
        yield from ((day.isoformat(), day) for day in occurrences(repeat))
        return
    for one in school_counters(repeat.unit, repeat.start, repeat.end, quarters):
        day = one.last if repeat.months != OPENINGS[repeat.unit] else _beginning(one.first)
        if repeat.start <= day <= repeat.end:
            yield one.slot, day


def _beginning(first: date) -> date:
    """Of a quarter's beginning the last day: that of the month in which its first days lie."""
    day = first + _FIRST_DAYS
    return last_of_month(day.year, day.month)


_FIRST_DAYS = timedelta(days=9)


def working_day(day: date, ground: Ground) -> date:
    """Where a term that ends on the day falls, by the rule for days off."""
    return ground.calendar.settle(day, ground.day_off)


def day_after_event(term: Term, happened_on: date, ground: Ground, until: date | None) -> date:
    """When something falls due that waited for what happened on a day.

    With days counted from the event it is those; a window beside the event (`until` its last day)
    stays what it is; else it is due on the day of the event itself.
    """
    if term.offset is not None:
        due = _counted(happened_on, term.offset, ground)
    else:
        due = max(happened_on, until) if until else happened_on
    return working_day(due, ground)


def _counted(day: date, offset: Offset, ground: Ground) -> date:
    if offset.unit is Unit.WORKING_DAY:
        return _working_days(day, offset, ground.calendar)
    size = {Unit.DAY: 1, Unit.WEEK: 7}.get(offset.unit)
    if size is not None:
        step = timedelta(days=size * offset.count)
        return day + step if offset.side is Side.AFTER else day - step
    months = {Unit.QUARTER: 3, Unit.HALF_YEAR: 6, Unit.YEAR: 12}.get(offset.unit, 1) * offset.count
    place = day.year * 12 + day.month - 1 + (months if offset.side is Side.AFTER else -months)
    last = last_of_month(place // 12, place % 12 + 1)
    return last.replace(day=min(day.day, last.day))


def _working_days(day: date, offset: Offset, calendar: WorkingCalendar) -> date:
    if offset.side is Side.AFTER:
        return calendar.add_working_days(day, offset.count)
    left = offset.count
    while left:
        day -= _DAY
        left -= calendar.is_working(day)
    return day
