"""A reading, and what is to be said about it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from engine.domain.roadmaps.repeating import occurrences
from engine.domain.roadmaps.terms import NO_TERM, Term, TermKind
from workflows.roadmaps.grammar.meaning.sense import Scope, Sense
from workflows.roadmaps.grammar.values import Doubt, TermWarning
from workflows.roadmaps.grammar.words.items import Cut, Item

_QUOTED_DASHES = ("«-»", "« - »")
_MONTHLY = frozenset({TermKind.MONTH, TermKind.MONTH_RANGE, TermKind.MONTHS_LIST, TermKind.QUARTER})


@dataclass(frozen=True, slots=True)
class Reading:
    """A phrase as one term."""

    term: Term
    needs_person: bool
    candidates: tuple[Term, ...] = ()
    warnings: tuple[TermWarning, ...] = ()


def nothing(cut: Cut, stray: Sequence[str], slips: tuple[TermWarning, ...]) -> Reading:
    """The reading of a phrase in which no rule found a term."""
    text = cut.chart.text
    # «-//-» and a lone quotation mark say «as above», and what stands above is not known here.
    said = any(one.isalnum() for one in text) or any(one in text for one in ("//", '"', "»"))
    said = said and text not in _QUOTED_DASHES
    if not said or (cut.absent and not stray):
        return Reading(NO_TERM, needs_person=False)
    unread = TermWarning(Doubt.UNREAD, cut.chart.text)
    return Reading(NO_TERM, needs_person=True, warnings=(unread, *slips))


def slips_of(cut: Cut) -> tuple[TermWarning, ...]:
    """A warning for each word that was mended."""
    tokens = cut.chart.tokens
    taken = {at for one in cut.found for at in range(one.first, one.last) if not one.rule.weak}
    return tuple(
        TermWarning(Doubt.SPELLING, tokens[at].text) for at in sorted(taken) if tokens[at].slip
    )


def told(
    sense: Sense,
    items: Sequence[Item],
    stray: Sequence[str],
    slips: tuple[TermWarning, ...],
    scope: Scope,
) -> Reading:
    """The reading of a sense: its term, what else it may be, its warnings."""
    repeat = sense.term.repeat
    never = repeat is not None and next(occurrences(repeat), None) is None
    asks = sense.asks or not sense.sure or bool(stray) or never
    term = sense.term if sense.sure else replace(sense.term, windows=())
    others = sense.terms[1:] if sense.open else sense.terms
    told = others if len(others) > 1 or sense.open or asks else ()
    candidates = tuple(one for one in told if one.windows or one.repeat or one.event)
    words = " ".join(one.words for one in items)
    never_comes = (Doubt.OUTSIDE_PERIOD,) if never else ()
    doubts = dict.fromkeys((*sense.doubts, *never_comes, *_by_dates(sense.term, scope)))
    warnings = [TermWarning(one, words) for one in doubts]
    warnings += [TermWarning(Doubt.STRAY_TOKEN, one) for one in stray]
    return Reading(term, asks, candidates, (*warnings, *slips))


def _by_dates(term: Term, scope: Scope) -> Iterator[Doubt]:
    """What the days of a term say against its period and its document."""
    days = [day for one in term.windows for day in (one.start, one.end) if day]
    if any(day not in scope.period for day in days):
        yield Doubt.OUTSIDE_PERIOD
    signed = scope.document_date
    if not signed or not days:
        return
    if max(one.end for one in term.windows) < signed:
        yield Doubt.BEFORE_DOCUMENT
    elif any(one.kind in _MONTHLY and one.start and one.start < signed for one in term.windows):
        yield Doubt.STARTS_BEFORE_DOCUMENT
