"""The five roadmaps are read as a person reads them, from Word and from broken conversions."""

from __future__ import annotations

import pytest

from tests.domain.roadmaps.seeds import (
    ALL,
    KIROVSKY,
    MEASURES,
    PRIMORSKY,
    PROGRAMME,
    SKOVORODINO,
    SOCHI,
    WITH_TRUTH,
    codes,
    read_seed,
    truth,
)
from workflows.roadmaps.cells import flat

WARNINGS = {
    PRIMORSKY: {
        "ambiguous": [8],
        "no_responsible": [10],
        "outside_period": [2],
        "similar_name": [9],
    },
    SOCHI: {
        "ambiguous": [16],
        "before_document": [21, 22, 23, 24, 27, 29],
        "needs_calendar": [10, 11, 12, 13, 18, 25, 26, 31],
        "needs_schedule": [16, 20, 32, 33, 34],
        "outside_period": [21, 22, 23, 24, 27, 29],
        "starts_before_document": [6],
    },
    PROGRAMME: {
        "ambiguous": [15, 15, 15, 16, 16, 16],
        "no_responsible": [13],
        "no_title": [19],
        "outside_period": [16],
        "year_vs_column": [8, 16, 16, 16],
    },
    KIROVSKY: {
        "ambiguous": [22, 26, 32, 35, 36, 37],
        "duplicate_code": [None],
        "duplicate_text": [14, 20, 21],
        "inherited": [3],
        "needs_schedule": [33],
        "no_deadline": [5],
        "no_period": [None],
        "reversed_range": [6],
        "suspect_year": [11],
    },
    SKOVORODINO: {
        "inherited": [3, 18, 19, 23],
        "needs_schedule": [2, 3, 4],
        "starts_before_document": [6, 7, 8, 10, 11, 12, 13, 17, 28],
        "stray_token": [28],
    },
}


def words(text):
    return flat(text) if text else ""


@pytest.mark.parametrize("kind", ["docx", "txt"])
@pytest.mark.parametrize("seed", ALL)
def test_every_row_is_accounted_for(seed, kind):
    roadmap = read_seed(seed, kind)

    accounting = roadmap.accounting
    assert accounting["measures"] == len(roadmap.measures) == MEASURES[seed]
    assert accounting.pop("rows") == sum(accounting.values())


@pytest.mark.parametrize("kind", ["docx", "txt"])
@pytest.mark.parametrize("seed", WITH_TRUTH)
def test_every_text_is_what_a_person_read(seed, kind):
    measures = read_seed(seed, kind).measures
    for known, measure in zip(truth(seed)["measures"], measures, strict=True):
        lost = (known.get("merged_with") or {}).get("fields", [])
        assert measure.number == known["number_printed"]
        assert words(measure.title) == words(known["title"])
        assert words(measure.task) == words(known["task"])
        assert words(measure.audience) == words((known["audience"] or {}).get("printed"))
        assert list(measure.evidence) == (known["evidence_document"] or [])
        if "expected_result" not in lost:
            assert words(measure.expected_result) == words(known["expected_result"])
        if "deadline" not in lost:
            assert " ".join(measure.deadlines) == (known["deadline"]["printed"] or "")


@pytest.mark.parametrize("seed", WITH_TRUTH)
def test_people_posts_and_bodies_are_told_apart(seed):
    for known, measure in zip(truth(seed)["measures"], read_seed(seed).measures, strict=True):
        people = [
            (one.get("printed_name", one["name"]), one.get("position"), one.get("body"))
            for one in known["responsible"]["persons"]
        ]
        bodies = [(None, one.get("role"), one["printed"]) for one in known["responsible"]["bodies"]]
        found = [
            (one.name or None, one.position or None, one.body or None)
            for one in measure.responsible
        ]
        if known["id"] == "000-09":
            assert found[0][0] == "Шкурятская М.В."  # as printed; the warning names the other
        elif people or bodies:
            assert found == people + bodies


@pytest.mark.parametrize("seed", WITH_TRUTH)
def test_the_level_is_as_printed_or_that_of_those_responsible(seed):
    measures = read_seed(seed).measures

    assert [one.level for one in measures] == [one["level"] for one in truth(seed)["measures"]]


@pytest.mark.parametrize("seed", ALL)
def test_every_warning_of_the_table_is_raised_and_no_other(seed):
    assert dict(sorted(codes(read_seed(seed)).items())) == WARNINGS[seed]


@pytest.mark.parametrize("seed", ALL)
def test_the_broken_conversion_gives_the_measures_of_the_document(seed):
    for broken, whole in zip(
        read_seed(seed, "txt").measures, read_seed(seed).measures, strict=True
    ):
        assert (broken.number, words(broken.title)) == (whole.number, words(whole.title))
        assert broken.section == whole.section
        assert [one.actor.split()[-1] for one in broken.actors] == [
            one.actor.split()[-1] for one in whole.actors
        ]
        assert [words(one.text) for one in broken.actors] == [
            words(one.text) for one in whole.actors
        ]
        assert [words(one.text) for one in broken.milestones] == [
            words(one.text) for one in whole.milestones
        ]
        if "deadline" not in whole.inherited:
            assert broken.deadlines == whole.deadlines


def test_merged_cells_give_each_row_their_value_and_say_so():
    measure = read_seed(SKOVORODINO).measures[22]

    assert measure.merged_with == 22
    assert measure.inherited == ("expected_result", "responsible")
    assert [one.name for one in measure.responsible] == ["О.В. Бутусова", "А.В. Гребенюк"]


def test_two_deadlines_over_merged_tasks_are_one_measure():
    measure = read_seed(KIROVSKY).measures[31]

    assert measure.deadlines == ("Январь 2020", "Апрель, май, июнь, июль ежегодно")
    assert len(measure.actors) == 3


def test_actors_have_columns_of_their_own():
    measure = read_seed(KIROVSKY).measures[9]

    assert [one.actor for one in measure.actors] == [
        "Комитет образования администрации Кировского муниципального района Ленинградской области",
        "Школы с низкими результатами",
    ]
    assert measure.title == ""
    assert measure.shown_title.startswith("Обеспечить участие школ в конкурсе")
    assert measure.level == "municipal+school"


def test_a_number_merged_with_its_title_leaves_the_title_empty_and_the_years_in_place():
    measure = read_seed(PROGRAMME).measures[18]

    assert (measure.number, measure.title) == ("19", "")
    assert [one.year for one in measure.milestones] == ["2020", "2021", "2022"]


@pytest.mark.parametrize(
    ("sequence", "phrases"),
    [
        (1, [[""], ["не реже 1 раза в полугодие"], ["не реже 1 раза в полугодие"]]),
        (7, [["Сентябрь 2020"], ["Сентябрь 2021"], ["Сентябрь 2022"]]),
        (8, [["Июнь 2020 Декабрь 2020"], *[["Июнь 2021 Декабрь 2021"]] * 2]),
        (12, [["Март-октябрь 2021"], ["Март-октябрь 2022"]]),
        (17, [[""], [""], [""]]),
    ],
)
def test_a_year_cell_ends_with_its_term_and_every_other_date_is_none(sequence, phrases):
    milestones = read_seed(PROGRAMME).measures[sequence - 1].milestones

    assert [[term.phrase for term in one.terms] for one in milestones] == phrases


def test_evidence_in_one_cell_is_a_list_of_documents():
    measures = read_seed(PROGRAMME).measures

    assert [len(one.evidence) for one in measures[:3]] == [3, 3, 1]
    assert [len(measures[at - 1].evidence) for at in (12, 13, 18)] == [0, 3, 2]


def test_the_header_of_the_next_page_with_other_letters_is_asked_about():
    found = codes(read_seed(KIROVSKY, "txt"))

    assert len(found["similar_name"]) >= 5
    assert len(found["joined_rows"]) == 13
    assert found["stray_token"] == [32]
