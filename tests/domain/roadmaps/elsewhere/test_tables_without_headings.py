"""A table that prints no headings is read once somebody has said what its columns hold."""

from __future__ import annotations

from tests.domain.roadmaps.elsewhere.expecting import all_said, codes, rows
from tests.domain.roadmaps.files import Rows, separated
from workflows.roadmaps.mapping import HEADERLESS, parse_mapping, plain_mapping
from workflows.roadmaps.readers.opening import read_bytes
from workflows.roadmaps.reading import read_roadmap
from workflows.roadmaps.review.directory import Directory
from workflows.roadmaps.review.reviewing import review_document

TABLE: Rows = [
    ["1", "Совещание директоров школ", "март 2024", "Управление образования"],
    ["2", "Семинар для завучей", "апрель 2024", "Методический кабинет"],
    ["", "Раздел II. Контроль", "", ""],
    ["3", "Собеседование с директорами", "до 1 июня 2024", "Управление образования"],
]
ANSWERS = {
    "header": "0",
    "column.0": "number",
    "column.1": "title",
    "column.2": "deadline",
    "column.3": "responsible",
    "period.first": "2024-01-01",
    "period.last": "2024-12-31",
}
DOCUMENT = read_bytes(separated(TABLE, ";").encode(), "map.csv")


def test_without_its_columns_no_row_is_taken_for_a_measure():
    roadmap = read_roadmap(DOCUMENT)

    assert "no_header" in codes(roadmap)
    assert rows(roadmap) == {"preface": 4}


def test_with_its_columns_the_first_row_is_a_measure_like_the_others():
    found = review_document(DOCUMENT, ANSWERS, Directory())

    assert rows(found.roadmap) == {"measures": 3, "section": 1}
    assert [one["title"] for one in all_said(found.roadmap)] == [
        "Совещание директоров школ",
        "Семинар для завучей",
        "Собеседование с директорами",
    ]
    assert [one["section"] for one in all_said(found.roadmap)[1:] if "section" in one] == [
        "Раздел II. Контроль"
    ]


def test_the_columns_are_kept_and_read_the_next_document_of_the_authority():
    kept = review_document(DOCUMENT, ANSWERS, Directory()).mapping
    assert kept is not None

    again = read_roadmap(DOCUMENT, mapping=parse_mapping(plain_mapping(kept)))

    assert kept.header_row == HEADERLESS
    assert rows(again) == {"measures": 3, "section": 1}
    assert all_said(again)[2]["when"] == "до 1 июня 2024"


def test_a_narrower_table_beside_it_is_not_read_by_those_columns():
    stamp = separated([["УТВЕРЖДАЮ", "Глава"], ["", "И.И. Иванов"]], ";").encode()
    mapping = review_document(DOCUMENT, ANSWERS, Directory()).mapping

    assert read_roadmap(read_bytes(stamp, "stamp.csv"), mapping=mapping).measures == ()
