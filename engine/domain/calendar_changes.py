"""The changes of a layer of the calendar, one after the other, and what undoes one of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from engine.domain.calendar import CalendarDay
from engine.domain.errors import InvalidInput, NotFound


@dataclass(frozen=True, slots=True)
class CalendarChange:
    """Days set by one act of a person; `undoes` is the place of the change it takes back."""

    seq: int
    days: tuple[CalendarDay, ...]
    undoes: int | None = None


def fields_of(days: Sequence[CalendarDay], undoes: int | None = None) -> dict[str, Any]:
    """What the journal says of a change, so that `change_from` gives it back."""
    fields: dict[str, Any] = {
        "days": [[one.day.isoformat(), one.working] for one in days],
        "acts": [one.act for one in days],
    }
    shortened = [one.day.isoformat() for one in days if one.shortened]
    if shortened:
        fields["shortened"] = shortened
    return fields if undoes is None else {**fields, "undoes": undoes}


def change_from(seq: int, fields: Mapping[str, Any]) -> CalendarChange:
    """The change that an entry tells of; entries of old tell no acts."""
    acts = fields.get("acts") or [""] * len(fields["days"])
    shortened = frozenset(fields.get("shortened", ()))
    days = tuple(
        CalendarDay(date.fromisoformat(day), working, act, day in shortened)
        for (day, working), act in zip(fields["days"], acts, strict=True)
    )
    return CalendarChange(seq, days, fields.get("undoes"))


def undone(changes: Sequence[CalendarChange], seq: int, act: str) -> tuple[CalendarDay, ...]:
    """The days of a change as they were before it; `act` is what takes back the new ones.

    Raises NotFound for a change that is none, InvalidInput where a later one set such a day anew.
    """
    change = next((one for one in changes if one.seq == seq), None)
    if change is None:
        raise NotFound
    mine = {one.day for one in change.days}
    if any(one.seq > seq and mine & {each.day for each in one.days} for one in changes):
        raise InvalidInput(field="change", rule="changed_since")
    before = {one.day: one for each in changes if each.seq < seq for one in each.days}
    return tuple(_former(before.get(one.day), one.day, act) for one in change.days)


def can_undo(changes: Sequence[CalendarChange]) -> frozenset[int]:
    """The places of the changes of which no day was set anew since; an undoing is none of them."""
    later: set[date] = set()
    free: set[int] = set()
    for change in reversed(changes):
        days = {one.day for one in change.days}
        if change.undoes is None and not days & later:
            free.add(change.seq)
        later |= days
    return frozenset(free)


def _former(known: CalendarDay | None, day: date, act: str) -> CalendarDay:
    if known is None or known.working is None:
        return CalendarDay(day, None, act)
    return known if known.act else CalendarDay(day, known.working, act, known.shortened)
