"""Cells that miss, repeat, or nearly repeat each other."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from workflows.roadmaps.doubts import RoadmapDoubt, RoadmapWarning, doubt
from workflows.roadmaps.schools import school_key, school_names
from workflows.roadmaps.vocabulary import Field
from workflows.roadmaps.words import distance, plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from workflows.roadmaps.measures import Measure
    from workflows.roadmaps.rows import Draft, Sorted

_SHORTEST_TEXT = 15
_SHORTEST_SURNAME = 5
_INITIALS = re.compile(r"([А-ЯЁ])\.")
_SURNAME = re.compile(r"[А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)?")


def text_doubts(measures: Sequence[Measure], found: Sorted) -> Iterator[RoadmapWarning]:
    """What is doubtful about the texts of a document."""
    if not found.headers:
        yield doubt(RoadmapDoubt.NO_HEADER, rows=len(found.rows))
    yield from _other_annexes(measures, found)
    yield from _missing(measures, found)
    yield from _merged(measures, found)
    yield from _repeated(measures)
    yield from _similar_people(measures)
    yield from _similar_schools(found)
    yield from _repeated_codes(found)
    yield from _unknown_columns(found)


def _other_annexes(measures: Sequence[Measure], found: Sorted) -> Iterator[RoadmapWarning]:
    """Tables of other annexes: taken for measures of this roadmap, or left out of it."""
    for annex in found.annexes:
        count = sum(one.table in annex.tables for one in measures)
        code = RoadmapDoubt.OTHER_ANNEX if annex.taken else RoadmapDoubt.ANNEX_LEFT_OUT
        rows = count if annex.taken else annex.rows
        yield doubt(code, title=annex.title, table=annex.tables[0], rows=rows)


def _missing(measures: Sequence[Measure], found: Sorted) -> Iterator[RoadmapWarning]:
    for measure, draft in zip(measures, found.drafts, strict=True):
        if draft.hidden:
            yield doubt(RoadmapDoubt.HIDDEN_ROW, measure.sequence)
        has = {one.field for one in draft.header.columns}
        if Field.TITLE in has and not measure.title:
            yield doubt(RoadmapDoubt.NO_TITLE, measure.sequence)
        if Field.RESPONSIBLE in has and not measure.printed_responsible:
            yield doubt(RoadmapDoubt.NO_RESPONSIBLE, measure.sequence)
        if not measure.deadlines and Field.YEAR not in has:
            yield doubt(RoadmapDoubt.NO_DEADLINE, measure.sequence)
        yield from _lost(measure, draft)


def _lost(measure: Measure, draft: Draft) -> Iterator[RoadmapWarning]:
    """Cells that held a formula and no value; of a number only the column is told."""
    for column in draft.header.columns:
        if column.index not in draft.lost or not _told_of(column.field, measure):
            continue
        numbers = column.field is Field.NUMBER
        yield doubt(
            RoadmapDoubt.NO_VALUE, None if numbers else measure.sequence, heading=column.heading
        )


def _told_of(field: Field, measure: Measure) -> bool:
    """Whether nothing else tells that the cell is empty."""
    said = {Field.TITLE: measure.title, Field.RESPONSIBLE: measure.printed_responsible}
    return bool(said.get(field, True))


def _merged(measures: Sequence[Measure], found: Sorted) -> Iterator[RoadmapWarning]:
    """Values taken from merged cells, and rows joined or perhaps to be joined."""
    before: Measure | None = None
    for measure in measures:
        if measure.merged_with is not None:
            fields = ",".join(measure.inherited)
            yield doubt(
                RoadmapDoubt.INHERITED, measure.sequence, fields=fields, source=measure.merged_with
            )
        elif before and _seems_merged(before, measure):
            yield doubt(RoadmapDoubt.LOST_MERGE, measure.sequence, source=before.sequence)
            continue
        before = measure
    for join in found.joins:
        yield doubt(
            RoadmapDoubt.JOINED_ROWS,
            join.sequence,
            text=join.text[:200],
            table=join.table,
            row=join.row,
        )


def _seems_merged(before: Measure, measure: Measure) -> bool:
    """A number and a title over nothing, under a row that has it all."""
    if (
        not measure.number
        or not measure.title
        or measure.milestones
        or before.table != measure.table
    ):
        return False
    cells = [
        (one.deadlines, one.printed_responsible, one.expected_result) for one in (before, measure)
    ]
    lost = sum(bool(above) and not here for above, here in zip(*cells, strict=True))
    return lost > 1


def _repeated(measures: Sequence[Measure]) -> Iterator[RoadmapWarning]:
    first: dict[tuple[str, str], int] = {}
    for measure in measures:
        texts = [("", measure.title), *((one.actor, one.text) for one in measure.actors)]
        merged = measure.merged_with is not None
        for column, text in texts:
            key = column, plain(text)
            if len(key[1]) < _SHORTEST_TEXT or (merged and key in first):
                continue
            known = first.setdefault(key, measure.sequence)
            if known != measure.sequence:
                yield doubt(
                    RoadmapDoubt.DUPLICATE_TEXT, measure.sequence, source=known, text=text[:120]
                )


def _similar_people(measures: Sequence[Measure]) -> Iterator[RoadmapWarning]:
    """A surname that differs in one letter from one printed more often, with the same initials."""
    counts = Counter(one.name for measure in measures for one in measure.responsible if one.name)
    meant = {}
    for name, count in counts.items():
        others = [one for one, more in counts.items() if more > count and _alike(name, one)]
        if others:
            meant[name] = max(others, key=lambda one: counts[one])
    for measure in measures:
        for one in measure.responsible:
            if one.name in meant:
                yield doubt(
                    RoadmapDoubt.SIMILAR_NAME,
                    measure.sequence,
                    name=one.name,
                    known=meant[one.name],
                )


def _alike(one: str, other: str) -> bool:
    """One letter apart, and not by the ending that only tells her from him."""
    names = [_SURNAME.search(text) for text in (one, other)]
    if _INITIALS.findall(one) != _INITIALS.findall(other) or not all(names):
        return False
    first, second = (found[0] for found in names if found)
    shorter = min(len(first), len(second))
    by_ending = first[: shorter - 1] == second[: shorter - 1]
    return shorter >= _SHORTEST_SURNAME and not by_ending and distance(first, second, 1) == 1


def _similar_schools(found: Sorted) -> Iterator[RoadmapWarning]:
    """Schools that the headings of later pages print with other letters."""
    headings = [one.heading for header in found.headers[:1] for one in header.columns]
    known = {school_key(one): one for text in headings for one in school_names(text)}
    told: set[str] = set()
    for text in found.repeats:
        for name in school_names(text):
            key = school_key(name)
            if key in known or key in told:
                continue
            near = [one for one in known if distance(key, one, 3) <= 3]  # noqa: PLR2004
            if near:
                told.add(key)
                closest = min(near, key=lambda one: distance(key, one, 3))
                yield doubt(RoadmapDoubt.SIMILAR_NAME, name=name, known=known[closest])


def _repeated_codes(found: Sorted) -> Iterator[RoadmapWarning]:
    counts = Counter(code for code, _ in found.codes)
    for code, count in counts.items():
        if count > 1:
            headings = "; ".join(heading for one, heading in found.codes if one == code)
            yield doubt(RoadmapDoubt.DUPLICATE_CODE, code=code, text=headings)


def _unknown_columns(found: Sorted) -> Iterator[RoadmapWarning]:
    told = dict.fromkeys(
        one.heading or str(one.index + 1)
        for draft in found.drafts
        for one in draft.header.columns
        if one.field is Field.UNKNOWN and draft.texts.get(one.index)
    )
    for heading in told:
        yield doubt(RoadmapDoubt.UNKNOWN_COLUMN, heading=heading)
