"""Phrases read in a document of 2023, and what came out, in short."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

from workflows.roadmaps.terms import Period, TermContext, YearKind, read_term, term_json

YEAR = "2023-01-01..2023-12-31"
SCHOOL_YEAR = "2023-09-01..2024-08-31"
PROGRAMME = "2019-09-01..2021-12-31"
HERE = Path(__file__).parent
CORPUS = (HERE / "phrases_elsewhere.csv", *sorted((HERE / "printed_terms").glob("*.csv")))


def corpus():
    """A phrase, its reading (a question mark where a person is asked) and its document.

    A document is its period, its kind of year and the day it was signed on; where no period is
    named it is one of 2023.
    """
    return [one for path in CORPUS for one in _phrases(path)]


def _phrases(path):
    with path.open(encoding="utf-8", newline="") as file:
        return [
            (one["phrase"], one["reading"], (one["period"] or YEAR, *_said(one)))
            for one in csv.DictReader(file)
        ]


def _said(row):
    kind = row.get("year_kind")
    return (YearKind(kind) if kind else None), row.get("signed") or None


def document(period=YEAR, kind=None, signed=None):
    """The document of a phrase."""
    first, last = (date.fromisoformat(one) for one in period.split(".."))
    return TermContext(Period(first, last), kind, signed and date.fromisoformat(signed))


def read(phrase, period=YEAR, kind=None, signed=None):
    return term_json(read_term(phrase, document(period, kind, signed)))


def told(phrase, period=YEAR, kind=None, signed=None):
    """Kind and days, or the rule; a question mark where a person is needed."""
    found = read(phrase, period, kind, signed)
    return short(found) + (" ?" if found["needs_person"] else "")


def short(found):
    """A reading in a line."""
    words = [found["kind"]]
    if found["rrule"]:
        label = "".join(f"{one['label']}=" for one in found["windows"])
        words.append(label + found["rrule"].split(";UNTIL")[0])
    elif found["windows"]:
        words += [_days(one) for one in found["windows"]]
    elif found["end"]:
        words.append(_days(found))
    if (found["min_count"] or 1) > 1:
        words.append(f"x{found['min_count']}")
    return " ".join(words)


def _days(one):
    days = f"{one['start'] or ''}..{one['end']}"
    return f"{one['label']}={days}" if one.get("label") else days
