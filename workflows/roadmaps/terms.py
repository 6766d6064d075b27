"""The reading of printed terms: a phrase and its document's period give a typed term.

Whatever the phrase is, the answer is a term or «a person is needed» with the possible readings;
no phrase raises, and the printed words are always kept.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from engine.domain.roadmaps.repeating import due_days, rule_of
from engine.domain.roadmaps.terms import NO_TERM, Period, Term, TermKind, Window, YearKind
from workflows.roadmaps.grammar.meaning.joining import read_cut
from workflows.roadmaps.grammar.meaning.sense import NO_DAYS, PlaceDays, Scope
from workflows.roadmaps.grammar.printing import print_term
from workflows.roadmaps.grammar.values import Doubt, TermWarning
from workflows.roadmaps.grammar.words.items import Cut
from workflows.roadmaps.grammar.words.patterns import walk
from workflows.roadmaps.grammar.words.phrases import cut_phrase

__all__ = [
    "NO_TERM",
    "Doubt",
    "Period",
    "PlaceDays",
    "ReadTerm",
    "Step",
    "Term",
    "TermContext",
    "TermKind",
    "TermWarning",
    "Window",
    "YearKind",
    "due_days",
    "read_term",
    "term_json",
    "term_phrase",
]


@dataclass(frozen=True, slots=True)
class TermContext:
    """What a phrase must know of its document.

    Without a `year_kind` it is taken from the shape of the period, and school terms are the
    school's; what could be read in the other way is then a candidate. `days` are those of the
    place: its working days, and the quarters of its schools where they are set.
    """

    period: Period
    year_kind: YearKind | None = None
    document_date: date | None = None
    days: PlaceDays = NO_DAYS


@dataclass(frozen=True, slots=True)
class Step:
    """Which rule took which words."""

    rule: str
    pattern: str
    words: str


@dataclass(frozen=True, slots=True)
class ReadTerm:
    """A phrase as printed, what it means, and how sure that is.

    Where `needs_person` is set somebody must choose or correct; `term` is then the best that may
    be shown, and `candidates` are the possible readings, the preferred one first. Candidates also
    stand beside a sure term where a region's calendar could make it another.
    """

    phrase: str
    term: Term
    context: TermContext
    needs_person: bool = False
    candidates: tuple[Term, ...] = ()
    warnings: tuple[TermWarning, ...] = ()
    trace: tuple[Step, ...] = ()


LONGEST = 4000
"""Characters of a phrase that are read; a longer text is no term (see also `MOST_TOKENS`)."""


@lru_cache(maxsize=2048)
def read_term(phrase: str, context: TermContext) -> ReadTerm:
    """What a printed term means in its document."""
    cut = cut_phrase(phrase) if len(phrase) <= LONGEST else None
    if cut is None:
        doubt = TermWarning(Doubt.TOO_LONG)
        return ReadTerm(phrase, NO_TERM, context, needs_person=True, warnings=(doubt,))
    scope = Scope(context.period, context.year_kind, context.document_date, context.days)
    reading = read_cut(cut, scope)
    return ReadTerm(
        phrase,
        reading.term,
        context,
        needs_person=reading.needs_person,
        candidates=reading.candidates,
        warnings=reading.warnings,
        trace=tuple(_steps(cut)),
    )


def _steps(cut: Cut) -> Iterator[Step]:
    for found in cut.found:
        for one in walk(found):
            if one.rule.pattern != "it=" + (one.inner[0].rule.name if one.inner else ""):
                words = cut.chart.text_of(one.first, one.last)
                yield Step(one.rule.name, one.rule.pattern, words)


def term_phrase(term: Term, context: TermContext) -> str:
    """The term in words that read back as the same term in the same document."""
    return print_term(term, context.period)


def term_json(read: ReadTerm) -> dict[str, Any]:
    """The reading as plain values; dates in ISO form, inclusive."""
    return {
        **_json(read.term, read),
        "needs_person": read.needs_person,
        "candidates": [
            {**_json(one, read), "needs_person": False, "candidates": [], "warnings": []}
            for one in read.candidates
        ],
        "warnings": [{"code": one.doubt.value, "words": one.words} for one in read.warnings],
    }


def _json(term: Term, read: ReadTerm) -> dict[str, Any]:
    several = len(term.windows) > 1 or any(one.label for one in term.windows)
    return {
        "phrase": read.phrase,
        "kind": term.kind.value,
        "start": _iso(term.start),
        "end": _iso(term.end),
        "rrule": rule_of(term.repeat) if term.repeat else None,
        "due": [one.isoformat() for one in due_days(term, read.context.period)],
        "min_count": term.min_count,
        "offset": _offset_json(term),
        "event": _event_json(term),
        "windows": [_window_json(one) for one in (term.windows if several else _of_repeat(term))],
    }


def _of_repeat(term: Term) -> tuple[Window, ...]:
    """The days between which a labelled repeat comes, which carry its label."""
    again = term.repeat
    if again is None or not again.label:
        return ()
    return (Window(term.kind, again.start, again.end, again.label),)


def _window_json(window: Window) -> dict[str, Any]:
    return {"start": _iso(window.start), "end": _iso(window.end), "label": window.label}


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _offset_json(term: Term) -> dict[str, Any] | None:
    if not term.offset:
        return None
    return {
        "count": term.offset.count,
        "unit": term.offset.unit.value,
        "side": term.offset.side.value,
    }


def _event_json(term: Term) -> dict[str, Any] | None:
    if not term.event:
        return None
    event = term.event
    optional = {
        "academic_year": event.academic_year,
        "quarter": event.quarter,
        "repeats": event.repeats,
    }
    return {
        "kind": event.kind,
        "text": event.text,
        **{name: value for name, value in optional.items() if value},
    }
