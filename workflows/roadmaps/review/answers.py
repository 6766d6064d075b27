"""Answers that change how a document is read: its period, its columns, rows that stand apart."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from workflows.roadmaps.headings import headers_of
from workflows.roadmaps.mapping import ColumnMapping, ColumnRule
from workflows.roadmaps.reading import read_roadmap
from workflows.roadmaps.review.questions import APART, JOINED, LEFT_OUT, TAKEN
from workflows.roadmaps.terms import Period
from workflows.roadmaps.vocabulary import Field, year_of

if TYPE_CHECKING:
    from workflows.roadmaps.cells import Grid, SourceDocument
    from workflows.roadmaps.reading import Roadmap

FIRST, LAST = "period.first", "period.last"
ANNEX = "annex."
_ROW, _COLUMN, HEADER = "row.", "column.", "header"


@dataclass(frozen=True, slots=True)
class ReadingAnswers:
    """What of the answers must be known before the document is read."""

    period: Period | None = None
    mapping: ColumnMapping | None = None
    apart: frozenset[tuple[int, int]] = frozenset()
    together: frozenset[tuple[int, int]] = frozenset()
    annexes: tuple[frozenset[int], frozenset[int]] = (frozenset(), frozenset())


def read_with(document: SourceDocument, answers: ReadingAnswers) -> Roadmap:
    """The roadmap of a document as these answers have it read."""
    return read_roadmap(
        document,
        period=answers.period,
        mapping=answers.mapping,
        apart=answers.apart,
        together=answers.together,
        annexes=answers.annexes,
    )


def reading_answers(
    document: SourceDocument, answers: Mapping[str, str], kept: ColumnMapping | None
) -> ReadingAnswers:
    """What the answers say of the reading; without own columns those kept for the authority."""
    return ReadingAnswers(
        answered_period(answers),
        answered_mapping(document, answers) or kept,
        frozenset(_rows(answers, APART)),
        frozenset(_rows(answers, JOINED)),
        (frozenset(_tables(answers, TAKEN)), frozenset(_tables(answers, LEFT_OUT))),
    )


def answered_period(answers: Mapping[str, str]) -> Period | None:
    """The period given by hand; None where it is no period."""
    try:
        return Period(date.fromisoformat(answers[FIRST]), date.fromisoformat(answers[LAST]))
    except (KeyError, ValueError):
        return None


def _rows(answers: Mapping[str, str], wanted: str) -> Iterator[tuple[int, int]]:
    """The rows of which this was said."""
    for key, answer in answers.items():
        if key.startswith(_ROW) and answer == wanted:
            table, _, row = key.removeprefix(_ROW).partition(".")
            yield int(table), int(row)


def _tables(answers: Mapping[str, str], wanted: str) -> Iterator[int]:
    """The tables of other annexes of which this was said."""
    for key, answer in answers.items():
        table = key.removeprefix(ANNEX)
        if table != key and answer == wanted and table.isdecimal():
            yield int(table)


def largest_grid(document: SourceDocument) -> Grid | None:
    """The table of the measures, where none of its words says so: the one with most rows."""
    return max(document.grids, key=lambda one: len(one.rows), default=None)


def answered_mapping(document: SourceDocument, answers: Mapping[str, str]) -> ColumnMapping | None:
    """The columns as mapped by hand; None where nobody touched them."""
    said = {
        int(key.removeprefix(_COLUMN)): value
        for key, value in answers.items()
        if key.startswith(_COLUMN) and key.removeprefix(_COLUMN).isdecimal()
    }
    if not said and HEADER not in answers:
        return None
    headings = heading_texts(document, answers)
    rules = tuple(
        _rule(index, value, headings.get(index, "")) for index, value in sorted(said.items())
    )
    header = answers.get(HEADER, "")
    # Rows are counted from one on the page, and «0» says that the table has no header.
    return ColumnMapping(rules, int(header) - 1 if header.isdecimal() else None)


def _rule(index: int, value: str, heading: str) -> ColumnRule:
    field = Field(value) if value in set(Field) else Field.UNKNOWN
    year = year_of(heading.rsplit("/", 1)[-1]) if field is Field.YEAR else ""
    return ColumnRule(field, heading, index, year)


def heading_texts(document: SourceDocument, answers: Mapping[str, str]) -> dict[int, str]:
    """What stands over each column of the table of measures."""
    for grid in document.grids:
        for header in headers_of(grid):
            return {one.index: one.heading for one in header.columns}
    largest, row = largest_grid(document), answers.get(HEADER, "1")
    at = int(row) - 1 if row.isdecimal() else 0
    if largest is None or not 0 <= at < len(largest.rows):
        return {}
    return {index: cell.text for index, cell in enumerate(largest.rows[at])}
