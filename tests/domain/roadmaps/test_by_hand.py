"""What was corrected by hand stays as long as the document says what it said before."""

from __future__ import annotations

from engine.domain.roadmaps.by_hand import (
    as_printed,
    corrected_by_hand,
    kept_by_hand,
    with_assignees_by_hand,
)
from engine.domain.roadmaps.content import Assignee, MeasureContent
from engine.domain.roadmaps.difference import difference_of

READ = MeasureContent(1, "Семинар", number="1", level="municipal", responsible="Иванова А.П.")


def test_a_correction_remembers_what_the_document_says_and_is_taken_back_without_a_trace():
    once = corrected_by_hand(READ, {"title": "Круглый стол"})
    twice = corrected_by_hand(once, {"title": "Вебинар"})
    back = corrected_by_hand(twice, {"title": "Семинар"})

    assert dict(once.printed) == {"title": ("Семинар",)}
    assert dict(twice.printed) == {"title": ("Семинар", "Круглый стол")}
    assert as_printed(twice) == as_printed(READ) == READ
    assert back == READ


def test_the_stages_of_a_measure_are_no_part_of_the_document():
    assert corrected_by_hand(READ, {"stages": ("mentoring",)}).printed == ()


def test_the_same_document_changes_nothing_that_was_corrected():
    known = corrected_by_hand(READ, {"title": "Круглый стол", "level": "school"})

    found = difference_of({"1": known}, [READ])

    assert found.empty
    assert found.kept == (("1", known),)


def test_what_the_document_says_anew_is_shown_against_what_was_corrected():
    known = corrected_by_hand(READ, {"title": "Круглый стол", "level": "school"})

    found = difference_of(
        {"1": known}, [MeasureContent(1, "Семинары", number="1", level="municipal")]
    )

    (change,) = found.changed
    told = {one.field: (one.before, one.after) for one in change.fields}
    assert told["title"] == ("Круглый стол", "Семинары")
    assert "level" not in told
    assert change.after.level == "school"
    assert dict(change.after.printed) == {"level": ("municipal",)}


def test_a_measure_put_otherwise_by_hand_is_known_again_by_the_words_of_the_document():
    known = corrected_by_hand(READ, {"title": "Совсем другие слова про иное"})

    found = difference_of({"1": known}, [READ])

    assert not found.added
    assert not found.gone


def test_people_named_by_hand_stay_until_the_document_names_others():
    own = (Assignee("Петрова И.И.", leads=True),)
    known = with_assignees_by_hand(
        MeasureContent(1, "Семинар", responsible="Иванова А.П.", assignees=own)
    )
    same = MeasureContent(
        1, "Семинар", responsible="Иванова А.П.", assignees=(Assignee("Иванова А.П."),)
    )
    other = MeasureContent(
        1, "Семинар", responsible="Сидорова О.О.", assignees=(Assignee("Сидорова О.О."),)
    )

    assert kept_by_hand(known, same).assignees == own
    assert kept_by_hand(known, other).assignees == other.assignees
    assert kept_by_hand(known, other).printed == ()
