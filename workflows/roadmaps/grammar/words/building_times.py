"""What the rules of times make of their words; the table of rules names these functions.

A function that gives None refuses the words: the rule did not fit after all.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import cast

from engine.domain.roadmaps.terms import Offset, Side, TermKind, Unit, YearKind
from workflows.roadmaps.grammar.values import Doubt
from workflows.roadmaps.grammar.words import syntax as made
from workflows.roadmaps.grammar.words.lexicon import TERM_DAYS
from workflows.roadmaps.grammar.words.syntax import Edge, Node, SchoolYear, Span, Stamp
from workflows.roadmaps.grammar.words.taking import Taken
from workflows.roadmaps.grammar.words.tokens import Token

_CENTURY = 100
_MONTHS, _QUARTERS, _TRIMESTERS, _HALVES = 12, 4, 3, 2
_SEASONS = {"зима": (12, 2), "весна": (3, 5), "лето": (6, 8), "осень": (9, 11)}
_EDGES = {"начало": Edge.START, "середина": Edge.MIDDLE, "конец": Edge.END}
_EDGES["окончание"] = Edge.END
_WHOLE_YEARS = frozenset({"гг", "годы", "годов", "годах", "годам"})
UNITS = {
    "день": Unit.DAY,
    "неделя": Unit.WEEK,
    "месяц": Unit.MONTH,
    "квартал": Unit.QUARTER,
    "четверть": Unit.SCHOOL_QUARTER,
    "триместр": Unit.SCHOOL_TRIMESTER,
    "семестр": Unit.SCHOOL_HALF_YEAR,
    "полугодие": Unit.HALF_YEAR,
    "год": Unit.YEAR,
}
_CALENDAR_ONLY = "календарный"


def same(m: Taken) -> object:
    """What the rule inside made."""
    return m.node("it")


def yes(m: Taken) -> object:
    """The words are there, and that is all."""
    return m.text


def whole_between(m: Taken) -> object:
    """Весь период с 1 марта по 15 мая 2023 г."""
    return replace(cast("Span", m.node("it")), kind=TermKind.WHOLE_PERIOD)


def just(node: object) -> Callable[[Taken], object]:
    """Always the same value."""
    return lambda _: node


# Years


def year(m: Taken) -> object:
    """2023 г."""
    return m.number("value")


def years(m: Taken) -> object:
    """2023-2025 гг.; whether «2023-2024» is a school year only «гг.» can tell."""
    first, last = m.number("first"), _second(m)
    forms = {one.text.lower().rstrip(".") for one in m.words if one.word == "год"}
    twice = sum(one.word == "год" for one in m.words) > 1
    if last <= first:
        return None
    return made.Years(first, last, sure=twice or bool(forms & _WHOLE_YEARS) or last > first + 1)


def one_year(m: Taken) -> object:
    """A whole year by its number."""
    number = cast("int", m.node("year"))
    return made.Years(number, number)


def school_year(m: Taken) -> object:
    """2023/24 учебный год; the two must follow each other."""
    first, last = m.number("first"), _second(m)
    return SchoolYear(first) if last == first + 1 else None


def _second(m: Taken) -> int:
    number = m.number("last")
    return m.number("first") // _CENTURY * _CENTURY + number if number < _CENTURY else number


# Days and months


def year_of(m: Taken) -> int:
    """The year printed beside, or 0."""
    return cast("int", m.node("year") or 0)


def day_span(first: Stamp, last: Stamp | None = None) -> Span:
    """A day, or the days from one to another."""
    kind = TermKind.MONTH_RANGE if last else TermKind.BY_DATE
    return Span(kind, first, last or first)


def figures(m: Taken) -> object:
    """30.09.2020."""
    token = m.token("date")
    return day_span(_stamp(token)) if token else None


def _stamp(token: Token) -> Stamp:
    return Stamp(token.year, token.month, token.day)


def day_of_month(m: Taken) -> object:
    """30 сентября 2020 г."""
    return day_span(Stamp(year_of(m), m.number("month"), m.number("day")))


def month(m: Taken) -> object:
    """Сентябрь 2020."""
    token = m.token("figures")
    stamp = _stamp(token) if token else Stamp(year_of(m), m.number("month"))
    return Span(TermKind.MONTH, stamp, stamp)


def between(m: Taken) -> object:
    """From one day or month to another; a day alone takes the month of the second."""
    last = cast("Span", m.node("last"))
    first = m.node("first")
    if not isinstance(first, Span):
        return day_span(replace(last.last, day=m.number("day")), last.last)
    kind = first.kind if first.kind is TermKind.QUARTER else TermKind.MONTH_RANGE
    return Span(kind, first.first, last.last)


def days_listed(m: Taken) -> object:
    """15 и 30 марта 2023."""
    last = cast("Span", m.node("last"))
    days = [one.number for one in m.tokens("day")]
    spans = [day_span(replace(last.last, day=day)) for day in days]
    return made.Spans((*spans, last))


def pair(m: Taken) -> object:
    """Months and two years: which month is of which year must be asked."""
    first, last = m.number("first"), _second(m)
    span = cast("Span", m.node("months"))
    stamps = span.first, span.last
    if last <= first or any(one.year for one in stamps):
        return None
    # Over the New Year only one reading is left.
    if last == first + 1 and stamps[0].month > stamps[1].month:
        return replace(
            span, first=replace(stamps[0], year=first), last=replace(stamps[1], year=last)
        )
    return made.Pair(span, first, last)


def of_school_year(m: Taken) -> object:
    """A month of a school year."""
    span = cast("Span", m.node("months"))
    known = span.first.year or span.last.year
    school = cast("SchoolYear", m.node("year"))
    return None if known else replace(span, school_year=school)


def season(m: Taken) -> object:
    """Осень 2023."""
    first, last = _SEASONS[m.word("season")]
    last = _SEASONS[m.word("to")][1] if "to" in m else last
    number = year_of(m)
    # A winter of a printed year may be the one before it or the one after.
    opening = 0 if first > last else number
    return Span(
        TermKind.MONTH_RANGE,
        Stamp(opening, first),
        Stamp(number, last),
        doubts=(Doubt.APPROXIMATE,),
    )


def several_limits(m: Taken) -> object:
    """До 1 июля и 1 декабря."""
    inside = any(one.word in ("позднее", "по") for one in m.words)
    nodes = [made.Until(cast("Node", one), inclusive=inside) for one in m.nodes("it")]
    return made.Several(tuple(nodes))


def several_parts(m: Taken) -> object:
    """В начале и в конце учебного года."""
    target = cast("Node", m.node("of"))
    edges = [_EDGES[one.word] for one in m.tokens("edge")]
    return made.Several(tuple(made.PartOf(target, edge=one) for one in edges))


def piece(m: Taken) -> object:
    """3 неделя; «3 недели» are as likely a length of time."""
    if any(one.text.lower().endswith(("ели", "ель", "ады", "ад")) for one in m.words):
        return None
    return made.Piece(nth_of(m), m.word("piece"))


def part(m: Taken) -> object:
    """The beginning, a half, a decade or a week of something."""
    target = cast("Node", m.node("of") or m.node("year"))
    if isinstance(target, int):
        target = made.Years(target, target)
    if "edge" in m:
        return made.PartOf(target, edge=_EDGES[m.word("edge")])
    return made.PartOf(target, nth=nth_of(m), piece=m.word("piece"))


def nth_of(m: Taken) -> int:
    """A number in order; the last is -1."""
    token = m.token("nth")
    return -1 if token and token.word == "последний" else m.number("nth")


def weekday_of(m: Taken) -> object:
    """Вторая пятница сентября."""
    return made.WeekdayOf(cast("Span", m.node("of")), nth_of(m), m.number("weekday"))


# Quarters and school terms


def quarters(m: Taken) -> object:
    """I квартал, II-III квартал; several listed are several windows."""
    numbers = [one.number for one in m.tokens("nth")]
    number = year_of(m)
    if any(one > _QUARTERS for one in numbers):
        return None
    if "listed" in m:
        return made.Spans(tuple(_quarter(one, one, number) for one in numbers))
    return _quarter(numbers[0], numbers[-1], number)


def _quarter(first: int, last: int, number: int) -> Span:
    opening = Stamp(number if first <= last else number and number - 1, first * 3 - 2)
    return Span(TermKind.QUARTER, opening, Stamp(number, last * 3))


def halves(m: Taken) -> object:
    """I и II полугодие: each is a window of its own."""
    numbers = sorted({one.number for one in m.tokens("nth")})
    if numbers != [1, 2]:
        return None
    return made.Several(tuple(cast("Node", _half(m, one)) for one in numbers))


def half(m: Taken) -> object:
    """I полугодие 2023 года, I полугодие 2023/24 учебного года."""
    return _half(m, m.number("nth"))


def _half(m: Taken, nth: int) -> made.Half | None:
    said = YearKind.ACADEMIC if "school" in m else None
    said = YearKind.CALENDAR if m.word("said") == _CALENDAR_ONLY else said
    school = m.node("school_year")
    if nth > _HALVES:
        return None
    return made.Half(nth, year_of(m), school if isinstance(school, SchoolYear) else None, said)


def school_term(m: Taken) -> object:
    """I четверть, II триместр, 1 семестр."""
    numbers = [one.number for one in m.tokens("nth")]
    unit = UNITS[m.word("unit")]
    most = {Unit.SCHOOL_QUARTER: _QUARTERS, Unit.SCHOOL_TRIMESTER: _TRIMESTERS}.get(unit, _HALVES)
    if any(one > most for one in numbers):
        return None
    school = m.node("school_year")
    known = school if isinstance(school, SchoolYear) else None
    if "listed" in m:
        terms = [made.SchoolTerm(unit, one, one, year_of(m), known) for one in numbers]
        return made.Several(tuple(terms))
    return made.SchoolTerm(unit, numbers[0], numbers[-1], year_of(m), known)


def holidays(m: Taken) -> object:
    """Осенние каникулы."""
    school = m.node("school_year")
    known = school if isinstance(school, SchoolYear) else None
    return made.Holidays(m.word("season"), year_of(m), known, m.text)


# Limits


def until(m: Taken) -> object:
    """«До» and its kin; «не позднее» and «по» take what they name in."""
    inside = any(one.word in ("позднее", "по", "включительно") for one in m.words)
    edge = _EDGES[m.word("edge")] if "edge" in m else None
    return made.Until(cast("Node", m.node("it")), edge=edge, inclusive=inside, text=m.text)


def since(m: Taken) -> object:
    """«С» and a day or a month, with no end."""
    edge = _EDGES[m.word("edge")] if "edge" in m else None
    return made.Since(cast("Node", m.node("it")), edge=edge, after="after" in m)


def counted_from_day(m: Taken) -> object:
    """За 5 дней до 1 сентября."""
    return made.Counted(cast("Node", m.node("it")), offset_of(m))


def offset_of(m: Taken) -> Offset:
    """So many days, before or after."""
    side = Side.BEFORE if "before" in m else Side.AFTER
    short = m.token("term")
    if short:
        count, word = TERM_DAYS[short.word]
        unit = UNITS[word]
    else:
        count = m.number("count", 1)
        unit = UNITS.get(m.word("unit"), Unit.DAY)
    count, unit = (count * 10, Unit.DAY) if m.word("unit") == "декада" else (count, unit)
    if unit is Unit.DAY and "working" in m:
        unit = Unit.WORKING_DAY
    return Offset(count, unit, side)
