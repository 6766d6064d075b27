"""The beginnings and ends of times, and days counted from them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from engine.domain.calendar import last_of_month, school_year_of
from engine.domain.roadmaps.terms import (
    START_OF_QUARTER,
    Event,
    Term,
    TermKind,
    Unit,
    Window,
    YearKind,
)
from workflows.roadmaps.grammar.meaning.placing import (
    DAY,
    Days,
    NoSuchDay,
)
from workflows.roadmaps.grammar.meaning.sense import (
    Scope,
    Sense,
    resolve,
    window_term,
)
from workflows.roadmaps.grammar.values import Doubt
from workflows.roadmaps.grammar.words import syntax as made
from workflows.roadmaps.grammar.words.syntax import Edge, SchoolYear, Span

_SEPTEMBER, _MAY, _AUGUST, _DECEMBER = 9, 5, 8, 12


def _of_some_year(node: made.PartOf | made.Until, scope: Scope) -> Sense | None:
    """«Конец года» of a school year is December, or the end of the lessons, or August."""
    target, period = node.target, scope.period
    if scope.kind is YearKind.ACADEMIC and period.first.year < period.last.year:
        of_school = isinstance(target, made.ThisYear) and not target.said
        return resolve(replace(node, target=SchoolYear()), scope) if of_school else None
    unsaid = isinstance(target, made.ThisYear) and not target.said and not scope.kind
    if not unsaid or scope.year_kind is YearKind.CALENDAR or node.edge is None:
        return None
    calendar = resolve(replace(node, target=made.ThisYear(YearKind.CALENDAR)), scope)
    school = resolve(replace(node, target=SchoolYear()), scope)
    both = (*calendar.terms, *school.terms)
    fits = [one for one in both if all(day in scope.period for day in _days(one))]
    return Sense(tuple(dict.fromkeys(fits or both)), sure=False, doubts=(Doubt.AMBIGUOUS,))


@resolve.register
def _(node: made.PartOf, scope: Scope) -> Sense:
    choice = _of_some_year(node, scope)
    if choice:
        return choice
    whole = resolve(node.target, scope)
    doubts = (*whole.doubts, Doubt.APPROXIMATE) if node.edge else whole.doubts
    doubts = tuple(dict.fromkeys(doubts))
    if whole.open:
        return replace(whole, doubts=doubts)
    if isinstance(node.target, SchoolYear) and (not node.piece or node.nth == -1):
        months = _part_of_school_year(node, whole, scope)
        if not node.piece:
            return months
        # The last week of the lessons, or of the whole year.
        return replace(months, terms=tuple(_part(one, node) for one in months.terms))
    return settled(
        [(_part(one, node),) for one in whole.terms], replace(whole, doubts=doubts), scope
    )


def settled(choices: list[tuple[Term, ...]], whole: Sense, scope: Scope) -> Sense:
    """What is made of each possible whole; of several those that lie in the period are left."""
    fits = [one for one in choices if all(day in scope.period for day in _days(one[0]))]
    if whole.sure or not fits:
        fits = choices
    terms = tuple(dict.fromkeys(term for one in fits for term in one))
    sure = whole.sure or len(fits) == 1
    doubts = tuple(one for one in whole.doubts if not (sure and one is Doubt.AMBIGUOUS))
    return Sense(terms, sure, doubts)


def _days(term: Term) -> list[date]:
    return [day for one in term.windows for day in (one.start, one.end) if day]


def _part_of_school_year(node: made.PartOf, whole: Sense, scope: Scope) -> Sense:
    """It begins in September; whether it ends with the lessons or in August is told."""
    doubts = tuple(dict.fromkeys((*whole.doubts, Doubt.NEEDS_CALENDAR)))
    choices = []
    for start in sorted({one.windows[0].start or one.windows[0].end for one in whole.terms}):
        following = start.year + 1
        months = {
            Edge.START: [(start.year, _SEPTEMBER)],
            Edge.MIDDLE: [(start.year, _DECEMBER), (following, 1)],
            Edge.END: [(following, _MAY), (following, _AUGUST)],
        }[node.edge or Edge.END]
        choices.append(tuple(window_term(TermKind.MONTH, month_of(*month)) for month in months))
    return settled(choices, replace(whole, doubts=doubts), scope)


def month_of(year: int, month: int) -> Days:
    """The days of a month."""
    return date(year, month, 1), last_of_month(year, month)


def _part(term: Term, node: made.PartOf) -> Term:
    window = term.windows[0]
    start, end = window.start or window.end, window.end
    days = _edge_days(start, end, node.edge) if node.edge else _pieces(start, end, node)
    whole = days[0].day == 1 and days[1] == last_of_month(days[0].year, days[0].month)
    return window_term(TermKind.MONTH if whole else TermKind.MONTH_RANGE, days)


def _edge_days(start: date, end: date, edge: Edge) -> Days:
    """A third of a month; of anything longer the first, the middle or the last month."""
    if (end - start).days < _LONGEST_MONTH:
        cut = (start + 10 * DAY, start + 20 * DAY)
        return {
            Edge.START: (start, cut[0] - DAY),
            Edge.MIDDLE: (cut[0], cut[1] - DAY),
            Edge.END: (cut[1], end),
        }[edge]
    middle = start + (end - start) / 2
    day = {Edge.START: start, Edge.MIDDLE: middle, Edge.END: end}[edge]
    return month_of(day.year, day.month)


_LONGEST_MONTH = 31
_LENGTHS = {"неделя": 7, "декада": 10, "половина": 15}
_LAST_PIECES = {"неделя": 5, "декада": 3, "половина": 2}


def _pieces(start: date, last: date, node: made.PartOf) -> Days:
    """«1-2 неделя» goes from the first day of the one to the last of the other."""
    first = _piece(start, last, node)
    if not node.until:
        return first
    return first[0], _piece(start, last, replace(node, nth=node.until))[1]


def _piece(start: date, last: date, node: made.PartOf) -> Days:
    length = _LENGTHS[node.piece]
    if node.nth == -1:
        return last - (length - 1) * DAY if node.piece == "неделя" else last.replace(day=21), last
    first = start + (node.nth - 1) * length * DAY
    if first > last:
        raise NoSuchDay
    final = node.nth >= _LAST_PIECES[node.piece] and (last - start).days < _LONGEST_MONTH
    end = last if final else min(last, first + (length - 1) * DAY)
    return first, end


def by_day(day: date) -> Term:
    """At any time up to a day, that day included."""
    return window_term(TermKind.BY_DATE, (None, day))


@resolve.register
def _(node: made.Until, scope: Scope) -> Sense:
    choice = _of_some_year(node, scope)
    if choice:
        return choice
    if node.inclusive and node.edge is Edge.START and isinstance(node.target, Span):
        # «Не позднее начала октября», «по начало октября» take the beginning in.
        part = resolve(made.PartOf(node.target, edge=Edge.START), scope)
        return replace(part, terms=tuple(by_day(one.windows[0].end) for one in part.terms))
    whole = resolve(node.target, scope)
    if whole.open:
        return _until_unknown(node, whole)
    ends = tuple(by_day(one.windows[-1].end) for one in whole.terms)
    starts = tuple(by_day(before_it(one)) for one in whole.terms)
    early = node.edge is Edge.START
    if isinstance(node.target, made.Pair):
        return replace(whole, terms=tuple(_each_until(one, node) for one in whole.terms))
    if _is_day(node.target) and not early:
        return Sense(ends, whole.sure, whole.doubts)
    if early:
        return _or_next_year(settled([(one,) for one in starts], whole, scope), node, scope)
    if node.edge is Edge.MIDDLE and isinstance(node.target, SchoolYear):
        parts = _part_of_school_year(made.PartOf(node.target, edge=Edge.MIDDLE), whole, scope)
        return Sense(tuple(by_day(one.windows[0].end) for one in parts.terms), doubts=parts.doubts)
    if node.edge is Edge.MIDDLE:
        return Sense(tuple(by_day(_middle(one)) for one in whole.terms), whole.sure, whole.doubts)
    if node.edge or node.inclusive:
        return _until_end(node, whole, ends, scope)
    if isinstance(node.target, made.SchoolTerm):
        return _until_term(node, whole, starts, scope)
    # «До сентября» may leave September out or take it in.
    pairs = [one for both in zip(starts, ends, strict=True) for one in both]
    return Sense(tuple(dict.fromkeys(pairs)), sure=False, doubts=(*whole.doubts, Doubt.AMBIGUOUS))


def _is_day(node: made.Node) -> bool:
    day = isinstance(node, Span) and node.kind is TermKind.BY_DATE
    return day or isinstance(node, made.WeekdayOf)


def _or_next_year(sense: Sense, node: made.Until, scope: Scope) -> Sense:
    """«К новому учебному году» of a school year's plan: before it, or at its end for the next."""
    day = sense.term.end
    plain = isinstance(node.target, SchoolYear) and not node.target.first
    if not (plain and day and sense.sure) or day in scope.period:
        return sense
    following = day.replace(year=day.year + 1)
    if following not in scope.period:
        return sense
    terms = by_day(following), sense.term
    return Sense(terms, sure=False, doubts=(*sense.doubts, Doubt.AMBIGUOUS))


def _each_until(term: Term, node: made.Until) -> Term:
    """«До 1 марта 2023-2025 гг.»: a last day for each of the years."""
    days = [
        before_it(Term(term.kind, (one,))) if node.edge is Edge.START else one.end
        for one in term.windows
    ]
    return Term(TermKind.BY_DATE, tuple(Window(TermKind.BY_DATE, None, one) for one in days))


def before_it(term: Term) -> date:
    """The day before a time begins."""
    window = term.windows[0]
    return (window.start or window.end) - DAY


def _middle(term: Term) -> date:
    window = term.windows[0]
    start = window.start or window.end
    if (window.end - start).days < _LONGEST_MONTH:
        return start + 14 * DAY
    half = start + (window.end - start) / 2
    return last_of_month(half.year, half.month)


def _until_end(node: made.Until, whole: Sense, ends: tuple[Term, ...], scope: Scope) -> Sense:
    """The school year ends with the lessons or in August: the lessons first, the other told."""
    if isinstance(node.target, SchoolYear):
        parts = _part_of_school_year(made.PartOf(node.target, edge=Edge.END), whole, scope)
        ends = tuple(by_day(one.windows[0].end) for one in parts.terms)
        return Sense(ends, parts.sure, parts.doubts)
    return settled([(one,) for one in ends], whole, scope)


def _until_term(node: made.Until, whole: Sense, starts: tuple[Term, ...], scope: Scope) -> Sense:
    """«До четвертой четверти»: the day needs the school's calendar, and is sure where it is set."""
    target = node.target
    quarter = 0
    if isinstance(target, made.SchoolTerm) and target.unit is Unit.SCHOOL_QUARTER:
        quarter = target.first
    day = starts[0].windows[0].end + DAY
    year = school_year_of(day)[0].year
    known = scope.days.quarter(year, quarter) if quarter and whole.sure else None
    if known:
        doubts = tuple(one for one in whole.doubts if one is not Doubt.NEEDS_CALENDAR)
        return Sense((by_day(known[0] - DAY),), doubts=doubts)
    event = Event(
        START_OF_QUARTER if quarter else "start_of_school_term",
        node.text,
        academic_year=f"{year}/{(year + 1) % 100:02d}" if whole.sure else "",
        quarter=quarter,
    )
    waits = Term(TermKind.BY_DATE, event=event)
    return Sense((waits, *starts), whole.sure, whole.doubts, open=True)


def _until_unknown(node: made.Until, whole: Sense) -> Sense:
    """«До осенних каникул»: their days are the region's."""
    event = Event("before_holidays", node.text)
    ends = [by_day(before_it(one)) for one in whole.terms[1:]]
    if node.edge is Edge.END or node.inclusive:
        ends = [by_day(one.windows[-1].end) for one in whole.terms[1:]]
    return Sense((Term(TermKind.BY_DATE, event=event), *ends), doubts=whole.doubts, open=True)


@resolve.register
def _(node: made.Since, scope: Scope) -> Sense:
    whole = resolve(node.target, scope)
    if whole.open:
        return whole
    if isinstance(node.target, SchoolYear) and node.edge is Edge.END:
        whole = _part_of_school_year(made.PartOf(node.target, edge=Edge.END), whole, scope)
    elif isinstance(node.target, Span) and node.edge not in (None, Edge.START):
        # «С конца мая» begins in May.
        return resolve(made.Since(made.PartOf(node.target, edge=node.edge)), scope)
    end = scope.period.last
    onward = settled([(_since(one, node, end),) for one in whole.terms], whole, scope)
    if not node.after:
        return onward
    # «После 15 марта» has no last day at all; «с 15 марта» goes on.
    return replace(onward, asks=True, doubts=(*onward.doubts, Doubt.AMBIGUOUS))


def _since(term: Term, node: made.Since, end: date) -> Term:
    window = term.windows[0]
    start = window.start or window.end
    if node.after or node.edge is Edge.END:
        start = window.end + DAY
    kind = TermKind.MONTH_RANGE if node.after else TermKind.CONTINUOUS
    return window_term(kind, (start, max(start, end)))
