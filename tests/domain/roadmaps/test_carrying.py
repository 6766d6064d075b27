"""A draft lies one period after the roadmap it follows, in its days and in its words."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given

from engine.domain.roadmaps.carrying import (
    Shift,
    lies_outside,
    next_card,
    next_measures,
    next_period,
    shift_after,
    shifted_day,
    shifted_term,
    shifted_text,
)
from engine.domain.roadmaps.content import LayoutColumn, MeasureContent, RoadmapCard
from engine.domain.roadmaps.printed import PrintedTerm
from engine.domain.roadmaps.repeating import due_days
from tests.domain.roadmaps.making import terms_in_documents
from workflows.roadmaps.terms import Period, TermContext, read_term

YEAR = Period(date(2023, 1, 1), date(2023, 12, 31))


@pytest.mark.parametrize(
    ("first", "last", "months", "after"),
    [
        ("2023-01-01", "2023-12-31", 12, ("2024-01-01", "2024-12-31")),
        ("2023-03-31", "2023-12-31", 12, ("2024-01-01", "2024-12-31")),
        ("2020-09-01", "2021-08-31", 12, ("2021-09-01", "2022-08-31")),
        ("2020-01-01", "2022-12-31", 36, ("2023-01-01", "2025-12-31")),
        ("2023-01-01", "2023-06-30", 6, ("2023-07-01", "2023-12-31")),
        ("2023-09-01", "2024-05-31", 12, ("2024-06-01", "2025-05-31")),
    ],
)
def test_the_next_period_begins_the_day_after_and_is_as_long(first, last, months, after):
    period = Period(date.fromisoformat(first), date.fromisoformat(last))
    shift = shift_after(period)

    assert shift.months == months
    found = next_period(period, shift)
    assert (found.first.isoformat(), found.last.isoformat()) == after


@pytest.mark.parametrize(
    ("day", "months", "after"),
    [
        ("2023-02-28", 12, "2024-02-29"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2023-01-31", 1, "2023-02-28"),
        ("2023-01-30", 1, "2023-02-28"),
        ("2023-05-15", 12, "2024-05-15"),
        ("2099-06-15", 12, "2099-12-31"),
    ],
)
def test_the_last_day_of_a_month_stays_one(day, months, after):
    assert shifted_day(date.fromisoformat(day), Shift(months)) == date.fromisoformat(after)


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("Март 2023", "Март 2024"),
        ("в течение 2022/23 учебного года", "в течение 2023/24 учебного года"),
        ("2021-2022г.г.", "2022-2023г.г."),
        ("до 15.05.2023", "до 15.05.2024"),
        ("приказ № 120", "приказ № 120"),
        ("1999/00", "1999/00"),
        ("ежемесячно", "ежемесячно"),
        ("12023", "12023"),
    ],
)
def test_the_years_of_a_text_move_and_nothing_else(text, after):
    assert shifted_text(text, Shift(12)) == after


def test_words_that_cannot_move_with_their_days_are_left_out():
    term = PrintedTerm("Март 2023", read_term("Март 2023", TermContext(YEAR)).term, YEAR)
    half = Period(date(2023, 7, 1), date(2023, 12, 31))

    found = shifted_term(term, Shift(6), half)

    assert found.phrase == ""
    assert found.term.windows[0].end == date(2023, 9, 30)


def test_words_that_a_person_had_to_explain_are_left_out_too():
    read = read_term("30 июня 2023", TermContext(YEAR))
    doubtful = PrintedTerm("31 июня 2023 года", read.term, YEAR, chosen=True)

    moved = shifted_term(doubtful, Shift(12), Period(date(2024, 1, 1), date(2024, 12, 31)))

    assert (moved.phrase, moved.term.end) == ("", date(2024, 6, 30))


@pytest.mark.parametrize(("phrase", "outside"), [("май 2023", False), ("ноябрь 2022", True)])
def test_what_lay_outside_its_period_does_so_a_year_later(phrase, outside):
    printed = PrintedTerm(phrase, read_term(phrase, TermContext(YEAR)).term, YEAR)

    moved = shifted_term(printed, Shift(12), Period(date(2024, 1, 1), date(2024, 12, 31)))

    assert lies_outside(moved) is outside


@given(terms_in_documents())
def test_a_year_later_every_due_day_is_a_year_later(made):
    term, context = made
    printed = PrintedTerm("", term, context.period)
    shift = Shift(12)
    if context.period.last.year > 2090:
        return
    period = Period(
        shifted_day(context.period.first, shift), shifted_day(context.period.last, shift)
    )

    windows = [(one.start, one.end) for one in shifted_term(printed, shift, period).term.windows]

    assert windows == [
        (shifted_day(one.start, shift) if one.start else None, shifted_day(one.end, shift))
        for one in term.windows
    ]


@pytest.mark.parametrize(
    "phrase", ["Март 2023", "ежемесячно", "не реже одного в четверть", "до 15.05.2023"]
)
def test_the_moved_words_mean_the_moved_days(phrase):
    term = PrintedTerm(phrase, read_term(phrase, TermContext(YEAR)).term, YEAR)
    after = next_period(YEAR, Shift(12))

    found = shifted_term(term, Shift(12), after)

    assert found.term == read_term(found.phrase, TermContext(after)).term
    assert len(due_days(found.term, after)) == len(due_days(term.term, YEAR))


def test_a_draft_has_no_order_yet_and_its_columns_the_next_years():
    layout = (LayoutColumn("title", "Мероприятия"), LayoutColumn("year", "Сроки / 2023", "2023"))
    card = RoadmapCard(
        "Дорожная карта на 2023 год", YEAR, number="120", signed_on=date(2023, 3, 31), layout=layout
    )

    found = next_card(card, Shift(12))

    assert (found.title, found.number, found.signed_on) == ("Дорожная карта на 2024 год", "", None)
    assert found.layout[1] == LayoutColumn("year", "Сроки / 2024", "2024")
    assert found.layout[0] == layout[0]


def test_a_merged_cell_goes_with_the_measure_that_has_it():
    measures = [
        MeasureContent(2, "Первое", milestones=(("2023", "Приказ 2023 года"),)),
        MeasureContent(5, "Второе", merged_with=2, inherited=("responsible",)),
        MeasureContent(9, "Третье", merged_with=7, inherited=("responsible",)),
    ]

    found = next_measures(measures, Shift(12), next_period(YEAR, Shift(12)))

    assert [(one.sequence, one.merged_with, one.inherited) for one in found] == [
        (1, None, ()),
        (2, 1, ("responsible",)),
        (3, None, ()),
    ]
    assert found[0].milestones == (("2024", "Приказ 2024 года"),)
