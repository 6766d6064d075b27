"""The same tables as Word, Excel, separated and pasted text give the same measures."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from tests.domain.roadmaps.files import Rows, excel, rows_of, separated
from tests.domain.roadmaps.seeds import ALL, PRIMORSKY, read_seed, seed_path
from workflows.roadmaps.cells import Grid, flat
from workflows.roadmaps.readers.opening import read_bytes, read_path
from workflows.roadmaps.reading import read_roadmap

ENCODINGS = ("utf-8", "utf-8-sig", "cp1251", "cp866", "utf-16", "utf-16-le", "utf-16-be", "koi8-r")
KOI8 = str.maketrans({"«": '"', "»": '"', "–": "-", "•": "-", "№": "N"})


def seed_rows(seed) -> list[list[Any]]:
    (grid,) = read_path(seed_path(seed)).grids
    return rows_of(grid)


def told(measure):
    """What a measure says, but for what merged cells lend it."""
    lent = set(measure.inherited)
    return {
        "number": measure.number,
        "section": measure.section,
        "title": flat(measure.title),
        "task": flat(measure.task),
        "deadlines": () if "deadline" in lent else measure.deadlines,
        "responsible": "" if "responsible" in lent else flat(measure.printed_responsible),
        "result": "" if "expected_result" in lent else flat(measure.expected_result),
        "actors": () if "actor" in lent else tuple(flat(one.text) for one in measure.actors),
        "milestones": tuple((one.year, flat(one.text)) for one in measure.milestones),
    }


def all_told(roadmap):
    return [told(one) for one in roadmap.measures]


@pytest.mark.parametrize("seed", ALL)
def test_a_workbook_gives_the_measures_of_the_document(seed):
    roadmap = read_roadmap(read_bytes(excel(seed_rows(seed)), "map.xlsx"))

    assert all_told(roadmap) == all_told(read_seed(seed))
    assert [one.merged_with for one in roadmap.measures] == [
        one.merged_with for one in read_seed(seed).measures
    ]


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("seed", ALL)
def test_any_separator_gives_the_measures_of_the_document(seed, separator):
    text = separated(seed_rows(seed), separator)

    roadmap = read_roadmap(read_bytes(text.encode(), "map.csv"))

    # What was merged is said once; the rows below are empty there, and that is asked about.
    for found, known in zip(roadmap.measures, read_seed(seed).measures, strict=True):
        expected = told(known)
        said = told(found)
        if known.inherited and seed == "003":
            del expected["actors"], said["actors"]
        assert said == expected


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_any_encoding_gives_the_same_letters(encoding):
    text = separated(seed_rows(PRIMORSKY), ";")
    if encoding in {"koi8-r", "cp866"}:
        text = text.translate(KOI8)

    roadmap = read_roadmap(read_bytes(text.encode(encoding), "map.csv"))

    assert len(roadmap.measures) == 14
    assert roadmap.measures[2].responsible[0].name == "Шкуратская М.В."


def test_a_separated_file_may_be_called_anything():
    text = separated(seed_rows(PRIMORSKY), ";")

    assert len(read_roadmap(read_bytes(text.encode(), "map.txt")).measures) == 14
    assert len(read_roadmap(read_bytes(b"sep=;\r\n" + text.encode(), "map.csv")).measures) == 14


def test_real_dates_are_printed_as_orders_print_them():
    rows = seed_rows(PRIMORSKY)
    rows[4][4] = datetime(2020, 9, 30)  # noqa: DTZ001 - a workbook knows no zones
    rows[5][4] = datetime(2020, 10, 1)  # noqa: DTZ001

    roadmap = read_roadmap(read_bytes(excel(rows, formats={"E6": "mmmm yyyy"}), "map.xlsx"))

    assert roadmap.measures[3].deadlines == ("30.09.2020",)
    assert roadmap.measures[4].deadlines == ("октябрь 2020",)
    assert roadmap.measures[3].terms[0].term.end == date(2020, 9, 30)


def test_whole_numbers_of_a_workbook_have_no_fraction():
    rows: Rows = [["№", "Мероприятие", "2023", "Срок"], [1.0, "Совещание", 2023, 2023.0]]

    roadmap = read_roadmap(read_bytes(excel(rows), "map.xlsx"))

    assert (roadmap.measures[0].number, roadmap.measures[0].deadlines) == ("1", ("2023",))


def test_a_table_copied_out_of_excel_keeps_the_lines_of_its_cells():
    text = (
        "Дорожная карта на 2023 год\n"
        "№\tМероприятие\tСрок\tОтветственные\n"
        '1\t"Первое\nи второе"\tмай 2023\tИванов И.И.\n'
        '2\tТретье\tиюнь 2023\t"Петров П.П.\nСидорова С.С."\n'
    )

    roadmap = read_roadmap(read_bytes(text.encode()))

    assert [one.title for one in roadmap.measures] == ["Первое\nи второе", "Третье"]
    assert [one.name for one in roadmap.measures[1].responsible] == ["Петров П.П.", "Сидорова С.С."]


def test_a_table_of_html_or_of_bars_is_a_table():
    html = (
        "<table><tr><th>№</th><th>Мероприятие</th><th>Срок</th></tr>"
        "<tr><td>1</td><td>Совет &laquo;школы&raquo;</td><td>май 2023</td></tr></table>"
    )
    bars = "| № | Мероприятие | Срок |\n|---|---|---|\n| 1 | Совет «школы» | май 2023 |\n"

    for text in (html, bars):
        (measure,) = read_roadmap(read_bytes(text.encode())).measures
        assert (measure.title, measure.deadlines) == ("Совет «школы»", ("май 2023",))


def test_a_grid_holds_the_covering_cell_in_every_place():
    (grid,) = read_path(seed_path("004")).grids

    assert isinstance(grid, Grid)
    assert {len(row) for row in grid.rows} == {5}
    for row, cells in enumerate(grid.rows):
        for column, cell in enumerate(cells):
            assert cell.row <= row < cell.row + cell.height
            assert cell.column <= column < cell.column + cell.width
