"""What the rules of quarters, half-years, school terms and seasons make of their words."""

from itertools import pairwise
from typing import cast

from engine.domain.roadmaps.terms import TermKind, Unit, YearKind
from workflows.roadmaps.grammar.values import Doubt
from workflows.roadmaps.grammar.words import syntax as made
from workflows.roadmaps.grammar.words.building_times import MONTHS, QUARTERS, UNITS, year_of
from workflows.roadmaps.grammar.words.classes import CLASSES
from workflows.roadmaps.grammar.words.syntax import Node, SchoolYear, Span, Stamp
from workflows.roadmaps.grammar.words.taking import Taken

_CALENDAR_ONLY = "календарный"
_TRIMESTERS, _HALVES = 3, 2
_SEASONS = {"зима": (12, 2), "весна": (3, 5), "лето": (6, 8), "осень": (9, 11)}


def season(m: Taken) -> object:
    """Осень 2023."""
    first, last = _SEASONS[m.word("season")]
    last = _SEASONS[m.word("to")][1] if "to" in m else last
    number = year_of(m)
    if _belongs_to_a_noun(m):
        return None
    # A winter of a printed year may be the one before it or the one after.
    opening = 0 if first > last else number
    return Span(
        TermKind.MONTH_RANGE,
        Stamp(opening, first),
        Stamp(number, last),
        doubts=(Doubt.APPROXIMATE,),
    )


def _belongs_to_a_noun(m: Taken) -> bool:
    """«В период летней оздоровительной кампании», «весенняя сессия»: the noun's, no season."""
    after = m.chart.tokens[m.last : m.last + 1]
    adjective = m.words[-1].text.lower().endswith(_ADJECTIVES)
    return adjective and bool(after) and CLASSES["LOOSE"](after[0])


_ADJECTIVES = ("ий", "их", "ие", "ими", "яя", "ем", "его", "ему", "ую", "ней")


def winter(m: Taken) -> object:
    """Зима 2022-2023: the only season of two years."""
    first, last = m.number("first"), m.number("last")
    if m.word("season") != "зима" or (last - first - 1) % _CENTURY:
        return None
    opens, ends = _SEASONS["зима"]
    stamps = Stamp(first, opens), Stamp(first + 1, ends)
    return Span(TermKind.MONTH_RANGE, *stamps, doubts=(Doubt.APPROXIMATE,))


_CENTURY = 100


def quarters(m: Taken) -> object:
    """I квартал, II-III квартал; several listed are several windows."""
    numbers = [one.number for one in m.tokens("nth")]
    number = year_of(m)
    if any(one > QUARTERS for one in numbers):
        return None
    if "listed" in m:
        each = made.Spans(tuple(_quarter(one, one, number) for one in numbers))
        stroke = all(one.text == "/" for one in m.tokens("listed"))
        if not (stroke and all(after == one + 1 for one, after in pairwise(numbers))):
            return each
        # «I/II квартал», as «март/апрель»: one time of both, or each of them.
        return made.Either((_quarter(numbers[0], numbers[-1], number), each), sure=True)
    return _quarter(numbers[0], numbers[-1], number)


def last_quarter(m: Taken) -> object:
    """Последний квартал 2023; without its year it is none of a row."""
    return _quarter(QUARTERS, QUARTERS, year_of(m))


def _quarter(first: int, last: int, number: int) -> Span:
    opening = Stamp(number if first <= last else number and number - 1, first * 3 - 2)
    return Span(TermKind.QUARTER, opening, Stamp(number, last * 3))


def months_in_roman(m: Taken) -> object:
    """IX 2023; up to four it may be a quarter."""
    numbers = [one.number for one in m.tokens("nth")]
    first, last, number = numbers[0], numbers[-1], year_of(m)
    if first > last or last > MONTHS:
        return None
    kind = TermKind.MONTH if first == last else TermKind.MONTH_RANGE
    months = Span(kind, Stamp(number, first), Stamp(number, last))
    return months if last > QUARTERS else made.Either((_quarter(first, last, number), months))


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
    most = {Unit.SCHOOL_QUARTER: QUARTERS, Unit.SCHOOL_TRIMESTER: _TRIMESTERS}.get(unit, _HALVES)
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
    seasons = tuple(one.word for one in m.tokens("season"))
    return made.Holidays(seasons, year_of(m), known, m.text)
