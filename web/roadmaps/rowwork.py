"""What is done to rows of a document under review: parted, joined, and several set at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workflows.roadmaps.review.corrections import text_key
from workflows.roadmaps.review.parts import lead_key, named
from workflows.roadmaps.review.questions import APART, JOINED

if TYPE_CHECKING:
    from werkzeug.datastructures import MultiDict

    from workflows.roadmaps.review.reviewing import Review, ReviewedMeasure

PART, JOIN = "part", "join"
KEEP, NONE, FIRST = "", "-", "first"
"""Of several rows: leave as it is; no section; the first of those named leads."""


def row_answers(sent: MultiDict[str, str], review: Review) -> tuple[dict[str, str], str]:
    """The answer a button at a row gives, and the place of the page where it is seen then."""
    deed, _, spot = sent.get("row", "").partition(":")
    if deed == PART and spot in _joined(review):
        return {f"row.{spot}": APART}, f"m-{spot}"
    spots = [one.spot for one in review.measures]
    if deed == JOIN and spot in spots[1:]:
        return {f"row.{spot}": JOINED}, f"m-{spots[spots.index(spot) - 1]}"
    return {}, ""


def _joined(review: Review) -> frozenset[str]:
    """The rows that were joined to a measure above them."""
    return frozenset(
        f"{one.measure.table}.{row.place}" for one in review.measures for row in one.source[1:]
    )


def section_paths(review: Review) -> list[tuple[str, ...]]:
    """The sections of the document, each with those it lies in, in their order."""
    paths = (one.measure.sections for one in review.measures)
    return [one for one in dict.fromkeys(paths) if one]


def bulk_answers(
    sent: MultiDict[str, str], review: Review, levels: frozenset[str]
) -> dict[str, str]:
    """Section, level and leader for every row that is ticked, or for all of them."""
    marked = frozenset(sent.getlist("mark"))
    every = sent.get("every") == "1"
    found: dict[str, str] = {}
    section, level = _section(sent, review), sent.get("bulk.level", "keep")
    for one in review.measures:
        if not every and one.spot not in marked:
            continue
        if section is not None:
            found[text_key(one.spot, "sections")] = section
        if level in levels:
            found[text_key(one.spot, "level")] = level
        if sent.get("bulk.lead") == FIRST:
            found |= _first_leads(one)
    return found


def _section(sent: MultiDict[str, str], review: Review) -> str | None:
    """The section as it is kept, one heading a line; None where it stays as it is."""
    typed = " ".join(sent.get("bulk.new", "").split())
    if typed:
        return typed
    chosen, paths = sent.get("bulk.section", KEEP), section_paths(review)
    if chosen == NONE:
        return ""
    if chosen.isdecimal() and int(chosen) < len(paths):
        return "\n".join(paths[int(chosen)])
    return None


def _first_leads(one: ReviewedMeasure) -> dict[str, str]:
    people = one.measure.responsible
    return {lead_key(one.spot): named(people[0])} if len(people) > 1 else {}
