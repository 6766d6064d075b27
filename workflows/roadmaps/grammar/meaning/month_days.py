"""A day of a month where the months stand apart from it, or nowhere."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from engine.domain.calendar import last_of_month
from engine.domain.roadmaps.repeating import occurrences
from engine.domain.roadmaps.terms import Term, TermKind, Unit, Window
from workflows.roadmaps.grammar.meaning.listing import asked_where_backward, labelled
from workflows.roadmaps.grammar.meaning.repeats import repeat_sense
from workflows.roadmaps.grammar.meaning.resolving import resolve
from workflows.roadmaps.grammar.meaning.sense import Scope, Sense, together
from workflows.roadmaps.grammar.values import Doubt
from workflows.roadmaps.grammar.words import syntax as made
from workflows.roadmaps.grammar.words.items import Item
from workflows.roadmaps.grammar.words.syntax import Every, Stamp

_DECEMBER = 12


def is_one_day(every: Every, dated: Sequence[Item]) -> bool:
    """«До 15 числа: март, июнь» is no repeat."""
    months = [one.node for one in dated if isinstance(one.node, made.Span)]
    whole = all(one.kind is TermKind.MONTH for one in months) and len(months) == len(dated)
    days = bool(every.month_days) and every.unit is Unit.MONTH and not every.at_edge
    return days and bool(months) and whole and not every.count


def days_of_months(every: Every, items: Sequence[Item], scope: Scope) -> Sense:
    """The day in each of the months that are named."""
    senses = [_day_of_month(every, one, scope) for one in items]
    return asked_where_backward(together(senses), items)


def _day_of_month(every: Every, item: Item, scope: Scope) -> Sense:
    whole = resolve(item.node, scope)
    terms = tuple(_days_in(one.windows[0].end, every) for one in whole.terms)
    return labelled(Sense(terms, whole.sure, whole.doubts), item.label)


def _days_in(last: date, every: Every) -> Term:
    days = [last.replace(day=min(last.day, day)) for day in every.month_days if day > 0]
    windows = tuple(Window(TermKind.BY_DATE, None, day) for day in days or [last])
    return Term(TermKind.BY_DATE, windows)


def in_some_month(every: Every, scope: Scope) -> Sense:
    """«До 25 числа», «3 неделя»: of which month nobody said, so each and every one is offered."""
    period = scope.period
    count = (period.last.year - period.first.year) * 12 + period.last.month - period.first.month
    months = [(period.first.month - 1 + one) for one in range(min(count, _DECEMBER - 1) + 1)]
    ends = [last_of_month(period.first.year + one // 12, one % 12 + 1) for one in months]
    again = repeat_sense(every, period.first, period.last, scope)
    terms = tuple(_in_month(every, one, scope) for one in ends)
    if count == 0:
        return Sense(terms)
    return Sense((*again.terms, *terms), doubts=(*again.doubts, Doubt.AMBIGUOUS), asks=True)


def _in_month(every: Every, last: date, scope: Scope) -> Term:
    if every.weekdays:
        sense = repeat_sense(every, last.replace(day=1), last, scope)
        days = occurrences(sense.term.repeat) if sense.term.repeat else ()
        windows = tuple(Window(TermKind.BY_DATE, one, one) for one in days)
        return Term(TermKind.BY_DATE, windows)
    if every.part is None:
        return _days_in(last, every)
    stamp, piece = Stamp(last.year, last.month), every.part
    month = made.Span(TermKind.MONTH, stamp, stamp)
    part = made.PartOf(month, nth=piece.nth, piece=piece.piece, until=piece.until)
    return resolve(part, scope).term
