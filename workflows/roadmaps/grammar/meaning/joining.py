"""The parts of a phrase as one term, with what is to be said about it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from engine.domain.roadmaps.terms import NO_TERM, Period, Term, TermKind, Unit, Window
from workflows.roadmaps.grammar.meaning.afterwards import (
    and_then,
    each_going_on,
    thereafter,
)
from workflows.roadmaps.grammar.meaning.beside import week_after
from workflows.roadmaps.grammar.meaning.bounding import YEARS
from workflows.roadmaps.grammar.meaning.conditions import (
    every_time,
    need_between,
    on_either,
    waited_for,
    with_condition,
)
from workflows.roadmaps.grammar.meaning.counting import so_often, unlike
from workflows.roadmaps.grammar.meaning.lending import (
    lend_years,
    narrow,
    years_apart,
    years_of_theirs,
)
from workflows.roadmaps.grammar.meaning.listing import (
    asked_where_backward,
    labelled,
    together_refined,
)
from workflows.roadmaps.grammar.meaning.placing import DAY, NoSuchDay
from workflows.roadmaps.grammar.meaning.ranges import begun_and_ended
from workflows.roadmaps.grammar.meaning.recurring import from_then_on, or_each_year, repeated
from workflows.roadmaps.grammar.meaning.reported import with_reported
from workflows.roadmaps.grammar.meaning.resolving import resolve
from workflows.roadmaps.grammar.meaning.sense import Scope, Sense, together
from workflows.roadmaps.grammar.meaning.telling import Reading, nothing, slips_of, told
from workflows.roadmaps.grammar.values import Doubt, TermWarning
from workflows.roadmaps.grammar.words import syntax as made
from workflows.roadmaps.grammar.words.building_parts import pieces_of
from workflows.roadmaps.grammar.words.building_repeats import piece_of_every_month
from workflows.roadmaps.grammar.words.items import Cut, Item
from workflows.roadmaps.grammar.words.syntax import Always, Every, Waiting

_MONTHLY = frozenset({TermKind.MONTH, TermKind.MONTH_RANGE, TermKind.MONTHS_LIST, TermKind.QUARTER})
_POINTS = frozenset({TermKind.MONTH, TermKind.BY_DATE})


def read_cut(cut: Cut, scope: Scope) -> Reading:
    """What the parts of a phrase mean together."""
    counted = [one for one in cut.items if isinstance(one.node, made.Times)]
    timed = [one for one in cut.items if one not in counted]
    items, stray = _without_stray(*with_reported(_with_coverage(timed), cut.stray))
    slips = slips_of(cut)
    if not items:
        often = counted and not stray
        return so_often(counted, slips, scope) if often else nothing(cut, stray, slips)
    try:
        sense = _whole(items, scope)
    except (NoSuchDay, OverflowError):
        words = TermWarning(Doubt.IMPOSSIBLE_DATE, cut.chart.text)
        kind = next((TermKind.BY_DATE for one in items if one.node), TermKind.NONE)
        return Reading(Term(kind), needs_person=True, warnings=(words, *slips))
    left = [*stray, *unlike(sense, counted), *_lost_counts(items)]
    return told(sense, items, left, slips, scope)


def _lost_counts(items: Sequence[Item]) -> Iterator[str]:
    """«Ежемесячно (2 раза)»: a number behind a repeat counts something."""
    for one in items:
        if isinstance(one.node, Every) and _counts(one):
            yield one.label


def _counts(item: Item) -> bool:
    """«9 классы – ежемесячно» is of them; behind the repeat a number is no label."""
    return not item.leads and any(letter.isdigit() for letter in item.label)


# Before the meaning


def _with_coverage(items: Sequence[Item]) -> list[Item]:
    """«В 100% организаций» says how much of what stands before it."""
    kept: list[Item] = []
    for one in items:
        if not isinstance(one.node, made.Coverage):
            kept.append(one)
        elif kept:
            label = f"{kept[-1].label} {one.node.text}".strip()
            kept[-1] = replace(kept[-1], label=label)
    return kept


def _without_stray(items: Sequence[Item], stray: Sequence[str]) -> tuple[list[Item], list[str]]:
    """A bare year right after a complete month and year has come from another cell."""
    kept: list[Item] = []
    left = list(stray)
    for one in items:
        years = one.node
        bare = isinstance(years, made.Years) and years.first == years.last
        loose = not one.parted or one.after_dash
        if bare and kept and loose and not one.inside and _has_year(kept[-1]):
            left.append(one.words)
        else:
            kept.append(one)
    return kept, left


def _has_year(item: Item) -> bool:
    match item.node:
        case made.Span():
            return item.node.last.year > 0
        case made.Years() | made.Pair():
            return True
        case made.Until() if isinstance(item.node.target, made.Span):
            return item.node.target.last.year > 0
        case _:
            return False


# The meaning


def _whole(items: Sequence[Item], scope: Scope) -> Sense:
    narrowed, inner = narrow(years_of_theirs(items), scope)
    groups = list(_groups(narrowed, inner))
    senses: list[Sense] = []
    for group in groups:
        again = from_then_on(senses[-1], group, inner) if group[0].then and senses else None
        if again or _is_condition(group, senses):
            senses[-1] = again or with_condition(senses[-1], group, inner)
            continue
        full = and_then(senses[-1], group, inner) if group[0].then and senses else None
        if full:
            senses[-1] = full
            continue
        if group[0].then and senses and not senses[-1].sure and isinstance(group[0].node, Always):
            senses[-1] = each_going_on(senses[-1], group[0], scope)
            continue
        sense = _group(_with_pieces(group), _after(senses, inner) if group[0].then else inner)
        if group[0].then and senses and isinstance(group[0].node, Always):
            sense = thereafter(sense, senses[-1], group[0], scope)
        senses.append(sense)
    whole = begun_and_ended(_together(senses))
    return asked_where_backward(whole, narrowed) if len(senses) > 1 else whole


def _is_condition(group: Sequence[Item], senses: Sequence[Sense]) -> bool:
    """«До 1 сентября, далее по мере необходимости»: the time stands, and the need beside it."""
    waits = all(isinstance(one.node, Waiting) for one in group)
    return waits and group[0].then and bool(senses) and bool(senses[-1].term.windows)


def _after(senses: Sequence[Sense], scope: Scope) -> Scope:
    """«Далее ежеквартально»: in what is left of the period."""
    end = senses[-1].term.end if senses else None
    if end is None or not scope.period.first <= end < scope.period.last:
        return scope
    return replace(scope, period=Period(end + DAY, scope.period.last))


def _with_pieces(items: Sequence[Item]) -> list[Item]:
    """«Апрель, 3 неделя» is a part of the month; beside no month it is of every one."""
    months = [one for one in items if _is_month(one)]
    kept: list[Item] = []
    for one in items:
        if not isinstance(one.node, made.Piece):
            kept.append(one)
        elif one.inside and kept and _is_month(kept[-1]):
            kept[-1] = replace(kept[-1], node=pieces_of(kept[-1].node, one.node), inside=False)
        elif len(months) == 1:
            part = pieces_of(months[0].node, one.node)
            kept = [replace(other, node=part) if other == months[0] else other for other in kept]
        else:
            of_long = any(isinstance(other.node, _LONG_TIMES) for other in items)
            every = piece_of_every_month(one.node)
            kept.append(replace(one, node=replace(every, asks=of_long)))
    return kept


_LONG_TIMES = (made.Years, made.SchoolYear, made.ThisYear, made.SchoolTerm, made.Half)
"""«Первая неделя учебного года» is no week of every month."""


def _is_month(item: Item) -> bool:
    return isinstance(item.node, made.Span) and item.node.kind is TermKind.MONTH


def _groups(items: Sequence[Item], scope: Scope) -> Iterator[list[Item]]:
    """Parts that say more of one another; a semicolon, a label, «далее» begin another."""
    lent = _lent(items, scope)
    group: list[Item] = []
    for one in lent:
        apart = group and (
            one.group != group[-1].group
            or (one.label and not one.inside)
            or (group[-1].label and one.parted and not _adds(one, group[-1]))
            or one.then
        )
        if apart:
            yield group
            group = []
        group.append(one)
    if group:
        yield group


def _adds(item: Item, before: Item) -> bool:
    """A condition, words in brackets, «отчёт – ежеквартально, до 5 числа»: more of the same."""
    of_repeat = isinstance(before.node, Every) and item.listed
    return item.inside or isinstance(item.node, Waiting) or of_repeat


def _lent(items: Sequence[Item], scope: Scope) -> Sequence[Item]:
    yearly = [one.node for one in items if isinstance(one.node, Every) and one.node.unit in YEARS]
    if yearly and (not yearly[0].count or any(_is_long(one.node) for one in items)):
        return years_apart(items)
    return lend_years(years_apart(items) if yearly else items, scope.period)


def _is_long(node: made.Node) -> bool:
    """«С 1 сентября 2019 г. по 1 июля 2020 г.» bounds a repeat, and is no one time of several."""
    if not isinstance(node, made.Span) or not (node.first.year and node.last.year):
        return False
    first, last = node.first, node.last
    return (last.year - first.year) * 12 + last.month - first.month >= _MONTHS_OF_YEAR


_MONTHS_OF_YEAR = 8


def _group(items: Sequence[Item], scope: Scope) -> Sense:
    after = week_after(items, scope)
    if after:
        return after
    everies = [one.node for one in items if isinstance(one.node, Every)]
    always = [one.node for one in items if isinstance(one.node, Always)]
    # Holidays have no days here; beside a repeat they say when it goes on.
    waiting = Waiting | made.Holidays if everies or always else Waiting
    waits = [one for one in items if isinstance(one.node, waiting)]
    dated = [one for one in items if not isinstance(one.node, Every | Always | waiting)]
    if not everies and any(isinstance(one.node, made.Except) for one in dated):
        return _without_whole(items, scope)
    if everies == [Every(Unit.YEAR, asks=True)] and waits and not dated:
        return every_time(waited_for(waits, scope), items)
    if everies:
        either = any(one.after_slash for one in items if isinstance(one.node, Every))
        sense = labelled(repeated(everies, dated, scope, either=either), _repeat_label(items))
    elif always:
        sense = labelled(_always(always, dated, scope), _label_of(items))
    elif dated:
        sense = or_each_year(together_refined(dated, scope), dated, scope)
    else:
        return waited_for(waits, scope)
    roughly = any(one.roughly for one in items)
    sense = replace(sense, doubts=(*sense.doubts, Doubt.APPROXIMATE)) if roughly else sense
    if not waits:
        return sense
    if any(one.after_slash for one in items):
        return on_either(sense, waits, scope)
    sense = with_condition(sense, waits, scope)
    if need_between(items):
        return replace(sense, asks=True, doubts=(*sense.doubts, Doubt.AMBIGUOUS))
    return sense


def _without_whole(items: Sequence[Item], scope: Scope) -> Sense:
    """«Кроме июля» of something that does not repeat: a person says what is left."""
    rest = [one for one in items if not isinstance(one.node, made.Except)]
    sense = _group(rest, scope) if rest else Sense((NO_TERM,))
    return replace(sense, asks=True, doubts=(*sense.doubts, Doubt.AMBIGUOUS))


def _label_of(items: Sequence[Item]) -> str:
    return next((one.label for one in items if one.label), "")


def _repeat_label(items: Sequence[Item]) -> str:
    """«Информация – ежемесячно»."""
    said = [one for one in items if one.label and isinstance(one.node, Every)]
    return next((one.label for one in said if not _counts(one)), "")


def _always(always: Sequence[Always], dated: Sequence[Item], scope: Scope) -> Sense:
    """«Январь 2020 - постоянно»: from then on; a longer time is all of it."""
    vague = resolve(Always(vague=any(one.vague for one in always)), scope)
    if not dated:
        return vague
    whole = together_refined(dated, scope)
    terms = tuple(_continuous(one, scope) for one in whole.terms if one.windows)
    if not terms or whole.open:
        return replace(vague, asks=True)
    # «Октябрь, март – постоянно»: from the first of them on, or in each; nobody said.
    several = len(terms[0].windows) > 1
    doubts = (*whole.doubts, *vague.doubts, *([Doubt.AMBIGUOUS] if several else ()))
    asks = whole.asks or vague.asks or several
    return replace(whole, terms=terms, doubts=tuple(dict.fromkeys(doubts)), asks=asks)


def _continuous(term: Term, scope: Scope) -> Term:
    windows = tuple(_going_on(one, scope) for one in term.windows)
    return Term(TermKind.CONTINUOUS, windows)


def _going_on(window: Window, scope: Scope) -> Window:
    end = window.end
    if window.kind in _POINTS and window.start is not None:
        end = max(end, scope.period.last)
    start = window.start or min(scope.period.first, end)
    return replace(window, kind=TermKind.CONTINUOUS, start=start, end=end)


def _together(senses: Sequence[Sense]) -> Sense:
    """The groups of a phrase: windows are one list; anything else a person must look at."""
    if len(senses) == 1:
        return senses[0]
    plain = [one for one in senses if one.term.windows and not one.open]
    doubts = tuple(dict.fromkeys(doubt for one in senses for doubt in one.doubts))
    events = {one.term.event for one in plain if one.term.event}
    if len(plain) == len(senses) and len(events) <= 1:
        whole = together(list(plain))
        asks = any(one.asks for one in senses)
        event = next(iter(events), None)
        terms = tuple(replace(one, event=event) for one in whole.terms)
        return replace(whole, terms=terms, doubts=doubts, asks=asks)
    terms = tuple(dict.fromkeys(one.term for one in senses))
    return Sense(terms, doubts=(*doubts, Doubt.AMBIGUOUS), asks=True)


__all__ = ["Reading", "read_cut"]
