"""The nth weekday, working day or day of a month."""

from __future__ import annotations

from datetime import date

from engine.domain.calendar import WorkingCalendar
from engine.domain.roadmaps.terms import Term, TermKind
from workflows.roadmaps.grammar.meaning.limits import month_of
from workflows.roadmaps.grammar.meaning.placing import DAY, NoSuchDay
from workflows.roadmaps.grammar.meaning.sense import Scope, Sense, resolve, window_term
from workflows.roadmaps.grammar.values import Doubt
from workflows.roadmaps.grammar.words import syntax as made


@resolve.register
def _(node: made.WeekdayOf, scope: Scope) -> Sense:
    whole = resolve(node.span, scope)
    calendar = scope.days.working
    known = calendar.knows
    asks = node.working and not all(known(one.windows[0].end.year) for one in whole.terms)
    terms = [_weekday(one.windows[0].end, node, calendar) for one in whole.terms]
    doubts = (*whole.doubts, Doubt.NEEDS_CALENDAR) if asks else whole.doubts
    return Sense(tuple(terms), whole.sure, doubts, asks=asks)


def _weekday(in_month: date, node: made.WeekdayOf, calendar: WorkingCalendar) -> Term:
    first, last = month_of(in_month.year, in_month.month)
    days = [first + one * DAY for one in range(last.day)]
    fits = [one for one in days if _is_counted(one, node, calendar)]
    if node.nth > len(fits):
        raise NoSuchDay
    day = fits[node.nth - 1] if node.nth > 0 else fits[-1]
    return window_term(TermKind.BY_DATE, (day, day))


def _is_counted(day: date, node: made.WeekdayOf, calendar: WorkingCalendar) -> bool:
    if node.working and calendar.knows(day.year):
        return calendar.is_working(day)
    return day.isoweekday() in node.weekdays
