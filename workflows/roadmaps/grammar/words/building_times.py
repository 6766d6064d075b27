"""What the rules of times make of their words; the table of rules names these functions.

A function that gives None refuses the words: the rule did not fit after all.
"""

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from typing import cast

from engine.domain.roadmaps.terms import TermKind, Unit
from workflows.roadmaps.grammar.words import syntax as made
from workflows.roadmaps.grammar.words.syntax import Edge, Node, SchoolYear, Span, Stamp
from workflows.roadmaps.grammar.words.taking import Taken
from workflows.roadmaps.grammar.words.tokens import Token

_CENTURY = 100
MONTHS, QUARTERS = 12, 4
EDGES = {"начало": Edge.START, "середина": Edge.MIDDLE, "конец": Edge.END}
EDGES["окончание"] = Edge.END
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


def short_year(m: Taken) -> object:
    """Июнь 23 г.; «23 года» are as likely a length of time."""
    return 2000 + m.number("value") if m.words[1].text.lower().rstrip(".") == "г" else None


def years(m: Taken) -> object:
    """2023-2025 гг.; whether «2023-2024» is a school year only «гг.» can tell."""
    first, last = m.number("first"), _second(m)
    forms = {one.text.lower().rstrip(".") for one in m.words if one.word == "год"}
    twice = sum(one.word == "год" for one in m.words) > 1
    if not first < last <= first + _MOST_YEARS:
        return None
    return made.Years(first, last, sure=twice or bool(forms & _WHOLE_YEARS) or last > first + 1)


_MOST_YEARS = 15
"""«2023 – 50» is no row of years."""


def one_year(m: Taken) -> object:
    """A whole year by its number."""
    number = cast("int", m.node("year"))
    return made.Years(number, number)


def school_year(m: Taken) -> object:
    """2023/24 учебный год; the two must follow each other."""
    first, last = m.number("first"), _second(m)
    first += 2000 if first < _CENTURY else 0
    last += 2000 if last < _CENTURY else 0
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
    return _on_weekday(day_span(_stamp(token)), m) if token else None


def _on_weekday(span: Span, m: Taken) -> Span:
    return replace(span, weekday=m.number("weekday"))


def _stamp(token: Token) -> Stamp:
    return Stamp(token.year, token.month, token.day)


def day_of_month(m: Taken) -> object:
    """30 сентября 2020 г."""
    if len(m.nodes("year")) > 1 or len(m.tokens("weekday")) > 1:
        return None
    month = m.token("month")
    if "stop" in m and month and not month.text.lower().endswith(("я", "а")):
        # «1. Март» numbers a list, «15. апреля» is a day.
        return None
    stamp = Stamp(year_of(m), m.number("month"), m.number("day"), _is_following(m))
    return _on_weekday(day_span(stamp), m)


def _is_following(m: Taken) -> bool:
    """«Январь следующего года»; «до 20 января года, следующего за отчетным» is in every year."""
    return "following" in m and not year_of(m)


def month(m: Taken) -> object:
    """Сентябрь 2020."""
    token = m.token("figures")
    after = m.chart.tokens[m.last : m.last + 1]
    comma = any(one.text == "," for one in m.words)
    if comma and after and after[0].text in ("-", ":") and not _goes_on(m):
        # «2022 год – апрель, 2023 год – май»: the year is that of what follows.
        return None
    given = Stamp(year_of(m), m.number("month"), following=_is_following(m))
    stamp = _stamp(token) if token else given
    return Span(TermKind.MONTH, stamp, stamp)


def _goes_on(m: Taken) -> bool:
    """«Июнь, 2023 г. – постоянно»: no other time stands behind the dash."""
    found = m.chart.best("part", m.last + 1)
    return found is not None and isinstance(found.node, made.Always | made.Every)


def months_in_figures(m: Taken) -> object:
    """03-05.2023."""
    token, first = m.token("figures"), m.number("first")
    if not token or not 0 < first < token.month:
        return None
    return Span(TermKind.MONTH_RANGE, Stamp(token.year, first), _stamp(token))


def months_in_a_row(m: Taken) -> object:
    """Июнь – июль – август 2023; months that do not follow each other are no range."""
    spans = [cast("Span", one) for one in m.nodes("month")]
    numbers = [one.first.month for one in spans]
    follow = all((after - one) % MONTHS == 1 for one, after in pairwise(numbers))
    if follow:
        return Span(TermKind.MONTH_RANGE, spans[0].first, spans[-1].last)
    year = spans[-1].last.year
    return made.Spans(tuple(_in_year_if_none(one, year) for one in spans), asks=True)


def _in_year_if_none(span: Span, number: int) -> Span:
    stamp = replace(span.first, year=span.first.year or number)
    return Span(span.kind, stamp, stamp)


def ranges_listed(m: Taken) -> object:
    """1-5 и 20-25 марта 2023."""
    rest = m.node("rest")
    spans = rest.spans if isinstance(rest, made.Spans) else (cast("Span", rest),)
    first, last = (replace(spans[0].first, day=one.number) for one in m.tokens("day"))
    return made.Spans((day_span(first, last), *spans)) if first.day < last.day else None


def days_of_months(m: Taken) -> object:
    """До 20 марта, июня, сентября и декабря 2023 г.: the day is that of each month."""
    tokens = m.tokens("month")
    if any(one.text.lower()[-1:] not in ("я", "а") for one in tokens):
        return None
    days = [Stamp(year_of(m), one.number, m.number("day")) for one in tokens]
    return made.Spans(tuple(day_span(one) for one in days))


def each_month(m: Taken) -> object:
    """«Первая неделя сентября, января 2024 г.»: of each month; in a list the years go forward."""
    tokens, year = m.tokens("month"), year_of(m)
    if any(one.text.lower()[-1:] not in ("я", "а") for one in tokens):
        return None
    last = tokens[-1].number
    stamps = [Stamp(year and year - (one.number > last), one.number) for one in tokens]
    return made.Spans(tuple(Span(TermKind.MONTH, one, one) for one in stamps))


def between(m: Taken) -> object:
    """From one day or month to another; a day alone takes the month of the second."""
    last, first = m.node("last"), m.node("first")
    if not isinstance(last, Span) or not isinstance(first, Span | None):
        # «I квартал – II, III квартал» is no time from the one to the other.
        return None
    if first is None:
        return day_span(replace(last.last, day=m.number("day")), last.last)
    kind = first.kind if first.kind is TermKind.QUARTER else TermKind.MONTH_RANGE
    # «Март – апрель следующего года» are both of it, unless the first is said to be of this one.
    both = last.last.following and first.first.month <= last.last.month
    both = both and not any(one.word == "текущий" for one in m.words)
    return Span(kind, replace(first.first, following=both), last.last)


def either_month(m: Taken) -> object:
    """Март/апрель: in the one or in the other, which of neighbours is one time of them all."""
    spans = [cast("Span", one) for one in m.nodes("month")]
    years = {one.last.year for one in spans} - {0}
    follow = all(after.last.month == one.last.month + 1 for one, after in pairwise(spans))
    if not follow or len(years) > 1 or any(one.last.following for one in spans):
        return None
    each = tuple(_in_year_if_none(one, max(years, default=0)) for one in spans)
    whole = Span(TermKind.MONTH_RANGE, each[0].first, each[-1].last)
    return made.Either((whole, made.Spans(each)), sure=True)


def one_or_other(m: Taken) -> object:
    """Март или апрель: which of them, nobody said."""
    spans = [cast("Span", one) for one in m.nodes("month")]
    years = {one.last.year for one in spans} - {0}
    if len(years) > 1 or any(one.last.following for one in spans):
        return None
    return made.Either(tuple(_in_year_if_none(one, max(years, default=0)) for one in spans))


def days_listed(m: Taken) -> object:
    """15 и 30 марта 2023."""
    last = cast("Span", m.node("last"))
    days = [one.number for one in m.tokens("day")]
    spans = [day_span(replace(last.last, day=day)) for day in days]
    # «15/20 мая»: on both days, or on one of them.
    return made.Spans((*spans, last), asks="stroke" in m)


def pair(m: Taken) -> object:
    """Months and two years: which month is of which year must be asked."""
    first, last = m.number("first"), _second(m)
    each = last > first + 1 or any(one.text.lower().rstrip(".") in _WHOLE_YEARS for one in m.words)
    span = cast("Span", m.node("months"))
    stamps = span.first, span.last
    if last <= first or any(one.year for one in stamps):
        return None
    # Over the New Year only one reading is left.
    if last == first + 1 and stamps[0].month > stamps[1].month:
        return replace(
            span, first=replace(stamps[0], year=first), last=replace(stamps[1], year=last)
        )
    return made.Pair(span, first, last, each)


def of_school_year(m: Taken) -> object:
    """A month of a school year."""
    span = cast("Span", m.node("months"))
    known = span.first.year or span.last.year
    school = cast("SchoolYear", m.node("year"))
    return None if known else replace(span, school_year=school)


def each_of(node: Node) -> tuple[Node, ...]:
    """Several times with one word for all, each by itself."""
    if isinstance(node, made.Several):
        return node.nodes
    return node.spans if isinstance(node, made.Spans) else (node,)
