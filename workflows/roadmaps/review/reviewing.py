"""A document beside what was understood of it, with everything that is still to be decided."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from engine.domain.roadmaps.content import RoadmapContent
from workflows.roadmaps.doubts import RoadmapDoubt, doubt
from workflows.roadmaps.periods import years_printed
from workflows.roadmaps.review.answers import (
    ANNEX,
    FIRST,
    LAST,
    read_with,
    reading_answers,
)
from workflows.roadmaps.review.content import (
    card_day,
    card_text,
    kept_card,
    kept_measures,
    kept_schools,
    remembering,
)
from workflows.roadmaps.review.corrections import TEXT, corrected_measures
from workflows.roadmaps.review.names import (
    Names,
    new_aliases,
    person_questions,
    respelt,
    school_questions,
    settled_ids,
    settled_spelling,
    spelling_questions,
)
from workflows.roadmaps.review.parts import Columns, columns_of
from workflows.roadmaps.review.questions import (
    APART,
    EMPTY,
    LEFT_OUT,
    NONE,
    TAKEN,
    Question,
    QuestionKind,
    spot_of,
)
from workflows.roadmaps.review.terms import placed_terms, term_questions
from workflows.roadmaps.timing import timing_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from uuid import UUID

    from workflows.roadmaps.cells import SourceDocument
    from workflows.roadmaps.doubts import RoadmapWarning
    from workflows.roadmaps.mapping import ColumnMapping
    from workflows.roadmaps.measures import Measure
    from workflows.roadmaps.reading import Roadmap
    from workflows.roadmaps.review.directory import Directory


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A row of the file: its number from 1, and what each of its cells says under which heading.

    `place` is the row of the table that is read, from 0: a row of the file may give several.
    """

    number: int
    cells: tuple[tuple[str, str], ...]
    place: int


@dataclass(frozen=True, slots=True)
class ReviewedMeasure:
    """A measure, the rows it was read from, what is to be decided and what is only to be seen."""

    measure: Measure
    spot: str
    source: tuple[SourceRow, ...]
    questions: tuple[Question, ...]
    notes: tuple[RoadmapWarning, ...]

    @property
    def open(self) -> int:
        """How much is still to be decided about it."""
        return sum(one.open for one in self.questions)


@dataclass(frozen=True, slots=True)
class Review:
    """A document under review; `content` is what would be kept, as soon as nothing is open."""

    roadmap: Roadmap
    measures: tuple[ReviewedMeasure, ...]
    document: tuple[Question, ...]
    names: tuple[Question, ...]
    notes: tuple[RoadmapWarning, ...]
    content: RoadmapContent | None
    aliases: tuple[tuple[UUID, str], ...]
    mapping: ColumnMapping | None
    columns: Columns

    @property
    def questions(self) -> tuple[Question, ...]:
        """Everything that is asked, in the order of the page."""
        of_rows = (one for measure in self.measures for one in measure.questions)
        return (*self.document, *self.names, *of_rows)

    @property
    def open(self) -> int:
        """How much is still to be decided."""
        return sum(one.open for one in self.questions)


def review_document(
    document: SourceDocument,
    answers: Mapping[str, str],
    directory: Directory,
    kept: ColumnMapping | None = None,
) -> Review:
    """What a document says with these answers, and what of it is open."""
    reading = reading_answers(document, answers, kept)
    roadmap = read_with(document, reading)
    spelling = spelling_questions(roadmap.warnings, answers)
    timing = timing_of(roadmap.card.period, card_day(roadmap.card, answers), ())
    columns, spelt = columns_of(roadmap), settled_spelling(spelling)
    measures = respelt(corrected_measures(roadmap.measures, answers, timing, columns), spelt)
    people = person_questions(measures, directory, answers)
    schools = school_questions(roadmap.card.schools, directory, answers)
    names = Names(spelt, settled_ids(people), settled_ids(schools))
    reviewed = tuple(_reviewed(document, roadmap, measures, answers))
    asked = tuple(_document_questions(roadmap, answers))
    card = kept_card(roadmap, answers)
    untouched = {key: one for key, one in answers.items() if not key.startswith(TEXT)}
    bare = respelt(corrected_measures(roadmap.measures, untouched, timing, columns), spelt)
    settled = (
        RoadmapContent(
            card,
            remembering(
                kept_measures(measures, names, answers), kept_measures(bare, names, untouched)
            ),
            kept_schools(roadmap.card, names.schools),
        )
        if card
        else None
    )
    return Review(
        roadmap,
        reviewed,
        asked,
        (*spelling, *schools, *people),
        (*_notes(roadmap), *_unknown_schools(roadmap, directory, schools)),
        settled,
        new_aliases(names.schools, directory),
        reading.mapping,
        columns,
    )


_OF_ANNEXES = {
    RoadmapDoubt.OTHER_ANNEX: TAKEN,
    RoadmapDoubt.ANNEX_LEFT_OUT: LEFT_OUT,
}
"""Doubts about tables of other annexes, and what is proposed for them."""
_ASKED_OF_ALL = {RoadmapDoubt.NO_PERIOD, RoadmapDoubt.NO_HEADER, *_OF_ANNEXES}
_ASKED = {
    RoadmapDoubt.SIMILAR_NAME,
    RoadmapDoubt.JOINED_ROWS,
    RoadmapDoubt.LOST_MERGE,
}
"""Doubts about a measure that are questions of their own, not notes."""


def _notes(roadmap: Roadmap) -> Iterator[RoadmapWarning]:
    """What is said of the document as a whole and asks nothing."""
    for one in roadmap.warnings:
        if one.sequence is None and one.code not in _ASKED_OF_ALL:
            yield one


def _unknown_schools(
    roadmap: Roadmap, directory: Directory, schools: tuple[Question, ...]
) -> Iterator[RoadmapWarning]:
    """Only the directory shows that no school of it is named; the document alone cannot."""
    if (
        directory.schools
        and roadmap.measures
        and all((one.answer or one.proposed) == NONE for one in schools)
    ):
        yield doubt(RoadmapDoubt.NO_KNOWN_SCHOOL)


def _document_questions(roadmap: Roadmap, answers: Mapping[str, str]) -> Iterator[Question]:
    """What is asked of the document as a whole."""
    if not roadmap.measures:
        fault = "no_rows" if roadmap.headers else "" if roadmap.rows else "no_table"
        yield Question("columns", QuestionKind.COLUMNS, fault=fault)
    yield from _annex_questions(roadmap, answers)
    unsaid = any(one.code is RoadmapDoubt.NO_PERIOD for one in roadmap.warnings)
    if unsaid or FIRST in answers:
        period = roadmap.card.period
        given = FIRST in answers or LAST in answers
        yield Question(
            "period",
            QuestionKind.PERIOD,
            proposed="" if given else _named_years(roadmap),
            answer=f"{period.first}/{period.last}" if period else "",
            fault="order" if given and not period else "",
        )
    title = card_text(roadmap.card, "title", answers)
    if not title:
        yield Question("card.title", QuestionKind.CARD)


def _annex_questions(roadmap: Roadmap, answers: Mapping[str, str]) -> Iterator[Question]:
    """Whether the tables of another annex belong to the roadmap."""
    asked = [one for one in roadmap.warnings if one.code in _OF_ANNEXES]
    for one in sorted(asked, key=lambda one: int(one.field("table"))):
        key = f"{ANNEX}{one.field('table')}"
        yield Question(
            key,
            QuestionKind.ANNEX,
            printed=one.field("title"),
            source=one.field("rows"),
            proposed=_OF_ANNEXES[one.code],
            answer=answers.get(key, ""),
        )


def _named_years(roadmap: Roadmap) -> str:
    """The whole years that the terms name, first and last day; a guess to look at."""
    years = years_printed(phrase for one in roadmap.measures for phrase in one.deadlines)
    return f"{date(min(years), 1, 1)}/{date(max(years), 12, 31)}" if years else ""


def _reviewed(
    document: SourceDocument,
    roadmap: Roadmap,
    measures: tuple[Measure, ...],
    answers: Mapping[str, str],
) -> Iterator[ReviewedMeasure]:
    doubts: dict[int, list[RoadmapWarning]] = {}
    for one in roadmap.warnings:
        if one.sequence is not None:
            doubts.setdefault(one.sequence, []).append(one)
    rows: dict[int, list[SourceRow]] = {}
    headings = _headings(roadmap)
    read = {one.sequence: one for one in roadmap.measures}
    for sorted_row in roadmap.rows:
        if sorted_row.sequence is not None:
            row = _source(document, sorted_row.table, sorted_row.row, headings)
            rows.setdefault(sorted_row.sequence, []).append(row)
    for measure in measures:
        gone = _phrases(read[measure.sequence]) - _phrases(measure)
        said = [one for one in doubts.get(measure.sequence, []) if one.field("phrase") not in gone]
        questions = tuple(_row_questions(measure, said, answers))
        asked = {code for one in questions for code in one.codes}
        notes = (one for one in said if one.code not in _ASKED and one.code.value not in asked)
        yield ReviewedMeasure(
            measure,
            spot_of(measure.table, measure.row),
            tuple(rows.get(measure.sequence, ())),
            questions,
            tuple(notes),
        )


def _phrases(measure: Measure) -> set[str]:
    """The words of its terms: what was doubtful about words that were corrected is so no more."""
    placed = (one.phrase for _, _, one in placed_terms(measure))
    return {*filter(None, placed), "; ".join(measure.deadlines)} - {""}


def _headings(roadmap: Roadmap) -> dict[int, str]:
    header = roadmap.headers[0] if roadmap.headers else None
    return {one.index: one.heading for one in header.columns} if header else {}


def _source(
    document: SourceDocument, table: int, row: int, headings: Mapping[int, str]
) -> SourceRow:
    grid = document.grids[table]
    cells = tuple((headings.get(one.column, ""), one.text) for one in grid.own(row))
    return SourceRow(grid.line(row) + 1, cells, row)


def _row_questions(
    measure: Measure, doubts: list[RoadmapWarning], answers: Mapping[str, str]
) -> Iterator[Question]:
    """What is asked of one measure."""
    spot = spot_of(measure.table, measure.row)
    for one in doubts:
        if one.code is RoadmapDoubt.JOINED_ROWS:
            key = f"row.{one.field('table')}.{one.field('row')}"
            answer = answers.get(key, "")
            yield Question(
                key, QuestionKind.JOIN, printed=one.field("text"), spot=spot, answer=answer
            )
        if one.code is RoadmapDoubt.LOST_MERGE:
            key = f"merge.{spot}"
            source, answer = one.field("source"), answers.get(key, "")
            yield Question(key, QuestionKind.MERGE, spot=spot, source=source, answer=answer)
    own = f"row.{spot}"
    if answers.get(own) == APART:
        # A row that was parted can be joined again.
        yield Question(own, QuestionKind.JOIN, printed=measure.title, spot=spot, answer=APART)
    yield from term_questions(measure, doubts, answers)


__all__ = ["EMPTY", "Review", "ReviewedMeasure", "SourceRow", "review_document"]
