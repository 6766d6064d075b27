"""So many days from a time that is printed, or from a day that is known."""

from __future__ import annotations

from datetime import date, timedelta

from engine.domain.calendar import WorkingCalendar
from engine.domain.roadmaps.terms import Event, Offset, Side, Term, TermKind, Unit
from workflows.roadmaps.grammar.meaning.limits import before_it, by_day, settled
from workflows.roadmaps.grammar.meaning.placing import DAY, months_away
from workflows.roadmaps.grammar.meaning.sense import Scope, Sense, resolve, window_term
from workflows.roadmaps.grammar.values import Doubt
from workflows.roadmaps.grammar.words import syntax as made
from workflows.roadmaps.grammar.words.syntax import Edge, SchoolYear


@resolve.register
def _(node: made.Counted, scope: Scope) -> Sense:
    early = isinstance(node.target, made.Until) and node.target.edge is Edge.START
    # The beginning of a year is the day after the last one before it.
    whole = _before_beginning(node.target, scope) or resolve(node.target, scope)
    days = [one.windows[0].end + early * DAY for one in whole.terms if one.windows]
    terms = [_counted(one, node.offset, scope) for one in days]
    if whole.open:
        # Holidays have no days here, and nothing is counted from them without asking.
        event = Event("school_holidays", node.text)
        waits = Term(TermKind.ON_EVENT, event=event, offset=node.offset)
        return Sense((waits, *(one for one in terms if one)), doubts=whole.doubts, open=True)
    known = terms and all(term for term in terms)
    if not known:
        event = Event("date", node.text)
        waits = Term(TermKind.ON_EVENT, event=event, offset=node.offset)
        return Sense((waits,), doubts=(Doubt.NEEDS_CALENDAR,), asks=True)
    return Sense(tuple(one for one in terms if one), whole.sure, whole.doubts)


def _before_beginning(node: made.Node, scope: Scope) -> Sense | None:
    """The day before a school year; that of the next one is never counted from."""
    if not (isinstance(node, made.Until) and isinstance(node.target, SchoolYear)):
        return None
    whole = resolve(node.target, scope)
    starts: list[tuple[Term, ...]] = [(by_day(before_it(one)),) for one in whole.terms]
    return settled(starts, whole, scope) if node.edge is Edge.START else None


def _counted(day: date, offset: Offset, scope: Scope) -> Term | None:
    end = counted_day(day, offset, scope)
    if end is None:
        return None
    return by_day(end) if offset.side is Side.BEFORE else window_term(TermKind.BY_DATE, (day, end))


def counted_day(day: date, offset: Offset, scope: Scope) -> date | None:
    """The day so many days away; None where the working calendar of the year is not known."""
    sign = -1 if offset.side is Side.BEFORE else 1
    if offset.unit is Unit.WORKING_DAY:
        return _working_day(day, sign * offset.count, scope.days.working)
    if offset.unit in (Unit.DAY, Unit.WEEK):
        return day + sign * offset.count * timedelta(days=7 if offset.unit is Unit.WEEK else 1)
    length = {Unit.MONTH: 1, Unit.QUARTER: 3, Unit.HALF_YEAR: 6, Unit.YEAR: 12}.get(offset.unit)
    return _months_away(day, sign * offset.count * length) if length else None


def _months_away(day: date, months: int) -> date | None:
    year = (day.year * 12 + day.month - 1 + months) // 12
    # The years a date can have.
    return months_away(day, months) if 1 <= year < 9999 else None  # noqa: PLR2004


def _working_day(day: date, count: int, calendar: WorkingCalendar) -> date | None:
    sign = 1 if count > 0 else -1
    for _ in range(abs(count)):
        day += sign * DAY
        while not calendar.is_working(day):
            day += sign * DAY
        if not calendar.knows(day.year):
            return None
    return day
