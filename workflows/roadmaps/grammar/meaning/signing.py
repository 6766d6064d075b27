"""Days from the signing of the very document a term stands in."""

from __future__ import annotations

import re
from dataclasses import replace

from engine.domain.roadmaps.terms import Side, Term, TermKind, Window
from workflows.roadmaps.grammar.meaning.counted import counted_day
from workflows.roadmaps.grammar.meaning.sense import Scope, Sense, window_term
from workflows.roadmaps.grammar.values import Doubt

_SIGNING = r"(?:подписани|утверждени|издани|приняти)я"
_OWN = re.compile(
    rf"(?:с[о]? (?:дня|момента|даты)|после|через .*?после) (?:его )?(?:подписания"
    rf"|{_SIGNING} (?:(?:настоящего|данного|этого) [а-я]+|(?:настоящей |данной )?дорожной карты"
    r"|приказа|распоряжения|постановления))$"
)
"""«Приказа Минпросвещения», «соглашения», «списков» are other papers, of which nothing is known."""
_MAYBE = ("настоящ", "данного приказ", "утверждения дорожной карты")
_BARE = re.compile(rf"(?:дня|момента|даты|после) {_SIGNING}(?: (?:плана|программы))?$")


def from_signing(term: Term, scope: Scope) -> tuple[list[Term], bool]:
    """The days it may be counted as, if the document's day is known; whether they are sure."""
    words = term.event.text.lower().strip(" .,") if term.event else ""
    sure = _OWN.search(words) is not None
    maybe = sure or _BARE.search(words) or any(one in words for one in _MAYBE)
    signed = scope.document_date
    if not (maybe and signed):
        return [], False
    if term.offset is None:
        goes_on = "после" not in words and signed <= scope.period.last
        days = signed, scope.period.last
        return [window_term(TermKind.CONTINUOUS, days)] if goes_on else [], sure
    if term.offset.side is not Side.AFTER:
        return [], False
    end = counted_day(signed, term.offset, scope)
    return [window_term(TermKind.BY_DATE, (signed, end))] if end else [], sure


def both_days(sense: Sense, signing: Sense) -> Sense:
    """A time beside days counted from the signing: «с момента подписания по 31.12.2023»."""
    first, windows = signing.term.windows[0], sense.term.windows
    if first.kind is TermKind.CONTINUOUS and sense.sure and len(windows) == 1:
        window = windows[0]
        if window.kind is TermKind.CONTINUOUS:
            return signing
        if window.start is None and first.start and first.start <= window.end:
            kind = TermKind.MONTH_RANGE
            whole = Window(kind, first.start, window.end, window.label)
            return replace(sense, terms=(Term(kind, (whole,)),))
    doubts = tuple(dict.fromkeys((*sense.doubts, *signing.doubts, Doubt.AMBIGUOUS)))
    return replace(sense, terms=(*sense.terms, signing.term), doubts=doubts, asks=True)
