"""Which windows a printed time may be in a document's period."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from engine.domain.calendar import school_year_of
from engine.domain.roadmaps.terms import Event, Term, TermKind, Unit, Window, YearKind
from workflows.roadmaps.grammar.meaning.placing import (
    DAY,
    Days,
    NoSuchDay,
    Placed,
    bounds,
    choose,
    in_year,
    nearest,
    place,
    school_year_days,
)
from workflows.roadmaps.grammar.meaning.sense import (
    Scope,
    Sense,
    list_kind,
    resolve,
    sense_of,
    together,
    window_term,
)
from workflows.roadmaps.grammar.values import Doubt
from workflows.roadmaps.grammar.words import syntax as made
from workflows.roadmaps.grammar.words.syntax import SchoolYear, Span, Stamp

_SEPTEMBER, _MAY, _AUGUST, _DECEMBER = 9, 5, 8, 12


@resolve.register
def _(node: Span, scope: Scope) -> Sense:
    try:
        sense = sense_of(node.kind, place(node, scope.period), *node.doubts)
        return _on_weekday(sense, node, scope) if node.weekday else sense
    except NoSuchDay:
        almost = sense_of(node.kind, place(nearest(node), scope.period))
        return Sense(almost.terms, sure=False, doubts=(Doubt.IMPOSSIBLE_DATE,))


def _on_weekday(sense: Sense, node: Span, scope: Scope) -> Sense:
    """«18 марта (пятница)»: the weekday decides the year; one that fits none is asked about."""
    fits = tuple(one for one in sense.terms if _weekday_of(one) == node.weekday)
    doubts = tuple(one for one in sense.doubts if one is not Doubt.AMBIGUOUS)
    if len(fits) == 1:
        return Sense(fits, sure=True, doubts=doubts)
    others = fits or (*sense.terms, *_near_weekday(sense.term, node, scope))
    return Sense(tuple(dict.fromkeys(others)), sure=False, doubts=(*doubts, Doubt.AMBIGUOUS))


def _weekday_of(term: Term) -> int:
    return term.windows[0].end.isoweekday()


def _near_weekday(term: Term, node: Span, scope: Scope) -> list[Term]:
    """The days that may have been meant: that weekday beside the day, that day of another year."""
    day = term.windows[0].end
    ahead = (node.weekday - day.isoweekday()) % 7
    days = [day + (ahead - 7 if ahead > 3 else ahead) * DAY]  # noqa: PLR2004 - half a week
    for year in range(scope.period.first.year - 1, scope.period.last.year + 2):
        try:
            days.append(day.replace(year=year))
        except ValueError:
            continue
    fits = [one for one in days if one.isoweekday() == node.weekday]
    return [window_term(TermKind.BY_DATE, (one, one)) for one in fits]


@resolve.register
def _(node: made.Spans, scope: Scope) -> Sense:
    return _asked_if(together([resolve(one, scope) for one in node.spans]), asks=node.asks)


def _asked_if(whole: Sense, *, asks: bool) -> Sense:
    return replace(whole, asks=True, doubts=(*whole.doubts, Doubt.AMBIGUOUS)) if asks else whole


@resolve.register
def _(node: made.Either, scope: Scope) -> Sense:
    senses = [resolve(one, scope) for one in node.nodes]
    terms = tuple(dict.fromkeys(term for one in senses for term in one.terms))
    if node.sure:
        return replace(senses[0], terms=terms)
    return Sense(terms, sure=False, doubts=(Doubt.AMBIGUOUS,))


@resolve.register
def _(node: made.Pair, scope: Scope) -> Sense:
    """Which of the two years, nobody can say: truth of «Январь 2020-2021»."""
    del scope
    first, last = node.span.first, node.span.last
    if node.span.kind not in (TermKind.MONTH, TermKind.MONTH_RANGE):
        return Sense((_in_each_year(node),), sure=False, doubts=(Doubt.AMBIGUOUS,))
    whole = first.month == last.month
    ways = [
        (Stamp(node.first, first.month), Stamp(node.last, _DECEMBER if whole else last.month)),
        (Stamp(node.first, first.month), Stamp(node.first, last.month)),
        (Stamp(node.last, first.month), Stamp(node.last, last.month)),
    ]
    ways = ways if whole else [ways[2], ways[1], ways[0]]
    spans = [Span(TermKind.MONTH_RANGE, *way) for way in ways]
    days = [_of_known_years(span) for span in spans]
    terms = [window_term(TermKind.MONTH_RANGE, one) for one in days]
    every_year = _in_each_year(node)
    terms = [every_year, *terms] if node.each else [*terms, every_year]
    return Sense(tuple(terms), sure=False, doubts=(Doubt.AMBIGUOUS,))


def _of_known_years(span: Span) -> Days:
    return bounds(span.first, span.last)


def _in_each_year(node: made.Pair) -> Term:
    """The same days, months or quarters in every year from the one to the other."""
    spans = [in_year(node.span, one) for one in range(node.first, node.last + 1)]
    windows = tuple(Window(node.span.kind, *_of_known_years(one)) for one in spans)
    return Term(list_kind(windows) or node.span.kind, windows)


@resolve.register
def _(node: made.Years, scope: Scope) -> Sense:
    days = date(node.first, 1, 1), date(node.last, 12, 31)
    calendar = window_term(TermKind.WHOLE_PERIOD, days)
    far = node.last < scope.period.first.year - 1 or node.first > scope.period.last.year + 1
    if far:
        return Sense((calendar,), sure=False, doubts=(Doubt.SUSPECT_YEAR,))
    if node.sure:
        return Sense((calendar,))
    school = school_year_days(node.first, scope.period)
    placed = choose((days, school), scope.period)
    if placed.sure:
        return sense_of(TermKind.WHOLE_PERIOD, placed)
    terms = calendar, window_term(TermKind.WHOLE_PERIOD, school)
    return Sense(terms, sure=False, doubts=(Doubt.AMBIGUOUS,))


@resolve.register
def _(node: SchoolYear, scope: Scope) -> Sense:
    placed = place_school_year(node, scope)
    sense = sense_of(TermKind.WHOLE_PERIOD, placed)
    if not placed.sure:
        return sense
    start = placed.days[0][0]
    teaching = window_term(TermKind.WHOLE_PERIOD, (start, date(start.year + 1, _MAY, 31)))
    return replace(sense, terms=tuple(dict.fromkeys((sense.term, teaching))))


def place_school_year(node: SchoolYear, scope: Scope) -> Placed:
    """The days of a school year; without a number it is the one that lies in the period."""
    period = scope.period
    if node.first:
        far = not period.first.year - 2 <= node.first <= period.last.year + 1
        days = school_year_days(node.first, period)
        return Placed((days,), sure=not far, doubts=(Doubt.SUSPECT_YEAR,) if far else ())
    years = range(period.first.year - 1, period.last.year + 1)
    found = [school_year_days(one, period) for one in years]
    begun = [one for one in found if one[0] in period]
    return choose(begun if node.coming and begun else found, period)


@resolve.register
def _(node: made.ThisYear, scope: Scope) -> Sense:
    """The document's year; where it has several, or counts by another, somebody must say which."""
    period = scope.period
    kind = node.said or scope.year_kind
    one_year = period.first.year == period.last.year
    one_school_year = school_year_of(period.first) == school_year_of(period.last)
    if (one_year and node.said is not YearKind.ACADEMIC) or (one_school_year and not node.said):
        own = window_term(TermKind.WHOLE_PERIOD, (period.first, period.last))
        other = window_term(TermKind.WHOLE_PERIOD, school_year_of(period.first))
        told = (own, other) if one_year and not (node.said or scope.kind) else (own,)
        return Sense(told)
    if kind is YearKind.ACADEMIC:
        return resolve(SchoolYear(), scope)
    years = range(period.first.year, period.last.year + 1)
    placed = choose([(date(one, 1, 1), date(one, 12, 31)) for one in years], period)
    whole = window_term(TermKind.WHOLE_PERIOD, (period.first, period.last))
    sense = sense_of(TermKind.WHOLE_PERIOD, placed)
    return replace(sense, terms=(whole, *sense.terms), sure=False, doubts=(Doubt.AMBIGUOUS,))


@resolve.register
def _(node: made.WholePeriod, scope: Scope) -> Sense:
    del node
    return Sense((window_term(TermKind.WHOLE_PERIOD, (scope.period.first, scope.period.last)),))


_HALVES = {
    YearKind.CALENDAR: ((1, 6), (7, 12)),
    YearKind.ACADEMIC: ((9, 12), (1, 5)),
}


@resolve.register
def _(node: made.Half, scope: Scope) -> Sense:
    said = node.said or (YearKind.ACADEMIC if node.school_year else _kind_of_half(node, scope))
    preferred = said or (YearKind.CALENDAR if node.year else scope.year_kind)
    other = YearKind.CALENDAR if preferred is YearKind.ACADEMIC else YearKind.ACADEMIC
    sense = _half(node, preferred, scope)
    if said:
        return sense
    second = _half(node, other, scope)
    return replace(
        sense,
        terms=(*sense.terms, *second.terms),
        doubts=(*sense.doubts, Doubt.NEEDS_CALENDAR),
    )


def _kind_of_half(node: made.Half, scope: Scope) -> YearKind | None:
    """«I полугодие 2024 года» in a school year is the calendar's, where only that one fits."""
    if not node.year or scope.kind is not YearKind.ACADEMIC:
        return scope.kind
    window = _half(node, YearKind.ACADEMIC, scope).term.windows[0]
    return scope.kind if window.end in scope.period else YearKind.CALENDAR


def _half(node: made.Half, kind: YearKind, scope: Scope) -> Sense:
    first, last = _HALVES[kind][node.nth - 1]
    school = node.school_year if kind is YearKind.ACADEMIC else None
    span = Span(
        TermKind.MONTH_RANGE, Stamp(node.year, first), Stamp(node.year, last), school_year=school
    )
    extra = (Doubt.NEEDS_CALENDAR,) if kind is YearKind.ACADEMIC else ()
    return sense_of(TermKind.MONTH_RANGE, place(span, scope.period), *extra)


SCHOOL_TERMS = {
    Unit.SCHOOL_QUARTER: ((9, 10), (11, 12), (1, 3), (4, 5)),
    Unit.SCHOOL_TRIMESTER: ((9, 11), (12, 2), (3, 5)),
    Unit.SCHOOL_HALF_YEAR: ((9, 12), (1, 5)),
}
"""The default school calendar, by months; regions have their own days."""


def term_span(node: made.SchoolTerm) -> Span:
    """A school term under the default calendar."""
    months = SCHOOL_TERMS[node.unit]
    first, last = months[node.first - 1][0], months[node.last - 1][1]
    opening = node.year - 1 if node.year and first > last else node.year
    return Span(
        TermKind.MONTH_RANGE,
        Stamp(opening, first),
        Stamp(node.year, last),
        school_year=node.school_year,
        doubts=(Doubt.NEEDS_CALENDAR,),
    )


@resolve.register
def _(node: made.SchoolTerm, scope: Scope) -> Sense:
    return resolve(term_span(node), scope)


@resolve.register
def _(node: made.Several, scope: Scope) -> Sense:
    return _asked_if(together([resolve(one, scope) for one in node.nodes]), asks=node.asks)


_HOLIDAYS = {
    "осень": ((10, 28), (11, 5)),
    "зима": ((12, 30), (1, 8)),
    "весна": ((3, 24), (3, 31)),
    "лето": ((6, 1), (8, 31)),
}
"""Holidays under the default school calendar."""


@resolve.register
def _(node: made.Holidays, scope: Scope) -> Sense:
    """Their days are the region's; under the default calendar they are candidates."""
    waits = Term(TermKind.ON_EVENT, event=Event("school_holidays", node.text))
    seasons = node.seasons or tuple(_HOLIDAYS)
    found = [_holiday_terms(node, season, scope) for season in seasons]
    terms = [term for one in found for term in one]
    if len(node.seasons) > 1:
        # All that are printed are meant; each of them alone would leave the others out.
        windows = tuple(window for term in terms for window in term.windows)
        terms = [Term(list_kind(windows) or TermKind.MONTHS_LIST, windows)] if windows else []
    return Sense((waits, *terms), doubts=(Doubt.NEEDS_CALENDAR,), open=True)


def _holiday_terms(node: made.Holidays, season: str, scope: Scope) -> list[Term]:
    first, last = (Stamp(0, *one) for one in _HOLIDAYS[season])
    if node.year:
        crosses = first.month > last.month
        first, last = replace(first, year=node.year - crosses), replace(last, year=node.year)
    span = Span(TermKind.MONTH_RANGE, first, last, school_year=node.school_year)
    return [
        window_term(TermKind.MONTH_RANGE, one)
        for one in place(span, scope.period).days
        if one[1] >= scope.period.first and one[0] <= scope.period.last
    ]
