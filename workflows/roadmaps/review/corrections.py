"""Texts of a measure that a person corrected, and values taken from the row above."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from workflows.roadmaps.cells import flat
from workflows.roadmaps.people import read_responsible
from workflows.roadmaps.review.parts import Columns, with_parts
from workflows.roadmaps.review.questions import ABOVE, ALL, spot_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from workflows.roadmaps.measures import Measure
    from workflows.roadmaps.timing import Timing

TEXT = "text."
"""What the keys of corrected texts begin with."""

CORRECTED = ("number", "title", "task", "audience", "expected_result", "level")
"""Texts that are taken as they were written; deadlines and people are read again."""
LISTED = ("sections", "evidence")
"""Fields that hold one text a line; of sections the outermost stands first."""


def text_key(spot: str, field: str) -> str:
    """The key under which the corrected text of a field is kept."""
    return f"text.{spot}.{field}"


def corrected_measures(
    measures: Sequence[Measure], answers: Mapping[str, str], timing: Timing, columns: Columns
) -> list[Measure]:
    """The measures with everything that was corrected by hand."""
    found: list[Measure] = []
    by_sequence: dict[int, Measure] = {}
    for measure in measures:
        spot = spot_of(measure.table, measure.row)
        one = with_parts(_with_texts(measure, spot, answers, timing), columns, answers, timing)
        above = found[-1] if found else None
        if above is not None and answers.get(f"merge.{spot}") == ABOVE:
            one = _with_above(one, above)
        chosen = answers.get(f"several.{spot}", ALL)
        if chosen.isdecimal() and int(chosen) < len(one.terms):
            at = int(chosen)
            one = replace(one, terms=(one.terms[at],), deadlines=(one.deadlines[at],))
        found.append(one)
        by_sequence[one.sequence] = one
    return found


def _with_texts(measure: Measure, spot: str, answers: Mapping[str, str], timing: Timing) -> Measure:
    values: dict[str, Any] = {
        name: answers[key] for name in CORRECTED if (key := text_key(spot, name)) in answers
    }
    deadline = answers.get(text_key(spot, "deadline"))
    if deadline is not None:
        phrases = tuple(filter(None, map(flat, deadline.splitlines())))
        terms = tuple(timing.read_under(one, measure.sections) for one in phrases)
        values |= {"deadlines": phrases, "terms": terms}
    printed = answers.get(text_key(spot, "responsible"))
    if printed is not None:
        values |= {"printed_responsible": printed, "responsible": read_responsible(printed)}
    for name in LISTED:
        text = answers.get(text_key(spot, name))
        if text is not None:
            values[name] = tuple(filter(None, map(flat, text.splitlines())))
    return replace(measure, **values) if values else measure


_TAKEN = (
    *("deadlines", "terms", "printed_responsible", "responsible", "expected_result"),
    "evidence",
)
_FIELDS = {
    "deadlines": "deadline",
    "printed_responsible": "responsible",
    "expected_result": "expected_result",
    "evidence": "evidence",
}


def _with_above(measure: Measure, above: Measure) -> Measure:
    """The empty cells as if they were merged with those of the row above."""
    values = {name: getattr(above, name) for name in _TAKEN if not getattr(measure, name)}
    taken = tuple(_FIELDS[name] for name in values if name in _FIELDS and values[name])
    return replace(measure, **values, inherited=taken, merged_with=above.sequence)
