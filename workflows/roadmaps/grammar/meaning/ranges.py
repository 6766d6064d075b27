"""Two times that are the beginning and the end of one: «конец мая – начало июня»."""

from __future__ import annotations

from dataclasses import replace

from engine.domain.roadmaps.terms import Term, TermKind, Window
from workflows.roadmaps.grammar.meaning.sense import Sense
from workflows.roadmaps.grammar.values import Doubt
from workflows.roadmaps.grammar.words import syntax as made
from workflows.roadmaps.grammar.words.items import Item

_STRETCHES = frozenset({TermKind.MONTH, TermKind.MONTH_RANGE, TermKind.QUARTER, TermKind.BY_DATE})
_BEGINNINGS = ("начало", "старт")
_ENDINGS = ("окончание", "конец", "завершение")
_PAIR = 2
_DAY_AND_MONTH = (TermKind.BY_DATE, TermKind.MONTH)


def going_to(item: Item, sense: Sense, other: Item, end: Sense) -> Sense | None:
    """From the one to the other, where a dash or «не ранее ..., не позднее ...» says so."""
    limits = isinstance(item.node, made.Since) and isinstance(other.node, made.Until)
    dash = other.after_dash and not item.label
    if not (limits or dash) or other.label or not _is_one(sense) or not _is_one(end):
        return None
    first, last = sense.term.windows[0], end.term.windows[0]
    # «Октябрь – до 15 ноября» ends on that day, as «октябрь – 15 ноября» does.
    ends = last.start or isinstance(other.node, made.Until)
    if dash and not (ends and {first.kind, last.kind} <= _STRETCHES):
        return None
    if first.start is None or (dash and last.end <= first.end) or last.end < first.start:
        return None
    doubts = tuple(dict.fromkeys((*sense.doubts, *end.doubts)))
    whole = Sense((_from_to(first, last),), doubts=doubts)
    part = isinstance(item.node, made.PartOf) and isinstance(other.node, made.Span)
    pair = (first.kind, last.kind) == _DAY_AND_MONTH or part
    if pair and last.kind is TermKind.MONTH and other.words.lower().endswith(("я", "а")):
        # «15 сентября-октября» may be the 15th of both, «конец мая – июня» the end of both.
        return replace(whole, asks=True, doubts=(*doubts, Doubt.AMBIGUOUS))
    if isinstance(other.node, made.Until) and dash and first.kind is not TermKind.BY_DATE:
        about = Term(TermKind.BY_DATE, (replace(last, label=f"за {item.words}"),))
        return _to_or_about(whole, about, of_quarter=first.kind is TermKind.QUARTER)
    return whole


def _to_or_about(whole: Sense, about: Term, *, of_quarter: bool) -> Sense:
    """«I квартал – до 10 апреля»: of the quarter, by that day; or from the one to the other."""
    terms = (about, whole.term) if of_quarter else (whole.term, about)
    return replace(whole, terms=terms, sure=False, doubts=(*whole.doubts, Doubt.AMBIGUOUS))


def _is_one(sense: Sense) -> bool:
    return sense.sure and not sense.open and not sense.asks and len(sense.term.windows) == 1


def _from_to(first: Window, last: Window) -> Term:
    quarters = first.kind is last.kind is TermKind.QUARTER
    kind = TermKind.QUARTER if quarters else TermKind.MONTH_RANGE
    return Term(kind, (Window(kind, first.start, last.end, first.label),))


def begun_and_ended(sense: Sense) -> Sense:
    """«Начало – 1 марта, окончание – 30 ноября» is one time."""
    windows = sense.term.windows
    if len(windows) != _PAIR or not sense.sure:
        return sense
    first, last = windows
    named = first.label.lower() in ("", *_BEGINNINGS) and last.label.lower() in _ENDINGS
    if not named or first.start is None or last.end < first.start:
        return sense
    return replace(sense, terms=(_from_to(replace(first, label=""), last),))
