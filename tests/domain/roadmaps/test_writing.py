"""A roadmap goes out in the columns it came in, and what went out is read again as the same."""

from __future__ import annotations

from uuid import UUID

import pytest

from engine.domain.roadmaps.content import MeasureContent
from tests.domain.roadmaps.seeds import ALL, SOCHI, read_seed
from workflows.roadmaps.readers.opening import read_bytes
from workflows.roadmaps.reading import Roadmap, read_roadmap
from workflows.roadmaps.review.content import kept_measures
from workflows.roadmaps.review.names import Names
from workflows.roadmaps.writing.excel import write_excel
from workflows.roadmaps.writing.table import PrintedRoadmap, columns_of, head_of, printed_rows
from workflows.roadmaps.writing.word import write_word

LAST = "Отметка о выполнении"
WRITERS = {"docx": write_word, "xlsx": write_excel}
SAME = ("number", "title", "task", "audience", "expected_result", "responsible", "actors")


def printed(roadmap: Roadmap, measures: tuple[MeasureContent, ...]) -> PrintedRoadmap:
    """The roadmap as it goes out, each measure with a word on its progress."""
    layout = [
        {"field": one.field.value, "heading": one.heading, "year": one.year, "actor": one.actor}
        for one in roadmap.headers[0].columns
    ]
    columns = columns_of(layout)
    named = [(UUID(int=place), one) for place, one in enumerate(measures)]
    progress = {key: "Принято 1 из 2" for key, _ in named}
    rows = tuple(printed_rows(columns, named, progress))
    head = head_of(columns, LAST)
    return PrintedRoadmap(roadmap.card.title, ("Управление образования",), head, rows)


def contents(roadmap: Roadmap) -> tuple[MeasureContent, ...]:
    return kept_measures(roadmap.measures, Names(), {})


@pytest.mark.parametrize("kind", WRITERS)
@pytest.mark.parametrize("seed", ALL)
def test_what_goes_out_is_read_again_as_the_same_measures(seed, kind):
    roadmap = read_seed(seed)
    before = contents(roadmap)

    again = read_roadmap(read_bytes(WRITERS[kind](printed(roadmap, before)), f"out.{kind}"))

    after = contents(again)
    assert len(after) == len(before)
    for one, other in zip(before, after, strict=True):
        for name in SAME:
            assert _flat(getattr(other, name)) == _flat(getattr(one, name)), (name, one.sequence)
        assert _said(other) == _said(one)


def _said(measure: MeasureContent) -> str:
    """Two deadlines of one measure stand in one cell."""
    return _flat(" ".join(one.phrase for one in measure.terms))


def _flat(value: object) -> str:
    return " ".join(str(value).replace("\\n", " ").split())


@pytest.mark.parametrize("kind", WRITERS)
def test_the_last_column_says_how_far_each_measure_is(kind):
    roadmap = read_seed(SOCHI)

    again = read_roadmap(
        read_bytes(WRITERS[kind](printed(roadmap, contents(roadmap))), f"o.{kind}")
    )

    (column,) = [one for one in again.headers[0].columns if one.heading == LAST]
    assert column.index == len(roadmap.headers[0].columns)


def test_a_cell_that_begins_like_a_formula_stays_a_text():
    measure = MeasureContent(1, '=HYPERLINK("http://example.org")', "1")
    columns = columns_of(())
    rows = tuple(printed_rows(columns, [(UUID(int=1), measure)], {}))
    file = write_excel(PrintedRoadmap("Карта", (), head_of(columns, LAST), rows))

    again = read_roadmap(read_bytes(file, "out.xlsx"))

    assert [one.title for one in again.measures] == ['=HYPERLINK("http://example.org")']
