"""Phrases read in a document of 2023, and what came out, in short."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

from workflows.roadmaps.terms import Period, TermContext, read_term, term_json

YEAR = "2023-01-01..2023-12-31"
SCHOOL_YEAR = "2023-09-01..2024-08-31"
PROGRAMME = "2019-09-01..2021-12-31"
CORPUS = Path(__file__).with_name("phrases_elsewhere.csv")


def corpus():
    """A phrase, its reading (a question mark where a person is asked) and its document's period.

    Where none is named it is a document of 2023.
    """
    with CORPUS.open(encoding="utf-8", newline="") as file:
        return [
            (one["phrase"], one["reading"], one["period"] or YEAR) for one in csv.DictReader(file)
        ]


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
        words.append(found["rrule"].split(";UNTIL")[0])
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
