"""Years printed once for several times: «сентябрь, декабрь 2023», «2023 год: май, июнь»."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from engine.domain.roadmaps.terms import Period
from workflows.roadmaps.grammar.meaning.placing import NoSuchDay, in_year, place
from workflows.roadmaps.grammar.meaning.resolving import resolve
from workflows.roadmaps.grammar.meaning.sense import Scope
from workflows.roadmaps.grammar.values import Doubt
from workflows.roadmaps.grammar.words import syntax as made
from workflows.roadmaps.grammar.words.items import Item
from workflows.roadmaps.grammar.words.syntax import Node, SchoolYear, Span

_YEAR_LIKE = (made.Years, SchoolYear, made.ThisYear)
_HOLDING = (made.Until, made.Since, made.PartOf, made.Counted)


def is_yearless(node: Node) -> bool:
    """Whether a time is printed without its year."""
    match node:
        case Span():
            known = node.first.year or node.last.year or node.last.following
            return not (known or node.school_year)
        case made.Spans():
            return all(is_yearless(one) for one in node.spans)
        case made.Several() | made.Either():
            return all(is_yearless(one) for one in node.nodes)
        case made.Half() | made.SchoolTerm() | made.Holidays():
            return not node.year and node.school_year is None
        case made.WeekdayOf():
            return is_yearless(node.span)
        case SchoolYear():
            return not node.first
        case made.Until() | made.Since() | made.PartOf() | made.Counted():
            return is_yearless(node.target)
        case _:
            return False


def years_apart(items: Sequence[Item]) -> list[Item]:
    """«Ежегодно до 1 марта 2023-2025 гг.»: the years bound the repeat, and the day has none."""
    kept: list[Item] = []
    for one in items:
        match one.node:
            case made.Pair(span, first, last):
                node: Node = span
            case made.Until(target=made.Pair(span, first, last)):
                node = replace(one.node, target=span)
            case _:
                kept.append(one)
                continue
        years = made.Years(first, last)
        kept += [replace(one, node=node), replace(one, node=years, label="")]
    return kept


def years_of_theirs(items: Sequence[Item]) -> list[Item]:
    """«2022 год – апрель, 2023 год – май»: each year is that of what stands behind its dash."""
    years = [at for at, one in enumerate(items) if isinstance(_number_of(one), int | SchoolYear)]
    heads = [at for at in years if at + 1 < len(items) and _is_behind(items[at + 1])]
    if years[:1] != [0] or heads != years or len(years) < _TWO:
        return list(items)
    given: list[Item] = []
    number: int | SchoolYear | None = None
    for at, one in enumerate(items):
        if at in years:
            number = _number_of(one)
        else:
            node = _with(one.node, number) if is_yearless(one.node) and number else one.node
            given.append(replace(one, node=node, inside=False, after_dash=False))
    return given


_TWO = 2


def _number_of(item: Item) -> int | SchoolYear | None:
    match item.node:
        case made.Years(first, last) if first == last and not item.label:
            return first
        case SchoolYear(first) if first and not item.label:
            return item.node
        case _:
            return None


def _is_behind(item: Item) -> bool:
    return is_yearless(item.node) and (item.after_dash or item.inside)


def narrow(items: Sequence[Item], scope: Scope) -> tuple[list[Item], Scope]:
    """A year printed before, in brackets or right after times without one is the year of those."""
    wide = [one for one in items if isinstance(one.node, _YEAR_LIKE)]
    others = [one for one in items if one not in wide]
    dated = [one for one in others if is_yearless(one.node)]
    repeats = any(isinstance(one.node, made.Every | made.Always) for one in items)
    if len(wide) != 1 or not dated or repeats or wide[0].label:
        return list(items), scope
    if not _is_their_year(wide[0], items):
        return list(items), scope
    sense = resolve(wide[0].node, scope)
    window = sense.term.windows[0]
    if not sense.sure or Doubt.SUSPECT_YEAR in sense.doubts or window.start is None:
        return list(items), scope
    try:
        inner = Period(window.start, window.end)
    except ValueError:
        return list(items), scope
    return others, replace(scope, period=inner)


def _is_their_year(wide: Item, items: Sequence[Item]) -> bool:
    within = any(one in wide.words.lower() for one in ("течени", "протяжени", "весь", "всего"))
    first = items[0] is wide and not within
    beside = not wide.parted or wide.after_dash
    return first or wide.inside or (items[0] is not wide and beside)


def lend_years(items: Sequence[Item], period: Period) -> list[Item]:
    """Times without a year take that of the next one that has it, else that of the one before."""
    lent = _school_years(items)
    for at in reversed(range(len(lent) - 1)):
        lent[at] = _lent(lent[at], lent[at + 1], period, forward=False)
    for at in range(1, len(lent)):
        lent[at] = _lent(lent[at], lent[at - 1], period, forward=True)
    return lent


def _school_years(items: Sequence[Item]) -> list[Item]:
    """«2022-2023, 2023-2024 учебные годы»: the first of them is a school year too."""
    school = any(isinstance(one.node, SchoolYear) and one.node.first for one in items)
    return [_as_school_year(one) if school else one for one in items]


def _as_school_year(item: Item) -> Item:
    match item.node:
        case made.Years(first, last, sure=False) if last == first + 1:
            return replace(item, node=SchoolYear(first))
        case _:
            return item


def _lent(item: Item, neighbour: Item, period: Period, *, forward: bool) -> Item:
    span, other = _span_of(item.node), _span_of(neighbour.node)
    if span is None or other is None or is_yearless(other):
        return item
    if forward and span.last.following and other.last.year:
        # «Декабрь 2023, январь следующего года».
        return replace(item, node=_with(item.node, other.last.year + 1))
    if not is_yearless(span) or other.last.following:
        return item
    if other.school_year and not other.last.year:
        return replace(item, node=_with(item.node, other.school_year))
    near = other.last if forward else other.first
    number = near.year or other.last.year or other.first.year
    mine = span.first if forward else span.last
    # Lists go forward in time, unless the document's period says otherwise.
    in_order = mine.month >= near.month if forward else mine.month <= near.month
    turned = number + 1 if forward else number - 1
    stays = in_order or (not _fits(span, turned, period) and _fits(span, number, period))
    return replace(item, node=_with(item.node, number if stays else turned))


def _fits(span: Span, number: int, period: Period) -> bool:
    try:
        days = place(in_year(span, number), period).days[0]
    except NoSuchDay:
        return False
    return days[0] in period and days[1] in period


def _span_of(node: Node) -> Span | None:
    match node:
        case Span():
            return node
        case made.Spans():
            return node.spans[-1]
        case made.Several():
            return _span_of(node.nodes[-1])
        case made.WeekdayOf():
            return node.span
        case made.Until() | made.Since() | made.PartOf() | made.Counted():
            return _span_of(node.target)
        case _:
            return None


def _with(node: Node, year: int | SchoolYear) -> Node:
    match node:
        case Span() if isinstance(year, SchoolYear):
            return replace(node, school_year=year)
        case Span() if isinstance(year, int):
            return in_year(node, year)
        case made.Spans():
            return made.Spans(tuple(_given(one, year) for one in node.spans))
        case made.Several():
            return made.Several(tuple(_with(one, year) for one in node.nodes))
        case made.WeekdayOf():
            return replace(node, span=_given(node.span, year))
        case made.Until() | made.Since() | made.PartOf() | made.Counted():
            return replace(node, target=_with(node.target, year))
        case _:
            return node


def _given(span: Span, year: int | SchoolYear) -> Span:
    given = _with(span, year)
    return given if isinstance(given, Span) else span
