"""The reading of printed terms: a phrase and its document's period give a typed term.

Whatever the phrase is, the answer is a term or «a person is needed» with the possible readings;
no phrase raises, and the printed words are always kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from workflows.roadmaps.grammar.values import (
    NO_TERM,
    Doubt,
    Period,
    Term,
    TermKind,
    TermWarning,
    Window,
    YearKind,
)

__all__ = [
    "NO_TERM",
    "Doubt",
    "Period",
    "ReadTerm",
    "Step",
    "Term",
    "TermContext",
    "TermKind",
    "TermWarning",
    "Window",
    "YearKind",
    "read_term",
    "term_json",
]


@dataclass(frozen=True, slots=True)
class TermContext:
    """What a phrase must know of its document.

    Without a `year_kind` it is taken from the shape of the period, and school terms are the
    school's; what could be read in the other way is then a candidate.
    """

    period: Period
    year_kind: YearKind | None = None
    document_date: date | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """Which rule took which words, and what it made of them."""

    rule: str
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


def read_term(phrase: str, context: TermContext) -> ReadTerm:
    """What a printed term means in its document."""
    return ReadTerm(phrase, NO_TERM, context, needs_person=bool(phrase.strip()))


def term_json(read: ReadTerm) -> dict[str, Any]:
    """The reading as plain values; dates in ISO form, inclusive."""
    term = read.term
    return {
        "phrase": read.phrase,
        "kind": term.kind.value,
        "start": term.start and term.start.isoformat(),
        "end": term.end and term.end.isoformat(),
        "rrule": None,
        "due": [],
        "min_count": term.min_count,
        "offset": None,
        "event": None,
        "needs_person": read.needs_person,
        "windows": [],
        "candidates": [],
        "warnings": [{"code": one.doubt.value, "words": one.words} for one in read.warnings],
    }
