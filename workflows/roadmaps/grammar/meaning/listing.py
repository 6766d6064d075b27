"""Several times side by side, and what their order and their years say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from engine.domain.roadmaps.terms import Term, TermKind
from workflows.roadmaps.grammar.meaning.beside import in_full
from workflows.roadmaps.grammar.meaning.lending import is_yearless
from workflows.roadmaps.grammar.meaning.placing import in_year
from workflows.roadmaps.grammar.meaning.ranges import going_to
from workflows.roadmaps.grammar.meaning.resolving import resolve
from workflows.roadmaps.grammar.meaning.sense import Scope, Sense, together
from workflows.roadmaps.grammar.values import Doubt
from workflows.roadmaps.grammar.words import syntax as made
from workflows.roadmaps.grammar.words.items import Item
from workflows.roadmaps.grammar.words.syntax import Span


def together_refined(items: Sequence[Item], scope: Scope) -> Sense:
    """Several times; one in brackets that lies within the one before stands for it."""
    kept: list[tuple[Item, Sense]] = []
    for one in items:
        sense = labelled(resolve(one.node, scope), one.label)
        if isinstance(one.node, made.Holidays):
            sense = in_full(sense, one.words)
        if kept and _stands_for(one) and _within(sense, kept[-1][1]):
            kept.pop()
        if kept and _says_no_more(sense, kept[-1][1]):
            continue
        range_of = going_to(*kept[-1], one, sense) if kept else None
        kept.append((kept.pop()[0], range_of) if range_of else (one, sense))
    senses = [sense for _, sense in kept]
    opened = [one for one in senses if one.open]
    if len(senses) == 1:
        return senses[0]
    in_holidays = _in_holidays(kept)
    if in_holidays:
        return in_holidays
    if opened:
        terms = tuple(term for one in senses for term in one.terms)
        doubts = tuple(dict.fromkeys(doubt for one in senses for doubt in one.doubts))
        return Sense(terms, doubts=(*doubts, Doubt.AMBIGUOUS), asks=True)
    refined = [one for one, _ in kept]
    if _has_alternative(refined) or _goes_past_a_limit(refined):
        whole = together(senses)
        return replace(whole, asks=True, doubts=(*whole.doubts, Doubt.AMBIGUOUS))
    in_each = _in_each_year(refined, scope)
    return in_each or asked_where_backward(together(senses), refined)


def _has_alternative(items: Sequence[Item]) -> bool:
    """«Март (апрель) 2023»: what stands in brackets may be meant instead."""
    spans = [one for one in items if isinstance(one.node, Span) and not one.label]
    return len(spans) == len(items) == _PAIR and items[1].bracketed and not items[0].bracketed


def _goes_past_a_limit(items: Sequence[Item]) -> bool:
    """«До 30 мая – 15 июня»: a limit and a day, or a time from the one to the other."""
    return any(
        isinstance(one.node, made.Until) and isinstance(after.node, Span) and after.after_dash
        for one, after in pairwise(items)
    )


def _in_holidays(kept: Sequence[tuple[Item, Sense]]) -> Sense | None:
    """«Март (весенние каникулы)»: the holidays say when in the month."""
    if len(kept) != _PAIR:
        return None
    waits = [one for item, one in kept if isinstance(item.node, made.Holidays)]
    times = [one for item, one in kept if not isinstance(item.node, made.Holidays)]
    if len(waits) != 1 or not (times[0].sure and times[0].term.windows) or times[0].open:
        return None
    first, *_, last = (*times[0].term.windows, *times[0].term.windows)
    usual = [window for one in waits[0].terms for window in one.windows]
    if not any(
        (first.start or one.start) <= one.end and one.start <= last.end
        for one in usual
        if one.start
    ):
        return None
    term = replace(times[0].term, event=waits[0].term.event)
    return replace(times[0], terms=(term,), doubts=(*times[0].doubts, *waits[0].doubts))


_PAIR = 2


def _in_each_year(items: Sequence[Item], scope: Scope) -> Sense | None:
    """«Январь 2023, 2024» is January of both years, or one January and then a whole year."""
    at = len(items)
    while at and _is_bare_year(items[at - 1]):
        at -= 1
    years = [one.node.first for one in items[at:] if isinstance(one.node, made.Years)]
    last = items[at - 1].node if at else None
    span = last.target if isinstance(last, made.Until) else last
    if not years or not isinstance(span, Span) or span.last.year in (0, *years):
        return None
    before = [resolve(one.node, scope) for one in items[:at]]
    spans = [in_year(span, year) for year in years]
    limit = last if isinstance(last, made.Until) else None
    again = [resolve(replace(limit, target=one) if limit else one, scope) for one in spans]
    each, as_printed = (
        together([*before, *rest])
        for rest in (again, [resolve(one.node, scope) for one in items[at:]])
    )
    if [one.end for one in each.term.windows] == [one.end for one in as_printed.term.windows]:
        return None
    if items[-1].words.lower().rstrip(".").endswith(("гг", "годы", "годов", "годах", "годам")):
        # «До 1 февраля 2022, 2023, 2024 гг.»: the years are all of one kind.
        return each
    terms = (*each.terms, *as_printed.terms)
    return replace(each, terms=terms, doubts=(*each.doubts, Doubt.AMBIGUOUS), asks=True)


def _is_bare_year(item: Item) -> bool:
    return isinstance(item.node, made.Years) and item.node.first == item.node.last and item.parted


def _stands_for(item: Item) -> bool:
    """«I четверть (до 15.10)», «в течение учебного года с октября»: a part of what is before it.

    What has a label of its own is another time: «в течение года (итоги – май)».
    """
    goes_on = isinstance(item.node, made.Since) and not item.parted
    return (item.inside and not item.label) or goes_on


def _says_no_more(limit: Sense, time: Sense) -> bool:
    """«Август, до начала учебного года»: a limit that is the end of the time before it."""
    if not (limit.sure and time.sure) or limit.open or time.open or len(limit.term.windows) != 1:
        return False
    (last,) = limit.term.windows
    same = time.term.end == last.end and not (last.label or limit.asks or time.asks)
    return same and last.start is None and any(one.start for one in time.term.windows)


def _within(inner: Sense, outer: Sense) -> bool:
    windows = outer.term.windows
    if not (inner.sure and outer.sure and inner.term.windows and windows):
        return False
    first, last = windows[-1].start or windows[-1].end, windows[-1].end
    return all(first <= (one.start or one.end) and one.end <= last for one in inner.term.windows)


def labelled(sense: Sense, label: str) -> Sense:
    """The windows, and what repeats, with the label of their item."""
    if not label:
        return sense
    return replace(sense, terms=tuple(_with_label(one, label) for one in sense.terms))


def _with_label(term: Term, label: str) -> Term:
    windows = tuple(replace(one, label=one.label or label) for one in term.windows)
    repeat = term.repeat and replace(term.repeat, label=term.repeat.label or label)
    return replace(term, windows=windows, repeat=repeat)


def asked_where_backward(whole: Sense, items: Sequence[Item]) -> Sense:
    """«Сентябрь, май» of one year: a list that goes back in time may belong to a school year."""
    windows = whole.term.windows
    if (
        windows
        and windows[0].kind is TermKind.WHOLE_PERIOD
        and all(one.label for one in windows[1:])
    ):
        # «В течение года (итоги – май)»: what lasts all the time is no step of a list.
        windows = windows[1:]
    ends = [one.end for one in windows]
    if ends == sorted(ends) or not any(is_yearless(one.node) for one in items):
        return whole
    return replace(whole, asks=True, doubts=(*whole.doubts, Doubt.AMBIGUOUS))
