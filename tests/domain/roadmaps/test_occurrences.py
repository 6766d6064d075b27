"""Occurrences made from printed terms: days, counters, what waits, what had passed before."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.domain.calendar import CalendarDay, CalendarLayer, WorkingCalendar
from engine.domain.calendar_rules import DayOff
from engine.domain.roadmaps.occurrences import (
    Ground,
    Occurrence,
    day_after_event,
    plan_occurrences,
)
from engine.domain.roadmaps.planning import PlannedMeasure
from engine.domain.roadmaps.progress import Course
from engine.domain.roadmaps.recounting import recount_occurrences
from engine.domain.roadmaps.states import AssignmentState, OccurrenceKind
from workflows.roadmaps.terms import Period, TermContext, read_term

YEAR = Period(date(2021, 1, 1), date(2021, 12, 31))
SIGNED = date(2021, 1, 28)


@dataclass(frozen=True)
class Kept:
    """An occurrence as storage would give it."""

    id: UUID
    measure_id: UUID
    planned: Occurrence
    state: AssignmentState = AssignmentState.PLANNED

    @property
    def slot(self) -> str:
        return self.planned.slot

    @property
    def course(self) -> Course:
        one = self.planned
        return Course(one.kind, self.state, one.starts_on, one.due_on, one.counts_until)


CONTEXT = TermContext(YEAR, None, SIGNED)
NO_HOLIDAYS = Ground()
QUARTERS = (
    (date(2020, 9, 1), date(2020, 10, 28)),
    (date(2020, 11, 5), date(2020, 12, 27)),
    (date(2021, 1, 11), date(2021, 3, 21)),
    (date(2021, 3, 30), date(2021, 5, 25)),
)


def planned(*phrases: str, ground: Ground = NO_HOLIDAYS) -> tuple[Occurrence, ...]:
    """What the printed terms of one measure give."""
    return plan_occurrences([read_term(one, CONTEXT).term for one in phrases], ground)


def days(*phrases: str, ground: Ground = NO_HOLIDAYS) -> list[date | None]:
    return [one.due_on for one in planned(*phrases, ground=ground)]


def test_a_month_is_due_on_its_last_day():
    (one,) = planned("июнь 2021")

    assert (one.kind, one.starts_on, one.due_on) == (
        OccurrenceKind.DATE,
        date(2021, 6, 1),
        date(2021, 6, 30),
    )


def test_a_term_that_ends_on_a_day_off_ends_on_the_next_working_day():
    assert days("октябрь 2021") == [date(2021, 11, 1)]


def test_a_region_may_let_a_term_end_before_the_day_off():
    assert days("октябрь 2021", ground=Ground(day_off=DayOff.PREVIOUS)) == [date(2021, 10, 29)]


def test_a_decree_moves_the_day_a_term_ends_on():
    decree = CalendarLayer("federal", (CalendarDay(date(2021, 11, 1), working=False),))

    assert days("октябрь 2021", ground=Ground(WorkingCalendar((decree,)))) == [date(2021, 11, 2)]


def test_what_recurs_carries_its_label_in_each_of_its_occurrences():
    found = planned("информация – до 5 числа каждого месяца")

    assert len(found) == 12
    assert {one.label for one in found} == {"информация"}


def test_what_recurs_on_named_days_is_due_on_each_of_them():
    assert days("до 25 числа каждого месяца")[:3] == [
        date(2021, 1, 25),
        date(2021, 2, 25),
        date(2021, 3, 25),
    ]


def test_several_weekdays_of_a_month_are_due_on_each_of_them():
    assert days("первая и последняя среда месяца")[:4] == [
        date(2021, 1, 6),
        date(2021, 1, 27),
        date(2021, 2, 3),
        date(2021, 2, 24),
    ]


def test_at_least_once_in_a_quarter_is_a_counter_for_each_quarter_of_the_school():
    made = planned("не реже одного в четверть", ground=Ground(quarters=QUARTERS))

    assert {one.kind for one in made} == {OccurrenceKind.QUOTA}
    assert [(one.slot, one.starts_on, one.due_on) for one in made] == [
        ("0:2020/3", date(2021, 1, 11), date(2021, 3, 21)),
        ("0:2020/4", date(2021, 3, 30), date(2021, 5, 25)),
        ("0:2021/1", date(2021, 9, 1), date(2021, 10, 31)),
        ("0:2021/2", date(2021, 11, 1), date(2021, 12, 31)),
    ]


def test_what_happens_in_the_holidays_counts_to_the_quarter_before_them():
    made = planned("не реже одного в четверть", ground=Ground(quarters=QUARTERS))

    assert [one.counts_until for one in made] == [
        date(2021, 3, 29),
        date(2021, 8, 31),
        date(2021, 10, 31),
        date(2021, 12, 31),
    ]


@pytest.mark.parametrize(
    ("phrase", "first", "last", "needed", "number"),
    [
        ("ежемесячно", date(2021, 1, 1), date(2021, 1, 31), 1, 12),
        ("ежеквартально", date(2021, 1, 1), date(2021, 3, 31), 1, 4),
        ("не реже одного раза в два месяца", date(2021, 1, 1), date(2021, 2, 28), 1, 6),
        ("не реже одного раза в полугодие", date(2021, 1, 1), date(2021, 5, 31), 1, 2),
        ("раз в триместр", date(2021, 1, 1), date(2021, 2, 28), 1, 3),
        ("дважды в год", date(2021, 1, 1), date(2021, 12, 31), 2, 1),
        ("еженедельно", date(2021, 1, 4), date(2021, 1, 10), 1, 52),
        ("три раза в квартал", date(2021, 1, 1), date(2021, 3, 31), 3, 4),
    ],
)
def test_what_is_counted_has_a_counter_for_each_of_its_units(phrase, first, last, needed, number):
    made = planned(phrase)

    assert len(made) == number
    assert made[0].kind is OccurrenceKind.QUOTA
    assert (made[0].starts_on, made[0].due_on, made[0].needed) == (first, last, needed)


def test_nothing_is_asked_of_less_than_half_of_a_span_unless_there_is_no_other():
    short = TermContext(Period(date(2023, 3, 31), date(2023, 12, 31)))
    month = TermContext(Period(date(2023, 3, 31), date(2023, 4, 10)))

    quarters = plan_occurrences([read_term("ежеквартально", short).term], NO_HOLIDAYS)
    only = plan_occurrences([read_term("ежеквартально", month).term], NO_HOLIDAYS)

    assert [one.starts_on for one in quarters] == [
        date(2023, 4, 1),
        date(2023, 7, 1),
        date(2023, 10, 1),
    ]
    assert [one.due_on for one in only] == [date(2023, 3, 31), date(2023, 4, 10)]


def test_counters_follow_each_other_without_a_gap_or_an_overlap():
    made = planned("ежеквартально")

    ends = [one.counts_until for one in made if one.counts_until]
    firsts = [one.starts_on for one in made if one.starts_on]
    assert ends[-1] == date(2021, 12, 31)
    assert firsts[1:] == [one + timedelta(days=1) for one in ends[:-1]]


def test_the_beginning_of_a_quarter_is_the_month_its_first_days_lie_in():
    own = days("в начале каждой четверти", ground=Ground(quarters=QUARTERS))

    assert own == [date(2021, 2, 1), date(2021, 4, 30), date(2021, 9, 30), date(2021, 11, 30)]
    assert days("в начале каждой четверти") == own


def test_the_end_of_a_quarter_is_a_day_and_not_a_count():
    made = planned("в конце четверти", ground=Ground(quarters=QUARTERS))

    assert {one.kind for one in made} == {OccurrenceKind.DATE}
    assert [one.due_on for one in made] == [
        date(2021, 3, 22),
        date(2021, 5, 25),
        date(2021, 11, 1),
        date(2021, 12, 31),
    ]


def test_a_month_of_every_year_is_a_day_and_not_a_count():
    assert [(one.kind, one.due_on) for one in planned("ежегодно, ноябрь")] == [
        (OccurrenceKind.DATE, date(2021, 11, 30))
    ]


def test_what_goes_on_is_open_until_the_end():
    assert [(one.kind, one.due_on) for one in planned("в течение года")] == [
        (OccurrenceKind.OPEN, date(2021, 12, 31))
    ]
    assert [(one.kind, one.due_on) for one in planned("постоянно")] == [
        (OccurrenceKind.OPEN, date(2021, 12, 31))
    ]


@pytest.mark.parametrize("phrase", ["в рабочие дни", "ежедневно"])
def test_what_is_done_daily_asks_for_no_daily_report(phrase):
    (one,) = planned(phrase)

    assert (one.kind, one.due_on) == (OccurrenceKind.OPEN, date(2021, 12, 31))


@pytest.mark.parametrize(
    "phrase",
    [
        "после проведения оценочной процедуры",
        "по плану работы МТКП",
        "по мере необходимости",
        "(по запросу) февраль - апрель 2021",
        "до четвертой четверти",
    ],
)
def test_what_waits_for_an_event_or_a_plan_has_no_day(phrase):
    (one,) = planned(phrase)

    assert (one.kind, one.due_on) == (OccurrenceKind.EVENT, None)


@pytest.mark.parametrize(
    ("phrase", "day"), [("до четвертой четверти", 29), ("за 5 дней до четвертой четверти", 25)]
)
def test_what_waits_for_a_school_quarter_has_its_day_where_the_quarters_are_set(phrase, day):
    (one,) = planned(phrase, ground=Ground(quarters=QUARTERS))

    assert (one.kind, one.due_on) == (OccurrenceKind.DATE, date(2021, 3, day))


@pytest.mark.parametrize("phrase", ["до третьего триместра", "за 5 дней до третьего триместра"])
def test_what_waits_for_a_trimester_is_not_dated_by_a_quarter(phrase):
    (one,) = planned(phrase, ground=Ground(quarters=QUARTERS))

    assert (one.kind, one.due_on) == (OccurrenceKind.EVENT, None)


def test_the_days_after_an_event_are_counted_from_it():
    term = read_term("в течение 10 рабочих дней после получения справки", CONTEXT).term

    assert day_after_event(term, date(2021, 4, 5), NO_HOLIDAYS, None) == date(2021, 4, 19)


def test_a_window_beside_an_event_stays_the_window():
    term = read_term("(по запросу) февраль - апрель 2021", CONTEXT).term
    (one,) = plan_occurrences([term], NO_HOLIDAYS)

    due = day_after_event(term, date(2021, 2, 10), NO_HOLIDAYS, one.counts_until)

    assert due == date(2021, 4, 30)


@pytest.mark.parametrize("phrase", ["", "Медведева О.Н., начальник управления"])
def test_a_measure_without_a_term_is_one_open_thing(phrase):
    assert [(one.kind, one.due_on) for one in planned(phrase)] == [(OccurrenceKind.OPEN, None)]
    assert len(plan_occurrences([], NO_HOLIDAYS)) == 1


def test_what_was_due_before_the_order_was_signed_is_retroactive():
    ground = Ground(known_on=SIGNED)
    term = read_term("до 15 декабря 2020", CONTEXT).term

    assert plan_occurrences([term], ground)[0].retroactive
    assert not planned("до 28.01.2021", ground=ground)[0].retroactive


def test_each_of_several_windows_is_an_occurrence_of_its_own():
    made = planned("Февраль-апрель 2021 Сентябрь-ноябрь 2021")

    assert [one.due_on for one in made] == [date(2021, 4, 30), date(2021, 11, 30)]


def test_no_two_occurrences_of_a_measure_share_a_slot():
    made = planned("март 2021", "март 2021", "ежемесячно")

    assert len({one.slot for one in made}) == len(made) == 14


def test_changed_quarters_move_the_open_counters_they_are_counted_by():
    terms = tuple(
        read_term(one, CONTEXT).term for one in ("не реже одного в четверть", "июнь 2021")
    )
    measure = PlannedMeasure(UUID(int=1), "school", terms)
    kept = [
        Kept(UUID(int=number), measure.id, one)
        for number, one in enumerate(plan_occurrences(terms, NO_HOLIDAYS))
    ]
    kept[1] = replace(kept[1], state=AssignmentState.ACCEPTED)

    moved = recount_occurrences([measure], kept, Ground(quarters=QUARTERS))

    assert [(one.was.due_on, one.now.due_on) for one in moved] == [
        (date(2021, 3, 31), date(2021, 3, 21))
    ]


def test_quarters_that_are_set_end_the_wait_for_one_and_keep_the_day_that_somebody_gave():
    term = read_term("до четвертой четверти", CONTEXT).term
    measure = PlannedMeasure(UUID(int=1), "school", (term,))
    (waiting,) = plan_occurrences([term], NO_HOLIDAYS)
    by_hand = replace(waiting, due_on=date(2021, 3, 12))
    (dated,) = plan_occurrences([term], Ground(quarters=QUARTERS))
    kept = [Kept(UUID(int=n), measure.id, one) for n, one in enumerate((waiting, by_hand, dated))]

    known = recount_occurrences([measure], kept, Ground(quarters=QUARTERS))
    unknown = recount_occurrences([measure], kept, NO_HOLIDAYS)

    assert [(one.id.int, one.now.kind, one.now.due_on) for one in known] == [
        (0, OccurrenceKind.DATE, date(2021, 3, 29))
    ]
    assert [(one.id.int, one.now.kind, one.now.due_on) for one in unknown] == [
        (2, OccurrenceKind.EVENT, None)
    ]


PHRASES = (
    "июнь 2021",
    "до 15.05.2021",
    "ежемесячно",
    "ежеквартально",
    "не реже одного в четверть",
    "не реже одного раза в полугодие",
    "не реже одного раза в три недели",
    "в конце четверти",
    "по пятницам",
    "в течение года",
    "постоянно",
    "раз в триместр",
    "",
)


@given(
    phrase=st.sampled_from(PHRASES),
    start=st.dates(date(2018, 1, 1), date(2026, 12, 31)),
    length=st.integers(60, 1200),
)
def test_every_term_gives_something_and_counters_stay_in_the_period(phrase, start, length):
    last = date.fromordinal(start.toordinal() + length)
    read = read_term(phrase, TermContext(Period(start, last)))

    made = plan_occurrences([read.term], NO_HOLIDAYS)

    assert made
    for one in made:
        if one.kind is OccurrenceKind.QUOTA:
            days = [start, one.starts_on, one.due_on, one.counts_until, last]
            assert None not in days
            assert days == sorted(filter(None, days))
